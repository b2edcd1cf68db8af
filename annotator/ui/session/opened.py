"""The corpus that is open, the document and the span that are current, and the one way to change something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.insight import FILE
from annotator.keeping import make_backup
from annotator.model import (
    REJECT,
    Changes,
    Document,
    Scheme,
    Span,
    Suggestion,
)
from annotator.reports import fall_asleep, suggest_text
from annotator.ui.background import Background
from annotator.ui.item import START, Item, Order
from annotator.ui.places import Places
from annotator.ui.session.counting import Counting
from annotator.ui.session.items import Difference
from annotator.ui.session.learning import Learning
from annotator.ui.session.listed import Listed
from annotator.ui.session.recalling import Recalling
from annotator.ui.session.spans import Spans
from annotator.ui.session.timing import Timing
from annotator.ui.settings import Settings
from annotator.work import Worker

SEEN = {"proposals", "annotations", "decisions", "terms", "rules"}
"""Rows on which items depend."""
BACKUP_EVERY = 30 * 60 * 1000  # ms
LONG = 60_000  # code points from which suggesting would hold up the window
PATIENCE = 0.3  # s that a report waits for its suggestions before it is shown without


class Opened(QObject):
    """Panels read from here by value, call `do` or a gesture of `Session`, and read again when `changed` says so."""

    changed = Signal(object)  # Changes: rows of the corpus are different
    caught_up = Signal()  # what a step changed far from where it was done is known too
    arrived = Signal(object)  # Difference: of the current document's items some are others; None: all are, or are there
    moved = Signal()  # another document or another span is current
    failed = Signal(object)  # AnnotatorError: a sentence for the person
    reordered = Signal()  # the documents come in another order
    noticed = Signal(str)  # key of a passing remark
    turned = Signal(str)  # id of the step that took one back, or did it again
    closing = Signal()  # nothing can be asked any more
    placed = Signal(object)  # Span: a place in the current document is to be seen

    def __init__(
        self,
        corpus: Corpus,
        parent: QObject | None = None,
        places: Places | None = None,
        worker: Worker | None = None,
    ) -> None:
        super().__init__(parent)
        self.corpus = corpus
        self.places = places or Places()
        self.scheme: Scheme = corpus.scheme
        self.document: Document | None = None
        self._spans = Spans(corpus, self)
        self._spans.arrived.connect(self._take_items)
        self._spans.caught_up.connect(self.caught_up)
        self.current: str | None = None
        self._stood = START
        self.background = Background(self, begun=worker, at_rest=fall_asleep)
        self.background.failed.connect(self.failed)
        self.background.lost.connect(self._lost)
        self.counting = Counting(corpus, self.background, self)
        self.counting.failed.connect(self.failed)
        self.counting.finished.connect(self._counted)
        self.recalling = Recalling(corpus, self)
        self.recalling.failed.connect(self.failed)
        self.recalling.arrived.connect(self._recalled)
        self.learning = Learning(corpus, self)
        self.learning.learned.connect(lambda _learned, kept: self.suggest_anew() if kept else None)
        self.listed = Listed(corpus, self.counting, self)
        self.listed.failed.connect(self.failed)
        self.listed.grown.connect(self.reordered)
        self._last_step: str | None = None
        self._copied_step: str | None = None
        self._backups = QTimer(self)
        self._backups.setInterval(BACKUP_EVERY)
        self._backups.timeout.connect(self.back_up)
        self._backups.start()
        self._computed: list[Suggestion] = []
        self._place: Span | None = None  # where to begin in the document that is opened
        self.waiting = False
        self._wanted: Callable[[Item], bool] | None = None
        self.timing = Timing(Settings().beside(FILE), corpus.annotator, self)
        self.timing.failed.connect(self.failed)
        self.moved.connect(self._go_to_wanted)

    def close(self) -> None:
        """Ends the worker and closes the corpus, and then copies it, if there is anything new.

        Raises AnnotatorError when that copy cannot be made; the corpus is closed all the same.
        """
        with ExitStack() as each:  # the last one first; one that fails keeps no other from its turn
            for part in (
                self._copy,
                self.corpus.close,
                self.background.close,
                self.learning.stop,
                self.counting.stop,
                self.listed.stop,
                self.recalling.stop,
                self.timing.stop,
                self._backups.stop,
                self._spans.forget,
                self.closing.emit,
            ):
                each.callback(part)  # fmt: skip

    def _copy(self) -> None:
        if self.unsaved:
            make_backup(self.corpus.path)

    @property
    def unsaved(self) -> bool:
        """Whether there is a step of this session that no backup has."""
        return self._last_step != self._copied_step

    def back_up(self) -> None:
        """Copies the corpus in the worker, if there is anything new."""
        if self.unsaved:
            step = self._last_step

            def then(_made: object) -> None:
                self._copied_step = step

            self.background.run(make_backup, self.corpus.path, then=then)

    # ---- the one way to change something

    def do(self, verb: Callable[..., Changes], *args: Any, **words: Any) -> Changes:
        """Calls a verb of the corpus; what the world answers becomes `failed`, what it changed `changed`."""
        try:
            changes = verb(*args, **words)
        except AnnotatorError as error:
            self.failed.emit(error)
            with suppress(AnnotatorError):  # what was said once need not be said again
                self.look_again()
            return Changes()
        if changes:
            self.take(changes)
        return changes

    def look_again(self) -> None:
        """Reads again what is shown, after another program or a disk has come between."""
        if self.document and self.corpus.row(self.document.id) is None:
            self.show(None)
        elif self.document:
            here = self.item()
            self._read_items()
            if here and self.item() is None and (found := self._open_from(here.order, 1)):
                self.current = found.key
        self.changed.emit(Changes("", "", frozenset({"documents"})))
        self.moved.emit()

    def _lost(self, error: AnnotatorError) -> None:
        """The worker's process has ended: nothing of what it was to do will come."""
        self.counting.stop()
        self.waiting = False
        self.failed.emit(error)
        self.moved.emit()

    def take(self, changes: Changes) -> None:
        """Tells everybody what a verb has changed."""
        self._last_step = changes.step or self._last_step
        self.timing.touch(1 if changes.step else 0)
        if "schemes" in changes.kinds:
            self.scheme = self.corpus.scheme
        if "documents" in changes.kinds:
            self.recalling.look()
            self.listed.forget()
        if changes.kinds & {"rules", "proposals"}:
            self.counting.count_again()
        # in another document too: what is decided there teaches here
        if self.document and changes.kinds & SEEN and not self._spans.follow():
            self._read_items()
        self.changed.emit(changes)
        if "schemes" in changes.kinds:
            self.suggest_anew()

    # ---- documents

    def order_by_uncertainty(self, wanted: bool) -> None:
        """In which order the documents come, in the list and by the keys."""
        self.listed.order_by_uncertainty(wanted)
        self.reordered.emit()

    def _counted(self) -> None:
        if self.listed.by_uncertainty:
            self.listed.look()

    def suggest_anew(self) -> None:
        """After the engine has become another one: the open document and all numbers are computed again."""
        self.counting.count_again()
        if self.document:
            here = self.current
            self.show(self.document.id)
            if self._spans.items.get(here):
                self.choose(here)

    def _recalled(self) -> None:
        """Suggestions know now what people have taught."""
        if self.document and not self.waiting:
            self._read_items()
            self.moved.emit()

    def forget_model(self) -> None:
        """Takes the corpus's own model away; `failed` says why it cannot be."""
        try:
            self.corpus.forget_model()
        except AnnotatorError as error:
            self.failed.emit(error)
        else:
            self.suggest_anew()

    def show(self, document: str | None, place: Span | None = None) -> None:
        """Makes a document current, with the first open suggestion from where it was read last; None shows nothing.

        With a place, the item there is current instead, if there is one, and `placed` says what is to be seen.
        """
        self.begin(document, place)
        self.wait_a_blink()

    def begin(self, document: str | None, place: Span | None = None) -> None:
        """As `show`, but does not wait for suggestions that the worker has been asked for."""
        self.keep_count()
        self._place = place
        try:
            self.document = self.corpus.document(document) if document else None
        except AnnotatorError as error:
            self.failed.emit(error)
            return
        self.timing.work_on(self.document.sha256 if self.document else "")
        self._spans.forget()
        self._computed, self.current, self._stood = [], None, START
        self.waiting = self.document is not None
        self.moved.emit()
        if self.document is None:
            return
        text, sha256 = self.document.text, self.document.sha256
        engine = self.corpus.engine
        if len(text) < LONG and engine.is_ready and not engine.waits:
            self._suggested(sha256, engine.suggest(text))
        else:
            self.background.run(
                suggest_text, text, self.corpus.ways, then=lambda found: self._suggested(sha256, *found), urgent=True
            )

    def wait_a_blink(self) -> None:
        """Lets the marks of the open report come together with its text, where they come soon."""
        if self.document and len(self.document.text) < LONG:
            self.wait_for_suggestions(PATIENCE)

    def wait_for_suggestions(self, within: float) -> None:
        """Returns when the open report's suggestions are there, or after so many seconds."""
        self.background.wait(lambda: self.waiting, within)

    def _suggested(self, sha256: str, suggestions: list[Suggestion], faults: Iterable[AnnotatorError] = ()) -> None:
        for fault in faults:
            self.failed.emit(fault)
        if self.document is None or self.document.sha256 != sha256:
            return  # another document has been opened meanwhile
        self._computed, self.waiting = suggestions, False
        self._read_items()
        place, self._place = self._place, None
        first = self._at(place) if place else self._open_from((self.places.of(self.document.id) - 1, 0, ""), 1)
        self.current = first.key if first else None
        self.moved.emit()
        if place:
            self.placed.emit(place)

    def _at(self, place: Span) -> Item | None:
        """The item at a place: the one of just that span, else one that overlaps it."""
        there = [item for item in self.items if item.span.overlaps(place)]
        return next((item for item in there if item.span == place), next(iter(there), None))

    # ---- spans

    @property
    def items(self) -> list[Item]:
        """All annotations and open suggestions of the current document, as the keys go through them."""
        return self._spans.items.list

    def catch_up(self) -> None:
        """What a step changed far from where it was done is known too, at once."""
        self._spans.catch_up()

    def _read_items(self) -> None:
        assert self.document is not None
        self._spans.read(self.document.id, self._computed)

    def _take_items(self, difference: Difference | None) -> None:
        gone = difference.places.get(self.current or "") if difference and not self.item() else None
        if not self.item():
            stays = self.item_at(Span(gone[0], -gone[1])) if gone and not self._spans.is_behind_the_page else None
            self.current, self._stood = stays.key if stays else None, gone or self._stood
        self.arrived.emit(difference)
        if gone and self._spans.is_behind_the_page:
            self._go_past(gone)

    def _go_past(self, order: Order) -> None:
        """The span that was current has gone by itself: the next open one is current, or that none is shown."""
        found = self._open_from(order, 1)
        self.current = found.key if found else None
        self.moved.emit()

    def rejected(self) -> list[Suggestion]:
        """What was suggested in the current document and rejected."""
        decisions = self.corpus.decisions(self.document.id) if self.document else []
        return [one.suggestion for one in decisions if one.kind == REJECT]

    def item(self) -> Item | None:
        """The current one."""
        return self._spans.known.get(self.current)

    def _item_to_decide(self) -> Item | None:
        """The current one as it is now, whatever the last step changed here; None where that took it away."""
        if item := self.item():
            self._spans.settle(item.span)
        return self.item()

    def item_of(self, key: str) -> Item | None:
        """The one with that key."""
        return self._spans.known.get(key)

    def item_at(self, span: Span, label: str | None = None) -> Item | None:
        """The first one of just that span, with that label if one is named."""
        return self._spans.known.at(span, label)

    def show_at(self, document: str, is_it: Callable[[Item], bool]) -> None:
        """Makes a document current, and in it the first item that is the one; without any it is as `show` has it."""
        self._wanted = is_it
        self.show(document)

    def _go_to_wanted(self) -> None:
        """Once the items are there, which a long document has to wait for."""
        self.timing.touch()
        if self._wanted and not self.waiting:
            is_it, self._wanted = self._wanted, None
            if found := next((item for item in self.items if is_it(item)), None):
                self.choose(found.key)

    def choose(self, key: str | None) -> None:
        if key != self.current:
            self.current = key
            self.moved.emit()

    def open_count(self) -> int:
        return self._spans.known.open_count

    def counts(self) -> dict[str, tuple[int, int]]:
        """By label, how many annotations there are in the current document, and how many items."""
        return self._spans.known.counts()

    def _open_from(self, order: Order, direction: int) -> Item | None:
        """The next open suggestion after (1) or before (-1) a place in the order of items, around the ends."""
        return self._spans.next_open(order, direction)

    def keep_count(self) -> None:
        """Lists of documents show as many open suggestions of the current one as there are."""
        row = self.corpus.row(self.document.id) if self.document and not self.waiting else None
        if row:
            self.counting.put(row.sha256, row.decisions + self.open_count())

    def decided(self) -> tuple[int, int]:
        """How many spans of the current document are decided, and how many there are."""
        open_ = self.open_count()
        row = self.corpus.row(self.document.id) if self.document else None
        settled = (row.decisions if row else 0) + self._spans.known.by_hand
        return settled, settled + open_
