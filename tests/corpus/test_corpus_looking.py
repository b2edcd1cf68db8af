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

from annotator.corpus import SKIP, Corpus, Passed, ReadOptions, look_at, pieces_of, put_together
from annotator.model import Bundle, text_hash
from annotator.reports import open_files

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
    ((bundle,),) = (tuple(file.bundles) for file in put_together(pieces_of(path, options)))
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


def passed_on(piece: Passed) -> Passed:
    """As it comes out of the pipe to another process."""
    again: Passed = pickle.loads(pickle.dumps(piece))
    return again


def many_lines(path: Path, count: int, *, broken: bool = False) -> Path:
    """A JSONL of so many reports, whose last line is none if so wanted."""
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            lines.write(json.dumps({"text": f"第{number}号：{TEXT}"}, ensure_ascii=False) + "\n")
        lines.write("{broken\n" if broken else "")
    return path


@pytest.mark.parametrize("label", ["", "None such"])
def test_files_in_pieces_come_in_as_whole_ones(tmp_path: Path, label: str) -> None:
    """Large, broken at its end, refused in the midst for a label, and in an archive: as `import_files` has it."""
    odd = {"text": f"另一份：{TEXT}", "spans": [{"start": 0, "end": 2, "label": label or "Place"}]}
    (tmp_path / "c.jsonl").write_text(json.dumps(odd) + "\n", "utf-8")
    with (tmp_path / "c.jsonl").open("a") as more, many_lines(tmp_path / "x", 350).open() as lines:
        more.write(lines.read())
    paths = [many_lines(tmp_path / "a.jsonl", 250), many_lines(tmp_path / "b.jsonl", 250, broken=True)]
    paths += [tmp_path / "c.jsonl", tmp_path / "d.zip"]
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as made:
        made.writestr("甲.txt", TEXT)
        made.writestr("坏.docx", b"PK\x03\x04nothing")
    ends = []
    for name in ("whole", "pieces"):
        with closing(Corpus.create(tmp_path / f"{name}.corpus", annotator="李")) as corpus:
            if name == "whole":
                added = corpus.import_files(paths)
            else:
                pieces = (passed_on(piece) for path in paths for piece in pieces_of(path, ReadOptions(annotator="李")))
                added = corpus.import_read(put_together(pieces))
            said = [(fault.key, str(fault)) for fault in added.faults], [str(one) for one in added.remarks]
            texts = [corpus.document(id_).text for id_ in corpus.document_ids()]
            ends.append((added.documents, added.known, added.annotations, added.left_out, said, texts))
    assert ends[0] == ends[1]
    assert ends[0][0] > 250


def _bundles_alive() -> int:
    return sum(type(one) is Bundle for one in gc.get_objects())  # isinstance would ask weak proxies


def test_of_a_large_file_only_a_few_documents_are_read_ahead(tmp_path: Path) -> None:
    """Also while it is looked at: then nothing of it stays but hashes and counts."""
    path = many_lines(tmp_path / "a.jsonl", 2_000)
    read = 0

    def counted(bundles):
        nonlocal read
        for bundle in bundles:
            read += 1
            yield bundle

    def open_counted(*args):
        for file in open_files(*args):
            yield replace(file, bundles=counted(file.bundles))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("annotator.corpus.passing.open_files", open_counted)
        for file in put_together(pieces_of(path, ReadOptions())):
            for taken, _ in enumerate(file.bundles, 1):
                assert taken <= read <= taken + 100
    assert read == 2_000
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
        added = corpus.import_read(put_together(map(passed_on, pieces_of(path, options))))
        assert (added.documents, added.annotations) == (len(looked.hashes), sum(looked.labels.values()))
        assert corpus.known_texts([*looked.hashes, "nobody"]) == set(looked.hashes)
        again = corpus.import_read(put_together(pieces_of(path, options)))
        assert (again.known, again.annotations, again.changes.kinds) == (1, 0, frozenset()), "the same, once more"
        corpus.undo()
        assert corpus.document_ids() == []
