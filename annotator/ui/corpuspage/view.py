"""The table of documents as it is seen and driven by keys: type ahead, mark, sort, open."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from annotator.model import DONE, DocumentSummary
from annotator.text import HANS, HANT
from annotator.ui.corpuspage.rowsview import RowsView, is_the_windows
from annotator.ui.corpuspage.table import COLUMNS, ROW, OverviewModel
from annotator.ui.dress import Dress
from annotator.ui.ring import draw_ring
from annotator.ui.tables import Index, fit_columns
from annotator.ui.theme import Theme

_HEIGHT, _RING = 34, 14
_BESIDE = 36  # pixels beside a header's words: the margins, and the arrow
_WIDTHS = {
    "mark": 40, "title": 200, "status": 104, "annotations": 84, "decisions": 84, "open": 84, "annotators": 130,
    "script": 76, "length": 90, "imported": 104,
}  # fmt: skip
_SORT = {"sort-up": False, "sort-down": True}


class StatusDelegate(QStyledItemDelegate):
    """The status has its ring before it."""

    def __init__(self, model: OverviewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, DocumentSummary):
            super().paint(painter, option, index)
            return
        whole = QRect(option.rect)
        option.rect = whole.adjusted(_RING + 10, 0, 0, 0)
        super().paint(painter, option, index)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(QRect(whole.left(), whole.top(), _RING + 10, whole.height()), self._theme.accent_soft)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(whole.left() + 8, whole.center().y() - _RING / 2 + 0.5, _RING, _RING)
        total = self._model.totals.get(row.sha256, 0)
        share = min(row.decided / total, 1.0) if total else 0.0
        draw_ring(painter, ring, share, self._theme, done=row.status == DONE)
        painter.restore()

    @property
    def _theme(self) -> Theme:
        return self._model.dress.theme


class OverviewView(RowsView):
    """Says `sorted_` with a column and whether it falls, `typed` with letters, and what all tables of rows say."""

    sorted_ = Signal(str, bool)
    typed = Signal(str)

    def __init__(self, model: OverviewModel, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(model, "reports", _HEIGHT, parent)
        self.dress = dress
        self.setModel(model)
        self.setItemDelegateForColumn(COLUMNS.index("status"), StatusDelegate(model, self))
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self._set_up_header()

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setMinimumSectionSize(_WIDTHS["mark"])
        header.setSectionsClickable(True)
        header.setSectionResizeMode(COLUMNS.index("mark"), QHeaderView.ResizeMode.Fixed)
        header.sectionClicked.connect(self._header_clicked)

    def wear(self, dress: Dress) -> None:
        """Another language needs other widths; the script's names are the widest values that are known beforehand."""
        self.dress, self.keys = dress, dress.keys
        scripts = [dress.words(f"corpuspage.script-{script}") for script in (HANS, HANT)]
        fit_columns(self, _WIDTHS, {"script": scripts}, _BESIDE)
        self._fit_title()
        self.viewport().update()

    def show_order(self, by: str, *, descending: bool) -> None:
        """The arrow in the header; none for the order in which the documents came."""
        header = self.horizontalHeader()
        header.setSortIndicatorShown(by in COLUMNS)
        if by in COLUMNS:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(COLUMNS.index(by), order)

    def _header_clicked(self, section: int) -> None:
        header = self.horizontalHeader()
        name = COLUMNS[section]
        if name == "mark":
            self.mark_all()
            return
        same = header.isSortIndicatorShown() and header.sortIndicatorSection() == section
        self.sorted_.emit(name, same and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title takes what the other columns leave, as long as there is enough."""
        super().resizeEvent(event)
        self._fit_title()

    def _fit_title(self) -> None:
        header, at = self.horizontalHeader(), COLUMNS.index("title")
        others = sum(header.sectionSize(other) for other in range(len(COLUMNS)) if other != at)
        header.resizeSection(at, max(_WIDTHS["title"], self.viewport().width() - others))

    def act(self, action: str) -> None:
        if action in _SORT:
            at = self.currentIndex()
            name = COLUMNS[max(at.column(), 1)] if at.isValid() else "title"
            self.sorted_.emit(name, _SORT[action])
        else:
            super().act(action)

    def takes(self, event: QKeyEvent) -> bool:
        if is_the_windows(event):
            self.asked.emit(event)
        elif event.text().isprintable() and event.text():
            self.typed.emit(event.text())
        else:
            return False
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.marked.emit()
