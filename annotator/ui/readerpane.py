"""The report on the working page with what belongs to reading it: how it is set, finding, where one was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model import Scheme, Span
from annotator.ui.commandline import CommandLine
from annotator.ui.dress import Dress
from annotator.ui.findbar import FindBar
from annotator.ui.plain_text import plain_label
from annotator.ui.reader import Finder, Found, Reader, Unit
from annotator.ui.reading import Reading

_LONGEST = 60
"""Code points of a selection that is taken to be what is looked for."""


_NOTCH = 120
"""Eighths of a degree by which a wheel turns at once."""
_FROM_EDGE, _LEAST = 12, 240  # pixels


class ReaderPane(QWidget):
    """Shows a text by its reader, and finds in it. `resized` is 1 or -1: letters are wanted larger or smaller."""

    resized = Signal(int)

    def __init__(self, dress: Dress) -> None:
        super().__init__()
        self._dress = dress
        self.setMinimumWidth(_LEAST)
        self.reader = Reader(dress.theme)
        self.bar = FindBar(dress)
        self.line = CommandLine(dress)
        self.selecting = plain_label("", "key", wraps=False)
        self.selecting.setParent(self.reader)
        self.selecting.hide()
        self.empty = plain_label("", "soft")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        QVBoxLayout(self.reader.viewport()).addWidget(self.empty)
        self._turned = 0
        self._finder = Finder("")
        self._found = Found()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        layout.addWidget(self.bar)
        layout.addWidget(self.reader, 1)
        layout.addWidget(self.line)
        self.bar.typed.connect(self._find)
        self.bar.stepped.connect(self._step)
        self.bar.left.connect(self._leave)
        self.reader.extending_changed.connect(self._tell_selecting)
        self.reader.viewport().installEventFilter(self)
        self.gestures: dict[str, Callable[[], None]] = {
            "find": self._begin,
            "caret": lambda: self.reader.extend(not self.reader.is_extending()),
            "select-word": lambda: self.reader.select_unit(Unit.WORD),
            "select-sentence": lambda: self.reader.select_unit(Unit.SENTENCE),
            "select-paragraph": lambda: self.reader.select_unit(Unit.PARAGRAPH),
        }

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        self.bar.wear(dress)
        self.line.wear(dress)
        self.selecting.setText(dress.words("ui.selecting-by-caret"))
        self._place_selecting()
        files, folder = (dress.keys.first(action) for action in ("import", "import-folder"))
        self.empty.setText(dress.words("ui.no-reports", files=files, folder=folder))
        self.reader.set_theme(dress.theme)
        self.reader.setAccessibleName(dress.words("ui.reader"))
        self.read_as(dress.reading)

    def read_as(self, reading: Reading) -> None:
        """Sets the text in other letters or another script; the words being read stay in view."""
        self._dress = replace(self._dress, reading=reading)
        self.reader.set_letters(reading.letters_for(self.reader.text()))
        self.reader.show_as(reading.showing)

    def put(self, text: str, scheme: Scheme) -> None:
        """Another report; without a text it says how reports come in."""
        self.line.hide()
        self.empty.setVisible(not text)
        self.reader.set_scheme(scheme)
        self.reader.set_letters(self._dress.reading.letters_for(text))
        self.reader.show_as(self._dress.reading.showing)
        self.reader.set_text(text)
        self._finder = Finder(text)
        self._found = Found()
        if self.bar.isVisible():
            self._find(self.bar.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A wheel turned with Ctrl makes letters larger or smaller, a size for each notch."""
        if event.type() == QEvent.Type.Resize:
            self._place_selecting()
        if not isinstance(event, QWheelEvent) or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return super().eventFilter(watched, event)
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= _NOTCH:
            by = 1 if self._turned > 0 else -1
            self._turned -= by * _NOTCH
            self.resized.emit(by)
        return True

    def _tell_selecting(self, on: bool) -> None:
        """Says in a corner that the arrows select; nothing else shows it before one of them is pressed."""
        self.selecting.setVisible(on)
        self._place_selecting()

    def _place_selecting(self) -> None:
        self.selecting.adjustSize()
        corner = self.reader.viewport().geometry().bottomRight() - QPoint(_FROM_EDGE, _FROM_EDGE)
        self.selecting.move(corner - self.selecting.rect().bottomRight())
        self.selecting.raise_()

    # ---- finding

    def _begin(self) -> None:
        selection = self.reader.selection()
        words = selection.of(self.reader.text()) if selection and len(selection) <= _LONGEST else ""
        self.bar.begin(" ".join(words.split()))
        self._find(self.bar.text())

    def _find(self, query: str) -> None:
        """Marks what is typed; current is the first place from where one reads, or from what is selected."""
        spans = self._finder.find(query)
        selection = self.reader.selection()
        start = selection.start if selection else self.reader.reading_position()
        self._show(Found(spans, Found(spans).nearest(start)))

    def _step(self, by: int) -> None:
        if self._found.spans:
            self._show(Found(self._found.spans, ((self._found.at or 0) + by) % len(self._found.spans)))

    def _show(self, found: Found) -> None:
        self._found = found
        self.reader.set_found(found)
        self.bar.put(found.at, len(found.spans))
        if span := self._current():
            self.reader.reveal(span)

    def _current(self) -> Span | None:
        return None if self._found.at is None else self._found.spans[self._found.at]

    def _leave(self) -> None:
        """Back to the report, with the place that was found selected: a label's key annotates it."""
        span = self._current()
        self.bar.hide()
        self._found = Found()
        self.reader.set_found(self._found)
        if span:
            self.reader.select(span)
        self.reader.setFocus()
