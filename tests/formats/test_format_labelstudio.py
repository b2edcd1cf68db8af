"""Label Studio's JSON: read as its documentation says, by nothing but the json module."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from foreign_values import annotated, counted, golden_many, read_back, said, written
from format_values import GOLDEN, bundles, refusal
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import ReadOptions, Source, formats, recognise

LS = formats.get("label-studio")


def by_the_documentation(path: Path):
    """Texts with their labelled spans, each with the annotator whose result it stands in."""
    for task in json.loads(path.read_bytes()):
        text = task["data"]["text"]
        spans = []
        for annotation in task["annotations"]:
            for result in annotation["result"]:
                if result["type"] == "labels":
                    value = result["value"]
                    assert text[value["start"] : value["end"]] == value["text"]
                    spans.append((value["start"], value["end"], *value["labels"], annotation["annotator"]))
        yield text, sorted(spans)


def read(value: object, **options: object):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(LS.read(Source(Path("任务.json"), data), ReadOptions(**options)))


def task(*results: object, text: str = "推广雨露计划", **more: object) -> dict[str, object]:
    return {"id": 1, "data": {"text": text}, "annotations": [{"completed_by": 7, "result": list(results)}], **more}


def label(start: int, end: int, name: str = "Program", **value: object) -> dict[str, object]:
    value = {"start": start, "end": end, "labels": [name], **value}
    return {"id": f"r{start}", "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def test_golden(tmp_path):
    bundle = golden_many()
    assert written("label-studio", [bundle], tmp_path / "a.json").lost == {}
    assert recognise(Path("a.json"), tmp_path.joinpath("a.json").read_bytes()).name == "label-studio"
    ((text, spans),) = by_the_documentation(tmp_path / "a.json")
    assert (text, [one[:3] for one in spans]) == (GOLDEN, said(bundle))
    (again,) = read_back("label-studio", tmp_path / "a.json")
    assert (again.document.text, said(again), again.document.title) == (GOLDEN, said(bundle), "题")


@given(st.lists(bundles(), min_size=1, max_size=3))
def test_nothing_shifts_and_what_is_lost_is_counted(tmp_path_factory, given_bundles):
    path = tmp_path_factory.mktemp("ls") / "a.json"
    report = written("label-studio", given_bundles, path)
    again = read_back("label-studio", path)
    for ours, theirs, (text, spans) in zip(given_bundles, again, by_the_documentation(path), strict=True):
        assert ours.document.text == theirs.document.text == text
        assert counted(ours) == counted(theirs)
        expected = sorted((one.span.start, one.span.end, one.label, one.annotator) for one in ours.annotations)
        assert spans == expected
        key = lambda one: (one.annotator, one.span, one.label, repr(sorted(one.attributes.items())), one.note)  # noqa: E731
        assert sorted(map(key, theirs.annotations)) == sorted(map(key, ours.annotations))
    kept = sum(len(one.relations) for one in again)
    assert kept + report.lost.get("relations", 0) == sum(len(one.relations) for one in given_bundles)


def test_several_annotators_predictions_and_what_is_said_of_a_span():
    first = [
        label(2, 6, text="雨露计划") | {"meta": {"text": ["存疑"]}},
        {"id": "r2", "from_name": "domain", "type": "choices", "value": {"start": 2, "choices": ["education"]}},
        {"id": "r2", "from_name": "checked", "type": "choices", "value": {"choices": ["true"]}},
        {"id": "r2", "from_name": "value", "type": "number", "value": {"number": 2.5}},
        {"id": "zz", "from_name": "whole", "type": "choices", "value": {"choices": ["good"]}},
        label(0, 2, "Measure"),
        {"type": "relation", "from_id": "r2", "to_id": "r0", "labels": ["by"]},
        {"type": "relation", "from_id": "r2", "to_id": "nothing"},
    ]  # fmt: skip
    value = task(*first) | {"predictions": [{"model_version": "m1", "result": [label(2, 4)]}]}
    value["annotations"] += [
        {"completed_by": {"email": "li@example.org"}, "result": [label(2, 6)]},
        {"completed_by": 3, "was_cancelled": True, "result": [label(2, 6)]},
    ]
    options = ReadOptions(annotator="王")
    (bundle,) = LS.read(Source(Path("a.json"), json.dumps([value]).encode()), options)
    assert [(one.annotator, one.label, one.text, one.source) for one in bundle.annotations] == [
        ("7", "Program", "雨露计划", "manual"),
        ("7", "Measure", "推广", "manual"),
        ("li@example.org", "Program", "雨露计划", "manual"),
        ("m1", "Program", "雨露", "m1"),
    ]
    assert bundle.annotations[0].attributes == {"domain": "education", "checked": True, "value": 2.5}
    assert bundle.annotations[0].note == "存疑"
    assert [one.type for one in bundle.relations] == ["by"]
    assert options.left_out == {"rejected": 1, "others": 1, "relations": 1}
    skipping = ReadOptions(predictions="skip")
    (bundle,) = LS.read(Source(Path("a.json"), json.dumps(value).encode()), skipping)
    assert len(bundle.annotations) == 3
    assert skipping.left_out["predictions"] == 1


def test_the_short_form_and_texts_under_other_names():
    (short,) = read(
        [{"id": 1, "text": "低保", "label": [{"start": 0, "end": 2, "labels": ["Program"]}], "annotator": 4}]
    )
    assert ([one.annotator for one in short.annotations], said(short)) == (["4"], [(0, 2, "Program")])
    other = task(label(0, 2, text="低保")) | {
        "data": {"url": "https://a.org/x", "note": "很长很长的说明", "body": "低保"}
    }
    assert read([other])[0].document.text == "低保"


def test_offsets_in_utf16_are_seen_by_the_quotation():
    (bundle,) = read([task(label(2, 3, text="林"), label(0, 2, "Place", text="𠮷"), text="𠮷林")])
    assert said(bundle) == [(0, 1, "Place"), (1, 2, "Program")]


@pytest.mark.parametrize(
    ("value", "key", "expected"),
    [
        ([task(label(0, 9))], "jsonl-span", ["任务.json", 1, "result[0]", "[0, 9)"]),
        ([task(label(0, 2, text="雨露"))], "jsonl-slice", ["雨露"]),
        ([task(label(0, 2) | {"value": {"start": "a", "end": 2, "labels": ["X"]}})], "jsonl-wrong-type", ["start"]),
        ([task(label(0, 2) | {"value": {"end": 2, "labels": ["X"]}})], "jsonl-missing-key", ["start"]),
        ([task(label(0, 2) | {"value": 3})], "jsonl-wrong-type", ["result[0].value"]),
        ([task(3)], "jsonl-wrong-type", ["result[0]"]),
        ([3], "jsonl-wrong-type", [1]),
        ([{"data": {"image": "https://a.org/a.png"}}], "no-text", ["任务.json"]),
        ([], "no-text", []),
        (b'[\n{"data": {"text": "x"}},\n{"data": ', "jsonl-bad-json", [3]),
        (b'[{"data": {"text": "x"}} {}]', "jsonl-bad-json", [1]),
        (b'[{"data": {"text": "x"}}] {}', "jsonl-bad-json", [1]),
        (b'[{"data": {"text": NaN}}]', "jsonl-number", ["NaN"]),
        (b'[{"a": ' + b"9" * 5_000 + b"}]", "jsonl-number", ["99999"]),
        (b'[{"data": {"text": "a", "\\ud842": 1}}]', "jsonl-surrogate", ["ud842"]),
        (b'["\xff"]', "jsonl-not-utf8", []),
        (b"[" * 100_000, "jsonl-too-deep", []),
    ],
)  # fmt: skip
def test_broken_files(value, key, expected):
    refusal(lambda: read(value), key, *expected)


def test_long_files_are_read_in_pieces(tmp_path):
    tasks = [task(label(0, 2), text="低保" + "很长" * 200_000, id=at) for at in range(4)]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1), "utf-8")
    found = read_back("label-studio", path)
    assert [len(one.document.text) for one in found] == [400_002] * 4
    assert annotated("低保").annotations == ()
