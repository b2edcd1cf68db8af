"""Reading from disks: whatever is there, a sentence or the bytes, and never a wait."""

from __future__ import annotations

import os
import pickle
import sys
from functools import partial
from pathlib import Path

import pytest
from format_values import SCHEME, golden_bundle, refusal

from annotator.formats import ReadOptions, files, formats
from annotator.formats.files import MAX_BYTES, Link, read_bytes, shown, walk
from annotator.formats.source import Source


def test_bytes_come_as_they_are(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb\x1a")
    assert read_bytes(path) == b"\xef\xbb\xbfa\r\nb\x1a"


def test_missing_folder_and_empty(tmp_path):
    refusal(lambda: read_bytes(tmp_path / "没有.txt"), "missing", tmp_path / "没有.txt")
    refusal(lambda: read_bytes(tmp_path), "is-folder", tmp_path)
    (tmp_path / "空.txt").touch()
    refusal(lambda: read_bytes(tmp_path / "空.txt"), "empty", "空.txt")
    refusal(lambda: read_bytes(tmp_path / "空.txt" / "below"), "missing", "below")
    refusal(lambda: read_bytes(Path("a\0b")), "missing", "a\\x00b")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_fifo_and_device_never_block(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    refusal(lambda: read_bytes(tmp_path / "pipe"), "not-regular", "pipe")
    refusal(lambda: read_bytes(Path("/dev/zero")), "not-regular", "/dev/zero")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_file_exchanged_for_a_fifo_before_it_is_opened(tmp_path, monkeypatch):
    plain, pipe = tmp_path / "plain", tmp_path / "pipe"
    plain.write_text("a")
    os.mkfifo(pipe)
    real = os.open
    monkeypatch.setattr(files.os, "open", lambda path, *rest: real(pipe if path == plain else path, *rest))
    refusal(lambda: read_bytes(plain), "not-regular", "plain")


def test_no_permission(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("a")

    def denied(*_args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "open", denied)
    refusal(lambda: read_bytes(path), "no-permission", path)


def test_a_failing_disk_says_why(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("a")

    def broken(*_args):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files.os, "open", broken)
    refusal(lambda: read_bytes(path), "unreadable", path, "Input/output error")


def test_too_large_says_size_limit_and_way_out(tmp_path):
    path = tmp_path / "大.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)  # sparse: takes no room
    assert "Split" in refusal(lambda: read_bytes(path), "too-large", path, "50 MB", "40 MB")
    with path.open("wb") as stream:
        stream.truncate(3_000_000_000)
    refusal(lambda: read_bytes(path), "too-large", "3000 MB")


def test_the_limit_itself_is_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * MAX_BYTES)
    assert len(read_bytes(path)) == MAX_BYTES


def test_walk_is_sorted_and_leaves_hidden_out(tmp_path):
    for name in (
        "b.txt",
        "a/二.txt",
        "a/一.txt",
        ".git/x",
        "a/.hidden",
        "c/d/e.pdf",
        "a/annotation.conf",
        "a/TypeSystem.xml",
        "b.txt.losses.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = walk([tmp_path, tmp_path / "b.txt", tmp_path / "a" / ".hidden", tmp_path / "missing"])
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["b.txt", "a/一.txt", "a/二.txt", "c/d/e.pdf", "a/.hidden", "missing"]


def test_links_in_a_folder_are_not_followed_and_said(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out.txt"
    inside.mkdir()
    (inside / "a.txt").write_text("x")
    outside.write_text("secret")
    try:
        (inside / "loop").symlink_to(inside, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    (inside / "link.txt").symlink_to(outside)
    found = walk([inside])
    assert found == [inside / "a.txt", inside / "link.txt", inside / "loop"]
    assert read_bytes(found[0]) == b"x"
    for path in pickle.loads(pickle.dumps(found[1:])):  # as they go to the process that reads
        refusal(partial(read_bytes, path), "link", path)
        assert walk([path]) == [path]
    assert read_bytes(inside / "link.txt") == b"secret", "whoever names a link means what it leads to"


@pytest.mark.parametrize("name", ["brat", "web-annotation"])
def test_a_text_beside_its_annotations_is_no_link(tmp_path, name):
    formats.get(name).write([golden_bundle()], SCHEME, tmp_path / "in")
    (text,) = (tmp_path / "in").glob("*.txt")
    (said,) = (path for path in (tmp_path / "in").iterdir() if path.suffix in formats.get(name).suffixes)
    assert list(formats.get(name).read(Source(said), ReadOptions()))
    text.rename(tmp_path / "out.txt")
    try:
        text.symlink_to(tmp_path / "out.txt")
    except OSError:
        pytest.skip("no links here")
    refusal(lambda: list(formats.get(name).read(Source(said), ReadOptions())), "text-link", said, text.name)


def test_a_name_that_is_no_utf8_can_be_stored():
    assert shown(os.fsdecode(b"\xb1\xa8.txt")) in ("\ufffd\ufffd.txt", "报.txt")
    shown("\ud800").encode("utf-8")


def test_lines_end_at_lf_only(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes("a\u2028\r\n\x85b\rc\nd".encode())
    expected = [(1, "a\u2028\r\n".encode()), (2, "\x85b\rc\n".encode()), (3, b"d")]
    assert list(Source(path).lines()) == expected
    assert list(Source(path, path.read_bytes()).lines()) == expected


def test_a_line_above_the_limit(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as stream:
        stream.write(b"{}\n")
        stream.truncate(MAX_BYTES + 10)
    refusal(lambda: list(Source(path).lines()), "line-too-long", path, "2", "40 MB")


def test_a_file_that_grows_while_it_is_read_is_whole(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("低保" * 100, "utf-8")
    real = path.stat()
    monkeypatch.setattr(files.os, "fstat", lambda _file: os.stat_result([*real[:6], 7, *real[7:10]]))
    assert read_bytes(path).decode() == "低保" * 100


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_that_is_named_is_read_wherever_its_folder_is_named(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("外面的报告。", "utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    link = folder / "l.txt"
    link.symlink_to(outside)
    for named in ([folder, link], [link, folder]):
        [path] = walk(named)
        assert not isinstance(path, Link), named
    [path] = walk([folder])
    assert isinstance(path, Link)
