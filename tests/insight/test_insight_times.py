"""Active time: what counts, what a pause is, what the file bears."""

from __future__ import annotations

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.insight import Clock, Visit, by_report, forget, keep, kept


class Hand:
    """A clock that is turned by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def seconds(clock: Clock) -> dict[str, float]:
    return {visit.sha256: visit.seconds for visit in clock.take("s", "李")}


def test_time_goes_to_the_report_that_was_open_and_pauses_do_not_count():
    hand = Hand()
    clock = Clock(hand)
    touches = ((0, "a", 0), (30, "a", 1), (61, "a", 0), (60, "b", 2), (5, "", 0), (40, "b", 0), (7, "b", 1))
    for wait, on, steps in touches:
        hand.now += wait
        clock.touch(on, steps)
    visits = {visit.sha256: visit for visit in clock.take("s", "李")}
    assert {name: (visit.seconds, visit.steps) for name, visit in visits.items()} == {"a": (90.0, 1), "b": (12.0, 3)}
    assert clock.take("s", "李") == []


@given(st.lists(st.tuples(st.floats(0, 200), st.sampled_from(["", "a", "b"])), max_size=40))
def test_all_that_is_no_pause_is_somebodys(them):
    hand = Hand()
    clock = Clock(hand)
    expected, last = {"a": 0.0, "b": 0.0}, ""
    for wait, on in them:
        hand.now += wait
        clock.touch(on)
        if last and wait <= 60:
            expected[last] += wait
        last = on
    found = seconds(clock)
    assert {name: found.pop(name, 0.0) for name in expected} == pytest.approx(expected, abs=0.06)
    assert found == {}


def test_the_file_is_the_persons_own_and_bears_broken_lines(tmp_path):
    path = tmp_path / "new" / "times.jsonl"
    keep(path, [Visit("s1", "李", "a", 60.0, 3)])
    keep(path, [Visit("s2", "王", "a", 30.0, 0), Visit("s2", "王", "gone", 6.0, 0)])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open("ab") as stream:
        stream.write(b'{"session": "s3", "annot\n\xff\xfe\n[]\n')
        stream.write(b'{"session":1,"annotator":"","sha256":"","seconds":1,"steps":1}\n')
        stream.write(b'{"session":"s","annotator":"x","sha256":"a","seconds":-5,"steps":0}\n')
    visits = kept(path)
    assert [visit.session for visit in visits] == ["s1", "s2", "s2"]
    (bar,) = by_report(visits, {"a": "d1"}, {"d1": "甲"}, 10).bars
    assert (bar.key, bar.title, bar.total, bar.documents) == ("d1", "甲", 1.5, (("d1", 1.5),))
    assert by_report(visits, {"a": "d1"}, {}, 10, "王").bars[0].total == 0.5
    forget(path)
    forget(path)
    assert kept(path) == []


def test_a_disk_that_says_no_is_told(tmp_path):
    (tmp_path / "x").write_text("a file where a folder should be")
    with pytest.raises(AnnotatorError) as caught:
        keep(tmp_path / "x" / "times.jsonl", [Visit("s", "李", "a", 1.0, 0)])
    assert caught.value.key == "insight.times-not-kept"
