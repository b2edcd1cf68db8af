"""The places where something stands, as a table: left context, the words, right context, what is annotated, where."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFont

from annotator.model import Occurrence, Scheme, Span
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_tip
from annotator.ui.tables import Index
from annotator.ui.tickedtable import TickedTable

COLUMNS = ("mark", "before", "text", "after", "labels", "report")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TEXT = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
Place = tuple[str, Span]


class HitsModel(TickedTable):
    """Hits are added as they are found. `ticked` are places, so that a tick outlives another look."""

    columns = COLUMNS

    def __init__(self, dress: Dress, scheme: Scheme) -> None:
        self.hits: list[Occurrence] = []
        self.ticked: set[Place] = set()
        self.dress = dress
        self.scheme = scheme
        super().__init__()

    def clear(self) -> None:
        self.beginResetModel()
        self.hits = []
        self.endResetModel()

    def add(self, hits: Sequence[Occurrence]) -> None:
        """More hits, behind those that are there."""
        if hits:
            first = len(self.hits)
            self.beginInsertRows(QModelIndex(), first, first + len(hits) - 1)
            self.hits += hits
            self.endInsertRows()

    def put(self, hits: Sequence[Occurrence]) -> None:
        """The same hits, as they are annotated now."""
        if hits:
            self.hits = list(hits)
            at = COLUMNS.index("labels")
            self.dataChanged.emit(self.index(0, at), self.index(len(hits) - 1, at))

    def chosen(self) -> list[Occurrence]:
        """The ticked hits, in order."""
        return [hit for hit in self.hits if place_of(hit) in self.ticked]

    def mark(self, rows: Sequence[int], *, on: bool) -> None:
        """Ticks rows, or takes their ticks away."""
        places = {place_of(self.hits[row]) for row in rows}
        self.ticked = self.ticked | places if on else self.ticked - places
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))

    def is_marked(self, row: int) -> bool:
        return place_of(self.hits[row]) in self.ticked

    # ---- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.hits)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name = COLUMNS[section]
        if orientation != Qt.Orientation.Horizontal or name == "mark":
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if name == "before" else _LEFT
        return self.dress.words(f"corpuspage.hits-{name}") if role in _TEXT else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name, hit = COLUMNS[index.column()], self.hits[index.row()]
        if name == "mark":
            on = Qt.CheckState.Checked if self.is_marked(index.row()) else Qt.CheckState.Unchecked
            return on if role == Qt.ItemDataRole.CheckStateRole else None
        if role in _TEXT:
            return self._said(hit, name)
        return self._look(hit, name).get(role)

    def _look(self, hit: Occurrence, name: str) -> dict[int, object]:
        """What it looks like: the words stand out, and what stands around them leans on them."""
        look: dict[int, object] = {Qt.ItemDataRole.TextAlignmentRole: _RIGHT if name == "before" else _LEFT}
        if name == "text":
            font = QFont()
            font.setBold(True)
            look |= {Qt.ItemDataRole.FontRole: font, Qt.ItemDataRole.ForegroundRole: self.dress.theme.accent}
        elif name == "labels" and hit.labels:
            look[Qt.ItemDataRole.ForegroundRole] = self.dress.theme.label_colours(
                self.dress.theme.label_colour(self.scheme, hit.labels[0])
            ).outline_ink
        elif name == "report":
            look |= {
                Qt.ItemDataRole.ForegroundRole: self.dress.theme.ink_soft,
                Qt.ItemDataRole.ToolTipRole: plain_tip(hit.title),
            }
        return look

    def _said(self, hit: Occurrence, name: str) -> str:
        if name == "labels":
            known = {label.name: self.dress.words.pick(label.title) for label in self.scheme.labels}
            return self.dress.words("corpuspage.comma").join(dict.fromkeys(known.get(one, one) for one in hit.labels))
        text = {"before": hit.before, "text": hit.text, "after": hit.after, "report": hit.title}[name]
        return _on_one_line(text)


def place_of(hit: Occurrence) -> Place:
    """Where a hit stands."""
    return hit.document, hit.span


def _on_one_line(text: str) -> str:
    """Line ends and other controls as a blank each: nothing breaks the row."""
    return "".join(char if char.isprintable() else " " for char in text)
