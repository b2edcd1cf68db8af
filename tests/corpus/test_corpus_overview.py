"""The overview of a corpus: which documents fit, in which order, and what is said of them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from annotator.corpus import Corpus, Ids, Sought, Wish, listed
from annotator.model import Bundle, Document, Origin, Span
from annotator.text import script_of

TEXTS = ("全县落实低保。", "政府提高低保標準，繼續實施。", "Nothing here is Chinese.", "实施易地搬迁。")
COLUMNS = ("position", "title", "status", "annotations", "decisions", "annotators", "length", "imported", "script")


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with closing(Corpus.create(tmp_path / "x.corpus", annotator="小林")) as made:
        titles = ("乙县", "甲縣", "note", "丙村")
        made.add(
            Bundle(Document(f"d{at}", title, text, Origin(imported=f"2026-01-0{4 - at}")))
            for at, (title, text) in enumerate(zip(titles, TEXTS, strict=True))
        )
        made.annotate("d1", Span(4, 6), "Program")
        made.annotate("d3", Span(0, 2), "Measure")
        made.mark("d3", "done")
        yield made
    with closing(Corpus.open(tmp_path / "x.corpus", annotator="陈太")) as other:
        other.close()


@pytest.fixture
def shared(corpus: Corpus) -> Corpus:
    """The same, after somebody else has worked in it too."""
    with closing(Corpus.open(corpus.path, annotator="陈太")) as other:
        for start in (0, 2):
            other.annotate("d0", Span(start, start + 2), "Measure")
        (first, *_) = other.suggestions("d3")
        other.reject("d3", first)
    return corpus


def test_rows_say_what_all_did_and_how_far_this_annotator_is(shared: Corpus) -> None:
    rows = shared.overview_rows(["d3", "gone", "d0", "d1", "d2"])
    assert [
        (row.id, row.status, row.annotations, row.decisions, row.decided, row.annotators, row.script) for row in rows
    ] == [
        ("d3", "done", 1, 1, 0, ("小林", "陈太"), "hans"),
        ("d0", "new", 2, 0, 0, ("陈太",), "hans"),
        ("d1", "started", 1, 0, 0, ("小林",), "hant"),
        ("d2", "new", 0, 0, 0, (), ""),
    ]
    theirs = {
        row.id: (row.status, row.annotations, row.decisions)
        for row in shared.overview_rows(["d3", "d0"], annotator="陈太")
    }
    assert theirs == {"d3": ("started", 0, 1), "d0": ("started", 2, 0)}


@pytest.mark.parametrize(
    ("by", "ids"),
    [
        ("title", "d3 d0 d1 d2"), ("status", "d1 d0 d2 d3"),
        ("annotations", "d2 d1 d3 d0"), ("decisions", "d0 d1 d2 d3"),
        ("annotators", "d2 d0 d1 d3"), ("length", "d0 d3 d1 d2"),
        ("imported", "d3 d2 d1 d0"), ("script", "d2 d0 d3 d1"),
    ],
)  # fmt: skip
def test_every_column_sorts(shared: Corpus, by, ids: str) -> None:
    titles = {row.id: row.title for row in shared.overview_rows(["d0", "d1", "d2", "d3"])}
    found = shared.overview_ids(Wish(Sought(by=by)))
    if by == "title":
        assert found == sorted(titles, key=titles.__getitem__)
    else:
        assert found == ids.split()


@pytest.mark.parametrize("by", COLUMNS)
@pytest.mark.parametrize("descending", [True, False])
def test_whatever_the_order_all_are_there_once(shared: Corpus, by, descending) -> None:
    assert sorted(shared.overview_ids(Wish(Sought(by=by, descending=descending)))) == ["d0", "d1", "d2", "d3"]


def test_what_is_sought_is_found_in_either_script_and_by_all_filters_together(shared: Corpus) -> None:
    assert shared.overview_ids(Wish(title="縣")) == ["d0", "d1"]
    assert shared.overview_ids(Wish(script="hant")) == ["d1"]
    assert shared.overview_ids(Wish(Sought(label="Measure"))) == ["d0", "d3"]
    assert shared.overview_ids(Wish(Sought(annotator="陈太"))) == ["d0", "d3"]
    assert shared.overview_ids(Wish(Sought(annotator="小林", label="Measure"))) == ["d3"]
    assert shared.overview_ids(Wish(Sought(status="done"), script="hans")) == ["d3"]
    assert shared.overview_ids(Wish(Sought(annotator="nobody"))) == []


def test_open_suggestions_sort_by_what_has_been_counted(shared: Corpus) -> None:
    hashes = {row.id: row.sha256 for row in shared.overview_rows(["d0", "d1", "d3"])}
    totals = {hashes["d0"]: 5, hashes["d3"]: 9}
    wish = Wish(Sought(by="open", descending=True), totals=totals)
    assert shared.overview_ids(wish) == ["d3", "d0", "d1", "d2"]


def test_removed_documents_are_out_of_sight_and_undo_brings_them_back(shared: Corpus) -> None:
    before, counts = shared.overview_ids(Wish()), shared.counts()
    changes = shared.remove_documents(["d1", "d3", "gone"])
    assert (changes.documents, changes.kinds) == ({"d1", "d3"}, {"documents"})
    assert shared.overview_ids(Wish()) == ["d0", "d2"]
    assert shared.overview_rows(["d1"]) == []
    assert shared.counts()["annotations"] == 2
    assert not shared.remove_documents(["d1"])
    shared.undo()
    assert (shared.overview_ids(Wish()), shared.counts()) == (before, counts)
    assert shared._store.check() == []


def test_ids_go_over_to_another_process_and_are_what_they_were(shared: Corpus) -> None:
    ids = ["d0", "", "一", "d" * 40]
    packed = pickle.loads(pickle.dumps(Ids(ids)))
    assert (list(packed), len(packed), packed[-1], packed[1:3]) == (ids, 4, ids[-1], ids[1:3])
    with pytest.raises(IndexError):
        packed[4]
    assert list(listed(shared.path, "小林", Wish(Sought(by="length")))) == ["d0", "d3", "d1", "d2"]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("落实低保", "hans"),
        ("落實低保", "hant"),
        ("ABC，１２３。", ""),
        ("", ""),
        ("Report: 實施", "hant"),
        ("𠮷林村", "hans"),
    ],
)
def test_the_script_of_a_text_is_that_of_its_chinese(text: str, script: str) -> None:
    assert script_of(text) == script
