"""How far annotators agree: the pairs as a heat map, labels, reports, all together, and beside what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.corpus import Measured, Number
from annotator.model import Scheme
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.review.filtering import Filter
from annotator.ui.review.gammabar import GammaBar
from annotator.ui.review.lane import title_of
from annotator.ui.review.numbers import NumbersTable, Row, meaning
from annotator.ui.review.pairsview import PairsView

_SECTIONS = ("pairs", "labels", "reports", "overall", "gold", "confusion")
_CONFUSIONS = 20


class AgreementView(QScrollArea):
    """Says `wanted` with a filter of the queue: the cases behind a number; `stopped` when no numbers are wanted."""

    wanted = Signal(object)  # Filter
    stopped = Signal()

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        self._measured: Measured | None = None
        self._keys_wanted = False
        self._dress = dress
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.state = plain_label("", "soft")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.stop = QPushButton()
        self.pairs = PairsView(dress)
        self.gamma = GammaBar(dress)
        self.tables = {name: NumbersTable() for name in _SECTIONS[1:]}
        self._heads = {name: plain_label("", "title") for name in _SECTIONS}
        self._notes = {name: plain_label("", "soft") for name in _SECTIONS[1:]}
        self._inside = QWidget()
        self._lay_out()
        self._connect()
        self._show(there=False)
        self._wait(at_work=False)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(28, 18, 28, 28)
        layout.setSpacing(8)
        layout.addWidget(self.state)
        working = QHBoxLayout()
        working.addWidget(self.bar, 1)
        working.addWidget(self.stop)
        layout.addLayout(working)
        for name in _SECTIONS:
            layout.addSpacing(14)
            layout.addWidget(self._heads[name])
            if name == "pairs":
                layout.addWidget(self.pairs)
            else:
                layout.addWidget(self._notes[name])
                layout.addWidget(self.tables[name])
            if name == "overall":
                layout.addWidget(self.gamma)
        layout.addStretch(1)
        self.setWidget(self._inside)

    def _connect(self) -> None:
        self.pairs.wanted.connect(self.wanted)
        self.stop.clicked.connect(lambda _checked: self.stopped.emit())
        leads = {
            "labels": lambda label: Filter(state="", label=label),
            "reports": lambda id_: Filter(state="", document=id_),
            "overall": lambda _all: Filter(state=""),
            "gold": lambda _who: Filter(state="settled"),
            "confusion": lambda label: Filter(state="settled", label=label),
        }
        for name, filter_of in leads.items():
            self.tables[name].chosen.connect(lambda to, of=filter_of: self.wanted.emit(of(to)))

    def wear(self, dress: Dress) -> None:
        """Words and colours; the numbers say their sentences in another language."""
        self._dress = dress
        words = dress.words
        self.setAccessibleName(words("ui.review-view-agreement"))
        self.pairs.wear(dress)
        self.gamma.wear(dress)
        self.stop.setText(words("ui.gamma-stop"))
        for name, head in self._heads.items():
            head.setText(words(f"ui.agree-{name}"))
        for name, note in self._notes.items():
            note.setText(words(f"ui.agree-{name}-about"))
        for name, table in self.tables.items():
            table.setAccessibleName(words(f"ui.agree-{name}"))

    def wait(self) -> None:
        """The numbers are being worked out."""
        self._wait(at_work=True)
        self.state.setText(self._dress.words("ui.agree-measuring"))

    def _wait(self, *, at_work: bool) -> None:
        for widget in (self.bar, self.stop):
            widget.setVisible(at_work)

    def refuse(self, sentence: str) -> None:
        """There are none, and why."""
        self._measured = None
        self._wait(at_work=False)
        self.state.setText(sentence)
        self._show(there=False)

    def _show(self, *, there: bool) -> None:
        for widget in (self.pairs, *self.tables.values(), *self._heads.values(), *self._notes.values()):
            widget.setVisible(there)
        self.gamma.offer(there=there)

    def put(self, measured: Measured, scheme: Scheme, titles: Mapping[str, str]) -> None:
        """Shows the numbers."""
        self._measured = measured
        words, of = self._dress.words, measured.agreement
        self._wait(at_work=False)
        self._show(there=True)
        told = [words("ui.agree-told", annotators=len(of.annotators), documents=of.documents, left_out=of.left_out)]
        self.state.setText("\n".join([*told, *(note.say(words) for note in of.notes)]))
        self.pairs.put(of, scheme)
        names = {label: title_of(label, scheme, words) for label in of.labels}
        self._put_numbers("labels", "ui.review-field-label", of.labels, names)
        reports = sorted(of.reports.items(), key=lambda one: (one[1]["exact"].value is None, one[1]["exact"].value))
        self._put_numbers("reports", "ui.review-field-document", dict(reports), titles)
        self.tables["overall"].put(
            [words("ui.agree-measure"), words("ui.agree-value"), words("ui.agree-meaning")],
            [Row("all", (words(one.measure.title), one, meaning(one, words))) for one in of.overall.values()],
            words, most=20, lines=2,
        )  # fmt: skip
        self._put_gold(scheme)
        if self._keys_wanted and self.hasFocus():
            self.focus()

    def _put_numbers(
        self, table: str, head: str, numbers: Mapping[str, Mapping[str, Number]], names: Mapping[str, str]
    ) -> None:
        """A row for each label or report, with all its numbers and how many spans were counted."""
        words = self._dress.words
        first: Mapping[str, Number] = next(iter(numbers.values()), {})
        self.tables[table].put(
            [words(head), words("ui.agree-count"), *(words(one.measure.title) for one in first.values())],
            [Row(key, (names.get(key, key), f"{of['exact'].n:,}", *of.values())) for key, of in numbers.items()], words,
        )  # fmt: skip

    def _put_gold(self, scheme: Scheme) -> None:
        """Each annotator beside what was decided, and what was taken for what."""
        assert self._measured
        words, beside = self._dress.words, self._measured.against
        for name in ("gold", "confusion"):
            for widget in (self.tables[name], self._notes[name], self._heads[name]):
                widget.setVisible(bool(beside))
        names = ("precision", "recall", "exact")
        heads = [words(beside[0].numbers[name].measure.title) for name in names] if beside else []
        self.tables["gold"].put(
            [words("ui.agree-annotator"), words("ui.agree-documents"), *heads],
            [Row("all", (one.annotator, f"{one.documents}", *(one.numbers[name] for name in names)))
             for one in beside], words,
        )  # fmt: skip
        self.tables["confusion"].put(
            [words("ui.agree-solved"), words("ui.agree-annotated"), words("ui.agree-count")],
            list(self._confusions(scheme)), words,
        )  # fmt: skip

    def _confusions(self, scheme: Scheme) -> Iterator[Row]:
        assert self._measured
        words = self._dress.words
        confused: Counter[tuple[str, str]] = Counter()
        for one in self._measured.against:
            confused.update({pair: count for pair, count in one.confusion.items() if pair[0] != pair[1]})
        for pair, count in confused.most_common(_CONFUSIONS):
            names = (title_of(label, scheme, words) if label else words("ui.review-nothing") for label in pair)
            yield Row(pair[0] or pair[1], (*names, f"{count}"))

    def focus(self) -> None:
        """The keys go to the matrix, as soon as it is there."""
        self._keys_wanted = not self.pairs.isVisible()
        if self._keys_wanted:
            self.setFocus()
        else:
            self.pairs.focus()
