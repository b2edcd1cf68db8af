"""The steps of a corpus, and which of them an undo or a redo takes back.

Undone and done steps form two stacks, as in any editor. Each step keeps what was on top of both after it
(`next_undo`, `next_redo`), so finding them takes one look however long the history is. The state below a step's
target is the state before that target, for a stack changes only at its top.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.errors import AnnotatorError
from annotator.model import Step, new_id, now
from annotator.store.queries import Queries

Tops = tuple[str | None, str | None]
"""The steps that an undo and a redo take back."""

_COLUMNS = "id, kind, name, annotator, time, target"
_DOCUMENTS = """
SELECT CASE "table" WHEN 'documents' THEN row ELSE coalesce(after, before) ->> '$.document' END AS document
FROM events WHERE step = ? AND document IS NOT NULL GROUP BY document ORDER BY min(number)
"""


class Steps:
    """Enters steps and finds them again."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def begin(self, kind: str, name: str, annotator: str, target: str | None, *, id_: str = "") -> Step:
        """Enters a step; its events follow in the same transaction."""
        step = Step(id_ or new_id(), kind, name, annotator, now(), target, ())
        below = self._before(target) if target else (None, None)
        self._queries.run(
            f"INSERT INTO steps ({_COLUMNS}, next_undo, next_redo) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (step.id, kind, name, annotator, step.time, target, *tops_after(kind, step.id, below)),
        )
        return step

    def _before(self, target: str) -> Tops:
        found = self._queries.one(
            "SELECT next_undo, next_redo FROM steps WHERE number < (SELECT number FROM steps WHERE id = ?)"
            " ORDER BY number DESC LIMIT 1",
            (target,),
        )
        return (found[0], found[1]) if found else (None, None)

    def next_undo(self) -> str | None:
        """The step that an undo takes back: the latest done or redone one that no undo has answered yet."""
        return self._latest("next_undo")

    def next_redo(self) -> str | None:
        """The undo that a redo takes back; None once something new was done after it."""
        return self._latest("next_redo")

    def _latest(self, column: str) -> str | None:
        found: str | None = self._queries.value(f"SELECT {column} FROM steps ORDER BY number DESC LIMIT 1")
        return found

    def all(self) -> Iterator[Step]:
        """All steps, the latest first. Documents are those whose rows a step wrote."""
        return self._steps(self._queries.all("SELECT number FROM steps ORDER BY number DESC"))

    def about(self, rows: Iterable[str], table: str = "", *, whole: bool = True) -> list[Step]:
        """The steps that wrote any of these rows, of a table or of whichever, the latest first.

        Not `whole`, they come without their documents.
        """
        wanted = list(rows)
        marks = ", ".join("?" * len(wanted))
        writers = f"SELECT step FROM events WHERE row IN ({marks})" + (' AND "table" = ?' if table else "")
        values = [*wanted, *([table] if table else [])]
        found = self._queries.all(f"SELECT number FROM steps WHERE id IN ({writers}) ORDER BY number DESC", values)
        return [self._step("number", number, whole=whole) for (number,) in found]

    def find(self, id_: str) -> Step | None:
        """The step of that id, or of the only id that begins so. Raises AnnotatorError where several do."""
        found = self._queries.all("SELECT number FROM steps WHERE substr(id, 1, ?) = ?", (len(id_), id_)) if id_ else []
        if len(found) > 1:
            raise AnnotatorError("store.several-steps", id=id_, count=len(found))
        return next(self._steps(found), None)

    def step(self, id_: str) -> Step:
        """The step of that id, which the history has given: AnnotatorError when it is not there, for that is damage."""
        return self._step("id", id_)

    def _steps(self, numbers: Iterable[tuple[int]]) -> Iterator[Step]:
        return (self._step("number", number) for (number,) in numbers)

    def _step(self, column: str, value: object, *, whole: bool = True) -> Step:
        found = self._queries.one(f"SELECT {_COLUMNS} FROM steps WHERE {column} = ?", (value,))
        if found is None:
            raise AnnotatorError("store.log-damaged", path=self._queries.path, step=value)
        id_, kind, name, annotator, time, target = found
        documents = self._queries.all(_DOCUMENTS, (id_,)) if whole else []
        return Step(id_, kind, name, annotator, time, target, tuple(document for (document,) in documents))


def tops_after(kind: str, step: str, below: Tops) -> Tops:
    """What an undo and a redo take back after a step. `below` is what they took back before its target."""
    match kind:
        case "undo":
            return below[0], step
        case "redo":
            return step, below[1]
        case "base":
            return None, None
        case _:
            return step, None
