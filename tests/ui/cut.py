"""What of a window is cut off or lies over something else: each fault in a line, for a test to show."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QSplitterHandle,
    QTabBar,
    QWidget,
)

from annotator.ui.plain_text import ElidedLabel

FLOATING = {"LabelPalette", "SpanTools", "Arcs"}
"""lie over the report, and are meant to"""
_HAIR = 1  # pixels: what rounding by a factor may take


def cut(window: QWidget) -> list[str]:
    """All that a person would see only in part, among what is shown."""
    found = []
    for widget in shown(window):
        found += [f"{path(widget)}: {fault}" for fault in (*_outside(widget), *_squeezed(widget), *_over(widget))]
    return found


def shown(window: QWidget) -> Iterator[QWidget]:
    """The window and all that is shown in it, from the top; of lists and fields only they themselves."""
    yield window
    if isinstance(window, QComboBox | QLineEdit | QTabBar):
        return
    for child in _children(window):
        yield from shown(child)


def _children(widget: QWidget) -> list[QWidget]:
    children = [one for one in widget.children() if isinstance(one, QWidget)]
    return [one for one in children if one.isVisible() and not one.isWindow()]


def _outside(widget: QWidget) -> Iterator[str]:
    """What goes beyond its parent, where that does not scroll."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or isinstance(parent.parentWidget(), QAbstractScrollArea):
        return
    if type(widget).__name__ not in FLOATING and not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
        yield f"{_said(widget.geometry())} is outside of {_said(parent.rect())}"


def _squeezed(widget: QWidget) -> Iterator[str]:
    """What has less room than its words need."""
    if isinstance(widget, QLabel) and widget.text() and not isinstance(widget, ElidedLabel):
        room, metrics = widget.contentsRect(), widget.fontMetrics()
        if widget.wordWrap():
            needed = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), Qt.TextFlag.TextWordWrap, widget.text())
            if needed.height() > room.height() + _HAIR:
                yield f"{widget.text()!r} needs {needed.height()} of height, has {room.height()}"
        elif metrics.size(0, widget.text()).width() > room.width() + _HAIR:
            yield f"{widget.text()!r} needs {metrics.horizontalAdvance(widget.text())}, has {room.width()}"
    elif isinstance(widget, QAbstractButton | QComboBox | QLineEdit):
        text = "" if isinstance(widget, QComboBox | QLineEdit) else widget.text()
        needed = widget.sizeHint().width() if text else 0
        if widget.width() + _HAIR < needed:
            yield f"{text!r} needs {needed}, has {widget.width()}"
        tall = widget.fontMetrics().height() if text or not isinstance(widget, QAbstractButton) else 0
        if widget.height() + _HAIR < tall:
            yield f"has {widget.height()} of height, its letters need {tall}"
    elif isinstance(widget, QTabBar):
        needed = sum(widget.tabRect(at).width() for at in range(widget.count()))
        if needed > widget.width() + _HAIR:
            yield f"tabs need {needed}, have {widget.width()}"


def _over(widget: QWidget) -> Iterator[str]:
    """Children that lie over each other."""
    children = [
        one
        for one in _children(widget)
        if not isinstance(one, QSplitterHandle)
        and type(one).__name__ not in FLOATING
        and not one.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    ]
    if isinstance(widget, QAbstractScrollArea) or isinstance(widget.parentWidget(), QAbstractScrollArea):
        return
    for at, one in enumerate(children):
        for other in children[at + 1 :]:
            both = one.geometry() & other.geometry()
            if both.width() > _HAIR and both.height() > _HAIR:
                yield f"{path(one)} lies over {path(other)} at {_said(both)}"


def path(widget: QWidget) -> str:
    """Where it is in the window: the names of kinds from the top."""
    names: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(names) < 4:
        names.insert(0, type(at).__name__)
        at = at.parentWidget()
    return "/".join(names)


def _said(rect: QRect) -> str:
    corner: QPoint = rect.topLeft()
    return f"({corner.x()}, {corner.y()}, {rect.width()} × {rect.height()})"
