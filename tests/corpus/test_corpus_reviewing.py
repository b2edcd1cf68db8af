"""Disagreements of two people in one corpus, and what settles them."""

from __future__ import annotations

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
