"""Suggestions that have proven right in a corpus can be told from the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import fsum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus import Corpus
from annotator.corpus.sureness import LEAST, PRIOR, RIGHT, Outcome, sure_scores
from annotator.model import ACCEPT, CORRECT, REJECT, Bundle, Document

HARVEST = "。".join(f"今年收了{at}亩" for at in range(11, 41)) + "。"


def many(count: int, score: float, kind: str, source: str = "rules", label: str = "Measure") -> list[Outcome]:
    return [(source, label, score, kind == ACCEPT, 1)] * count


def test_the_score_is_the_lowest_from_which_on_nineteen_in_twenty_were_right():
    said = [*many(30, 0.9, ACCEPT), *many(20, 0.8, ACCEPT), *many(1, 0.8, REJECT), *many(5, 0.7, CORRECT)]
    assert sure_scores(said) == {("rules", "Measure"): 0.8}


def test_it_is_the_same_whether_outcomes_come_one_by_one_or_counted():
    said = [*many(60, 0.9, ACCEPT), *many(2, 0.9, REJECT), *many(20, 0.8, ACCEPT)]
    assert sure_scores((*one[:4], count) for one, count in Counter(said).items()) == sure_scores(said) != {}


def test_all_of_one_score_stand_or_fall_together():
    assert sure_scores([*many(30, 0.8, ACCEPT), *many(3, 0.8, CORRECT)]) == {}


def test_a_few_right_ones_prove_nothing():
    assert sure_scores(many(LEAST - 1, 0.99, ACCEPT)) == {}
    assert sure_scores(many(LEAST, 0.99, ACCEPT)) != {}


def test_the_lower_the_scores_the_more_right_ones_it_takes():
    enough = [
        next(count for count in range(99) if sure_scores(many(count, score, ACCEPT))) for score in (0.9, 0.7, 0.5)
    ]
    assert enough == [8, 40, 72]


def test_high_scores_do_not_outweigh_what_was_said():
    assert sure_scores([*many(20, 0.99, ACCEPT), *many(3, 0.99, REJECT)]) == {}


def test_sources_and_labels_are_proven_apart():
    said = [*many(80, 0.5, ACCEPT, source="quantities", label="Quantity"), *many(40, 0.9, REJECT, label="Program")]
    assert sure_scores(said) == {("quantities", "Quantity"): 0.5}


def share(said: Iterable[Outcome], lowest: float) -> float:
    """As the module says it, counted anew: PRIOR decisions more, of which as many are right as the scores say."""
    these = [(score, accepted) for _, _, score, accepted, _ in said if score >= lowest]
    scores = fsum(score for score, _ in these) / len(these)
    return round((sum(accepted for _, accepted in these) + PRIOR * scores) / (len(these) + PRIOR), 9)


@given(st.lists(st.tuples(st.sampled_from([0.5, 0.7, 0.8, 0.9]), st.integers(0, 40), st.integers(0, 2))))
def test_what_is_sure_was_right_and_no_lower_score_is(drawn):
    said = [one for score, hits, misses in drawn for one in many(hits, score, ACCEPT) + many(misses, score, REJECT)]
    lowest = sure_scores(said).get(("rules", "Measure"))
    scores = [score for _, _, score, _, _ in said]
    often = {score for score in scores if sum(one >= score for one in scores) >= LEAST}
    fit = [score for score in often if share(said, score) >= RIGHT]
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
