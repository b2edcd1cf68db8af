"""The scheme as steps: what is in use stays, a label is merged with all that hangs on it, and undo brings all back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.corpus import Corpus, Verdict, scheming
from annotator.corpus.scheming import without_label
from annotator.errors import AnnotatorError
from annotator.model import Bundle, Choice, Document, Label, SaidTerm, Span
from annotator.store import uses

TEXT = "𠮷林村推广雨露計劃，\r\n每户补助5000元；落实低保，易地扶贫搬迁。"


@pytest.fixture
def corpus(tmp_path: Path):
    made = Corpus.create(tmp_path / "体系.corpus", annotator="李")
    made.add([Bundle(Document("d1", "甲", TEXT))])
    yield made
    made.close()


def span(text: str) -> Span:
    return Span(TEXT.index(text), TEXT.index(text) + len(text))


def annotate(corpus: Corpus, text: str, label: str, **attributes: object) -> str:
    corpus.annotate("d1", span(text), label, attributes)
    return next(one.id for one in corpus.annotations("d1") if (one.text, one.label) == (text, label))


def refused(corpus: Corpus, scheme) -> tuple[str, dict[str, object]]:
    before = corpus.scheme
    with pytest.raises(AnnotatorError) as caught:
        corpus.change_scheme(scheme)
    assert corpus.scheme == before
    return caught.value.key, {key: value for key, value in caught.value.fields.items() if key in ("part", "count")}


def label(name: str, key: str = "") -> Label:
    return Label(name, {"en": name}, key, {"light": "#333333", "dark": "#dddddd"}, {"en": ""}, ())


def test_a_new_label_is_a_step_and_may_be_used(corpus):
    scheme = corpus.scheme
    changes = corpus.change_scheme(replace(scheme, labels=(*scheme.labels, label("Risk", "9"))))
    assert changes.touch("schemes")
    annotate(corpus, "低保", "Risk")
    assert corpus.scheme_uses().labels["Risk"] == 1
    corpus.undo()
    corpus.undo()
    assert corpus.scheme == scheme
    with pytest.raises(AnnotatorError):
        corpus.annotate("d1", span("低保"), "Risk")
    corpus.redo()
    assert corpus.scheme.label("Risk")
    assert corpus.engine.suggest(TEXT), "the engine is that of the present scheme"


def test_what_is_no_scheme_is_refused(corpus):
    scheme = corpus.scheme
    assert refused(corpus, replace(scheme, labels=()))[0] == "scheme.empty"
    assert refused(corpus, replace(scheme, labels=(*scheme.labels, label("Time"))))[0] == "scheme.twice"
    assert refused(corpus, replace(scheme, labels=(*scheme.labels, label("X", "1"))))[0] == "scheme.twice"
    faulty = replace(label("X"), definition={"en": "\ud800"})
    assert refused(corpus, replace(scheme, labels=(*scheme.labels, faulty)))[0] == "scheme.unreadable"


def test_what_is_in_use_cannot_vanish(corpus):
    scheme = corpus.scheme
    program = annotate(corpus, "雨露計劃", "Program", domain="教育")
    quantity = annotate(corpus, "5000元", "Quantity", value=5000)
    corpus.relate(program, quantity, "has-quantity")
    corpus.describe("d1", {"level": "village", "year": 2019})
    corpus.say_of_term("雨露计划", "Program", "shown")

    def key(scheme) -> dict[str, object]:
        name, fields = refused(corpus, scheme)
        assert name == "corpus.scheme-in-use"
        return fields

    assert key(without_label(scheme, "Program")) == {"part": "Program", "count": 2}
    (domain, *others) = scheme.attributes
    assert key(replace(scheme, attributes=tuple(others))) == {"part": "Program: domain", "count": 1}
    fewer = replace(domain, labels=("Measure",))
    assert key(replace(scheme, attributes=(fewer, *others)))["part"] == "Program: domain"
    fewer = replace(domain, choices=tuple(one for one in domain.choices if one.name != "教育"))
    assert key(replace(scheme, attributes=(fewer, *others))) == {"part": "domain: 教育", "count": 1}
    as_text = tuple(replace(kind, kind="text") if kind.name == "value" else kind for kind in scheme.attributes)
    assert key(replace(scheme, attributes=as_text))["part"] == "Quantity: value"
    relations = tuple(one for one in scheme.relations if one.name != "has-quantity")
    assert key(replace(scheme, relations=relations)) == {"part": "has-quantity: Program → Quantity", "count": 1}
    document = tuple(one for one in scheme.document if one.name != "year")
    assert key(replace(scheme, document=document)) == {"part": "year", "count": 1}
    no_village = tuple(
        replace(one, choices=tuple(choice for choice in one.choices if choice.name != "village"))
        for one in scheme.document
    )
    assert key(replace(scheme, document=no_village)) == {"part": "level: village", "count": 1}
    more = replace(domain, choices=(*domain.choices, Choice("新", {"en": "new"})))
    assert corpus.change_scheme(replace(scheme, attributes=(more, *others), relations=scheme.relations))
    assert corpus.change_scheme(without_label(corpus.scheme, "Time"))
    assert not any(kind.name == "at-time" for kind in corpus.scheme.relations), "its targets would be anything"


@pytest.mark.parametrize("list_", ["terms", "rules"])
def test_a_domain_that_only_a_list_has_cannot_vanish(corpus, list_):
    if list_ == "terms":
        corpus.say_of_term("夜校", "Measure", "shown", "教育")
    else:
        corpus.add_rule("夜校", "Measure", "教育")
    (domain, *others) = corpus.scheme.attributes
    fewer = replace(domain, choices=tuple(one for one in domain.choices if one.name != "教育"))
    without = replace(corpus.scheme, attributes=(fewer, *others))
    assert refused(corpus, without) == ("corpus.scheme-in-use", {"part": "domain: 教育", "count": 1})
    if list_ == "terms":
        corpus.say_of_term("夜校", "Measure", "", "教育")
    else:
        corpus.remove_rules([rule.id for rule in corpus.rules()])
    removed = latest(corpus)
    assert corpus.change_scheme(without)
    taken_back(corpus, removed, "scheme.bad-value")


def latest(corpus: Corpus) -> str:
    return next(corpus.history()).step.id


def test_an_older_step_is_not_taken_back_where_the_scheme_would_not_fit(corpus):
    """By itself: a new label that is in use, what had a label that is gone, and a label that a link stands on."""
    without = corpus.scheme
    corpus.change_scheme(replace(without, labels=(*without.labels, label("Risk", "9"))))
    made = latest(corpus)
    risk = annotate(corpus, "低保", "Risk")
    taken_back(corpus, made, "corpus.scheme-in-use")
    corpus.remove(risk)
    removed = latest(corpus)
    corpus.undo_step(made)
    taken_back(corpus, removed, "scheme.no-label")
    kind = next(one for one in corpus.scheme.relations if one.heads and one.targets)
    outside = next(one.name for one in corpus.scheme.labels if one.name not in kind.heads)
    head = annotate(corpus, "低保", outside)
    corpus.relabel(head, kind.heads[0])
    relabelled = latest(corpus)
    corpus.relate(head, annotate(corpus, "雨露計劃", kind.targets[0]), kind.name)
    taken_back(corpus, relabelled, "scheme.relation-ends")
    corpus.undo_step(latest(corpus))
    corpus.undo_step(relabelled)
    assert corpus.annotation(head).label == outside


def taken_back(corpus: Corpus, step: str, refused_as: str) -> None:
    before, scheme = corpus.annotations("d1"), corpus.scheme
    with pytest.raises(AnnotatorError) as caught:
        corpus.undo_step(step)
    assert (caught.value.key, corpus.annotations("d1"), corpus.scheme) == (refused_as, before, scheme)


def test_a_label_is_merged_with_all_that_hangs_on_it(corpus):
    measure = annotate(corpus, "雨露計劃", "Measure", domain="教育")
    program = annotate(corpus, "雨露計劃", "Program", domain="教育")
    quantity, poor = annotate(corpus, "5000元", "Quantity", value=5000), annotate(corpus, "每户", "Beneficiary")
    corpus.relate(program, quantity, "has-quantity")
    corpus.relate(poor, quantity, "has-quantity")
    suggested = next(one for one in corpus.suggestions("d1") if one.text == "易地扶贫搬迁")
    corpus.accept("d1", suggested)
    corpus.say_of_terms([SaidTerm("甲", "Program", "", "shown"), SaidTerm("乙", "Program", "", "quiet"),
                         SaidTerm("乙", "Measure", "", "shown")])  # fmt: skip
    corpus.add_rule("林.", "Program", "", "")
    corpus.annotator = "王"
    theirs = annotate(corpus, "低保", "Program", domain="兜底保障")
    (cluster,) = (one for one in corpus.clusters() if one.span == span("低保"))
    corpus.adjudicate(cluster, Verdict("taken", cluster.versions[0].spans))
    before = list(corpus.bundles())
    rules, terms = corpus.rules(), corpus.scheme_uses().labels

    changes = corpus.merge_label("Program", "Measure")
    assert {"schemes", "annotations", "terms", "rules"} <= changes.kinds
    assert corpus.scheme.label("Program") is None
    assert corpus.scheme.relation("part-of").heads == ("Measure",)
    assert corpus.scheme_uses().labels["Program"] == 0
    assert corpus.annotation(program) is None, "the same words by the same person, labelled so already"
    assert corpus.annotation(measure).label == "Measure"
    assert (corpus.annotation(theirs).label, corpus.annotation(theirs).attributes) == (
        "Measure",
        {"domain": "兜底保障"},
    )
    (gold,) = corpus.adjudicated("d1")
    assert gold.label == "Measure"
    corpus.annotator = "李"
    assert [(one.head, one.target) for one in corpus.relations("d1")] == [(poor, quantity)]
    assert corpus.decisions("d1")[0].kind == "accept", "what was decided then"
    said = {(one.text, one.label): one.state for one in corpus.memory.all() if one.state}
    assert said == {("甲", "Measure"): "shown", ("乙", "Measure"): "shown"}
    assert [rule.label for rule in corpus.rules()] == ["Measure"]
    assert corpus._store.check() == []

    corpus.undo()
    assert list(corpus.bundles()) == before
    assert corpus.rules() == rules
    assert corpus.scheme_uses().labels == terms
    corpus.redo()
    assert corpus.scheme.label("Program") is None


def test_a_label_is_merged_piece_by_piece_and_not_at_all_where_it_is_stopped(corpus, monkeypatch):
    monkeypatch.setattr(scheming, "_AT_ONCE", 2)
    text = corpus.document("d1").text
    for at in range(5):
        corpus.annotate("d1", Span(at, at + 1), "Program")
    corpus.annotate("d1", Span(3, 4), "Measure")
    before, told = list(corpus.bundles()), []

    def stop(done: int, every: int) -> None:
        told.append((done, every))
        if done > 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        corpus.merge_label("Program", "Measure", stop)
    assert told == [(2, 5), (4, 5)]
    assert list(corpus.bundles()) == before
    assert corpus.scheme.label("Program")
    corpus.merge_label("Program", "Measure", lambda *_: None)
    here = [one.span.of(text) for one in corpus.annotations("d1") if one.span.end <= 5]
    assert here == list(text[:5])
    assert corpus._store.check() == []


def test_uses_are_counted_piece_by_piece_and_come_to_the_same(corpus, monkeypatch):
    for at in range(5):
        corpus.annotate("d1", Span(at, at + 1), "Program", {"domain": "产业"})
    whole = corpus.scheme_uses().attributes
    monkeypatch.setattr(uses, "_ROWS", 2)
    told = []
    counted = corpus.scheme_uses().count(lambda *done: told.append(done))
    assert counted.attributes == whole
    assert counted.of_attribute("domain", "Program", "产业") == 5
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_what_was_linked_stays_linked(corpus):
    quantity, time = annotate(corpus, "5000元", "Quantity"), annotate(corpus, "每户", "Time")
    corpus.relate(quantity, time, "at-time")
    corpus.merge_label("Time", "Place")
    (relation,) = corpus.relations("d1")
    assert corpus.scheme.relation("at-time").targets == ("Place",)
    assert (relation.type, corpus.annotation(time).label) == ("at-time", "Place")


def test_what_cannot_be_merged(corpus):
    for pair, key in ((("Program", "Program"), "corpus.merge-into-itself"), (("Program", "X"), "scheme.no-label"),
                      (("X", "Program"), "scheme.no-label")):  # fmt: skip
        with pytest.raises(AnnotatorError) as caught:
            corpus.merge_label(*pair)
        assert caught.value.key == key


def test_examples_are_settled_ones_first_then_what_several_agree_on(corpus):
    annotate(corpus, "低保", "Measure")
    annotate(corpus, "雨露計劃", "Program")
    annotate(corpus, "易地扶贫搬迁", "Measure")
    corpus.annotator = "王"
    annotate(corpus, "低保", "Measure")
    annotate(corpus, "易地扶贫搬迁", "Measure")
    annotate(corpus, "每户", "Measure")
    (cluster,) = (one for one in corpus.clusters() if one.span == span("低保"))
    corpus.adjudicate(cluster, Verdict("taken", cluster.versions[0].spans))
    found = corpus.examples("Measure")
    assert [(one.place.text, one.by) for one in found] == [("低保", "adjudicated"), ("易地扶贫搬迁", "agreed")]
    assert found[0].place.before + found[0].place.text + found[0].place.after in TEXT
    assert [one.place.text for one in corpus.examples("Measure", most=1)] == ["低保"]
    assert corpus.examples("Program") == [], "one person's word is no example"
