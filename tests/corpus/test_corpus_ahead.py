"""Files that a process beside ours reads come in as those that we read ourselves, whatever becomes of it on the way."""

from __future__ import annotations

import json
import os
import pickle
import signal
import zipfile
from contextlib import closing
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

from annotator import keeping
from annotator.corpus import Added, Ahead, Corpus, Far, ReadOptions
from annotator.errors import AnnotatorError
from annotator.incoming import ahead, open_files
from annotator.incoming.pieces import Begun, Ended, Reading, Turn, packs_of, put_together
from annotator.model import Annotation, Bundle, Document, Span
from annotator.work import Worker

TEXT = "甲村落实低保，建设扶贫车间12个。"
HOW = ReadOptions(annotator="李")


def many_lines(path: Path, count: int, *, broken: bool = False, label: str = "") -> Path:
    """A JSONL of so many reports, whose last line is none if so wanted; the first one may bear a label."""
    with path.open("w", encoding="utf-8") as lines:
        if label:
            lines.write(json.dumps({"text": TEXT, "spans": [{"start": 2, "end": 4, "label": label}]}) + "\n")
        for number in range(count):
            lines.write(json.dumps({"text": f"{path.stem}{number}号：{TEXT}"}, ensure_ascii=False) + "\n")
        lines.write("{broken\n" if broken else "")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Large, broken at its end, refused in the midst, in archives, with a text of its own beside it."""
    made = tmp_path / "in"
    made.mkdir()
    many_lines(made / "a.jsonl", 250)
    many_lines(made / "b.jsonl", 250, broken=True)
    many_lines(made / "c.jsonl", 350, label="None such")
    many_lines(made / "d.jsonl", 20, label="Place")
    with zipfile.ZipFile(made / "e.zip", "w") as archive:
        archive.writestr("甲.txt", f"包{TEXT}")
        archive.writestr("坏.docx", b"PK\x03\x04nothing")
        archive.write(many_lines(tmp_path / "x.jsonl", 130, label="None such"), "x.jsonl")
        archive.write(many_lines(tmp_path / "y.jsonl", 130), "y.jsonl")
    (made / "f.ann").write_text("T1\tMeasure 4 6\t低保\nE1\tX:T1\n", "utf-8")
    (made / "f.txt").write_text(TEXT, "utf-8")
    (made / "f2.ann").write_text("T1\tNone_such 4 6\t低保\n", "utf-8")
    (made / "f2.txt").write_text(f"再{TEXT[1:]}", "utf-8")
    (made / "g.ann").write_text("T1\tMeasure 4 6\t产业\n", "utf-8")
    (made / "g.txt").write_text(f"又{TEXT}", "utf-8")
    (made / "h.txt").write_bytes(b"")
    (made / "i.odd").write_text("?", "utf-8")
    return made


def told(added: Added, corpus: Corpus) -> list[object]:
    """All that an import said and did."""
    faults = [(fault.key, str(fault)) for fault in added.faults]
    counts = (added.documents, added.known, added.annotations, added.decisions, dict(added.left_out))
    texts = [corpus.document(id_).text for id_ in corpus.document_ids()]
    return [faults, [str(one) for one in added.remarks], counts, texts, len(list(corpus.history()))]


@pytest.fixture
def corpus(tmp_path: Path):
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as made:
        yield made


@pytest.mark.parametrize("beside", [False, True])
def test_whoever_reads_the_same_comes_in(folder: Path, tmp_path: Path, corpus: Corpus, beside: bool) -> None:
    """As when each file is read and written alone, without pieces."""
    with closing(Corpus.create(tmp_path / "whole.corpus", annotator="李")) as whole:
        expected = told(whole.import_read(open_files(whole.files_of([folder]), "", HOW)), whole)
    children = active_children()
    heard: list[Far] = []
    with closing(Ahead([(path, HOW) for path in corpus.files_of([folder])], beside=beside)) as ahead:
        assert told(corpus.import_read(ahead.files(heard.append)), corpus) == expected
    assert active_children() == children
    keys = [key for key, _ in expected[0]]  # type: ignore[attr-defined]
    assert len(keys) == 8, keys
    read = [far.path.name for far in heard if not far.documents]
    expected = [*(f"{one}.jsonl" for one in "abcd"), "e.zip", "f.ann", "f2.ann", "g.ann", "g.txt", "h.txt", "i.odd"]
    assert list(dict.fromkeys(read)) == expected, "no text that came with its annotations"
    assert max(far.documents for far in heard if far.path.name == "a.jsonl") == 250


def test_of_a_file_that_is_refused_no_more_is_read_than_is_on_its_way(tmp_path: Path, corpus: Corpus) -> None:
    paths = [many_lines(tmp_path / "a.jsonl", 200_000, label="None such"), many_lines(tmp_path / "b.jsonl", 5)]
    for beside in (False, True):
        heard: list[Far] = []
        with closing(Ahead([(path, HOW) for path in paths], beside=beside)) as ahead:
            added = corpus.import_read(ahead.files(heard.append))
        assert [fault.key for fault in added.faults] == ["corpus.import-label"]
        assert (added.documents, added.known) == ((0, 5) if beside else (5, 0)), "the other file is in"
        assert max(far.documents for far in heard) < 20_000


def test_a_word_that_comes_too_late_refuses_no_other_file(tmp_path: Path) -> None:
    paths = [many_lines(tmp_path / f"{name}.jsonl", 400) for name in "ab"]
    packs = packs_of([(path, HOW) for path in paths])
    pieces = [*next(packs)]
    while True:
        try:
            pieces += packs.send(1 if any(isinstance(one, Begun) and one.number == 2 for one in pieces) else None)
        except StopIteration:
            break
    assert [len(list(file.bundles)) for file in put_together(iter(pieces), [], "", lambda _: None)] == [400, 400]
    assert sum(isinstance(one, Ended) for one in pieces) == 2


def test_many_small_files_go_over_together_and_a_slow_one_is_announced(tmp_path: Path) -> None:
    for number in range(250):
        (tmp_path / f"{number:03}.txt").write_text(f"{number}{TEXT}", "utf-8")
    packs = list(packs_of([(path, HOW) for path in sorted(tmp_path.iterdir())]))
    assert packs[0] == (Turn(0),), "before it is read"
    assert len(packs) < 60
    assert [piece.number for pack in packs for piece in pack if isinstance(piece, Turn)] == list(range(250))


def test_of_a_large_file_only_a_few_documents_are_read_ahead(tmp_path: Path) -> None:
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
        patch.setattr("annotator.incoming.pieces.open_files", open_counted)
        reading = Reading([(path, HOW)])
        for file in put_together(reading.pieces(), [], "", reading.pass_over):
            for taken, _ in enumerate(file.bundles, 1):
                assert taken <= read <= taken + 100
    assert read == 2_000


def test_what_is_little_is_read_without_a_process(
    folder: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.incoming.ahead.Worker", None)
    assert corpus.import_files([folder]).documents > 250
    with (folder / "large.jsonl").open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": f"{number}{TEXT * 100}"}) + "\n" for number in range(600))
    with pytest.raises(TypeError, match="NoneType"):
        corpus.import_files([folder])


def large(tmp_path: Path) -> Path:
    path = tmp_path / "大.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": f"{number}{TEXT * 30}"}) + "\n" for number in range(3_000))
    return path


def test_a_reader_that_the_system_kills_changes_nothing_and_is_said(tmp_path: Path, corpus: Corpus) -> None:
    path, children = large(tmp_path), set(active_children())

    def kill(far: Far) -> None:
        for one in set(active_children()) - children if far.documents else ():
            assert one.pid
            os.kill(one.pid, signal.SIGKILL)

    before = list(corpus.history())
    with pytest.raises(AnnotatorError) as caught:
        corpus.import_files([path], progress=kill)
    assert (caught.value.key, caught.value.fields["path"]) == ("work.reader-died", path)
    assert (corpus.document_ids(), list(corpus.history())) == ([], before)
    assert set(active_children()) == children
    assert corpus.import_files([path]).documents == 3_000
    assert keeping.check(corpus.path) == []


def test_a_reader_that_ends_before_it_begins_is_said(
    tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dead(Worker):
        def __init__(self) -> None:
            super().__init__()
            self._process.kill()
            self._process.join()

    monkeypatch.setattr(ahead, "Worker", Dead)
    with pytest.raises(AnnotatorError) as caught:
        corpus.import_files([large(tmp_path)])
    assert caught.value.key == "work.reader-died"
    assert corpus.document_ids() == []


def test_to_stop_in_the_midst_changes_nothing_and_leaves_no_process(tmp_path: Path, corpus: Corpus) -> None:
    path, children = large(tmp_path), set(active_children())

    def stop(far: Far) -> None:
        if far.documents > 300:
            raise KeyboardInterrupt

    before = list(corpus.history())
    with pytest.raises(KeyboardInterrupt):
        corpus.import_files([path], progress=stop)
    assert (corpus.document_ids(), list(corpus.history())) == ([], before)
    assert set(active_children()) == children


def test_values_are_the_same_in_another_process() -> None:
    annotation = Annotation("a", "d", "李", Span(4, 6), "Measure", "低保", {"n": 1.5, "s": None}, "注", "m", "t", "u")
    bundle = Bundle(Document("d", "题", TEXT), (annotation,))
    assert pickle.loads(pickle.dumps(bundle)) == bundle
