"""A report removed for good: not a byte of it stays in the file or beside it, and the rest is as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from store_values import (
    OTHER,
    PERSON,
    TEXT,
    annotation,
    decision,
    document,
    live,
    other_program,
    sentence,
    suggestion,
    with_document,
)

from annotator import keeping
from annotator.model import Adjudicated, Adjudication, Document, Relation, Span, new_id
from annotator.store import Store, make_backup

SECRET = "绝密村龘靐户的名单不得外传，鱻羴犇骉鸟事另记。"
TRACES = ("绝密村", "龘靐户", "鱻羴犇骉", "名单不得", "SecretNote", "SecretRegion", "旁人的话")


@pytest.fixture
def kept(store: Store) -> Document:
    """A report that stays, with an annotation."""
    made = with_document(store)
    with store.step("annotate", PERSON) as step:
        step.put_annotation(annotation(made, 5, 11))
    return made


@pytest.fixture
def secret(store: Store, kept: Document) -> Document:  # noqa: ARG001  # one that stays comes first
    """A report that goes, with something in every table that can speak of one; some of it changed and removed again."""
    made = with_document(store, SECRET)
    one, two = annotation(made, 0, 3), annotation(made, 3, 6, by=OTHER)
    with store.step("annotate", PERSON) as step:
        step.put_annotation(one)
        step.put_annotation(two)
        step.put_decision(decision(suggestion(made, 13, 17), made))
        step.put_status(made.id, PERSON, "started")
        step.put_document_attribute(made.id, "note", "SecretRegion")
        step.put_relation(Relation(new_id(), made.id, PERSON, "for", one.id, two.id, "", step.time))
    with store.step("note", PERSON) as step:
        row = step.get("annotations", one.id)
        assert row
        step.put("annotations", {**row, "note": "SecretNote"})
    with store.step("adjudicate", PERSON) as step:
        said = ({"annotators": [OTHER], "spans": [{"label": "Measure", "text": "旁人的话"}]},)
        settled = Adjudication(
            new_id(), made.id, PERSON, Span(0, 3), "taken", "person", "", "SecretNote", said, step.time
        )
        step.put_adjudication(settled)
        step.put_adjudicated(Adjudicated(new_id(), made.id, settled.id, Span(0, 3), "Measure", SECRET[:3], {}))
    with store.step("remove", PERSON) as step:
        removed = annotation(made, 14, 18)
        step.put_annotation(removed)
        step.remove("annotations", removed.id)
    store.keep_model("x", {"documents": 1}, b"weights")
    return made


def bytes_beside(path: Path) -> Iterator[tuple[str, bytes]]:
    yield from ((one.name, one.read_bytes()) for one in path.parent.glob(f"{path.name}*") if one.is_file())


def traces(path: Path, *more: str) -> set[str]:
    """What of the report stands in the file, or in its -wal or -shm, in UTF-8 or UTF-16."""
    found = set()
    for name, data in bytes_beside(path):
        for trace in (*TRACES, *more):
            if any(trace.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
                found.add(f"{trace} in {name}")
    return found


def purge(store: Store, name: str) -> None:
    store.purge(store.to_purge(name), OTHER)


def test_nothing_of_it_stays_and_all_else_does(store: Store, path: Path, kept: Document, secret: Document) -> None:
    assert {one.split(" in ")[0] for one in traces(path)} == set(TRACES), "the test could not see it"
    of_secret = {secret.id}
    before = {
        key: row
        for key, row in live(store).items()
        if row.get("document") not in of_secret and key[1] != secret.id and key[0] != "annotators"
    }
    purge(store, secret.title)
    assert traces(path, secret.title) == set()
    after = live(store)
    assert {key: row for key, row in after.items() if key[0] not in ("purges", "annotators")} == before
    assert [row["id"] for (table, _), row in after.items() if table == "purges"] == [secret.id]
    assert store.check() == []
    assert store.read.text_of(kept.id) == TEXT
    assert store.search.count("落实") == 1
    assert store.search.count("绝密") == 0
    assert store.models.kept() is None
    store.close()
    assert traces(path, secret.title) == set()
    assert keeping.check(path) == []


def test_the_index_forgets_its_characters(store: Store, path: Path, secret: Document) -> None:
    terms = "SELECT count(*) FROM temp.terms WHERE term = ?"
    token = f"{ord('龘'):x}"
    counts = []
    for go in (lambda: None, lambda: purge(store, secret.id)):
        go()
        with other_program(path) as looking:
            looking.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search, row)")
            counts.append(looking.execute(terms, (token,)).fetchone()[0])
    assert counts == [1, 0]


def test_undo_stops_there(store: Store, secret: Document) -> None:
    purge(store, secret.id)
    with sentence("store.nothing-to-undo"):
        store.undo(PERSON)
    with sentence("store.nothing-to-redo"):
        store.redo(PERSON)
    gone = next(step for step in store.steps() if step.name == "note")
    with sentence("store.step-emptied", gone.id):
        store.undo_step(gone.id, PERSON)
    with sentence("store.no-document"):
        store.read.text_of(secret.id)
    assert store.check() == []


def test_work_and_undo_go_on_afterwards(store: Store, kept: Document, secret: Document) -> None:
    purge(store, secret.id)
    with store.step("annotate", PERSON) as step:
        step.put_annotation(annotation(kept, 11, 13, "Program"))
    before = live(store)
    store.undo(PERSON)
    store.redo(PERSON)
    assert live(store) == before
    assert store.check() == []


def test_the_same_text_under_another_id_goes_along(store: Store, path: Path, secret: Document) -> None:
    again = document(SECRET)
    with store.step("import", PERSON) as step:
        step.remove("documents", secret.id)
    with store.step("import", PERSON) as step:
        step.put_document(again, 9)
    assert set(store.to_purge(again.id).documents) == {secret.id, again.id}
    purge(store, again.id)
    assert traces(path) == set()
    assert store.check() == []


def test_it_may_come_in_again_and_go_again(store: Store, path: Path, secret: Document) -> None:
    purge(store, secret.id)
    again = with_document(store, SECRET)
    assert store.search.count("绝密") == 1
    assert store.check() == []
    purge(store, again.id)
    assert traces(path) == set()
    assert store.check() == []


def test_one_that_is_gone_is_cleaned_up_again(store: Store, path: Path, secret: Document) -> None:
    """For one whose cleaning was cut off: by a full disk, say."""
    purge(store, secret.id)
    steps = len(list(store.steps()))
    purge(store, secret.id)
    assert len(list(store.steps())) == steps
    assert traces(path) == set()


def test_names_that_are_none_or_several(store: Store, secret: Document) -> None:
    twin = Document(new_id(), secret.title, "另一份报告的正文。")
    with store.step("import", PERSON) as step:
        step.put_document(twin, 9)
    before = live(store)
    with sentence("store.nothing-to-purge", "没有"):
        purge(store, "没有")
    with sentence("store.several-to-purge", secret.id, twin.id):
        purge(store, secret.title)
    assert live(store) == before


def test_a_reader_in_the_way_is_said_and_the_rest_is_done(store: Store, path: Path, secret: Document) -> None:
    store._queries.run("PRAGMA busy_timeout = 50")
    with other_program(path) as looking:
        looking.execute("BEGIN")
        looking.execute("SELECT count(*) FROM texts").fetchall()
        with sentence("store.purge-unfinished", path):
            purge(store, secret.id)
        looking.execute("ROLLBACK")
    purge(store, secret.id)
    assert traces(path) == set()
    assert store.check() == []


def test_an_idle_window_elsewhere_is_not_in_the_way(store: Store, path: Path, secret: Document) -> None:
    with closing(Store(path)) as window:
        assert window.read.document_count() == 2
        purge(store, secret.id)
        assert traces(path) == set()
        assert window.read.document_count() == 1


def test_the_copies_that_hold_it_are_named(store: Store, path: Path, secret: Document) -> None:
    copy = make_backup(path).path
    report = store.to_purge(secret.id)
    store.close()
    aside = path.with_name("reports.aside-20260101T000000Z.corpus")
    aside.write_bytes(copy.read_bytes())
    broken = copy.with_name("20200101T000000Z.corpus")
    broken.write_bytes(b"\0" * 5000)
    other = path.with_name("others.aside-20260101T000000Z.corpus")
    other.write_bytes(copy.read_bytes())
    found = keeping.purge(path, report, PERSON)
    assert set(found.holding) == {copy, aside}
    assert found.unreadable == (broken,)
    clean = make_backup(path).path
    assert clean not in keeping.copies_with(path, report.sha256).holding


def test_other_events_stay_closed(store: Store, path: Path, kept: Document, secret: Document) -> None:
    """A purge opens only what is its own: the trigger still guards the rest, and a false tombstone is found."""
    purge(store, secret.id)
    with other_program(path) as other, pytest.raises(Exception, match="events are never changed"):
        other.execute("UPDATE events SET after = NULL, before = NULL WHERE row = ?", (kept.id,))
    with other_program(path) as other, pytest.raises(Exception, match="texts are never deleted"):
        other.execute("DELETE FROM texts")
