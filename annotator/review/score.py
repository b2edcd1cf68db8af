"""How good suggestions are against gold: precision, recall and F1, exact and overlapping.

The formulas are those of C. J. van Rijsbergen, Information Retrieval, 2nd edition (1979), chapter 7, as the CoNLL
tasks use them on spans: precision P = right / suggested, recall R = found / gold, F1 = 2PR / (P + R). Overlapping is
what F. Olsson and others, Notions of correctness when evaluating protein name taggers (COLING 2002), call sloppy.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model import Span

Labelled = tuple[Span, str]
ALL = "all"


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one label or all. `right` are suggestions that hit gold, `found` gold spans that were hit.

    Where there is nothing to divide by (no suggestion, no gold) the value is not defined; it is given as 0.0.
    """

    gold: int = 0
    suggested: int = 0
    right: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        """The share of suggestions that are right, 0 to 1."""
        return self.right / self.suggested if self.suggested else 0.0

    @property
    def recall(self) -> float:
        """The share of gold spans that were found, 0 to 1."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean, 0 to 1."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.gold + other.gold,
            self.suggested + other.suggested,
            self.right + other.right,
            self.found + other.found,
        )

    def to_plain(self) -> dict[str, float]:
        """Measures and counts by name; `found` is not among them, for `recall` says it."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "gold": self.gold,
            "suggested": self.suggested,
            "right": self.right,
        }


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores by label, "all" first: a match needs the same label there too, so it is the sum of the labels."""

    exact: Mapping[str, Score]
    overlap: Mapping[str, Score]

    def to_plain(self) -> dict[str, dict[str, dict[str, float]]]:
        """`{"exact": {"all": counts, "Program": counts, …}, "overlap": {…}}`, counts as `Score.to_plain` gives them."""
        return {
            "exact": {label: score.to_plain() for label, score in self.exact.items()},
            "overlap": {label: score.to_plain() for label, score in self.overlap.items()},
        }


def score(
    gold: Mapping[str, Iterable[Labelled]],
    suggested: Mapping[str, Iterable[Labelled]],
    *,
    labels: Sequence[str] = (),
) -> Scores:
    """Scores suggestions against gold, both as (span, label) pairs by document; spans in code points of its text.

    Exact: same start, end and label; each such triple of a document counts once. Overlapping: a suggestion is right
    when it covers a character of a gold span of its label, a gold span is found when a suggestion of its label covers
    one of its characters. Documents that gold has not are left out; one that only gold has counts as not suggested
    for. `labels` come first and appear even where they have no span; others follow in order of their names.
    """
    exact: dict[str, Score] = defaultdict(Score, dict.fromkeys(labels, Score()))
    overlap: dict[str, Score] = defaultdict(Score, exact)
    for document, spans in gold.items():
        theirs, mine = _by_label(spans), _by_label(suggested.get(document, ()))
        for label in sorted(theirs.keys() | mine.keys()):
            exact[label] += _exact(theirs[label], mine[label])
            overlap[label] += _overlap(theirs[label], mine[label])
    return Scores(_with_all(exact, labels), _with_all(overlap, labels))


def _by_label(spans: Iterable[Labelled]) -> defaultdict[str, list[Span]]:
    grouped: defaultdict[str, list[Span]] = defaultdict(list)
    for span, label in spans:
        grouped[label].append(span)
    return grouped


def _with_all(scores: Mapping[str, Score], labels: Sequence[str]) -> dict[str, Score]:
    order = [*labels, *sorted(scores.keys() - set(labels))]
    return {ALL: sum(scores.values(), Score()), **{label: scores[label] for label in order}}


def _exact(gold: list[Span], suggested: list[Span]) -> Score:
    hits = len(set(gold) & set(suggested))
    return Score(len(gold), len(suggested), hits, hits)


def _overlap(gold: list[Span], suggested: list[Span]) -> Score:
    return Score(len(gold), len(suggested), _touching(suggested, gold), _touching(gold, suggested))


def _touching(spans: list[Span], others: list[Span]) -> int:
    """How many of the spans share a character with any of the others, in O((n + m) log m)."""
    starts, ends = _merged(others)
    count = 0
    for span in spans:
        at = bisect_left(starts, span.end) - 1  # the last stretch that begins before the span ends
        count += at >= 0 and ends[at] > span.start
    return count


def _merged(spans: list[Span]) -> tuple[list[int], list[int]]:
    """The stretches of text that the spans cover, as starts and ends, disjoint and in order."""
    starts: list[int] = []
    ends: list[int] = []
    for span in sorted(spans):
        if ends and span.start <= ends[-1]:
            ends[-1] = max(ends[-1], span.end)
        else:
            starts.append(span.start)
            ends.append(span.end)
    return starts, ends
