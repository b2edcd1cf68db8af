"""Taking back one older step alone: what it leaves, and the step that is named when a later one depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random

import pytest
from store_values import OTHER, PERSON, TIME, annotation, decision, live, sentence, suggestion, with_document

from annotator.errors import AnnotatorError
from annotator.i18n import LANGUAGES, Words
from annotator.model import Annotation, Decision, Document, Relation, new_id
from annotator.store import Store, Writing
from annotator.telling import local_time


def annotate(store: Store, report: Document, start: int, by: str = PERSON) -> tuple[Annotation, str]:
    one = annotation(report, start, start + 2, by=by)
    with store.step("annotate", by) as writing:
        writing.put_annotation(one)
        writing.put_status(report.id, by, "started")
    assert writing.changes.step
    return one, writing.changes.step


def test_an_older_step_goes_and_the_later_ones_stay(store: Store) -> None:
    report = with_document(store)
    first, step = annotate(store, report, 0)
    second, _ = annotate(store, report, 4)
    before = live(store)
    changes = store.undo_step(step, OTHER)
    assert changes.kinds == {"annotations"}
    assert store.read.annotations(report.id) == [second]
    assert store.read.progress(report.id) == {PERSON: "started"}
    store.undo(PERSON)
    assert live(store) == before
    store.redo(PERSON)
    assert first not in store.read.annotations(report.id)
    assert store.check() == []


def test_the_step_that_depends_is_named(store: Store) -> None:
    report = with_document(store)
    imported = next(store.steps()).id
    first, step = annotate(store, report, 0)
    second, _ = annotate(store, report, 4)
    with sentence("store.step-depended", PERSON), sentence_names("Annotate"):
        store.undo_step(imported, PERSON)
    with store.step("relate", OTHER) as writing:
        writing.put_relation(Relation(new_id(), report.id, PERSON, "funds", first.id, second.id, created="t"))
    before = live(store)
    with sentence("store.step-depended", OTHER), sentence_names("Link"):
        store.undo_step(step, PERSON)
    assert live(store) == before
    store.undo_step(str(writing.changes.step), PERSON)
    store.undo_step(step, PERSON)
    assert store.read.annotations(report.id) == [second]
    assert store.check() == []


@contextmanager
def sentence_names(later: str) -> Iterator[None]:
    """The error that passes calls a step so in English."""
    with pytest.raises(AnnotatorError) as caught:
        yield
    assert str(caught.value.fields["later"]) == later
    raise caught.value  # what else it says is looked at around


def test_what_cannot_be_taken_back(store: Store) -> None:
    with store.step("new", PERSON, undoable=False) as writing:
        writing.put("schemes", {"id": "scheme", "body": "{}"})
    with sentence("store.step-is-base"):
        store.undo_step(str(writing.changes.step), PERSON)
    for wrong in ("", "nothing"):
        with sentence("store.no-such-step", f"{wrong}"):
            store.undo_step(wrong, PERSON)
    with_document(store)
    with sentence("store.several-steps", "0"):
        store.undo_step("0", PERSON)


def test_why_not_is_said_in_the_readers_language_by_the_readers_clock(store: Store) -> None:
    report = with_document(store)
    first, step = annotate(store, report, 0)
    with store.step("relabel", OTHER) as writing:
        writing.put_annotation(replace(first, label="Program"))
    time = next(store.steps()).time
    with pytest.raises(AnnotatorError) as caught:
        store.undo_step(step, PERSON)
    for language in LANGUAGES:
        words = Words(language)
        said = caught.value.say(words)
        assert words("steps.annotate") in said
        assert words("steps.relabel") in said
        assert "relabel" not in said
        assert local_time(time) in said


def put(writing: Writing, table: str, row: object) -> None:
    getattr(writing, f"put_{table.removesuffix('s')}")(row)


def test_what_was_said_anew_meanwhile_stands_in_the_way(store: Store) -> None:
    """An annotation, a decision and a link that were taken away and made again: the first does not come back too."""
    report = with_document(store)
    first, _ = annotate(store, report, 0)
    second, _ = annotate(store, report, 4)

    def link() -> Relation:
        return Relation(new_id(), report.id, PERSON, "funds", first.id, second.id, created=TIME)

    made: dict[str, Callable[[], Annotation | Decision | Relation]] = {
        "annotations": lambda: annotation(report, 8, 10),
        "decisions": lambda: decision(suggestion(report, 0, 2), report),
        "relations": link,
    }
    for table, make in made.items():
        first_row, again = make(), make()
        with store.step("make", OTHER) as writing:
            put(writing, table, first_row)
        with store.step("remove", PERSON) as removing:
            removing.remove(table, first_row.id)
        with store.step("make again", OTHER) as writing:
            put(writing, table, again)
        removal = str(removing.changes.step)
        before = live(store)
        with sentence("store.step-depended", "make again", OTHER):
            store.undo_step(removal, PERSON)
        assert live(store) == before
        store.undo(PERSON)
        store.undo_step(removal, PERSON)
        assert live(store).keys() - before.keys() == {(table, first_row.id)}
    assert store.check() == []


@pytest.mark.parametrize("seed", range(15))
def test_random_older_steps_never_leave_a_corpus_that_is_not_sound(store: Store, seed: int) -> None:
    dice = Random(seed)
    report = with_document(store)
    for _ in range(30):
        act = dice.random()
        steps = [one.id for one in store.steps()]
        there = store.read.annotations(report.id)
        before = live(store)
        if act < 0.4 or not there:
            start, by = dice.randrange(20), dice.choice([PERSON, OTHER])
            if not any((one.span.start, one.annotator) == (start, by) for one in there):
                annotate(store, report, start, by)
        elif act < 0.6:
            with store.step("remove", PERSON) as writing:
                writing.remove("annotations", dice.choice(there).id)
        else:
            try:
                changed = store.undo_step(dice.choice(steps), PERSON)
            except AnnotatorError as error:
                assert error.key == "store.step-depended"  # noqa: PT017  # it may be raised or not
                assert live(store) == before
                report_there = store.read.document_by_hash(report.sha256)
                assert report_there
            else:
                if not store.read.document_by_hash(report.sha256):
                    store.undo(PERSON)
                elif changed and dice.random() < 0.5:
                    store.undo(PERSON)
                    assert live(store) == before
        assert store.read.document_by_hash(report.sha256)
        assert store.check() == []
