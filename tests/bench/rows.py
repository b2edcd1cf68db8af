"""`make bench-rows`: the page of a corpus of very many reports, and what it costs to look around there. No test.

ROWS reports (1,000,000), of some sentences each, are written by SQL into out/bench-rows/ and used again at the same
size. What the window does is said in milliseconds of its thread's processor time; what another process does meanwhile,
by the clock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from tests.many_reports import WHO, make_many

ROOT = Path(__file__).resolve().parents[2]
ROWS = int(os.environ.get("ROWS", "1000000"))
_PLACES, _FRAMES = 60, 200


def main() -> None:
    """Makes and measures."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    path = made(ROOT / "out" / "bench-rows" / f"{ROWS}.corpus")
    print(f"{ROWS:,} reports, {path.stat().st_size / 1e6:,.0f} MB")
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        application = QApplication([])
        application.setStyle("Fusion")
        look_around(path)


def made(path: Path) -> Path:
    """The corpus, made if there is none of this size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    if not path.exists():
        for old in draft.parent.glob(f"{draft.name}*"):
            old.unlink()
        make_many(draft, ROWS)
        draft.rename(path)
    return path


def look_around(path: Path) -> None:
    """Opens the page, goes to places in it, sorts and narrows it."""
    from PySide6.QtWidgets import QApplication

    from annotator.ui.corpuspage.page import CorpusPage
    from annotator.ui.corpuspage.table import COLUMNS
    from annotator.ui.settings import Settings
    from annotator.ui.window import MainWindow

    window = MainWindow(Settings())
    window.resize(1360, 880)
    window.show()
    tell("the window opens the corpus", cpu(lambda: window.open(path, WHO)))
    assert window.session is not None
    assert window.desk is not None
    window.session.counting.stop()
    desk = window.desk
    listed = window.session.listed
    begun, spent = time.perf_counter(), time.thread_time()
    while len(listed.ids) < ROWS:
        QApplication.processEvents()
    took = time.perf_counter() - begun, time.thread_time() - spent
    print(f"all are in the list beside the report after {took[0]:.1f} s, in the window {took[1]:.1f} s")
    tell("the page is shown", cpu(lambda: desk.show_page("corpus")))
    page = desk.page
    assert isinstance(page, CorpusPage)
    bar = page.reports.view.verticalScrollBar()
    arrive(page, "all rows")

    def paint(value: int) -> None:
        bar.setValue(value)
        QApplication.processEvents()  # paints what has come into view

    step = bar.maximum() // _PLACES
    tell("to another place, painted", *(cpu(lambda at=at: paint(at * step)) for at in range(1, _PLACES)))
    tell("a row further, painted", *(cpu(lambda at=at: paint(bar.maximum() // 3 + at)) for at in range(_FRAMES)))
    for name in COLUMNS[1:]:
        page.reports._sort(name, True)
        arrive(page, f"sorted by {name}")
    choice = page.reports.filters.choices["status"]
    choice.setCurrentIndex(choice.findData("done"))
    arrive(page, "narrowed to those that are done")
    choice.setCurrentIndex(0)
    arrive(page, "all again")
    page.reports.filters.title.setText("宜州")
    page.reports.filters._timer.stop()
    page.refresh()
    arrive(page, "narrowed by a word of the title")
    window.close()


def arrive(page: object, what: str) -> None:
    """Waits for the rows that were asked for; how long, and what the window did for it."""
    from PySide6.QtWidgets import QApplication

    begun, spent = time.perf_counter(), time.thread_time()
    while page._background.busy:  # type: ignore[attr-defined]  # the page, whose class is not imported before Qt
        QApplication.processEvents()
        time.sleep(0.002)
    page.window().grab()  # type: ignore[attr-defined]
    took, used = time.perf_counter() - begun, (time.thread_time() - spent) * 1000
    print(f"{what}: {len(page.reports.model.ids):,} rows after {took:.1f} s, in the window {used:.0f} ms")  # type: ignore[attr-defined]


def cpu(act: Callable[[], object]) -> float:
    """Milliseconds of the thread's processor time."""
    begun = time.thread_time()
    act()
    return (time.thread_time() - begun) * 1000


def tell(what: str, *times: float) -> None:
    if len(times) == 1:
        print(f"{what}: {times[0]:.0f} ms")
    else:
        cuts = quantiles(times, n=20)
        print(f"{what}: half within {cuts[9]:.1f} ms, 19 of 20 within {cuts[18]:.1f} ms")


if __name__ == "__main__":
    main()
