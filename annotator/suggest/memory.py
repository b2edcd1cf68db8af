"""What a corpus has taught: terms that people annotate are suggested everywhere, those that they reject go quiet.

Everything here is about terms folded to Simplified, so what is learned in one script holds in both. Whether a term's
suggestions are mostly wrong is asked of the Beta distribution: with `accepted` and `rejected` decisions and a uniform
prior, the share of right ones has the density Beta(accepted + 1, rejected + 1), and a term is quiet when the share is
below one half with a probability of nine in ten (A. Gelman and others, Bayesian Data Analysis, 3rd edition, 2.4).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import comb, erf, sqrt

from daachorse import MATCH_KIND_STANDARD, CharwiseDoubleArrayAhoCorasick

from annotator.model import Reason, Span, Suggestion
from annotator.suggest.guards import allowed
from annotator.suggest.merge import merged, merged_into
from annotator.text import fold

Key = tuple[str, str]
"""A term: its folded text and its label."""
State = str
"""What a person has said of a term: "" for nothing, "shown" for always suggest it, "quiet" for never, "forgotten" for
as if nobody had ever decided on it."""

SURE = 0.9
BY_HAND = 0.9
_NO_TERM = re.compile(r"[\d\s。!?;,:、]|^.?$")
_LONGEST = 30
_MANY = 400
_FRESH = 300
"""Terms that may change before all are put into one automaton again; of many terms a tenth."""
_ONE_BY_ONE = 16
"""Terms that are looked for one by one: an automaton of them takes longer to make."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often people stood by a suggestion of a term, and how often they said no."""

    accepted: int = 0
    rejected: int = 0

    @property
    def share(self) -> float:
        """The expected share of right suggestions, 0 to 1."""
        return (self.accepted + 1) / (self.accepted + self.rejected + 2)

    @property
    def doubt(self) -> float:
        """The probability that less than half of the term's suggestions are right."""
        return _doubt(self.accepted, self.rejected)


@lru_cache(maxsize=1024)
def _doubt(accepted: int, rejected: int) -> float:
    """Asked at each place of each term after each decision, of a few dozen pairs of numbers."""
    draws = accepted + rejected + 1
    if draws > _MANY:  # the binomial is normal by then
        return (1 + erf((rejected - accepted) / sqrt(2 * draws))) / 2
    ways = sum(comb(draws, hits) for hits in range(accepted + 1, draws + 1))
    return float(ways / 2**draws)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a term. `contexts` has the evidence by the characters before and after it, where mixed."""

    text: str
    label: str
    domain: str = ""
    state: State = ""
    evidence: Evidence = Evidence()
    taught: int = 0
    """those of the accepted that no shipped list knows"""
    passed: int = 0
    """places in finished documents where it stands and nobody annotated anything"""
    contexts: Mapping[tuple[str, str], Evidence] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.text, self.label

    @property
    def is_quiet(self) -> bool:
        """Whether it is not suggested where nothing is known of what stands around it."""
        return self.state == "quiet" or (not self.state and self.evidence.doubt >= SURE)

    @property
    def is_learned(self) -> bool:
        """Whether it is suggested by itself: people put it on the list, or annotate it more often than they do not."""
        often = self.taught > 0 and self.evidence.accepted > self.evidence.rejected + self.passed
        return self.state == "shown" or (often and not self.state and is_term(self.text))

    @property
    def is_undoubted(self) -> bool:
        """Whether nobody has ever rejected it, made something else of it or passed it over."""
        return not self.evidence.rejected and not self.passed

    @property
    def bearing(self) -> tuple[object, ...]:
        """All that suggesting asks of it: where this is the same, it is suggested alike, wherever it stands."""
        if self.state == "quiet":
            return ("quiet",)
        doubted = not self.state and (self.is_quiet or any(one.doubt >= SURE for one in self.contexts.values()))
        doubts = (self.is_quiet, dict(self.contexts)) if doubted else ()
        if not self.is_learned:
            return (doubts,)
        return doubts, self.state, self.evidence.accepted, self.domain, self.score, self.is_undoubted

    @property
    def score(self) -> float:
        """The expected share of its places that people annotate, 0 to 1; surer when they put it on the list."""
        share = Evidence(self.evidence.accepted, self.evidence.rejected + self.passed).share
        return round(min(max(share, BY_HAND) if self.state == "shown" else share, 0.99), 3)

    def is_quiet_between(self, before: str, after: str) -> bool:
        """Whether it is not suggested between these characters: evidence from the same place counts before the rest."""
        if self.state:
            return self.state == "quiet"
        here = self.contexts.get((before, after), Evidence())
        if here.doubt >= SURE:
            return True
        return self.is_quiet and here.accepted <= here.rejected


_NONE = Known("", "").bearing

ByText = dict[str, dict[str, Known]]
"""Folded text → label → what is known."""


def is_term(text: str) -> bool:
    """Whether a text can be learned as a term: two characters or more, no digits, blanks or punctuation of clauses."""
    return len(text) <= _LONGEST and not _NO_TERM.search(text)


class Memory:
    """The known terms of a corpus. A value: `updated` gives another one, at the cost of what changed.

    Two automata find the terms, one of the many that were known at first and one of those that came since; the very
    latest are looked for one by one until they are put into the second.
    """

    def __init__(self, known: Iterable[Known] = ()) -> None:
        self._base = _by_text(known)
        self._fresh: ByText = {}
        self._base_texts, self._fresh_texts = Texts(self._base), Texts(())
        self._latest: frozenset[str] = frozenset()
        self.longest = max(map(len, self._base), default=0)
        """code points of the longest term"""
        self.reach = max(_reach(one) for labels in self._base.values() for one in labels.values()) if self._base else 0
        """code points of the longest term that may be suggested"""

    def updated(self, known: Iterable[Known]) -> Memory:
        """This memory with what is known of some terms replaced."""
        said = list(known)
        fresh, new = dict(self._fresh), set[str]()
        for one in said:
            if one.text not in fresh and one.text not in self._base:
                new.add(one.text)
            fresh[one.text] = {**self._labels(one.text), **fresh.get(one.text, {}), one.label: one}
        if len(fresh) > max(_FRESH, len(self._base) // 10):
            return Memory(one for labels in (self._base | fresh).values() for one in labels.values())
        other = object.__new__(Memory)
        other._base, other._base_texts, other._fresh = self._base, self._base_texts, fresh
        other._fresh_texts, other._latest = self._fresh_texts, self._latest | new
        other.longest = max(self.longest, *map(len, new), 0)
        other.reach = max(self.reach, *map(_reach, said), 0)
        if len(other._latest) > _ONE_BY_ONE:
            other._fresh_texts, other._latest = Texts(fresh.keys() - self._base.keys()), frozenset()
        return other

    def _labels(self, folded: str) -> Mapping[str, Known]:
        """What is known of a text, by label."""
        return self._fresh.get(folded) or self._base.get(folded) or {}

    def known(self, text: str, label: str) -> Known | None:
        """What is known of a term, given in either script."""
        return self._labels(fold(text)).get(label)

    def all(self) -> list[Known]:
        """All known terms, by text and label."""
        found = (one for labels in (self._base | self._fresh).values() for one in labels.values())
        return sorted(found, key=lambda one: one.key)

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where known terms stand in a folded text, overlapping ones too."""
        yield from self._base_texts.find(folded)
        yield from self._fresh_texts.find(folded)
        yield from places_of(self._latest, folded)

    def labels(self, folded: str) -> Collection[str]:
        """The labels with which a folded text is known."""
        return self._labels(folded).keys()

    def turned(self, before: Memory) -> set[str]:
        """The folded texts that are suggested otherwise somewhere than another memory had them."""
        return {text for text in self._known_otherwise(before) if self._bearing(text) != before._bearing(text)}

    def _known_otherwise(self, before: Memory) -> Iterator[str]:
        if self._base is not before._base:
            now, was = self._base | self._fresh, before._base | before._fresh
            yield from (text for text in now.keys() | was.keys() if now.get(text) != was.get(text))
        elif self._fresh is not before._fresh:  # what is known of a text stays the same object until that changes
            was = before._fresh
            yield from (text for text, labels in self._fresh.items() if labels is not was.get(text))
            yield from was.keys() - self._fresh.keys()

    def _bearing(self, folded: str) -> dict[str, tuple[object, ...]]:
        bearings = {label: one.bearing for label, one in self._labels(folded).items()}
        return {label: bearing for label, bearing in bearings.items() if bearing != _NONE}

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


def _reach(one: Known) -> int:
    """Up to how many code points a term may be suggested as: of a long one only what people put on the list is."""
    return len(one.text) if one.state == "shown" or len(one.text) <= _LONGEST else 0


class Texts:
    """Finds all places of many texts, overlapping ones too (an Aho-Corasick automaton)."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = sorted(texts)
        self._automaton = CharwiseDoubleArrayAhoCorasick(kept, MATCH_KIND_STANDARD) if kept else None

    def find(self, folded: str) -> Iterator[tuple[int, int]]:
        """(start, end) of each place, in code points."""
        if self._automaton:
            for start, end, _ in self._automaton.find_overlapping(folded):
                yield start, end


def places_of(texts: Collection[str], folded: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each place of some texts in a folded one. Few are looked for one by one."""
    if len(texts) > _ONE_BY_ONE:
        yield from Texts(texts).find(folded)
        return
    for text in texts:
        at = folded.find(text)
        while at >= 0:
            yield at, at + len(text)
            at = folded.find(text, at + 1)


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
