"""The command of numbers on the working page: typed, shown as it would be, done as one step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent

from annotator.model import Span
from annotator.ui.commandline import CommandLine
from annotator.ui.reader import Reader
from annotator.ui.reader.counted import letters_of
from annotator.ui.session import Session

Labelled = list[tuple[Span, str]]
"""Spans with the names of their labels."""


class NumberCommand:
    """Joins the line, the reader and the session. `preview` shows what would be annotated."""

    def __init__(
        self, line: CommandLine, reader: Reader, session: Session, preview: Callable[[Labelled], None]
    ) -> None:
        self._line, self._reader, self._session, self._preview = line, reader, session, preview
        self._start = 0
        line.typed.connect(lambda text: self._preview(self._meant(text)))
        line.given.connect(self._do)
        line.left.connect(lambda: self._preview([]))

    def begin(self) -> None:
        """From what is selected, the caret, or the current span on."""
        if self._session.document is not None:
            self._start = self._reader.place()
            self._reader.set_caret(self._start)
            self._line.begin(self._session.scheme)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key of the reader was the line's."""
        return self._line.isVisible() and self._line.take(event)

    def _meant(self, text: str) -> Labelled:
        labels = self._session.scheme.labels
        names = dict(zip(letters_of(len(labels)), (label.name for label in labels), strict=False))
        return [(span, names[letter]) for span, letter in self._reader.counted(self._start, text)]

    def _do(self, text: str) -> None:
        meant = self._meant(text)
        self._preview([])
        if meant and self._session.label_row(meant):
            self._reader.set_caret(meant[-1][0].end)
