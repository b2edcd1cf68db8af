"""Each event says what it follows, and each opening of a corpus writes a chain of its own."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hostile_values import loosened
from store_values import PERSON, annotation, other_program, with_document

from annotator.model import Annotation
from annotator.store import Store

CORPORA = Path(__file__).parent / "corpora"


def events(path: Path, row: str) -> list[tuple[str, str | None, str]]:
    """id, what it follows, and the chain, of each event of a row."""
    with other_program(path) as looking:
        found = looking.execute("SELECT id, follows, device FROM events WHERE row = ? ORDER BY number", (row,))
        return found.fetchall()


def with_noted_annotation(store: Store) -> Annotation:
    """An annotation that is written twice in its step: two events of one row."""
    one = annotation(with_document(store), 5, 11)
    with store.step("annotate", PERSON) as writing:
        writing.put_annotation(one)
        writing.put("annotations", {**(writing.get("annotations", one.id) or {}), "note": "记"})
    return one


def test_events_of_a_row_follow_each_other_through_undo_and_reopening(path: Path) -> None:
    with closing(Store.create(path)) as store:
        one = with_noted_annotation(store)
        store.undo(PERSON)
    with closing(Store(path)) as store:
        store.redo(PERSON)
        assert store.check() == []
    found = events(path, one.id)
    assert len(found) == 6
    assert [follows for _, follows, _ in found] == [None, *(id_ for id_, _, _ in found[:-1])]
    assert len({device for _, _, device in found}) == 2


def test_many_rows_in_one_go(store: Store) -> None:
    report = with_document(store, "扶贫" * 800)
    made = [annotation(report, at, at + 2) for at in range(1200)]
    for _ in range(2):
        with store.step("annotate", PERSON) as writing:
            for one in made:
                writing.put_annotation(one)
        with store.step("remove", PERSON) as writing:
            writing.remove_all("annotations", (one.id for one in made))
    with other_program(store.path) as looking:
        found = looking.execute(
            "SELECT e.follows IS (SELECT p.id FROM events p WHERE p.row = e.row AND p.number < e.number"
            " ORDER BY p.number DESC LIMIT 1) AS right, count(*) FROM events e GROUP BY 1"
        ).fetchall()
    assert [right for right, _ in found] == [1]
    assert store.check() == []


def test_a_copy_does_not_continue_the_chain_of_its_original(path: Path, tmp_path: Path) -> None:
    with closing(Store.create(path)) as store:
        report = with_document(store)
    copy = Path(shutil.copy(path, tmp_path / "copy.corpus"))
    for one in (path, copy):
        with closing(Store(one)) as store, store.step("annotate", PERSON) as writing:
            writing.put_annotation(annotation(report, 0, 2))
    chains = []
    for one in (path, copy):
        with other_program(one) as looking:
            chains.append({device for (device,) in looking.execute("SELECT DISTINCT device FROM events")})
    assert len(chains[0] & chains[1]) == 1
    assert len(chains[0] | chains[1]) == 3


def test_older_events_are_told_what_they_follow_by_their_order(tmp_path: Path) -> None:
    old = Path(shutil.copy(CORPORA / "v3.corpus", tmp_path / "old.corpus"))
    with closing(Store(old)) as store:
        assert store.check() == []
    with other_program(old) as looking:
        rows = [row for (row,) in looking.execute("SELECT DISTINCT row FROM events")]
    assert any(len(events(old, row)) > 1 for row in rows)
    for row in rows:
        found = events(old, row)
        assert [follows for _, follows, _ in found] == [None, *(id_ for id_, _, _ in found[:-1])]


@pytest.mark.parametrize("wrong", [0, b"\xff"])
def test_what_an_event_follows_may_be_no_text_where_a_bit_was_flipped(path: Path, wrong: object) -> None:
    with closing(Store.create(path)) as store:
        with_noted_annotation(store)
    with loosened(path) as looking:
        looking.execute("UPDATE events SET follows = ? WHERE follows IS NOT NULL", (wrong,))
    with closing(Store(path)) as store:
        assert "store.log-damaged" in {fault.key for fault in store.check()}
