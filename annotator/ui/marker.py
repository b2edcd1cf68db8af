"""What the reader shows of a session: its items and, where they are wanted, rejected suggestions, as marks."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from annotator.i18n import Words
from annotator.model import Scheme, Span, Suggestion
from annotator.ui.item import Item
from annotator.ui.reader import Mark, MarkState


@dataclass(frozen=True, slots=True)
class Marker:
    """Titles are those of a scheme in a language."""

    scheme: Scheme
    words: Words

    def marks(
        self,
        items: Iterable[Item],
        rejected: Iterable[Suggestion] = (),
        *,
        disputed: Container[str] = (),
        preview: Iterable[tuple[Span, str]] = (),
    ) -> list[Mark]:
        """`disputed` are the keys of annotations on which annotators differ, `preview` spans that are being typed."""
        marks = [*(self._of(item, disputed) for item in items), *map(self._rejected, rejected)]
        typed = (
            self._mark(f"typed {number}", span, label, MarkState.ANNOTATION)
            for number, (span, label) in enumerate(preview)
        )
        return [*marks, *typed]

    def _of(self, item: Item, disputed: Container[str]) -> Mark:
        state = MarkState.SUGGESTION if item.is_open else MarkState.ANNOTATION
        return self._mark(item.key, item.span, item.label, MarkState.DISPUTED if item.key in disputed else state)

    def _rejected(self, one: Suggestion) -> Mark:
        key = f"rejected {one.span.start}:{one.span.end}:{one.label}"
        return self._mark(key, one.span, one.label, MarkState.REJECTED)

    def _mark(self, key: str, span: Span, label: str, state: MarkState) -> Mark:
        known = self.scheme.label(label)
        title = self.words.pick(known.title) if known else label
        return Mark(key, span, label, title, known.key if known else "", state)
