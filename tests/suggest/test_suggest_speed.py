"""Speed by counts and ratios: rules are tried at few places and find the same there; cost grows as the text does.

No test here knows how fast the machine is; `make bench` measures that.
"""

from __future__ import annotations

import re

import pytest
from costs import cost
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.resources import seeds
from annotator.suggest import Engine, Term
from annotator.suggest import quantity as grammar
from annotator.suggest.anchors import anchors
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.passage import Passage
from annotator.suggest.quantity import quantities
from annotator.suggest.rulebook import rules
from annotator.suggest.scanner import Scanner
from annotator.suggest.term import blockers, shipped_terms

RULES = rules()
SEEDS = "\n".join(path.read_text("utf-8") for path in sorted(seeds().glob("*.txt")))
EXAMPLES = [re.sub("[⟦⟧]", "", one) for rule in RULES for one in (*rule.examples, *rule.counterexamples)]
LIST = 0xE000
LISTS = {LIST: ["产业", "就业", "教育扶"], LIST + 1: ["林", "牧草"]}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon([*shipped_terms(), *blockers()])


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner(rule.anchors for rule in RULES)


def assert_same_with_starts(text: str, lexicon: Lexicon, scanner: Scanner) -> None:
    passage = Passage(text, lexicon)
    for rule, starts in zip(RULES, scanner.starts(passage.folded), strict=True):
        assert list(rule.find(passage, starts)) == list(rule.find(passage)), rule.name


def test_rules_find_in_reports_what_they_find_when_tried_everywhere(lexicon, scanner):
    assert_same_with_starts(SEEDS, lexicon, scanner)


@pytest.mark.parametrize("text", EXAMPLES)
def test_rules_find_in_examples_what_they_find_when_tried_everywhere(text, lexicon, scanner):
    assert_same_with_starts(text, lexicon, scanner)


PIECES = st.sampled_from(EXAMPLES) | st.text("20年月个多前、“”（）党国家委村镇十五扶贫业A1", max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES.map(lambda piece: piece[:9]), max_size=8).map("".join))
def test_rules_find_anywhere_what_they_find_when_tried_everywhere(lexicon, scanner, text):
    assert_same_with_starts(text, lexicon, scanner)


def test_rules_are_tried_at_few_places(scanner):
    """All rules together begin at a third as many places as the text has characters; each alone would at every one."""
    starts = scanner.starts(Passage(SEEDS, Lexicon([])).folded)
    tried = sum(len(set(found)) for found, rule in zip(starts, RULES, strict=True) if found and not _behind(rule))
    assert tried < len(SEEDS) / 3


def test_only_rules_behind_places_have_no_anchors():
    assert [rule.name for rule in RULES if not rule.anchors and not _behind(rule)] == []


def test_rules_behind_places_are_looked_for_where_their_words_are_rarer_than_places():
    looked_for = {rule.name for rule in RULES if rule.anchors and _behind(rule)}
    assert {"park-of-place", "way-of-a-place", "branch-of-a-body"} <= looked_for
    assert not {"place-and-body", "run-of-places"} & looked_for


def _behind(rule) -> bool:
    return bool(getattr(rule, "after", ""))


@pytest.mark.parametrize(
    ("pattern", "words", "nearest", "farthest"),
    [
        ("扶贫办", "扶贫办", 0, 0),
        ("(?<![全各])党(?=和|,)", "党", 0, 0),
        ("(?:开展|实施)(?:了|好)?“", "开展“ 开展了 开展好 实施“ 实施了 实施好", 0, 0),
        (f"{chr(LIST)}扶贫", "产业扶 就业扶 教育扶", 0, 0),
        (f"(?:{chr(LIST)}|{chr(LIST + 1)}|粮)补贴", "产业补 就业补 教育扶 林补贴 牧草补 粮补贴", 0, 0),
        (f"[^,](?:{chr(LIST)}|{chr(LIST + 1)}|粮).补贴款", "贴款", 4, 6),
        (r"\d{1,4}年度", "年度", 1, 4),
        (r"[^“]{2,3}(?:工作队|公司)”", "工作队 公司”", 2, 3),
        ("(?<=以)[^。]{2,8}工作", "以", -1, -1),
    ],
)
def test_anchors(pattern, words, nearest, farthest):
    assert [(set(words.split()), nearest, farthest)] == [
        (one.words, one.nearest, one.farthest) for one in anchors(pattern, LISTS)
    ]


def test_alternatives_have_anchors_of_their_own():
    told = {(word, one.nearest) for one in anchors("近年|[^,]年来", {}) for word in one.words}
    assert told == {("近年", 0), ("年来", 1)}


@pytest.mark.parametrize("pattern", ["[^。]+率", r"\w{0,40}局", "(?i)gdp", "(?:了|的)?", "(.)\\1"])
def test_a_pattern_that_may_begin_anywhere_has_no_anchors(pattern):
    assert anchors(pattern, {}) == ()


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.sampled_from(["年", "月", "个", "[年月]", r"\d", "[^年]", "(?<=个)", "(?=年)", "年前"]),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map("".join),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
            st.tuples(inner, st.sampled_from(["?", "*", "+?", "{0,2}", "{2}", "{2,}"])).map(
                lambda p: f"(?:{p[0]}){p[1]}"
            ),
        ),
        max_leaves=6,
    ),
    st.text("年月个前1", max_size=10),
)
def test_every_match_begins_where_an_anchor_says(pattern, text):
    told = anchors(pattern, {})
    if told:
        starts = Scanner([told]).starts(text)[0]
        assert starts is not None
        assert {match.start() for match in re.compile(pattern).finditer(text)} <= set(starts)


def test_a_pattern_is_compiled_when_something_may_match():
    fresh = rules.__wrapped__()
    starts = Scanner(rule.anchors for rule in fresh).starts("风和日丽,山清水秀。")
    passage = Passage("风和日丽,山清水秀。", Lexicon([]))
    for rule, places in zip(fresh, starts, strict=True):
        if places is None or places:
            list(rule.find(passage, places))
    assert [one.name for one in fresh if "compiled" in vars(getattr(one, "pattern", None) or one.heads)] == []


@settings(max_examples=300)
@example(["百", " ", "个"])
@example(["一", "万", "几"])
@given(st.lists(st.sampled_from("一二十百千万半几数个元人户年多余来至点分第约近3 ,-%$") | st.just("千瓦"), max_size=12))
def test_a_numeral_that_is_passed_over_is_no_quantity(pieces):
    text = "".join(pieces)
    passed_over = list(quantities(text))
    starts, grammar._starts = grammar._starts, lambda: re.compile(r"[\d零〇一二两三四五六七八九十百千万亿廿几数半$]")
    try:
        assert list(quantities(text)) == passed_over
    finally:
        grammar._starts = starts


@pytest.mark.parametrize(
    "text",
    [
        SEEDS,
        "今年4月，驻村工作队帮助贫困户发展产业扶贫车间12个，落实低保，人均增收三千余元。\n" * 100,
        "半" * 5000,
        "3小时20分钟至" * 500,
    ],
)
def test_time_grows_with_the_text_and_no_faster(text):
    engine = Engine()
    engine.suggest(text)
    assert cost(lambda: engine.suggest(text * 4)) < 8 * cost(lambda: engine.suggest(text))


def test_fifty_thousand_terms_cost_little_more_than_those_that_ship():
    letters = "东南西北上下左右大小高低新老红绿"
    terms = [
        Term(f"{a}{b}{c}{d}工坊", "Measure") for a in letters for b in letters for c in letters for d in letters[:13]
    ]
    assert len(terms) > 50_000
    many, few = Engine(terms), Engine()
    few.suggest(SEEDS)
    many.suggest(SEEDS)
    assert cost(lambda: many.suggest(SEEDS)) < 2 * cost(lambda: few.suggest(SEEDS))
