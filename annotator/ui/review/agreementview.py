"""How far annotators agree: the pairs as a heat map, labels, reports, all together, and beside what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from annotator.corpus import Measured
from annotator.model import Scheme
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.review.filtering import Filter
from annotator.ui.review.heatmap import HeatMap
from annotator.ui.review.lane import title_of
from annotator.ui.review.numbers import NumbersTable, Row, meaning

_MEASURES = ("exact", "overlap", "label_agreement", "kappa_char", "alpha_char", "alpha_char_marked", "u_alpha")
_SECTIONS = ("pairs", "labels", "reports", "overall", "gold", "confusion")
_CONFUSIONS = 20


class AgreementView(QScrollArea):
    """Says `wanted` with a filter of the queue: the cases behind a number."""

    wanted = Signal(object)  # Filter

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        self._measured: Measured | None = None
        self._dress = dress
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.state = plain_label("", "soft")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.hide()
        self.measure = QComboBox()
        self.measure.currentIndexChanged.connect(lambda _index: self._put_pairs())
        self.about = plain_label("", "soft")
        self.heat = HeatMap(dress)
        self.tables = {name: NumbersTable() for name in _SECTIONS[1:]}
        self._heads = {name: plain_label("", "title") for name in _SECTIONS}
        self._notes = {name: plain_label("", "soft") for name in _SECTIONS[1:]}
        self._inside = QWidget()
        self._lay_out()
        self.heat.chosen.connect(lambda a, b: self.wanted.emit(Filter(state="", pair=(min(a, b), max(a, b)))))
        self.tables["labels"].chosen.connect(lambda label: self.wanted.emit(Filter(state="", label=label)))
        self.tables["reports"].chosen.connect(lambda id_: self.wanted.emit(Filter(state="", document=id_)))
        self.tables["confusion"].chosen.connect(lambda label: self.wanted.emit(Filter(state="settled", label=label)))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(28, 18, 28, 28)
        layout.setSpacing(8)
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        choice = QHBoxLayout()
        choice.addWidget(self.measure)
        choice.addWidget(self.about, 1)
        for name in _SECTIONS:
            layout.addSpacing(14)
            layout.addWidget(self._heads[name])
            if name == "pairs":
                layout.addLayout(choice)
                layout.addWidget(self.heat)
            else:
                layout.addWidget(self._notes[name])
                layout.addWidget(self.tables[name])
        layout.addStretch(1)
        self.setWidget(self._inside)

    def wear(self, dress: Dress) -> None:
        """Words and colours; the numbers say their sentences in another language."""
        self._dress = dress
        words = dress.words
        self.heat.wear(dress)
        for name, head in self._heads.items():
            head.setText(words(f"ui.agree-{name}"))
        for name, note in self._notes.items():
            note.setText(words(f"ui.agree-{name}-about"))
        for name, table in self.tables.items():
            table.setAccessibleName(words(f"ui.agree-{name}"))
        self.heat.setAccessibleName(words("ui.agree-pairs"))
        self.measure.setAccessibleName(words("ui.agree-measure"))
        at = max(self.measure.currentIndex(), 0)
        self.measure.blockSignals(True)
        self.measure.clear()
        for name in _MEASURES:
            self.measure.addItem(words(f"ui.measure-{name.replace('_', '-')}"), name)
        self.measure.setCurrentIndex(at)
        self.measure.blockSignals(False)

    def wait(self) -> None:
        """The numbers are being worked out."""
        self.bar.show()
        self.state.setText(self._dress.words("ui.agree-measuring"))

    def refuse(self, sentence: str) -> None:
        """There are none, and why."""
        self._measured = None
        self.bar.hide()
        self.state.setText(sentence)
        self._show(there=False)

    def _show(self, *, there: bool) -> None:
        for widget in (self.heat, self.measure, self.about, *self.tables.values(), *self._heads.values(),
                       *self._notes.values()):  # fmt: skip
            widget.setVisible(there)

    def put(self, measured: Measured, scheme: Scheme, titles: Mapping[str, str]) -> None:
        """Shows the numbers."""
        self._measured = measured
        words, of = self._dress.words, measured.agreement
        self.bar.hide()
        self._show(there=True)
        told = [words("ui.agree-told", annotators=len(of.annotators), documents=of.documents, left_out=of.left_out)]
        self.state.setText("\n".join([*told, *(note.say(words) for note in of.notes)]))
        self._put_pairs()
        names = {label: title_of(label, scheme, words) for label in of.labels}
        heads = [words("ui.measure-exact"), words("ui.measure-overlap"), words("ui.measure-alpha-char"),
                 words("ui.agree-count")]  # fmt: skip
        self.tables["labels"].put(
            [words("ui.review-field-label"), *heads],
            [Row(label, (names[label], of_["exact"], of_["overlap"], of_["alpha_char"], f"{of_['exact'].n:,}"))
             for label, of_ in of.labels.items()], words,
        )  # fmt: skip
        reports = sorted(of.reports.items(), key=lambda one: (one[1]["exact"].value is None, one[1]["exact"].value))
        self.tables["reports"].put(
            [words("ui.review-field-document"), *heads],
            [Row(id_, (titles.get(id_, id_), of_["exact"], of_["overlap"], of_["alpha_char"], f"{of_['exact'].n:,}"))
             for id_, of_ in reports], words,
        )  # fmt: skip
        self.tables["overall"].put(
            [words("ui.agree-measure"), words("ui.agree-value"), words("ui.agree-meaning")],
            [Row("", (name, number, meaning(number, words))) for name, number in of.overall.items()], words, most=20,
        )  # fmt: skip
        self._put_gold(scheme)

    def _put_gold(self, scheme: Scheme) -> None:
        """Each annotator beside what was decided, and what was taken for what."""
        assert self._measured
        words, beside = self._dress.words, self._measured.against
        for name in ("gold", "confusion"):
            for widget in (self.tables[name], self._notes[name], self._heads[name]):
                widget.setVisible(bool(beside))
        self.tables["gold"].put(
            [words("ui.agree-annotator"), words("ui.measure-precision"), words("ui.measure-recall"), "F1",
             words("ui.agree-documents")],
            [Row("", (one.annotator, *(one.numbers[name] for name in ("precision", "recall", "exact")),
                      f"{one.documents}")) for one in beside], words,
        )  # fmt: skip
        confused: Counter[tuple[str, str]] = Counter()
        for one in beside:
            confused.update({pair: count for pair, count in one.confusion.items() if pair[0] != pair[1]})
        nothing = words("ui.review-nothing")
        self.tables["confusion"].put(
            [words("ui.agree-solved"), words("ui.agree-annotated"), words("ui.agree-count")],
            [Row(pair[0] or pair[1], (*(title_of(label, scheme, words) if label else nothing for label in pair),
                                      f"{count}"))
             for pair, count in confused.most_common(_CONFUSIONS)], words,
        )  # fmt: skip

    def _put_pairs(self) -> None:
        if self._measured is None:
            return
        words, of = self._dress.words, self._measured.agreement
        name = self.measure.currentData() or "exact"
        numbers = {(pair.a, pair.b): pair.numbers[name] for pair in of.pairs}
        cells = {pair: (number.value, meaning(number, words)) for pair, number in numbers.items()}
        self.heat.put(of.annotators, cells)
        first = next(iter(numbers.values()), None)
        self.about.setText(words(first.measure.about) if first else "")

    def focus(self) -> None:
        """The keys go to the matrix first."""
        self.heat.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.heat.currentRow() < 0 and self.heat.columnCount() > 1:
            self.heat.setCurrentCell(0, 1)
