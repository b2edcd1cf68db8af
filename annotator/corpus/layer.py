"""What is settled in a document, and whether a decision still stands for what annotators have there now."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

from annotator.model import Adjudicated, Adjudication, Span
from annotator.plain import dumps
from annotator.review.versions import Cluster, VersionSpan

BY_PERSON = "person"
DEFERRED = "deferred"


class Layer:
    """The decisions of a document and the adjudicated spans behind them, read once however many questions follow."""

    def __init__(self, adjudications: Iterable[Adjudication], adjudicated: Iterable[Adjudicated] = ()) -> None:
        self._by_start = sorted(adjudications, key=lambda one: one.span)
        self._starts = [one.span.start for one in self._by_start]
        self._reach = list(accumulate((one.span.end for one in self._by_start), max))
        self.gold: defaultdict[str, list[Adjudicated]] = defaultdict(list)
        for one in adjudicated:
            self.gold[one.adjudication].append(one)

    @property
    def decisions(self) -> list[Adjudication]:
        """All of them, by place."""
        return self._by_start

    def over(self, span: Span) -> list[Adjudication]:
        """The decisions about words in a span, found from its end backwards while any reaches into it."""
        found = []
        at = bisect_left(self._starts, span.end)
        while at and self._reach[at - 1] > span.start:
            at -= 1
            if self._by_start[at].span.overlaps(span):
                found.append(self._by_start[at])
        return found

    def decision_on(self, cluster: Cluster) -> Adjudication | None:
        """The decision that stands for what annotators have in a cluster now, else one that defers it."""
        over = self.over(cluster.span)
        if holding := next((one for one in over if self._holds(one, cluster)), None):
            return holding
        return next((one for one in over if one.outcome == DEFERRED), None)

    def _holds(self, decision: Adjudication, cluster: Cluster) -> bool:
        """Whether it was made in sight of all versions that there are, or decided what is new among them.

        A rule counted who said what: none of those whom it counted may say something else now. Who reads the report
        later and has a version that was there already opens nothing again.
        """
        if decision.outcome == DEFERRED:
            return False
        then = {who: _said(version) for version in decision.versions for who in version["annotators"]}
        known = {*map(_said, decision.versions), _said({"spans": map(_plain, self.gold[decision.id])})}
        now = {who: _said(version.plain()) for version in cluster.versions for who in version.annotators}
        if not known.issuperset(now.values()):
            return False
        return decision.strategy == BY_PERSON or all(then.get(who, said) == said for who, said in now.items())

    def says(self, cluster: Cluster, outcome: str, spans: Iterable[VersionSpan], strategy: str) -> bool:
        """Whether this is how a cluster is settled already, by the same rule on the same votes."""
        over = self.over(cluster.span)
        if len(over) != 1 or (over[0].outcome, over[0].strategy, over[0].span) != (outcome, strategy, cluster.span):
            return False
        same_votes = list(over[0].versions) == [version.plain() for version in cluster.versions]
        gold = _said({"spans": map(_plain, self.gold[over[0].id])})
        return same_votes and gold == _said({"spans": (one.plain() for one in spans)})


def _plain(gold: Adjudicated) -> dict[str, Any]:
    return {"start": gold.span.start, "end": gold.span.end, "label": gold.label, "attributes": gold.attributes}


def _said(version: Mapping[str, Any]) -> str:
    """What a version says, whoever has it: the same text for the same spans and relations."""
    return dumps([sorted(map(_span, version["spans"])), sorted(map(_link, version.get("relations", ())))])


def _span(plain: Mapping[str, Any]) -> list[Any]:
    attributes = {name: value for name, value in plain.get("attributes", {}).items() if value is not None}
    return [plain["start"], plain["end"], plain["label"], dumps(sorted(attributes.items()))]


def _link(plain: Mapping[str, Any]) -> list[Any]:
    return [plain["type"], _span(plain["head"]), _span(plain["target"])]
