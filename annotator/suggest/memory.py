"""What a corpus has taught: terms that people annotate are suggested everywhere, those that they reject go quiet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from annotator.model import Reason, Span, Suggestion
from annotator.suggest.guards import allowed
from annotator.suggest.known import LONGEST, NOTHING, ByText, Known
from annotator.suggest.layers import Layers, Texts
from annotator.suggest.merge import merged, merged_into
from annotator.suggest.packed import Packed, Unpacked, rows_of
from annotator.text import fold


class Memory:
    """The known terms of a corpus. A value: `updated` gives another one, at the cost of what changed.

    The many that were known at first stay as they are: what came since lies over them (layers.py).
    """

    def __init__(self, known: Iterable[Known] = ()) -> None:
        self._base: Mapping[str, Mapping[str, Known]] = _by_text(known)
        self._fresh = Layers()
        self._base_texts = Texts(self._base)
        self.longest = max(map(len, self._base), default=0)
        """code points of the longest term"""
        self.reach = _reach(self._base)
        """code points of the longest term that may be suggested"""

    @classmethod
    def of(cls, packed: Packed) -> Memory:
        """A memory that another process has packed."""
        made = cls()
        made._base, made._base_texts = Unpacked(packed.rows), Texts.read(packed.automaton)
        made.longest, made.reach = packed.longest, packed.reach
        return made

    def packed(self) -> Packed:
        """All that this knows, for another process."""
        known = self._whole()
        return Packed(rows_of(known), Texts(known).serialized(), self.longest, self.reach)

    def _whole(self) -> dict[str, Mapping[str, Known]]:
        """What is known of every text."""
        return {**self._base, **self._fresh.all()}

    def updated(self, known: Iterable[Known]) -> Memory:
        """This memory with what is known of some terms replaced."""
        changed = _by_text(known)
        other = object.__new__(Memory)
        other._base, other._base_texts = self._base, self._base_texts
        whole = {text: {**self._labels(text), **labels} for text, labels in changed.items()}
        other._fresh = self._fresh.with_(whole, self._base.__contains__)
        other.longest = max(self.longest, *map(len, changed), 0)
        other.reach = max(self.reach, _reach(changed))
        return other

    def _labels(self, folded: str) -> Mapping[str, Known]:
        """What is known of a text, by label."""
        return self._fresh.get(folded) or self._base.get(folded) or {}

    def known(self, text: str, label: str) -> Known | None:
        """What is known of a term, given in either script."""
        return self._labels(fold(text)).get(label)

    def all(self) -> list[Known]:
        """All known terms, by text and label; none of which everything has been taken back."""
        found = (one for labels in self._whole().values() for one in labels.values() if one.is_known)
        return sorted(found, key=lambda one: one.key)

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where known terms stand in a folded text, overlapping ones too."""
        yield from self._base_texts.find(folded)
        yield from self._fresh.places(folded)

    def labels(self, folded: str) -> Collection[str]:
        """The labels with which a folded text is known."""
        return self._labels(folded).keys()

    def turned(self, before: Memory) -> set[str]:
        """The folded texts that are suggested otherwise somewhere than another memory had them."""
        return {text for text in self._known_otherwise(before) if self._bearing(text) != before._bearing(text)}

    def _known_otherwise(self, before: Memory) -> Iterator[str]:
        if self._base is not before._base:
            now, was = self._whole(), before._whole()
            yield from (text for text in now.keys() | was.keys() if now.get(text) != was.get(text))
        else:
            yield from self._fresh.other_than(before._fresh)

    def _bearing(self, folded: str) -> dict[str, tuple[object, ...]]:
        bearings = {label: one.bearing for label, one in self._labels(folded).items()}
        return {label: bearing for label, bearing in bearings.items() if bearing != NOTHING}

    def joined(self, text: str, suggestions: Iterable[Suggestion], *, overlap: str = "flat") -> list[Suggestion]:
        """The suggestions of others on a text without those that are quiet, and with those of the learned terms."""
        folded = fold(text)
        return self.joined_at(text, folded, self.places(folded), suggestions, overlap=overlap)

    def joined_at(
        self,
        text: str,
        folded: str,
        places: Iterable[tuple[int, int]],
        suggestions: Iterable[Suggestion],
        *,
        overlap: str = "flat",
    ) -> list[Suggestion]:
        """The same of parts of a text: of the places in them where known terms stand, and the suggestions in them.

        It comes to the same as of all where nothing that is suggested, and no term that may be, crosses their ends.
        """
        loud = [one for one in suggestions if not self._is_quiet(folded, one)]
        learned = list(self._learned(text, folded, places))
        if not learned:
            return loud
        if overlap == "flat":
            return merged_into(self._without_parts(loud, learned), learned)
        return merged([*loud, *learned], overlap=overlap)

    def _without_parts(self, loud: list[Suggestion], learned: list[Suggestion]) -> list[Suggestion]:
        """Others' suggestions but those that are a part of a learned term: wherever people met it, they took it whole.

        One doubt of the whole, and the better rank decides.
        """
        whole = [one.span for one in learned if (known := self.known(one.text, one.label)) and known.is_undoubted]
        held = inside(whole)
        return [one for one in loud if not held(one.span)]

    def _is_quiet(self, folded: str, one: Suggestion) -> bool:
        start, end = one.span.start, one.span.end
        known = self._labels(folded[start:end]).get(one.label)
        return known is not None and known.is_quiet_between(folded[max(0, start - 1) : start], folded[end : end + 1])

    def may_stand(self, folded: str, start: int, end: int) -> bool:
        """Whether a learned term is suggested at a place, as far as that depends on nothing that overlaps it."""
        return self._best(folded, start, end) is not None

    def _learned(self, text: str, folded: str, places: Iterable[tuple[int, int]]) -> Iterator[Suggestion]:
        """Suggestions of the learned terms: from left to right the longest at each place, none overlapping another."""
        last = 0
        for start, end in sorted(set(places), key=lambda place: (place[0], -place[1])):
            if start >= last and (known := self._best(folded, start, end)):
                yield _suggestion(text, Span(start, end), known)
                last = end

    def _best(self, folded: str, start: int, end: int) -> Known | None:
        """As what a text is suggested at a place: of its labels the one that most people have given it."""
        labels = (one for one in self._labels(folded[start:end]).values() if _may_stand(one, folded, start, end))
        return max(labels, key=lambda one: (one.state == "shown", one.evidence.accepted, one.label), default=None)


def _may_stand(one: Known, folded: str, start: int, end: int) -> bool:
    """Whether a term is suggested at a place. What people put on the list is, whatever stands around it."""
    if one.state == "shown":
        return True
    fits = one.is_learned and allowed(one.label, folded, start, end)
    return fits and not one.is_quiet_between(folded[max(0, start - 1) : start], folded[end : end + 1])


def _reach(known: Mapping[str, Mapping[str, Known]]) -> int:
    """Up to how many code points any of these is suggested: of a long one only what people put on the list is."""
    said = (one for labels in known.values() for one in labels.values())
    return max((len(one.text) for one in said if one.state == "shown" or len(one.text) <= LONGEST), default=0)


def inside(spans: list[Span]) -> Callable[[Span], bool]:
    """Whether a span is a part of one of these, which come sorted and apart, and not the whole of it."""
    starts = [span.start for span in spans]

    def answer(span: Span) -> bool:
        at = bisect_right(starts, span.start) - 1
        return at >= 0 and span != spans[at] and spans[at].contains(span)

    return answer


def around(text: str, span: Span) -> tuple[str, str]:
    """The folded characters before and after a span; empty at the ends of the text."""
    return fold(text[max(0, span.start - 1) : span.start]), fold(text[span.end : span.end + 1])


def _by_text(known: Iterable[Known]) -> ByText:
    texts: ByText = {}
    for one in known:
        texts.setdefault(one.text, {})[one.label] = one
    return texts


def _suggestion(text: str, span: Span, known: Known) -> Suggestion:
    words = (("term", known.text), ("count", str(known.evidence.accepted)))
    why = Reason("suggest.why-on-list" if known.state == "shown" else "suggest.why-learned", words)
    attributes = {"domain": known.domain} if known.domain else {}
    return Suggestion(span, known.label, span.of(text), known.score, "corpus", why, attributes)
