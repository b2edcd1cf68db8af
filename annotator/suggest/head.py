"""Heads: names that end in a word of their kind (…村, …合作社, …率) and begin where the clause's other words end.

A name is looked for backwards from its head: it begins behind the last character that no name holds (punctuation, a
digit), behind the last word of `cut` (在, 组织, 通过), or, with `from_place`, at a known place. With `chain` a name
that follows another one directly goes on from it (a village behind its township).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.suggest.anchors import Anchor
from annotator.suggest.find import Find
from annotator.suggest.passage import Passage
from annotator.suggest.rule import matches
from annotator.suggest.saying import Saying
from annotator.suggest.written import Pattern

LONGEST_CHAIN = 24
"""code points from the beginning of a chain of names to its last head"""


@dataclass(frozen=True)
class Head(Saying):
    """Heads of one label. `longest` and `shortest` count the code points in front of the head."""

    heads: Pattern
    cut: Pattern
    letters: Pattern
    shortest: int
    longest: int
    from_place: bool
    chain: bool
    without: Pattern | None

    @property
    def anchors(self) -> Sequence[Anchor]:
        """Words of which every head holds one; none where they are not known."""
        return self.heads.anchors

    def find(self, passage: Passage, starts: Sequence[int] | None = None) -> list[Find]:
        """What ends in one of the heads and begins at a boundary, from left to right.

        `starts` are the only offsets where a head may begin (scanner.py), in any order; without them heads are
        searched in the whole text, with the same result.
        """
        folded, last, begun, found = passage.folded, 0, 0, list[Find]()
        matched = matches(self.heads, folded, starts) if starts is not None else self.heads.compiled.finditer(folded)
        for match in matched:
            head, end = match.span()
            start = self._start(passage, max(last, head - self.longest), head)
            if start is None and self._goes_on(folded, begun, last, head):
                start = begun
            if start is None or head - start < self.shortest:
                continue
            name = folded[start:end]
            if name in self.never or (self.without is not None and self.without.compiled.search(name)):
                continue
            last, begun = end, start
            found.append(self.find_of(start, end, name, (("name", name), ("head", match.group()))))
        return found

    def _goes_on(self, folded: str, begun: int, last: int, head: int) -> bool:
        """Whether the name before, at `[begun, last)`, goes on to this head with nothing but a name between them."""
        if not self.chain or not 0 < last < head <= last + self.longest or head - begun > LONGEST_CHAIN:
            return False
        letters = self.letters.compiled.search(folded, last, head)
        return letters is not None and letters.start() == last and not self.cut.compiled.search(folded, last, head)

    def _start(self, passage: Passage, lowest: int, head: int) -> int | None:
        """Where the name begins that ends before `head`; None where no boundary is near enough to know."""
        letters = self.letters.compiled.search(passage.folded, lowest, head)
        if letters is None:
            return None
        first, cut = letters.start(), None
        for match in self.cut.compiled.finditer(passage.folded, first, head):
            cut = match.end()
        place = passage.place_in(first, head) if self.from_place else None
        if place is not None and (cut is None or _goes_into(passage, passage.places[place], cut)):
            return place
        if cut is not None:
            return cut
        return first if first > lowest or first == 0 else None


def _goes_into(passage: Passage, place: int, cut: int) -> bool:
    """Whether a name goes on behind its place, which ends at `place`, though a cut ends at `cut`: the cut lies in the
    place, or is one letter with which names begin too (上饶市和恺服饰有限公司); none begins with 的."""
    return place >= cut or (place == cut - 1 and passage.folded[place] != "的")
