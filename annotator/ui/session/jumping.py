"""Ways from one place of the report to another that is worth a look."""

from __future__ import annotations

from collections.abc import Container

from annotator.model import Span
from annotator.text import overlapping
from annotator.ui.item import Order
from annotator.ui.session.told import Told


class Jumping(Told):
    """Each goes on from the current span, and around the end of the document."""

    def step_to_open(self, direction: int) -> None:
        """Makes the next (1) or previous (-1) open suggestion current, around the ends of the document."""
        found = self._open_from(self._here(), direction)
        if found:
            self.choose(found.key)
        else:
            self.tell_none_open()

    def _here(self) -> Order:
        """Where the current span is; where none is, where the last one was that went by itself."""
        here = self.item()
        return here.order if here else self._stood

    def tell_none_open(self) -> None:
        """Says why there is no open suggestion to go to: all are decided, or none is there yet."""
        self.noticed.emit("ui.still-suggesting" if self.waiting else "ui.all-decided")

    def step_to_note(self) -> None:
        """To the next annotation that has a note."""
        noted = self.corpus.annotations(self.document.id) if self.document else []
        self._step_to({one.id for one in noted if one.note}, "ui.no-notes")

    def disputed(self) -> frozenset[str]:
        """The keys of the annotations here on which others differ from this annotator."""
        places = self.corpus.disputed(self.document.id) if self.document else []
        answer = overlapping(places)
        return frozenset(item.key for item in self.items if not item.is_open and answer(item.span))

    def theirs(self) -> list[tuple[Span, str]]:
        """What others have annotated here, and this annotator has not: spans and labels, where annotators differ."""
        found = self.corpus.theirs(self.document.id) if self.document else []
        return [(one.span, one.label) for one in found]

    def step_to_disputed(self) -> None:
        """To the next annotation on which annotators differ."""
        self._step_to(self.disputed(), "ui.no-disputed")

    def _step_to(self, keys: Container[str], otherwise: str) -> None:
        """To the next of some items; where there is none, a remark."""
        wanted = [item for item in self.items if item.key in keys]
        here = self._here()
        ahead = next((item for item in wanted if item.order > here), None)
        if found := ahead or next(iter(wanted), None):
            self.choose(found.key)
        else:
            self.noticed.emit(otherwise)
