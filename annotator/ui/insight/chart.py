"""A picture as a list of bars: Qt's own list gives the keys, the hovering and the names for screen readers."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.insight import Bar
from annotator.ui.insight.drawing import COLUMN, ROW, draw_bar, draw_legend
from annotator.ui.insight.telling import Telling
from annotator.ui.plain_text import plain_tip
from annotator.ui.tables import Index


class BarsModel(QAbstractListModel):
    """The bars of a picture by value; their sentences are what is read out."""

    def __init__(self) -> None:
        self.telling: Telling | None = None
        super().__init__()

    @property
    def bars(self) -> tuple[Bar, ...]:
        return self.telling.picture.bars if self.telling else ()

    def put(self, telling: Telling) -> None:
        self.beginResetModel()
        self.telling = telling
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.bars)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.telling is None or not 0 <= index.row() < len(self.bars):
            return None
        bar = self.bars[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{self.telling.bar(bar)}: {self.telling.value(bar)}"
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self.telling.sentence(bar).replace("\n", "; ")
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self.telling.sentence(bar))
        return None


class _Delegate(QStyledItemDelegate):
    """Paints a bar in the place of its row's text."""

    def __init__(self, model: BarsModel, view: QListView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        telling = self._model.telling
        if telling is None:
            return
        state = option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        bar = self._model.bars[index.row()]
        focus = self._view.hasFocus()
        draw_bar(painter, option.rect, telling, bar, current=current, focus=focus)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        telling = self._model.telling
        room = self._view.viewport().size()
        if telling and telling.upright:
            return QSize(COLUMN, max(room.height() - 2, 120))
        return QSize(max(room.width() - 2, 200), ROW)


class _Bars(QListView):
    """Enter says `activated` on every platform, and a change of size lays the bars out again."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Legend(QWidget):
    """The colours and what they stand for."""

    def __init__(self) -> None:
        self.telling: Telling | None = None
        super().__init__()
        self.setFixedHeight(22)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.telling:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_legend(painter, QRectF(self.rect()), self.telling)
            painter.end()


class Chart(QWidget):
    """Says `moved` with the bar that is current (or None), `chosen` when Enter or a double click asks for it."""

    moved = Signal(object)  # Bar | None
    chosen = Signal(object)  # Bar

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = BarsModel()
        self.view = _Bars()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Delegate(self.model, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setMouseTracking(True)
        self._legend = _Legend()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._legend)
        layout.addWidget(self.view, 1)
        self.view.selectionModel().currentChanged.connect(lambda index, _old: self.moved.emit(self._bar(index)))
        self.view.activated.connect(lambda index: self.chosen.emit(self._bar(index)))
        self.setFocusProxy(self.view)

    def _bar(self, index: Index) -> Bar | None:
        return self.model.bars[index.row()] if 0 <= index.row() < len(self.model.bars) else None

    @property
    def current(self) -> Bar | None:
        return self._bar(self.view.currentIndex())

    def put(self, telling: Telling) -> None:
        """Shows a picture; the bar that was current stays so where it is still there."""
        before = self.model.telling
        kept = self.current.key if self.current and before and before.name == telling.name else None
        upright = telling.upright
        self.view.setFlow(QListView.Flow.LeftToRight if upright else QListView.Flow.TopToBottom)
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.view.setVerticalScrollBarPolicy(off if upright else needed)
        self.view.setHorizontalScrollBarPolicy(needed if upright else off)
        self.model.put(telling)
        self.view.setAccessibleName(telling.title())
        self.view.setAccessibleDescription(telling.about())
        self._legend.telling = telling
        self._legend.setVisible(len(telling.parts()) > 1 and not telling.is_share)
        self._legend.setAccessibleName(", ".join(map(telling.part, telling.parts())))
        self._legend.update()
        rows = [bar.key for bar in self.model.bars]
        at = rows.index(kept) if kept in rows else (len(rows) - 1 if upright else 0)
        if rows:
            self.view.setCurrentIndex(self.model.index(at))
        self.moved.emit(self.current)
