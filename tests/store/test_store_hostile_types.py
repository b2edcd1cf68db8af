"""Values of other types than their columns hold, in a colleague's tables and in what its events say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from children import Here
from hostile_values import REPORT, loosened, refused, relinked, written
from store_values import OTHER, decision, other_program, suggestion
from trials import trials

from annotator import plain, work
from annotator.store import Store
from annotator.store.tables import _TYPES, TABLES

SAID = ("annotators", "schemes", "documents", "annotations", "terms", "decisions")
"""the tables that the colleague's file has rows in"""
WRONG: dict[type, tuple[Any, ...]] = {
    int: ("five", b"\x05", 5.5, None),
    float: ("much", b"\x05", None),
    str: (b"\xe9\xff", 5, 0.5, None),
}
"""what SQLite could hold in place of a type"""
LIES: dict[type, tuple[Any, ...]] = {
    int: (5.0, "5", True, None, [5], {"five": 5}),
    float: (1, "0.75", True, None, [0.75]),
    str: (5, ["x"], False, None, 0.5, {"x": "y"}),
}
"""what JSON could; the first of them SQLite would turn into what it should be"""


@pytest.fixture(autouse=True)
def _without_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Worker", Here)


@pytest.fixture
def decided(theirs: Path) -> Path:
    """A colleague's file in which a suggestion was rejected, too."""
    with closing(Store(theirs)) as store, store.step("reject", OTHER) as writing:
        writing.put_decision(decision(suggestion(REPORT, 16, 18)._replace(score=1.0), REPORT, by=OTHER))
    return theirs


def of(table: str) -> list[tuple[str, type]]:
    """The columns of a table, each with the type of what it holds."""
    bare = {"texts": {"sha256": str, "length": int, "text": str},
            "steps": dict.fromkeys(("id", "kind", "name", "annotator", "time"), str),
            "events": {"id": str, "device": str, "device_number": int, "step": str, "table": str, "row": str,
                       "after": str, "hash": str}}  # fmt: skip
    if table in bare:
        return list(bare[table].items())
    return [(column, _TYPES.get(column, str)) for column in TABLES[table].columns]


def some(values: dict[type, tuple[Any, ...]], table: str) -> Iterator[tuple[str, Any]]:
    """Columns of a table, each with a value of a wrong type, in turn; in `make torture` with every one."""
    for number, (column, type_) in enumerate(of(table)):
        wrong = [one for one in values[type_] if one is not None or (number and column != "annotation")]
        yield from ((column, wrong[(number + at) % len(wrong)]) for at in range(trials(1, len(wrong))))


@pytest.mark.torture
@pytest.mark.parametrize("table", [*SAID, "texts", "steps", "events"])
def test_a_column_that_holds_another_type(ours: Path, decided: Path, table: str) -> None:
    """Written past SQLite's own types, as only another program can; each column in turn."""
    before, key = decided.read_bytes(), of(table)[0][0]
    for column, value in some(WRONG, table):
        with loosened(decided) as looking:
            last = f"(SELECT max({key}) FROM {table})"
            looking.execute(f'UPDATE {table} SET "{column}" = ? WHERE {key} = {last}', (value,))
        assert refused(ours, decided).key in ("store.merge-unsound", "store.damaged"), (column, value)
        decided.write_bytes(before)


@pytest.mark.torture
@pytest.mark.parametrize("table", SAID)
def test_an_event_that_says_another_type_with_all_that_proves_it(ours: Path, decided: Path, table: str) -> None:
    """Row, hash, event and links fit each other: what only a program that knows ours can do."""
    before = decided.read_bytes()
    with other_program(decided) as looking:
        (last,) = looking.execute(f"SELECT max(id) FROM {table}").fetchone()
    for column, lie in some(LIES, table):

        def lying(of: str, row: str, body: str, column: str = column, lie: object = lie) -> str:
            return plain.dumps(json.loads(body) | {column: lie}) if (of, row) == (table, last) else body

        relinked(decided, lying)
        assert refused(ours, decided).key == "store.merge-unsound", (column, lie)
        decided.write_bytes(before)


NUMBERS: dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "a whole number as a fraction": ("annotations", lambda row: {"start": float(row["start"])}),
    "the first place as no": ("annotations", lambda row: {"start": bool(row["start"])}),
    "a place in the list as a fraction": ("documents", lambda row: {"position": float(row["position"])}),
    "a score as a whole number": ("decisions", lambda row: {"score": int(row["score"])}),
}


@pytest.mark.parametrize(("table", "lie"), NUMBERS.values(), ids=NUMBERS)
def test_an_event_that_says_the_same_number_as_another_type(
    ours: Path, decided: Path, table: str, lie: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Python and SQLite hold them equal, hashes do not: in our tables such a row would be damage."""
    with other_program(decided) as looking:
        (last,) = looking.execute(f"SELECT row FROM events WHERE \"table\" = '{table}' ORDER BY number DESC").fetchone()

    def lying(of: str, row: str, body: str) -> str:
        said = json.loads(body)
        return plain.dumps(said | lie(said)) if (of, row) == (table, last) else body

    relinked(decided, lying, fold=False)
    with closing(Store(decided)) as store:
        assert store.check() == []
    assert refused(ours, decided).key == "store.merge-untrue"


def test_an_event_that_a_later_one_mends(ours: Path, decided: Path) -> None:
    """No row says it any more; what undo would bring back is looked at all the same."""
    for number in (1, 2):
        written(decided, "terms", domain=f"{number}")
    relinked(decided, lambda table, _row, body: (
        plain.dumps(json.loads(body) | {"domain": 1})
        if table == "terms" and json.loads(body)["domain"] == "1" else body
    ), fold=False)  # fmt: skip
    assert refused(ours, decided).key == "store.merge-untrue"
