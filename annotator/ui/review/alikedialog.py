"""The same disagreement elsewhere: each place with the words around it, to be looked at before all are settled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from annotator.corpus import Cluster, Verdict
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog
from annotator.ui.session import Session

_AROUND = 20  # code points


class AlikeDialog(Dialog):
    """`chosen()` are the ticked ones; all are at first."""

    def __init__(
        self, dress: Dress, session: Session, alike: Sequence[Cluster], verdict: Verdict, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = dress.words
        self._alike = alike
        words = dress.words
        self.setWindowTitle(words("ui.review-alike-title"))
        self.resize(760, 520)
        self._model = QStandardItemModel(self)
        titles = session.corpus.titles()
        for one in alike:
            text = session.corpus.document(one.document).text
            before = text[max(0, one.span.start - _AROUND) : one.span.start]
            line = f"{before}【{one.text}】{text[one.span.end : one.span.end + _AROUND]}"
            item = QStandardItem(f"{' '.join(line.split())}  —  {titles.get(one.document, '')}")
            item.setCheckable(True)
            item.setEditable(False)
            item.setCheckState(Qt.CheckState.Checked)
            self._model.appendRow(item)
        self._model.itemChanged.connect(lambda _item: self._count())
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName(words("ui.review-alike-title"))
        buttons, self.ok = ok_or_cancel(self, words, "")
        spans = "、".join(f"{one.text} [{_title(session, dress, one.label)}]" for one in verdict.spans)
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(words("ui.review-alike-about", verdict=spans or words("ui.review-nothing"))))
        layout.addWidget(self.view, 1)
        layout.addWidget(buttons)
        self._count()
        self.view.setFocus()

    def _count(self) -> None:
        self.ok.setText(self._words("ui.review-settle-places", count=len(self.chosen()), all=len(self._alike)))
        self.ok.setEnabled(bool(self.chosen()))

    def chosen(self) -> list[Cluster]:
        """The ticked ones, in order."""
        ticked = (self._model.item(row).checkState() == Qt.CheckState.Checked for row in range(len(self._alike)))
        return [one for one, tick in zip(self._alike, ticked, strict=True) if tick]


def _title(session: Session, dress: Dress, label: str) -> str:
    known = session.scheme.label(label)
    return dress.words.pick(known.title) if known else label
