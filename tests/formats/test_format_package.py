"""The package: the same bytes after any journey, and what was changed in it is noticed."""

from __future__ import annotations

import json
from contextlib import closing
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from foreign_values import annotated, golden_many, read_back, written
from format_values import SCHEME, bundles, golden_bundle, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.corpus import Corpus
from annotator.formats import ReadOptions, Source, formats, recognise
from annotator.model import REJECT

PACKAGE = formats.get("package")


@settings(max_examples=40)
@given(st.lists(bundles(), max_size=3))
def test_written_read_and_written_again_is_the_same(tmp_path_factory, given_bundles):
    folder = tmp_path_factory.mktemp("package")
    report = written("package", given_bundles, folder / "a.anpack")
    assert report.lost == {}
    again = read_back("package", folder / "a.anpack")
    assert [one.document for one in again] == [one.document for one in given_bundles]
    for ours, theirs in zip(given_bundles, again, strict=True):
        for kind in ("annotations", "decisions", "relations", "adjudications", "adjudicated"):
            key = lambda one: one.id  # noqa: E731
            assert sorted(getattr(ours, kind), key=key) == sorted(getattr(theirs, kind), key=key)
        assert (ours.status, ours.attributes) == (theirs.status, theirs.attributes)
    assert PACKAGE.scheme(Source(folder / "a.anpack")) == SCHEME
    PACKAGE.write(again, SCHEME, folder / "b.anpack")
    assert (folder / "a.anpack").read_bytes() == (folder / "b.anpack").read_bytes()


def test_a_corpus_exported_imported_and_exported_gives_the_same_bytes(tmp_path):
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as corpus:
        corpus.add([golden_bundle(), golden_many(), annotated("推广雨露计划，落实低保政策，发展特色产业。")])
        for row in corpus.documents():
            for suggestion in corpus.suggestions(row.id)[:2]:
                corpus.accept(row.id, suggestion)
            for suggestion in corpus.suggestions(row.id)[:1]:
                corpus.reject(row.id, suggestion)
            corpus.mark(row.id, "done")
        first, second = tmp_path / "a.anpack", tmp_path / "b.anpack"
        corpus.export(first, "package")
    with closing(Corpus.create(tmp_path / "b.corpus", annotator="王")) as corpus:
        added = corpus.import_files([first])
        assert added.faults == ()
        assert (added.documents, added.annotations) == (2, 7 + 2)  # two reports of one text, and one span in both
        corpus.export(second, "package")
    assert first.read_bytes() == second.read_bytes()
    assert not list(tmp_path.glob("*.losses.json"))
    assert REJECT in ZipFile(first).read("decisions.jsonl").decode()


def test_anybody_can_read_it(tmp_path):
    """By zipfile and json alone: counts, hashes and slices."""
    written("package", [golden_many()], tmp_path / "a.anpack")
    with ZipFile(tmp_path / "a.anpack") as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        assert (manifest["format"], manifest["unit"]) == ("annotator-package", "code points")
        rows = {}
        for kind, stated in manifest["kinds"].items():
            data = archive.read(f"{kind}.jsonl")
            rows[kind] = [json.loads(line) for line in data.splitlines()]
            assert (len(rows[kind]), len(data)) == (stated["count"], stated["bytes"])
            assert sha256(data).hexdigest() == stated["sha256"]
    texts = {one["id"]: one["text"] for one in rows["documents"]}
    assert len(rows["annotations"]) == 7
    assert all(texts[one["document"]][one["start"] : one["end"]] == one["text"] for one in rows["annotations"])
    assert [one["name"] for one in rows["annotators"]] == ["李"]
    head = tmp_path.joinpath("a.anpack").read_bytes()
    assert recognise(Path("a.zip"), head).name == recognise(Path("b.anpack"), head).name == "package"


def changed(tmp_path: Path, part: str, change) -> Source:
    written("package", [golden_many()], tmp_path / "a.anpack")
    out = BytesIO()
    with ZipFile(tmp_path / "a.anpack") as archive, ZipFile(out, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            data = change(data) if name == part else data
            if data is not None:
                copy.writestr(name, data)
    return Source(Path("包.anpack"), out.getvalue())


@pytest.mark.parametrize(
    ("part", "change", "key", "expected"),
    [
        ("annotations.jsonl", lambda data: data.replace("低保".encode(), "五保".encode()), "jsonl-slice", ["五保"]),
        ("annotations.jsonl", lambda data: data[: data.index(b"\n") + 1], "package-part", ["annotations.jsonl"]),
        ("annotations.jsonl", lambda data: data.replace(b'"document":"', b'"document":"x'), "jsonl-no-end", [1]),
        ("annotations.jsonl", lambda data: data[:-9], "jsonl-bad-json", ["annotations.jsonl", 7]),
        ("annotators.jsonl", lambda data: data + b"{}\n", "package-part", ["annotators.jsonl"]),
        ("documents.jsonl", lambda data: data.replace("落实".encode(), "实落".encode()), "jsonl-hash", []),
        ("documents.jsonl", lambda data: data.replace(b'"id"', b'"no"', 1), "jsonl-missing-key", ["id"]),
        ("decisions.jsonl", lambda _: None, "package-part", ["decisions.jsonl"]),
        ("manifest.json", lambda _: None, "package-part", ["manifest.json"]),
        ("manifest.json", lambda data: data.replace(b'"version":1', b'"version":9'), "jsonl-newer", ["9"]),
        ("manifest.json", lambda data: data.replace(b'"kinds"', b'"sorts"'), "package-part", []),
        ("manifest.json", lambda _: b"{}", "jsonl-wrong-value", ["format"]),
        ("manifest.json", lambda _: b"[]", "jsonl-wrong-type", []),
    ],
)
def test_what_was_changed_is_noticed(tmp_path, part, change, key, expected):
    source = changed(tmp_path, part, change)
    refusal(lambda: list(PACKAGE.read(source, ReadOptions())), key, "包.anpack", *expected)


def test_a_bomb_is_not_unpacked(tmp_path):
    source = changed(tmp_path, "documents.jsonl", lambda _: None)
    out = BytesIO(source.content)
    with ZipFile(out, "a", 8) as archive:
        archive.writestr("documents.jsonl", b"\n" * 50_000_000)
    bomb = Source(Path("a.anpack"), out.getvalue())
    refusal(lambda: list(PACKAGE.read(bomb, ReadOptions())), "package-part", "documents.jsonl")
