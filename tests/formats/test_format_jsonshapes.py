"""doccano, Prodigy and the W3C's model: their shapes as their documentation has them, by the json module alone."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from foreign_values import annotated, golden_many, peers, read_back, said, written
from format_values import GOLDEN, json_lines, refusal

from annotator.formats import ReadOptions, Source, formats, recognise
from annotator.model import Bundle


def read(name: str, *values: object, **options: object) -> list[Bundle]:
    return list(formats.get(name).read(Source(Path("甲.jsonl"), json_lines(*values)), ReadOptions(**options)))


def test_doccanos_two_shapes(tmp_path):
    bundle = golden_many()
    written("doccano", [bundle], tmp_path / "a.jsonl")
    line = json.loads(tmp_path.joinpath("a.jsonl").read_bytes())
    assert line["text"] == GOLDEN
    assert [[one.span.start, one.span.end, one.label] for one in bundle.annotations] == line["label"]
    written("doccano-relations", [bundle], tmp_path / "b.jsonl")
    line = json.loads(tmp_path.joinpath("b.jsonl").read_bytes())
    assert [GOLDEN[one["start_offset"] : one["end_offset"]] for one in line["entities"]] == [
        one.text for one in bundle.annotations
    ]
    assert len({one["id"] for one in line["entities"]}) == len(bundle.annotations)


def test_doccano_counts_what_it_proves_or_what_a_person_says():
    line = {"text": "𠮷林村", "label": [[2, 4, "Place"]]}
    assert said(*read("doccano", line)) == [(1, 3, "Place")]  # 4 is beyond three code points
    short = {"text": "𠮷林村", "label": [[2, 3, "Place"]]}
    assert said(*read("doccano", short)) == [(2, 3, "Place")]
    assert said(*read("doccano", short, unit="utf-16 units")) == [(1, 2, "Place")]


def test_doccanos_relations_and_labels_of_documents():
    entities = [
        {"id": 1, "label": "Program", "start_offset": 2, "end_offset": 4},
        {"id": 2, "label": "Measure", "start_offset": 0, "end_offset": 2},
    ]
    links = [{"id": 1, "from_id": 2, "to_id": 1, "type": "by"}, {"id": 2, "from_id": 2, "to_id": 9, "type": "by"}]
    options = ReadOptions()
    content = json_lines({"text": "落实低保", "entities": entities, "relations": links, "cats": ["a"]})
    (bundle,) = formats.get("doccano").read(Source(Path("a.jsonl"), content), options)
    assert [one.type for one in bundle.relations] == ["by"]
    assert options.left_out == {"others": 1, "relations": 1}
    assert read("doccano", {"text": "好", "label": ["positive"]})[0].annotations == ()


@pytest.mark.parametrize(
    ("name", "value", "key", "expected"),
    [
        ("doccano", {"label": [[0, 1, "X"]]}, "jsonl-missing-key", ["甲.jsonl", 1, "text"]),
        ("doccano", {"text": "低保", "label": [[0, 9, "X"]]}, "jsonl-span", ["label[0]", "[0, 9)"]),
        ("doccano", {"text": "低保", "label": [[1, 0, "X"]]}, "jsonl-span", ["[1, 0)"]),
        ("doccano", {"text": "低保", "label": [[0, 1]]}, "jsonl-wrong-type", ["label[0]"]),
        ("doccano", {"text": "低保", "label": [["0", 1, "X"]]}, "jsonl-wrong-type", ["start_offset"]),
        ("doccano", {"text": "低保", "label": 3}, "jsonl-wrong-type", ["label"]),
        ("doccano", {"text": "低保", "label": [[0, 1, ""]]}, "jsonl-wrong-type", ["label"]),
        ("doccano", {"text": 3, "label": []}, "jsonl-wrong-type", ["text"]),
        ("prodigy", {"spans": []}, "jsonl-missing-key", ["text"]),
        ("prodigy", {"text": "低保", "spans": [{"start": 0, "label": "X"}]}, "jsonl-missing-key", ["end"]),
        ("prodigy", {"text": "低保", "spans": [3]}, "jsonl-wrong-type", ["spans[0]"]),
        (
            "prodigy",
            {"text": "低保", "spans": [{"start": 0, "end": 2, "label": "X", "text": "保"}]},
            "jsonl-slice",
            [],
        ),
        ("prodigy", {"text": "低保", "meta": 3}, "jsonl-wrong-type", ["meta"]),
        (
            "prodigy",
            {"text": "低保", "spans": [{"start": 0, "end": 2, "label": "X", "attributes": {"a": []}}]},
            "jsonl-wrong-type",
            ["attributes"],
        ),
    ],
)
def test_broken_lines(name, value, key, expected):
    refusal(lambda: read(name, value), key, *expected)


def test_prodigy_has_a_line_for_each_annotator(tmp_path):
    bundle = annotated("落实低保", (2, 4, "Program"))
    other = annotated("落实低保", (0, 2, "Measure"), annotator="王")
    both = Bundle(bundle.document, bundle.annotations + other.annotations)
    written("prodigy", [both, annotated("空")], tmp_path / "a.jsonl")
    lines = [json.loads(line) for line in tmp_path.joinpath("a.jsonl").read_bytes().splitlines()]
    assert [(one.get("_annotator_id"), one.get("answer"), one["text"]) for one in lines] == [
        ("李", "accept", "落实低保"),
        ("王", "accept", "落实低保"),
        (None, None, "空"),
    ]
    slices = [one["text"][span["start"] : span["end"]] for one in lines for span in one.get("spans", ())]
    assert slices == ["低保", "落实"]
    assert [{one.annotator for one in bundle.annotations} for bundle in read_back("prodigy", tmp_path / "a.jsonl")] == [
        {"李"}, {"王"}, set(),
    ]  # fmt: skip


@pytest.mark.parametrize("answer", [["accept"], {"accept": 1}, "ignore", 3])
def test_an_answer_of_prodigy_that_is_no_accept_leaves_the_span_out(answer):
    span = {"start": 0, "end": 2, "label": "Program"}
    for line in ({"spans": [span], "answer": answer}, {"spans": [span | {"answer": answer}]}):
        options = ReadOptions()
        content = json.dumps({"text": "低保", **line}).encode()
        (bundle,) = formats.get("prodigy").read(Source(Path("a.jsonl"), content), options)
        assert (bundle.annotations, options.left_out) == ((), {"rejected": 1})


def test_what_was_rejected_in_prodigy_stays_out():
    span = {"start": 0, "end": 2, "label": "Program"}
    options = ReadOptions(annotator="王")
    content = json_lines(
        {"text": "低保", "spans": [span, span | {"answer": "reject"}], "answer": "accept"},
        {"text": "低保户", "spans": [span], "answer": "reject", "_session_id": "db-li"},
        {"text": "低保线", "spans": [span], "_session_id": "db-li"},
    )
    found = list(formats.get("prodigy").read(Source(Path("a.jsonl"), content), options))
    assert [[one.annotator for one in bundle.annotations] for bundle in found] == [["王"], [], ["db-li"]]
    assert options.left_out == {"rejected": 2}


def test_the_w3cs_selectors(tmp_path):
    bundle = golden_many()
    written("web-annotation", [bundle], tmp_path / "out")
    (path,) = tmp_path.joinpath("out").glob("*.jsonld")
    page = json.loads(path.read_bytes())
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    found = []
    for one in page["items"]:
        text = path.with_name(unquote(one["target"]["source"])).read_bytes().decode("utf-8")
        position, quote = one["target"]["selector"]
        assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        assert one["creator"]["name"] == "李"
        found.append((start, end, one["body"][0]["value"]))
    assert sorted(found) == said(bundle)


def test_annotations_of_the_web_in_other_words(tmp_path):
    tmp_path.joinpath("a b.txt").write_text("落实低保", "utf-8")
    position = {"type": "TextPositionSelector", "start": 2, "end": 4}
    one = {
        "body": "Program",
        "target": {"source": "https://a.org/x/a%20b.txt#c", "selector": position},
        "creator": "li",
    }
    other = {
        "motivation": "tagging",
        "body": [{"source": "https://a.org/scheme#Measure"}, {"value": "话", "purpose": "commenting"}],
        "target": [{"source": {"id": "a b.txt"}, "selector": [position]}, "a b.txt"],
    }
    collection = {"@context": "http://www.w3.org/ns/anno.jsonld", "first": {"items": [one, other]}}
    path = tmp_path / "a.jsonld"
    for form in (collection, [one, other], {"items": [one, other]}):
        path.write_text(json.dumps(form), "utf-8")
        (bundle,) = read_back("web-annotation", path)
        assert [(x.label, x.text, x.note, x.annotator) for x in bundle.annotations] == [
            ("Program", "低保", "", "li"), ("Measure", "低保", "话", ""),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "key", "expected"),
    [
        ({"source": "../../etc/passwd", "selector": {"type": "TextPositionSelector", "start": 0, "end": 1}},
         "text-missing", ["passwd"]),
        ({"source": "%2e%2e%2fb.txt", "selector": {"type": "TextPositionSelector", "start": 0, "end": 1}},
         "text-missing", ["b.txt"]),
        ({"source": "a.txt", "selector": {"type": "TextPositionSelector", "start": 0}}, "jsonl-missing-key", ["end"]),
        ({"source": "a.txt", "selector": {"type": "TextPositionSelector", "start": 0, "end": 9}}, "jsonl-span", []),
        ({"source": 3, "selector": {"type": "TextPositionSelector", "start": 0, "end": 1}}, "jsonl-missing-key", []),
    ],
)  # fmt: skip
def test_targets_that_lead_nowhere(tmp_path, target, key, expected):
    folder = tmp_path / "in"
    folder.mkdir()
    folder.joinpath("a.txt").write_text("低保", "utf-8")
    tmp_path.joinpath("b.txt").write_text("低保", "utf-8")
    path = folder / "a.jsonld"
    path.write_text(json.dumps({"items": [{"body": "X", "target": target}]}), "utf-8")
    refusal(lambda: list(formats.get("web-annotation").read(Source(path), ReadOptions())), key, *expected)


@pytest.mark.skipif(not peers("prodigy", "*.jsonl"), reason="no files of other tools here")
def test_the_samples_of_prodigy_and_doccano():
    for path in peers("prodigy", "annotated*.jsonl"):
        assert recognise(path, path.read_bytes()[:60_000]).name == "prodigy"
        lines = [json.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
        accepted = [line for line in lines if line.get("answer", "accept") == "accept"]
        spans = [span for line in accepted for span in line.get("spans") or ()]
        expected = sum(span.get("answer", "accept") == "accept" for span in spans)
        assert sum(len(one.annotations) for one in read_back("prodigy", path)) == expected > 100
    spans = [one for path in peers("doccano", "example_overlapping.jsonl") for one in read_back("doccano", path)]
    assert [said(one) for one in spans] == [[(0, 1, "LOC"), (0, 1, "LOC")]]
