"""Rules: patterns over folded text, and heads that names are built on.

They are data (resources/rules/*.toml), compiled with `re`; each shows in examples, between ⟦ and ⟧, what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.suggest.anchors import Anchor
from annotator.suggest.find import Find, Words
from annotator.suggest.passage import Passage
from annotator.suggest.saying import Saying
from annotator.suggest.written import Pattern

FRONT = 16
"""how many code points in front of a match may belong to it"""
BEHIND = 0.02
"""anchors for each character of a text from which on a pattern is rather tried behind each known place: a report has
dozens of places, and hundreds of 交通, 农业 …"""


@dataclass(frozen=True)
class Rule(Saying):
    """A pattern, and where it is tried.

    `after` is empty, then the pattern is searched everywhere; or "Place" or another label, then it is tried behind each
    known place or term of that label, and what it finds begins with it. The group `span` is what is found, the whole
    match where there is none. `front` is what stands before it and belongs to it (the modifiers of a head): where it
    does not match, nothing is found. It is looked for backwards, which is several times faster than a pattern that
    begins with it. What is in `never` is not found.
    """

    pattern: Pattern
    after: str
    front: Pattern | None

    @property
    def anchors(self) -> Sequence[Anchor]:
        """Words of which every match of the pattern holds one; none where they are not known, or no rarer than what a
        pattern is tried behind."""
        found = self.pattern.anchors
        return () if self.after and sum(one.cost for one in found) > BEHIND else found

    def find(self, passage: Passage, starts: Sequence[int] | None = None) -> list[Find]:
        """What the rule finds in a passage, from left to right.

        `starts` are the only offsets where its pattern may match (scanner.py), in any order; without them it is
        searched in the whole text, or tried behind all that it may stand behind, with the same result.
        """
        folded = passage.folded
        if self.after:
            before = passage.places.items() if self.after == "Place" else passage.terms(self.after)
            within = None if starts is None else frozenset(starts)
            tried = [span for span in before if within is None or span[1] in within]
            return self._behind(tried, folded) if tried else []  # a pattern is compiled when something may match
        found = self.pattern.compiled.finditer(folded) if starts is None else matches(self.pattern, folded, starts)
        return self._found(found, folded) if found else []

    def _found(self, matched: Iterable[re.Match[str]], folded: str) -> list[Find]:
        group, found = self._span_group, []
        for match in matched:
            start, end = match.span(group)
            front = start if self.front is None else self._front(folded, start)
            if front is not None and front < end and (name := folded[front:end]) not in self.never:
                found.append(self.find_of(front, end, name, self._words(match, name)))
        return found

    def _front(self, folded: str, start: int) -> int | None:
        assert self.front is not None  # the caller looked
        match = self.front.compiled.search(folded, max(0, start - FRONT), start)
        return None if match is None else match.start()

    def _behind(self, before: Iterable[tuple[int, int]], folded: str) -> list[Find]:
        """What the pattern finds right behind one of the spans, which then begins it."""
        match, found = self.pattern.compiled.match, []
        for start, end in before:
            if (one := match(folded, end)) is not None and one.group() not in self.never:
                name = folded[start : one.end()]
                found.append(self.find_of(start, one.end(), name, self._words(one, name)))
        return found

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
