"""What settles disagreements: people, one by one or like ones together, and rules. The verbs of a review."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from annotator.corpus.layer import BY_PERSON, DEFERRED, Layer
from annotator.corpus.reviewing import Reviewing
from annotator.errors import AnnotatorError
from annotator.i18n import on_one_line
from annotator.model import DONE, OUTCOMES, REASONS, Adjudicated, Adjudication, Changes, Span, new_id
from annotator.review.rules import TRUST, Rule
from annotator.review.settling import Proposal, settle
from annotator.review.versions import Cluster, VersionSpan
from annotator.store import Writing
from annotator.text import fold
from annotator.work import Progress

_TAKEN, _NOTHING = "taken", "nothing"


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
        if self.spans and self.outcome in (_NOTHING, DEFERRED):
            raise ValueError(f"{self.outcome!r} puts no spans into the layer")

    def fits(self, by: int, text: str) -> bool:
        """Whether its words, in either script, stand so many code points further on in a text."""
        return all(
            one.span.start + by >= 0 and fold(text[one.span.start + by : one.span.end + by]) == fold(one.text)
            for one in self.spans
        )

    def moved(self, by: int, text: str) -> Verdict:
        """The same about the same words elsewhere in a text, so many code points further on."""
        spans = [Span(one.span.start + by, one.span.end + by) for one in self.spans]
        there = (replace(one, span=span, text=span.of(text)) for one, span in zip(self.spans, spans, strict=True))
        return replace(self, spans=tuple(there))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a rule would do: settle by its proposals, leave some clusters to people, take earlier rules' words back.

    `kept` is how many clusters people have settled and keep; `withdrawn` are what rules settled before and this one
    does not renew, with people's decisions among them where these are dropped.
    """

    rule: Rule
    proposals: tuple[Proposal, ...]
    left: tuple[Cluster, ...]
    withdrawn: tuple[Adjudication, ...]
    kept: int

    @property
    def left_disagreements(self) -> int:
        """Of what is left, how many places annotators differ on; on the others nobody does, or only one has been."""
        return sum(len(cluster.versions) > 1 for cluster in self.left)

    @property
    def documents(self) -> list[str]:
        """Those in which something would change or be said again."""
        return list(dict.fromkeys([*(one.cluster.document for one in self.proposals),
                                   *(one.document for one in self.withdrawn)]))  # fmt: skip


class Adjudicating(Reviewing):
    """Verbs that settle disagreements."""

    def adjudicate(self, cluster: Cluster, verdict: Verdict, alike: Sequence[Cluster] = ()) -> Changes:
        """Settles a disagreement, as a person, and with it others of the same words and versions, as one step.

        An earlier decision about the same words gives way. Raises AnnotatorError for an outcome or label that is not
        known, and for spans outside the text.
        """
        if verdict.outcome not in OUTCOMES:
            raise AnnotatorError("corpus.no-outcome", outcome=verdict.outcome, outcomes=", ".join(OUTCOMES))
        with self._step("adjudicate-alike" if alike else "adjudicate") as writing:
            for one in (cluster, *alike):
                there = verdict.moved(one.span.start - cluster.span.start, self.document(one.document).text)
                self._write_verdict(writing, one, there, BY_PERSON, self._layer(one.document))
        return writing.changes

    def alike(
        self, cluster: Cluster, verdict: Verdict, documents: Iterable[str], annotators: Collection[str] = ()
    ) -> list[Cluster]:
        """The open disagreements in these documents that have the same words and versions, in either script.

        Left out are those where other words stand in the place of a span of the verdict, which may reach further.
        """
        here = (cluster.document, cluster.span)
        return [
            one
            for id_ in documents
            for one in (case.disagreement for case in self.cases(id_, annotators) if case.decision is None)
            if one.key == cluster.key
            and (one.document, one.span) != here
            and verdict.fits(one.span.start - cluster.span.start, self.document(id_).text)
        ]

    def withdraw(self, cluster: Cluster) -> Changes:
        """Takes back what was decided about these words: they are open again."""
        with self._step("withdraw") as writing:
            layer = self._layer(cluster.document)
            for earlier in layer.over(cluster.span):
                _remove(writing, layer, earlier)
        return writing.changes

    def reasons(self) -> tuple[str, ...]:
        """What reviewers choose from when they say why annotators differ."""
        return self.scheme.reasons or REASONS

    def set_reasons(self, reasons: Sequence[str]) -> Changes:
        """Another list of reasons, for everybody who works with this scheme; an empty one stands for the usual ones.

        Blank ones and repetitions are left out. What decisions have said already stays.
        """
        kept = tuple(dict.fromkeys(one for reason in reasons if (one := on_one_line(reason))))
        with self._step("reasons") as writing:
            writing.put_scheme(replace(self.scheme, reasons=() if kept == REASONS else kept))
        return writing.changes

    def check_rule(self, rule: Rule, annotators: Collection[str] = ()) -> None:
        """Raises AnnotatorError for numbers that cannot be, for a label that the scheme has not, for an annotator who

        has read nothing, and as `check_readers` does.
        """
        rule.strategy  # noqa: B018  # raises for what cannot be
        self.check_readers(annotators)
        labels = [label.name for label in self.scheme.labels]
        readers = {one.annotator for one in self.assignments() if one.status == DONE or one.annotations}
        for label, annotator in rule.trust if rule.name == TRUST else ():
            if label not in labels:
                raise AnnotatorError("review.no-such-label", label=label, labels=", ".join(labels))
            if annotator not in readers:
                raise AnnotatorError("review.nothing-read", annotator=annotator)

    def plan(
        self,
        rule: Rule,
        annotators: Collection[str] = (),
        *,
        anew: bool = False,
        add: bool = False,
        progress: Progress | None = None,
    ) -> Plan:
        """What a rule would settle, and what it leaves, as all labels that the scheme no longer has.

        What people have settled stays, unless `anew`; where it is open again, it is left to people. What rules have
        settled before gives way: where this rule leaves it, it is open again. With `add` it stays, and only what is
        open is looked at. Raises AnnotatorError as `check_rule` does.
        """
        self.check_rule(rule, annotators)
        planning = _Planning(rule, {label.name for label in self.scheme.labels}, anew=anew, add=add)
        ids = self.document_ids()
        for number, id_ in enumerate(ids):
            planning.document(self._layer(id_), list(self.clusters(annotators, [id_])), whole=not annotators)
            if progress:
                progress(number + 1, len(ids))
        return planning.plan()

    def settle(self, plan: Plan, progress: Progress | None = None) -> Changes:
        """Does what was planned, as one step; the rule and what it was told is kept with each decision.

        What the rule has settled just so before stays as it is.
        """
        by_document: dict[str, list[Proposal]] = {id_: [] for id_ in plan.documents}
        for one in plan.proposals:
            by_document[one.cluster.document].append(one)
        with self._step("adjudicate-all") as writing:
            for number, (id_, proposals) in enumerate(by_document.items()):
                self._settle(writing, plan, id_, proposals)
                if progress:
                    progress(number + 1, len(by_document))
        return writing.changes

    def _settle(self, writing: Writing, plan: Plan, document: str, proposals: Sequence[Proposal]) -> None:
        layer = self._layer(document)
        there = {one.id for one in layer.decisions}
        for withdrawn in plan.withdrawn:
            if withdrawn.document == document and withdrawn.id in there:
                _remove(writing, layer, withdrawn)
        for one in proposals:
            verdict = Verdict(_TAKEN if one.spans else _NOTHING, one.spans)
            if not layer.says(one.cluster, verdict.outcome, verdict.spans, plan.rule.text):
                self._write_verdict(writing, one.cluster, verdict, plan.rule.text, layer)

    def _write_verdict(
        self, writing: Writing, cluster: Cluster, verdict: Verdict, strategy: str, before: Layer
    ) -> None:
        for earlier in before.over(cluster.span):
            _remove(writing, before, earlier)
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


def _remove(writing: Writing, layer: Layer, decision: Adjudication) -> None:
    writing.remove_all("adjudicated", [gold.id for gold in layer.gold[decision.id]])
    writing.remove("adjudications", decision.id)


class _Planning:
    """A plan, made a document at a time."""

    def __init__(self, rule: Rule, labels: set[str], *, anew: bool, add: bool) -> None:
        self._rule = rule
        self._strategy = rule.strategy
        self._labels = labels
        self._anew = anew
        self._add = add
        self._proposals: list[Proposal] = []
        self._left: list[Cluster] = []
        self._withdrawn: list[Adjudication] = []
        self._kept = 0

    def document(self, layer: Layer, clusters: Sequence[Cluster], *, whole: bool) -> None:
        """`whole` says that the clusters are all that there are: then nothing that a rule settled elsewhere stays."""
        staying = [one for one in layer.decisions if self._stays(one)]
        kept = Layer(staying, [gold for one in staying for gold in layer.gold[one.id]])
        free = []
        for one in clusters:
            over = kept.over(one.span)
            if over and (len(one.versions) == 1 or kept.decision_on(one)):
                self._kept += 1
            elif any(decision.strategy == BY_PERSON for decision in over):
                self._left.append(one)  # open again, for people: no rule speaks against one
            else:
                free.append(one)
        settlement = settle(free, self._propose)
        self._proposals += settlement.proposals
        self._left += settlement.left
        stays = {one.id for one in staying}
        touched = {one.id for cluster in settlement.left for one in layer.over(cluster.span)}
        renewed = {one.id for made in settlement.proposals for one in layer.over(made.cluster.span)}
        self._withdrawn += [
            one
            for one in layer.decisions
            if one.id not in stays
            and one.id not in renewed
            and one.outcome != DEFERRED
            and (whole or one.id in touched)
        ]

    def _stays(self, decision: Adjudication) -> bool:
        if decision.outcome == DEFERRED:
            return False
        return not self._anew if decision.strategy == BY_PERSON else self._add

    def _propose(self, cluster: Cluster) -> Proposal | None:
        proposal = self._strategy(cluster)
        return proposal if proposal and self._labels.issuperset(one.label for one in proposal.spans) else None

    def plan(self) -> Plan:
        """All that was found."""
        return Plan(self._rule, tuple(self._proposals), tuple(self._left), tuple(self._withdrawn), self._kept)
