"""What the reader shows of a session: its items and, where they are wanted, rejected suggestions, as marks."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable

from annotator.i18n import Words
from annotator.model import Scheme, Span, Suggestion
from annotator.ui.item import Item
from annotator.ui.reader import Mark, MarkState

Labelled = tuple[Span, str]


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
        theirs: Iterable[Labelled] = (),
        preview: Iterable[Labelled] = (),
    ) -> list[Mark]:
        """`disputed` are the keys of annotations on which annotators differ, `theirs` what only others have there,

        `preview` spans that are being typed.
        """
        made = [self._of(item, disputed) for item in items]
        made += (self._mark(f"rejected {one.key}", one.span, one.label, MarkState.REJECTED) for one in rejected)
        made += (self._mark(f"theirs {span} {label}", span, label, MarkState.DISPUTED) for span, label in theirs)
        made += self._typed(preview)
        self._made = {mark.key: mark for mark in made}
        return made

    def changed(self, gone: Iterable[str], come: Iterable[Item]) -> tuple[list[str], list[Mark]]:
        """What of the marks is different where some items have gone and come: keys and marks."""
        return self._change(gone, [self._of(item, ()) for item in come])

    def typed(self, before: Collection[Labelled], now: Iterable[Labelled]) -> tuple[list[str], list[Mark]]:
        """The same where other spans are being typed than before."""
        return self._change((f"typed {at}" for at in range(len(before))), self._typed(now))

    def _typed(self, preview: Iterable[Labelled]) -> list[Mark]:
        typed = enumerate(preview)
        return [self._mark(f"typed {at}", span, label, MarkState.ANNOTATION) for at, (span, label) in typed]

    def _change(self, gone: Iterable[str], made: Iterable[Mark]) -> tuple[list[str], list[Mark]]:
        come = {mark.key: mark for mark in made}
        keys = [key for key in gone if key in self._made and self._made[key] is not come.get(key)]
        marks = [mark for key, mark in come.items() if self._made.get(key) is not mark]
        for key in keys:
            del self._made[key]
        self._made |= come
        return keys, marks

    def _of(self, item: Item, disputed: Container[str]) -> Mark:
        state = MarkState.SUGGESTION if item.is_open else MarkState.ANNOTATION
        return self._mark(item.key, item.span, item.label, MarkState.DISPUTED if item.key in disputed else state)

    def _mark(self, key: str, span: Span, label: str, state: MarkState) -> Mark:
        before = self._made.get(key)
        if before is not None and before.state is state and before.label == label and before.span == span:
            return before
        title, digit = self._titles.get(label, (label, ""))
        return Mark(key, span, label, title, digit, state)
