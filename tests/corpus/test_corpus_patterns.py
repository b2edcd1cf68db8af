"""Searching by regular expressions: the index leaves out no document in which one matches."""

from __future__ import annotations

import random

import pytest

from annotator.corpus import Corpus
from annotator.model import Bundle, Document
from annotator.suggest import expression, needed_words
from annotator.text import fold

PIECES = (
    "低保",
    "低",
    "保",
    "標準",
    "标准",
    "雨露計劃",
    "WTO",
    "wto",
    "300",
    "３００",
    "万元",
    "（",
    "(",
    "。",
    "\n",
    " ",
    "産業",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory):
    dice = random.Random(8)
    made = Corpus.create(tmp_path_factory.mktemp("patterns") / "x.corpus", annotator="李")
    texts = {"".join(dice.choices(PIECES, k=dice.randrange(1, 9))) for _ in range(150)}
    made.add(Bundle(Document(f"d{at}", f"题{at}", text)) for at, text in enumerate(sorted(texts)) if text.strip())
    yield made
    made.close()


@pytest.mark.parametrize(
    ("pattern", "is_quick"),
    [
        ("低保", True),
        ("低保?标准", True),
        ("低保(标准|標準)", True),
        ("(雨露计划|产业)", True),
        ("(?i)Wto", False),
        ("WTO", True),
        ("[低保]标准", True),
        ("低.保", True),
        (r"低\s*保", True),
        (r"\d+万元", None),
        (r"\d+", True),
        (r"[0-9]{3}", None),
        (r"^低保$", True),
        (r"\p{Han}+", False),
        (r"[[:digit:]]+", False),
        (r"\Q(\E", False),
        (r"（", True),
        (r"[^低]保", None),
        (r".{2,}", False),
        (r"(?P<span>保)标", True),
        (r"低|\S", None),
        (r"\b300\b", None),
        (r"[]低]", None),
    ],
)
def test_the_index_leaves_out_nothing(corpus: Corpus, pattern: str, is_quick: bool | None) -> None:
    find = expression(pattern).find_all
    due = {
        (document, start, end)
        for document in corpus.titles()
        for start, end in find(fold(corpus.document(document).text))
    }
    found = {(one.document, one.span.start, one.span.end) for one in corpus.search_pattern(pattern)}
    assert found == due != set()
    if is_quick is not None:
        assert bool(needed_words(pattern)) is is_quick


def test_progress_is_told_for_each_document(corpus: Corpus) -> None:
    calls: list[None] = []
    list(corpus.search_pattern("低保", progress=lambda: calls.append(None)))
    assert len(calls) == len(list(corpus.holding("低保"))) < len(corpus.titles())
