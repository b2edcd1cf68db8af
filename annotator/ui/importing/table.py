"""The files of an import as a table: what each holds, and whether it is to come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt

from annotator.corpus import Looked
from annotator.errors import AnnotatorError
from annotator.i18n import Words
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_tip
from annotator.ui.tables import Index
from annotator.ui.tickedtable import TickedTable

COLUMNS = ("mark", "file", "format", "reports", "title", "encoding", "script", "length", "annotations", "remark")
_NUMBERS = {"reports", "length", "annotations"}
_TEXT = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}


class FilesModel(TickedTable):
    """A row for each file; one for each file inside an archive, which comes in or stays out with it.

    `left` are files that a person has taken out. `known` are hashes of texts that the corpus has.
    """

    columns = COLUMNS

    def __init__(self, dress: Dress) -> None:
        self.rows: list[tuple[Path, Looked]] = []  # the file that was asked for, and what it or a part of it holds
        self.left: set[Path] = set()
        self.known: set[str] = set()
        self._paths: set[Path] = set()
        self._dress = dress
        super().__init__()

    def put(self, path: Path, looked: Sequence[Looked], known: set[str]) -> None:
        """What a file holds, in place of what was known of it before."""
        self.known |= known
        rows = [(path, one) for one in looked]
        if path not in self._paths:
            self._paths.add(path)
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()
            return
        there = [at for at, (one, _) in enumerate(self.rows) if one == path]
        if len(there) == len(rows):
            self.rows[there[0] : there[-1] + 1] = rows
            self.dataChanged.emit(self.index(there[0], 0), self.index(there[-1], len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.rows[there[0] : there[-1] + 1] = rows
        self.endResetModel()

    def wanted(self) -> list[tuple[Path, Looked]]:
        """The rows that are to come in and can."""
        return [row for row in self.rows if row[0] not in self.left and not row[1].fault]

    def is_known(self, looked: Looked) -> bool:
        """Whether the corpus has all texts of a file already."""
        return bool(looked.hashes) and all(one in self.known for one in looked.hashes)

    # ---- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name = COLUMNS[section]
        if orientation != Qt.Orientation.Horizontal or name == "mark":
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(name)
        return self._dress.words(f"importing.column-{name}") if role in _TEXT else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name, (path, looked) = COLUMNS[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(name)
        if name == "mark":
            comes = path not in self.left and not looked.fault
            tick = Qt.CheckState.Checked if comes else Qt.CheckState.Unchecked
            return tick if role == Qt.ItemDataRole.CheckStateRole else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(name, path, looked)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(str(looked.path) if name == "file" else self.text(looked, name))
        return self.text(looked, name) if role in _TEXT else None

    def _colour(self, name: str, path: Path, looked: Looked) -> object:
        theme = self._dress.theme
        if name == "remark" and looked.fault:
            return theme.danger
        if (name == "encoding" and not looked.sure) or (name == "remark" and looked.left_out):
            return theme.warn
        if looked.fault or path in self.left or self.is_known(looked):
            return theme.ink_faint
        return None

    def text(self, looked: Looked, name: str) -> str:
        """What stands in a cell."""
        words = self._dress.words
        if name in _NUMBERS and looked.fault:
            return ""
        return {
            "file": looked.path.name,
            "format": words.pick(looked.format),
            "reports": f"{len(looked.hashes):,}",
            "title": " ".join(looked.titles[0].split()) if looked.titles else "",
            "encoding": looked.encoding + ("" if looked.sure else " ?"),
            "script": words(f"corpuspage.script-{looked.script}") if looked.script else "",
            "length": f"{looked.length:,}",
            "annotations": f"{sum(looked.labels.values()):,}",
            "remark": self._remark(looked),
        }[name]

    def _remark(self, looked: Looked) -> str:
        words = self._dress.words
        if looked.fault:
            return _brief(looked.fault).say(words)
        known = sum(one in self.known for one in looked.hashes)
        said = [words("importing.known", count=known)] if known else []
        if looked.left_out:
            said.append(words("importing.left-out", kinds=kinds_of(looked.left_out, words)))
        return " ".join([*said, *(_brief(one).say(words) for one in looked.remarks)])

    def mark(self, rows: Sequence[int], *, on: bool) -> None:
        """Lets the files of rows come in, or takes them out; all parts of an archive go with it."""
        paths = {self.rows[row][0] for row in rows}
        self.left = self.left - paths if on else self.left | paths
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(COLUMNS) - 1))

    def may_be_ticked(self, row: int) -> bool:
        return not self.rows[row][1].fault


def kinds_of(left_out: Mapping[str, int], words: Words) -> str:
    """What a corpus cannot hold, as a list of kinds with their numbers."""
    return words("corpuspage.comma").join(
        f"{words.named(f'formats.left-out-{kind}', kind)} {count:,}" for kind, count in left_out.items()
    )


def _brief(error: AnnotatorError) -> AnnotatorError:
    """The same with the file's name alone: the row says which file it is."""
    path = error.fields.get("path")
    return AnnotatorError(error.key, **error.fields | {"path": Path(str(path)).name}) if path else error


def _alignment(name: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if name in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
