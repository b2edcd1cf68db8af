"""Rules: patterns over folded text, and heads that names are built on.

They are data (resources/rules/*.toml), compiled with `re`; each shows in examples, between ⟦ and ⟧, what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.suggest.passage import Passage

Words = tuple[tuple[str, str], ...]
FRONT = 16
"""how many code points in front of a match may belong to it"""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: `[start, end)` in code points, and the words for the braces of its reason."""

    start: int
    end: int
    words: Words


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and where it is tried.

    `after` is empty, then the pattern is searched everywhere; or "Place", then it is tried behind each known place and
    what it finds begins with that place. The group `span` is what is found, the whole match where there is none.
    `front` is what stands before it and belongs to it (the modifiers of a head): where it does not match, nothing is
    found. It is looked for backwards, which is several times faster than a pattern that begins with it. What is in
    `never` is not found.
    """

    name: str
    label: str
    score: float
    why: str
    pattern: re.Pattern[str]
    after: str
    front: re.Pattern[str] | None
    never: frozenset[str]
    domain: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def find(self, passage: Passage) -> Iterator[Found]:
        """What the rule finds in a passage, from left to right."""
        return self._behind_places(passage) if self.after else self._everywhere(passage.folded)

    def _everywhere(self, folded: str) -> Iterator[Found]:
        has_span = "span" in self.pattern.groupindex
        for match in self.pattern.finditer(folded):
            start, end = match.span("span") if has_span else match.span()
            front = start if self.front is None else self._front(folded, start)
            if front is not None and front < end and folded[front:end] not in self.never:
                yield Found(front, end, _words(match, folded[front:end]))

    def _front(self, folded: str, start: int) -> int | None:
        assert self.front is not None  # the caller looked
        match = self.front.search(folded, max(0, start - FRONT), start)
        return None if match is None else match.start()

    def _behind_places(self, passage: Passage) -> Iterator[Found]:
        for start, end in passage.places.items():
            match = self.pattern.match(passage.folded, end)
            if match is not None and passage.folded[end : match.end()] not in self.never:
                yield Found(start, match.end(), _words(match, passage.folded[start : match.end()]))


def _words(match: re.Match[str], name: str) -> Words:
    groups = {key: value for key, value in match.groupdict().items() if value and key != "span"}
    return tuple(({"name": name} | groups).items())
