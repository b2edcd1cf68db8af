"""What a merge would bring, and what has to be settled before it may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.corpus import Brought
from annotator.i18n import Words
from annotator.model import Scheme
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog

_TABLES = (
    "documents",
    "annotations",
    "decisions",
    "relations",
    "adjudications",
    "document_attributes",
    "terms",
    "rules",
)
ADD, OUT = object(), ""
"""What is chosen for a label beside a label of ours: it is added, or what has it stays out."""


class MergeDialog(Dialog):
    """Counts, then a choice for each label that the scheme has not and for other parts in which the schemes differ,

    then a question where much would change. It cannot be accepted before all is settled; `labels()`, `added()` and
    `taken()` are what was chosen.
    """

    def __init__(
        self, dress: Dress, scheme: Scheme, names: Sequence[str], brought: Brought, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._scheme = dress.words, scheme
        self.setWindowTitle(dress.words("ui.action-merge"))
        self.resize(560, 520)
        self.choices: dict[str, QComboBox] = {}
        self.parts: QComboBox | None = None
        self.sure: QCheckBox | None = None
        self.said = list(_sentences(self._words, brought))
        self._buttons, self.ok = ok_or_cancel(self, dress.words, dress.words("ui.merge-do"))
        self._lay_out(names, brought)
        self._look()
        (next(iter(self.choices.values()), None) or self.parts or self.sure or self.ok).setFocus()

    def _lay_out(self, names: Sequence[str], brought: Brought) -> None:
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.addWidget(plain_label("\n".join(names), "title"))
        for sentence in self.said:
            lines.addWidget(plain_label(sentence))
        if brought.unknown:
            lines.addWidget(plain_label(self._words("ui.merge-labels"), "soft"))
            lines.addLayout(self._label_choices(brought.unknown))
        if brought.differences:
            lines.addWidget(plain_label(self._words("ui.merge-scheme"), "soft"))
            for one in brought.differences:
                lines.addWidget(plain_label(self._words(f"uniting.{one.kind}", name=one.name, detail=one.detail)))
        for part, count in sorted(brought.merged.left_out.items()):
            lines.addWidget(plain_label(self._words("ui.merge-left-out", part=part, count=count)))
        if any(one.asks for one in brought.differences):
            self.parts = self._parts_choice(may_come=any(one.comes for one in brought.differences))
            lines.addWidget(self.parts)
        if brought.much:
            said = ", ".join(f"{name} ({number}/{of})" for name, (number, of) in sorted(brought.much.items()))
            lines.addWidget(plain_label(self._words("ui.merge-much", annotators=said)))
            self.sure = QCheckBox(self._words("ui.merge-sure"))
            self.sure.toggled.connect(lambda _on: self._look())
            lines.addWidget(self.sure)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(plain_label(self._words("ui.merge-backup"), "soft"))
        layout.addWidget(self._buttons)

    def _label_choices(self, unknown: Mapping[str, int]) -> QFormLayout:
        form = QFormLayout()
        for label, count in sorted(unknown.items()):
            box = QComboBox()
            box.addItem(self._words("ui.merge-choose"), None)
            box.addItem(self._words("ui.merge-add"), ADD)
            box.addItem(self._words("ui.merge-out"), OUT)
            for ours in self._scheme.labels:
                box.addItem(self._words("ui.merge-as", label=self._words.pick(ours.title)), ours.name)
            name = self._words("ui.merge-label", label=label, count=count)
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda _row: self._look())
            form.addRow(plain_label(name, wraps=False), box)
            self.choices[label] = box
        return form

    def _parts_choice(self, *, may_come: bool) -> QComboBox:
        """Whether the parts that only theirs have come along; the rest of ours stays as it is in any case."""
        box = QComboBox()
        box.addItem(self._words("ui.merge-choose"), None)
        if may_come:
            box.addItem(self._words("ui.merge-take"), True)
        box.addItem(self._words("ui.merge-keep"), False)
        box.setAccessibleName(self._words("ui.merge-scheme"))
        box.currentIndexChanged.connect(lambda _row: self._look())
        return box

    def _look(self) -> None:
        """It can be done once all is settled."""
        boxes = [*self.choices.values(), *([self.parts] if self.parts else [])]
        chosen = all(box.currentIndex() > 0 for box in boxes)
        self.ok.setEnabled(chosen and (self.sure is None or self.sure.isChecked()))

    def labels(self) -> dict[str, str]:
        """Their label → ours, or nothing for what stays out."""
        return {label: box.currentData() for label, box in self.choices.items() if box.currentData() is not ADD}

    def added(self) -> list[str]:
        """Their labels that the scheme is to get."""
        return [label for label, box in self.choices.items() if box.currentData() is ADD]

    def taken(self) -> bool | None:
        """Whether our scheme gets the parts that only theirs have; None where nothing is asked."""
        return None if self.parts is None else bool(self.parts.currentData())

    def is_sure(self) -> bool:
        """Whether much of somebody's work may be changed."""
        return self.sure is not None and self.sure.isChecked()


def _sentences(words: Words, brought: Brought) -> list[str]:
    """What would come in, a sentence a line."""
    merged = brought.merged
    said = [
        words(f"ui.merge-new-{table}", count=merged.new[table])
        for table in _TABLES if merged.new[table]
    ]  # fmt: skip
    for name in sorted(merged.by_annotator.keys() | merged.changed.keys() | merged.removed.keys()):
        counts = {"new": merged.by_annotator[name], "changed": merged.changed[name], "removed": merged.removed[name]}
        said.append(words("ui.merge-by", annotator=name, **counts))
    if merged.second:
        said.append(words("ui.merge-second", count=merged.second))
    return said or [words("ui.merge-history-only")]
