"""The lists of terms that ship: every row is valid, and the automaton finds what is in them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.i18n import catalogue
from annotator.plain import read_scheme
from annotator.resources import resource
from annotator.suggest import Engine, Term
from annotator.suggest.lexicon import Lexicon, shipped_lexicon
from annotator.suggest.passage import Passage
from annotator.suggest.term import COLUMNS, blockers, lexicon_files, read_terms, shipped_terms
from annotator.text import HANS, HANT, fold, in_script

BROKEN = ("光伏扶贫\tMeasure\tindustry\t0.9", "光伏扶贫\tMeasure\tindustry\thigh\tinstruments")
each_file = pytest.mark.parametrize("path", lexicon_files(), ids=lambda path: path.stem)
TERMS = [fold(term.text) for term in shipped_terms() if term.label != "Place"]
IN_TERMS = frozenset("".join(term.text for term in shipped_terms()))
UNFOLDED = str.maketrans("覆乾劏", "复干㓥")
"""characters of ordinary Simplified that the fold changes all the same"""
STRANGE = sorted(
    char for char in "囧囿圄圉嚚囫囵尴尬蜘蛛蝴蝶蚯蚓琵琶蟋蟀蹒跚徘徊的了是，。\r\n👍𠮷𪚥" if char not in IN_TERMS
)
strange_text = st.text(STRANGE, max_size=8)


@cache
def lexicon() -> Lexicon:
    return Lexicon(shipped_terms())


@each_file
def test_rows_are_valid(path):
    assert tuple(path.read_text("utf-8").splitlines()[0].split("\t")) == COLUMNS
    scheme = read_scheme()
    domains = {choice.name for kind in scheme.attributes if kind.name == "domain" for choice in kind.choices}
    for term in read_terms(path):
        assert scheme.label(term.label) is not None, term
        assert (term.domain in domains) if term.label in ("Program", "Measure") else term.domain == "", term
        assert 0 < term.weight <= 1, term
        assert term.text == term.text.strip(), term
        assert fold(term.text).translate(UNFOLDED) == term.text.translate(UNFOLDED), f"not in Simplified: {term}"
        assert len(term.text) >= 2, term
        assert f"suggest.why-list-{term.source}" in catalogue(), term


def test_no_term_is_listed_twice():
    counts = Counter(fold(term.text) for term in shipped_terms())
    assert [text for text, count in counts.items() if count > 1] == []


def test_there_are_many_terms_of_each_kind():
    counts = Counter(term.label for term in shipped_terms())
    assert sum(counts.values()) - counts["Place"] > 6000
    assert counts["Measure"] > 3000
    assert counts["Program"] > 700
    assert counts["Organisation"] > 1000
    assert counts["Beneficiary"] > 500
    assert counts["Indicator"] > 400
    assert counts["Place"] > 6500


@settings(deadline=None)
@given(st.sampled_from(TERMS), strange_text, strange_text)
def test_a_term_is_found_at_every_position(term, before, after):
    hits = lexicon().find(fold(before + term + after))
    assert (len(before), len(before) + len(term), term) in [(hit.start, hit.end, fold(hit.term.text)) for hit in hits]


@pytest.mark.parametrize("script", [HANS, HANT])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "，"),
        ("。", "了。"),
        ("囧", "，"),
        ("12", "34%"),
        ("GDP", "A"),
        ("“", "”"),
        ("「", "」"),
        ("（", "）"),
        ("\r\n", "\r\n"),
        ("👍", ""),
    ],
)
def test_every_term_is_found_wherever_it_stands_in_either_script(before, after, script):
    """One text of all terms; a longer one that holds the term and what stands beside it has found it too."""
    pieces = [before + in_script(term, script).text + after + "\n" for term in TERMS]
    starts = accumulate(map(len, pieces), initial=len(before))
    hits = {at: hit.end for hit in lexicon().find(fold("".join(pieces))) for at in range(hit.start, hit.end)}
    missed = [term for start, term in zip(starts, TERMS, strict=False) if hits.get(start, 0) < start + len(term)]
    assert missed == []


def test_offsets_are_code_points_behind_astral_characters():
    found = Lexicon([Term("就业", "Measure")]).find("𠮷👍🏽就业")
    assert [(hit.start, hit.end) for hit in found] == [(3, 5)]


def test_terms_may_be_given_in_traditional_and_the_first_stays():
    made = Lexicon([Term("雨露計劃", "Program", "教育"), Term("雨露计划", "Measure")])
    assert len(made) == 1
    assert made.find("雨露计划")[0].term.domain == "教育"


def test_an_empty_lexicon_finds_nothing():
    assert Lexicon([]).find("就业") == []


def places_in(text):
    return [text[start:end] for start, end in sorted(Passage(text, shipped_lexicon()).places.items())]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("有人提到方城。", []),
        ("来到方城考察", ["方城"]),
        ("來到方城考察", ["方城"]),
        ("他在方城支教，", ["方城"]),
        ("他存在方城的银行", []),
        ("方城大地生机盎然", ["方城"]),
        ("来到古城，走进小店。", []),
        ("来到方城县，方城人说", ["方城县", "方城"]),
        ("河南方城的艾草", ["河南方城"]),
        ("在内乡县、镇平、方城推行", ["内乡县", "镇平", "方城"]),
        ("甘肃省定西市渭源县", ["甘肃省定西市渭源县"]),
        ("在册亨、罗甸、望谟等地推行", ["册亨", "罗甸", "望谟"]),
        ("册亨、罗甸推行", []),
        ("在册亨、罗甸推行", ["册亨", "罗甸"]),
        ("在册亨、罗甸等地推行", ["册亨", "罗甸"]),
        ("安康、石泉分别入选", ["安康", "石泉"]),
        ("广信是个好品牌", []),
        ("推廣信用貸款，推广信息技术", []),
        ("走進廣信，", ["廣信"]),
        ("江西广信的油茶", ["江西广信"]),
        ("广信区的农户，广信的油茶", ["广信区", "广信"]),
        ("南阳的农户", ["南阳"]),
        ("南阳黄牛肉质好，東南陽光充足", []),
        ("浙江安吉的竹林", ["浙江安吉"]),  # 江安 is a county too
    ],
)
def test_short_names_of_places_need_company(text, places):
    assert places_in(text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("来到鹅公镇供水站", ["鹅公镇"]),
        ("走进独龙江乡的六个村", ["独龙江乡"]),
        ("走進獨龍江鄉的六個村", ["獨龍江鄉"]),
        ("位于甘肃省定西市，离龙泉关镇不远", ["甘肃省定西市", "龙泉关镇"]),
        ("湖南省郴州市汝城县文明瑶族乡", ["湖南省郴州市汝城县文明瑶族乡"]),
        ("扩大城镇居民的收入", []),
        ("让乡村和小城镇更美", []),
        ("和同老乡们交流", []),
        ("在重点镇推广", []),
    ],
)
def test_townships_are_places(text, places):
    assert [text[start:end] for start, end in sorted(Passage(text, lexicon()).places.items())] == places


def test_the_file_of_townships_is_folded_and_sorted():
    text = resource("lexicons", "places-townships.txt").read_text("utf-8")
    assert fold(text) == text
    kinds = [line.split() for line in text.splitlines()]
    assert sum(len(names) for _, *names in kinds) > 28_000
    assert all(names == sorted(set(names)) for _, *names in kinds)
    assert all(len(name) > 1 for _, *names in kinds for name in names)


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("森林覆盖率达到65%", ["森林覆盖率"]),
        ("全市森林覆蓋率由43.2%提高到50%", ["森林覆蓋率"]),
        ("合資格年齡由60歲提高至65歲", ["合資格年齡"]),
        ("提高森林覆盖率是目标", []),
        ("调整低保标准的办法", []),
    ],
)
def test_indicators_of_the_list_need_a_value(text, indicators):
    assert [one.text for one in Engine(labels=["Indicator"]).suggest(text)] == indicators


def test_blockers_hold_what_they_block_or_end_with_what_begins_it():
    begun = {term[:1] for term in IN_BLOCKERS}
    for blocker in blockers():
        text = fold(blocker.text)
        assert text[-1] in begun or any(term in text for term in IN_BLOCKERS), f"{blocker.text} blocks nothing"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("建设美丽江苏", ["江苏"]),
        ("隆重慶祝七一", []),
        ("树立远大理想", []),
        ("提高县域经济", []),
        ("適應城市發展", []),
        ("壮大园区经济", []),
        ("8个光棍汉中有3个成家", []),
        ("大同小异", []),
        ("尝到了哈密瓜", []),
        ("防控非洲猪瘟", []),
        ("延安苹果卖到哈密", ["延安", "哈密"]),
    ],
)
def test_no_place_is_found_by_chance_or_in_the_name_of_a_kind_of_thing(text, places):
    assert places_in(text) == places


IN_BLOCKERS = [fold(term.text) for term in shipped_terms()]


@pytest.mark.parametrize("verb", ["帮助", "資助", "救助"])
def test_no_term_begins_inside_a_verb_of_help(verb):
    found = [one.text for one in Engine(model=None).suggest(f"县里{verb}残疾人家庭。")]
    assert "残疾人家庭" in found
    assert "助残" not in found


def test_a_blocker_hides_the_term_inside_it():
    blocked = Lexicon([*shipped_terms(), *blockers()]).find("协助学校")
    assert [hit.term.label for hit in blocked] == [""]
    assert Engine().suggest("协助学校") == []


@pytest.mark.parametrize("line", BROKEN)
def test_a_broken_line_of_a_list_is_named(tmp_path, line):
    path = tmp_path / "instruments.tsv"
    path.write_text("\n".join(["\t".join(COLUMNS), "危房改造\tMeasure\thousing\t0.9\tinstruments", line]), "utf-8")
    with pytest.raises(AnnotatorError, match=r"instruments\.tsv, line 3"):
        read_terms(path)
