"""What an import would bring is what it brings."""

from __future__ import annotations

import gc
import json
import pickle
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.corpus import SKIP, Ahead, Corpus, ReadOptions, look_at
from annotator.incoming import open_files
from annotator.model import Bundle, text_hash

TEXT = "甲村落实低保，建设扶贫车间12个。"


def span(text: str, label: str) -> dict[str, object]:
    start = TEXT.index(text)
    value = {"start": start, "end": start + len(text), "text": text, "labels": [label]}
    return {"from_name": "label", "to_name": "text", "type": "labels", "value": value}


def label_studio(folder: Path) -> Path:
    people = [
        {"id": 1, "completed_by": {"email": "a@b"}, "result": [span("低保", "POLICY"), span("扶贫车间", "Measure")]}
    ]
    machine = [{"model_version": "m", "result": [span("12个", "NUM")]}]
    path = folder / "ls.json"
    path.write_text(
        json.dumps([{"id": 1, "data": {"text": TEXT}, "annotations": people, "predictions": machine}]), "utf-8"
    )
    return path


def test_a_text_says_its_encoding_and_how_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_bytes((TEXT * 10).encode("gb18030"))
    (looked,) = look_at(path, ReadOptions())
    assert (looked.encoding, looked.sure, looked.script, looked.length) == ("gb18030", True, "hans", len(TEXT) * 10)
    assert (looked.hashes, looked.fault) == ((text_hash(TEXT * 10),), None)
    assert looked.sample == (TEXT * 30)[:300][: len(TEXT) * 10]
    assert looked.format["en"] == "Plain text"


def test_a_guess_that_is_not_sure_says_so_and_another_encoding_gives_another_text(tmp_path: Path) -> None:
    path = tmp_path / "短.txt"
    path.write_bytes("低保".encode("gb18030"))
    (guessed,) = look_at(path, ReadOptions())
    assert not guessed.sure
    assert guessed.remarks
    (other,) = look_at(path, ReadOptions(encoding="big5hkscs"))
    assert (other.encoding, other.sure) == ("big5hkscs", True)
    assert other.sample == "低保".encode("gb18030").decode("big5hkscs")


def test_annotations_are_counted_by_label_and_those_of_programs_apart(tmp_path: Path) -> None:
    path = label_studio(tmp_path)
    (looked,) = look_at(path, ReadOptions())
    assert looked.labels == {"POLICY": 1, "Measure": 1, "NUM": 1}
    assert looked.predictions == 1
    options = ReadOptions(labels={"POLICY": "Program", "NUM": ""}, predictions=SKIP)
    ((bundle,),) = (tuple(file.bundles) for file in Ahead([(path, options)]).files())
    assert [one.label for one in bundle.annotations] == ["Program", "Measure"]


def test_what_cannot_be_read_says_why_and_the_other_files_of_an_archive_are_looked_at(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "两份.zip", "w") as made:
        made.writestr("甲.txt", TEXT)
        made.writestr("坏.docx", b"PK\x03\x04nothing")
    looked = {one.path.name: one for one in look_at(tmp_path / "两份.zip", ReadOptions())}
    assert looked["甲.txt"].hashes == (text_hash(TEXT),)
    assert looked["坏.docx"].fault is not None
    (missing,) = look_at(tmp_path / "没有.txt", ReadOptions())
    assert missing.fault is not None


def _bundles_alive() -> int:
    return sum(type(one) is Bundle for one in gc.get_objects())  # isinstance would ask weak proxies


def test_of_a_file_that_is_looked_at_nothing_stays_but_hashes_and_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": f"第{number}号：{TEXT}"}) + "\n" for number in range(2_000))
    alive = [_bundles_alive()]

    def watched(bundles):
        yield from bundles
        alive.append(_bundles_alive())

    def open_watched(*args):
        for file in open_files(*args):
            yield replace(file, bundles=watched(file.bundles))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("annotator.corpus.looking.open_files", open_watched)
        (looked,) = look_at(path, ReadOptions())
    assert len(looked.hashes) == 2_000
    before, after = alive
    assert after < before + 100


@pytest.mark.parametrize("name", ["甲.txt", "ls.json"])
def test_what_was_looked_at_is_what_comes_in(tmp_path: Path, name: str) -> None:
    path = label_studio(tmp_path) if name == "ls.json" else tmp_path / name
    if not path.exists():
        path.write_text(TEXT * 3, "utf-8")
    options = ReadOptions(labels={"POLICY": "Program", "NUM": "Quantity"}, annotator="小林")
    (looked,) = pickle.loads(pickle.dumps(look_at(path, options)))
    with closing(Corpus.create(tmp_path / "x.corpus", annotator="小林")) as corpus:
        assert corpus.known_texts(looked.hashes) == set()
        added = corpus.import_read(Ahead([(path, options)]).files())
        assert (added.documents, added.annotations) == (len(looked.hashes), sum(looked.labels.values()))
        assert corpus.known_texts([*looked.hashes, "nobody"]) == set(looked.hashes)
        again = corpus.import_read(Ahead([(path, options)]).files())
        assert (again.known, again.annotations, again.changes.kinds) == (1, 0, frozenset()), "the same, once more"
        corpus.undo()
        assert corpus.document_ids() == []
