"""An export under other names: no writer of any format gets to see a person's."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest

from annotator.corpus import Corpus, Selection, Sheet, Verdict, writable_formats
from annotator.errors import AnnotatorError
from annotator.model import DONE, Bundle, Document, Span
from annotator.plain import read_scheme

PEOPLE = ("林小梅", "陳太文")
TEXT = "全县实施产业扶贫，落实低保。"


@pytest.fixture
def corpus(tmp_path: Path):
    """Two reports on which two people differ, and one disagreement that was settled."""
    path = tmp_path / "x.corpus"
    Corpus.create(path, read_scheme(), annotator=PEOPLE[0]).close()
    for number, who in enumerate(PEOPLE):
        made = Corpus.open(path, annotator=who)
        made.add([Bundle(Document(f"d{one}", f"题{one}", f"{TEXT}{one}")) for one in range(2)])
        for document in ("d0", "d1"):
            made.annotate(document, Span(4, 8), ("Measure", "Program")[number])
            made.annotate(document, Span(11, 13), "Measure")
            first = made.suggestions(document)
            if first:
                made.reject(document, first[0])
            made.mark(document, DONE)
        made.close()
    made = Corpus.open(path, annotator=PEOPLE[0])
    yield made
    made.close()


def everything(path: Path) -> bytes:
    files = [path] if path.is_file() else [one for one in sorted(path.rglob("*")) if one.is_file()]
    return b"".join(one.name.encode() + one.read_bytes() for one in files)


class Sheets(AbstractContextManager["Sheets"]):
    """A press that writes down what it is to set."""

    def __init__(self) -> None:
        self.put_down = ""

    def __exit__(self, *_: object) -> None:
        return None

    def put(self, sheet: Sheet) -> int:
        self.put_down += str(sheet)
        return 0

    def finish(self, stream: BinaryIO) -> None:
        stream.write(self.put_down.encode())


@pytest.mark.parametrize("name", sorted(writable_formats()))
def test_no_name_in_any_format(corpus: Corpus, tmp_path: Path, name: str) -> None:
    plain, other = tmp_path / f"plain-{name}", tmp_path / f"other-{name}"
    try:
        corpus.export(plain, name, press=Sheets)
        corpus.export(other, name, Selection(pseudonyms=True), press=Sheets)
    except AnnotatorError as error:  # a format whose library is not installed
        pytest.skip(str(error))
    written = everything(other)
    for person in PEOPLE:
        for spelled in (person.encode(), person.encode("utf-16-le"), ascii(person)[1:-1].encode()):
            assert spelled not in written
    if any(person.encode() in everything(plain) for person in PEOPLE):
        assert b"annotator-" in written


def test_one_name_for_each_all_through_an_export(corpus: Corpus) -> None:
    bundles = list(corpus.bundles(Selection(pseudonyms=True)))
    names = {one.annotator for bundle in bundles for one in bundle.annotations}
    assert names == {"annotator-1", "annotator-2"}
    for bundle in bundles:
        assert set(bundle.status) == names
        by_label = {one.label: one.annotator for one in bundle.annotations if one.span == Span(4, 8)}
        assert set(by_label.values()) == names
    firsts = {(one.label, one.annotator) for bundle in bundles for one in bundle.annotations if one.span == Span(4, 8)}
    assert len(firsts) == 2  # the same person in both reports


def test_names_in_what_was_settled(corpus: Corpus) -> None:
    for one in corpus.disagreements():
        corpus.adjudicate(one, Verdict("nothing"))
    bundles = list(corpus.bundles(Selection(pseudonyms=True)))
    said = [one for bundle in bundles for one in bundle.adjudications]
    assert said
    assert {one.annotator for one in said} <= {"annotator-1", "annotator-2"}
    heard = {name for one in said for version in one.versions for name in version["annotators"]}
    assert heard == {"annotator-1", "annotator-2"}
