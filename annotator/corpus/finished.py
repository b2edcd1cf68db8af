"""Documents that somebody has gone through to the end: what they passed over there says something of a term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.model import Span
from annotator.suggest import Texts
from annotator.text import overlapping


@dataclass(frozen=True)
class Finished:
    """A document that somebody has gone through to the end: its folded text, and the spans annotated in it."""

    folded: str
    spans: tuple[Span, ...]

    @cached_property
    def is_annotated(self) -> Callable[[Span], bool]:
        return overlapping(self.spans)

    def after(self, gone: Iterable[Span], come: Iterable[Span]) -> Finished | None:
        """The same text once some spans have gone and others come; None where those that went never stood here."""
        spans = Counter(self.spans)
        spans.subtract(gone)
        spans.update(come)
        if min(spans.values(), default=0) < 0:
            return None
        return Finished(self.folded, tuple(sorted(spans.elements(), key=lambda span: (span.start, -span.end))))

    def passed(self, text: str) -> int:
        """In how many places a folded text stands where nothing is annotated."""
        count, at = 0, self.folded.find(text)
        while at >= 0:
            count += not self.is_annotated(Span(at, at + len(text)))
            at = self.folded.find(text, at + len(text))
        return count

    def all_passed(self, texts: Texts) -> Iterator[str]:
        """The same of many texts in one pass: each text as often as `passed` counts it."""
        ends: dict[str, int] = {}
        for start, end in texts.find(self.folded):
            text = self.folded[start:end]
            if start >= ends.get(text, 0):
                ends[text] = end
                if not self.is_annotated(Span(start, end)):
                    yield text

    def __reduce__(self) -> tuple[Callable[..., Finished], tuple[str, tuple[int, ...]]]:
        return _of, (self.folded, tuple(offset for one in self.spans for offset in (one.start, one.end)))


def _of(folded: str, offsets: Sequence[int]) -> Finished:
    """From what `__reduce__` gives: objects by the thousand take a while to be read from a pipe."""
    return Finished(folded, tuple(map(Span, offsets[::2], offsets[1::2])))
