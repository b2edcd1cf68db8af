"""What other programs suggest: brought in by a file, decided on like any suggestion, counted by their source."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from annotator import keeping
from annotator.corpus import SKIP, SUGGESTIONS, Corpus, ReadOptions, without_label, writable_formats
from annotator.errors import AnnotatorError
from annotator.model import REJECT, Bundle, Document, Span
from annotator.store.sqlite import sqlite3

TEXT = "𠮷林村推广雨露计划，落实低保政策，发展特色产业。"
SOURCE = "imported: bert-7"


def prediction(words: str, label: str, **more: object) -> dict[str, object]:
    start = TEXT.index(words)
    value = {"start": start, "end": start + len(words), "labels": [label], "text": words}
    return {"type": "labels", "from_name": "label", "to_name": "text", "value": value, **more}


def tasks(path: Path, *results: dict[str, object], model: str = "bert-7") -> Path:
    task = {"data": {"text": TEXT}, "predictions": [{"model_version": model, "score": 0.75, "result": list(results)}]}
    path.write_text(json.dumps([task], ensure_ascii=False), "utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path):
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as made:
        yield made


def brought(corpus: Corpus, path: Path, **options: object):
    options = {"predictions": SUGGESTIONS, **options}
    added = corpus.import_files([path], options=ReadOptions(annotator="李", **options))
    assert added.faults == ()
    return added


def theirs(corpus: Corpus) -> list[tuple[str, str, float]]:
    (row,) = corpus.documents()
    return [(one.text, one.label, one.score) for one in corpus.suggestions(row.id) if one.source == SOURCE]


def test_predictions_are_suggestions_and_count_by_their_source(corpus, tmp_path):
    path = tasks(
        tmp_path / "a.json",
        prediction("特色产业", "Measure", score=0.9),
        prediction("低保政策", "Program"),
        prediction("村推", "Place", score=17.0),
    )
    added = brought(corpus, path)
    assert (added.documents, added.annotations, added.proposals) == (1, 0, 3)
    assert theirs(corpus) == [("村推", "Place", 1.0), ("低保政策", "Program", 0.75), ("特色产业", "Measure", 0.9)]
    (row,) = corpus.documents()
    one, two, three = (one for one in corpus.suggestions(row.id) if one.source == SOURCE)
    assert "bert-7" in str(dict(one.why.words))
    corpus.reject(row.id, one)
    corpus.accept(row.id, two)
    corpus.decide_all(REJECT, {row.id: [three]})
    assert theirs(corpus) == []
    assert corpus.precisions()[SOURCE].of == 3
    assert corpus.precisions()[SOURCE].right == 1
    assert corpus.annotations(row.id)[0].source == SOURCE
    corpus.undo()
    assert theirs(corpus) == [("特色产业", "Measure", 0.9)]


def test_they_come_before_the_programs_own_and_once(corpus, tmp_path):
    corpus.add([Bundle(Document("d", "题", TEXT))])
    own = {one.span for one in corpus.suggestions("d")}
    across = Span(TEXT.index("露计划，"), TEXT.index("露计划，") + 4)
    assert any(span.overlaps(across) for span in own)
    path = tasks(tmp_path / "a.json", prediction("露计划，", "Program", score=0.01))
    assert brought(corpus, path).proposals == 1
    assert brought(corpus, path).proposals == 0
    clear = {span for span in own if not span.overlaps(across)}
    assert {one.span for one in corpus.suggestions("d")} == clear | {across}
    other = tasks(tmp_path / "b.json", prediction("露计划，", "Program", score=0.5), model="other")
    assert brought(corpus, other).proposals == 1
    (one,) = (one for one in corpus.suggestions("d") if one.span == across)
    assert one.source == "imported: other"


def test_skip_annotations_and_everything_a_programs(corpus, tmp_path):
    path = tasks(tmp_path / "a.json", prediction("特色产业", "Measure"))
    assert brought(corpus, path, predictions=SKIP).left_out == {"predictions": 1}
    line = {"text": TEXT, "label": [[3, 9, "Program"]]}
    doccano = tmp_path / "b.jsonl"
    doccano.write_text(json.dumps(line, ensure_ascii=False) + "\n", "utf-8")
    added = brought(corpus, doccano, predicted=True)
    assert (added.annotations, added.proposals) == (0, 1)
    (row,) = corpus.documents()
    (one,) = (one for one in corpus.suggestions(row.id) if one.source.startswith("imported: "))
    assert (one.source, one.score, one.text) == ("imported: b.jsonl:1", 0.5, TEXT[3:9])
    marks = tmp_path / "c.txt"
    marks.write_text("推广⟦Program|雨露计划⟧", "utf-8")
    added = brought(corpus, marks, predicted=True)
    assert (added.annotations, added.proposals) == (0, 1)


def test_unknown_labels_are_refused_or_mapped(corpus, tmp_path):
    path = tasks(tmp_path / "a.json", prediction("特色产业", "政策"))
    added = corpus.import_files([path], options=ReadOptions(predictions=SUGGESTIONS))
    assert added.faults[0].key == "corpus.import-label"
    assert brought(corpus, path, labels={"政策": "Measure"}).proposals == 1
    assert theirs(corpus) == [("特色产业", "Measure", 0.75)]
    assert brought(corpus, path, labels={"政策": ""}).left_out == {"label": 1}


def test_prodigys_tasks_without_an_answer(corpus, tmp_path):
    spans = [{"start": 3, "end": 9, "label": "Program", "source": "ner-1"}]
    lines = [{"text": TEXT, "spans": spans}, {"text": TEXT, "spans": spans, "answer": "accept"}]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    added = brought(corpus, path)
    assert (added.annotations, added.proposals) == (1, 1)


@pytest.mark.parametrize("format_", ["package", "jsonl", "parquet", "label-studio"])
def test_they_go_out_and_come_back(corpus, tmp_path, format_):
    brought(corpus, tasks(tmp_path / "a.json", prediction("特色产业", "Measure"), prediction("低保政策", "Program")))
    corpus.annotate(corpus.documents()[0].id, Span(0, 3), "Place")
    out = tmp_path / f"out{writable_formats()[format_].suffixes[0]}"
    corpus.export(out, format_)
    with closing(Corpus.create(tmp_path / "b.corpus", annotator="王")) as other:
        added = other.import_files([out], options=ReadOptions(predictions=SUGGESTIONS))
        assert (added.annotations, added.proposals) == (1, 2)
        assert theirs(other) == theirs(corpus)


def test_a_report_with_them_is_given_merged_checked_and_removed_for_good(corpus, tmp_path):
    brought(corpus, tasks(tmp_path / "a.json", prediction("特色产业", "Measure"), prediction("村推", "Place")))
    (row,) = corpus.documents()
    part = tmp_path / "part.corpus"
    corpus.give(part, [row.id], "王")
    with closing(Corpus.open(part, annotator="王")) as given:
        assert theirs(given) == theirs(corpus) != []
        given.accept(row.id, next(one for one in given.suggestions(row.id) if one.source == SOURCE))
        brought(given, tasks(tmp_path / "b.json", prediction("雨露", "Program")))
        theirs_then = theirs(given)
    corpus.merge([part])
    corpus.annotator = "王"
    assert theirs(corpus) == theirs_then != []
    path = corpus.path
    corpus.close()
    assert keeping.check(path) == []
    keeping.purge(path, keeping.to_purge(path, row.id), "李")
    assert keeping.check(path) == []
    with closing(sqlite3.connect(path)) as looking:
        assert looking.execute("SELECT count(*) FROM proposals").fetchone() == (0,)
    assert "特色产业".encode() not in path.read_bytes()


def test_a_label_that_they_have_is_in_use_and_they_follow_a_merged_one(corpus, tmp_path):
    brought(corpus, tasks(tmp_path / "a.json", prediction("特色产业", "Indicator")))
    with pytest.raises(AnnotatorError, match="Indicator"):
        corpus.change_scheme(without_label(corpus.scheme, "Indicator"))
    corpus.merge_label("Indicator", "Measure")
    assert theirs(corpus) == [("特色产业", "Measure", 0.75)]
    corpus.undo()
    assert theirs(corpus) == [("特色产业", "Indicator", 0.75)]
