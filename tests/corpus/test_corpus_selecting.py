"""What an export takes: by document, day, decision, layer; and in which script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus import Corpus, Selection
from annotator.corpus.selecting import ADJUDICATED, converted
from annotator.errors import AnnotatorError
from annotator.model import Adjudicated, Adjudication, Annotation, Bundle, Document, Span
from annotator.text import fold

TEXT = "𠮷林村实施易地扶贫搬迁工程，\r\n落实低保，👍🏽推广雨露計劃，每户补助5000元。"
HAN = "扶貧扶贫脫脱貧贫頭发發髮乾干后後里裡裏台臺着著"
pieces = st.sampled_from([*HAN, "👍🏽", "𠮷", "\r\n", "\u2028", "。", " ", "雨露計劃", "頭髮", "皇后"])


def bundle_of(text: str, *spans: Span) -> Bundle:
    annotations = (Annotation(f"a{at}", "d", "李", span, "Program", span.of(text)) for at, span in enumerate(spans))
    return Bundle(Document("d", "脫貧題", text), tuple(annotations))


@given(st.data())
def test_spans_slice_to_the_converted_text(data):
    text = "".join(data.draw(st.lists(pieces, min_size=1, max_size=30)))
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    for script in ("hans", "hant"):
        new = converted(bundle_of(text, span), script)
        (one,) = new.annotations
        assert one.text == one.span.of(new.document.text) != ""
        assert fold(new.document.text) == fold(text)
        assert fold(one.text) == fold(span.of(text))
        again = converted(new, script)
        assert (script, again.document.text) == (script, new.document.text)


def test_where_one_character_becomes_two_the_rest_stays_aligned(monkeypatch):
    from annotator import text as texts

    monkeypatch.setattr(texts, "_converter", lambda _: lambda line: line.replace("埠", "端口").replace("程序", "程"))
    old = "开埠处\n程序和低保"
    spans = [Span(0, 3), Span(1, 2), Span(4, 6), Span(7, 9), Span(8, 9)]
    new = converted(bundle_of(old, *spans), "hans")
    assert new.document.text == "开端口处\n程和低保"
    assert [one.text for one in new.annotations] == ["开端口处", "端口", "程", "低保", "保"]


@pytest.fixture
def corpus(tmp_path: Path):
    made = Corpus.create(tmp_path / "a.corpus", annotator="李")
    made.add([Bundle(Document("d1", "样本", TEXT)), Bundle(Document("d2", "另一份", "推广雨露计划，落实低保政策。"))])
    yield made
    made.close()


def test_documents_by_title_or_id(corpus):
    assert [one.document.id for one in corpus.bundles(Selection(documents=["另一份"]))] == ["d2"]
    assert [one.document.id for one in corpus.bundles(Selection(documents=["d1"]))] == ["d1"]
    with pytest.raises(AnnotatorError, match="第三份"):
        list(corpus.bundles(Selection(documents=["第三份"])))


def test_without_rejected_suggestions(corpus):
    first, second = corpus.suggestions("d1")[:2]
    corpus.accept("d1", first)
    corpus.reject("d1", second)
    kinds = [[one.kind for one in bundle.decisions] for bundle in corpus.bundles(Selection(rejected=False))]
    assert kinds == [["accept"], []]


def test_rejected_suggestions_of_the_labels_that_are_wanted(corpus):
    open_ = corpus.suggestions("d1")
    for label in ("Program", "Quantity"):
        corpus.reject("d1", next(one for one in open_ if one.label == label))
    first, _ = corpus.bundles(Selection(labels=["Quantity"]))
    assert [(one.kind, one.suggestion.label) for one in first.decisions] == [("reject", "Quantity")]


def test_by_day(corpus):
    old = Annotation("a1", "d1", "李", Span(0, 3), "Place", TEXT[:3], changed="2024-05-01T08:00:00.000+00:00")
    new = replace(old, id="a2", span=Span(0, 2), text=TEXT[:2], changed="2024-05-02T08:00:00.000+00:00")
    corpus.add([Bundle(Document("d1", "样本", TEXT), (old, new))])

    def ids(**days: str) -> list[str]:
        return [one.id for bundle in corpus.bundles(Selection(**days)) for one in bundle.annotations]

    assert ids(since="2024-05-02") == ["a2"]
    assert ids(until="2024-05-01") == ["a1"]
    assert sorted(ids(since="2024-05-01", until="2024-05-02")) == ["a1", "a2"]
    assert ids(until="2024-04-30") == []
    assert list(corpus.bundles(Selection(until="2024-04-30"))) == []


def test_the_adjudicated_layer_alone(corpus):
    annotation = Annotation("a1", "d1", "李", Span(0, 3), "Place", TEXT[:3])
    settled = Adjudication("j1", "d1", "王", Span(0, 3), "taken", "person", "", "同意", (), "2024-05-01")
    gold = Adjudicated("g1", "d1", "j1", Span(0, 2), "Place", TEXT[:2], {})
    corpus.add([Bundle(Document("d1", "样本", TEXT), (annotation,), adjudications=(settled,), adjudicated=(gold,))])
    first, _ = corpus.bundles(Selection(adjudicated=True))
    (one,) = first.annotations
    assert (one.span, one.annotator, one.source, one.note) == (Span(0, 2), "王", ADJUDICATED, "同意")
    assert (first.decisions, first.adjudicated) == ((), ())


def test_export_in_another_script(corpus, tmp_path):
    corpus.accept("d1", next(one for one in corpus.suggestions("d1") if one.text == "雨露計劃"))
    corpus.export(tmp_path / "a.jsonl", "jsonl", Selection(script="hans"))
    again = Corpus.create(tmp_path / "b.corpus", annotator="李")
    assert again.import_files([tmp_path / "a.jsonl"]).faults == ()
    assert [one.text for one in again.annotations("d1")] == ["雨露计划"]
    again.close()
