"""The bar at the top: which report this is, how far it is, and the menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QToolButton, QWidget

from annotator.model import Document
from annotator.ui.dress import Dress
from annotator.ui.plain_text import elided_label, isolated, plain_label, plain_tip

_NARROW = 800  # pixels


class Header(QFrame):
    """`menu` is the button that the window hangs its menu on."""

    page_chosen = Signal(str)

    def __init__(self, dress: Dress, pages: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._described: tuple[str, ...] = ()
        self._measured = False
        """whether there is progress to be shown"""
        self.setProperty("role", "bar")
        self.setFixedHeight(54)
        self._title, self._about = elided_label("title"), elided_label("soft", Qt.TextElideMode.ElideMiddle)
        self._count = plain_label("", "soft", wraps=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(150)
        self.menu = QToolButton()
        self.menu.setText("☰")
        self.menu.setProperty("role", "quiet")
        self.menu.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 12, 0)
        layout.setSpacing(16)
        self._tabs = {name: self._tab(name) for name in pages if len(pages) > 1}
        for tab in self._tabs.values():
            layout.addWidget(tab)
        layout.addWidget(self._title)
        layout.addWidget(self._about)
        layout.addStretch(1)
        layout.addWidget(self._bar)
        layout.addWidget(self._count)
        layout.addWidget(self.menu)
        self.wear(dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the title goes before the rest, which its tool tip says then."""
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        narrow = self.width() < _NARROW
        self._about.setVisible(not narrow)
        self._bar.setVisible(self._measured and not narrow)
        said = [self._title.text(), self._about.text()] if narrow else [self._title.text()]
        self._title.setToolTip(plain_tip("\n".join(filter(None, said))))

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        self._bar.setAccessibleName(dress.words("ui.decided-here"))
        self.menu.setToolTip(dress.tip(dress.words("ui.menu"), "menu"))
        self.menu.setAccessibleName(dress.words("ui.menu"))
        for name, tab in self._tabs.items():
            tab.setText(dress.words(f"ui.page-{name}"))
            tab.setToolTip(dress.tip(tab.text(), f"page-{name}"))

    def _tab(self, name: str) -> QToolButton:
        tab = QToolButton()
        tab.setCheckable(True)
        tab.setProperty("role", "tab")
        tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tab.clicked.connect(lambda _checked: self.page_chosen.emit(name))
        return tab

    def choose_page(self, name: str) -> None:
        """Marks the page that is shown."""
        for one, tab in self._tabs.items():
            tab.setChecked(one == name)

    def put_title(self, title: str, about: str = "") -> None:
        """Shows what a page is about, without a document's progress."""
        self._title.setText(title)
        self._about.setText(about)
        self._count.setText("")
        self._measured = False
        self._give_way()

    def describe(self, described: Sequence[str]) -> None:
        """What people have said of the document that is put next."""
        self._described = tuple(described)

    def put(self, document: Document | None, decided: int, all_: int, *, waiting: bool) -> None:
        """Shows a document with how many of its spans are decided; while its suggestions are computed, that."""
        words = self._dress.words
        self._title.setText(document.title if document else "")
        origin = [isolated(document.origin.name)] if document and document.origin.name else []
        length = [words("ui.characters", count=f"{len(document.text):,}")] if document else []
        self._about.setText(" · ".join([*map(isolated, self._described), *origin, *length]))
        self._measured = document is not None
        self._give_way()
        self._bar.setRange(0, 0 if waiting else max(all_, 1))
        self._bar.setValue(decided)
        self._count.setText(words("ui.suggesting") if waiting else f"{decided} / {all_}" if document else "")
