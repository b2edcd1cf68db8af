"""The documents of the corpus at the left: a field to find one by its title, and the list with their progress."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QSortFilterProxyModel,
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
from annotator.text import fold
from annotator.ui.clearing import clearable
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label, plain_tip
from annotator.ui.ring import draw_ring
from annotator.ui.rowdelegate import ABOUT, TITLE, RowDelegate

ROW = Qt.ItemDataRole.UserRole
_HEIGHT, _RING, _PAD = 58, 20, 12
_TAKEN = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_BARE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
Index = QModelIndex | QPersistentModelIndex


class DocumentsModel(QAbstractListModel):
    """Rows by value. Titles are matched folded, so either script finds the other."""

    def __init__(self) -> None:
        self.documents: list[DocumentRow] = []
        self.totals: dict[str, int] = {}
        super().__init__()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.documents)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.documents[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return row.title
            case Qt.ItemDataRole.EditRole:
                return fold(row.title).casefold()
            case Qt.ItemDataRole.UserRole:
                return row
        return None

    def put(self, documents: list[DocumentRow], totals: dict[str, int]) -> None:
        """Shows these rows. Where only figures changed, the list keeps its place."""
        same = [row.id for row in documents] == [row.id for row in self.documents]
        self.totals = totals
        if not same:
            self.beginResetModel()
        self.documents = documents
        if not same:
            self.endResetModel()
        elif documents:
            self.dataChanged.emit(self.index(0), self.index(len(documents) - 1))

    def put_row(self, row: DocumentRow) -> None:
        """Shows other figures of a document that is in the list."""
        ids = [one.id for one in self.documents]
        if row.id in ids:
            at = ids.index(row.id)
            self.documents[at] = row
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
        row: DocumentRow = index.data(ROW)
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
    """Says `chosen` with a document's id, `ordered` when the button under the list is clicked."""

    chosen = Signal(str)
    ordered = Signal(bool)  # by uncertainty, or as they came

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = DocumentsModel()
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._model)
        self._found.setFilterRole(Qt.ItemDataRole.EditRole)
        self.search = QLineEdit(self)
        self.search.textChanged.connect(lambda text: self._found.setFilterFixedString(fold(text).casefold()))
        self.view = DocumentsView(self)
        self.view.setModel(self._found)
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
        self.order.setToolTip(plain_tip(dress.words("ui.action-order")))
        self._summarise()
        self.view.viewport().update()

    def put(self, documents: list[DocumentRow], totals: dict[str, int], current: str | None) -> None:
        """Shows the documents, with the current one marked."""
        self._model.put(documents, totals)
        self._summarise()
        self._mark(current)

    def put_row(self, row: DocumentRow) -> None:
        self._model.put_row(row)
        self._summarise()

    def put_order(self, *, by_uncertainty: bool) -> None:
        """Shows in which order the rows have come."""
        self.order.setChecked(by_uncertainty)

    def _mark(self, current: str | None) -> None:
        ids = [row.id for row in self._model.documents]
        index = self._found.mapFromSource(self._model.index(ids.index(current))) if current in ids else QModelIndex()
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.view.setCurrentIndex(index)
        selection.blockSignals(False)
        self.view.viewport().update()

    def _summarise(self) -> None:
        rows = self._model.documents
        done = sum(row.status == DONE for row in rows)
        self._summary.setText(self._delegate.dress.words("ui.done-of", done=done, all=len(rows)) if rows else "")

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(ROW).id)
