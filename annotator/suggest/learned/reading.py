"""What the learned suggester looks at: a passage, and what the other suggesters make of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from annotator.suggest.find import Find
from annotator.suggest.lexicon import Hit
from annotator.suggest.merge import merged_finds
from annotator.suggest.passage import Passage


@dataclass(frozen=True)
class Reading:
    """A passage with all that the other suggesters found in it, what of that stays when none may overlap, and the terms
    in it."""

    passage: Passage
    found: Sequence[Find]
    chosen: Sequence[Find]
    hits: Sequence[Hit]


def read(passage: Passage, found: Iterable[Find]) -> Reading:
    """The reading of a passage, from what the suggesters found in any order."""
    everything = tuple(found)
    return Reading(passage, everything, tuple(merged_finds(everything)), tuple(passage.hits))


def hidden(reading: Reading, share: float, seed: str) -> Reading:
    """The reading as if the other suggesters did not know a share of the phrases, the same ones for the same seed.

    The rules and lists know the reports they were written on better than those to come. A model trained on all that
    they find there would trust them too much, and would learn little where they find everything: the reports to come
    are imitated by hiding a phrase and label wherever they stand.
    """
    folded = reading.passage.folded

    def is_known(start: int, end: int, label: str) -> bool:
        return crc32(f"{seed} {folded[start:end]} {label}".encode()) >= share * 2**32

    found = tuple(one for one in reading.found if is_known(*one.key))
    hits = tuple(hit for hit in reading.hits if is_known(hit.start, hit.end, hit.term.label))
    return Reading(reading.passage, found, tuple(merged_finds(found)), hits)
