"""Columns with a character a line, as Chinese corpora mostly have them: read in strokes, not line by line.

Most of their lines are a character that belongs to nothing. All that such lines have behind their character is taken
out at once, and only the lines with a tag, and the blank ones, are looked at.
"""

from __future__ import annotations

from typing import NamedTuple

from annotator.formats.tagging import OUTSIDE, is_tag, runs

_MARK = "\0"
"""stands behind a character for the rest of its line"""


class Tagged(NamedTuple):
    """A span, half-open in code points of the text, with its label and in which line, from 0, it begins."""

    start: int
    end: int
    label: str
    line: int


class Lettered(NamedTuple):
    """What a document's lines say: its text, sentences joined by line ends, its spans, the line where it begins."""

    text: str
    spans: list[Tagged]
    line: int


def lettered(body: str) -> Lettered | None:
    """What the lines of one document say, ended by LF; None where one is anything but blank or

    a character, a blank or tab (the same throughout), and a tag: then nothing has been found out about them.
    """
    blank = "\t" if "\t" in body else " "
    if _MARK in body or "\r" in body or body.startswith(blank) or f"\n{blank}" in body:
        return None
    pieces = body.replace(f"{blank}{OUTSIDE}\n", _MARK).split("\n")
    if pieces[-1] and not pieces[-1].endswith(_MARK):
        return None  # a last line without an end
    page = _Page()
    first = len(body) - len(body.lstrip("\n"))
    return page.lettered(first) if page.take(pieces, blank) else None


class _Page:
    """A document under way."""

    def __init__(self) -> None:
        self._sentences: list[str] = []
        self._sentence: list[str] = []
        self._outside: list[str] = []
        self._at = self._blank_lines = 0  # characters so far
        self._tags: list[str] = []
        self._spans: list[Tagged] = []
        self._known: set[str] = set()

    def take(self, pieces: list[str], blank: str) -> bool:
        """Pieces that line ends divided: each is what is outside, then a character with its tag or a blank line.

        Whether it can be that (what is outside is looked at in the end).
        """
        for piece in pieces:
            word, is_tagged, tag = piece.rpartition(blank)
            if not is_tagged:
                self._end(piece)
                continue
            if tag not in self._known and not self._is_known(tag):
                return False
            if len(word) > 1:
                self._pass(word[:-1])
            self._sentence.append(word[-1])
            self._tags.append(tag)
            self._at += 1
        return not any(blank in part for part in self._outside)

    def _is_known(self, tag: str) -> bool:
        """The tag of a line that stayed; one with a mark is followed by another column."""
        if _MARK in tag or tag == OUTSIDE or not is_tag(tag):
            return False
        self._known.add(tag)
        return True

    def _pass(self, outside: str) -> None:
        """Characters outside of all spans, each with its mark."""
        self._close()
        self._outside.append(outside)
        self._sentence.append(outside[::2])
        self._at += len(outside) // 2

    def _close(self) -> None:
        """What follows belongs to no span that is open."""
        if self._tags:
            begin, before = self._at - len(self._tags), len(self._sentences)
            self._spans += (
                Tagged(begin + first + before, begin + last + before, label, begin + first + self._blank_lines)
                for first, last, label in runs(self._tags)
            )
            self._tags.clear()

    def _end(self, outside: str) -> None:
        """The end of a sentence, and of a document."""
        self._pass(outside)
        self._blank_lines += 1
        if sentence := "".join(self._sentence):
            self._sentences.append(sentence)
        self._sentence.clear()  # of many blank lines each leaves an empty piece

    def lettered(self, line: int) -> Lettered | None:
        """All of it, if what was taken for single characters was that; it begins in that line."""
        outside, letters = "".join(self._outside), "".join(self._sentences)
        single = outside[1::2].count(_MARK) * 2 == len(outside) == outside.count(_MARK) * 2
        is_found = single and (not letters or letters.split() == [letters])  # no token is a blank of any kind
        return Lettered("\n".join(self._sentences), self._spans, line) if is_found else None
