"""Where annotators differ, and what is settled of it: the questions of a review. Nothing here changes the corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.corpus.acting import Acting
from annotator.corpus.layer import DEFERRED, Layer
from annotator.model import DONE, Adjudicated, Adjudication, Annotation, Assignment, Span
from annotator.review import clusters as found
from annotator.review.differing import differences
from annotator.review.versions import Cluster, Disagreement, Reviewed, VersionSpan

OPEN, SETTLED = "open", "settled"
STATES = (OPEN, DEFERRED, SETTLED)


@dataclass(frozen=True, slots=True)
class Case:
    """A disagreement and what was decided on it: the decision that stands or defers it, and the spans it put down."""

    disagreement: Disagreement
    decision: Adjudication | None = None
    gold: tuple[Adjudicated, ...] = ()

    @property
    def state(self) -> str:
        """One of STATES."""
        if self.decision is None:
            return OPEN
        return DEFERRED if self.decision.outcome == DEFERRED else SETTLED

    def differences(self) -> list[list[Span]]:
        """For each version, in order, the stretches that are unlike what most annotators have, to the character."""
        return differences(self.disagreement)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A disagreement as a queue lists it: enough to filter and to sort by. `sides` are each version's annotators."""

    document: str
    span: Span
    text: str
    type: str
    labels: tuple[str, ...]
    sides: tuple[tuple[str, ...], ...]
    state: str
    key: str
    """`Cluster.key`: the same for the same words with the same versions"""

    @property
    def place(self) -> tuple[str, Span]:
        """What a row is known by."""
        return self.document, self.span

    def parts(self, one: str, other: str) -> bool:
        """Whether two annotators have different versions here."""
        return any(one in side and other not in side for side in self.sides) and any(
            other in side and one not in side for side in self.sides
        )


class Reviewing(Acting):
    """Questions about disagreements, a document at a time."""

    def assignments(self) -> list[Assignment]:
        """Who has which document, how far they are, and how many annotations they have there; by document."""
        return self._store.read.assignments()

    def check_readers(self, annotators: Collection[str] = ()) -> None:
        """Raises AnnotatorError when only one annotator is chosen, one has read nothing, or no two the same."""
        readers: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.assignments():
            if one.status == DONE or one.annotations:
                readers[one.document].add(one.annotator)
        found.check_readers(list(readers.values()), annotators)

    def reviewed(self, documents: Iterable[str] | None = None) -> Iterator[Reviewed]:
        """These documents (all, where none are named) with what everybody left in them.

        Those who marked a document as done have finished it.
        """
        read = self._store.read
        for id_ in self.document_ids() if documents is None else documents:
            annotations: defaultdict[str, list[Annotation]] = defaultdict(list)
            for one in read.annotations(id_):
                annotations[one.annotator].append(one)
            done = frozenset(who for who, status in read.progress(id_).items() if status == DONE)
            document = self.document(id_)
            yield Reviewed(id_, document.text, annotations, done, tuple(read.relations(id_)), document.title)

    def disagreements(self, annotators: Collection[str] = (), *, settled: bool = False) -> list[Disagreement]:
        """Where these annotators (all, where none are named) differ, by document and place.

        Those that are settled are left out, unless asked for; what was deferred is not settled. Raises AnnotatorError
        as `check_readers` does.
        """
        self.check_readers(annotators)
        cases = (case for id_ in self.document_ids() for case in self.cases(id_, annotators))
        return [case.disagreement for case in cases if settled or case.state != SETTLED]

    def cases(self, document: str, annotators: Collection[str] = ()) -> list[Case]:
        """The disagreements of a document by place, settled ones too."""
        return [case for one in self.reviewed([document]) for case in self.cases_of(one, annotators)]

    def written_elsewhere(self) -> int:
        """A number that is another one once another program has changed the corpus: what was read may be old then."""
        return self._store.written_elsewhere()

    def disputed(self, document: str) -> list[Span]:
        """The stretches of a document on which annotators differ and nothing is settled, by place."""
        return [case.disagreement.span for case in self.cases(document) if case.state != SETTLED]

    def theirs(self, document: str) -> list[VersionSpan]:
        """What others have in a document where annotators differ, nothing is settled and this annotator has nothing."""
        spans: dict[tuple[Span, str], VersionSpan] = {}
        for case in self.cases(document):
            versions = case.disagreement.versions
            if case.state != SETTLED and not any(one.spans and self.annotator in one.annotators for one in versions):
                spans |= {(one.span, one.label): one for version in versions for one in version.spans}
        return list(spans.values())

    def cases_of(self, reviewed: Reviewed, annotators: Collection[str] = ()) -> list[Case]:
        """The same of a document that is read already."""
        differing = found.differing(reviewed, annotators)
        if not differing:
            return []
        layer = self._layer(reviewed.document)
        decisions = [layer.decision_on(one) for one in differing]
        return [
            Case(one, decision, tuple(layer.gold[decision.id]) if decision else ())
            for one, decision in zip(differing, decisions, strict=True)
        ]

    def queue(self, documents: Sequence[str], annotators: Collection[str] = ()) -> list[QueueRow]:
        """The disagreements of some documents as a list shows them, by document and place."""
        return [row_of(case) for id_ in documents for case in self.cases(id_, annotators)]

    def clusters(self, annotators: Collection[str] = (), documents: Iterable[str] | None = None) -> Iterator[Cluster]:
        """All stretches that annotations cover, those on which all agree too: what rules can settle."""
        for one in self.reviewed(documents):
            yield from found.clusters(one, annotators)

    def _layer(self, document: str) -> Layer:
        return Layer(self.adjudications(document), self.adjudicated(document))


def row_of(case: Case) -> QueueRow:
    """A case as a list shows it."""
    one = case.disagreement
    sides = tuple(version.annotators for version in one.versions)
    return QueueRow(one.document, one.span, one.text, one.type, one.labels, sides, case.state, one.key)
