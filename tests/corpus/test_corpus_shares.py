"""Shares with intervals, and deciding on many at once: told as it goes, stopped without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus import Share, make_demo


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_s_interval(right, of, low, high):
    """The values that R. G. Newcombe gives for the score method (Statistics in Medicine 17, 1998, table I)."""
    share = Share(right, of)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_wrong_is_its_mirror(pair):
    right, of = pair
    share, wrong = Share(right, of), Share(of - right, of)
    assert 0 <= share.low <= share.value + 1e-12
    assert share.value - 1e-12 <= share.high <= 1
    assert abs(share.low - (1 - wrong.high)) < 1e-9


def test_of_nothing_everything_is_possible():
    assert (Share(0, 0).low, Share(0, 0).high) == (0, 1)


def test_many_decisions_are_told_and_can_be_stopped(tmp_path: Path):
    corpus = make_demo(tmp_path / "many.corpus", annotator="李")
    picks = corpus.pick()
    total = sum(map(len, picks.values()))
    told: list[int] = []

    def stop_at_seven(done: int) -> None:
        told.append(done)
        if done == 7:
            raise InterruptedError

    before = [entry.step.id for entry in corpus.history()]
    with pytest.raises(InterruptedError):
        corpus.decide_all("accept", picks, stop_at_seven)
    assert told == list(range(8))
    assert corpus.pick() == picks
    assert [entry.step.id for entry in corpus.history()] == before
    corpus.decide_all("accept", picks, told.append)
    assert told[8:] == list(range(total))
    sources = corpus.precisions()
    assert sum(share.of for share in sources.values()) == total
    assert all(share.right == share.of for share in sources.values())
    corpus.close()


def test_the_history_of_one_span_of_many_holds_what_happened_to_that_alone(tmp_path: Path):
    corpus = make_demo(tmp_path / "many.corpus", annotator="李")
    picks = corpus.pick()
    corpus.decide_all("accept", picks)
    document = next(iter(picks))
    annotation = corpus.annotations(document)[3]
    corpus.set_note(annotation.id, "看")
    note, made = corpus.history_of(annotation.id)
    behind = corpus.decision_of(annotation.id).id
    assert {change.row for change in made.changes} == {annotation.id, behind}
    assert {change.row for change in note.changes} <= {annotation.id, behind}
    assert corpus.size_of(made.step.id) == 2 * sum(map(len, picks.values()))
    assert corpus.size_of(note.step.id) <= 2
    corpus.close()
