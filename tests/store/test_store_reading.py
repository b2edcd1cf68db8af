"""What a corpus answers when it is asked."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from store_values import (
    OTHER,
    PERSON,
    TEXT,
    annotation,
    decision,
    document,
    sentence,
    suggestion,
    vandalise,
    with_document,
)

from annotator.model import DocumentRow, Origin
from annotator.store import Store


def test_values_come_back_as_they_went_in(store: Store) -> None:
    origin = Origin("报告.docx", "ab" * 32, "gb18030", "\r\n", "docx", "2026-03-01T08:30:00.000+00:00")
    report = replace(document(), origin=origin)
    one = replace(
        annotation(report, 5, 11), attributes={"kind": "cash", "n": 2, "x": 0.5, "y": None, "z": True}, note="注"
    )
    made = decision(suggestion(report, 5, 11), report, "accept", one.id)
    with store.step("import", PERSON) as writing:
        writing.put_document(report, 1)
        writing.put_annotation(one)
        writing.put_decision(made)
        writing.put_status(report.id, PERSON, "done")
    for again in (store, Store(store.path)):
        with closing(again):
            assert again.read.document(report.id) == report
            assert again.read.annotation(one.id) == one
            assert again.read.annotations(report.id) == again.read.annotations(report.id, PERSON) == [one]
            assert again.read.decisions(report.id) == again.read.decisions(report.id, PERSON) == [made]
            assert again.read.decision_of(one.id) == made
            assert again.read.progress(report.id) == {PERSON: "done"}
            assert again.read.annotations(report.id, OTHER) == again.read.decisions(report.id, OTHER) == []
            assert again.read.rows(PERSON) == [
                DocumentRow(report.id, report.title, report.sha256, len(TEXT), origin.imported, "done", 1, 1)
            ]
            assert again.read.rows(OTHER)[0].status == "new"


def test_annotations_come_by_start_and_the_longer_first(store: Store) -> None:
    report = with_document(store)
    places = [(9, 12), (0, 3), (0, 9), (4, 5), (0, 1)]
    with store.step("annotate", PERSON) as writing:
        for start, end in places:
            writing.put_annotation(annotation(report, start, end, by=OTHER if start == 4 else PERSON))
    found = [(one.span.start, one.span.end) for one in store.read.annotations(report.id)]
    assert found == [(0, 9), (0, 3), (0, 1), (4, 5), (9, 12)]


def test_documents_come_in_their_order(store: Store) -> None:
    reports = [document(text) for text in "甲乙丙丁"]
    with store.step("import", PERSON) as writing:
        for report, position in zip(reports, (3, 1, 2, 2), strict=True):
            writing.put_document(report, position)
    rows = store.read.rows(PERSON)
    assert [row.title for row in rows] in (["乙", "丙", "丁", "甲"], ["乙", "丁", "丙", "甲"])
    assert [store.read.rows(PERSON, row.id) for row in rows] == [[row] for row in rows]
    assert store.read.rows(PERSON, "nowhere") == []
    assert store.read.next_position() == 4


def test_a_document_that_was_removed(store: Store) -> None:
    report, kept = with_document(store), with_document(store, "另一篇报告。")
    with store.step("annotate", PERSON) as writing:
        writing.put_annotation(annotation(report, 0, 2))
        writing.put_annotation(annotation(kept, 0, 2))
        writing.put_decision(decision(suggestion(report, 5, 11), report))
        writing.put_status(report.id, PERSON, "done")
    with store.step("remove", PERSON) as writing:
        writing.remove("documents", report.id)
    with sentence("store.no-document", report.id):
        store.read.document(report.id)
    assert store.read.text_of(report.id) == TEXT
    assert store.read.document_by_hash(report.sha256) is None
    assert store.read.next_position() == 3
    assert store.read.counts() == {
        "documents": 1, "annotations": 1, "decisions": 0, "labels": {"Measure": 1}, "annotators": {PERSON: 1},
        "status": {}, "progress": {}, "sources": {},
    }  # fmt: skip
    store.undo(PERSON)
    assert store.read.counts()["annotations"] == 2
    assert [row.id for row in store.read.rows(PERSON)] == [report.id, kept.id]


def test_a_document_that_never_was(store: Store) -> None:
    for ask in (store.read.document, store.read.text_of):
        with sentence("store.no-document", "nowhere"):
            ask("nowhere")
    assert store.read.hash_of("nowhere") is None
    assert store.read.annotation("nowhere") is None
    assert store.read.decision_of("nowhere") is None
    assert store.read.scheme_body() is None


def test_the_corpus_in_figures(store: Store) -> None:
    report = with_document(store)
    with store.step("annotate", PERSON) as writing:
        for at, label in enumerate(["Measure", "Measure", "Program"]):
            writing.put_annotation(annotation(report, at, at + 1, label))
            writing.put_decision(decision(suggestion(report, at, at + 1, label), report, ("accept", "reject")[at % 2]))
        writing.put_annotation(annotation(report, 0, 1, by=OTHER))
        writing.put_status(report.id, OTHER, "done")
    assert store.read.counts() == {
        "documents": 1, "annotations": 4, "decisions": 3, "labels": {"Measure": 3, "Program": 1},
        "annotators": {PERSON: 3, OTHER: 1}, "status": {"done": 1}, "progress": {OTHER: {"done": 1}},
        "sources": {"lexicon": {"accept": 2, "reject": 1}},
    }  # fmt: skip


def test_an_annotator_who_left_and_came_back_is_one_in_the_figures(store: Store) -> None:
    report = with_document(store)
    with store.step("annotate", PERSON) as writing:
        writing.put_annotation(annotation(report, 0, 1))
        writing.remove("annotators", writing.annotator(PERSON))
        writing.put_annotation(annotation(report, 1, 2))
    assert store.read.counts()["annotators"] == {PERSON: 2}
    assert len(store.read.annotations(report.id, PERSON)) == 2


def test_history_is_what_each_step_did(store: Store) -> None:
    report = with_document(store)
    one = annotation(report, 5, 11)
    with store.step("annotate", PERSON) as writing:
        writing.put_annotation(one)
    with store.step("note", OTHER) as writing:
        writing.put_annotation(replace(one, note="注"))
    store.undo(OTHER)
    steps = store.log.steps_about([one.id])
    assert [(step.kind, step.name, step.annotator) for step in steps] == [
        ("undo", "note", OTHER), ("do", "note", OTHER), ("do", "annotate", PERSON),
    ]  # fmt: skip
    assert steps[0].target == steps[1].id
    assert all(step.documents == (report.id,) for step in steps)
    (undone,), (noted,) = (store.log.changes_of(step.id) for step in steps[:2])
    assert (noted.before or {})["note"] == (undone.after or {})["note"] == ""
    assert (noted.after or {})["note"] == (undone.before or {})["note"] == "注"
    assert store.log.steps_about([]) == []


def test_texts_that_are_kept_at_hand_are_no_other(store: Store) -> None:
    reports = [with_document(store, f"第{number}篇") for number in range(9)]
    for report in [*reports, *reversed(reports), reports[4]]:
        assert store.read.text_of(report.id) == report.text


def test_malformed_json_is_damage(store: Store) -> None:
    with_document(store)
    store.close()
    # the check constraint is why this needs the deeper knife
    with closing(Store(store.path)) as again:
        again._queries.run("PRAGMA ignore_check_constraints = ON")
        again._queries.run("UPDATE documents SET origin = '{'")
        with sentence("store.damaged", store.path):
            again.read.rows(PERSON)


def test_vandalism_is_what_the_other_tests_think(store: Store) -> None:
    """The knife of these tests leaves a file that opens, with all triggers back."""
    with_document(store)
    store.close()
    vandalise(store.path, "UPDATE documents SET title = title")
    with closing(Store(store.path)) as again:
        assert again.check() == []
