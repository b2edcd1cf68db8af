"""One open corpus file: steps go in, values come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from annotator.errors import AnnotatorError
from annotator.model import Changes, RowChange, Step, new_id
from annotator.store import connection, purging
from annotator.store.arriving import Arrival
from annotator.store.backup import is_copied
from annotator.store.checking import Checking
from annotator.store.figures import Figures
from annotator.store.giving import Giving, given_to
from annotator.store.heads import MERGE, PACKAGE
from annotator.store.hearing import hearing
from annotator.store.lists import Lists
from annotator.store.log import Log
from annotator.store.merged import Merged, MergePlan
from annotator.store.merging import Merging
from annotator.store.models import Models
from annotator.store.older import Older
from annotator.store.opening import open_corpus
from annotator.store.others import Others, reading_others
from annotator.store.overview import Overview
from annotator.store.past import Pasts
from annotator.store.reading import Reading
from annotator.store.repairing import repair_indexes, repair_rows
from annotator.store.searching import Searching
from annotator.store.sentences import sound
from annotator.store.steps import Steps
from annotator.store.uses import Uses
from annotator.store.writing import Writing
from annotator.work import Progress, unwatched


class State(NamedTuple):
    """A moment of an open corpus: `others` changes when another connection writes, `own` with each row of ours."""

    others: int
    own: int


class Store:
    """A corpus file that is open: one connection, used from one thread.

    `read` answers questions; `with store.step(name, annotator) as writing` is the only way to change anything.
    """

    def __init__(self, path: Path, *, device: str | None = None, read_only: bool = False) -> None:
        """Opens the file. Each opening writes a chain of its own, named by `device`: a copy continues nobody's.

        `refusal` says why no step can be done (None where they can), `remarks` what to tell people.

        Raises AnnotatorError as `opening.open_corpus` does.
        """
        self.path = path
        opened = open_corpus(path, read_only=read_only)
        self._queries, self.refusal, self.remarks = opened.queries, opened.refusal, opened.remarks
        self._file = path.absolute()  # stays right when the working folder changes
        self._place = connection.place(self._file)
        self._open = True
        self._steps = Steps(self._queries)
        self.log = Log(self._queries, self._steps, device or new_id())
        self.read = Reading(self._queries)
        self.search = Searching(self._queries)
        self.lists = Lists(self._queries)
        self.overview = Overview(self._queries)
        self.models = Models(self._queries)
        self.pasts = Pasts(self._queries)
        self.figures = Figures(self._queries)
        self.uses = Uses(self._queries)
        self._done: tuple[str | None, tuple[RowChange, ...]] = (None, ())  # the latest step from here, what it did

    @classmethod
    def create(cls, path: Path, *, device: str | None = None) -> Store:
        """Makes an empty corpus file and opens it. Raises AnnotatorError when that cannot be."""
        connection.create(path)
        return cls(path, device=device)

    def close(self) -> None:
        """Closes the file; the last to do so folds its -wal back in. Closing twice is closing once."""
        try:
            if self._open:
                self._follow()
        finally:
            self._open = False
            self._queries.close()

    @contextmanager
    def step(self, name: str, annotator: str, *, undoable: bool = True) -> Iterator[Writing]:
        """One change, in one transaction: all of it is on disk when the block ends, or nothing.

        One that is not undoable is ground that undo stops at. A block that changes nothing leaves no step. Raises
        AnnotatorError when the disk is full, the file is locked by another program and the like; the corpus is then
        as it was before.
        """
        with self._transaction():
            writing = self._writing(self._steps.begin("do" if undoable else "base", name, annotator, None))
            yield writing
            if writing.changes:
                writing.finish()
            else:
                self._queries.run("ROLLBACK")
        self._remember(writing)

    def _remember(self, writing: Writing) -> None:
        """Who follows the steps would read again what was written a moment ago."""
        self._done = (writing.changes.step, writing.did)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self.refusal:
            raise self.refusal
        self._check_place()
        with self._queries.transaction():
            yield

    def _writing(self, step: Step) -> Writing:
        return Writing(self._queries, self.log, step, self.read.text_of)

    def _check_place(self) -> None:
        """SQLite goes on writing to a file that was moved, replaced or deleted, and nobody would find that again."""
        if self._follow():
            raise AnnotatorError("store.moved", path=self.path)

    def _follow(self) -> bool:
        """Whether the file is no longer at its path. Then its -wal, which stayed behind, is folded into it here:

        the moved file is whole wherever it is now, and a file put in its place does not find a -wal of another.
        """
        gone = connection.place(self._file) != self._place
        if gone and not self.refusal:
            self._queries.run("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def undo(self, annotator: str) -> Changes:
        """Takes the latest step back, as a step of its own. Raises AnnotatorError when there is none."""
        return self._turn_back(self._steps.next_undo, "undo", annotator)

    def redo(self, annotator: str) -> Changes:
        """Takes the latest undo back. Raises AnnotatorError when there is none."""
        return self._turn_back(self._steps.next_redo, "redo", annotator)

    def undo_step(
        self, step: str, annotator: str, allow: Callable[[Sequence[RowChange]], None] = lambda _rows: None
    ) -> Changes:
        """Takes one step back alone, however long ago it was, as a step of its own that can be undone.

        `allow` is given what that step had done to each row when all is written but for good; it may raise to stop.
        Raises AnnotatorError where a later step depends on it (which is named), where it is the ground that undo stops
        at, and where there is no such step.
        """
        with self._transaction(), sound(self.path):
            target = self._steps.find(step)
            if target is None or target.kind == "base":
                raise AnnotatorError("store.no-such-step" if target is None else "store.step-is-base", id=step)
            writing = self._writing(self._steps.begin("do", target.name, annotator, target.id))
            allow(Older(self._queries, self.log).take_back(target, writing))
            if writing.changes:
                writing.finish()
            else:
                self._queries.run("ROLLBACK")
        self._remember(writing)
        return writing.changes

    def _turn_back(self, next_: Callable[[], str | None], kind: str, annotator: str) -> Changes:
        with self._transaction(), sound(self.path):
            target = next_()  # asked in here: another program may have gone ahead
            if target is None:
                raise AnnotatorError(f"store.nothing-to-{kind}")
            writing = self._writing(self._steps.begin(kind, self._steps.step(target).name, annotator, target))
            for change in reversed(self.log.changes_of(target)):
                self._restore(writing, change)
            writing.finish()
        self._remember(writing)
        return writing.changes

    @staticmethod
    def _restore(writing: Writing, change: RowChange) -> None:
        if writing.get(change.table, change.row) != change.after:
            raise AnnotatorError("store.changed-since", table=change.table)
        if change.before is None:
            writing.remove(change.table, change.row)
        else:
            writing.put(change.table, dict(change.before))

    def keep_model(self, trained_on: str, report: Mapping[str, Any], body: bytes) -> None:
        """Keeps a model in place of the one there was; no step, for it says nothing that the rest does not say."""
        with self._transaction():
            self.models.keep(trained_on, report, body)

    def forget_model(self) -> None:
        """Takes the kept model away; no step either."""
        with self._transaction():
            self.models.forget()

    @contextmanager
    def others(self, progress: Progress) -> Iterator[Others]:
        """A child process that reads other people's corpora, for `merge`."""
        with reading_others(self._queries, progress) as others:
            yield others

    def merge(
        self,
        arrivals: Sequence[Arrival],
        annotator: str,
        merging: MergePlan,
        *,
        dry_run: bool = False,
    ) -> tuple[Merged, Changes]:
        """Brings in what other corpora have that is new here, as one step; with `dry_run` only says what that would be.

        Raises AnnotatorError for what cannot be true, and what the plan's `allow` raises; then nothing is changed.
        """
        told = [one for one in arrivals if one.says_something]
        if not told:
            return Merged(), Changes()
        whose = ", ".join(str(one.path) for one in told)
        with self._transaction(), sound(whose):
            work = Merging(self._queries, whose, merging.settling, merging.labels, merging.progress)
            id_ = new_id()
            had = self.read.counts()["annotators"]
            work.enter(told, id_)
            kind = "base" if work.is_final else "do"
            writing = self._writing(self._steps.begin(kind, MERGE, annotator, None, id_=id_))
            if merging.scheme:
                writing.put_scheme(merging.scheme)
            work.make_rows(writing)
            merging.allow(work.merged, had)
            if writing.changes and not dry_run:
                writing.finish()
            else:
                self._queries.run("ROLLBACK")
                return work.merged, Changes()
        return work.merged, writing.changes

    def give(self, out: Path, documents: Sequence[str], annotator: str, by: str) -> None:
        """Makes a new corpus with some documents, by id, of whose work only one annotator's goes along.

        Raises AnnotatorError as `create` does.
        """
        giving = Giving(self._queries, self.log, documents, annotator)
        made = Store.create(out)
        try:
            with made.step(PACKAGE, by, undoable=False) as writing:
                giving.write(writing)
        except BaseException:
            made.close()
            out.unlink()
            raise
        made.close()

    def written_elsewhere(self) -> int:
        """A number that is another one once another program has changed the file."""
        return int(self._queries.value("PRAGMA data_version"))

    def given_to(self) -> str:
        """For whom this corpus was given out as a package, as `giving.given_to` says it."""
        return given_to(self._queries)

    def to_purge(self, name: str) -> purging.Report:
        """The report that `purge` would remove. Raises AnnotatorError as `purging.find` does."""
        return purging.find(self._queries, name)

    def purge(self, report: purging.Report, annotator: str) -> None:
        """Removes a report for good, as a step that undo stops at. One that is removed already is cleaned up again.

        Raises AnnotatorError when that cannot be; with `store.purge-unfinished` only the -wal may still hold it.
        """
        with self.step("purge", annotator, undoable=False) as writing, sound(self.path):
            purging.purge(self._queries, writing, report.sha256, annotator)
        purging.clean(self._queries)

    def step_of(self, id_: str) -> Step:
        """The step of an id that the history has given. Raises AnnotatorError when it is not there: that is damage."""
        return self._steps.step(id_)

    def steps(self) -> Iterator[Step]:
        """All steps, the latest first."""
        return self._steps.all()

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """All that is read in the block is of one moment, whatever others write meanwhile."""
        self._queries.run("BEGIN")
        try:
            yield
        finally:
            self._queries.run("ROLLBACK")

    def last_step(self) -> int:
        """The number of the latest step; 0 where there is none."""
        return int(self._queries.value("SELECT coalesce(max(number), 0) FROM steps"))

    def is_copied(self) -> bool:
        """Whether the latest backup has all that was done."""
        latest = self._queries.value("SELECT id FROM steps ORDER BY number DESC LIMIT 1")
        return latest is not None and is_copied(self._file, latest)

    def since(self, step: int) -> tuple[int, Iterator[RowChange]]:
        """The number of the latest step, and what those behind the one of a number did to each row, in order."""
        later = self._queries.all("SELECT number, id FROM steps WHERE number > ? ORDER BY number", (step,))
        done, did = self._done
        said = (did if did and id_ == done else self.log.changes_of(id_) for _, id_ in later)
        return (later[-1][0] if later else step), chain.from_iterable(said)

    def state(self) -> State:
        """What to compare with later, in order to know whether anything has been written meanwhile."""
        return State(int(self._queries.value("PRAGMA data_version")), self.written)

    @property
    def written(self) -> int:
        """How many rows have been written from here; what `state` says of that, without looking at the file."""
        return self._queries.written

    def repair(self, faults: Sequence[AnnotatorError], annotator: str) -> None:
        """Mends what can be mended of what a check has found; rows as a step. Make a backup first."""
        with self.step("repair", annotator) as writing:
            repair_rows(self._queries, writing, faults)
        with self._transaction():
            repair_indexes(self._queries, faults)

    def check(self, tell: Progress = unwatched) -> list[AnnotatorError]:
        """All that is wrong with the file, each as a sentence; empty when it is sound. Reads every row.

        `tell(done, all)` hears how far it is and may raise to stop; Ctrl-C stops it at once.
        """
        with hearing(self._queries, lambda: None):
            return list(Checking(self._queries, tell).faults())
