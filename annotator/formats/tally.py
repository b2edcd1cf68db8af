"""Counting what a writer puts into its file and what the format cannot carry, so that nothing goes in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from annotator.formats.format import Written
from annotator.model import Annotation, Bundle, Relation

HISTORY = "history"
"""what every format loses but the package"""
ALL_BUT_SPANS = (
    "relations", "described", "adjudications", "decisions", "proposals", "status", "origin", "scheme", HISTORY,
)  # fmt: skip
"""What formats lose that know spans with labels and nothing else, besides who made them."""


def joins_one_persons(bundle: Bundle, relation: Relation) -> bool:
    """Whether both ends are annotations of the bundle by the same annotator, as formats by annotator need it."""
    people = {one.id: one.annotator for one in bundle.annotations if one.id in (relation.head, relation.target)}
    return {relation.head, relation.target} <= people.keys() and len(set(people.values())) == 1


class Tally:
    """The counts of one export. `loses` are the kinds that the format says it loses.

    Annotations that are in the file and those lost ("annotations", "overlapping", "edges") are together all there are;
    of attributes and notes those of annotations in the file are counted.
    """

    def __init__(self, loses: Collection[str]) -> None:
        self._loses = frozenset(loses)
        self._documents = self._annotations = self._decisions = 0
        self._lost: Counter[str] = Counter()

    def add(self, bundle: Bundle, kept: Sequence[Annotation], **lost: int) -> None:
        """One document; `kept` are its annotations that are in the file. Counts given by name replace our own.

        Raises ValueError when a kind is lost that the format does not state: that would be a bug in it.
        """
        self._documents += 1
        self._annotations += len(kept)
        self._decisions += 0 if "decisions" in self._loses else len(bundle.decisions)
        counted = {
            "attributes": sum(bool(one.attributes) for one in kept),
            "notes": sum(bool(one.note) for one in kept),
            "decisions": len(bundle.decisions),
            "status": len(bundle.status),
            "relations": len(bundle.relations),
            "described": len(bundle.attributes),
            "adjudications": len(bundle.adjudications),
            "proposals": len(bundle.proposals),
        }
        counts = {kind: count for kind, count in counted.items() if kind in self._loses} | lost
        if unstated := {kind for kind, count in counts.items() if count} - self._loses:
            raise ValueError(f"lost without a word: {unstated}")
        self._lost.update(counts)

    def written(self) -> Written:
        """What is in the file, and what is not."""
        return Written(self._documents, self._annotations, self._decisions, dict(+self._lost))
