"""What is printed of a document: values that a press sets on pages. A press is a face's, for only that has fonts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `colour` is its label's ink, #rrggbb, empty outside of annotations; `several` may cover it."""

    text: str
    colour: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document: a heading, what is said of it, a legend (colour, text), the text in pieces, and notes below."""

    title: str
    about: str
    legend: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]
    traditional: bool = False


class Printing(Protocol):
    """Pages under way."""

    def put(self, sheet: Sheet) -> int:
        """Sets a document on pages of its own; returns how many of its characters no font has."""

    def finish(self, stream: BinaryIO) -> None:
        """Writes all pages as PDF."""


Press = Callable[[], AbstractContextManager[Printing]]
