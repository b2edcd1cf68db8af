"""Text in columns of a terminal, where a Han character takes two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

from annotator.i18n import on_one_line


def width(text: str) -> int:
    """How many columns a text takes."""
    return sum(map(_width_of, text))


def _width_of(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def table(rows: Sequence[Sequence[str]], *, text_columns: int = 1) -> str:
    """Rows as lines in columns; the first `text_columns` stand left, the others (numbers) right."""
    cells = [[on_one_line(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(_padded(cell, widths[at], right=at >= text_columns) for at, cell in enumerate(row)) for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def _padded(cell: str, columns: int, *, right: bool) -> str:
    blank = " " * (columns - width(cell))
    return blank + cell if right else cell + blank


def wrapped(text: str, columns: int) -> list[str]:
    """The lines of a paragraph, none wider than `columns` unless one word is; Han text breaks between characters."""
    lines = [""]
    for piece in _pieces(" ".join(text.split())):
        if lines[-1] and width(lines[-1]) + width(piece.rstrip()) > columns:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines


def _pieces(text: str) -> Iterator[str]:
    """What a line must not break: a word with the blank behind it, a wide character with the punctuation behind it."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    yield piece


def _may_break(before: str, after: str) -> bool:
    if before == " ":
        return True
    if after in " ，。；：、！？）》”」…" or before in "（《“「":
        return False
    return _width_of(before) == 2 or _width_of(after) == 2
