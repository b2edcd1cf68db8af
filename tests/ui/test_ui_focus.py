"""No keyboard trap: Tab goes round every page and dialog and back, what has the focus looks so, Esc leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget

from annotator.corpus import Corpus
from annotator.ui import filedialog
from annotator.ui.keys import BINDINGS
from annotator.ui.merging.dialog import MergeDialog
from annotator.ui.reader import Reader
from annotator.ui.settings import THEME
from annotator.ui.window import MainWindow

KEY, NONE, SHIFT, CONTROL = (
    Qt.Key,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
ASKING = (
    "new", "export", "package", "history", "terms", "scheme", "train", "annotator", "keys", "commands", "settings",
    "bulk", "relations", "spans", "describe", "everywhere",
)  # fmt: skip
"""Actions that open a dialog of ours."""


def here() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def stops_of(inside: QWidget) -> set[QWidget]:
    """All that Tab should come to."""
    return {
        one
        for one in inside.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.window() is inside.window()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
    }


def looks_focused(widget: QWidget) -> bool:
    """Whether one can see that it has the focus: without it the window looks another way."""
    with_focus = widget.window().grab().toImage()
    widget.clearFocus()
    without = widget.window().grab().toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return with_focus != without


def named(widgets) -> list[str]:
    """For whoever reads of a failure."""
    return [f"{type(one).__name__} {one.accessibleName() or getattr(one, 'text', str)()}" for one in widgets]


def round_(key: Qt.Key, how: Qt.KeyboardModifier, most: int) -> list[QWidget]:
    """The widgets that have the focus one after the other, until the first has it again."""
    seen = [here()]
    while len(seen) <= most:
        QTest.keyClick(here(), key, how)
        if here() is seen[0]:
            return seen
        assert here() not in seen, f"{here()}: goes round without the first"
        seen.append(here())
    raise AssertionError(f"does not come round: {seen}")


def look_round(inside: QWidget) -> None:
    """Tab comes to all that can have the focus and round to the first, Shift+Tab the same way back; all of it seen."""
    stops = stops_of(inside)
    there = round_(KEY.Key_Tab, NONE, len(stops) + 1)
    back = round_(KEY.Key_Backtab, SHIFT, len(stops) + 1)
    assert named(there[1:]) == named(back[:0:-1])
    assert {one.focusProxy() or one for one in there} >= stops, named(stops - set(there))
    unseen = []
    for one in there:
        one.setFocus(Qt.FocusReason.TabFocusReason)
        if not isinstance(one, Reader) and not looks_focused(one):  # the reader shows its span and its caret
            unseen.append(one)
    assert named(unseen) == []
    there[0].setFocus(Qt.FocusReason.TabFocusReason)


def look_at_dialog(open_: Callable[[], object], window: MainWindow, kind: type[QDialog] = QDialog) -> None:
    """Goes round a dialog that opens, and leaves it by Esc; the focus is then where it was."""
    before, seen = here(), []

    def look(dialog: QDialog) -> None:
        seen.append(dialog)
        QApplication.processEvents()
        look_round(dialog)
        QTest.keyClick(here(), KEY.Key_Escape)
        assert not dialog.isVisible()

    with_dialog(look, kind)
    open_()
    assert seen
    assert window.focusWidget() is before


@pytest.mark.parametrize("action", ASKING)
def test_dialogs_that_an_action_opens(window: MainWindow, action: str) -> None:
    binding = next(one for one in BINDINGS if one.action == action)
    look_at_dialog(lambda: window.do(binding), window)


def test_a_dark_dialog(window: MainWindow) -> None:
    window._set(THEME, "dark")
    window.workspace.reader.setFocus()
    binding = next(one for one in BINDINGS if one.action == "settings")
    look_at_dialog(lambda: window.do(binding), window)


def test_the_preview_of_an_import(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("落实低保。", "utf-8")
    look_at_dialog(lambda: window.traffic.bring_in([tmp_path / "甲.txt"]), window)


def test_the_plan_of_a_merge(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Corpus.create(tmp_path / "other.corpus", annotator="王").close()
    monkeypatch.setattr(filedialog, "some_to_open", lambda *_: [str(tmp_path / "other.corpus")])
    look_at_dialog(window._merge, window, MergeDialog)


@pytest.mark.parametrize("page", ["annotate", "corpus", "review", "insight"])
def test_pages(window: MainWindow, page: str) -> None:
    window.desk.show_page(page)
    QApplication.processEvents()
    stops = round_(KEY.Key_Tab, NONE, 40)
    assert len(stops) == 1 if isinstance(stops[0], Reader) else len(stops) > 1  # in a report Tab is the next suggestion
    for one in stops:
        one.setFocus(Qt.FocusReason.TabFocusReason)
        assert isinstance(one, Reader) or looks_focused(one)
    stops[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert named(round_(KEY.Key_Backtab, SHIFT, 40)[1:]) == named(stops[:0:-1])


def test_the_words_in_context_and_the_views_of_reviewing(window: MainWindow) -> None:
    QTest.keyClick(here(), KEY.Key_F, CONTROL | SHIFT)
    panel = window.desk.page.search
    look_round(window.desk.page)
    assert here() is panel.query
    QTest.keyClick(here(), KEY.Key_3, CONTROL)
    for _ in range(2):
        QTest.keyClick(here(), KEY.Key_V)
        assert looks_focused(here())


def test_the_welcome_page(window: MainWindow) -> None:
    window._let_go()
    window._show_welcome()
    QApplication.processEvents()
    look_round(window.welcome)


def test_from_the_panels_of_the_report_esc_leads_back(window: MainWindow) -> None:
    """Every part beside the report has a key that leads there, and Esc leads back: what is fields goes round by Tab."""
    reader = window.workspace.reader
    QTest.keyClick(here(), KEY.Key_1)  # an annotation, which has a note and attributes
    for key, how in (
        (KEY.Key_E, NONE),
        (KEY.Key_N, NONE),
        (KEY.Key_D, CONTROL),
        (KEY.Key_F, CONTROL),
        (KEY.Key_F2, SHIFT),
    ):
        QTest.keyClick(reader, key, how)
        assert here() is not reader, key
        assert looks_focused(here()), key
        QTest.keyClick(here(), KEY.Key_Escape)
        assert here() is reader, key


@pytest.mark.qt_log_ignore("grabbing the keyboard", r"support raise\(\)", extend=True)  # a list, without a display
def test_esc_closes_a_list_of_choices_and_not_the_dialog(window: MainWindow) -> None:
    def look(dialog: QDialog) -> None:
        box = dialog.findChild(QComboBox)
        box.setFocus()
        box.showPopup()
        assert QApplication.activePopupWidget()
        QTest.keyClick(box.view(), KEY.Key_Escape)
        assert QApplication.activePopupWidget() is None
        assert dialog.isVisible()

    with_dialog(look)
    window.do(next(one for one in BINDINGS if one.action == "settings"))


def test_from_the_field_of_titles_to_what_it_has_found(window: MainWindow) -> None:
    documents, first = window.workspace.documents, window.session.document.id
    QTest.keyClick(here(), KEY.Key_D, CONTROL)
    other = next(row.title for row in window.session.listed.rows() if row.id != first)
    documents.search.setText(other[:6])
    QTest.keyClick(here(), KEY.Key_Down)
    assert window.session.document.title == other
    assert here() is window.workspace.reader
    QTest.keyClick(here(), KEY.Key_D, CONTROL)
    documents.search.clear()
    QTest.keyClick(here(), KEY.Key_Return)
    assert here() is documents.view
    QTest.keyClick(here(), KEY.Key_Up)
    assert window.session.document.id == first
