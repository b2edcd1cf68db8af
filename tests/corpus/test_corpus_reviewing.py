"""Disagreements of two people in one corpus, and what settles them."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from html import escape
from itertools import permutations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from annotator import plain
from annotator.corpus import Corpus, Verdict
from annotator.errors import AnnotatorError
from annotator.i18n import LANGUAGES, Words
from annotator.model import DONE, REASONS, Bundle, Document, Span
from annotator.review.rules import MAJORITY, UNANIMOUS, Rule, read_rule

TEXT = "𠮷林村推广雨露計劃，\r\n每户补助5000元；落实低保，发展光伏扶贫。"
AGREED = ("5000元", "Quantity")
LEFT = (AGREED, ("雨露計劃", "Program"), ("低保", "Measure"))
RIGHT = (AGREED, ("推广雨露計劃", "Program"), ("光伏扶贫", "Measure"))


@pytest.fixture
def corpus(tmp_path: Path):
    made = Corpus.create(tmp_path / "分歧.corpus", annotator="裁")
    made.add([Bundle(Document("d1", "甲", TEXT))])
    for who, spans in (("李", LEFT), ("王", RIGHT)):
        with_name(made, who, spans)
    made.annotator = "裁"
    yield made
    made.close()


def with_name(corpus: Corpus, who: str, spans) -> None:
    corpus.annotator = who
    for text, label in spans:
        at = TEXT.index(text)
        corpus.annotate("d1", Span(at, at + len(text)), label)
    corpus.mark("d1", DONE)


def kinds(corpus: Corpus) -> list[tuple[str, str]]:
    return [(one.type, one.text) for one in corpus.disagreements()]


def gold(corpus: Corpus) -> list[tuple[str, str]]:
    return [(one.text, one.label) for one in corpus.adjudicated("d1")]


def test_they_are_found_by_place_with_their_types(corpus):
    assert kinds(corpus) == [("boundary", "推广雨露計劃"), ("missed", "低保"), ("missed", "光伏扶贫")]
    with pytest.raises(AnnotatorError):
        corpus.disagreements(["李"])
    with pytest.raises(AnnotatorError):
        corpus.disagreements(["李", "陈"])


def test_what_a_rule_leaves_to_people_is_what_the_list_of_disagreements_shows(corpus):
    corpus.add([Bundle(Document("d2", "乙", f"另{TEXT}"))])
    corpus.annotator = "李"
    corpus.annotate("d2", Span(1, 3), "Place")  # nobody else has read it
    plan = corpus.plan(Rule(MAJORITY))
    assert plan.left_disagreements == len(corpus.disagreements()) == 3
    assert len(plan.left) == 4


def test_what_is_open_again_is_left_to_people_where_a_person_had_settled_it(corpus):
    """No rule speaks against a person; that the person has not seen all there is, the rule says as the list does."""
    boundary, *_ = corpus.disagreements()
    corpus.adjudicate(boundary, Verdict("taken", boundary.versions[0].spans))
    for who in ("陈", "周", "吴"):
        with_name(corpus, who, (("雨露計劃", "Measure"),))
    corpus.annotator = "裁"
    plan = corpus.plan(Rule(MAJORITY))
    assert boundary.span in [one.span for one in plan.left]
    assert plan.kept == 0
    corpus.settle(plan)
    assert plan.left_disagreements == len(corpus.disagreements())
    assert [one.span for one in corpus.adjudications("d1") if one.strategy == "person"] == [boundary.span]


def test_a_rule_that_adds_looks_at_what_is_open_again_where_a_rule_had_settled_it(corpus):
    with_name(corpus, "陈", RIGHT)
    corpus.settle(corpus.plan(Rule(MAJORITY)))
    with_name(corpus, "周", (("雨露計劃", "Measure"),))
    with_name(corpus, "吴", (("雨露計劃", "Measure"), ("雨露計劃", "Place")))
    corpus.annotator = "裁"
    again = corpus.disagreements()
    assert again
    plan = corpus.plan(Rule.trusting({"Program": "李", "Measure": "李", "Place": "吴"}), add=True)
    assert len(plan.proposals) + plan.left_disagreements == len(again)
    corpus.settle(plan)
    assert len(corpus.disagreements()) == plan.left_disagreements


def test_a_person_settles_one_and_takes_it_back(corpus):
    boundary, *rest = corpus.disagreements()
    before = gold(corpus)
    shorter = next(version for version in boundary.versions if version.annotators == ("李",))
    corpus.adjudicate(boundary, Verdict("taken", shorter.spans, "boundary rule", "动词不算"))
    assert gold(corpus) == [("雨露計劃", "Program")]
    (adjudication,) = corpus.adjudications("d1")
    assert (adjudication.annotator, adjudication.strategy, adjudication.reason) == ("裁", "person", "boundary rule")
    assert corpus.disagreements() == rest
    assert boundary in corpus.disagreements(settled=True)
    corpus.undo()
    assert gold(corpus) == before
    assert corpus.disagreements() == [boundary, *rest]


def test_settling_again_replaces_and_deferring_leaves_it_open(corpus):
    boundary, missed, _ = corpus.disagreements()
    corpus.adjudicate(boundary, Verdict("taken", boundary.versions[0].spans))
    corpus.adjudicate(boundary, Verdict("nothing"))
    assert gold(corpus) == []
    assert [one.outcome for one in corpus.adjudications("d1")] == ["nothing"]
    corpus.adjudicate(missed, Verdict("deferred", note="问负责人"))
    assert missed in corpus.disagreements()
    with pytest.raises(AnnotatorError):
        corpus.adjudicate(missed, Verdict("guessed"))


def test_a_changed_version_opens_it_again(corpus):
    boundary, *_ = corpus.disagreements()
    corpus.adjudicate(boundary, Verdict("nothing"))
    corpus.annotator = "王"
    theirs = next(one for one in corpus.annotations("d1") if one.text == "推广雨露計劃")
    corpus.relabel(theirs.id, "Measure")
    assert kinds(corpus)[0] == ("boundary-label", "推广雨露計劃")


def test_a_rule_settles_in_one_step_and_people_stay(corpus):
    plan = corpus.plan(Rule(UNANIMOUS))
    assert [one.cluster.text for one in plan.proposals] == ["5000元"]
    assert len(plan.left) == 3
    boundary, missed, _ = corpus.disagreements()
    corpus.adjudicate(missed, Verdict("taken", missed.versions[0].spans or missed.versions[1].spans))
    with_name(corpus, "陈", RIGHT)
    corpus.annotator = "裁"
    by_majority = corpus.plan(Rule(MAJORITY))
    assert by_majority.kept == 1
    corpus.settle(by_majority)
    assert gold(corpus) == [
        ("推广雨露計劃", "Program"), ("5000元", "Quantity"), ("低保", "Measure"), ("光伏扶贫", "Measure"),
    ]  # fmt: skip
    assert {one.strategy for one in corpus.adjudications("d1")} == {"person", "majority"}
    corpus.undo()
    assert gold(corpus) == [("低保", "Measure")]
    assert boundary.span == by_majority.proposals[0].cluster.span


def test_the_order_in_which_people_worked_changes_nothing(tmp_path):
    third = (AGREED, ("雨露計劃", "Measure"), ("光伏扶贫", "Measure"))
    found = []
    for at, order in enumerate(permutations({"李": LEFT, "王": RIGHT, "陈": third}.items())):
        made = Corpus.create(tmp_path / f"{at}.corpus", annotator="裁")
        made.add([Bundle(Document("d1", "甲", TEXT))])
        for who, spans in order:
            with_name(made, who, spans)
        differing = [one.plain() for one in made.disagreements()]
        made.settle(made.plan(Rule(MAJORITY)))
        found.append((differing, gold(made)))
        made.close()
    assert len(found) == 6
    assert all(one == found[0] for one in found)
    assert found[0][1] == [("5000元", "Quantity"), ("光伏扶贫", "Measure")]


def test_the_same_rule_again_leaves_no_step(corpus):
    assert corpus.settle(corpus.plan(Rule(UNANIMOUS)))
    before = corpus.adjudications("d1")
    assert not corpus.settle(corpus.plan(Rule(UNANIMOUS)))
    assert corpus.adjudications("d1") == before
    assert corpus.settle(corpus.plan(Rule("threshold", 2, 1.0)))
    assert [one.strategy for one in corpus.adjudications("d1")] == ['threshold {"votes":2,"share":1.0}']


def test_what_was_decided_about_longer_or_shorter_words_gives_way(corpus):
    boundary, *_ = corpus.disagreements()
    corpus.adjudicate(boundary, Verdict("taken", boundary.versions[0].spans))
    corpus.adjudicate(replace(boundary, span=Span(*shorter(boundary))), Verdict("nothing"))
    assert [(one.span.start, one.span.end) for one in corpus.adjudications("d1")] == [shorter(boundary)]
    assert gold(corpus) == []
    corpus.adjudicate(boundary, Verdict("nothing"))
    assert [one.span for one in corpus.adjudications("d1")] == [boundary.span]


def shorter(disagreement) -> tuple[int, int]:
    return disagreement.span.start + 2, disagreement.span.end


def test_a_label_that_is_gone_is_left_to_people(corpus):
    labels = tuple(label for label in corpus.scheme.labels if label.name != "Quantity")
    with corpus._store.step("scheme", "裁") as writing:
        writing.put_scheme(replace(corpus.scheme, labels=labels))
    corpus.annotator = "陈"
    with_name(corpus, "陈", RIGHT[1:])
    plan = corpus.plan(Rule(MAJORITY))
    assert [one.text for one in plan.left] == ["5000元"]
    corpus.settle(plan)
    assert gold(corpus) == [("推广雨露計劃", "Program"), ("光伏扶贫", "Measure")]


def test_nothing_and_deferred_have_no_spans(corpus):
    boundary, *_ = corpus.disagreements()
    for outcome in ("nothing", "deferred"):
        with pytest.raises(ValueError, match=outcome):
            Verdict(outcome, boundary.versions[0].spans)


def test_trust_is_in_known_people_and_labels(corpus):
    for trust, key in (({"Program": "无此人"}, "review.nothing-read"), ({"Nonsense": "李"}, "review.no-such-label")):
        with pytest.raises(AnnotatorError) as refused:
            corpus.plan(Rule.trusting(trust))
        assert refused.value.key == key
    proposals = corpus.plan(Rule.trusting({"Program": "王"})).proposals
    assert [one.spans[0].text for one in proposals] == ["推广雨露計劃"]


def test_what_people_settled_is_settled_anew_only_when_asked(corpus):
    agreed = next(one for one in corpus.clusters() if one.text == "5000元")
    corpus.adjudicate(agreed, Verdict("nothing"))
    assert not corpus.plan(Rule(UNANIMOUS)).proposals
    corpus.settle(corpus.plan(Rule(UNANIMOUS), anew=True))
    assert gold(corpus) == [AGREED]
    corpus.undo()
    assert [one.strategy for one in corpus.adjudications("d1")] == ["person"]


def test_a_rule_reads_what_is_settled_once_a_document(corpus, monkeypatch):
    read = []
    asked = type(corpus).adjudications
    monkeypatch.setattr(type(corpus), "adjudications", lambda self, one: read.append(one) or asked(self, one))
    plan = corpus.plan(Rule.trusting({"Program": "王", "Measure": "王", "Quantity": "王"}))
    assert len(plan.proposals) == 4
    read.clear()
    corpus.settle(plan)
    assert read == ["d1"]


# ---- whom a decision holds for


def test_one_who_reads_later_and_has_a_version_that_was_there_opens_nothing(corpus):
    boundary, missed, other = corpus.disagreements()
    corpus.adjudicate(boundary, Verdict("taken", boundary.versions[0].spans))
    with_name(corpus, "陈", RIGHT)
    corpus.annotator = "裁"
    assert [one.text for one in corpus.disagreements()] == [missed.text, other.text]


def test_one_who_reads_later_and_has_what_was_decided_opens_nothing(corpus):
    boundary, *_ = corpus.disagreements()
    edited = replace(boundary.versions[0].spans[0], label="Place", attributes=())
    corpus.adjudicate(boundary, Verdict("edited", (edited,)))
    with_name(corpus, "陈", ((edited.text, "Place"),))
    corpus.annotator = "裁"
    assert boundary.text not in [one.text for one in corpus.disagreements()]


def test_one_who_reads_later_and_has_something_new_opens_it(corpus):
    boundary, *_ = corpus.disagreements()
    corpus.adjudicate(boundary, Verdict("taken", boundary.versions[0].spans))
    with_name(corpus, "陈", (("雨露計劃", "Measure"),))
    corpus.annotator = "裁"
    assert corpus.disagreements()[0].span == boundary.span


def test_what_is_settled_among_some_is_settled_among_all(corpus):
    with_name(corpus, "陈", LEFT)
    corpus.annotator = "裁"
    for one in corpus.disagreements(["李", "王"]):
        corpus.adjudicate(one, Verdict("taken", one.versions[0].spans))
    assert corpus.disagreements() == []
    assert corpus.disagreements(["王", "陈"]) == []


def test_a_rule_counted_votes_and_one_who_votes_otherwise_now_opens_it(corpus):
    with_name(corpus, "陈", RIGHT)
    corpus.annotator = "裁"
    boundary = corpus.disagreements()[0]
    corpus.settle(corpus.plan(Rule(MAJORITY)))
    assert corpus.disagreements() == []
    corpus.annotator = "陈"
    theirs = next(one for one in corpus.annotations("d1") if one.text == "推广雨露計劃")
    at = TEXT.index("雨露")
    corpus.move(theirs.id, Span(at, at + 4))
    assert [one.span for one in corpus.disagreements()] == [boundary.span], "two to one the other way round"


def test_a_stricter_rule_takes_the_place_of_a_looser_one(corpus):
    with_name(corpus, "陈", RIGHT)
    corpus.annotator = "裁"
    corpus.settle(corpus.plan(Rule(MAJORITY)))
    looser = gold(corpus)
    plan = corpus.plan(Rule(UNANIMOUS))
    assert len(plan.withdrawn) == 3
    corpus.settle(plan)
    assert gold(corpus) == [AGREED]
    assert len(corpus.disagreements()) == 3
    corpus.undo()
    assert gold(corpus) == looser


def test_a_rule_that_adds_leaves_what_others_settled(corpus):
    corpus.settle(corpus.plan(Rule.trusting({"Program": "王"})))
    plan = corpus.plan(Rule(UNANIMOUS), add=True)
    assert (len(plan.proposals), len(plan.withdrawn)) == (1, 0)
    corpus.settle(plan)
    assert gold(corpus) == [("推广雨露計劃", "Program"), AGREED]


def test_a_rule_is_kept_with_all_that_it_was_told(corpus):
    for rule in (Rule("threshold", 2, 0.6), Rule.trusting({"Quantity": "李"}), Rule(UNANIMOUS)):
        corpus.settle(corpus.plan(rule))
        assert {read_rule(one.strategy) for one in corpus.adjudications("d1")} == {rule}
    assert read_rule("person") is None
    assert read_rule('threshold {"votes":') is None
    assert read_rule('threshold {"wishes":3}') is None


# ---- like ones together

TRADITIONAL = "縣裡推廣雨露計劃，落實低保。"


def test_like_ones_are_settled_together_in_either_script(corpus):
    corpus.add([Bundle(Document("d2", "乙", TRADITIONAL))])
    for who, words in (("李", "雨露計劃"), ("王", "推廣雨露計劃")):
        corpus.annotator = who
        at = TRADITIONAL.index(words)
        corpus.annotate("d2", Span(at, at + len(words)), "Program")
        corpus.mark("d2", DONE)
    corpus.annotator = "裁"
    boundary = corpus.disagreements()[0]
    verdict = Verdict("taken", boundary.versions[0].spans, "boundary-rule")
    (alike,) = corpus.alike(boundary, verdict, ["d1", "d2"])
    assert (alike.document, alike.text) == ("d2", "推廣雨露計劃")
    corpus.adjudicate(boundary, verdict, [alike])
    assert [one.text for one in corpus.adjudicated("d2")] == [verdict.spans[0].text.replace("广", "廣")]
    assert [one.reason for one in corpus.adjudications("d2")] == ["boundary-rule"]
    corpus.undo()
    assert corpus.adjudications("d1") == corpus.adjudications("d2") == []
    beyond = replace(verdict, spans=(replace(verdict.spans[0], span=Span(0, 8), text=TEXT[:8]),))
    assert corpus.alike(boundary, beyond, ["d1", "d2"]) == [], "other words stand before it there"


def test_a_decision_is_withdrawn(corpus):
    boundary, *_ = corpus.disagreements()
    corpus.adjudicate(boundary, Verdict("nothing"))
    assert [case.state for case in corpus.cases("d1")] == ["settled", "open", "open"]
    corpus.withdraw(boundary)
    assert [case.state for case in corpus.cases("d1")] == ["open"] * 3
    corpus.undo()
    assert [case.state for case in corpus.cases("d1")] == ["settled", "open", "open"]


def test_who_has_which_document(corpus):
    corpus.add([Bundle(Document("d2", "乙", TRADITIONAL))])
    corpus.annotator = "陈"
    corpus.annotate("d2", Span(0, 2), "Place")
    found = [(one.document, one.annotator, one.status, one.annotations) for one in corpus.assignments()]
    assert found == [("d1", "李", "done", 3), ("d1", "王", "done", 3), ("d2", "陈", "started", 1)]


# ---- why, and how far


def test_the_reasons_are_the_teams_and_go_with_its_scheme(corpus, tmp_path):
    assert corpus.reasons() == REASONS
    usual = plain.from_scheme(corpus.scheme)
    corpus.set_reasons(["slip", " 表格\n错位 ", "slip", "  "])
    assert corpus.reasons() == ("slip", "表格 错位")
    corpus.export(tmp_path / "all.jsonl", "jsonl")
    with contextlib.closing(Corpus.create(tmp_path / "other.corpus", annotator="李")) as other:
        other.import_files([tmp_path / "all.jsonl"])
        assert other.reasons() == ("slip", "表格 错位")
    corpus.undo()
    assert plain.from_scheme(corpus.scheme) == usual
    assert "reasons" not in usual
    corpus.set_reasons(["slip"])
    corpus.set_reasons([])
    assert corpus.reasons() == REASONS


def test_annotators_stand_beside_what_was_decided_once_all_is_settled(corpus):
    boundary, *rest = corpus.disagreements()
    shorter = next(version for version in boundary.versions if version.annotators == ("李",))
    corpus.adjudicate(boundary, Verdict("taken", shorter.spans))
    assert corpus.measured().against == (), "two are open"
    for one in rest:
        corpus.adjudicate(one, Verdict("taken", one.versions[0].spans or one.versions[1].spans))
    li, wang = corpus.measured().against
    values = {one.annotator: {name: one.numbers[name].value for name in ("precision", "recall")} for one in (li, wang)}
    assert values == {"李": {"precision": 1.0, "recall": 0.75}, "王": {"precision": 2 / 3, "recall": 0.5}}
    assert wang.confusion[("Measure", "")] == 1, "what all agree on counts without a decision, too"


def test_the_report_stands_alone_and_tells_cases_decisions_and_questions(corpus):
    boundary, missed, _ = corpus.disagreements()
    corpus.adjudicate(boundary, Verdict("taken", boundary.versions[0].spans, "boundary-rule", "<动词> & 名词"))
    corpus.adjudicate(missed, Verdict("deferred"))
    for language in LANGUAGES:
        page = corpus.report(Words(language))
        pairs = {"exact", "overlap", "label_agreement", "boundary_mean", "kappa_char", "alpha_char"}
        assert set(page.pictures) == {
            *(f"pairs-{name}" for name in pairs), "labels-exact", "labels-alpha_char", "labels", "terms",
        }  # fmt: skip
        whole = page.whole()
        assert "<!--picture" not in whole
        for outside in ("<script", "<link", "<img", "src=", "@import", "url("):
            assert outside not in whole
        assert "&lt;动词&gt; &amp; 名词" in whole
        assert whole.count("推广雨露計劃") >= 3
        svgs = [ElementTree.fromstring(svg) for svg in page.pictures.values()]
        assert all(svg.find("{http://www.w3.org/2000/svg}title") is not None for svg in svgs)
    for number in corpus.measured().agreement.overall.values():
        assert escape(number.counted(Words("en"))) in whole
        assert escape(Words("en")(number.measure.about)) in whole
    questions = whole[whole.index("Questions for the guidelines") :]
    assert "推广雨露計劃" in questions, "put down to the guidelines"
    assert "低保" in questions, "deferred"
    assert "光伏扶贫" not in questions
