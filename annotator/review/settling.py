"""What a rule can settle without a person: clusters in, proposed adjudications out, the rest left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.errors import AnnotatorError
from annotator.model import AttributeValue, Span
from annotator.review.versions import Attributes, Cluster, Version, VersionLink, VersionSpan

Enough = Callable[[int, int], bool]
"""Whether so many votes of so many carry."""

Strategy = Callable[[Cluster], "Proposal | None"]
"""A rule: what it makes of a cluster, or None when that is for people."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a rule would settle a cluster. No spans: nothing is here. `votes` of `of` annotators are behind it.

    `votes` is the smallest number behind any part of it: a span, or that nothing else is here.
    """

    cluster: Cluster
    spans: tuple[VersionSpan, ...]
    votes: int
    of: int
    relations: tuple[VersionLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a strategy settles, and the clusters that it leaves to people; both in the order they came."""

    proposals: tuple[Proposal, ...]
    left: tuple[Cluster, ...]


def settle(clusters: Iterable[Cluster], strategy: Strategy) -> Settlement:
    """Tries a strategy on each cluster; agreed ones are settled by the same rules."""
    proposals, left = [], []
    for cluster in clusters:
        proposal = strategy(cluster)
        if proposal is None:
            left.append(cluster)
        else:
            proposals.append(proposal)
    return Settlement(tuple(proposals), tuple(left))


def unanimous(cluster: Cluster) -> Proposal | None:
    """Takes what all who take part have, two annotators at least; attributes too."""
    return by_votes(cluster, lambda votes, of: votes == of)


def majority(cluster: Cluster) -> Proposal | None:
    """Takes what more than half of those who take part have, two annotators at least. A tie is left."""
    return by_votes(cluster, lambda votes, of: 2 * votes > of)


def threshold(votes: int, share: float) -> Strategy:
    """The strategy that takes what at least so many annotators have, and at least that share of those who take part.

    Raises AnnotatorError for fewer than one vote, and for a share that is not above 0 and at most 1.
    """
    if votes < 1:
        raise AnnotatorError("review.votes", votes=votes)
    if not 0 < share <= 1:
        raise AnnotatorError("review.share", share=share)

    def strategy(cluster: Cluster) -> Proposal | None:
        return by_votes(cluster, lambda given, of: given >= votes and given >= share * of - 1e-9)

    return strategy


def trusting(annotators: Mapping[str, str]) -> Strategy:
    """The strategy that takes one annotator's word for each label: `annotators` is label → annotator.

    It leaves a cluster that holds a label nobody is trusted with, in which a trusted annotator takes no part, or in
    which two trusted annotators' spans overlap.
    """

    def strategy(cluster: Cluster) -> Proposal | None:
        return _trusted(cluster, annotators)

    return strategy


def by_votes(cluster: Cluster, enough: Enough) -> Proposal | None:
    """Takes each span (with its label) that has enough votes, and nothing else, when that settles the whole cluster.

    It does when every span that is not taken is another form of one that is (they overlap, and no annotator has both),
    or enough annotators have nothing there that was not taken. A cluster is left where two taken spans overlap
    and no annotator has both, or the votes on a taken span's attributes or on the relations are not enough.
    """
    of = len(cluster.annotators)
    if of < 2:
        return None
    votes = _votes(cluster)
    taken = sorted(key for key, count in votes.items() if enough(count, of))
    clear = _votes_for_nothing(cluster, set(taken))
    if not (clear is None or enough(clear, of)) or _clash(cluster, taken):
        return None
    spans = [_with_attributes(cluster, key, enough) for key in taken]
    relations = _relations(cluster, enough)
    if relations is None or any(span is None for span in spans):
        return None
    smallest = min([votes[key] for key in taken] + ([clear] if clear is not None else []))
    return Proposal(cluster, tuple(span for span in spans if span), smallest, of, relations)


_Key = tuple[Span, str]


def _votes(cluster: Cluster) -> Counter[_Key]:
    votes: Counter[_Key] = Counter()
    for version in cluster.versions:
        for key in {(one.span, one.label) for one in version.spans}:
            votes[key] += len(version.annotators)
    return votes


def _votes_for_nothing(cluster: Cluster, taken: set[_Key]) -> int | None:
    """The smallest number that have nothing where a span stands that needs it; None where no span does.

    Such is one that is not taken and is no other form of one that is: it overlaps none, or its annotator has both.
    """
    held = [{(one.span, one.label) for one in version.spans} for version in cluster.versions]
    beside = {key for theirs in held for key in theirs - taken if _is_beside(key, theirs, taken)}
    counts = [
        sum(
            len(version.annotators)
            for version, theirs in zip(cluster.versions, held, strict=True)
            if not any(span.overlaps(other) for other, _label in theirs - taken)
        )
        for span, _label in beside
    ]
    return min(counts, default=None)


def _is_beside(key: _Key, theirs: set[_Key], taken: set[_Key]) -> bool:
    over = {other for other in taken if other[0].overlaps(key[0])}
    return not over or bool(over & theirs)


def _clash(cluster: Cluster, taken: Sequence[_Key]) -> bool:
    """Whether two taken spans overlap that no annotator has side by side."""
    made = [{(one.span, one.label) for one in version.spans} for version in cluster.versions]
    return any(
        one[0].overlaps(other[0]) and not any({one, other} <= theirs for theirs in made)
        for one, other in combinations(taken, 2)
    )


def _with_attributes(cluster: Cluster, key: _Key, enough: Enough) -> VersionSpan | None:
    """The span with each attribute's value that has enough votes of those who have the span; None if one has not."""
    votes: Counter[Attributes] = Counter()
    for version in cluster.versions:
        for one in version.spans:
            if (one.span, one.label) == key:
                votes[one.attributes] += len(version.annotators)
                text = one.text
    of = votes.total()
    chosen: dict[str, AttributeValue] = {}
    for name in sorted({name for attributes in votes for name, _value in attributes}):
        values: Counter[AttributeValue] = Counter()
        for attributes, count in votes.items():
            values[dict(attributes).get(name)] += count
        value, count = values.most_common(1)[0]
        if not enough(count, of) or list(values.values()).count(count) > 1:
            return None
        if value is not None:
            chosen[name] = value
    return VersionSpan(key[0], key[1], text, tuple(sorted(chosen.items())))


def _relations(cluster: Cluster, enough: Enough) -> tuple[VersionLink, ...] | None:
    """The relations that enough annotators have together; None if no set of them has enough."""
    votes: Counter[tuple[VersionLink, ...]] = Counter()
    for version in cluster.versions:
        votes[version.relations] += len(version.annotators)
    relations, count = votes.most_common(1)[0]
    return relations if len(votes) == 1 or enough(count, votes.total()) else None


def _trusted(cluster: Cluster, annotators: Mapping[str, str]) -> Proposal | None:
    version_of = {who: version for version in cluster.versions for who in version.annotators}
    if any(annotators.get(label) not in version_of for label in cluster.labels):
        return None
    words = {annotators[label]: version_of[annotators[label]] for label in cluster.labels}
    spans = [one for who, version in words.items() for one in version.spans if annotators[one.label] == who]
    if _quarrel(spans, annotators):
        return None
    return Proposal(
        cluster,
        tuple(sorted(spans, key=lambda one: (one.span, one.label))),
        len(words),
        len(cluster.annotators),
        _still_held(words.values(), spans),
    )


def _quarrel(spans: Sequence[VersionSpan], annotators: Mapping[str, str]) -> bool:
    """Whether spans that different annotators are trusted with overlap."""
    return any(
        one.span.overlaps(other.span) and annotators[one.label] != annotators[other.label]
        for one, other in combinations(spans, 2)
    )


def _still_held(versions: Iterable[Version], spans: Sequence[VersionSpan]) -> tuple[VersionLink, ...]:
    """The relations of these versions that start from a span that was taken."""
    return tuple(link for version in versions for link in version.relations if link.head in spans)
