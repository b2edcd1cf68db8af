"""The guidelines beside the text: what the current span's label means, its examples, and examples from the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator.corpus import Example
from annotator.model import Scheme
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.session import Session

_LEADING_OUT = ("guidelines", "read-guidelines", "leave")


class GuidelinesPanel(QScrollArea):
    """Takes values; it follows the label that it is given. It takes the focus only where a key asks for it, to be

    scrolled by the arrows and their like; it says `asked` with an action's name for the keys that lead out of it.
    """

    asked = Signal(str)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        self.label = ""
        super().__init__(parent)
        self._dress = dress
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(220)

    def wear(self, dress: Dress) -> None:
        """Another language or theme; what is shown is to be put again."""
        self._dress = dress
        self.label = ""
        self.setAccessibleName(dress.words("ui.action-guidelines"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        binding, bar = self._dress.keys.binding_of(event), self.verticalScrollBar()
        if binding and binding.action in _LEADING_OUT:
            self.asked.emit(binding.action)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    def put(self, scheme: Scheme, name: str, examples: Iterable[Example]) -> None:
        """Shows a label's page."""
        self.label = name
        words = self._dress.words
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 14, 12, 14)
        column.setSpacing(8)
        for widget in self._page(scheme, name):
            column.addWidget(widget)
        found = list(examples)
        column.addWidget(plain_label(words("editor.examples-here" if found else "editor.no-examples-here"), "soft"))
        for example in found:
            column.addWidget(self._example(example))
        column.addStretch(1)
        self.setWidget(inside)

    def _page(self, scheme: Scheme, name: str) -> list[QWidget]:
        label, words = scheme.label(name), self._dress.words
        if label is None:
            return [plain_label(name or words("ui.no-current"), "title")]
        colours = self._dress.theme.label_colours(self._dress.theme.label_colour(scheme, name))
        title = plain_label("  ".join(filter(None, (label.key, words.pick(label.title)))), "title")
        title.setStyleSheet(
            f"background: {colours.chip.name()}; color: {colours.chip_ink.name()};"
            " border-radius: 6px; padding: 4px 9px;"
        )
        definition = plain_label(words.pick(label.definition) or words("editor.no-definition"))
        definition.setAccessibleName(definition.text())
        shown: list[QWidget] = [title, definition]
        if label.examples:
            shown += [plain_label(words("editor.examples"), "soft"), plain_label("\n".join(label.examples))]
        return shown

    def _example(self, example: Example) -> QWidget:
        """The words in their context, where they stand, and who vouches for them."""
        place = example.place
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.setSpacing(2)
        inside.addWidget(plain_label(" ".join(f"…{place.before}【{place.text}】{place.after}…".split())))
        where = f"{place.title} · {self._dress.words(f'editor.by-{example.by}')}"
        inside.addWidget(plain_label(" ".join(where.split()), "soft"))
        return card


class Guidelines:
    """Keeps the panel at the current span's label, where it is shown; without a span at the label before."""

    def __init__(self, session: Session, dress: Dress, back: Callable[[], object]) -> None:
        self._session, self._back = session, back
        self.panel = GuidelinesPanel(dress)
        self.panel.asked.connect(self._leave)
        self.panel.hide()

    def wear(self, dress: Dress) -> None:
        self.panel.wear(dress)

    def toggle(self) -> None:
        self.panel.setVisible(self.panel.isHidden())
        self.panel.label = ""
        self.refresh()

    def read(self) -> None:
        """Shows the panel, to be scrolled by keys."""
        if self.panel.isHidden():
            self.toggle()
        self.panel.setFocus()

    def _leave(self, action: str) -> None:
        """Back to the report; by the key that shows the panel, out of sight too."""
        if action == "guidelines":
            self.toggle()
        self._back()

    def refresh(self) -> None:
        """Another span may be current. Examples are looked for only when its label is another one."""
        item, scheme = self._session.item(), self._session.scheme
        name = item.label if item else self.panel.label or next((label.name for label in scheme.labels), "")
        if not self.panel.isHidden() and name != self.panel.label:
            self.panel.put(scheme, name, self._session.corpus.examples(name))
