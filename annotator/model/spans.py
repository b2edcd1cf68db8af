"""Spans, and what is proposed for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from os import urandom
from time import time_ns
from typing import NamedTuple

AttributeValue = str | int | float | bool | None
Attributes = Mapping[str, AttributeValue]
NO_ATTRIBUTES: Attributes = {}
"""a plain dict, for values are pickled"""
_VARIANT = {f"{digit:x}": "89ab"[digit & 3] for digit in range(16)}


def new_id() -> str:
    """A name that nothing else has: 32 hex digits, of which the first are the time (UUID version 7, RFC 9562).

    What is made together has names that stand together: indexes of millions of names are written to in one place.
    The twelve bits behind the milliseconds are the part of one that has passed (method 3 there), so that names of one
    document do not mingle with those of the next.
    """
    return new_ids(1)[0]


def new_ids(count: int) -> list[str]:
    """So many of them, quicker than one by one."""
    milliseconds, rest = divmod(time_ns(), 1_000_000)
    begin, chance = f"{milliseconds:012x}7{rest * 4096 // 1_000_000:03x}", urandom(8 * count).hex()
    return [f"{begin}{_VARIANT[chance[at]]}{chance[at + 1 : at + 16]}" for at in range(0, 16 * count, 16)]


def now() -> str:
    """The present, in UTC with milliseconds: `2026-03-01T08:30:00.000+00:00`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def text_hash(text: str) -> str:
    """The name of a text's content: sha256 over its UTF-8, in hex."""
    return sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """Half-open `[start, end)` in code points; never empty. Raises ValueError for anything else."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        if not 0 <= start < end:
            raise ValueError(f"not a span: [{start}, {end})")
        _SET_START(self, start)  # in half the time of the way that dataclasses take past their own lock
        _SET_END(self, end)

    def __len__(self) -> int:
        return self.end - self.start

    def __reduce__(self) -> tuple[type[Span], tuple[int, int]]:
        return Span, (self.start, self.end)  # what dataclasses do takes long, and processes hand over millions

    def of(self, text: str) -> str:
        """The slice of the text; shorter than the span where the text ends before it does."""
        return text[self.start : self.end]

    def trimmed(self, text: str) -> Span:
        """Without the white space at both its ends; the same where the text has nothing else there."""
        said = self.of(text)
        start, end = self.start + len(said) - len(said.lstrip()), self.start + len(said.rstrip())
        return Span(start, end) if start < end else self

    def overlaps(self, other: Span) -> bool:
        """Whether both hold some code point; spans that only touch do not overlap."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other lies inside this one; a span contains itself."""
        return self.start <= other.start and other.end <= self.end


_SET_START, _SET_END = (vars(Span)[name].__set__ for name in ("start", "end"))


class Reason(NamedTuple):
    """Why a suggestion was made: a sentence's key in the translations, and the words for its braces.

    `Reason("suggest.why-list-instruments", (("term", "就业扶贫"),))`. Terms inside are in Simplified.
    """

    key: str
    words: tuple[tuple[str, str], ...] = ()


SuggestionKey = tuple[int, int, str]


class Suggestion(NamedTuple):
    """A proposed span and label. Computed from the text whenever needed; only the decision on it is stored.

    A tuple, as its reason is: a report has a hundred, and a tuple is made in a third of the time of a dataclass. It has
    no hash: sets and dictionaries take its `key`.
    """

    span: Span
    label: str
    text: str
    score: float
    source: str
    why: Reason
    attributes: Attributes = NO_ATTRIBUTES

    @property
    def key(self) -> SuggestionKey:
        """What makes two suggestions the same one to a person: where, and as what."""
        return self.span.start, self.span.end, self.label
