"""What a repair mends, and what it leaves to people."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from store_values import PERSON, annotation, decision, live, suggestion, vandalise, with_document

from annotator import keeping
from annotator.store import Store, backups


@pytest.fixture
def worked(path: Path) -> Path:
    with closing(Store.create(path, device="here")) as store:
        report = with_document(store)
        one = annotation(report, 5, 11)
        with store.step("accept", PERSON) as step:
            step.put_annotation(one)
            step.put_decision(decision(suggestion(report, 5, 11), report, "accept", one.id))
            step.put_status(report.id, PERSON, "started")
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE annotations SET label = 'Program'",
        "UPDATE annotations SET row_hash = 'x'",
        "UPDATE annotators SET name = 'x'",
        "UPDATE documents SET title = 'x'",
        "DELETE FROM decisions",
        "DELETE FROM progress",
        "UPDATE counters SET number = 9 WHERE kind = 'annotations'",
        "DELETE FROM search",
        "DELETE FROM text_numbers",
    ],
)
def test_what_the_history_or_the_rows_know_is_made_again(worked: Path, statement: str) -> None:
    with closing(Store(worked)) as store:
        before = live(store)
    vandalise(worked, statement)
    copy, found, left = keeping.repair(worked, PERSON)
    assert found > 0
    assert left == []
    assert copy.path.exists()
    with closing(Store(worked)) as store:
        assert live(store) == before
        assert store.check() == []
        store.undo(PERSON)
        assert store.check() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET hash = 'x' WHERE number = 2",
        "UPDATE annotations SET deleted = 1",
        "UPDATE texts SET text = replace(text, '低保', '高保')",
    ],
)
def test_what_only_a_person_can_tell_is_left_and_said(worked: Path, statement: str) -> None:
    vandalise(worked, statement)
    _, found, left = keeping.repair(worked, PERSON)
    assert found
    assert left


def test_a_damaged_row_with_a_damaged_event_is_left(worked: Path) -> None:
    vandalise(
        worked,
        "UPDATE annotations SET label = 'Program'",
        "UPDATE events SET after = replace(after, 'Measure', 'Place') WHERE \"table\" = 'annotations'",
    )
    _, _, left = keeping.repair(worked, PERSON)
    assert {"store.row-damaged", "store.log-damaged"} <= {fault.key for fault in left}


def test_a_sound_corpus_gets_a_copy_and_no_step(worked: Path) -> None:
    with closing(Store(worked)) as store:
        steps = len(list(store.steps()))
    assert keeping.repair(worked, PERSON)[1:] == (0, [])
    assert len(backups(worked)) == 1
    with closing(Store(worked)) as store:
        assert len(list(store.steps())) == steps
