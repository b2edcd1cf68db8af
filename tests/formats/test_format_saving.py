"""Writing to disks: the new file whole, or the old one whole, and nothing left lying about."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from format_values import SCHEME, refusal

from annotator.errors import AnnotatorError
from annotator.formats import formats, saving
from annotator.formats.saving import atomic_folder, atomic_writer
from annotator.model import Bundle, Document


def _write(path, content=b"new", failure=None):
    with atomic_writer(path) as stream:
        stream.write(content)
        if failure:
            raise failure


def _fill(path, failure=None):
    with atomic_folder(path) as folder:
        (folder / "a.txt").write_text("a")
        if failure:
            raise failure


def _only(folder, *names):
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_writes_and_replaces(tmp_path):
    path = tmp_path / "out.jsonl"
    _write(path, b"old")
    path.chmod(0o640)
    _write(path)
    assert path.read_bytes() == b"new"
    assert os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o640
    _only(tmp_path, "out.jsonl")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="links to what is open, as Linux has them")
def test_what_stdout_is_named_by_is_no_file_where_that_is_a_pipe():
    reader, writer = os.pipe()
    path = Path(f"/proc/self/fd/{writer}")
    refusal(lambda: _write(path), "target-not-regular", path)
    with pytest.raises(AnnotatorError) as caught, saving.atomic_folder(path):
        pass
    assert caught.value.key == "formats.target-is-file"
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize("failure", [RuntimeError("ours"), KeyboardInterrupt()])
def test_a_failure_in_the_middle_leaves_the_old_file(tmp_path, failure):
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")
    with pytest.raises(type(failure)):
        _write(path, failure=failure)
    assert path.read_bytes() == b"old"
    _only(tmp_path, "out.jsonl")


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EACCES, "folder-read-only"),
        (errno.EROFS, "folder-read-only"),
        (errno.EIO, "write-failed"),
    ],
)
@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_the_disk_refuses(tmp_path, monkeypatch, code, key, call):
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")

    def refuse(*_args):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(saving.os, call, refuse)
    refusal(lambda: _write(path), key, path, tmp_path)
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    _only(tmp_path, "out.jsonl")


def test_full_while_writing(tmp_path):
    path = tmp_path / "out.jsonl"
    refusal(lambda: _write(path, failure=OSError(errno.ENOSPC, "No space left on device")), "disk-full", path)
    _only(tmp_path)


def test_missing_folder_and_a_folder_as_target(tmp_path):
    refusal(lambda: _write(tmp_path / "no" / "out.jsonl"), "folder-missing", tmp_path / "no")
    refusal(lambda: _write(tmp_path), "target-is-folder", tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_pipe_as_target(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    refusal(lambda: _write(tmp_path / "pipe"), "target-not-regular", "pipe")


def test_read_only_file_and_folder(tmp_path, monkeypatch):
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")
    monkeypatch.setattr(saving.os, "access", lambda *_args: False)
    refusal(lambda: _write(path), "target-read-only", path)
    assert path.read_bytes() == b"old"


def test_really_read_only_folder(tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o500)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("this user may write everywhere")
        refusal(lambda: _write(folder / "out.jsonl"), "folder-read-only", folder)
        refusal(lambda: _fill(folder / "out"), "folder-read-only", folder)
    finally:
        folder.chmod(0o700)


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    real.write_bytes(b"old")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("no links here")
    _write(link)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_folder_is_made_whole(tmp_path):
    _fill(tmp_path / "out")
    _only(tmp_path / "out", "a.txt")
    (tmp_path / "empty").mkdir()
    _fill(tmp_path / "empty")
    _only(tmp_path / "empty", "a.txt")
    _only(tmp_path, "out", "empty")


def test_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    refusal(lambda: _fill(tmp_path / "full"), "target-not-empty", tmp_path / "full")
    refusal(lambda: _fill(tmp_path / "file"), "target-is-file", tmp_path / "file")
    refusal(lambda: _fill(tmp_path / "no" / "out"), "folder-missing", tmp_path / "no")
    refusal(lambda: _fill(tmp_path / "out", OSError(errno.ENOSPC, "full")), "disk-full", tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        _fill(tmp_path / "out", KeyboardInterrupt())
    _only(tmp_path, "full", "file")
    _only(tmp_path / "full", "mine.txt")


@pytest.mark.parametrize("name", ["package", "refi-qda", "huggingface", "annotations-xlsx"])
def test_what_is_written_in_between_fails_as_a_sentence_too(tmp_path, monkeypatch, name):
    path = tmp_path / "out.file"
    is_folder = formats.get(name).folder
    if not is_folder:
        path.write_bytes(b"old")

    def full(*_args, **_named):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(saving, "TemporaryFile", full)
    monkeypatch.setattr("openpyxl.worksheet._writer.WorksheetWriter.__init__", full)
    bundle = Bundle(Document("d", "题", "落实低保"))
    refusal(lambda: formats.get(name).write([bundle], SCHEME, path), "disk-full", tmp_path)
    _only(tmp_path, *([] if is_folder else ["out.file"]))
    assert is_folder or path.read_bytes() == b"old"


def test_what_lxml_says_of_the_disk_is_a_sentence(tmp_path, monkeypatch):
    from lxml.etree import SerialisationError

    def broken(*_args):
        raise SerialisationError("IO_WRITE")

    monkeypatch.setattr("openpyxl.Workbook.save", broken)
    write = formats.get("annotations-xlsx").write
    refusal(
        lambda: write([Bundle(Document("d", "题", "低保"))], SCHEME, tmp_path / "a.xlsx"), "write-failed", "IO_WRITE"
    )
    _only(tmp_path)
