"""A look at an import before anything is written: each file with what it holds, what is doubtful, what stays out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.corpus import ANNOTATIONS, SKIP, SUGGESTIONS, Looked, look_at
from annotator.errors import AnnotatorError
from annotator.model import Scheme
from annotator.text import HANS, HANT
from annotator.ui.background import Background
from annotator.ui.corpuspage.rowsview import RowDelegate, choose_row
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.importing.detail import FileDetail
from annotator.ui.importing.labels import LabelMap
from annotator.ui.importing.plan import Plan
from annotator.ui.importing.table import COLUMNS, FilesModel
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog
from annotator.ui.tables import as_rows, fit_columns

_WIDTHS = {
    "mark": 36, "file": 170, "format": 124, "reports": 60, "title": 170, "encoding": 96, "script": 62, "length": 76,
    "annotations": 66, "remark": 260,
}  # fmt: skip
_SOON = 60  # ms
Known = Callable[[Iterable[str]], set[str]]


class FilesView(QTableView):
    """Space takes the current file out or in again, whichever column is current."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        tick = self.currentIndex().siblingAtColumn(COLUMNS.index("mark"))
        if event.key() == Qt.Key.Key_Space and tick.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            on = Qt.CheckState(tick.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
            other = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
            self.model().setData(tick, other, Qt.ItemDataRole.CheckStateRole)
        else:
            super().keyPressEvent(event)


class ImportDialog(Dialog):
    """`plan()` is what the person wants. A worker looks at one file after the other while the dialog is open.

    `known` gives those of some hashes whose texts the corpus has. With `adopts` the corpus is empty and takes the
    scheme of the first file that brings one.
    """

    def __init__(
        self,
        dress: Dress,
        files: Sequence[Path],
        scheme: Scheme,
        known: Known,
        *,
        adopts: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._dress, self._scheme, self._known, self._adopts = dress, scheme, known, adopts
        self._files = list(files)
        self._seen: Counter[str] = Counter()
        self._encodings: dict[Path, str] = {}
        self._left_to_look = len(self._files)
        self.setWindowTitle(dress.words("ui.action-import"))
        self.resize(1120, 700)
        self.model = FilesModel(dress)
        self.view = FilesView()
        self.detail = FileDetail(dress)
        self.labels = LabelMap(dress)
        self.predictions = QComboBox()
        self._summary = plain_label("")
        self._bar = QProgressBar()
        self._bar.setRange(0, max(len(self._files), 1))
        self._bar.setTextVisible(False)
        self.buttons, self.ok = ok_or_cancel(self, dress.words, "")
        self._background = Background(self, nice=0)
        self._soon = QTimer(self)  # with thousands of files, not after each of them
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._summarise)
        self._lay_out()
        self._connect()
        for path in self._files:
            self._look(path)
        self._summarise()
        self.view.setFocus()

    # ---- the look

    def _lay_out(self) -> None:
        self._set_up_table()
        words = self._dress.words
        self.predictions.addItem(words("importing.predictions-annotations"), ANNOTATIONS)
        self.predictions.addItem(words("importing.predictions-suggestions"), SUGGESTIONS)
        self.predictions.addItem(words("importing.predictions-skip"), SKIP)
        self.predictions.setAccessibleName(words("importing.predictions"))
        self.predicted = QCheckBox(words("importing.predicted"))
        self.predicted.toggled.connect(self._say_predicted)
        self._predicted = QWidget()
        row = QHBoxLayout(self._predicted)
        row.setContentsMargins(0, 0, 0, 0)
        self._predictions_about = plain_label("", "soft")
        row.addWidget(self._predictions_about, 1)
        row.addWidget(self.predictions)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(14, 12, 0, 0)
        column.addWidget(self.labels, 1)
        column.addWidget(self.predicted)
        column.addWidget(self._predicted)
        self._right = right
        below = QSplitter()
        below.setChildrenCollapsible(False)
        below.addWidget(self.detail)
        below.addWidget(right)
        below.setSizes([620, 440])
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.view)
        halves.addWidget(below)
        halves.setSizes([380, 230])
        halves.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self._summary)
        layout.addWidget(self._bar)
        layout.addWidget(halves, 1)
        layout.addWidget(self.buttons)

    def _set_up_table(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(self.view))
        as_rows(self.view)
        self.view.setAccessibleName(self._dress.words("importing.files"))
        self.view.verticalHeader().setDefaultSectionSize(32)
        header = self.view.horizontalHeader()
        header.setMinimumSectionSize(_WIDTHS["mark"])
        scripts = [self._dress.words(f"corpuspage.script-{script}") for script in (HANS, HANT)]
        fit_columns(self.view, _WIDTHS, {"script": scripts}, 26)
        header.setSectionResizeMode(COLUMNS.index("remark"), QHeaderView.ResizeMode.Stretch)

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_detail())
        self.model.dataChanged.connect(lambda *_: self._soon.start())
        self.detail.decoded.connect(self._decode)
        self._background.lost.connect(self._lost)
        self.finished.connect(lambda _how: self._background.close())

    # ---- looking

    def _look(self, path: Path) -> None:
        plan = Plan((path,), self._encodings)
        self._background.run(look_at, path, plan.options(path, ""), then=lambda found: self._take(path, found))

    def _take(self, path: Path, found: Sequence[Looked]) -> None:
        hashes = [one for looked in found for one in looked.hashes]
        self.model.put(path, found, self._known(hashes))
        self._left_to_look -= 1
        if not self.view.currentIndex().isValid():
            choose_row(self.view, 0)
        elif self.model.rows[self.view.currentIndex().row()][0] == path:
            self._show_detail()
        if self._left_to_look:
            self._soon.start()
        else:
            self._summarise()

    def _lost(self, error: AnnotatorError) -> None:
        """The worker is gone: what it has not looked at comes in as it is found, or stays out."""
        looked = {path for path, _ in self.model.rows}
        for path in self._files:
            if path not in looked:
                self.model.put(path, [Looked(path, fault=error)], set())
        self._left_to_look = 0
        self._summarise()

    def _decode(self, encoding: str) -> None:
        """Looks at the current file again, by another encoding."""
        path, _ = self.model.rows[self.view.currentIndex().row()]
        self._encodings[path] = encoding
        self._left_to_look += 1
        self._look(path)
        self._summarise()

    def _show_detail(self) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            path, looked = self.model.rows[row]
            self.detail.put(looked, self.model.text(looked, "remark"), alone=looked.path == path)

    # ---- what it comes to

    def scheme(self) -> Scheme:
        """The scheme that the labels will have to fit."""
        brought = [looked.scheme for _, looked in self.model.wanted() if looked.scheme]
        return brought[0] if brought and self._adopts else self._scheme

    def _summarise(self) -> None:
        words, wanted = self._dress.words, self.model.wanted()
        scheme = self.scheme()
        counts: Counter[str] = Counter()
        for _, looked in wanted:
            counts.update(looked.labels)
        known = {label.name for label in scheme.labels}
        unknown = {name: count for name, count in counts.most_common() if name not in known}
        self.labels.put(unknown, scheme)
        predictions = sum(looked.predictions for _, looked in wanted)
        self._predictions_about.setText(words("importing.predictions-about", count=f"{predictions:,}"))
        self._predicted.setVisible(predictions > 0 or self.predicted.isChecked())
        self._predictions_about.setVisible(predictions > 0)
        foreign = any(looked.labels and not looked.scheme for _, looked in wanted)
        self.predicted.setVisible(foreign)
        self.labels.setVisible(bool(unknown))
        self._right.setVisible(foreign or predictions > 0 or bool(unknown))
        self._say(sum(len(looked.hashes) for _, looked in wanted), sum(counts.values()))

    def _say_predicted(self, all_: bool) -> None:
        """Whoever says so usually wants to decide on them; the choice stays open."""
        if all_ and self.predictions.currentData() == ANNOTATIONS:
            self.predictions.setCurrentIndex(self.predictions.findData(SUGGESTIONS))
        self._summarise()

    def _say(self, reports: int, annotations: int) -> None:
        words, looking = self._dress.words, self._left_to_look > 0
        wanted = self.model.wanted()
        hashes = [one for _, looked in wanted for one in looked.hashes]
        doubles = len(hashes) - len(set(hashes) - self.model.known)
        said = [words("importing.summary", reports=f"{reports:,}", annotations=f"{annotations:,}")]
        faults = sum(looked.fault is not None for _, looked in self.model.rows)
        if doubles:
            said.append(words("importing.doubles", count=f"{doubles:,}"))
        if faults:
            said.append(words("importing.faults", count=f"{faults:,}"))
        self._summary.setText("  ".join(said))
        self._bar.setVisible(looking)
        self._bar.setValue(max(len(self._files) - self._left_to_look, 0))
        self.ok.setText(words("importing.looking") if looking else words("importing.import", count=f"{reports:,}"))
        self.ok.setEnabled(bool(wanted) and not looking)
        self.ok.setDefault(True)

    def plan(self) -> Plan:
        """What is to be done. Files that cannot be read are tried again, so that the result names them."""
        files = tuple(path for path in self._files if path not in self.model.left)
        predictions = str(self.predictions.currentData())
        return Plan(files, dict(self._encodings), self.labels.labels, predictions, self.predicted.isChecked())
