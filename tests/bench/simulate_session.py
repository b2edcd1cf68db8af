"""A simulated session: somebody who decides exactly as the gold says reads report after report; what does it cost?

`python tests/bench/simulate_session.py GOLD_DIR` goes through the reports in marks form, in order of their names, in
two ways: in one corpus, which learns, and each in a corpus of its own, which cannot. For each report it counts what has
to be done that a perfect suggester would save: rejections, corrections and additions, for each gold span.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from annotator.corpus import Corpus
from annotator.model import Bundle, Span, Suggestion
from annotator.reports import read_files

LEARNED_FROM = 5


@dataclass
class Cost:
    """What one report took: suggestions that were right, that had to be corrected or rejected, and spans added."""

    spans: int = 0
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    added: int = 0

    @property
    def needed(self) -> float:
        """Gestures beyond accepting, for each gold span."""
        return (self.corrected + self.rejected + self.added) / self.spans if self.spans else 0.0


def work(corpus: Corpus, bundle: Bundle) -> Cost:
    """Decides every suggestion of a report as its gold says, one after the other, and adds what is missing."""
    document = bundle.document.id
    due: dict[Span, str] = {one.span: one.label for one in bundle.annotations}
    cost = Cost(spans=len(due))
    while open_ := corpus.suggestions(document):
        one = open_[0]
        span = target(one, due)
        if span is None:
            corpus.reject(document, one)
            cost.rejected += 1
            continue
        right = (span, due[span]) == (one.span, one.label)
        corpus.correct(document, one, span=span, label=due.pop(span))
        cost.accepted += right
        cost.corrected += not right
    for span, label in due.items():
        corpus.annotate(document, span, label)
        cost.added += 1
    corpus.mark(document, "done")
    return cost


def target(one: Suggestion, due: dict[Span, str]) -> Span | None:
    """The gold span that a suggestion can be made into: the same, or else the first of its label that it overlaps."""
    if one.span in due:
        return one.span
    return next((span for span, label in due.items() if span.overlaps(one.span) and label == one.label), None)


def costs(bundles: list[Bundle], *, learning: bool) -> list[Cost]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        shared = Corpus.create(Path(folder, "all.corpus")) if learning else None
        for number, bundle in enumerate(bundles):
            corpus = shared or Corpus.create(Path(folder, f"{number}.corpus"))
            corpus.add([Bundle(bundle.document)])
            found.append(work(corpus, bundle))
            if not shared:
                corpus.close()
        if shared:
            shared.close()
    return found


def main() -> int:
    gold = Path(sys.argv[1] if len(sys.argv) > 1 else "seeds/gold")
    bundles = [bundle for file in read_files(sorted(gold.glob("*.txt")), "marks") for bundle in file.bundles]
    with_learning, without = costs(bundles, learning=True), costs(bundles, learning=False)
    print("report                     spans  learning  without")
    for bundle, one, other in zip(bundles, with_learning, without, strict=True):
        print(f"{bundle.document.origin.name:26} {one.spans:5}  {one.needed:8.3f}  {other.needed:7.3f}")
    for name, part in (("all", slice(None)), (f"after the first {LEARNED_FROM}", slice(LEARNED_FROM, None))):
        sums = [sum(one.needed * one.spans for one in run[part]) for run in (with_learning, without)]
        spans = sum(one.spans for one in without[part])
        if spans:
            fall = 1 - sums[0] / sums[1] if sums[1] else 0.0
            print(f"{name}: {sums[0] / spans:.3f} against {sums[1] / spans:.3f} a span, {fall:.0%} less")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
