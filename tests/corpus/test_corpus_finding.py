"""Search in context, and lists of documents by ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus import Corpus, finding
from annotator.model import Bundle, Document, Span
from annotator.store import Order
from annotator.text import detector, searchable

TEXTS = {
    "乙县总结": "全县落实低保，低保标准提高。",
    "甲縣報告": "政府提高低保標準，WTO項目繼續。",
    "丙村通报": "实施易地搬迁。",
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Corpus]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with closing(Corpus.create(tmp_path / "x.corpus", annotator="小林")) as made:
        made.add(Bundle(Document(f"d{number}", *one)) for number, one in enumerate(TEXTS.items()))
        made.annotate("d1", Span(4, 6), "Program")
        made.annotate("d1", Span(8, 10), "Measure")
        made.annotate("d2", Span(2, 6), "Measure")
        made.mark("d2", "done")
        yield made


WRITTEN = st.text("台臺颱檯发發髮aAσς，,人縣县\n")


@given(WRITTEN, st.text("台臺发髮aσ，人县", min_size=1, max_size=3))
def test_what_is_looked_for_by_its_spellings_is_what_the_folded_text_says(text: str, query: str) -> None:
    pattern = re.compile(re.escape(searchable(query)))
    assert bool(detector(query)(text)) == (searchable(query) in searchable(text))
    assert list(finding._places(query)(text)) == [one.span() for one in pattern.finditer(searchable(text))]


def test_words_are_found_in_context_in_the_order_of_the_text(corpus: Corpus) -> None:
    found = list(corpus.search("低保", around=2))
    assert [(one.title, one.span, one.before, one.text, one.after, one.labels) for one in found] == [
        ("乙县总结", Span(4, 6), "落实", "低保", "，低", ()),
        ("乙县总结", Span(7, 9), "保，", "低保", "标准", ()),
        ("甲縣報告", Span(4, 6), "提高", "低保", "標準", ("Program",)),
    ]
    assert corpus.search_count("低保") == 2
    assert [one.text for one in corpus.search("低保标准")] == ["低保标准", "低保標準"]
    assert [one.text for one in corpus.search("wto项")] == ["WTO項"]
    assert list(corpus.search("")) == list(corpus.search("没有")) == []


def test_occurrences_are_those_of_the_whole_text(corpus: Corpus) -> None:
    everywhere = list(corpus.occurrences("低保"))
    assert everywhere == list(corpus.occurrences("低保", ["d0", "d1", "d2"]))
    assert len(everywhere) == 3
    assert list(corpus.occurrences("低保", ["d2", "gone"])) == list(corpus.occurrences("")) == []


@pytest.mark.parametrize(
    ("by", "descending", "ids"),
    [
        ("position", False, "d0 d1 d2"),
        ("position", True, "d2 d1 d0"),
        ("title", False, "d2 d0 d1"),
        ("length", False, "d2 d0 d1"),
        ("length", True, "d1 d0 d2"),
        ("imported", False, "d0 d1 d2"),
        ("status", False, "d1 d0 d2"),
        ("annotations", True, "d1 d2 d0"),
        ("decisions", False, "d0 d1 d2"),
    ],
)
def test_documents_in_an_order(corpus: Corpus, by: str, descending: bool, ids: str) -> None:
    assert corpus.document_ids(order=Order(by, descending)) == ids.split()  # type: ignore[arg-type]


def test_documents_of_a_status_or_a_title(corpus: Corpus) -> None:
    assert corpus.document_ids(status="done") == ["d2"]
    assert corpus.document_ids(status="started") == ["d1"]
    assert corpus.document_ids(status="new") == ["d0"]
    assert corpus.document_ids(title="县") == ["d0", "d1"]
    assert corpus.document_ids(title="縣", status="started") == ["d1"]
    assert corpus.document_ids(title="没有") == []


def test_rows_of_some_documents_are_those_of_the_whole_list(corpus: Corpus) -> None:
    rows = {row.id: row for row in corpus.documents()}
    assert corpus.rows_of(["d2", "gone", "d0"]) == [rows["d2"], rows["d0"]]
    assert corpus.rows_of([]) == []
    assert list(rows) == corpus.document_ids()
    assert corpus.titles() == {row.id: row.title for row in rows.values()}


def test_what_is_counted_is_kept_in_step(corpus: Corpus) -> None:
    assert corpus.begun_count() == 2
    assert corpus.counts()["annotations"] == 3
    corpus.undo()
    corpus.undo()
    assert corpus.counts()["annotations"] == 2
    assert corpus.begun_count() == 1
