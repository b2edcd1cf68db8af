"""How far annotators agree, and how each stands beside what was decided: numbers for a page and a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.corpus.adjudicating import Adjudicating
from annotator.corpus.reviewing import SETTLED, Case
from annotator.formats.saving import atomic_writer
from annotator.i18n import Words
from annotator.model import Adjudication, Annotation
from annotator.review import clusters as found
from annotator.review.versions import Disagreement, Reviewed

if TYPE_CHECKING:  # what measures needs numpy, which a window that shows no numbers can do without
    from annotator.review.against import Against
    from annotator.review.agreement import Agreement
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

    def measured(self, annotators: Collection[str] = (), labels: Collection[str] = ()) -> Measured:
        """How far these annotators (all, where none are named) agree, and how each stands beside what was decided.

        Raises AnnotatorError as `agreement` does.
        """
        return self._measured(list(self.reviewed()), annotators, labels)

    def _measured(self, reviewed: Sequence[Reviewed], annotators: Collection[str], labels: Collection[str]) -> Measured:
        from annotator.review.against import against
        from annotator.review.agreement import agreement

        scheme = [label.name for label in self.scheme.labels]
        measured = agreement(reviewed, annotators, labels, scheme=scheme)
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

    def report(self, words: Words, annotators: Collection[str] = (), labels: Collection[str] = ()) -> Page:
        """The agreement of these annotators, what they differ in most, what was decided and why: for people.

        Raises AnnotatorError as `measured` does.
        """
        from annotator.review.report import Reported, page

        reviewed = list(self.reviewed())
        measured = self._measured(reviewed, annotators, labels)
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


def measure(path: Path, annotators: Sequence[str]) -> Measured:
    """All numbers, for a worker process, which opens the corpus for itself and only reads."""
    from annotator.corpus.corpus import Corpus

    corpus = Corpus.open(path, read_only=True)
    try:
        return corpus.measured(annotators)
    finally:
        corpus.close()


def save_report(data: bytes, path: Path) -> None:
    """Writes a report, whole or not at all. Raises AnnotatorError as `atomic_writer` does."""
    with atomic_writer(path) as stream:
        stream.write(data)


def report_of(path: Path, language: str, annotators: Sequence[str]) -> Page:
    """The report, for a worker process likewise."""
    from annotator.corpus.corpus import Corpus

    corpus = Corpus.open(path, read_only=True)
    try:
        return corpus.report(Words(language), annotators)
    finally:
        corpus.close()
