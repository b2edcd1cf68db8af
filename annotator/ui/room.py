"""What has less room than it needs scrolls: windows on small screens and at large scales have nothing out of reach."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_LEAST = QSize(120, 80)  # pixels
_FRAME = QSize(8, 40)
"""What the system's frame around a window takes, before anybody knows: no less than most do."""


class Scrolled(QScrollArea):
    """Shows a widget as large as there is room; where there is less than it needs, it scrolls. It takes no focus."""

    def __init__(self, widget: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = widget
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(widget)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self._inside.minimumSizeHint().expandedTo(self._inside.minimumSize())
        return least.boundedTo(_LEAST)


def room_for(widget: QWidget) -> QSize:
    """The largest size that a window has on the screen where it is, its frame left out.

    The widget is not asked for its screen: PySide makes what it answers a child of the widget, and with the last of
    both the system's screen is deleted; the next window that is made then ends the program.
    """
    above = widget.parentWidget()
    owner = above.window() if above else widget
    screen = QGuiApplication.screenAt(owner.frameGeometry().center()) or QGuiApplication.primaryScreen()
    return screen.availableSize() - _FRAME


class Dialog(QDialog):
    """A dialog that is never larger than the screen: what then has no room scrolls, above the row of its buttons."""

    def setVisible(self, visible: bool) -> None:
        if visible and not self.isVisible():
            self._fit()
        super().setVisible(visible)

    def event(self, event: QEvent) -> bool:
        """What comes into a dialog that is shown, the sentence of a fault say, makes it as high as its lines need."""
        if event.type() != QEvent.Type.LayoutRequest:
            return super().event(event)  # after which it may be gone
        done, layout = super().event(event), self.layout()
        if layout and layout.hasHeightForWidth() and self.isVisible():
            least = min(layout.minimumHeightForWidth(self.width()), room_for(self).height())
            if least > self.height():
                self.resize(self.width(), least)
        return done

    def _fit(self) -> None:
        room, layout = room_for(self), self.layout()
        self.ensurePolished()
        wanted = (self.size() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else _good(self)).boundedTo(room)
        least = self.minimumSizeHint().expandedTo(self.minimumSize())
        if least != least.boundedTo(room) and isinstance(layout, QVBoxLayout):
            self.setMinimumSize(0, 0)
            _scroll(self, layout)
        self.resize(wanted)


def _good(dialog: QDialog) -> QSize:
    """How large a dialog would be, its lines wrapped: Qt by itself takes no more than two thirds of the screen."""
    size, layout = dialog.sizeHint().expandedTo(dialog.minimumSize()), dialog.layout()
    lines = layout.totalHeightForWidth(size.width()) if layout and layout.hasHeightForWidth() else 0
    return QSize(size.width(), max(size.height(), lines))


def _scroll(dialog: QDialog, layout: QVBoxLayout) -> None:
    """All rows of a dialog but the last one, which has its buttons, move into an area that scrolls."""
    last = layout.takeAt(layout.count() - 1)
    assert last is not None
    inside = QWidget()
    inside.setLayout(layout)  # Qt takes it from the dialog, and the widgets with it
    outer = QVBoxLayout(dialog)
    outer.addWidget(Scrolled(inside), 1)
    outer.addItem(last)
