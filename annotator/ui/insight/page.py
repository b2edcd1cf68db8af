"""The page of insight: a list of pictures, the picture that is chosen, and the reports behind its bars."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.corpus import PICTURES
from annotator.errors import AnnotatorError
from annotator.insight import Bar, Intervention, Picture, Visit, by_report, forget, kept
from annotator.model import DONE, Changes
from annotator.text import fold
from annotator.ui.dress import Dress
from annotator.ui.header import Header
from annotator.ui.insight.asking import MOST_BARS, Asking, empty
from annotator.ui.insight.chart import Chart
from annotator.ui.insight.dialogs import ask_target, sure
from annotator.ui.insight.exporting import export_picture
from annotator.ui.insight.reports import ReportsList
from annotator.ui.insight.table import InterventionsTable
from annotator.ui.insight.telling import Telling
from annotator.ui.insight.tiles import Tiles
from annotator.ui.item import Item
from annotator.ui.notice import Notice
from annotator.ui.page import Page
from annotator.ui.plain_text import plain_label
from annotator.ui.session import Session

NAMES = (*PICTURES, "money", "people", "time", "interventions")
_TABLE, _TIME = "interventions", "time"
_SEEN = {"annotations", "decisions", "documents", "relations", "progress", "schemes"}
_NAME = 34  # pixels
_SOON = 400  # ms: several steps in a row are one change


class InsightPage(Page):
    """What has changed is asked for again when the page is shown, or a moment after a step on it."""

    def __init__(self, session: Session, dress: Dress, header: Header, notice: Notice) -> None:
        super().__init__(session, dress, header, notice)
        self._pictures: dict[str, Picture] = {name: empty(name) for name in NAMES}
        self._known: set[str] = set()
        self._rows: list[Intervention] = []
        self._visits: list[Visit] = []
        self._stale = True
        self.asking = Asking(session, self)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._ask)
        self.names = QListWidget()
        self.names.setMinimumWidth(120)
        self.tiles = Tiles(6)
        self.title, self.about = plain_label("", "title"), plain_label("", "soft")
        self.whose = QComboBox()
        self.whose.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.export, self.forget = QPushButton(), QPushButton()
        self.bar, self.stop = QProgressBar(), QPushButton()
        self.chart, self.table, self.reports = Chart(), InterventionsTable(), ReportsList()
        self._middle = QStackedWidget()
        self._lay_out()
        self._connect()
        self.wear(dress)
        self.names.setCurrentRow(0)

    # ---- the look

    def _lay_out(self) -> None:
        self._middle.addWidget(self.chart)
        self._middle.addWidget(self.table)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        for widget in (self.bar, self.stop, self.whose, self.forget, self.export):
            head.addWidget(widget)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addLayout(head)
        inside.addWidget(self.about)
        inside.addWidget(self._middle, 1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(12)
        column.addWidget(self.tiles)
        column.addWidget(card, 1)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        for part in (self.names, middle, self.reports):
            self.splitter.addWidget(part)
        self.splitter.setSizes([180, 900, 260])
        for number, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(number, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.setFocusProxy(self.names)

    def wear(self, dress: Dress) -> None:
        super().wear(dress)
        words = dress.words
        at = max(self.names.currentRow(), 0)
        self.names.blockSignals(True)
        self.names.clear()
        for name in NAMES:
            item = QListWidgetItem(words(f"insight.picture-{name}"), self.names)
            item.setSizeHint(QSize(0, _NAME))
        self.names.setCurrentRow(at)
        self.names.blockSignals(False)
        self.names.setAccessibleName(words("ui.page-insight"))
        self.whose.setAccessibleName(words("insight.whose"))
        self.export.setText(words("insight.export"))
        self.forget.setText(words("insight.forget-times"))
        self.stop.setText(words("insight.stop"))
        self.bar.setAccessibleName(words("insight.asking"))
        self.table.wear(dress)
        self._show()

    # ---- what happens

    def _connect(self) -> None:
        self.names.currentRowChanged.connect(lambda _row: self._show())
        self.names.itemActivated.connect(lambda _item: self._shown().setFocus())
        self.whose.activated.connect(lambda _index: self._ask())
        self.export.clicked.connect(lambda _checked: self._export())
        self.forget.clicked.connect(lambda _checked: self._forget_times())
        self.stop.clicked.connect(lambda _checked: self.asking.stop())
        self.asking.came.connect(self._take)
        self.asking.interventions_came.connect(self._take_rows)
        self.asking.moved.connect(self._put_progress)
        self.asking.failed.connect(self.session.failed)
        self.chart.moved.connect(self._put_reports)
        self.chart.chosen.connect(self._follow)
        self.table.chosen.connect(lambda row: self._open(row.document, lambda item: item.key == row.id))
        self.reports.chosen.connect(self._open_report)
        self.reports.left.connect(self.chart.setFocus)
        self.session.changed.connect(self._changed)

    def _changed(self, changes: Changes) -> None:
        if changes.kinds & _SEEN:
            self._stale = True
            if self.isVisible():
                self._soon.start()

    def enter(self) -> None:
        super().enter()
        self._put_people()
        if self._stale:
            self._ask()
        self._put_times()
        self._put_tiles()

    def leave(self) -> None:
        if self.asking.under_way:  # nobody looks: the worker has other things to do
            self.asking.stop()
            self._stale = True

    @property
    def name(self) -> str:
        """The picture that is chosen."""
        return NAMES[max(self.names.currentRow(), 0)]

    @property
    def who(self) -> str:
        return self.whose.currentData() or ""

    def _shown(self) -> QWidget:
        return self.table if self.name == _TABLE else self.chart

    def _ask(self) -> None:
        self._stale = False
        self.asking.ask(self.who)
        self._show()  # that it is being counted, where nothing is known yet
        self._put_times()
        self._put_tiles()

    def _take(self, picture: Picture) -> None:
        self._pictures[picture.name] = picture
        self._known.add(picture.name)
        if picture.name == self.name:
            self._show()

    def _take_rows(self, rows: list[Intervention]) -> None:
        self._rows = rows
        if self.name == _TABLE:
            self._show()

    def _put_progress(self, done: int, all_: int) -> None:
        self.bar.setRange(0, all_)
        self.bar.setValue(done)
        for widget in (self.bar, self.stop):
            widget.setVisible(done < all_)

    def _put_people(self) -> None:
        kept_ = self.who
        self.whose.clear()
        self.whose.addItem(self.dress.words("insight.everybody"), "")
        for name in self.session.corpus.annotators():
            self.whose.addItem(name, name)
        self.whose.setCurrentIndex(max(0, self.whose.findData(kept_)))

    def _put_tiles(self) -> None:
        words, counts = self.dress.words, self.session.corpus.counts()
        accepted = sum(kinds.get("accept", 0) for kinds in counts["sources"].values())
        share = f"{100 * accepted / counts['decisions']:.0f} %" if counts["decisions"] else "—"
        here = self.session.timing.session
        ours = [one for one in self._visits if one.session == here]
        minutes = f"{sum(one.seconds for one in ours) / 60:,.0f}"
        steps = f"{sum(one.steps for one in ours):,}"
        numbers = (
            ("ui.documents", counts["documents"]), ("insight.tile-done", counts["status"].get(DONE, 0)),
            ("insight.tile-annotations", counts["annotations"]), ("insight.tile-decisions", counts["decisions"]),
        )  # fmt: skip
        self.tiles.put(
            [
                *((words(key), f"{number:,}") for key, number in numbers),
                (words("insight.tile-accepted"), share),
                (
                    words("insight.tile-session"),
                    words("insight.session", minutes=minutes, steps=steps),
                ),
            ]
        )

    def _put_times(self) -> None:
        """The times of this machine, on the reports that are in this corpus."""
        timing, corpus = self.session.timing, self.session.corpus
        timing.keep()
        self._visits = kept(timing.path)
        ids = corpus.ids_of({one.sha256 for one in self._visits})
        self._take(by_report(self._visits, ids, corpus.titles_of(ids.values()), MOST_BARS, self.who))

    def telling(self) -> Telling:
        """The picture that is shown."""
        return Telling(self._pictures[self.name], self.session.scheme, self.dress)

    def _show(self) -> None:
        telling, is_table = self.telling(), self.name == _TABLE
        self._middle.setCurrentWidget(self._shown())
        self.reports.setVisible(not is_table)
        self.forget.setVisible(self.name == _TIME and bool(telling.picture.bars))
        self.title.setText(telling.title())
        if is_table:
            self.about.setText(telling.about())
            self.table.put(self._rows, self.session.corpus.titles_of({row.document for row in self._rows}), telling)
        else:
            self.about.setText(self._about(telling))
            self.chart.put(telling)

    def _about(self, telling: Telling) -> str:
        if telling.picture.bars:
            return telling.about()
        waiting = self.asking.under_way and self.name not in self._known
        return self.dress.words("insight.asking" if waiting else f"insight.none-{self.name}")

    def _put_reports(self, bar: Bar | None) -> None:
        ids = [id_ for id_, _ in bar.documents] if bar else []
        self.reports.put(self.telling(), bar, self.session.corpus.titles_of(ids))

    # ---- the person's gestures

    def _follow(self, bar: Bar) -> None:
        """Enter on a bar: into its reports, or straight into the only one."""
        if self.telling().of_reports or len(bar.documents) == 1:
            self._open_report(bar.documents[0][0])
        else:
            self.reports.setFocus()

    def _open_report(self, document: str) -> None:
        """Opens a report; from a term or a program at the first place where it stands."""
        bar = self.chart.current
        folded, tab, label = bar.key.partition("\t") if bar else ("", "", "")

        def is_it(item: Item) -> bool:
            text = self.session.document.text if self.session.document else ""
            return bool(tab) and item.label == label and fold(item.span.of(text)) == folded

        self._open(document, is_it)

    def _open(self, document: str, is_it: Callable[[Item], bool]) -> None:
        self.page_wanted.emit("annotate")
        self.session.show_at(document, is_it)

    def _export(self) -> None:
        path = ask_target(self, self.dress.words, self.name, table=self.name == _TABLE)
        if path:
            try:
                self.write(path)
            except AnnotatorError as error:
                self.session.failed.emit(error)
            else:
                self.notice.remark(self.dress.words("insight.exported", path=path))

    def write(self, path: Path) -> None:
        """Writes what is shown. Raises AnnotatorError where the disk says no."""
        if self.name == _TABLE:
            self.session.corpus.export_interventions(self.table.shown(), path)
        else:
            export_picture(self.telling(), path)

    def _forget_times(self) -> None:
        if sure(self, self.dress.words, "insight.forget-times-sure"):
            try:
                forget(self.session.timing.path)
            except AnnotatorError as error:
                self.session.failed.emit(error)
            self._put_times()
            self._put_tiles()
