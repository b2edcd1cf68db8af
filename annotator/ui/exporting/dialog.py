"""What goes out and in which form: the formats with what each can carry, and which part of the corpus is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.corpus import Format, Selection
from annotator.model import DONE, NEW, STARTED, Scheme
from annotator.text import HANS, HANT
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.exporting.order import Order
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog

_EVERYBODY, _ADJUDICATED = "", "\0adjudicated"
_NAME = Qt.ItemDataRole.UserRole
_COLUMNS, _ROW = 3, 30  # columns of labels; pixels
_FIRST = ("jsonl", "package", "annotations-xlsx", "annotations-csv", "html-report", "pdf-report", "text")
"""what most people look for, before the formats of other programs"""


class ExportDialog(Dialog):
    """`order()` is what is wanted. `marked` are the documents that were marked before, if any."""

    def __init__(
        self,
        dress: Dress,
        formats: Mapping[str, Format],
        scheme: Scheme,
        annotators: Sequence[str],
        marked: Sequence[str] = (),
        *,
        format_: str = "jsonl",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._dress, self._marked = dress, list(marked)
        self._formats = {name: formats[name] for name in sorted(formats, key=_rank)}
        self.setWindowTitle(dress.words("ui.action-export"))
        self.resize(860, 620)
        self.list = QListWidget()
        self.list.setMinimumWidth(180)
        self.list.setAccessibleName(dress.words("exporting.formats"))
        self._title, self._facts = plain_label("", "title"), plain_label("", "soft")
        self.who, self.status, self.script, self.reports = (QComboBox() for _ in range(4))
        self.seed = QLineEdit()
        self.seed.setPlaceholderText(dress.words("exporting.seed-hint"))
        self.seed.setAccessibleName(dress.words("exporting.seed"))
        self._seed_name = plain_label(dress.words("exporting.seed"), "soft", wraps=False)
        self.with_rejected = QCheckBox(dress.words("exporting.rejected"))
        self.with_rejected.setChecked(True)
        self.with_pseudonyms = QCheckBox(dress.words("exporting.pseudonyms"))
        self.labels = {label.name: QCheckBox(_plain(dress.words.pick(label.title))) for label in scheme.labels}
        self.buttons, self.ok = ok_or_cancel(self, dress.words, dress.words("exporting.where"))
        self._fill(annotators)
        self._lay_out()
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_facts())
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.list.setCurrentRow(max(list(self._formats).index(format_) if format_ in self._formats else 0, 0))
        self.list.setFocus()

    def _fill(self, annotators: Sequence[str]) -> None:
        words = self._dress.words
        for name, format_ in self._formats.items():
            item = QListWidgetItem(f"{words.pick(format_.title)}   {format_.suffixes[0]}")
            item.setData(_NAME, name)
            item.setSizeHint(QSize(0, _ROW))
            self.list.addItem(item)
        self.who.addItem(words("exporting.everybody"), _EVERYBODY)
        self.who.addItem(words("exporting.adjudicated"), _ADJUDICATED)
        for one in annotators:
            self.who.addItem(one, one)
        self.status.addItem(words("corpuspage.any-status"), "")
        for status in (NEW, STARTED, DONE):
            self.status.addItem(words(f"ui.status-{status}"), status)
        self.script.addItem(words("exporting.script-as-it-is"), "")
        for script in (HANS, HANT):
            self.script.addItem(words(f"corpuspage.script-{script}"), script)
        if self._marked:
            self.reports.addItem(words("exporting.marked", count=f"{len(self._marked):,}"), True)
        self.reports.addItem(words("exporting.all-reports"), False)

    # ---- the look

    def _lay_out(self) -> None:
        words = self._dress.words
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows = {"reports": self.reports, "who": self.who, "status": self.status, "script": self.script}
        for name, choice in rows.items():
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(12)
            choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            choice.setAccessibleName(words(f"exporting.{name}"))
            form.addRow(plain_label(words(f"exporting.{name}"), "soft", wraps=False), choice)
        form.addRow(self._seed_name, self.seed)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._card())
        right.addLayout(form)
        right.addWidget(plain_label(words("exporting.labels"), "soft"))
        right.addWidget(self._label_boxes(), 1)
        right.addWidget(self.with_rejected)
        right.addWidget(self.with_pseudonyms)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addWidget(self.list, 2)
        columns.addLayout(right, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 14)
        layout.setSpacing(14)
        layout.addLayout(columns, 1)
        layout.addWidget(self.buttons)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self._title)
        inside.addWidget(self._facts)
        return card

    def _label_boxes(self) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(8)
        for at, box in enumerate(self.labels.values()):
            box.setChecked(True)
            box.toggled.connect(lambda _on: self.ok.setEnabled(any(one.isChecked() for one in self.labels.values())))
            grid.addWidget(box, at // _COLUMNS, at % _COLUMNS)
        grid.setRowStretch(len(self.labels) // _COLUMNS + 1, 1)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it goes along with what has the focus
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _show_facts(self) -> None:
        """What the chosen format counts offsets in, what it becomes on the disk, and what it cannot carry."""
        words, one = self._dress.words, self.format
        self._title.setText(words.pick(one.title))
        unit = words.named(f"formats.unit-{one.unit.replace(' ', '-')}", one.unit)
        said = [words("exporting.unit", unit=unit)]
        if one.folder:
            said.append(words("exporting.folder"))
        kinds = [words.named(f"formats.loses-{kind}", kind) for kind in one.loses]
        if kinds:
            said.append(words("exporting.loses", kinds=words("corpuspage.comma").join(kinds)))
        else:
            said.append(words("exporting.loses-nothing"))
        self._facts.setText(" ".join(said))
        for part in (self._seed_name, self.seed):
            part.setVisible(one.divides is not None)

    # ---- what is wanted

    @property
    def format(self) -> Format:
        return self._formats[str(self.list.currentItem().data(_NAME))]

    def order(self) -> Order:
        """The format and the part of the corpus; all labels together are no choice at all."""
        who = str(self.who.currentData())
        chosen = [name for name, box in self.labels.items() if box.isChecked()]
        selection = Selection(
            annotator="" if who in (_EVERYBODY, _ADJUDICATED) else who,
            labels=() if len(chosen) == len(self.labels) else tuple(chosen),
            status=str(self.status.currentData()),
            documents=tuple(self._marked) if self.reports.currentData() else (),
            rejected=self.with_rejected.isChecked(),
            adjudicated=who == _ADJUDICATED,
            script=str(self.script.currentData()),
            pseudonyms=self.with_pseudonyms.isChecked(),
        )
        return Order(self.format, selection, self.seed.text().strip() if self.format.divides else "")


def _rank(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def _plain(title: str) -> str:
    """A button takes & for the mark of a shortcut."""
    return title.replace("&", "&&")
