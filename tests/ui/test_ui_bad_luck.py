"""Bad luck in the window: values that are none, names without end, things of others, a close during an import."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.model import Annotation, Bundle, Document, Scheme, Span
from annotator.plain import from_scheme, read_scheme, to_scheme
from annotator.ui import waiting
from annotator.ui.importing import ImportResult, Plan
from annotator.ui.item import items_of
from annotator.ui.settings import ANNOTATOR, LANGUAGE, Settings
from annotator.ui.window import MainWindow

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
TEXT = "全县实施产业扶贫，三分之一的贫困户就业，发放300万元。"


def annotation(text: str, id_: str = "a1", **more: object) -> Annotation:
    start = TEXT.index(text)
    return Annotation(id_, "d", "李", Span(start, start + len(text)), text=text, **{"label": "Measure"} | more)


def open_on(window: MainWindow, folder: Path, *annotations: Annotation, text: str = TEXT, scheme: Scheme | None = None):
    """The window on a corpus of one report, with the first of the annotations current."""
    corpus = Corpus.create(folder / "own.corpus", scheme, annotator="李")
    corpus.add([Bundle(Document("d", "题", text), annotations)])
    corpus.close()
    assert window.open(folder / "own.corpus", "李")
    if annotations:
        window.session.choose(annotations[0].id)
    QApplication.processEvents()


def fields(window: MainWindow) -> list[QLineEdit]:
    return [field for field in window.workspace.inspector.form.findChildren(QLineEdit) if field.isVisible()]


def write(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


# ---- attributes


def test_values_are_typed_one_after_the_other_and_the_fields_stay(window, tmp_path):
    given = {"value": 3000000, "unit": "元", "kind": "money"}
    open_on(window, tmp_path, annotation("300万元", label="Quantity", attributes=given))
    value, low, *_ = fields(window)
    for number in range(10, 40):
        field, name = ((value, "value"), (low, "low"))[number % 2]
        write(field, str(number))
        if number % 3 == 0:
            QTest.keyClick(field, Qt.Key.Key_Return)
            assert window.focusWidget() is field
        elif number % 3 == 1:
            QTest.keyClick(field, Qt.Key.Key_Tab)
            assert window.focusWidget() is not None
        else:
            window.workspace.reader.setFocus()
        assert window.session.annotation().attributes[name] == number
        QApplication.processEvents()
    assert fields(window)[:2] == [value, low]


def test_a_field_that_somebody_only_passes_leaves_the_value_exact(window, tmp_path):
    exact = {"value": 1 / 3, "low": 123_456_789_012_345_678, "kind": "rate"}
    open_on(window, tmp_path, annotation("三分之一", label="Quantity", attributes=exact))
    for field in fields(window):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
    window.workspace.reader.setFocus()
    assert window.session.annotation().attributes == exact
    write(fields(window)[1], "123456789012345679")
    window.workspace.reader.setFocus()
    assert window.session.annotation().attributes["low"] == 123_456_789_012_345_679


@pytest.mark.parametrize("typed", ["inf", "nan", "1e999", "9" * 30, "abc", "0x1"])
def test_what_is_no_number_is_said_and_does_not_stand_in_the_way(window, tmp_path, typed):
    given = {"value": 3000000, "unit": "元"}
    open_on(window, tmp_path, annotation("300万元", label="Quantity", attributes=given))
    write(fields(window)[0], typed)
    window.workspace.reader.setFocus()
    assert "value" in window.desk.notice.text()
    write(fields(window)[1], "5")
    window.workspace.reader.setFocus()
    assert window.session.annotation().attributes == given | {"low": 5}


# ---- what others wrote


def test_an_annotation_that_is_called_as_a_suggestion_is(window, tmp_path):
    open_on(window, tmp_path)
    key = window.session.items[-1].key
    window.close()
    one = annotation("全县", key)
    suggestions = Corpus.open(tmp_path / "own.corpus", annotator="李").suggestions("d")
    keys = [item.key for item in items_of([one], suggestions)]
    assert len(set(keys)) == len(suggestions) + 1


def test_a_note_that_nobody_edits_stays_as_it_is(window, tmp_path):
    note = "甲\u00a0乙\u2028丙\r\n丁"
    open_on(window, tmp_path, annotation("产业扶贫", note=note))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_N)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.session.annotation().note == note
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_N)
    QTest.keyClicks(window.focusWidget(), "x")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.session.annotation().note == "甲 乙\n丙\n丁x"


def test_line_ends_without_words_can_be_selected_and_labelled(window, tmp_path):
    open_on(window, tmp_path, text="\n" * 5_000)
    window.workspace.reader.select(Span(0, 5_000))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_1)
    assert window.session.annotation().span == Span(0, 5_000)
    window.grab()


# ---- names without end


@pytest.mark.parametrize("part", ["a" * 240, "长" * 80])
def test_a_path_without_end_does_not_widen_the_window(window, part):
    before = window.minimumSizeHint().width()
    window.desk.fail(AnnotatorError("store.missing", path=f"/{part}/{part}"))
    QApplication.processEvents()
    assert window.desk.notice.isVisible()
    assert window.minimumSizeHint().width() <= max(before, window.width())
    assert window.width() == 1360


def test_a_link_without_end_stays_in_the_panel(window, tmp_path):
    link = "https" + "x" * 600
    open_on(window, tmp_path, text=f"见{link}，落实低保。")
    window.workspace.reader.select(Span(1, 1 + len(link)))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_1)
    QApplication.processEvents()
    inspector = window.workspace.inspector
    assert inspector.width() <= inspector.parentWidget().width() < 400


def odd_scheme() -> Scheme:
    plain = from_scheme(read_scheme())
    first = plain["labels"][0] | {"key": "", "colour": {}, "title": {"en": "R&D <b>and</b> " * 30}}
    labels = [first | {"name": f"L{number}"} for number in range(30)]
    return to_scheme(plain | {"labels": labels, "attributes": []})


def test_thirty_labels_with_long_titles_find_room(window, tmp_path):
    open_on(window, tmp_path, scheme=odd_scheme())
    assert window.minimumSizeHint().height() < 900
    window.resize(1360, 880)
    window.workspace.reader.select(Span(0, 2))
    window.workspace.reader.selection_finished.emit(Span(0, 2))
    QApplication.processEvents()
    palette = window.workspace.palette_
    assert palette.isVisible()
    assert window.workspace.rect().contains(palette.geometry())
    assert {button.shortcut().toString() for button in palette.findChildren(QPushButton)} == {""}
    labels = window.workspace.labels
    QTest.mouseClick(labels, LEFT, NONE, QPoint(40, labels.height() - 4))
    assert window.session.annotation().label == "L29"
    window.grab()


# ---- the settings file


@pytest.mark.parametrize(
    "content",
    [
        b"\0\xff\xfe" * 100,
        b"[General]\nlanguage=1, 2\ntheme=@Invalid()\nannotator=a, b\nrecent=@ByteArray(xx)\ngeometry=@ByteArray(zz)\n",
        b"[General]\nrecent=" + b"a" * 5_000 + b', /root, "", \xff\ngeometry=@Rect(1 2 3)\n',
        b"[General]\nannotator=@Point(1 2)\nrecent=@Size(3 4)\n",
    ],
    ids=range(4),
)
def test_a_settings_file_full_of_nonsense(qtbot, tmp_path, content):
    path = tmp_path / "settings" / "annotator" / "annotator.ini"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    settings = Settings()
    assert settings.recent() == []
    assert (settings.get(ANNOTATOR), settings.get(LANGUAGE)) == ("", "auto")
    made = MainWindow(settings)
    qtbot.addWidget(made)
    made.show()
    made.close()


# ---- while reports come in


@pytest.fixture
def reports(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"<b>{number}.txt" for number in range(6)]
    for path in paths:
        path.write_text(TEXT + path.name, "utf-8")
    return paths


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What message boxes, and the result of an import, would have said."""
    texts: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: texts.append(box.text()))
    monkeypatch.setattr(ImportResult, "exec", lambda result: texts.append(result.said.text()))
    return texts


def test_to_close_the_window_cancels_the_import_and_no_more(window, reports, said):
    before = window.session.listed.rows()
    QTimer.singleShot(0, QApplication.closeAllWindows)
    window.traffic.take_in(Plan.of(reports))
    assert window.isVisible()
    assert window.session.listed.rows() == before
    assert said == []
    window.traffic.take_in(Plan.of(reports))
    assert len(window.session.listed.rows()) == len(before) + len(reports)
    window.close()
    assert not window.isVisible()


def test_keys_do_nothing_while_reports_come_in(window, reports, said, monkeypatch):
    monkeypatch.setattr(waiting, "_PATIENCE", 0)
    pressed = []

    def press() -> None:
        if QApplication.activeModalWidget() is None:
            QTimer.singleShot(0, press)
            return
        pressed.append(QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return))

    QTimer.singleShot(0, press)
    window.traffic.take_in(Plan.of(reports))
    assert len(pressed) == 1
    assert len(said) == 1
    assert window.session.corpus.counts()["decisions"] == 0
