"""Random work over all tables: undo gives exactly the state before, redo the state after, however deep.

The test keeps its own idea of every row, and of what has been done and undone; after each step all rows must be
those, and so must the history folded up by a few lines of the test's own.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import ANY

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from store_values import TIME, Live, live, other_program, sentence

from annotator import plain
from annotator.model import Span
from annotator.store import Store, Writing

LETTERS = "扶贫𠮷👍🏽\r\n低保，。a"
WRITE = [
    "annotator", "annotator", "scheme", "document", "document", "title", "annotation", "annotation", "annotation",
    "change", "change", "decision", "decision", "progress", "remove", "remove", "again", "back", "text",
]  # fmt: skip


class Work(RuleBasedStateMachine):
    """A corpus, and what must be in it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "随机.corpus"
        self.store = Store.create(self.path, device="0")
        self.rows: Live = {}
        self.ever: Live = {}
        self.texts: dict[str, str] = {}
        self.past: list[tuple[Live, Live]] = []
        self.future: list[tuple[Live, Live]] = []
        self.number = 0

    def teardown(self) -> None:
        try:
            self.all_the_way_back_and_forth()
        finally:
            self.store.close()
            self.folder.cleanup()

    def all_the_way_back_and_forth(self) -> None:
        while self.past:
            self.undo()
        assert live(self.store) == {}
        while self.future:
            self.redo()
        # random rows may refer to what was removed, which no verb does
        assert [one for one in self.store.check() if one.key != "store.dangling"] == []

    # ---- what a step writes

    def fresh(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    def of(self, table: str, rows: Live, dice: Random) -> str | None:
        """The id of one of a table's rows."""
        ids = sorted(id_ for name, id_ in rows if name == table)
        return dice.choice(ids) if ids else None

    def put(self, writing: Writing, table: str, row: dict[str, Any]) -> None:
        writing.put(table, row)
        self.rows[table, row["id"]] = self.ever[table, row["id"]] = row
        assert writing.get(table, row["id"]) == row

    def slice_(self, dice: Random) -> dict[str, Any] | None:
        """A row's place: document, annotator, span and text; also in documents that were removed meanwhile."""
        report, person = self.of("documents", self.ever, dice), self.of("annotators", self.ever, dice)
        if report is None or person is None:
            return None
        start, end = sorted(dice.sample(range(len(self.texts[report]) + 1), 2))
        text = Span(start, end).of(self.texts[report])
        return {"document": report, "annotator": person, "start": start, "end": end, "text": text}

    def write(self, writing: Writing, what: str, dice: Random) -> None:
        getattr(self, f"write_{what}")(writing, dice)

    def write_annotator(self, writing: Writing, dice: Random) -> None:
        id_ = self.fresh("p") if dice.random() < 0.6 else self.of("annotators", self.ever, dice) or self.fresh("p")
        self.put(writing, "annotators", {"id": id_, "name": f"{id_} {dice.choice('甲乙丙')}"})

    def write_scheme(self, writing: Writing, dice: Random) -> None:
        self.put(writing, "schemes", {"id": "scheme", "body": plain.dumps({"name": dice.choice("甲乙丙")})})

    def write_document(self, writing: Writing, dice: Random) -> None:
        id_ = self.fresh("d")
        self.texts[id_] = "".join(dice.choices(LETTERS, k=dice.randint(1, 30)))
        sha256 = writing.put_text(self.texts[id_])
        row = {"id": id_, "title": id_, "sha256": sha256, "origin": "{}", "position": self.number}
        self.put(writing, "documents", row)

    def write_title(self, writing: Writing, dice: Random) -> None:
        if id_ := self.of("documents", self.rows, dice):
            self.put(writing, "documents", {**self.rows["documents", id_], "title": dice.choice("甲乙丙")})

    def write_annotation(self, writing: Writing, dice: Random) -> None:
        if place := self.slice_(dice):
            rest = {"label": dice.choice("ABC"), "attributes": "{}", "note": "", "source": "manual"}
            times = {"created": TIME, "changed": TIME}
            self.put(writing, "annotations", {"id": self.fresh("a"), **place, **rest, **times})

    def write_change(self, writing: Writing, dice: Random) -> None:
        if id_ := self.of("annotations", self.rows, dice):
            changes = {"label": dice.choice("ABC"), "note": dice.choice(["", "注"]), "attributes": '{"值": 1.5}'}
            self.put(writing, "annotations", {**self.rows["annotations", id_], **changes})

    def write_decision(self, writing: Writing, dice: Random) -> None:
        if place := self.slice_(dice):
            label = dice.choice("AB")
            key = ":".join(map(str, (place["document"], place["annotator"], place["start"], place["end"], label)))
            row = {
                "id": key, **place, "label": label, "kind": dice.choice(["accept", "correct", "reject"]),
                "score": dice.choice([0.0, 1.0, 0.1, dice.random()]), "source": "规则", "why": "{}", "attributes": "{}",
                "engine": "1", "annotation": self.of("annotations", self.ever, dice), "time": TIME,
            }  # fmt: skip
            self.put(writing, "decisions", row)

    def write_progress(self, writing: Writing, dice: Random) -> None:
        if place := self.slice_(dice):
            pair = {name: place[name] for name in ("document", "annotator")}
            status = dice.choice(["new", "started", "done"])
            self.put(writing, "progress", {"id": ":".join(pair.values()), **pair, "status": status})

    def write_remove(self, writing: Writing, dice: Random) -> None:
        if self.rows:
            table, id_ = dice.choice(sorted(self.rows))
            writing.remove(table, id_)
            del self.rows[table, id_]
            assert writing.get(table, id_) is None

    def write_again(self, writing: Writing, dice: Random) -> None:
        """What is there already, which changes nothing."""
        if self.rows:
            table, id_ = dice.choice(sorted(self.rows))
            writing.put(table, dict(self.rows[table, id_]))

    def write_back(self, writing: Writing, dice: Random) -> None:
        """A row that was there once, in sight now or not, as it was last."""
        if self.ever:
            table, id_ = dice.choice(sorted(self.ever))
            self.put(writing, table, self.ever[table, id_])

    def write_text(self, writing: Writing, dice: Random) -> None:
        writing.put_text(dice.choice(LETTERS))

    # ---- the work

    @rule(dice=st.randoms(use_true_random=False), writes=st.lists(st.sampled_from(WRITE), max_size=8))
    def step(self, dice: Random, writes: list[str]) -> None:
        before = dict(self.rows)
        with self.store.step("work", "甲") as writing:
            for what in writes:
                self.write(writing, what, dice)
        if self.rows != before:
            assert writing.changes
        if writing.changes:
            self.past.append((before, dict(self.rows)))
            self.future.clear()

    @rule(dice=st.randoms(use_true_random=False), writes=st.lists(st.sampled_from(WRITE), max_size=8))
    def step_that_fails(self, dice: Random, writes: list[str]) -> None:
        kept = dict(self.rows), dict(self.ever), dict(self.texts)
        try:
            with self.store.step("work", "甲") as writing:
                for what in writes:
                    self.write(writing, what, dice)
                raise ZeroDivisionError
        except ZeroDivisionError:
            self.rows, self.ever, self.texts = kept

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        changes = self.store.undo("乙")
        before, after = self.past.pop()
        self.future.append((before, after))
        self.turned("undo", changes.documents, before, after)

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        changes = self.store.redo("乙")
        before, after = self.future.pop()
        self.past.append((before, after))
        self.turned("redo", changes.documents, after, before)

    def turned(self, kind: str, documents: frozenset[str], now: Live, old: Live) -> None:
        self.rows = dict(now)
        assert live(self.store) == now
        latest = next(self.store.steps())
        assert (latest.kind, latest.name, latest.annotator) == (kind, "work", "乙")
        different = [key for key in now.keys() | old.keys() if now.get(key) != old.get(key)]
        touched = {(now.get(key) or old[key]).get("document") or key[1] for key in different if key[0] in WITH_DOCUMENT}
        assert touched <= documents == set(latest.documents)

    @rule(times=st.integers(2, 12))
    def undo_many(self, times: int) -> None:
        for _ in range(min(times, len(self.past))):
            self.undo()

    @rule(times=st.integers(2, 12))
    def redo_many(self, times: int) -> None:
        for _ in range(min(times, len(self.future))):
            self.redo()

    @rule(device=st.sampled_from("012"))
    def reopen(self, device: str) -> None:
        self.store.close()
        self.store = Store(self.path, device=device)

    @rule(device=st.sampled_from("34"))
    def work_elsewhere(self, device: str) -> None:
        """Another program takes a step back and forth while this one has the file open."""
        if self.past:
            with closing(Store(self.path, device=device)) as other:
                other.undo("丙")
                assert live(other) == self.past[-1][0]
                other.redo("丙")

    # ---- what holds always

    @invariant()
    def the_rows_are_those(self) -> None:
        assert live(self.store) == self.rows

    @invariant()
    def the_history_folds_to_the_rows(self) -> None:
        folded: Live = {}
        with other_program(self.path) as looking:
            for table, row, before, after in looking.execute(
                'SELECT "table", row, before, after FROM events ORDER BY number'
            ):
                assert folded.get((table, row)) == (before and json.loads(before))
                folded[table, row] = after and json.loads(after)
        assert {key: row for key, row in folded.items() if row is not None} == self.rows

    @invariant()
    def what_is_remembered_of_the_latest_step_is_what_the_log_says(self) -> None:
        last = self.store.last_step()
        assert self.store.since(last) == (last, ANY)
        for steps in (1, 3):
            number, changes = self.store.since(max(0, last - steps))
            assert number == last
            ids = [step.id for step in islice(self.store.steps(), steps)]
            assert list(changes) == [one for id_ in reversed(ids) for one in self.store.log.changes_of(id_)]

    @invariant()
    def there_is_no_more_to_undo_than_was_done(self) -> None:
        if not self.past:
            with sentence("store.nothing-to-undo"):
                self.store.undo("乙")
        if not self.future:
            with sentence("store.nothing-to-redo"):
                self.store.redo("乙")


WITH_DOCUMENT = {"documents", "progress", "annotations", "decisions"}

TestRandomWork = Work.TestCase
TestRandomWork.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
