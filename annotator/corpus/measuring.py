"""How far annotators agree, and how each stands beside what was decided: numbers for a page and a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.corpus.adjudicating import Adjudicating
from annotator.corpus.reviewing import SETTLED, Case
from annotator.formats.saving import atomic_writer
from annotator.i18n import Words
from annotator.model import DONE, Adjudication, Annotation
from annotator.review import clusters as found
from annotator.review.versions import Disagreement, Reviewed

if TYPE_CHECKING:  # what measures needs numpy, which a window that shows no numbers can do without
    from annotator.review.against import Against
    from annotator.review.agreement import Agreement
    from annotator.review.numbers import Number
    from annotator.review.report import Example, Page


@dataclass(frozen=True, slots=True)
class Measured:
    """All numbers; `against` where documents are settled, `days` the day on which each was last worked on."""

    agreement: Agreement
    against: tuple[Against, ...]
    days: tuple[tuple[str, str], ...]
    """document → `2026-03-01`; those of which it is not known are left out"""


class Measuring(Adjudicating):
    """Questions whose answers are numbers."""

    def measured(
        self, annotators: Collection[str] = (), labels: Collection[str] = (), gamma: Number | None = None
    ) -> Measured:
        """How far these annotators (all, where none are named) agree, and how each stands beside what was decided.

        `gamma` is that number where somebody has worked it out. Raises AnnotatorError as `agreement` does.
        """
        return self._measured(list(self.reviewed()), annotators, labels, gamma)

    def gammas(
        self, documents: Iterable[str], annotators: Collection[str] = (), labels: Collection[str] = ()
    ) -> list[float]:
        """Gamma of each of these documents that has one. Seconds each; needs the library (`gamma_is_there`)."""
        from annotator.review.gamma import gammas

        return gammas(list(self.reviewed(documents)), annotators, labels)

    def read_by(self, annotators: Collection[str] = ()) -> list[str]:
        """The documents that one of these annotators (anybody, where none are named) has finished or worked on."""
        found = (one for one in self.assignments() if one.status == DONE or one.annotations)
        return list(dict.fromkeys(one.document for one in found if not annotators or one.annotator in annotators))

    def _measured(
        self,
        reviewed: Sequence[Reviewed],
        annotators: Collection[str],
        labels: Collection[str],
        gamma: Number | None,
    ) -> Measured:
        from annotator.review.against import against
        from annotator.review.agreement import agreement

        scheme = [label.name for label in self.scheme.labels]
        measured = agreement(reviewed, annotators, labels, scheme=scheme, gamma=gamma)
        gold = {one.document: spans for one in reviewed if (spans := self.gold(one)) is not None}
        beside = against(reviewed, gold, annotators, labels=scheme) if gold else []
        days = ((one.document, _day(one)) for one in reviewed)
        return Measured(measured, tuple(beside), tuple(pair for pair in days if pair[1]))

    def gold(self, reviewed: Reviewed) -> list[Annotation] | None:
        """What holds in a document once all is settled: what was decided, and what all have where nothing was.

        None where a disagreement is open, and where nothing was decided.
        """
        layer = self._layer(reviewed.document)
        if not any(one.outcome != "deferred" for one in layer.decisions):
            return None
        spans = [(one.span, one.label, one.text) for ones in layer.gold.values() for one in ones]
        for cluster in found.clusters(reviewed):
            decision = layer.decision_on(cluster)
            if isinstance(cluster, Disagreement) and (decision is None or decision.outcome == "deferred"):
                return None
            if not layer.over(cluster.span):
                spans += [(one.span, one.label, one.text) for one in cluster.versions[0].spans]
        return [
            Annotation(f"{span.start}:{span.end}:{label}", reviewed.document, "", span, label, text)
            for span, label, text in sorted(set(spans))
        ]

    def report(
        self,
        words: Words,
        annotators: Collection[str] = (),
        labels: Collection[str] = (),
        gamma: Number | None = None,
    ) -> Page:
        """The agreement of these annotators, what they differ in most, what was decided and why: for people.

        Raises AnnotatorError as `measured` does.
        """
        from annotator.review.report import Reported, page

        reviewed = list(self.reviewed())
        measured = self._measured(reviewed, annotators, labels, gamma)
        cases = [case for one in reviewed for case in self.cases_of(one, annotators)]
        titles = self.titles()
        reported = Reported(
            title=self.path.stem,
            agreement=measured.agreement,
            against=measured.against,
            days=measured.days,
            titles=titles,
            labels={label.name: words.pick(label.title) for label in self.scheme.labels},
            disagreements=[self._example(group) for group in _most_frequent(cases)],
            decisions=[one for id_ in titles for one in self.adjudications(id_)],
            words_of=self._words_of,
            count=len(cases),
            settled=sum(case.state == SETTLED for case in cases),
        )
        return page(reported, words)

    def _example(self, group: Sequence[Case]) -> Example:
        """The first of like disagreements with the text around, and how often there are such."""
        from annotator.review.report import Example

        case = group[0]
        document = self.document(case.disagreement.document)
        return Example(case.disagreement, document, len(group), case.decision, case.gold)

    def _words_of(self, decision: Adjudication) -> str:
        return decision.span.of(self.document(decision.document).text)


_MOST = 20


def _most_frequent(cases: Sequence[Case]) -> list[list[Case]]:
    """Like disagreements together, the most frequent first."""
    groups: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.disagreement.key].append(case)
    return sorted(groups.values(), key=len, reverse=True)[:_MOST]


def _day(reviewed: Reviewed) -> str:
    times = [one.changed or one.created for ones in reviewed.annotations.values() for one in ones]
    return max(times, default="")[:10]


def gamma_over(values: Sequence[float], documents: int) -> Number:
    """The number that documents' gammas come to; of so many documents, those that have none are left out."""
    from annotator.review.gamma import mean_gamma

    return mean_gamma(values).without(documents - len(values))


def save_report(data: bytes, path: Path) -> None:
    """Writes a report, whole or not at all. Raises AnnotatorError as `atomic_writer` does."""
    with atomic_writer(path) as stream:
        stream.write(data)
