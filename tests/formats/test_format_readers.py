"""What we write, read by programs that are not ours. The heavy ones are installed by `make test-readers` only."""

from __future__ import annotations

import json

import pytest
from foreign_values import annotated, golden_many, said, written
from format_values import GOLDEN, LABELS, SCHEME, bundles
from hypothesis import given, settings
from hypothesis import strategies as st
from test_format_conll import aligned, columns, sharp

from annotator.formats import formats

SEQEVAL = {"": "IOB2", "-bioes": "IOBES", "-bmes": "IOBES"}


@pytest.mark.parametrize("tags", SEQEVAL)
@pytest.mark.parametrize("unit", ["", "-words"])
@settings(max_examples=25, deadline=None)
@given(given_bundles=st.lists(bundles(), min_size=1, max_size=2))
def test_seqeval_finds_the_entities_of_columns(tmp_path_factory, tags, unit, given_bundles):
    scheme = pytest.importorskip("seqeval.scheme")
    path = tmp_path_factory.mktemp("conll") / "a.conll"
    written(f"conll{tags}{unit}", given_bundles, path)
    for bundle, read in zip(given_bundles, columns(path), strict=True):
        sentences = [sentence for sentence in read if sentence]
        places = aligned(bundle.document.text, sentences)
        letters = [[tag.replace("M-", "I-", 1) if tag[0] == "M" else tag for _, tag in one] for one in sentences]
        found, before = [], 0
        for sentence, entities in zip(
            letters, scheme.Entities(letters, getattr(scheme, SEQEVAL[tags])).entities, strict=True
        ):
            for one in entities:
                first, last = before + one.start, before + one.end - 1
                found.append((places[first][0], places[last][1], one.tag))
            before += len(sentence)
        assert found == [(one.span.start, one.span.end, one.label) for one in sharp(bundle.annotations)]


def configuration() -> str:
    labels = "".join(f'<Label value="{label}"/>' for label in LABELS)
    return f'<View><Labels name="label" toName="text">{labels}</Labels><Text name="text" value="$text"/></View>'


def test_label_studios_own_converter_reads_our_tasks(tmp_path):
    converter = pytest.importorskip("label_studio_sdk.converter")
    written("label-studio", [golden_many(), annotated("落实低保", (2, 4, "Program"))], tmp_path / "a.json")
    theirs = converter.Converter(configuration(), None)
    read = {item["input"]["text"]: item["output"]["label"] for item in theirs.iter_from_json_file(tmp_path / "a.json")}
    assert read.keys() == {GOLDEN, "落实低保"}
    spans = sorted((one["start"], one["end"], *one["labels"]) for one in read[GOLDEN])
    assert spans == said(golden_many())
    assert all(GOLDEN[one["start"] : one["end"]] == one["text"] for one in read[GOLDEN])


def test_label_studios_own_interface_takes_our_tasks(tmp_path):
    interface = pytest.importorskip("label_studio_sdk.label_interface")
    written("label-studio", [golden_many()], tmp_path / "a.json")
    (task,) = json.loads((tmp_path / "a.json").read_text("utf-8"))
    theirs = interface.LabelInterface(configuration())
    for one in task["annotations"]:
        assert theirs.validate_annotation({"result": one["result"]})


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("number", "expected"), [(40, {"train": 32, "dev": 4, "test": 4}), (2, {"train": 2}), (1, {"train": 1})]
)
def test_datasets_loads_the_folder_with_its_splits(number, expected, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    datasets = pytest.importorskip("datasets")
    many = [annotated(f"第{at}份：落实低保𠮷", (0, 2, LABELS[at % 3]), title=f"题{at}") for at in range(number)]
    formats.get("huggingface").write(many, SCHEME, tmp_path / "out")
    loaded = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    assert {name: len(part) for name, part in loaded.items()} == expected
    rows = [row for part in loaded.values() for row in part]
    assert {row["text"] for row in rows} == {one.document.text for one in many}
    for row in rows:
        assert [row["text"][one["start"] : one["end"]] for one in row["annotations"]] == [
            one["text"] for one in row["annotations"]
        ]
