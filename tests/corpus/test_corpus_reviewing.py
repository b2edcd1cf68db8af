"""Disagreements of two people in one corpus, and what settles them."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from annotator.corpus import Corpus, Verdict
from annotator.errors import AnnotatorError
from annotator.model import DONE, Bundle, Document, Span
from annotator.review.settling import majority, unanimous

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
    settlement = corpus.settlement(unanimous)
    assert [one.cluster.text for one in settlement.proposals] == ["5000元"]
    assert len(settlement.left) == 3
    boundary, missed, _ = corpus.disagreements()
    corpus.adjudicate(missed, Verdict("taken", missed.versions[0].spans or missed.versions[1].spans))
    with_name(corpus, "陈", RIGHT)
    corpus.annotator = "裁"
    by_majority = corpus.settlement(majority)
    corpus.settle(by_majority.proposals, "majority")
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
        made.settle(made.settlement(majority).proposals, "majority")
        found.append((differing, gold(made)))
        made.close()
    assert len(found) == 6
    assert all(one == found[0] for one in found)
    assert found[0][1] == [("5000元", "Quantity"), ("光伏扶贫", "Measure")]


def test_the_same_rule_again_leaves_no_step(corpus):
    assert corpus.settle(corpus.settlement(unanimous).proposals, "unanimous")
    before = corpus.adjudications("d1")
    assert not corpus.settle(corpus.settlement(unanimous).proposals, "unanimous")
    assert corpus.adjudications("d1") == before
    assert corpus.settle(corpus.settlement(unanimous).proposals, "another")
    assert [one.strategy for one in corpus.adjudications("d1")] == ["another"]


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
    settlement = corpus.settlement(majority)
    assert [one.text for one in settlement.left] == ["5000元"]
    corpus.settle(settlement.proposals, "majority")
    assert gold(corpus) == [("推广雨露計劃", "Program"), ("光伏扶贫", "Measure")]


def test_nothing_and_deferred_have_no_spans(corpus):
    boundary, *_ = corpus.disagreements()
    for outcome in ("nothing", "deferred"):
        with pytest.raises(ValueError, match=outcome):
            Verdict(outcome, boundary.versions[0].spans)


def test_trust_is_in_known_people_and_labels(corpus):
    with pytest.raises(AnnotatorError) as unknown:
        corpus.trusting({"Program": "无此人"})
    assert unknown.value.key == "review.nothing-read"
    with pytest.raises(AnnotatorError) as wrong:
        corpus.trusting({"Nonsense": "李"})
    assert wrong.value.key == "review.no-such-label"
    proposals = corpus.settlement(corpus.trusting({"Program": "王"})).proposals
    assert [one.spans[0].text for one in proposals] == ["推广雨露計劃"]


def test_what_people_settled_is_settled_anew_only_when_asked(corpus):
    agreed = next(one for one in corpus.clusters() if one.text == "5000元")
    corpus.adjudicate(agreed, Verdict("nothing"))
    assert not corpus.settlement(unanimous).proposals
    corpus.settle(corpus.settlement(unanimous, anew=True).proposals, "unanimous")
    assert gold(corpus) == [AGREED]
    corpus.undo()
    assert [one.strategy for one in corpus.adjudications("d1")] == ["person"]


def test_a_rule_reads_what_is_settled_once_a_document(corpus, monkeypatch):
    read = []
    asked = type(corpus).adjudications
    monkeypatch.setattr(type(corpus), "adjudications", lambda self, one: read.append(one) or asked(self, one))
    proposals = corpus.settlement(corpus.trusting({"Program": "王", "Measure": "王", "Quantity": "王"})).proposals
    assert len(proposals) == 4
    read.clear()
    corpus.settle(proposals, "trust")
    assert read == ["d1"]
