"""Pairs of annotators as a heat map, in one measure, of all labels or of one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from annotator.corpus import Agreement, Number
from annotator.model import Scheme
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.review.filtering import Filter
from annotator.ui.review.heatmap import HeatMap
from annotator.ui.review.lane import title_of
from annotator.ui.review.numbers import meaning

_DISTANCES = ("boundary_mean", "boundary_median")
"""where 0 is perfect, and not 1"""


class PairsView(QWidget):
    """Says `wanted` with a filter of the queue: the cases in which two annotators differ, of one label where one is
    chosen."""

    wanted = Signal(object)  # Filter

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        self._dress = dress
        self._agreement: Agreement | None = None
        super().__init__(parent)
        self.measure, self.label = QComboBox(), QComboBox()
        for field in (self.measure, self.label):
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.about = plain_label("", "soft")
        self.heat = HeatMap(dress)
        choice = QHBoxLayout()
        choice.addWidget(self.measure)
        choice.addWidget(self.label)
        choice.addWidget(self.about, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(choice)
        layout.addWidget(self.heat)
        self.measure.currentIndexChanged.connect(lambda _index: self._show())
        self.label.currentIndexChanged.connect(lambda _index: self._offer())
        self.heat.chosen.connect(self._choose)

    def wear(self, dress: Dress) -> None:
        """Words and colours; the choices are offered again with the numbers."""
        self._dress = dress
        words = dress.words
        self.heat.wear(dress)
        self.heat.setAccessibleName(words("ui.agree-pairs"))
        self.measure.setAccessibleName(words("ui.agree-measure"))
        self.label.setAccessibleName(words("ui.review-field-label"))

    def put(self, agreement: Agreement, scheme: Scheme) -> None:
        """Shows the numbers of the pairs."""
        self._agreement = agreement
        labels = [(self._dress.words("ui.agree-all-labels"), "")]
        labels += [(title_of(label, scheme, self._dress.words), label) for label in agreement.labels]
        _fill(self.label, labels)
        self._offer()

    def _numbers(self) -> dict[tuple[str, str], dict[str, Number]]:
        """What there is of each pair, of the label that is chosen."""
        label = self.label.currentData()
        pairs = self._agreement.pairs if self._agreement else ()
        return {(pair.a, pair.b): dict(pair.labels[label] if label else pair.numbers) for pair in pairs}

    def _offer(self) -> None:
        """The measures that there are: some make no sense for one label."""
        first = next(iter(self._numbers().values()), {})
        _fill(self.measure, [(self._dress.words(one.measure.title), name) for name, one in first.items()])
        self._show()

    def _show(self) -> None:
        if self._agreement is None or not self.measure.count():
            return
        words, name = self._dress.words, self.measure.currentData()
        numbers = {pair: of[name] for pair, of in self._numbers().items()}
        left_out = {
            (pair.a, pair.b): words("ui.agree-pair-left-out", documents=pair.documents, left_out=pair.left_out)
            for pair in self._agreement.pairs
        }
        cells = {
            pair: (number.value, f"{meaning(number, words)}  {left_out[pair]}") for pair, number in numbers.items()
        }
        self.heat.put(self._agreement.annotators, cells, distance=name in _DISTANCES)
        first = next(iter(numbers.values()), None)
        self.about.setText(words(first.measure.about) if first else "")

    def _choose(self, a: str, b: str) -> None:
        self.wanted.emit(Filter(state="", pair=(min(a, b), max(a, b)), label=self.label.currentData() or ""))

    def focus(self) -> None:
        """The keys go to the matrix."""
        if self.heat.currentRow() < 0 and self.heat.columnCount() > 1:
            self.heat.setCurrentCell(0, 1)
        self.heat.setFocus(Qt.FocusReason.OtherFocusReason)


def _fill(field: QComboBox, choices: list[tuple[str, str]]) -> None:
    """Offers these, and keeps what was chosen where it is still among them."""
    kept = field.currentData()
    field.blockSignals(True)
    field.clear()
    for title, value in choices:
        field.addItem(title, value)
    field.setCurrentIndex(max(field.findData(kept), 0))
    field.blockSignals(False)
