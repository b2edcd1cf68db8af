"""Disagreements between annotators, and what settles them: the adjudicated layer, the corpus's gold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.corpus.acting import Acting
from annotator.errors import AnnotatorError
from annotator.model import DONE, OUTCOMES, Adjudicated, Adjudication, Changes, new_id
from annotator.review import clusters as found
from annotator.review.settling import Proposal, Settlement, Strategy, settle
from annotator.review.versions import Cluster, Disagreement, Reviewed, VersionSpan
from annotator.store import Writing

BY_PERSON = "person"
_DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a disagreement is settled: `outcome` is one of OUTCOMES, `spans` are what the adjudicated layer gets."""

    outcome: str
    spans: tuple[VersionSpan, ...] = ()
    reason: str = ""
    note: str = ""


class Reviewing(Acting):
    """Questions about disagreements, and verbs that settle them."""

    def reviewed(self) -> Iterator[Reviewed]:
        """Each document with what everybody left in it; those who marked it as done have finished it."""
        read = self._store.read
        for id_ in self.document_ids():
            annotations: dict[str, list] = {}  # type: ignore[type-arg]
            for one in read.annotations(id_):
                annotations.setdefault(one.annotator, []).append(one)
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
        with self._step("adjudicate") as writing:
            self._write_verdict(writing, cluster, verdict, BY_PERSON)
        return writing.changes

    def settlement(self, strategy: Strategy, annotators: Collection[str] = (), *, anew: bool = False) -> Settlement:
        """What a rule would settle, and what it leaves. What a person has settled stays out unless `anew`."""
        kept = {} if anew else {one: self._by_people(one) for one in self.document_ids()}
        free = [
            cluster
            for cluster in self.clusters(annotators)
            if not any(one.span.overlaps(cluster.span) for one in kept.get(cluster.document, ()))
        ]
        return settle(free, strategy)

    def settle(self, proposals: Sequence[Proposal], name: str) -> Changes:
        """Takes over what a rule proposes, as one step; `name` is the rule's, kept with each adjudication."""
        with self._step("adjudicate-all") as writing:
            for one in proposals:
                outcome = "taken" if one.spans else "nothing"
                self._write_verdict(writing, one.cluster, Verdict(outcome, one.spans), name)
        return writing.changes

    def _by_people(self, document: str) -> list[Adjudication]:
        return [one for one in self.adjudications(document) if one.strategy == BY_PERSON and one.outcome != _DEFERRED]

    def _write_verdict(self, writing: Writing, cluster: Cluster, verdict: Verdict, strategy: str) -> None:
        if verdict.outcome not in OUTCOMES:
            raise AnnotatorError("corpus.no-outcome", outcome=verdict.outcome, outcomes=", ".join(OUTCOMES))
        self._clear(writing, cluster)
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

    def _clear(self, writing: Writing, cluster: Cluster) -> None:
        """Takes earlier adjudications of these words away, with what they put into the layer."""
        earlier = [one for one in self.adjudications(cluster.document) if one.span.overlaps(cluster.span)]
        ids = {one.id for one in earlier}
        for gold in self.adjudicated(cluster.document):
            if gold.adjudication in ids:
                writing.remove("adjudicated", gold.id)
        for one in earlier:
            writing.remove("adjudications", one.id)


def _settles(adjudication: Adjudication, cluster: Cluster) -> bool:
    """Whether a decision was on these versions: when somebody changes theirs, it is to be looked at again."""
    if adjudication.outcome == _DEFERRED or adjudication.span != cluster.span:
        return False
    return list(adjudication.versions) == [version.plain() for version in cluster.versions]
