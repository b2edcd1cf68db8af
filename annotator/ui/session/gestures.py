"""An annotation session: what a person does with the current span and document, by key or mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotator.corpus import uncertainty
from annotator.model import DONE, Changes, Span
from annotator.ui.edges import moved
from annotator.ui.item import Item
from annotator.ui.keys import Edge
from annotator.ui.session.jumping import Jumping
from annotator.ui.session.opened import SEEN


class Session(Jumping):
    """Each gesture is one verb, then the way to what comes next."""

    last_label = ""
    """what the person labelled last"""

    _unsure: str | None = None
    """the suggestion to which `step_to_unsure` led"""

    def accept(self) -> None:
        """Accepts the current suggestion and goes on; on an annotation just goes on."""
        item = self._item_to_decide()
        if item and item.suggestion and self.document:
            if not self.do(self.corpus.accept, self.document.id, item.suggestion):
                return
            self._go_on(item)
        else:
            self.step_to_open(1)

    def reject(self) -> None:
        """Rejects the current suggestion and goes on; an annotation is removed."""
        item = self._item_to_decide()
        if item is None or self.document is None:
            return
        if item.suggestion:
            changes = self.do(self.corpus.reject, self.document.id, item.suggestion)
        else:
            changes = self.do(self.corpus.remove, item.key)
        if changes:
            self._go_on(item)

    def _go_on(self, decided: Item) -> None:
        """From a span just decided to the next open one; where none is left it stays."""
        self.current = None
        if found := self._open_from(decided.order, 1):
            self.choose(found.key)
            return
        self.current = self._key_at(decided.span)
        self.moved.emit()
        self.tell_none_open()

    def label(self, name: str, selection: Span | None = None) -> None:
        """Labels the selection, if there is one, without blanks at its ends; else gives the current span this label."""
        if self.document is None:
            return
        self.last_label = name
        if selection:
            selection = selection.trimmed(self.document.text)
            self.do(self.corpus.annotate, self.document.id, selection, name)
            self.choose(self._key_at(selection, name) or self.current)
            return
        item = self._item_to_decide()
        if item and item.suggestion:
            if self.do(self.corpus.correct, self.document.id, item.suggestion, label=name):
                self.choose(self._key_at(item.span, name))
        elif item:
            self.do(self.corpus.relabel, item.key, name)
        else:
            self.noticed.emit("ui.nothing-current")

    def label_row(self, spans: Sequence[tuple[Span, str]]) -> Changes:
        """Labels several spans, each with a label of its own, as one step; the last one is current then."""
        if self.document is None:
            return Changes()
        changes = self.do(self.corpus.annotate_row, self.document.id, spans)
        if changes:
            span, self.last_label = spans[-1]
            self.choose(self._key_at(span, self.last_label) or self.current)
        return changes

    def move_edge(self, edge: Edge) -> None:
        """Moves a boundary of the current span; one that would leave it empty or leave the text stays."""
        item = self._item_to_decide()
        if item is None or self.document is None:
            self.noticed.emit("ui.nothing-current")
            return
        span = moved(self.document.text, item.span, edge)
        if span == item.span:
            return
        if item.suggestion:
            if self.do(self.corpus.correct, self.document.id, item.suggestion, span=span):
                self.choose(self._key_at(span, item.label))
        elif self.do(self.corpus.move, item.key, span):
            self.moved.emit()

    def undo(self) -> None:
        self._turn_back(self.corpus.undo)

    def redo(self) -> None:
        self._turn_back(self.corpus.redo)

    def turn(self, verb: Callable[[], Changes]) -> Changes:
        """Takes a step back, or does it again, and has it said which one that was."""
        changes = self.do(verb)
        if changes.step:
            self.turned.emit(changes.step)
        return changes

    def _turn_back(self, verb: Callable[[], Changes]) -> None:
        """Shows where the step was: its document, and the span that came back or went."""
        changes = self.turn(verb)
        if not changes:
            return
        here = self.document.id if self.document else ""
        is_there = bool(here and self.corpus.row(here))
        elsewhere = (
            None if is_there and here in changes.documents else self.corpus.first_there(sorted(changes.documents))
        )
        if elsewhere:
            self.show(elsewhere)
        elif here and not is_there:
            self.show(None)
        elif changes.kinds & SEEN and self._spans.fresh:
            self.choose(self._spans.fresh[0].key)
        else:
            self.moved.emit()

    def done(self) -> None:
        """Marks the document done and opens the next one that is not."""
        if self.document is None:
            return
        here = self.document.id
        if self.do(self.corpus.mark, here, DONE) and self.corpus.is_due():
            self.learning.start()
        if self.corpus.row(here) is None:
            return  # another program has taken the document away
        if following := self.listed.next_to_do(here):
            self.show(following)
        else:
            self.noticed.emit("ui.all-done")

    def step_to_unsure(self) -> None:
        """Makes the open suggestion current that is least certain; asked again there, the next one, and round again."""
        open_ = [item for item in self.items if item.suggestion]
        open_.sort(key=lambda item: -uncertainty(item.suggestion) if item.suggestion else 0.0)
        if not open_:
            self.tell_none_open()
            return
        keys = [item.key for item in open_]
        goes_on = self.current == self._unsure and self.current in keys
        at = keys.index(self._unsure or "") + 1 if goes_on else 0
        self._unsure = keys[at % len(keys)]
        self.choose(self._unsure)

    def step_to_item(self, direction: int) -> None:
        """Makes the next (1) or previous (-1) span current, decided or not, around the ends of the document."""
        if not self.items:
            self.noticed.emit("ui.no-spans")
            return
        if found := self._spans.items.beside(self._here(), direction):
            self.choose(found.key)

    def step_document(self, direction: int) -> None:
        if self.document is None:
            found = self.listed.first()
        elif self.corpus.row(self.document.id):
            found = self.listed.beside(self.document.id, direction)
        else:
            self.look_again()
            return
        if found:
            self.show(found)

    def _key_at(self, span: Span, label: str | None = None) -> str | None:
        found = self.item_at(span, label)
        return found.key if found else None
