"""Imports: a file comes in whole or not at all, and only a little of it is in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.formats import formats
from annotator.incoming import OpenFile
from annotator.model import Annotation, Bundle, Document, Scheme, Span

TEXT = "全县落实低保，推广光伏扶贫"


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    made = Corpus.create(tmp_path / "a.corpus", annotator="李")
    yield made
    made.close()


def bundle(number: int, label: str = "Measure") -> Bundle:
    text = f"{TEXT}{number}"
    one = Annotation(f"a{number}", f"d{number}", f"人{number}", Span(4, 6), label, "低保")
    return Bundle(Document(f"d{number}", f"题{number}", text), (one,))


def written(corpus: Corpus, path: Path, *bundles: Bundle) -> Path:
    formats.get("jsonl").write(bundles, corpus.scheme, path)
    return path


def test_a_file_with_a_fault_in_the_middle_leaves_nothing_and_stops_no_other(corpus, tmp_path):
    first = written(corpus, tmp_path / "1.jsonl", *map(bundle, range(3)))
    broken = written(corpus, tmp_path / "2.jsonl", *map(bundle, range(3, 9)))
    lines = broken.read_bytes().splitlines(keepends=True)
    broken.write_bytes(b"".join([*lines[:5], lines[5].replace("低保".encode(), "高保".encode(), 1), *lines[6:]]))
    third = written(corpus, tmp_path / "3.jsonl", *map(bundle, range(9, 11)))
    added = corpus.import_files([first, broken, third])
    assert [fault.fields["path"] for fault in added.faults] == [str(broken)]
    assert (added.documents, added.annotations) == (5, 5)
    assert [row.title for row in corpus.documents()] == [f"题{number}" for number in (0, 1, 2, 9, 10)]
    assert set(corpus.annotators()) == {f"人{number}" for number in (0, 1, 2, 9, 10)}
    assert corpus.search_count("低保") == corpus.counts()["annotations"] == 5
    assert added.changes.documents == {f"d{number}" for number in (0, 1, 2, 9, 10)}
    assert corpus._store.check() == []
    corpus.undo()
    assert corpus.documents() == []
    assert corpus._store.check() == []


def test_only_a_fault_leaves_no_step(corpus, tmp_path):
    broken = written(corpus, tmp_path / "2.jsonl", *map(bundle, range(3)))
    broken.write_bytes(broken.read_bytes() + b"{")
    steps = len(list(corpus.history()))
    added = corpus.import_files([broken])
    assert len(added.faults) == 1
    assert not added.changes
    assert len(list(corpus.history())) == steps
    assert corpus._store.check() == []


def test_a_scheme_goes_with_the_file_that_brought_it(corpus, tmp_path):
    """The first of an empty corpus gives it; a file that is refused gives none."""
    mine = corpus.scheme
    other = formats.get("jsonl")
    path = tmp_path / "other.jsonl"
    labels = mine.labels[:1]
    thin = Scheme("thin", mine.title, mine.overlap, labels, (), ())
    other.write([bundle(1, labels[0].name)], thin, path)
    path.write_bytes(path.read_bytes() + b"{")
    assert len(corpus.import_files([path]).faults) == 1
    assert corpus.scheme == mine
    path.write_bytes(path.read_bytes()[:-1])
    assert corpus.import_files([path]).documents == 1
    assert corpus.scheme == thin


def test_a_large_file_is_written_while_it_is_read(corpus, tmp_path):
    """Of its documents only the next one is held, at the start two: the ones before are in the corpus already."""
    there: list[int] = []

    def reading() -> Iterator[Bundle]:
        for number in range(5):
            there.append(corpus._store._queries.value("SELECT count(*) FROM documents"))
            yield bundle(number)

    corpus.import_read([OpenFile(tmp_path / "x", reading(), None, [], Counter())])
    assert there == [0, 0, 2, 3, 4]


def test_what_is_wrong_with_the_corpus_itself_is_no_fault_of_the_file(corpus, tmp_path):
    def reading() -> Iterator[Bundle]:
        yield bundle(1)
        raise AnnotatorError("store.disk-full", path=corpus.path, reason="full")

    with pytest.raises(AnnotatorError) as caught:
        corpus.import_read([OpenFile(tmp_path / "x", reading(), None, [], Counter())])
    assert caught.value.key == "store.disk-full"
    assert corpus.documents() == []
    assert corpus._store.check() == []


@pytest.mark.parametrize("name", ["brat", "web-annotation"])
def test_a_text_beside_its_annotations_is_not_read_once_more(corpus, tmp_path, name):
    text = f"\ufeff{TEXT}"  # by itself it would be read without its first character, as another report
    marked = Bundle(Document("d2", "乙", text), (Annotation("a2", "d2", "李", Span(5, 7), "Measure", "低保"),))
    formats.get(name).write([marked], corpus.scheme, tmp_path / "marked")
    added = corpus.import_files([tmp_path / "marked"])
    assert (added.documents, added.known, added.annotations, added.faults) == (1, 0, 1, ())
    assert [corpus.document(row.id).text for row in corpus.documents()] == [text]


@pytest.mark.parametrize("name", ["brat", "web-annotation"])
def test_a_text_whose_annotations_are_refused_comes_in_by_itself(corpus, tmp_path, name):
    formats.get(name).write([bundle(1), bundle(2, "别的")], corpus.scheme, tmp_path / "some")
    added = corpus.import_files([tmp_path / "some"])
    assert [fault.key for fault in added.faults] == ["corpus.import-label"]
    assert {corpus.document(row.id).text for row in corpus.documents()} == {f"{TEXT}1", f"{TEXT}2"}
