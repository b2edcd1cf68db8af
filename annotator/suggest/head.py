"""Heads: names that end in a word of their kind (…村, …合作社, …率) and begin where the clause's other words end.

A name is looked for backwards from its head: it begins behind the last character that no name holds (punctuation, a
digit), behind the last word of `cut` (在, 组织, 通过), or, with `from_place`, at a known place. With `chain` a name
that follows another one directly goes on from it (a village behind its township).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.suggest.passage import Passage
from annotator.suggest.rule import Found

LONGEST_CHAIN = 24
"""code points from the beginning of a chain of names to its last head"""


@dataclass(frozen=True, slots=True)
class Head:
    """Heads of one label. `longest` and `shortest` count the code points in front of the head."""

    name: str
    label: str
    score: float
    why: str
    heads: re.Pattern[str]
    cut: re.Pattern[str]
    letters: re.Pattern[str]
    shortest: int
    longest: int
    from_place: bool
    chain: bool
    never: frozenset[str]
    without: re.Pattern[str] | None
    domain: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def find(self, passage: Passage) -> Iterator[Found]:
        """What ends in one of the heads and begins at a boundary, from left to right."""
        folded, last, begun = passage.folded, 0, 0
        for match in self.heads.finditer(folded):
            start = self._start(passage, max(last, match.start() - self.longest), match.start())
            if start is None and self._goes_on(folded, begun, last, match.start()):
                start = begun
            if start is None or match.start() - start < self.shortest:
                continue
            name = folded[start : match.end()]
            if name in self.never or (self.without is not None and self.without.search(name)):
                continue
            last, begun = match.end(), start
            yield Found(start, match.end(), (("name", name), ("head", match.group())))

    def _goes_on(self, folded: str, begun: int, last: int, head: int) -> bool:
        """Whether the name before, at `[begun, last)`, goes on to this head with nothing but a name between them."""
        if not self.chain or not 0 < last < head <= last + self.longest or head - begun > LONGEST_CHAIN:
            return False
        letters = self.letters.search(folded, last, head)
        return letters is not None and letters.start() == last and not self.cut.search(folded, last, head)

    def _start(self, passage: Passage, lowest: int, head: int) -> int | None:
        """Where the name begins that ends before `head`; None where no boundary is near enough to know."""
        letters = self.letters.search(passage.folded, lowest, head)
        if letters is None:
            return None
        first = letters.start()
        cut = self._behind_cut(passage.folded, first, head)
        place = next((start for start in range(first, head) if start in passage.places), None)
        if place is not None and self._begins_at(place, cut, passage):
            return place
        if cut is not None:
            return cut
        return first if first > lowest or first == 0 else None

    def _begins_at(self, place: int, cut: int | None, passage: Passage) -> bool:
        if cut is None:
            return self.from_place
        return self.from_place and passage.places[place] >= cut - 1

    def _behind_cut(self, folded: str, first: int, head: int) -> int | None:
        ends = [match.end() for match in self.cut.finditer(folded, first, head)]
        return ends[-1] if ends else None
