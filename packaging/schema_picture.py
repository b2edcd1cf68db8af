"""Draws docs/corpus.svg, the tables of a corpus and what points to what, from the schema itself.

`python packaging/schema_picture.py [OUT]`
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from typing import NamedTuple

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "corpus.svg"
WIDTH, ROW, HEAD, GAP, ACROSS, EDGE = 236, 17, 24, 26, 90, 24  # in points
STYLE = """
text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #1f2933 }
.name { font-weight: 700; fill: #fff }
.type { fill: #7b8794 }
.box { fill: #fff; stroke: #9aa5b1 }
.head { fill: #334e68 }
.link { fill: none; stroke: #627d98; stroke-width: 1.3; marker-end: url(#end) }
.paper { fill: #f5f7fa }
"""


class Column(NamedTuple):
    name: str
    type: str
    is_key: bool
    to: str
    """the table that it names a row of; empty where it names none"""


class Box(NamedTuple):
    """A table and where it stands: its upper left corner."""

    table: str
    columns: list[Column]
    x: int
    y: int

    @property
    def height(self) -> int:
        return HEAD + ROW * len(self.columns) + 6


def tables() -> dict[str, list[Column]]:
    """The tables that the migrations make, without those in which SQLite keeps the search index."""
    from sqlite_utils import Database

    from annotator.store.schema import MIGRATIONS
    from annotator.store.searching import SEARCH
    from annotator.store.sqlite import sqlite3

    db = Database(sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False)
    for migration in MIGRATIONS:
        migration(db)
    names = [name for name in db.table_names() if not name.startswith(SEARCH)]
    found = {name: columns(db, name) for name in names}
    db.close()
    return found


def columns(db: object, table: str) -> list[Column]:
    to = {column: other for _, _, other, column, *_ in db.execute(f"PRAGMA foreign_key_list({table})")}  # type: ignore[attr-defined]
    said = db.execute(f"PRAGMA table_info({table})")  # type: ignore[attr-defined]
    return [Column(name, type_, bool(key), to.get(name, "")) for _, name, type_, _, _, key in said]


def depth(table: str, found: dict[str, list[Column]]) -> int:
    """How many tables a table stands on, one upon the other."""
    below = {column.to for column in found[table]} - {"", table}
    return 1 + max((depth(one, found) for one in below), default=-1)


def boxes(found: dict[str, list[Column]]) -> list[Box]:
    """What points to others stands right of them; tables without links stand in a row below."""
    named = {column.to for of in found.values() for column in of if column.to}
    alone = [name for name in found if name not in named and not any(column.to for column in found[name])]
    bottoms: dict[int, int] = {}
    placed = []
    for name in (name for name in found if name not in alone):
        at = depth(name, found)
        placed.append(Box(name, found[name], EDGE + at * (WIDTH + ACROSS), bottoms.get(at, EDGE)))
        bottoms[at] = placed[-1].y + placed[-1].height + GAP
    floor = max(bottoms.values()) + GAP
    return [*placed, *(Box(name, found[name], EDGE + at * (WIDTH + GAP), floor) for at, name in enumerate(alone))]


def drawn(box: Box) -> list[str]:
    parts = [
        f'<rect class="box" x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}" rx="4"/>',
        f'<rect class="head" x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEAD - 3}" rx="4"/>',
        f'<text class="name" x="{box.x + 8}" y="{box.y + 15}">{escape(box.table)}</text>',
    ]
    for at, column in enumerate(box.columns):
        y = box.y + HEAD + ROW * at + 12
        mark = "● " if column.is_key else "  "
        type_ = f"→ {column.to}" if column.to else column.type.lower()
        parts.append(f'<text x="{box.x + 8}" y="{y}" xml:space="preserve">{mark}{escape(column.name)}</text>')
        parts.append(f'<text class="type" x="{box.x + WIDTH - 8}" y="{y}" text-anchor="end">{type_}</text>')
    return parts


def links(box: Box, places: dict[str, Box]) -> list[str]:
    """A curve from each column that names a row to the head of that row's table."""
    parts = []
    for at, column in enumerate(box.columns):
        if column.to and column.to != box.table:
            to = places[column.to]
            x, y = box.x, box.y + HEAD + ROW * at + 8
            end_x, end_y = to.x + WIDTH, to.y + HEAD // 2
            bend = max((x - end_x) // 2, ACROSS // 2)
            parts.append(
                f'<path class="link" d="M{x} {y} C{x - bend} {y} {end_x + bend} {end_y} {end_x + 7} {end_y}">'
                f"<title>{box.table}.{column.name} → {column.to}</title></path>"
            )
    return parts


def picture() -> str:
    """The whole drawing, as SVG."""
    placed = boxes(tables())
    places = {box.table: box for box in placed}
    width = max(box.x for box in placed) + WIDTH + EDGE
    height = max(box.y + box.height for box in placed) + EDGE
    end = (
        '<marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#627d98"/></marker>'
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        "<title>The tables of a corpus</title>",
        f"<defs><style>{STYLE}</style>{end}</defs>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        *(line for box in placed for line in links(box, places)),
        *(line for box in placed for line in drawn(box)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1] if sys.argv[1:] else PICTURE).write_text(picture(), "utf-8")
