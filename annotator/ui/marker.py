"""What the reader shows of a session: its items and, where they are wanted, rejected suggestions, as marks."""

from __future__ import annotations

from collections.abc import Container, Iterable

from annotator.i18n import Words
from annotator.model import Scheme, Span, Suggestion
from annotator.ui.item import Item
from annotator.ui.reader import Mark, MarkState


class Marker:
    """Titles are those of a scheme in a language. A mark that is asked for again is the same object as before."""

    def __init__(self, scheme: Scheme, words: Words) -> None:
        self._titles = {label.name: (words.pick(label.title), label.key) for label in scheme.labels}
        self._made: dict[str, Mark] = {}

    def marks(
        self,
        items: Iterable[Item],
        rejected: Iterable[Suggestion] = (),
        *,
        disputed: Container[str] = (),
        theirs: Iterable[tuple[Span, str]] = (),
        preview: Iterable[tuple[Span, str]] = (),
    ) -> list[Mark]:
        """`disputed` are the keys of annotations on which annotators differ, `theirs` what only others have there,

        `preview` spans that are being typed.
        """
        made = [self._of(item, disputed) for item in items]
        made += (self._mark(f"rejected {one.key}", one.span, one.label, MarkState.REJECTED) for one in rejected)
        made += (self._mark(f"theirs {span} {label}", span, label, MarkState.DISPUTED) for span, label in theirs)
        typed = enumerate(preview)
        made += (self._mark(f"typed {at}", span, label, MarkState.ANNOTATION) for at, (span, label) in typed)
        self._made = {mark.key: mark for mark in made}
        return made

    def _of(self, item: Item, disputed: Container[str]) -> Mark:
        state = MarkState.SUGGESTION if item.is_open else MarkState.ANNOTATION
        return self._mark(item.key, item.span, item.label, MarkState.DISPUTED if item.key in disputed else state)

    def _mark(self, key: str, span: Span, label: str, state: MarkState) -> Mark:
        before = self._made.get(key)
        if before is not None and before.state is state and before.label == label and before.span == span:
            return before
        title, digit = self._titles.get(label, (label, ""))
        return Mark(key, span, label, title, digit, state)
