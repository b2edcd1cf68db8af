"""Open suggestions as the list of them shows them: rows, what narrows them, their order, and what is said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from annotator.corpus import Proven, Share, is_sure
from annotator.i18n import Words, on_one_line
from annotator.model import Document, Suggestion, SuggestionKey
from annotator.text import fold

AROUND = 24  # code points of context on either side
RowKey = tuple[str, SuggestionKey]
"""A document's id and a suggestion's key."""


@dataclass(frozen=True, slots=True)
class Row:
    """A suggestion in its document. `folded` is its text in Simplified; `before` and `after` stand around it."""

    document: str
    title: str
    suggestion: Suggestion
    folded: str
    before: str
    after: str

    @property
    def key(self) -> RowKey:
        return self.document, self.suggestion.key

    @property
    def context(self) -> str:
        """The suggestion between brackets in what stands around it, on one line."""
        return on_one_line(f"{self.before}【{self.suggestion.text}】{self.after}")


def rows_of(document: Document, suggestions: Iterable[Suggestion]) -> list[Row]:
    """A row for each suggestion of a document, in their order."""
    text = document.text
    return [
        Row(
            document.id,
            document.title,
            one,
            fold(one.text),
            text[max(0, one.span.start - AROUND) : one.span.start],
            text[one.span.end : one.span.end + AROUND],
        )
        for one in suggestions
    ]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which rows are shown; empty means all. `term` is part of the text in either script; scores go from 0 to 1.

    `proven` has the scores from which on suggestions have proven right; None for those that have not, too.
    """

    label: str = ""
    source: str = ""
    term: str = ""
    low: float = 0.0
    high: float = 1.0
    proven: Proven | None = None

    def of(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that are shown, in their order."""
        term = fold(self.term.strip())
        return [
            row
            for row in rows
            if self.label in ("", row.suggestion.label)
            and self.source in ("", row.suggestion.source)
            and self.low <= row.suggestion.score <= self.high
            and term in row.folded
            and (self.proven is None or is_sure(row.suggestion, self.proven))
        ]


ORDERS: dict[str, Callable[[Row], object]] = {
    "term": lambda row: row.folded,
    "label": lambda row: row.suggestion.label,
    "source": lambda row: row.suggestion.source,
    "score": lambda row: row.suggestion.score,
    "place": lambda row: (row.title, row.document, row.suggestion.span),
    "report": lambda row: row.title,
}
"""The columns of the list, and what each is ordered by."""


def precision_line(source: str, shown: int, past: Share, words: Words) -> str:
    """What is known of a source: how many of its suggestions are shown, and how good those decided on were."""
    name = words.named(f"ui.source-{source}", source)
    if not past.of:
        return words("ui.bulk-untried", source=name, shown=shown)
    return words("ui.bulk-tried", source=name, shown=shown, share=interval(past, words))


def interval(share: Share, words: Words) -> str:
    """A share as people read it: the counts, the percentage, and the bounds of 95 in 100."""
    value, low, high = (round(100 * one) for one in (share.value, share.low, share.high))
    return words("ui.share", right=share.right, of=share.of, value=value, low=low, high=high)


def by_source(rows: Iterable[Row]) -> Mapping[str, int]:
    """How many rows each source has, the most first."""
    return dict(Counter(row.suggestion.source for row in rows).most_common())


def picks_of(rows: Iterable[Row]) -> dict[str, list[Suggestion]]:
    """The suggestions by document, as the verb takes them."""
    picks: dict[str, list[Suggestion]] = {}
    for row in rows:
        picks.setdefault(row.document, []).append(row.suggestion)
    return picks
