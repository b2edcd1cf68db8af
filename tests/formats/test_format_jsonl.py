"""Our JSON lines: nothing shifts, nothing is lost, and what is wrong is said with its line."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from format_values import GOLDEN, SCHEME, bundles, golden_bundle, golden_line, json_lines, read_jsonl, refusal
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, formats
from annotator.formats.jsonl import from_scheme
from annotator.i18n import LANGUAGES, Words
from annotator.model import Annotation, Bundle, Document, Span, new_id

JSONL = formats.get("jsonl")
HEAD = from_scheme(SCHEME)


@given(st.lists(bundles(), max_size=3))
def test_export_import_export_gives_the_same_bytes(tmp_path_factory, given_bundles):
    folder = tmp_path_factory.mktemp("jsonl")
    report = JSONL.write(given_bundles, SCHEME, folder / "a.jsonl")
    again = list(JSONL.read(Source(folder / "a.jsonl"), ReadOptions()))
    assert again == given_bundles
    assert [one.status for one in again] == [one.status for one in given_bundles]
    assert [[a.attributes for a in one.annotations] for one in again] == [
        [a.attributes for a in one.annotations] for one in given_bundles
    ]
    scheme = JSONL.scheme(Source(folder / "a.jsonl"))
    assert JSONL.write(again, scheme, folder / "b.jsonl") == report
    assert (folder / "a.jsonl").read_bytes() == (folder / "b.jsonl").read_bytes()
    assert (report.documents, report.annotations) == (len(again), sum(len(one.annotations) for one in again))
    assert report.lost == {}


def test_the_form_of_a_line(tmp_path):
    JSONL.write([golden_bundle()], SCHEME, tmp_path / "a.jsonl")
    head, line = (tmp_path / "a.jsonl").read_bytes().decode().split("\n")[:2]
    assert head.startswith('{"kind":"corpus","format":"annotator-jsonl","version":3,"unit":"code points","scheme":{')
    value = json.loads(line)
    assert list(value) == [
        "kind", "id", "title", "sha256", "length", "text", "origin", "status", "annotations", "decisions", "relations",
        "attributes", "adjudications", "adjudicated", "proposals",
    ]  # fmt: skip
    assert value["length"] == len(GOLDEN)
    annotation = value["annotations"][0]
    assert value["text"][annotation["start"] : annotation["end"]] == annotation["text"] == "易地扶贫搬迁工程"
    assert JSONL.scheme(Source(tmp_path / "a.jsonl")) == SCHEME


def test_lines_of_version_1_are_read():
    head, line = json.loads(json.dumps(HEAD)), golden_line()
    for key in ("relations", "document"):
        del head["scheme"][key]
    for key in ("relations", "attributes", "adjudications", "adjudicated", "proposals"):
        del line[key]
    assert read_jsonl(json_lines(head | {"version": 1}, line)) == [golden_bundle()]


def test_a_failing_bundle_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"old")

    def failing():
        yield golden_bundle()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        JSONL.write(failing(), SCHEME, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_corpus_and_blank_lines():
    assert read_jsonl(json_lines(HEAD)) == []
    assert len(read_jsonl(b"\xef\xbb\xbf" + json_lines(HEAD) + b"\r\n" + json_lines(golden_line()) + b"\n")) == 1
    refusal(lambda: read_jsonl(b"\n \n"), "jsonl-no-line", "语料.jsonl")


def test_an_escaped_pair_of_surrogates_is_a_character():
    content = json_lines(HEAD) + json.dumps(golden_line()).encode()
    assert b"\\ud842\\udfb7" in content
    assert read_jsonl(content)[0].document.text == GOLDEN


def test_lines_of_others_are_documents():
    content = json_lines({"text": GOLDEN}, {"id": 7, "text": "甲\u2028乙"}, {"text": "丙", "title": "题", "id": "x"})
    read = read_jsonl(content)
    assert [one.document.text for one in read] == [GOLDEN, "甲\u2028乙", "丙"]
    assert [one.document.title for one in read] == [GOLDEN.split("\r")[0], "7", "题"]
    assert [one.document.origin.name for one in read] == ["语料.jsonl:1", "语料.jsonl:2", "语料.jsonl:3"]
    assert read[0].document.origin.newline == "CRLF"
    assert JSONL.scheme(Source(Path("a.jsonl"), content)) is None


def _many(count: int):
    text = "落实低保政策，推广雨露计划。" * 200
    for _ in range(count):
        name = new_id()
        spans = (Span(at, at + 2) for at in range(0, 500, 10))
        annotations = tuple(Annotation(new_id(), name, "李", span, "Measure", span.of(text)) for span in spans)
        yield Bundle(Document(name, "题", text), annotations)


def test_memory_does_not_grow_with_the_file(tmp_path):
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.jsonl"
        JSONL.write(_many(count), SCHEME, path)
        tracemalloc.start()
        assert sum(1 for _ in JSONL.read(Source(path), ReadOptions())) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few, many = peak(20), peak(120)
    ids = 100 * 51 * 200  # what must be remembered to notice a second use of an id
    assert many - few < ids + few / 2


HALVES = [
    ("jsonl", "a.jsonl", '{"text": "低\\ud842保\\udfb7", "title": "甲\\ud800"}\n', 3),
    ("jsonl-texts", "a.jsonl", '{"body": "低\\ud842保\\udfb7", "kind": "x", "n": 1}\n', 2),
    ("doccano", "a.jsonl", '{"text": "低\\ud842保\\udfb7", "label": [[2, 3, "Measure"]]}\n', 2),
    (
        "prodigy",
        "a.jsonl",
        '{"text": "低\\ud842保\\udfb7", "spans": [{"start": 2, "end": 3, "label": "Measure"}]}\n',
        2,
    ),
    (
        "label-studio",
        "a.json",
        '[{"data": {"text": "低\\ud842保\\udfb7"}, "annotations": [{"result": [{"type": "labels", "from_name": "label",'
        ' "to_name": "text", "value": {"start": 2, "end": 3, "text": "保", "labels": ["Measure"]}}]}]}]',
        2,
    ),
]


@pytest.mark.parametrize(("name", "file", "content", "count"), HALVES, ids=[row[0] for row in HALVES])
def test_half_a_character_is_replaced_where_it_stands_and_said(tmp_path, name, file, content, count):
    path = tmp_path / file
    path.write_text(content, "utf-8")
    remarks: list[AnnotatorError] = []
    (bundle,) = formats.get(name).read(Source(path), ReadOptions(annotator="李", remark=remarks.append))
    assert bundle.document.text == "低\ufffd保\ufffd"
    assert all(one.text == "保" for one in bundle.annotations)
    assert bool(bundle.annotations) == ("Measure" in content)
    (remark,) = (one for one in remarks if one.key == "formats.jsonl-surrogates")
    assert (remark.fields["line"], remark.fields["count"]) == (1, count)
    for language in LANGUAGES:
        assert file in remark.say(Words(language))
