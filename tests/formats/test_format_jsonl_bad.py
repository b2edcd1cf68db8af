"""What is wrong in JSON lines is said: file, line, reason, way out; and nothing of the file comes in."""

from __future__ import annotations

import pytest
from format_values import GOLDEN, SCHEME, golden_line, json_lines, read_jsonl, refusal

from annotator.errors import AnnotatorError
from annotator.formats.jsonl import from_scheme


def _annotation(**changes: object) -> dict[str, object]:
    return golden_line(annotations=[golden_line()["annotations"][0] | changes])


def _decision(**changes: object) -> dict[str, object]:
    return golden_line(decisions=[golden_line()["decisions"][0] | changes])


def _suggestion(**changes: object) -> dict[str, object]:
    return _decision(suggestion=golden_line()["decisions"][0]["suggestion"] | changes)


HEAD = from_scheme(SCHEME)
BAD = {
    "cut off": (b'{"kind":"document","id"\n', "bad-json", ("语料.jsonl", "2")),
    "no object": (b"[1]\n", "wrong-type", ("object",)),
    "latin-1": (b'{"a":"\xe9"}\n', "not-utf8", ("6",)),
    "NaN": (json_lines(golden_line()).replace(b"0.93", b"NaN"), "number", ("NaN",)),
    "infinite": (json_lines(golden_line()).replace(b"0.93", b"1e999"), "number", ("1e999",)),
    "5,000 digits": (json_lines(golden_line()).replace(b"0.93", b"9" * 5000), "number", ("99999999999999999999…",)),
    "65 bits": (json_lines(_annotation(start=2**64)), "number", (2**64,)),
    "deep": (b'{"kind":' + b"[" * 100_000 + b"\n", "too-deep", ("2",)),
    "surrogate": (json_lines(golden_line()).replace("落实".encode(), b"\\ud800"), "surrogate", ("\\ud800",)),
    "surrogate in a key": (json_lines(golden_line()).replace("李".encode(), b"\\uDFFF"), "surrogate", ("\\udfff",)),
    "missing": (json_lines({"kind": "document", "id": "d1"}), "missing-key", ("title",)),
    "unknown": (json_lines(golden_line(extra=[])), "unknown-key", ("extra",)),
    "unknown inside": (json_lines(_annotation(extra=1)), "unknown-key", ("annotations[0].extra",)),
    "text a number": (json_lines(golden_line(text=5)), "wrong-type", ("text", "string")),
    "offset a string": (json_lines(_annotation(start="0")), "wrong-type", ("annotations[0].start", "integer")),
    "offset true": (json_lines(_annotation(start=True)), "wrong-type", ("annotations[0].start", "integer")),
    "offset a float": (json_lines(_annotation(start=6.0)), "wrong-type", ("annotations[0].start", "integer")),
    "annotation null": (json_lines(golden_line(annotations=[None])), "wrong-type", ("annotations[0]", "object")),
    "id empty": (json_lines(golden_line(id="")), "wrong-type", ("id",)),
    "nested attribute": (json_lines(_annotation(attributes={"a": []})), "wrong-type", ("annotations[0].attributes",)),
    "origin": (json_lines(golden_line(origin={})), "missing-key", ("origin.name",)),
    "status": (json_lines(golden_line(status={"李": "finished"})), "wrong-value", ("finished", "started")),
    "kind of decision": (json_lines(_decision(kind="maybe")), "wrong-value", ("maybe", "reject")),
    "score": (json_lines(_suggestion(score=1e308)), "wrong-type", ("suggestion.score", "0 to 1")),
    "no text": (json_lines(golden_line(text="", length=0)), "wrong-type", ("text", "not empty")),
    "reason": (json_lines(_suggestion(why={})), "missing-key", ("why.key",)),
    "length": (json_lines(golden_line(length=5)), "length", ("5", len(GOLDEN))),
    "hash": (json_lines(golden_line(sha256="0" * 64)), "hash", ("易地搬迁",)),
    "outside": (json_lines(_annotation(end=1000)), "span", ("[5, 1000)", len(GOLDEN))),
    "reversed": (json_lines(_annotation(start=9, end=6)), "span", ("[9, 6)",)),
    "negative": (json_lines(_annotation(start=-3)), "span", ("[-3,",)),
    "slice": (json_lines(_annotation(text="别的文字")), "slice", ("别的文字", "易地扶贫搬迁工程")),
    "slice of a suggestion": (json_lines(_suggestion(text="别")), "slice", ("decisions[0].suggestion", "别")),
    "UTF-16": (json_lines(_annotation(start=6, end=14)), "slice-utf16", ("UTF-16", "[6, 14)", "易地扶贫搬迁工程")),
    "label": (json_lines(_annotation(label="Person")), "label", ("Person", "Program")),
    "same document": (json_lines(golden_line(), golden_line()), "twice", ("d1", "3")),
    "same annotation": (json_lines(golden_line(annotations=golden_line()["annotations"] * 2)), "twice", ("a1", "2")),
    "same decision": (json_lines(golden_line(decisions=golden_line()["decisions"] * 2)), "twice", ("x1", "2")),
    "second header": (json_lines(HEAD), "not-document", ("2",)),
    "foreign line": (json_lines({"text": "甲"}), "not-document", ("2",)),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_line_refuses_the_file(case):
    content, key, expected = BAD[case]
    refusal(lambda: read_jsonl(json_lines(HEAD) + content), f"jsonl-{key}", "语料.jsonl", *expected)


def test_a_slice_at_the_end_in_utf16_is_recognised_though_out_of_range():
    line = golden_line()
    end = len(GOLDEN)
    wrong = line["annotations"][0] | {"start": end - 5 + 3, "end": end + 3, "text": GOLDEN[-5:]}
    refusal(lambda: read_jsonl(json_lines(HEAD, line | {"annotations": [wrong]})), "jsonl-slice-utf16", "UTF-16")


@pytest.mark.parametrize(
    ("head", "key", "expected"),
    [
        (HEAD | {"version": 4, "new": 1}, "newer", ("4", "3")),
        (HEAD | {"version": 0}, "wrong-value", ("version", "0")),
        (HEAD | {"version": "1"}, "wrong-type", ("version", "integer")),
        (HEAD | {"format": "others"}, "wrong-value", ("others", "annotator-jsonl")),
        (HEAD | {"unit": "utf-16"}, "wrong-value", ("utf-16", "code points")),
        (HEAD | {"scheme": {}}, "missing-key", ("scheme.name",)),
        (HEAD | {"scheme": HEAD["scheme"] | {"labels": [{}]}}, "missing-key", ("scheme.labels[0].name",)),
        (HEAD | {"scheme": HEAD["scheme"] | {"overlap": "never"}}, "wrong-value", ("scheme.overlap",)),
        (golden_line(), "no-header", ("1",)),
    ],
)
def test_a_bad_header(head, key, expected):
    refusal(lambda: read_jsonl(json_lines(head)), f"jsonl-{key}", "语料.jsonl", *expected)


def test_a_scheme_with_two_labels_of_a_name_is_refused():
    scheme = HEAD["scheme"] | {"labels": HEAD["scheme"]["labels"][:1] * 2}
    with pytest.raises(AnnotatorError, match="Program"):
        read_jsonl(json_lines(HEAD | {"scheme": scheme}))


@pytest.mark.parametrize(
    ("line", "key", "expected"),
    [
        ({"text": "甲", "label": [[0, 1, "Program"]]}, "unknown-key", ("label",)),
        (b'{\n "text": "a"\n}\n', "many-lines", ("JSONL",)),
        ({"text": ""}, "wrong-type", ("text",)),
        ({"txt": "甲"}, "missing-key", ("text",)),
        ({"text": "甲", "id": 1.5}, "wrong-type", ("id",)),
        ({"text": "甲", "title": None}, "wrong-type", ("title",)),
        ({"text": "乙", "id": "1"}, "twice", ("1",)),
    ],
)
def test_bad_lines_of_others(line, key, expected):
    refusal(lambda: read_jsonl(json_lines({"text": "甲", "id": 1}, line)), f"jsonl-{key}", "2", *expected)
