"""Suggestions that have proven right in a corpus can be told from the rest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus import Corpus
from annotator.corpus.sureness import RIGHT, sure_scores
from annotator.model import ACCEPT, CORRECT, REJECT, Bundle, Decision, Document, Reason, Span, Suggestion
from annotator.suggest import Evidence

HARVEST = "。".join(f"今年收了{at}亩" for at in range(11, 41)) + "。"


def decision(score: float, kind: str, source: str = "rules", label: str = "Measure") -> Decision:
    suggestion = Suggestion(Span(0, 2), label, "低保", score, source, Reason("suggest.why-term"), {})
    return Decision("d", "doc", "李", kind, suggestion, "1", None, "2026-01-01T00:00:00Z")


def many(count: int, score: float, kind: str, **of: str) -> list[Decision]:
    return [decision(score, kind, **of)] * count


def test_the_score_is_the_lowest_from_which_on_nineteen_in_twenty_were_right():
    said = [*many(30, 0.9, ACCEPT), *many(20, 0.8, ACCEPT), *many(1, 0.8, REJECT), *many(5, 0.7, CORRECT)]
    assert sure_scores(said) == {("rules", "Measure"): 0.8}


def test_all_of_one_score_stand_or_fall_together():
    assert sure_scores([*many(30, 0.8, ACCEPT), *many(3, 0.8, CORRECT)]) == {}


def test_a_few_right_ones_prove_nothing():
    assert sure_scores(many(17, 0.99, ACCEPT)) == {}
    assert sure_scores(many(18, 0.99, ACCEPT)) != {}


def test_sources_and_labels_are_proven_apart():
    said = [*many(40, 0.5, ACCEPT, source="quantities", label="Quantity"), *many(40, 0.9, REJECT, label="Program")]
    assert sure_scores(said) == {("quantities", "Quantity"): 0.5}


def share(said: Iterable[Decision], lowest: float) -> float:
    right = [one.kind == ACCEPT for one in said if one.suggestion.score >= lowest]
    return Evidence(sum(right), len(right) - sum(right)).share


@given(st.lists(st.tuples(st.sampled_from([0.5, 0.7, 0.8, 0.9]), st.integers(0, 40), st.integers(0, 2))))
def test_what_is_sure_was_right_and_no_lower_score_is(drawn):
    said = [one for score, hits, misses in drawn for one in many(hits, score, ACCEPT) + many(misses, score, REJECT)]
    lowest = sure_scores(said).get(("rules", "Measure"))
    fit = [score for score in {one.suggestion.score for one in said} if share(said, score) >= RIGHT]
    assert lowest == min(fit, default=None)


@pytest.fixture
def corpus(tmp_path: Path):
    made = Corpus.create(tmp_path / "a.corpus", annotator="李")
    made.add(
        [Bundle(Document(f"d{at}", f"题{at}", text)) for at, text in enumerate((HARVEST, "又收了7亩，落实低保。"), 1)]
    )
    yield made
    made.close()


def picked(corpus: Corpus) -> dict[str, list[str]]:
    return {id_: [one.text for one in found] for id_, found in corpus.pick(sure=True).items()}


def test_what_finished_reports_prove_can_be_accepted_elsewhere(corpus):
    corpus.decide_all(ACCEPT, corpus.pick(label="Quantity", documents=["d1"]))
    assert picked(corpus) == {}, "the report is not finished: nobody has said that all of it was read"
    corpus.mark("d1", "done")
    assert picked(corpus)["d2"] == ["7亩"]
    corpus.undo()
    assert picked(corpus) == {}


def test_one_persons_decisions_prove_nothing_to_another(corpus):
    corpus.decide_all(ACCEPT, corpus.pick(label="Quantity", documents=["d1"]))
    corpus.mark("d1", "done")
    path = corpus.path
    corpus.close()
    other = Corpus.open(path, annotator="王")
    assert picked(other) == {}
    other.close()
