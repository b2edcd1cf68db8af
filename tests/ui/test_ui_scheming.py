"""The scheme editor and the guidelines, by keys: what is written becomes one step, and is seen at once."""

from __future__ import annotations

import json

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import Choice
from annotator.plain import from_scheme, read_scheme
from annotator.ui.guidelines import GuidelinesPanel
from annotator.ui.reader import Mark
from annotator.ui.scheming import SchemeDialog, show_scheme
from annotator.ui.scheming import dialog as dialog_module
from annotator.ui.scheming.merging import MergeDialog
from annotator.ui.theme import CONTRAST, contrast
from annotator.ui.waiting import CancelledError, Waiting

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(window):
    """Opens the editor by its key, and calls what is given with it."""

    def show(act) -> None:
        def inside(dialog) -> None:
            assert isinstance(dialog, SchemeDialog)
            act(dialog)

        with_dialog(inside)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F4)

    return show


def row_of(dialog: SchemeDialog, name: str) -> None:
    view = dialog.labels.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    for _ in range([part.name for part in dialog.labels.parts].index(name)):
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert dialog.labels.current.name == name


def press(button) -> None:
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_a_label_is_changed_as_one_step_and_seen_everywhere(window, editor, monkeypatch):
    session, before = window.session, window.session.scheme
    first = next(item.key for item in session.items if item.label == "Program")
    session.choose(first)
    session.accept()

    def act(dialog: SchemeDialog) -> None:
        form = dialog.labels.form
        row_of(dialog, "Program")
        assert not dialog.save.isEnabled()
        assert not form.name.isEnabled(), "annotations are kept under it"
        assert not dialog.labels.buttons["remove"].isEnabled()
        assert "1" in dialog.labels.used.text()
        form.title.fields["zh-Hans"].setText("有名称的项目")
        light = form.colours["light"]
        light.text.setText("#ffcc00")
        assert "4.5" in light.ratio.text()
        press(light.mend)
        assert contrast(light.colour(), light.theme.paper) >= CONTRAST
        assert "AA" in light.ratio.text()
        assert not light.mend.isVisible()
        form.key.setCurrentIndex(2)
        form.key.activated.emit(2)
        assert "2" in dialog.fault.text(), "the key is another label's"
        assert "措施" in form.key.currentText()
        assert not dialog.save.isEnabled()
        form.key.setCurrentIndex(9)
        form.key.activated.emit(9)
        assert dialog.fault.text() == ""
        assert session.scheme == before, "nothing of the corpus is different yet"
        press(dialog.save)
        assert not dialog.save.isEnabled()
        assert dialog.labels.current.name == "Program"

    editor(act)
    label = session.scheme.label("Program")
    assert (label.title["zh-Hans"], label.title["en"], label.key) == ("有名称的项目", "Program", "9")
    assert window.workspace.labels._scheme == session.scheme
    shown: list[Mark] = []
    with monkeypatch.context() as patch:
        patch.setattr(window.workspace.reader, "set_marks", shown.extend)
        window.workspace.refresh()
    assert {mark.title for mark in shown if mark.label == "Program"} == {"有名称的项目"}
    assert next(entry.step.name for entry in session.corpus.history()) == "scheme"
    assert any(item.is_open for item in session.items), "suggested anew"
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, CONTROL)
    assert session.scheme == before


def test_a_new_label_with_its_own_key_is_given_to_a_span(window, editor):
    session = window.session

    def act(dialog: SchemeDialog) -> None:
        press(dialog.labels.buttons["new"])
        form = dialog.labels.form
        form.name.setText("Risk")
        assert not dialog.save.isEnabled(), "it has no title"
        form.title.fields["zh-Hant"].setText("風險")
        form.key.setCurrentIndex(9)
        form.key.activated.emit(9)
        form.examples.setPlainText("返贫\n\n 因病致贫 ")
        press(dialog.labels.buttons["up"])
        press(dialog.save)
        assert dialog.fault.text() == ""

    editor(act)
    assert [label.name for label in session.scheme.labels][-2:] == ["Risk", "Time"]
    assert session.scheme.label("Risk").examples == ("返贫", "因病致贫")
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_9)
    assert session.item().label == "Risk"
    assert session.corpus.scheme_uses().labels["Risk"] == 1


def test_merging_shows_how_much_and_is_undone_by_one_key(window, editor):
    session = window.session
    corpus = session.corpus
    picked = {id_: [one for one in of if one.label == "Program"] for id_, of in corpus.pick(label="Program").items()}
    session.do(corpus.decide_all, "accept", picked)
    count = corpus.scheme_uses().labels["Program"]
    before = list(corpus.bundles())
    seen: dict[str, str] = {}

    def merge() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MergeDialog)
        dialog.choice.setCurrentIndex(dialog.choice.findData("Measure"))
        seen["about"] = dialog.about.text()
        press(dialog.ok)

    def act(dialog: SchemeDialog) -> None:
        row_of(dialog, "Program")
        QTimer.singleShot(50, merge)
        press(dialog.merge)
        assert "Program" not in [part.name for part in dialog.labels.parts]

    editor(act)
    assert f"{count}" in seen["about"]
    assert session.scheme.label("Program") is None
    assert corpus.scheme_uses().labels["Measure"] == count
    assert not any(item.label == "Program" for item in session.items)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, CONTROL)
    assert list(corpus.bundles()) == before
    assert any(item.label == "Program" for item in session.items)


def test_to_cancel_the_counting_opens_nothing_and_to_cancel_a_merge_changes_nothing(window, editor, monkeypatch):
    corpus = window.session.corpus
    window.session.accept()
    before = list(corpus.bundles())
    name = before[0].annotations[0].label
    into = next(label.name for label in corpus.scheme.labels if label.name != name)

    def cancel(*_: object, **_words: object) -> None:
        raise CancelledError

    def act(dialog: SchemeDialog) -> None:
        monkeypatch.setattr(Waiting, "step", cancel)
        dialog.merged.emit(name, into)
        assert dialog.isVisible()
        assert window.session.scheme.label(name)

    editor(act)
    assert list(corpus.bundles()) == before
    monkeypatch.setattr(dialog_module, "_MANY", 1)
    known = len(window.findChildren(SchemeDialog))
    show_scheme(window.session, window.dress, window)  # with a dialog it would wait for ever for that to be closed
    assert len(window.findChildren(SchemeDialog)) == known


def test_attributes_relations_and_files(window, editor, tmp_path):
    session = window.session
    corpus = session.corpus
    path = tmp_path / "scheme.json"

    def act(dialog: SchemeDialog) -> None:
        dialog.tabs.setCurrentWidget(dialog.attributes)
        form = dialog.attributes.form
        text = form.choices.toPlainText()
        form.choices.setPlainText(f"{text}\n科技 | 科技 | 科技 | Technology\n无题")
        dialog.tabs.setCurrentWidget(dialog.relations)
        press(dialog.relations.buttons["new"])
        ends = dialog.relations.form
        ends.name.setText("leads-to")
        ends.title.fields["en"].setText("Leads to")
        ends.heads.item(0).setCheckState(Qt.CheckState.Checked)
        ends.targets.item(2).setCheckState(Qt.CheckState.Checked)
        dialog.tabs.setCurrentWidget(dialog.document)
        press(dialog.document.buttons["new"])
        dialog.document.form.name.setText("checked")
        dialog.document.form.title.fields["en"].setText("Checked")
        dialog.document.form.kind.setCurrentIndex(dialog.document.form.kind.findData("flag"))
        dialog.document.form.kind.activated.emit(0)
        press(dialog.save)
        assert dialog.fault.text() == ""
        dialog.give_out(path)
        changed = json.loads(path.read_text("utf-8")) | {"labels": from_scheme(session.scheme)["labels"][:7]}
        path.write_text(json.dumps(changed), "utf-8")
        dialog.bring_in(path)
        assert dialog.save.isEnabled()
        press(dialog.save)
        assert "Time" in dialog.fault.text(), "a file may not take away what is in use"
        (tmp_path / "broken.json").write_text("{", "utf-8")
        dialog.bring_in(tmp_path / "broken.json")
        assert "broken.json" in dialog.fault.text()

    session.do(corpus.annotate, session.document.id, next(iter(session.items)).span, "Time")
    editor(act)
    scheme = session.scheme
    assert scheme.attributes[0].choices[-2:] == (
        Choice("科技", {"zh-Hans": "科技", "zh-Hant": "科技", "en": "Technology"}), Choice("无题", {"en": "无题"}),
    )  # fmt: skip
    assert scheme.attributes[0].choices[:-2] == read_scheme().attributes[0].choices
    relation = scheme.relation("leads-to")
    assert (relation.heads, relation.targets) == (("Program",), ("Indicator",))
    assert corpus.describe(session.document.id, {"checked": True})
    assert scheme.label("Time")


def test_guidelines_follow_the_current_span(window):
    session, panel = window.session, window.workspace.guidelines.panel
    corpus = session.corpus

    def shown() -> str:
        return "\n".join(label.text() for label in panel.widget().findChildren(type(window.workspace._titles[0])))

    first, other = (next(item for item in session.items if item.label == label) for label in ("Measure", "Place"))
    who = corpus.annotator
    text = first.span.of(session.document.text)
    for name in (who, "王"):
        corpus.annotator = name
        corpus.annotate(session.document.id, first.span, "Measure")
    corpus.annotator = who
    session.look_again()
    session.choose(other.key)
    assert panel.isHidden()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F2)
    assert panel.isVisible()
    place, measure = session.scheme.label("Place"), session.scheme.label("Measure")
    assert place.definition["zh-Hans"] in shown()
    assert window.workspace.reader.hasFocus()
    session.choose(next(item.key for item in session.items if item.span == first.span and item.label == "Measure"))
    assert isinstance(panel, GuidelinesPanel)
    assert measure.definition["zh-Hans"] in shown()
    assert all(example in shown() for example in measure.examples)
    assert f"【{text}】" in shown()
    assert "多人一致" in shown()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F2)
    assert panel.isHidden()
