"""The documents of the corpus at the left: a field to find one by its title, and the list with their progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model import DONE, DocumentRow
from annotator.ui.clearing import clearable
from annotator.ui.dress import Dress
from annotator.ui.pages import Pages
from annotator.ui.plain_text import plain_label
from annotator.ui.ring import draw_ring
from annotator.ui.rowdelegate import ABOUT, TITLE, RowDelegate
from annotator.ui.tables import Index

ROW = Qt.ItemDataRole.UserRole
_HEIGHT, _RING, _PAD = 58, 20, 12
_TAKEN = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_BARE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_PAGES = 40
RowsOf = Callable[[Sequence[str]], list[DocumentRow]]


class DocumentsModel(QAbstractListModel):
    """An array of ids, and pages of rows that are read when they are to be seen."""

    def __init__(self, rows_of: RowsOf) -> None:
        self.ids: Sequence[str] = ()
        self.totals: Mapping[str, int] = {}
        self._pages = Pages(rows_of, _PAGES)
        super().__init__()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, ROW):
            return None
        row = self.row(index.row())
        return row if role == ROW else row and row.title

    def row(self, at: int) -> DocumentRow | None:
        """What stands in a row; None for a document that was removed meanwhile."""
        return self._pages.row(self.ids, at)

    def put(self, ids: Sequence[str], totals: Mapping[str, int]) -> None:
        """Shows these documents. Where only figures changed, or more have come behind, the list keeps its place."""
        self.totals = totals
        before = len(self.ids)
        self._pages.clear()
        if len(ids) > before and ids[:before] == self.ids:
            self.beginInsertRows(QModelIndex(), before, len(ids) - 1)
            self.ids = ids
            self.endInsertRows()
        elif ids != self.ids:
            self.beginResetModel()
            self.ids = ids
            self.endResetModel()
        if self.ids:
            self.dataChanged.emit(self.index(0), self.index(len(self.ids) - 1))

    def put_row(self, row: DocumentRow) -> None:
        """Shows other figures of a document, if it is one of those that were to be seen."""
        for at in self._pages.put(self.ids, row):
            self.dataChanged.emit(self.index(at), self.index(at))

    def share(self, row: DocumentRow) -> float:
        """How much of a document's suggestions is decided, 0 to 1; 0 as long as they have not been counted."""
        total = self.totals.get(row.sha256, 0)
        return min(row.decisions / total, 1.0) if total else 0.0


class DocumentDelegate(RowDelegate):
    """Title, where it is from and how long it is, and the ring."""

    def __init__(self, model: DocumentsModel, dress: Dress, parent: QWidget) -> None:
        super().__init__(dress, parent)
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: DocumentRow | None = index.data(ROW)
        if row is None:
            return
        theme = self.dress.theme
        painter.save()
        area = self.begin(painter, option)
        words = area.adjusted(_PAD, 0, -(_RING + 2 * _PAD), 0)
        self.line(painter, words.adjusted(0, 7, 0, -25), row.title, TITLE, theme.ink)
        self.line(painter, words.adjusted(0, 28, 0, -6), self._about(row), ABOUT, theme.ink_soft)
        ring = QRectF(area.right() - _PAD - _RING, area.center().y() - _RING / 2 + 0.5, _RING, _RING)
        draw_ring(painter, ring, self._model.share(row), theme, done=row.status == DONE)
        painter.restore()

    def _about(self, row: DocumentRow) -> str:
        length = self.dress.words("ui.characters", count=f"{row.length:,}")
        return f"{length} · {self.dress.words(f'ui.status-{row.status}')}"


class DocumentsView(QListView):
    """Takes the keys that move in a list, and leaves all others to the window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TAKEN and event.modifiers() in _BARE:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusNextPrevChild(self, _next: bool) -> bool:  # Qt's own signature
        return False


class DocumentsPanel(QWidget):
    """Says `chosen` with a document's id, `ordered` when the button under the list is clicked, `sought` with the text

    that titles are to hold.
    """

    chosen = Signal(str)
    sought = Signal(str)
    ordered = Signal(bool)  # by uncertainty, or as they came

    def __init__(self, dress: Dress, rows_of: RowsOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = DocumentsModel(rows_of)
        self._done = self._all = 0
        self.search = QLineEdit(self)
        self.search.textChanged.connect(self.sought)
        self.view = DocumentsView(self)
        self.view.setModel(self._model)
        self.view.setLayoutMode(QListView.LayoutMode.Batched)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._delegate = DocumentDelegate(self._model, dress, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.selectionModel().currentChanged.connect(self._chosen)
        self._summary = plain_label("", "soft", wraps=False)
        self.order = QToolButton(self)
        self.order.setCheckable(True)
        self.order.setProperty("role", "quiet")
        self.order.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.order.clicked.connect(self.ordered)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.view, 1)
        below = QHBoxLayout()
        below.addWidget(self._summary, 1)
        below.addWidget(self.order)
        layout.addLayout(below)
        self.wear(dress)

    def wear(self, dress: Dress) -> None:
        self._delegate.dress = dress
        self.search.setPlaceholderText(dress.words("ui.find-document"))
        self.search.setAccessibleName(dress.words("ui.find-document"))
        clearable(self.search, dress.words)
        self.view.setAccessibleName(dress.words("ui.documents"))
        self.order.setText(dress.words("ui.most-uncertain"))
        self.order.setToolTip(dress.tip(dress.words("ui.action-order"), "order"))
        self._summarise()
        self.view.viewport().update()

    def put(self, ids: Sequence[str], totals: Mapping[str, int], current: str | None) -> None:
        """Shows the documents, with the current one marked; `totals` are suggestions by the hash of a text."""
        self._model.put(ids, totals)
        at = self._model.ids.index(current) if current in self._model.ids else -1
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.view.setCurrentIndex(self._model.index(at))
        selection.blockSignals(False)
        self.view.viewport().update()

    def put_row(self, row: DocumentRow) -> None:
        self._model.put_row(row)

    def put_progress(self, done: int, all_: int) -> None:
        """How many documents are done, of how many."""
        self._done, self._all = done, all_
        self._summarise()

    def put_order(self, *, by_uncertainty: bool) -> None:
        """Shows in which order the rows have come."""
        self.order.setChecked(by_uncertainty)

    def _summarise(self) -> None:
        said = self._delegate.dress.words("ui.done-of", done=self._done, all=self._all)
        self._summary.setText(said if self._all else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the field to what it has found; the first of it is opened where the open report is not among it."""
        if event.key() not in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers():
            super().keyPressEvent(event)
            return
        self.view.setFocus()
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self._model.index(0))

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.ids[index.row()])
