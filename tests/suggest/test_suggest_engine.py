"""The engine: laws that hold for any text, both scripts, the corpus's own terms, plug-ins, growth of time."""

from __future__ import annotations

import shutil
from functools import cache
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model import Reason, Span, Suggestion
from annotator.resources import resource, seeds
from annotator.suggest import Engine, Term
from annotator.suggest.engine import data_version
from annotator.suggest.merge import merged
from annotator.suggest.patterns import folded_data
from annotator.suggest.term import shipped_terms
from annotator.text import fold

PIECES = [
    "\r\n",
    "\n",
    "",
    *[
        "𠮷林村",
        "👍🏽",
        "👨\u200d👩\u200d👧",
        "“",
        "”",
        "「雨露計劃」",
        "《关于扶贫的意见》",
        "2018年7月",
        "10.3%",
        "三五户",
        "贫困户",
        "貧困戶",
        "民政局",
        "贵州省",
        "毕节市",
        "产业扶贫",
        "的",
        "，",
        "。",
        "开展",
        "工程",
        "“百企帮百村”",
        "精准扶贫行动",
        "发放低保金",
        "率为",
        "5万",
        "第",
        "一",
        "万",
        "余",
        "元",
        "在",
        "下营村",
        "党的十八大以来",
        "十三五",
        "百分之",
        "分之",
        "$",
        "·",
        "年",
        "月",
        "人均收入",
        "合作社",
    ],
]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"]))).map("".join)


@cache
def engine(overlap: str = "flat") -> Engine:
    return Engine(overlap=overlap, model=None)


def spans(text: str, **options: str) -> list[tuple[str, str]]:
    return [(one.text, one.label) for one in engine(**options).suggest(text)]


@settings(max_examples=200, deadline=None)
@given(texts)
def test_flat_suggestions_are_slices_in_order_and_never_overlap(text):
    found = engine().suggest(text)
    assert all(one.text == text[one.span.start : one.span.end] for one in found)
    assert all(0 < one.score <= 1 for one in found)
    assert all(before.span.end <= after.span.start for before, after in pairwise(found))
    assert {one.source for one in found} <= {"lexicon", "rules", "quantities"}


@settings(max_examples=100, deadline=None)
@given(texts)
def test_nested_suggestions_lie_inside_one_another_or_apart(text):
    nested = engine("nested").suggest(text)
    places = [(one.span.start, -one.span.end) for one in nested]
    assert places == sorted(places)
    assert len({one.key for one in nested}) == len(nested)
    for at, one in enumerate(nested):
        for other in nested[at + 1 :]:
            apart = not one.span.overlaps(other.span)
            assert apart or one.span.contains(other.span) or other.span.contains(one.span)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_suggesting_twice_gives_the_same(text):
    assert engine().suggest(text) == engine().suggest(text)


def test_the_golden_sentence():
    text = "𠮷林村实施易地扶贫搬迁工程，\r\n落实低保，👍🏽推广雨露計劃。"
    assert spans(text) == [
        ("𠮷林村", "Place"),
        ("易地扶贫搬迁工程", "Program"),
        ("低保", "Measure"),
        ("雨露計劃", "Program"),
    ]


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        (
            "2019年底，贵州省民政局为538户建档立卡贫困户发放低保金。",
            "2019年底，貴州省民政局為538戶建檔立卡貧困戶發放低保金。",
        ),
        (
            "全县开展“百企帮百村”精准扶贫行动，贫困发生率由10.3%降至0.4%。",
            "全縣開展「百企幫百村」精準扶貧行動，貧困發生率由10.3%降至0.4%。",
        ),
        (
            "近年来，驻村工作队帮助残疾人参加技能培训，人均收入达到三千余元。",
            "近年來，駐村工作隊幫助殘疾人參加技能培訓，人均收入達到三千餘元。",
        ),
        (
            "“十三五”期间实施健康扶贫工程，落实大病保险和家庭医生签约服务。",
            "「十三五」期間實施健康扶貧工程，落實大病保險和家庭醫生簽約服務。",
        ),
        (
            "甘肃省定西市渭源县的合作社吸纳两万多名群众就近就业。",
            "甘肅省定西市渭源縣的合作社吸納兩萬多名群眾就近就業。",
        ),
    ],
)
def test_both_scripts_give_the_same_suggestions(hans, hant):
    def places(text):
        return [
            (one.span, one.label, one.source, one.score, dict(one.attributes), one.why)
            for one in engine().suggest(text)
        ]

    assert places(hans) == places(hant)
    assert len(places(hans)) >= 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产业扶贫“十大项目超市”", [("产业扶贫", "Measure"), ("“十大项目超市”", "Program")]),
        ("把健康扶贫工程做实", [("健康扶贫工程", "Program")]),
        ("有199个深度贫困村", [("199个", "Quantity"), ("深度贫困村", "Beneficiary")]),
        ("党的十八大以来", [("党的十八大", "Time")]),
        ("党的十九大提出", [("党的十九大", "Organisation")]),
        ("贫困人口4.09万人", [("贫困人口", "Indicator"), ("4.09万人", "Quantity")]),
        ("民政局局长说", []),
        ("全区、该县、我市", []),
    ],
)
def test_the_guidelines_own_kind_of_cases(text, expected):
    assert spans(text) == expected


def test_terms_of_the_corpus_go_first_and_are_never_guarded():
    mine = Engine(
        [Term("暖心活", "Program", "社会帮扶"), Term("就業扶貧", "Program", "就业", 0.95), Term("农民", "Beneficiary")]
    )
    found = {one.text: one for one in mine.suggest("做好暖心活，抓好就业扶贫，听取农民代表意见")}
    assert found["暖心活"].label == "Program"
    assert found["暖心活"].attributes == {"domain": "社会帮扶"}
    assert found["暖心活"].why == Reason("suggest.why-term", (("term", "暖心活"),))
    assert found["就业扶贫"].label == "Program"
    assert found["农民"].label == "Beneficiary"


def test_quotation_marks_go_into_shipped_names_and_not_into_the_corpus_own():
    assert spans("开发“公益岗位”") == [("“公益岗位”", "Measure")]
    assert [one.text for one in own_engine().suggest("做“暖心活”")] == ["暖心活"]


@settings(deadline=None)
@given(st.text("囧囿圄圉蜘蛛蝴蝶的了，", max_size=6), st.text("囧囿圄圉蜘蛛蝴蝶的了，", max_size=6))
def test_a_term_of_the_corpus_is_found_at_every_position(before, after):
    own = own_engine()
    assert Span(len(before), len(before) + 3) in [one.span for one in own.suggest(f"{before}暖心活{after}")]


@cache
def own_engine() -> Engine:
    return Engine([Term("暖心活", "Program")])


def test_only_the_labels_asked_for():
    text = "2019年贵州省发放低保金3万元"
    assert {one.label for one in Engine(labels={"Time", "Quantity"}).suggest(text)} == {"Time", "Quantity"}
    assert Engine(labels=()).suggest(text) == []


def test_the_version_follows_the_data():
    code, _, data = engine().version.partition("-")
    assert code.isdigit()
    assert data == data_version()
    assert len(data) == 8


def test_every_file_of_data_is_in_the_version(monkeypatch, tmp_path):
    copy = tmp_path / "resources"
    for part in ("lexicons", "rules", "models"):
        shutil.copytree(resource(part), copy / part)
    shutil.copy(resource("fold.txt"), copy)
    monkeypatch.setattr("annotator.suggest.engine.resource", copy.joinpath)
    versions = {data_version.__wrapped__()}
    assert versions == {data_version()}
    # shares.txt says where rules are looked for, and changes no suggestion
    files = [path for path in copy.rglob("*.*") if path.name not in ("README.md", "base.bin", "shares.txt")]
    assert {"places-townships.txt", "words.bin", "fold.txt", "guards.toml"} <= {path.name for path in files}
    for path in files:
        path.write_bytes(path.read_bytes() + b"x")
        versions.add(data_version.__wrapped__())
    assert len(versions) == len(files) + 1


def test_nothing_in_nothing_out():
    assert engine().suggest("") == []
    assert engine().suggest("\r\n \u3000") == []


def test_better_longer_earlier_label_wins():
    def make(start, end, label, score):
        return Suggestion(Span(start, end), label, "字" * (end - start), score, "rules", Reason("suggest.why-date"))

    sure, long, measure = make(0, 2, "Time", 0.9), make(1, 9, "Time", 0.85), make(20, 24, "Measure", 0.8)
    program = make(20, 24, "Program", 0.8)
    assert merged([sure, long, measure, program]) == [long, program]
    assert merged([make(0, 2, "Time", 0.5), sure]) == [sure]
    inside = make(3, 5, "Quantity", 0.5)
    assert merged([sure, long, inside], overlap="nested") == [long, inside]


def test_time_grows_with_length_not_faster():
    text = (seeds() / "nanyang_hans.txt").read_text("utf-8")

    def seconds(sample):
        start = process_time()
        engine().suggest(sample)
        return process_time() - start

    seconds(text)
    turns = [(seconds(text), seconds(text * 8)) for _ in range(5)]  # by turns: a busy machine slows both alike
    one, eight = map(min, zip(*turns, strict=True))
    assert eight < 16 * one


def test_a_million_characters_work():
    text = ((seeds() / "nanyang_hans.txt").read_text("utf-8") * 300)[:1_000_000]
    found = engine().suggest(text)
    assert len(found) > 10_000
    assert all(one.text == text[one.span.start : one.span.end] for one in found[::500])


def test_shipped_terms_are_found_alone_or_in_something_longer():
    engine_, helped = engine(), set(folded_data("guards")["unless_helped"]["words"].split())
    for term in shipped_terms():
        if term.weight < 0.5 or term.label == "Indicator" or fold(term.text) in helped:  # they need company
            continue
        covered = {at for one in engine_.suggest(f"，{term.text}，") for at in range(one.span.start, one.span.end)}
        assert covered >= set(range(1, 1 + len(term.text))), term
