"""Where rules are worth trying: one pass over a text for the anchors of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from daachorse import MATCH_KIND_STANDARD
from daachorse import CharwiseDoubleArrayAhoCorasick as Automaton

from annotator.suggest.anchors import Anchor

Starts = list[int]
Targets = tuple[tuple[int, int], ...]
"""for a word the patterns that look for it, and by how much their matches begin before it; words of one anchor share
them"""


class Scanner:
    """Finds the words of many patterns at once (Aho-Corasick), each wherever it stands, overlapping ones too."""

    def __init__(self, patterns: Iterable[Sequence[Anchor]]) -> None:
        self._known: list[bool] = []
        targets: dict[str, list[tuple[int, int]]] = {}
        for slot, anchors in enumerate(patterns):
            self._known.append(bool(anchors))
            for anchor in anchors:
                places = [(slot, back) for back in range(anchor.nearest, anchor.farthest + 1)]
                for word in anchor.words:
                    targets.setdefault(word, []).extend(places)
        shared: dict[Targets, Targets] = {}
        self._targets = [shared.setdefault(each, each) for each in map(tuple, targets.values())]
        self._automaton = Automaton(list(targets), MATCH_KIND_STANDARD) if targets else None

    @classmethod
    def kept(cls, known: list[bool], targets: list[Targets], automaton: bytes) -> Scanner:
        """One that was kept."""
        made = cls.__new__(cls)
        made._known, made._targets = known, targets
        made._automaton = Automaton.deserialize(automaton) if automaton else None
        return made

    def as_kept(self) -> tuple[list[bool], list[Targets], bytes]:
        """What `kept` wants."""
        return self._known, self._targets, self._automaton.serialize() if self._automaton else b""

    def starts(self, folded: str) -> list[Starts | None]:
        """For each pattern the offsets where a match may begin, in any order, perhaps twice, perhaps below 0.

        A match begins nowhere else. None for a pattern that has no anchors and may match anywhere.
        """
        found: list[Starts] = [[] for _ in self._known]
        if self._automaton is not None:
            targets = self._targets
            for start, _, word in self._automaton.find_overlapping(folded):
                for slot, back in targets[word]:
                    found[slot].append(start - back)
        return [starts if known else None for starts, known in zip(found, self._known, strict=True)]
