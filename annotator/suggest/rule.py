"""Rules: patterns over folded text, and heads that names are built on.

They are data (resources/rules/*.toml), compiled with `re`; each shows in examples, between ⟦ and ⟧, what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from annotator.suggest.anchors import Anchor
from annotator.suggest.find import Words
from annotator.suggest.passage import Passage
from annotator.suggest.written import Pattern

FRONT = 16
"""how many code points in front of a match may belong to it"""


class Found(NamedTuple):
    """What a rule found: `[start, end)` in code points, and the words for the braces of its reason."""

    start: int
    end: int
    words: Words


@dataclass(frozen=True)
class Rule:
    """A pattern, and where it is tried.

    `after` is empty, then the pattern is searched everywhere; or "Place" or another label, then it is tried behind each
    known place or term of that label, and what it finds begins with it. The group `span` is what is found, the whole
    match where there is none. `front` is what stands before it and belongs to it (the modifiers of a head): where it
    does not match, nothing is found. It is looked for backwards, which is several times faster than a pattern that
    begins with it. What is in `never` is not found.
    """

    name: str
    label: str
    score: float
    why: str
    pattern: Pattern
    after: str
    front: Pattern | None
    never: frozenset[str]
    domain: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    @property
    def anchors(self) -> Sequence[Anchor]:
        """Words of which every match of the pattern holds one; none where they are not known."""
        return self.pattern.anchors

    def find(self, passage: Passage, starts: Sequence[int] | None = None) -> Iterator[Found]:
        """What the rule finds in a passage, from left to right.

        `starts` are the only offsets where its pattern may match (scanner.py), in any order; without them it is
        searched in the whole text, with the same result.
        """
        if self.after:
            return self._behind(self._before(passage), passage.folded, starts)
        folded = passage.folded
        if starts is None:
            return self._found(self.pattern.compiled.finditer(folded), folded)
        return self._found(matches(self.pattern, folded, starts), folded)

    def _found(self, found: Iterable[re.Match[str]], folded: str) -> Iterator[Found]:
        group = self._span_group
        for match in found:
            start, end = match.span(group)
            front = start if self.front is None else self._front(folded, start)
            if front is not None and front < end and folded[front:end] not in self.never:
                yield Found(front, end, self._words(match, folded[front:end]))

    def _front(self, folded: str, start: int) -> int | None:
        assert self.front is not None  # the caller looked
        match = self.front.compiled.search(folded, max(0, start - FRONT), start)
        return None if match is None else match.start()

    def _before(self, passage: Passage) -> Iterable[tuple[int, int]]:
        """What the pattern may stand behind."""
        if self.after == "Place":
            return passage.places.items()
        return ((hit.start, hit.end) for hit in passage.hits if hit.term.label == self.after)

    def _behind(self, before: Iterable[tuple[int, int]], folded: str, starts: Sequence[int] | None) -> Iterator[Found]:
        allowed = None if starts is None else set(starts)
        for start, end in before:
            if allowed is not None and end not in allowed:
                continue
            match = self.pattern.compiled.match(folded, end)
            if match is not None and folded[end : match.end()] not in self.never:
                yield Found(start, match.end(), self._words(match, folded[start : match.end()]))

    @cached_property
    def _span_group(self) -> str | int:
        return "span" if "span" in self.pattern.compiled.groupindex else 0

    @cached_property
    def _has_name(self) -> bool:
        return "name" in self.pattern.compiled.groupindex

    @cached_property
    def _groups(self) -> tuple[str, ...]:
        return tuple(name for name in self.pattern.compiled.groupindex if name not in ("span", "name"))

    def _words(self, match: re.Match[str], name: str) -> Words:
        """`name` is what the group of that name matched, else all that was found; then the other groups."""
        if self._has_name:
            name = match["name"] or name
        if not self._groups:
            return (("name", name),)
        return (("name", name), *((key, match[key]) for key in self._groups if match[key]))


def matches(pattern: Pattern, folded: str, starts: Sequence[int]) -> list[re.Match[str]]:
    """The matches of a pattern that begin at one of the offsets, from left to right, none overlapping another."""
    found: list[re.Match[str]] = []
    if not starts:  # a pattern is compiled when something may match
        return found
    match, last = pattern.compiled.match, 0
    for start in sorted(starts):
        if start >= last and (one := match(folded, start)) is not None:
            last = one.end()
            found.append(one)
    return found
