"""A copy before much is brought in: of people's work, where the latest backup lacks some of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.keeping import backups
from annotator.model import Bundle, Document, Span

TEXT = "县里落实低保，推广雨露计划。"


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with closing(Corpus.create(tmp_path / "甲.corpus", annotator="甲")) as made:
        made.add([Bundle(Document("d", "题", TEXT))])
        yield made


def counts(corpus: Corpus) -> list[int | None]:
    return [one.annotations for one in backups(corpus.path)]


def test_what_people_did_is_copied_once_before_more_comes_in(corpus: Corpus) -> None:
    assert corpus.back_up_first() is None  # a report alone is still where it came from
    corpus.annotate("d", Span(2, 6), "Measure")
    copy = corpus.back_up_first()
    assert copy is not None
    assert copy.exists()
    assert counts(corpus) == [1]
    assert corpus.back_up_first() is None
    corpus.undo()
    corpus.redo()
    assert corpus.back_up_first() != copy
    assert counts(corpus) == [1, 1]


def test_a_copy_that_cannot_be_read_any_more_is_none(corpus: Corpus) -> None:
    corpus.annotate("d", Span(2, 6), "Measure")
    copy = corpus.back_up_first()
    assert copy is not None
    copy.write_bytes(b"0" * 5000)
    assert corpus.back_up_first() is not None
    assert sorted(counts(corpus), key=str) == [1, None]


def test_who_says_no_meanwhile_stops_it(corpus: Corpus) -> None:
    corpus.annotate("d", Span(2, 6), "Measure")

    def no() -> None:
        raise AnnotatorError("corpus.decided", text="")

    with pytest.raises(AnnotatorError):
        corpus.back_up_first(no)
    assert [one for one in backups(corpus.path) if not one.annotations] == []
    assert len(corpus.annotations("d")) == 1
