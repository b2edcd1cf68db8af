"""Disagreements between annotators, and what settles them: the adjudicated layer, the corpus's gold."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from annotator.corpus.acting import Acting
from annotator.errors import AnnotatorError
from annotator.model import DONE, OUTCOMES, Adjudicated, Adjudication, Annotation, Changes, Span, new_id
from annotator.review import clusters as found
from annotator.review.settling import Proposal, Settlement, Strategy, settle, trusting
from annotator.review.versions import Attributes, Cluster, Disagreement, Reviewed, VersionSpan
from annotator.store import Writing

BY_PERSON = "person"
_TAKEN, _NOTHING, _DEFERRED = "taken", "nothing", "deferred"

_Gold = tuple[Span, str, Attributes]
"""What a row of the adjudicated layer says."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a disagreement is settled: `outcome` is one of OUTCOMES, `spans` are what the adjudicated layer gets.

    Raises ValueError for spans where nothing is settled to be there, or nothing is settled.
    """

    outcome: str
    spans: tuple[VersionSpan, ...] = ()
    reason: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.spans and self.outcome in (_NOTHING, _DEFERRED):
            raise ValueError(f"{self.outcome!r} puts no spans into the layer")


class Reviewing(Acting):
    """Questions about disagreements, and verbs that settle them."""

    def reviewed(self) -> Iterator[Reviewed]:
        """Each document with what everybody left in it; those who marked it as done have finished it."""
        read = self._store.read
        for id_ in self.document_ids():
            annotations: defaultdict[str, list[Annotation]] = defaultdict(list)
            for one in read.annotations(id_):
                annotations[one.annotator].append(one)
            done = frozenset(who for who, status in read.progress(id_).items() if status == DONE)
            yield Reviewed(id_, self.document(id_).text, annotations, done, tuple(read.relations(id_)))

    def disagreements(self, annotators: Collection[str] = (), *, settled: bool = False) -> list[Disagreement]:
        """Where these annotators (all, where none are named) differ, by document and place.

        Those that are settled are left out, unless asked for; what was deferred is not settled. Raises AnnotatorError
        when only one annotator is chosen, or one has read nothing.
        """
        differing = found.disagreements(list(self.reviewed()), annotators)
        return differing if settled else self._open(differing)

    def clusters(self, annotators: Collection[str] = ()) -> list[Cluster]:
        """All stretches that annotations cover, those on which all agree too: what rules can settle."""
        all_ = list(self.reviewed())
        found.check_annotators(all_, annotators)
        return [cluster for one in all_ for cluster in found.clusters(one, annotators)]

    def _open(self, differing: Iterable[Disagreement]) -> list[Disagreement]:
        settled: dict[str, list[Adjudication]] = {}
        open_ = []
        for one in differing:
            if one.document not in settled:
                settled[one.document] = self.adjudications(one.document)
            if not any(_settles(adjudication, one) for adjudication in settled[one.document]):
                open_.append(one)
        return open_

    def adjudicate(self, cluster: Cluster, verdict: Verdict) -> Changes:
        """Settles a disagreement, as a person; an earlier adjudication of the same words gives way.

        Raises AnnotatorError for an outcome or label that is not known, and for spans outside the text.
        """
        if verdict.outcome not in OUTCOMES:
            raise AnnotatorError("corpus.no-outcome", outcome=verdict.outcome, outcomes=", ".join(OUTCOMES))
        with self._step("adjudicate") as writing:
            self._write_verdict(writing, cluster, verdict, BY_PERSON, self._layer(cluster.document))
        return writing.changes

    def trusting(self, annotators: Mapping[str, str]) -> Strategy:
        """The strategy that takes one annotator's word for each label, label → annotator.

        Raises AnnotatorError for a label that the scheme has not, and for an annotator who has read nothing.
        """
        labels = [label.name for label in self.scheme.labels]
        readers = {who for one in self.reviewed() for who in one.annotators}
        for label, annotator in annotators.items():
            if label not in labels:
                raise AnnotatorError("review.no-such-label", label=label, labels=", ".join(labels))
            if annotator not in readers:
                raise AnnotatorError("review.nothing-read", annotator=annotator)
        return trusting(annotators)

    def settlement(self, strategy: Strategy, annotators: Collection[str] = (), *, anew: bool = False) -> Settlement:
        """What a rule would settle, and what it leaves, as all labels that the scheme no longer has.

        What a person has settled stays out unless `anew`.
        """
        kept = {} if anew else {one: _Layer(self._by_people(one)) for one in self.document_ids()}
        free = [
            cluster for cluster in self.clusters(annotators) if anew or not kept[cluster.document].over(cluster.span)
        ]
        known = {label.name for label in self.scheme.labels}

        def of_known(cluster: Cluster) -> Proposal | None:
            proposal = strategy(cluster)
            return proposal if proposal and known.issuperset(one.label for one in proposal.spans) else None

        return settle(free, of_known)

    def settle(self, proposals: Sequence[Proposal], name: str) -> Changes:
        """Takes over what a rule proposes, as one step; `name` is the rule's, kept with each adjudication.

        What the rule has settled just so before stays as it is.
        """
        layers: dict[str, _Layer] = {}
        with self._step("adjudicate-all") as writing:
            for one in proposals:
                document = one.cluster.document
                if document not in layers:
                    layers[document] = self._layer(document)
                layer = layers[document]
                verdict = Verdict(_TAKEN if one.spans else _NOTHING, one.spans)
                if not layer.says(one.cluster, verdict, name):
                    self._write_verdict(writing, one.cluster, verdict, name, layer)
        return writing.changes

    def _by_people(self, document: str) -> list[Adjudication]:
        return [one for one in self.adjudications(document) if one.strategy == BY_PERSON and one.outcome != _DEFERRED]

    def _layer(self, document: str) -> _Layer:
        return _Layer(self.adjudications(document), self.adjudicated(document))

    def _write_verdict(
        self, writing: Writing, cluster: Cluster, verdict: Verdict, strategy: str, before: _Layer
    ) -> None:
        for earlier in before.over(cluster.span):
            writing.remove_all("adjudicated", [gold.id for gold in before.gold[earlier.id]])
            writing.remove("adjudications", earlier.id)
        adjudication = Adjudication(
            new_id(), cluster.document, self.annotator, cluster.span, verdict.outcome, strategy, verdict.reason,
            verdict.note, tuple(version.plain() for version in cluster.versions), writing.time,
        )  # fmt: skip
        writing.put_adjudication(adjudication)
        for one in verdict.spans:
            text = self._slice(cluster.document, one.span)
            self._check(one.label, {})
            gold = Adjudicated(
                new_id(), cluster.document, adjudication.id, one.span, one.label, text, dict(one.attributes)
            )
            writing.put_adjudicated(gold)


class _Layer:
    """What is settled in a document, read once however many decisions follow."""

    def __init__(self, adjudications: Iterable[Adjudication], adjudicated: Iterable[Adjudicated] = ()) -> None:
        self._by_start = sorted(adjudications, key=lambda one: one.span)
        self._starts = [one.span.start for one in self._by_start]
        self._reach = list(accumulate((one.span.end for one in self._by_start), max))
        self.gold: defaultdict[str, list[Adjudicated]] = defaultdict(list)
        for one in adjudicated:
            self.gold[one.adjudication].append(one)

    def over(self, span: Span) -> list[Adjudication]:
        """The adjudications of words in a span, found from its end backwards while any reaches into it."""
        found = []
        at = bisect_left(self._starts, span.end)
        while at and self._reach[at - 1] > span.start:
            at -= 1
            if self._by_start[at].span.overlaps(span):
                found.append(self._by_start[at])
        return found

    def says(self, cluster: Cluster, verdict: Verdict, strategy: str) -> bool:
        """Whether this is how a cluster was settled, by the same strategy and on the same versions."""
        over = self.over(cluster.span)
        if len(over) != 1 or (over[0].outcome, over[0].strategy) != (verdict.outcome, strategy):
            return False
        said = [(one.span, one.label, tuple(sorted(one.attributes.items()))) for one in self.gold[over[0].id]]
        return _settles(over[0], cluster) and _in_order(said) == _in_order(
            (one.span, one.label, one.attributes) for one in verdict.spans
        )


def _in_order(gold: Iterable[_Gold]) -> list[_Gold]:
    return sorted(gold, key=lambda one: one[:2])


def _settles(adjudication: Adjudication, cluster: Cluster) -> bool:
    """Whether a decision was on these versions: when somebody changes theirs, it is to be looked at again."""
    if adjudication.outcome == _DEFERRED or adjudication.span != cluster.span:
        return False
    return list(adjudication.versions) == [version.plain() for version in cluster.versions]
