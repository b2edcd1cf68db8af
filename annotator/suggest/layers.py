"""Terms that became known one after the other: a map whose changes are cheap, and whose earlier versions stay.

It lies in layers, the latest on top, each a sixteenth of what is below it or less; a layer that has grown too large
for that is joined with the one below (P. O'Neil and others, The log-structured merge-tree, Acta Informatica 33(4),
1996). No joining makes a layer of more than MOST terms anew, so that no decision ever waits for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from daachorse import MATCH_KIND_STANDARD, CharwiseDoubleArrayAhoCorasick

from annotator.suggest.known import ByText, Known

ONE_BY_ONE = 16
"""Terms that are looked for one by one: an automaton of them takes longer to make."""
MOST = 4_096
"""An automaton of so many takes about 3 ms to make."""
_SHARE = 16


class Texts:
    """Finds all places of many texts, overlapping ones too (an Aho-Corasick automaton)."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = sorted(texts)
        self._automaton = CharwiseDoubleArrayAhoCorasick(kept, MATCH_KIND_STANDARD) if kept else None

    @classmethod
    def read(cls, automaton: bytes) -> Texts:
        """The other way of `serialized`: only of what this program has made."""
        made = cls(())
        made._automaton = CharwiseDoubleArrayAhoCorasick.deserialize(automaton) if automaton else None
        return made

    def serialized(self) -> bytes:
        return self._automaton.serialize() if self._automaton else b""

    def find(self, folded: str) -> Iterator[tuple[int, int]]:
        """(start, end) of each place, in code points."""
        if self._automaton:
            for start, end, _ in self._automaton.find_overlapping(folded):
                yield start, end


def places_of(texts: Collection[str], folded: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each place of some texts in a folded one. Few are looked for one by one."""
    if len(texts) > ONE_BY_ONE:
        yield from Texts(texts).find(folded)
        return
    for text in texts:
        at = folded.find(text)
        while at >= 0:
            yield at, at + len(text)
            at = folded.find(text, at + 1)


@dataclass(frozen=True)
class Layer:
    """What is known of some texts. The `new` ones among them nobody knew before; only they have to be looked for."""

    known: ByText
    new: frozenset[str]

    @cached_property
    def _texts(self) -> Texts:
        return Texts(self.new)

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where the new texts stand in a folded one."""
        return self._texts.find(folded) if len(self.new) > ONE_BY_ONE else places_of(self.new, folded)

    def over(self, below: Layer) -> Layer:
        """Both as one; what this says goes before."""
        return Layer({**below.known, **self.known}, below.new | self.new)

    def takes_in(self, below: Layer) -> bool:
        """Whether both are to be one."""
        size, under = len(self.known), len(below.known)
        return under < _SHARE * size and size + under <= MOST


@dataclass(frozen=True)
class Layers:
    """Folded text → label → what is known. A value: `with_` gives another one."""

    _layers: tuple[Layer, ...] = ()  # the latest first

    def get(self, text: str) -> Mapping[str, Known] | None:
        """What is known of a folded text, by label."""
        for layer in self._layers:
            if (labels := layer.known.get(text)) is not None:
                return labels
        return None

    def all(self) -> ByText:
        """All of it."""
        return {text: labels for layer in reversed(self._layers) for text, labels in layer.known.items()}

    def with_(self, known: ByText, is_known: Callable[[str], bool]) -> Layers:
        """These and what is known now of some texts, all that is known of each; `is_known`: outside of these."""
        if not known:
            return self
        new = frozenset(text for text in known if self.get(text) is None and not is_known(text))
        top, below = Layer(known, new), self._layers
        while below and top.takes_in(below[0]):
            top, below = top.over(below[0]), below[1:]
        return Layers((top, *below))

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where the new ones among the texts stand in a folded one, overlapping ones too."""
        for layer in self._layers:
            yield from layer.places(folded)

    def other_than(self, before: Layers) -> Iterator[str]:
        """The texts of which something else may be known than before. What both have in common is not looked at."""
        common = {id(layer) for layer in self._layers} & {id(layer) for layer in before._layers}
        for layer in (*self._layers, *before._layers):
            if id(layer) not in common:
                # what is known of a text stays the same object until that changes
                yield from (text for text in layer.known if self.get(text) is not before.get(text))
