"""How all tables of the window behave: a row is chosen whole, Tab leaves the table, and heads stand over their text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

Index = QModelIndex | QPersistentModelIndex
"""by which Qt asks a model for a cell"""


def as_rows(view: QTableView, widths: Sequence[int] = (), *, several: bool = False) -> None:
    """Makes a table a list of rows with several columns, of which none is edited in its place.

    `widths` are those of the first columns in pixels; the last column takes what is left. `several` rows may be chosen
    at once, or one.
    """
    modes = QAbstractItemView.SelectionMode
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    header = view.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    for column, width in enumerate(widths):
        header.resizeSection(column, width)


def fit_columns(view: QTableView, least: Mapping[str, int], values: Mapping[str, Iterable[str]], beside: int) -> None:
    """Makes columns as wide as their heads and those of their `values` that are known beforehand, and `beside` pixels.

    `least` has the columns by name, from left to right, and how wide each is at least.
    """
    heads, letters = view.model(), view.horizontalHeader().fontMetrics()
    for at, (name, width) in enumerate(least.items()):
        head = str(heads.headerData(at, Qt.Orientation.Horizontal) or "")
        longest = max(map(letters.horizontalAdvance, (head, *values.get(name, ()))))
        view.setColumnWidth(at, max(width, longest + beside))
