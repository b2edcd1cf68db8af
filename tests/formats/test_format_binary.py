"""spaCy's DocBin held against spaCy; Parquet and the folder for datasets held against pyarrow."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from pathlib import Path

import pytest
from foreign_values import annotated, golden_many, read_back, said, written
from format_values import GOLDEN, SCHEME, bundles, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import ReadOptions, Source, formats, recognise
from annotator.formats.docbin import string_id, symbols
from annotator.formats.huggingface import SEED, SPLITS, divided
from annotator.formats.marks import flat

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab
arrow = pytest.importorskip("pyarrow.parquet")


# ---- spaCy


@settings(max_examples=60, deadline=None)
@given(st.lists(bundles(), min_size=1, max_size=2))
def test_spacy_sees_the_same(tmp_path_factory, given_bundles):
    path = tmp_path_factory.mktemp("spacy") / "a.spacy"
    written("spacy", given_bundles, path)
    docs = list(DocBin().from_disk(path).get_docs(Vocab()))
    for bundle, doc in zip(given_bundles, docs, strict=True):
        assert doc.text == bundle.document.text
        assert doc.user_data["title"] == bundle.document.title
        spans = list(doc.spans.get("sc", []))
        assert sorted((one.start_char, one.end_char, one.label_) for one in spans) == said(bundle)
        assert all(one.text == bundle.document.text[one.start_char : one.end_char] for one in spans)
        assert [(one.start_char, one.end_char, one.label_) for one in doc.ents] == [
            (one.span.start, one.span.end, one.label) for one in flat(bundle.annotations)
        ]


def test_what_spacy_writes_is_read(tmp_path):
    nlp = spacy.blank("zh")
    doc = nlp.make_doc(GOLDEN)
    words = [token for token in doc if not token.is_space]
    doc.set_ents([spacy.tokens.Span(doc, words[0].i, words[2].i, label="Place")])
    doc.spans["多"] = [spacy.tokens.Span(doc, words[1].i, words[3].i, label="Measure")]
    english = spacy.blank("en").make_doc("In New York, we live.")
    english.set_ents([spacy.tokens.Span(english, 1, 3, label="GPE")])
    DocBin(docs=[doc, english]).to_disk(tmp_path / "a.spacy")
    first, second = read_back("spacy", tmp_path / "a.spacy")
    assert first.document.text == GOLDEN
    expected = [(one.start_char, one.end_char, one.label_) for one in (*doc.ents, *doc.spans["多"])]
    assert said(first) == sorted(expected)
    assert (second.document.text, said(second)) == ("In New York, we live.", [(3, 11, "GPE")])


def test_spacys_numbers_of_strings():
    from spacy.strings import get_string_id
    from spacy.symbols import IDS

    assert symbols() == IDS
    for text in ("Program", "低保", "a", "12345678", "𠮷林村实施易地扶贫搬迁工程", "👍🏽", "_", "PERSON"):
        assert string_id(text) == get_string_id(text)


def test_damaged_bins(tmp_path):
    import zlib

    import msgpack

    path = tmp_path / "a.spacy"
    for packed in (b"\x93", b"\x80", b"\xc1", b"\x01", b"\x81\x90\x01", b"\x81\x80\x01"):
        path.write_bytes(zlib.compress(packed))
        refusal(lambda: read_back("spacy", path), "damaged", "a.spacy", "spaCy")
    written("spacy", [golden_many()], path)
    message = msgpack.unpackb(zlib.decompress(path.read_bytes()))
    for part, odd in (("spaces", 2**40), ("spaces", 2**63), ("tokens", 2**40), ("lengths", 3), ("strings", [3])):
        path.write_bytes(zlib.compress(msgpack.packb(message | {part: odd})))
        refusal(lambda: read_back("spacy", path), "damaged", "a.spacy", "spaCy")
    path.write_bytes(zlib.compress(bytes(500_000_000), 1))
    refusal(lambda: read_back("spacy", path), "zip-bomb", "a.spacy")


# ---- Parquet


def test_anybody_reads_the_parquet(tmp_path):
    bundle = golden_many()
    written("parquet", [bundle], tmp_path / "a.parquet")
    assert recognise(Path("x"), tmp_path.joinpath("a.parquet").read_bytes()).name == "parquet"
    (row,) = arrow.read_table(tmp_path / "a.parquet").to_pylist()
    assert row["text"] == GOLDEN
    assert all(row["text"][one["start"] : one["end"]] == one["text"] for one in row["annotations"])
    about = json.loads(arrow.read_schema(tmp_path / "a.parquet").metadata[b"annotator"])
    assert about["unit"] == "code points"


@settings(max_examples=40, deadline=None)
@given(st.lists(bundles(), max_size=3))
def test_parquet_loses_nothing(tmp_path_factory, given_bundles):
    path = tmp_path_factory.mktemp("parquet") / "a.parquet"
    assert written("parquet", given_bundles, path).lost == {}
    again = read_back("parquet", path)
    assert again == given_bundles
    assert [one.status for one in again] == [one.status for one in given_bundles]
    assert [[dict(a.attributes) for a in one.annotations] for one in again] == [
        [dict(a.attributes) for a in one.annotations] for one in given_bundles
    ]


def test_parquet_of_others(tmp_path):
    import pyarrow

    path = tmp_path / "a.parquet"
    spans = [{"start": 2, "end": 4, "label": "Program"}]
    arrow.write_table(pyarrow.Table.from_pylist([{"text": "落实低保", "spans": spans}]), path)
    assert said(*read_back("parquet", path)) == [(2, 4, "Program")]
    arrow.write_table(pyarrow.Table.from_pylist([{"tokens": ["落"]}]), path)
    refusal(lambda: read_back("parquet", path), "no-text", "a.parquet")
    beyond = [{"start": 0, "end": 9, "label": "X"}]
    arrow.write_table(pyarrow.Table.from_pylist([{"text": "落", "spans": beyond}]), path)
    refusal(lambda: read_back("parquet", path), "jsonl-span", "a.parquet", 1)
    path.write_bytes(b"PAR1" + b"x" * 100)
    refusal(lambda: list(formats.get("parquet").read(Source(path), ReadOptions())), "damaged", "a.parquet")


# ---- a folder for datasets


def test_the_folder_for_datasets(tmp_path):
    many = [annotated(f"第{at}个村落实低保", (4, 6, ["Program", "Measure"][at % 2])) for at in range(40)]
    written("huggingface", many, tmp_path / "out")
    texts: Counter[str] = Counter()
    for name in SPLITS:
        rows = arrow.read_table(tmp_path / "out" / "data" / f"{name}-00000-of-00001.parquet").to_pylist()
        texts.update(row["text"] for row in rows)
        assert {one["label"] for row in rows for one in row["annotations"]} == {"Program", "Measure"}
        assert f"| {name} | {len(rows)} |" in tmp_path.joinpath("out", "README.md").read_text("utf-8")
    assert texts == Counter(one.document.text for one in many)
    card = tmp_path.joinpath("out", "README.md").read_text("utf-8")
    assert card.startswith("---\nlanguage:\n- zh\n")
    assert "path: data/dev-*.parquet" in card
    assert len(read_back("parquet", tmp_path / "out")) == 40


@pytest.mark.parametrize(("number", "parts"), [(0, ["train"]), (1, ["train"]), (2, ["train"]), (40, list(SPLITS))])
def test_a_part_without_a_document_is_neither_there_nor_named(number, parts, tmp_path):
    """What loads the folder refuses it for an empty part."""
    card = card_of([annotated(f"第{at}个村落实低保", (4, 6, "Program")) for at in range(number)], tmp_path / "out")
    assert [name for name in SPLITS if f"- split: {name}\n" in card] == parts
    assert {path.name.split("-")[0] for path in (tmp_path / "out" / "data").iterdir()} == set(parts)
    assert f"| test | {number // 10} |" in card


def test_another_seed_divides_otherwise_and_the_card_says_which(tmp_path):
    many = [annotated(f"第{at}个村落实低保", (4, 6, "Program")) for at in range(40)]
    format_ = formats.get("huggingface")
    assert format_.divides
    dev = {}
    for folder, seed in (("a", "甲"), ("b", "乙"), ("c", "甲")):
        format_.divides(many, SCHEME, tmp_path / folder, seed)
        rows = arrow.read_table(tmp_path / folder / "data" / "dev-00000-of-00001.parquet").to_pylist()
        dev[folder] = [row["text"] for row in rows]
        assert f"the seed “{seed}”" in tmp_path.joinpath(folder, "README.md").read_text("utf-8")
        assert f"the seed “{SEED}”" in card_of(many, tmp_path / f"{folder}-usual")
    assert dev["a"] == dev["c"] != dev["b"]
    assert [len(texts) for texts in dev.values()] == [4, 4, 4]


def card_of(many, path):
    formats.get("huggingface").write(many, SCHEME, path)
    return path.joinpath("README.md").read_text("utf-8")


@given(st.text(), st.integers(20, 60))
def test_a_rare_label_beside_a_common_one_falls_into_all_three(seed, rare):
    documents = [(f"{at}", ["A", "R"] if at < rare else ["A"]) for at in range(400)]
    split = divided(documents, seed)
    with_it = Counter(name for name, (_, labels) in zip(split, documents, strict=True) if "R" in labels)
    assert all(abs(with_it[name] - share * rare) <= 2 for name, share in SPLITS.items())
    assert with_it.keys() == SPLITS.keys()


@given(st.lists(st.sampled_from(["A", "A", "A", "B", "C"]), min_size=1, max_size=200), st.text())
def test_documents_are_divided_alike_and_always_the_same(labels, seed):
    documents = [(f"{at}", [label]) for at, label in enumerate(labels)]
    split = divided(documents, seed)
    assert split == divided(documents, seed)
    shuffled = divided(documents[::-1], seed)
    assert shuffled[::-1] == split
    for label in set(labels):
        inside = Counter(name for name, (_, [one]) in zip(split, documents, strict=True) if one == label)
        for name, share in SPLITS.items():
            assert abs(inside[name] - share * inside.total()) <= 3
    whole = Counter(split)
    assert all(abs(whole[name] - share * len(labels)) <= 3 for name, share in SPLITS.items())
