"""What the learned suggester looks at: a passage, and what the other suggesters make of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TypeVar
from zlib import crc32

from annotator.suggest.find import Find
from annotator.suggest.learned.tags import stretches
from annotator.suggest.lexicon import Hit
from annotator.suggest.merge import merged_finds
from annotator.suggest.passage import Passage

Placed = TypeVar("Placed", Find, Hit)
PORTION = 20_000
"""code points; a model needs some 1,500 bytes for each one that it reads at once"""


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


def portions(reading: Reading, least: int = PORTION) -> Iterator[tuple[int, Reading]]:
    """The reading in parts of at least so many code points, each with where it begins; the last may be shorter.

    A part ends behind a sentence, where no find and no term is cut. So a model says of it what it says of the whole,
    but for what a few characters at its ends would see beyond them. A short text is one part: itself.
    """
    text, lexicon = reading.passage.text, reading.passage.lexicon
    begins = [0, *_ends(reading, least)]
    if len(begins) == 1:
        yield 0, reading
        return
    found, chosen, hits = _dealt(reading.found, begins), _dealt(reading.chosen, begins), _dealt(reading.hits, begins)
    for at, (begin, end) in enumerate(pairwise([*begins, len(text)])):
        yield begin, Reading(Passage(text[begin:end], lexicon), found[at], chosen[at], hits[at])


def _ends(reading: Reading, least: int) -> Iterator[int]:
    """Where all parts end but the last."""
    folded = reading.passage.folded
    if len(folded) <= least:
        return
    inside = bytearray(len(folded))
    for one in chain[Find | Hit](reading.found, reading.hits):
        inside[one.start + 1 : one.end] = b"\1" * (one.end - one.start - 1)
    begin = 0
    for _, end in stretches(folded):
        if end - begin >= least and end < len(folded) and not inside[end]:
            yield end
            begin = end


def _dealt(spans: Iterable[Placed], begins: Sequence[int]) -> list[list[Placed]]:
    """The spans of each part in the order given, as they stand in it."""
    dealt: list[list[Placed]] = [[] for _ in begins]
    for one in spans:
        part = bisect_right(begins, one.start) - 1
        dealt[part].append(one._replace(start=one.start - begins[part], end=one.end - begins[part]))
    return dealt


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
