"""The report on the working page with what belongs to reading it: how it is set, finding, where one was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model import Scheme, Span
from annotator.ui.commandline import CommandLine
from annotator.ui.dress import Dress
from annotator.ui.findbar import FindBar
from annotator.ui.reader import Finder, Found, Reader, Unit
from annotator.ui.reading import Reading

_LONGEST = 60
"""Code points of a selection that is taken to be what is looked for."""


class ReaderPane(QWidget):
    """Shows a text by its reader, and finds in it."""

    def __init__(self, dress: Dress) -> None:
        super().__init__()
        self._dress = dress
        self.reader = Reader(dress.theme)
        self.bar = FindBar(dress)
        self.line = CommandLine(dress)
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
        self.reader.set_theme(dress.theme)
        self.reader.setAccessibleName(dress.words("ui.reader"))
        self.read_as(dress.reading)

    def read_as(self, reading: Reading) -> None:
        """Sets the text in other letters or another script; the words being read stay in view."""
        self._dress = replace(self._dress, reading=reading)
        self.reader.set_letters(reading.letters_for(self.reader.text()))
        self.reader.show_as(reading.showing)

    def put(self, text: str, scheme: Scheme) -> None:
        """Another report."""
        self.line.hide()
        self.reader.set_scheme(scheme)
        self.reader.set_letters(self._dress.reading.letters_for(text))
        self.reader.show_as(self._dress.reading.showing)
        self.reader.set_text(text)
        self._finder = Finder(text)
        self._found = Found()
        if self.bar.isVisible():
            self._find(self.bar.text())

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
