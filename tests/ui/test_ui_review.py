"""The review page in the real window, by keys and clicks; then the corpus says what was decided."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.corpus import Corpus, Verdict
from annotator.errors import AnnotatorError
from annotator.model import DONE, Annotation, Bundle, Document, Span
from annotator.ui.review.filtering import Filter
from annotator.ui.settings import LANGUAGE
from annotator.ui.waiting import Waiting

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
TEXTS = {
    "甲": "大坪县推广雨露计划，落实低保，每户补助5000元，发展光伏扶贫。",
    "乙": "山口縣推廣雨露計劃；全縣推進易地搬遷。",
}
WORK = {
    "李": (("甲", "雨露计划", "Program"), ("甲", "低保", "Measure"), ("乙", "雨露計劃", "Program")),
    "王": (("甲", "推广雨露计划", "Program"), ("甲", "低保", "Program"), ("乙", "推廣雨露計劃", "Program"),
           ("甲", "光伏扶贫", "Measure")),
    "陈": (("甲", "推广雨露计划", "Program"), ("甲", "低保", "Measure")),
}  # fmt: skip


def team(path: Path, people=("李", "王", "陈")) -> Path:
    """A corpus in which they have read the reports; the third has read only the first."""
    corpus = Corpus.create(path, annotator="裁")
    bundles = []
    for title, text in TEXTS.items():
        made = [
            Annotation(f"{who}{title}{words}", title, who, Span(text.index(words), text.index(words) + len(words)),
                       label, words)
            for who in people for there, words, label in WORK[who] if there == title
        ]  # fmt: skip
        done = {who: DONE for who in people if who != "陈" or title == "甲"}
        bundles.append(Bundle(Document(title, f"报告{title}", text), tuple(made), status=done))
    corpus.add(bundles)
    corpus.close()
    return path


@pytest.fixture
def page(window, tmp_path):
    """The review page of that team's corpus, with the first disagreement current."""
    window.take(Corpus.open(team(tmp_path / "team.corpus"), annotator="裁"))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_3, CTRL)
    assert window.desk.page is window.desk._pages["review"]
    return window.desk.page


def press(page, *keys, modifiers=NONE) -> None:
    for key in keys:
        QTest.keyClick(page.window().focusWidget(), key, modifiers)


def back(page) -> None:
    press(page, Qt.Key.Key_Backtab, modifiers=Qt.KeyboardModifier.ShiftModifier)


def words(page) -> str:
    return page.cases.case.disagreement.text if page.cases.case else ""


def shown(page) -> list[str]:
    return [row.text for row in page.cases.panel.model.rows]


def decided(page) -> list[tuple[str, str, list[str]]]:
    """Every decision: the words, how, and what it put into the layer."""
    corpus = page.session.corpus
    found = []
    for title, text in TEXTS.items():
        gold = corpus.adjudicated(title)
        for one in corpus.adjudications(title):
            spans = [f"{span.text} {span.label}" for span in gold if span.adjudication == one.id]
            found.append((one.span.of(text), one.outcome, spans))
    return found


ALL = ["推广雨露计划", "低保", "光伏扶贫", "推廣雨露計劃"]


def test_every_disagreement_is_in_the_queue_and_the_first_is_current(page):
    assert shown(page) == ALL
    assert words(page) == ALL[0]
    lanes = page.cases.lanes_shown()
    assert [(lane.key, lane.who) for lane in lanes] == [("1", "王、陈"), ("2", "李")]
    assert [[span.text for span in lane.spans] for lane in lanes] == [["推广雨露计划"], ["雨露计划"]]
    start = TEXTS["甲"].index("推广")
    assert [list(lane.differing) for lane in lanes] == [[], [Span(start, start + 2)]], "to the character"


def test_keys_take_versions_and_go_on(page):
    press(page, Qt.Key.Key_2)
    assert words(page) == "低保"
    press(page, Qt.Key.Key_Return)
    assert words(page) == "光伏扶贫"
    press(page, Qt.Key.Key_0)
    press(page, Qt.Key.Key_B)
    assert decided(page) == [
        ("推广雨露计划", "taken", ["雨露计划 Program"]), ("低保", "taken", ["低保 Measure"]),
        ("光伏扶贫", "nothing", []), ("推廣雨露計劃", "both", ["推廣雨露計劃 Program", "雨露計劃 Program"]),
    ]  # fmt: skip
    assert shown(page) == []
    assert "没有待定" in page.notice.text()
    press(page, *[Qt.Key.Key_Z] * 2, modifiers=CTRL)
    assert shown(page) == ["光伏扶贫", "推廣雨露計劃"], "each is one step"


def test_what_another_program_settled_meanwhile_is_shown_before_it_gives_way(page):
    with closing(Corpus.open(page.session.corpus.path, annotator="王")) as other:
        one, *_ = other.disagreements()
        other.adjudicate(one, Verdict("nothing", note="王"))
    press(page, Qt.Key.Key_2)
    assert decided(page) == [("推广雨露计划", "nothing", [])]
    assert "重新读取" in page.notice.text()
    assert shown(page) == ALL[1:]
    assert words(page) == ALL[1]
    press(page, Qt.Key.Key_Return)
    assert decided(page)[1:] == [("低保", "taken", ["低保 Measure"])], "what nobody touched is settled as ever"
    with closing(Corpus.open(page.session.corpus.path, annotator="王")) as other:
        other.adjudicate(other.disagreements()[1], Verdict("nothing"))
    press(page, Qt.Key.Key_0)
    assert shown(page) == [], "the list shows what was settled elsewhere, too"


def test_there_is_not_always_a_majority(page):
    page.cases.panel.go(3)
    press(page, Qt.Key.Key_Return)
    assert decided(page) == []
    assert "过半数" in page.notice.text()
    press(page, Qt.Key.Key_9)
    assert "没有第 9 个版本" in page.notice.text()


def test_a_span_is_written_by_boundary_keys_and_labels(page):
    press(page, Qt.Key.Key_E, Qt.Key.Key_BracketRight, Qt.Key.Key_BracketRight)
    press(page, Qt.Key.Key_BraceRight, modifiers=Qt.KeyboardModifier.ShiftModifier)
    press(page, Qt.Key.Key_2)
    assert decided(page) == [], "a digit is a label while a span is written"
    press(page, Qt.Key.Key_Return)
    label = page.session.scheme.label_of_key("2").name
    assert decided(page) == [("推广雨露计划", "edited", [f"雨露计划， {label}"])]


def test_esc_gives_the_written_span_up(page):
    press(page, Qt.Key.Key_E, Qt.Key.Key_Escape, Qt.Key.Key_2)
    assert decided(page) == [("推广雨露计划", "taken", ["雨露计划 Program"])]


def test_what_is_selected_in_the_report_is_where_writing_begins(page):
    at = TEXTS["甲"].index("计划")
    page.cases.reader.select(Span(at, at + 2))
    press(page, Qt.Key.Key_E, Qt.Key.Key_Return)
    assert decided(page) == [("推广雨露计划", "edited", ["计划 Program"])]


def test_deferred_stays_in_the_queue_and_can_be_looked_for(page):
    press(page, Qt.Key.Key_D)
    assert shown(page) == ALL
    assert words(page) == "低保"
    page.cases.panel.narrow_to(Filter(state="deferred"))
    assert shown(page) == [ALL[0]]


def test_a_reason_and_a_note_come_with_the_decision(page):
    page._take_reason("slip")
    press(page, Qt.Key.Key_N)
    note = page.cases.decision.note
    assert page.window().focusWidget() is note
    QTest.keyClicks(note, "see 3.2")
    press(page, Qt.Key.Key_Return, modifiers=CTRL)
    press(page, Qt.Key.Key_1)
    (one,) = page.session.corpus.adjudications("甲")
    assert (one.annotator, one.reason, one.note) == ("裁", "slip", "see 3.2")
    press(page, Qt.Key.Key_1)
    assert [one.reason for one in page.session.corpus.adjudications("甲")] == ["slip", ""], "once only"


def test_a_reason_stays_with_its_case_until_that_is_decided(page):
    page._take_reason("slip")
    press(page, Qt.Key.Key_Tab, Qt.Key.Key_1)
    assert {one.reason for one in page.session.corpus.adjudications("甲")} == {""}
    page.cases.panel.go(0)
    assert "疏忽" in page.cases.decision.reason.text()
    press(page, Qt.Key.Key_1)
    assert sorted(one.reason for one in page.session.corpus.adjudications("甲")) == ["", "slip"]


def test_a_reason_given_later_is_said_with_the_same_verdict(page):
    page.cases.panel.narrow_to(Filter(state=""))
    press(page, Qt.Key.Key_2)
    back(page)
    assert words(page) == ALL[0]
    page._take_reason("boundary-rule")
    (one,) = page.session.corpus.adjudications("甲")
    assert (one.outcome, one.reason) == ("taken", "boundary-rule")
    assert decided(page) == [(ALL[0], "taken", ["雨露计划 Program"])]
    assert "边界规则" in page.cases.decision.reason.text()


def test_a_decision_is_withdrawn_by_a_key(page):
    page.cases.panel.narrow_to(Filter(state=""))
    press(page, Qt.Key.Key_2)
    back(page)
    press(page, Qt.Key.Key_Delete)
    assert decided(page) == []


def test_names_are_hidden_until_it_is_decided(page):
    press(page, Qt.Key.Key_H)
    assert [lane.who for lane in page.cases.lanes_shown()] == ["2 人", "1 人"]
    assert "李" not in page.cases.lanes.accessibleDescription()
    assert not any("李" in card.accessibleName() for card in page.cases.decision.cards)
    page.cases.panel.narrow_to(Filter(state=""))
    press(page, Qt.Key.Key_1)
    back(page)
    assert page.cases.lanes_shown()[1].who == "李"


def test_like_ones_are_settled_together_after_a_look(page):
    page.cases.panel.narrow_to(Filter(document="乙"))
    assert words(page) == "推廣雨露計劃"
    assert page.cases.alike() == ["甲"], "the same versions, whoever has them"
    press(page, Qt.Key.Key_2)
    page.cases.panel.narrow_to(Filter(state="settled"))
    assert "相同的还有 1 处" in page.cases.decision.alike.text()
    with_dialog(lambda dialog: QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton))
    press(page, Qt.Key.Key_A)
    assert decided(page) == [
        ("推广雨露计划", "taken", ["雨露计划 Program"]), ("推廣雨露計劃", "taken", ["雨露計劃 Program"]),
    ]  # fmt: skip
    press(page, Qt.Key.Key_Z, modifiers=CTRL)
    assert len(decided(page)) == 1, "the like ones are one step"


def test_the_queue_is_narrowed(page):
    panel = page.cases.panel
    for filter_, found in (
        (Filter(type="label"), ["低保"]),
        (Filter(label="Measure"), ["低保", "光伏扶贫"]),
        (Filter(pair=("李", "陈")), ["推广雨露计划"]),
        (Filter(document="乙"), ["推廣雨露計劃"]),
        (Filter(text="雨露計"), ["推广雨露计划", "推廣雨露計劃"]),
    ):
        panel.narrow_to(filter_)
        assert shown(page) == found
        assert panel.filter == filter_
    panel.narrow_to(Filter())
    panel.fields["order"].setCurrentIndex(panel.fields["order"].findData("type"))
    assert shown(page) == ["推广雨露计划", "推廣雨露計劃", "光伏扶贫", "低保"]


def test_cards_and_marks_are_clicked(page):
    QTest.mouseClick(page.cases.decision.cards[1], Qt.MouseButton.LeftButton)
    assert decided(page) == [("推广雨露计划", "taken", ["雨露计划 Program"])]
    at = TEXTS["甲"].index("光伏")
    page.cases.reader.mark_clicked.emit(f"{at}:{at + 4}")
    assert words(page) == "光伏扶贫"


def test_a_chinese_input_method_swallows_nothing(page):
    reader = page.cases.reader
    assert not reader.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QApplication.sendEvent(reader, QInputMethodEvent("ni", []))
    assert decided(page) == []
    search = page.cases.panel.search
    search.setFocus()
    event = QInputMethodEvent()
    event.setCommitString("低保")
    QApplication.sendEvent(search, event)
    assert shown(page) == ["低保"]
    press(page, Qt.Key.Key_Escape)
    assert page.window().focusWidget() is reader


def test_work_on_another_page_is_seen_on_return(page):
    window = page.window()
    press(page, Qt.Key.Key_1, modifiers=CTRL)
    mine = window.session.corpus
    mine.annotator = "陈"
    window.session.do(mine.annotate, "乙", Span(0, 3), "Place")
    window.session.do(mine.mark, "乙", DONE)
    press(page, Qt.Key.Key_3, modifiers=CTRL)
    assert shown(page)[-2:] == ["山口縣", "推廣雨露計劃"]


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_language_and_theme_change_at_once(page, language):
    window = page.window()
    window.settings.set(LANGUAGE, language)
    window.wear()
    assert page.cases.panel.search.placeholderText() == page.dress.words("ui.review-search")
    assert shown(page) == ALL


# ---- where there is nothing to compare


def test_one_annotator_only_is_said(window, tmp_path):
    window.take(Corpus.open(team(tmp_path / "one.corpus", ("李",)), annotator="裁"))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_3, CTRL)
    assert "两位标注员" in window.desk.notice.text()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_E)
    assert window.desk.page.cases.case is None
    window.desk.show_page("annotate")
    assert window.desk.notice.isHidden()


def test_a_label_that_is_gone_is_named_and_cannot_be_taken(page):
    corpus = page.session.corpus
    kept = tuple(label for label in corpus.scheme.labels if label.name != "Program")
    with corpus._store.step("scheme", "裁") as writing:
        writing.put_scheme(replace(corpus.scheme, labels=kept))
    page.session.take(writing.changes)
    assert "已删除" in page.cases.lanes_shown()[0].spans[0].title
    press(page, Qt.Key.Key_1)
    assert decided(page) == []
    assert "Program" in page.notice.text()


def test_a_large_corpus_is_read_by_the_worker(page, qtbot, monkeypatch):
    monkeypatch.setattr("annotator.ui.review.queue.AT_ONCE", 0)
    page.queue.read()
    assert page.queue.rows == []
    assert "正在读取" in page.cases.decision.type.text(), "whether there is none is not known yet"
    qtbot.waitUntil(lambda: shown(page) == ALL, timeout=60_000)
    press(page, Qt.Key.Key_2)
    assert decided(page) == [("推广雨露计划", "taken", ["雨露计划 Program"])]


@pytest.mark.parametrize("reading", ["damaged", "wrong"])
def test_a_reading_that_fails_takes_its_bar_away_and_says_so(page, qtbot, monkeypatch, reading):
    monkeypatch.setattr("annotator.ui.review.queue.AT_ONCE", 0)
    monkeypatch.setattr("annotator.ui.review.queue.queue_of", damaged if reading == "damaged" else wrong)
    with qtbot.captureExceptions() as bugs:
        page.queue.read()
        assert page.cases.panel.bar.isVisible()
        qtbot.waitUntil(lambda: not page.cases.panel.bar.isVisible(), timeout=60_000)
        assert page.cases.decision.type.text() == "没有可看的分歧"
        QApplication.processEvents()
    if reading == "damaged":
        assert "disk 已损坏" in page.notice.text()
    else:
        assert [kind for kind, _bug, _trace in bugs] == [ZeroDivisionError]
    page.session.background.run(len, "三个字", then=lambda size: setattr(page, "size", size))
    qtbot.waitUntil(lambda: getattr(page, "size", 0) == 3, timeout=60_000)


def damaged(*_):
    raise AnnotatorError("store.damaged", path="disk", reason="disk")


def wrong(*_):
    return 1 / 0


# ---- all at once


def test_a_rule_settles_after_a_look_and_is_taken_back_by_one_key(page):
    def act(dialog) -> None:
        dialog.rules["unanimous"].setChecked(True)
        assert len(dialog.plan.proposals) == 0
        assert not dialog.ok.isEnabled()
        dialog.rules["threshold"].setChecked(True)
        dialog.votes.setValue(2)
        dialog.share.setValue(60)
        assert [one.cluster.text for one in dialog.plan.proposals] == ["推广雨露计划", "低保", "光伏扶贫"]
        assert "3 处" in dialog.told.text()
        assert dialog.examples.count() == 3
        QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)

    with_dialog(act)
    press(page, Qt.Key.Key_M)
    assert [(words, outcome) for words, outcome, _ in decided(page)] == [
        ("推广雨露计划", "taken"), ("低保", "taken"), ("光伏扶贫", "nothing"),
    ]  # fmt: skip
    assert {one.strategy for one in page.session.corpus.adjudications("甲")} == {'threshold {"votes":2,"share":0.6}'}
    assert shown(page) == ["推廣雨露計劃"]
    press(page, Qt.Key.Key_Z, modifiers=CTRL)
    assert shown(page) == ALL


def test_a_large_corpus_is_looked_at_on_demand_and_the_look_is_stopped(page, monkeypatch):
    monkeypatch.setattr("annotator.ui.review.settledialog._AT_ONCE", 0)
    seen = []

    class Impatient(Waiting):
        """A bar on which somebody presses cancel after the first report."""

        def step(self, name: str = "", done: int = 0) -> None:
            seen.append((done, self.maximum()))
            if len(seen) == 1:
                self.cancel()
            super().step(name, done)

    monkeypatch.setattr("annotator.ui.waiting.Waiting", Impatient)

    def act(dialog) -> None:
        assert dialog.plan is None
        QTest.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
        assert seen == [(1, 2)], "stopped at the first of two reports"
        assert dialog.plan is None
        assert not dialog.ok.isEnabled()
        QTest.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
        assert seen[1:] == [(1, 2), (2, 2)]
        assert len(dialog.plan.proposals) == 3

    with_dialog(act)
    press(page, Qt.Key.Key_M)
    assert decided(page) == []


def test_trust_is_in_somebody(page):
    def act(dialog) -> None:
        dialog.rules["trust"].setChecked(True)
        assert dialog.plan is None
        assert "至少" in dialog.told.text()
        dialog.trust["Program"].setCurrentText("李")
        assert [one.cluster.text for one in dialog.plan.proposals] == ["推广雨露计划", "推廣雨露計劃"]

    with_dialog(act)
    press(page, Qt.Key.Key_M)
    assert decided(page) == []


@pytest.fixture
def agreement(page, qtbot):
    """The view of agreement, with its numbers."""
    press(page, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: page.views.agreement._measured is not None, timeout=60_000)
    return page.views.agreement


def test_a_cell_of_the_matrix_leads_to_its_cases(page, agreement):
    heat = agreement.pairs.heat
    assert [heat.horizontalHeaderItem(column).text() for column in range(3)] == ["李", "王", "陈"]
    assert heat.item(0, 1).text() == "0.00"
    assert page.window().focusWidget() is heat
    heat.setCurrentCell(1, 2)
    press(page, Qt.Key.Key_Return)
    assert page.views.name == "cases"
    assert page.cases.panel.filter == Filter(state="", pair=("王", "陈"))
    assert shown(page) == ["低保", "光伏扶贫"]
    assert decided(page) == [], "Enter there decides nothing"


@pytest.mark.usefixtures("agreement")
def test_beside_numbers_only_keys_are_named_that_hold_there(page):
    assert [keys for keys, _ in page.hints.shown()] == ["V", "M", "P", "Ctrl+Z", "F1"]
    press(page, Qt.Key.Key_V)
    press(page, Qt.Key.Key_V)
    assert page.views.name == "cases"
    assert page.hints.shown()[0][0] == "1–9"


def test_a_pair_is_looked_at_label_by_label(page, agreement):
    pairs, measured = agreement.pairs, agreement._measured.agreement
    offered = {pairs.measure.itemData(at) for at in range(pairs.measure.count())}
    assert offered >= {"exact", "overlap", "label_agreement", "boundary_mean", "kappa_char", "cu_alpha", "alpha_u_1995"}
    pairs.measure.setCurrentIndex(pairs.measure.findData("boundary_mean"))
    li_wang = next(pair for pair in measured.pairs if (pair.a, pair.b) == ("李", "王"))
    assert pairs.heat.item(0, 1).text() == f"{li_wang.numbers['boundary_mean'].value:.2f}"
    pairs.label.setCurrentIndex(pairs.label.findData("Measure"))
    assert pairs.measure.currentData() == "boundary_mean", "what was chosen stays where it is still there"
    assert pairs.heat.item(0, 1).text() == "—"
    pairs.measure.setCurrentIndex(pairs.measure.findData("overlap"))
    told = pairs.heat.item(1, 2).toolTip()
    chen_wang = next(pair for pair in measured.pairs if {pair.a, pair.b} == {"王", "陈"})
    assert (chen_wang.documents, chen_wang.left_out) == (1, 1)
    assert "1 份只有一人读过或完成，未算在内" in told
    pairs.heat.cellClicked.emit(1, 2)
    assert page.cases.panel.filter == Filter(state="", pair=("王", "陈"), label="Measure")
    assert shown(page) == ["低保", "光伏扶贫"]


def test_every_number_says_what_it_counts_and_leaves_out(agreement):
    overall = agreement.tables["overall"]
    rows = {overall.item(row, 0).text(): overall.item(row, 2).text() for row in range(overall.rowCount())}
    assert "5 对相互对应的片段；6 个没有对应片段的未计入" in rows["边界相差（平均）"]
    assert all("n = " in told or "因为" in told for told in rows.values())
    for name in ("labels", "reports"):
        table = agreement.tables[name]
        assert table.columnCount() >= 8
        tips = [table.item(0, column).toolTip() for column in range(2, table.columnCount())]
        assert all("n = " in tip or "无法计算，因为" in tip for tip in tips)


def test_gamma_is_worked_out_on_demand_and_goes_into_the_report(page, qtbot, monkeypatch):
    monkeypatch.setattr("annotator.ui.review.gammabar.gamma_is_there", lambda: True)
    monkeypatch.setattr("annotator.ui.review.gammabar.gammas_of", half_of_each)
    press(page, Qt.Key.Key_V)
    view = page.views.agreement
    qtbot.waitUntil(lambda: view._measured is not None, timeout=60_000)
    assert view._measured.agreement.overall["gamma"].value is None
    QTest.mouseClick(view.gamma.button, Qt.MouseButton.LeftButton)
    assert view.gamma.bar.isVisible()
    qtbot.waitUntil(lambda: view._measured.agreement.overall["gamma"].value is not None, timeout=60_000)
    gamma = view._measured.agreement.overall["gamma"]
    assert (gamma.value, gamma.n, gamma.left_out) == (0.5, 1, 1)
    assert not view.gamma.bar.isVisible()
    assert page.views.gamma == gamma
    page.views.show_view("cases")
    press(page, Qt.Key.Key_1)
    assert page.views.gamma is None, "it is of what was there"


def half_of_each(_path, documents, _annotators):
    """In place of the library: the first report has a gamma."""
    return [0.5] if documents == ["甲"] else []


def test_gamma_is_stopped_and_without_its_library_only_said(page, qtbot, monkeypatch, agreement):
    monkeypatch.setattr("annotator.ui.review.gammabar.gamma_is_there", lambda: True)
    agreement.gamma.offer(there=True)
    monkeypatch.setattr("annotator.ui.review.gammabar.gammas_of", never)
    for _ in range(2):  # it works out, and the same button stops it
        QTest.mouseClick(agreement.gamma.button, Qt.MouseButton.LeftButton)
    assert not agreement.gamma.bar.isVisible()
    assert not agreement.gamma.background.busy
    monkeypatch.setattr("annotator.ui.review.gammabar.gamma_is_there", lambda: False)
    page.views.spoil()
    qtbot.waitUntil(lambda: not agreement.bar.isVisible(), timeout=60_000)
    assert not agreement.gamma.isVisible()


def never(*_):
    raise AssertionError


def test_numbers_that_are_not_wanted_are_stopped(page, agreement):
    page.views.spoil()
    assert agreement.stop.isVisible()
    QTest.mouseClick(agreement.stop, Qt.MouseButton.LeftButton)
    assert not page.views._background.busy
    assert "已停止" in agreement.state.text()
    assert not agreement.bar.isVisible()


def test_labels_and_reports_lead_to_theirs(page, agreement):
    labels = agreement.tables["labels"]
    row = next(row for row in range(labels.rowCount()) if labels.item(row, 0).text() == "措施")
    labels.cellClicked.emit(row, 0)
    assert shown(page) == ["低保", "光伏扶贫"]
    page.views.show_view("agreement")
    agreement.tables["reports"].cellClicked.emit(0, 0)
    assert page.cases.panel.filter.document in TEXTS


def test_a_number_that_is_not_defined_says_why(agreement):
    overall = agreement.tables["overall"]
    told = {overall.item(row, 0).text(): (overall.item(row, 1).text(), overall.item(row, 2).text())
            for row in range(overall.rowCount())}  # fmt: skip
    assert set(told) >= {"完全一致 F1", "重叠 F1", "Fleiss κ（逐字）", "分段 α（1995 年的形式）", "γ（gamma，2015）"}
    labels = agreement.tables["labels"]
    empty = next(row for row in range(labels.rowCount()) if labels.item(row, 0).text() == "时间")
    assert labels.item(empty, 2).text() == "—"
    assert "无法计算，因为" in labels.item(empty, 2).toolTip()


def test_who_has_which_report_and_how_far(page):
    press(page, Qt.Key.Key_V, Qt.Key.Key_V)
    view = page.views.assignments
    model = view.table.model()
    cells = [[model.index(row, column).data() for column in range(4)] for row in range(2)]
    assert cells == [["报告甲", "已完成 · 2", "已完成 · 3", "已完成 · 2"], ["报告乙", "已完成 · 1", "已完成 · 1", "—"]]
    assert "陈：完成 1，共有 1" in view.summary.text()
    view.table.setCurrentIndex(model.index(1, 0))
    press(page, Qt.Key.Key_Return)
    assert page.cases.panel.filter == Filter(state="", document="乙")
    assert words(page) == "推廣雨露計劃"


@pytest.mark.parametrize("ending", [".html", ".pdf"])
def test_the_report_is_written_from_the_window(page, qtbot, tmp_path, monkeypatch, ending):
    path = tmp_path / f"报告{ending}"
    monkeypatch.setattr("annotator.ui.review.whole.filedialog.to_save", lambda *_: (str(path), ""))
    press(page, Qt.Key.Key_P)
    qtbot.waitUntil(path.exists, timeout=60_000)
    data = path.read_bytes()
    if ending == ".html":
        assert "推广雨露计划" in data.decode()
        return
    text = "".join(read_pdf(data))
    assert not [char for char in text if "\u2e80" <= char <= "\u2fdf"]
    assert "一致性报告" in text
    assert "推广雨露计划" in text


def read_pdf(data: bytes):
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for at in range(len(document)):
        yield document[at].get_textpage().get_text_range()


def test_nobody_to_compare_is_said_in_the_other_views_too(window, tmp_path):
    window.take(Corpus.open(team(tmp_path / "one.corpus", ("李",)), annotator="裁"))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_3, CTRL)
    page = window.desk.page
    press(page, Qt.Key.Key_M)
    assert "两位标注员" in page.notice.text()
    press(page, Qt.Key.Key_V)
    assert "两位标注员" in page.views.agreement.state.text()
    assert not page.views.agreement.pairs.isVisible()
