"""The laws that keep offsets from drifting."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.resources import resource
from annotator.text import (
    Apart,
    Utf16,
    cut_by_jieba,
    fold,
    forget_words,
    searchable,
    sentences,
    spellings,
    word_at,
    word_edges,
    words,
)

HARD = [
    "𠮷",
    "𪚥",
    "👍🏽",
    "👨‍👩‍👧",
    "\r\n",
    "\u2028",
    "\u00a0",
    "\ufeff",
    "\u3000",
    "e\u0301",
    "\u200b",
    "\x00",
    "爲",
    "雨露計劃",
    "。”",
    "３",
]
texts = st.lists(st.one_of(st.sampled_from(HARD), st.characters(exclude_categories=["Cs"]))).map("".join)


def test_fold_is_one_code_point_for_one_over_all_assigned():
    assigned = [chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) not in ("Cs", "Cn", "Co")]
    folded = [fold(char) for char in assigned]
    assert all(len(char) == 1 for char in folded)
    assert fold("".join(assigned)) == "".join(folded), "folding must not look at neighbours"
    assert [fold(char) for char in folded] == folded, "folding twice is folding once"


@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_slice_law(text, a, b):
    a, b = sorted((a, b))
    assert fold(text)[a:b] == fold(text[a:b])


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("脫貧攻堅", "脱贫攻坚"), ("雨露計劃", "雨露计划"), ("一目瞭然", "一目了然"), ("藉助傢俱", "借助家具"),
     ("裡裏", "里里"), ("２０１９％", "2019%"), ("「百企幫百村」", "“百企帮百村”"), ("綜援衞羣", "综援卫群"),
     ("⽼⼈", "老人"), ("著力", "着力")],
)  # fmt: skip
def test_both_scripts_fold_alike(traditional, simplified):
    assert fold(traditional) == fold(simplified)


def test_spellings_are_all_that_searching_holds_for_a_character():
    """Over all code points: what is searched for each as its spellings say, and as nothing else."""
    everything = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x33480))))
    ways: dict[str, set[str]] = {}
    for char, sought in zip(everything, searchable(everything), strict=True):
        ways.setdefault(sought, set()).add(char)
    spelled = {sought: spellings(sought) for sought in ways}
    assert {sought: set(found) for sought, found in spelled.items() if found} == {
        sought: ways[sought] for sought, found in spelled.items() if found
    }
    assert all(
        len(ways[sought]) > 8 or sought.lower() != sought.upper() for sought, found in spelled.items() if not found
    )


def test_spellings_of_a_text():
    assert set(spellings("臺发")) == {a + b for a in "台臺颱檯枱" for b in "发發髮"}
    assert spellings("A区") == spellings("") == spellings("台" * 9) == ()


def test_fold_table_is_what_the_dictionaries_give(tmp_path):
    script = Path(__file__).parent.parent / "packaging" / "make_fold.py"
    copy = tmp_path / "packaging" / script.name
    copy.parent.mkdir()
    (tmp_path / "resources").mkdir()
    copy.write_text(script.read_text("utf-8"), "utf-8")
    subprocess.run([sys.executable, str(copy)], check=True, capture_output=True)
    assert (tmp_path / "resources" / "fold.txt").read_bytes() == resource("fold.txt").read_bytes()


@given(texts)
def test_utf16_is_what_the_codec_says(text):
    converter = Utf16(text)
    for offset in range(len(text) + 1):
        units = len(text[:offset].encode("utf-16-le")) // 2
        assert converter.units(offset) == units
        assert converter.code_points(units) == offset


@given(texts)
def test_utf16_inside_a_pair_is_its_start(text):
    converter = Utf16(text)
    for offset, char in enumerate(text):
        if ord(char) > 0xFFFF:
            assert converter.code_points(converter.units(offset) + 1) == offset


@given(texts)
def test_words_join_to_the_text(text):
    assert "".join(words(text)) == text
    assert word_edges(text)[-1] == len(text)


@given(texts)
def test_sentences_lie_in_order_and_keep_every_letter(text):
    found = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for span in found:
        assert span.of(text) == span.of(text).strip()


def test_sentences_keep_their_closing_quote():
    text = "他说：“落实了。”还有呢？\r\n有。"
    assert [span.of(text) for span in sentences(text)] == ["他说：“落实了。”", "还有呢？", "有。"]


def test_both_scripts_are_cut_alike():
    assert word_edges("落實易地扶貧搬遷政策") == word_edges("落实易地扶贫搬迁政策")


def test_words_are_cut_again_after_a_rest():
    text = "青岭县为残疾人代缴养老保险"
    before = words(text)
    forget_words()
    assert "rjieba" not in sys.modules
    assert words(text) == before


def test_rjieba_cuts_as_jieba_does():
    for name in ("nanyang_hans.txt", "guangxin_hant.txt"):
        from annotator.resources import seeds

        han = [run for run in fold((seeds() / name).read_text("utf-8")).split() if run]
        ours = [word for run in han for word in words(run) if word.isalpha()]
        reference = [word for run in han for word in cut_by_jieba(run) if word.isalpha()]
        same = len(set(enumerate(ours)) & set(enumerate(reference))) if len(ours) == len(reference) else 0
        assert same >= 0.99 * len(reference)


def test_word_at():
    text = "落实\r\n𠮷林村产业扶贫 政策"
    assert word_at(text, 7) is not None
    assert word_at(text, text.index("产")).of(text) in ("产业", "产业扶贫")
    assert word_at(text, text.index(" ")) is None
    assert word_at(text, 2) is None
    assert word_at("", 0) is None


spans = st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=30))
def test_spans_apart_take_exactly_what_overlaps_none_of_them(offered):
    apart, taken = Apart(), []
    for span in offered:
        free = not any(span.overlaps(other) for other in taken)
        assert apart.take(span) is free
        taken += [span] if free else []


def test_spans_that_touch_may_both_be_in():
    apart = Apart()
    assert apart.take(Span(3, 5))
    assert apart.take(Span(5, 6))
    assert apart.take(Span(0, 3))
    assert not apart.take(Span(2, 4))
