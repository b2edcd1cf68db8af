"""The disk under SQLite, written down and made to fail: what reaches it, in which order, and what was made to last.

SQLite speaks to the disk through a table of functions (https://sqlite.org/vfs.html). Here the system's own table is
copied, and those that write are replaced: each notes what it does, may fail, and calls the system's. So it is the real
store, on real files, with every one of its writes in sight.
"""

from __future__ import annotations

import ctypes as c
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

from annotator.store.sqlite import sqlite3

OK, READONLY, FULL, IOERR_READ, IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE = 0, 8, 13, 266, 778, 1034, 1546
SECTOR = 512
"""bytes that reach a disk whole or not at all"""

_File = c.c_void_p
_READ = c.CFUNCTYPE(c.c_int, _File, c.c_void_p, c.c_int, c.c_int64)
_WRITE = c.CFUNCTYPE(c.c_int, _File, c.c_void_p, c.c_int, c.c_int64)
_TRUNCATE = c.CFUNCTYPE(c.c_int, _File, c.c_int64)
_SYNC = c.CFUNCTYPE(c.c_int, _File, c.c_int)
_CLOSE = c.CFUNCTYPE(c.c_int, _File)
_OPEN = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, _File, c.c_int, c.c_void_p)
_DELETE = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_char_p, c.c_int)


class _Methods(c.Structure):
    """sqlite3_io_methods: what can be done with an open file."""

    _fields_ = (
        ("version", c.c_int), ("close", c.c_void_p), ("read", c.c_void_p), ("write", c.c_void_p),
        ("truncate", c.c_void_p), ("sync", c.c_void_p), ("rest", c.c_void_p * 13),
    )  # fmt: skip


class _Opened(c.Structure):
    """sqlite3_file: it begins with the table of what can be done with it."""

    _fields_ = (("methods", c.POINTER(_Methods)),)


class _Vfs(c.Structure):
    """sqlite3_vfs: what can be done with files by name."""

    _fields_ = (
        ("version", c.c_int), ("size_of_file", c.c_int), ("longest", c.c_int), ("next", c.c_void_p),
        ("name", c.c_char_p), ("data", c.c_void_p), ("open", c.c_void_p), ("delete", c.c_void_p),
        ("rest", c.c_void_p * 14),
    )  # fmt: skip


class Noted(NamedTuple):
    """Something that was done to a file: write, truncate (its offset is the size), sync, delete, rename (its content is

    the new name; it lasts once the folder, which has no name, is synced), or say (the work). What is read is asked
    about and not kept.
    """

    what: str
    name: str
    offset: int = 0
    content: bytes = b""


@dataclass
class Disk:
    """What has been done, in order. `fails` is asked before each write and read: the code to answer with, or OK."""

    noted: list[Noted] = field(default_factory=list)
    fails: Callable[[Noted], int] = lambda _noted: OK

    def say(self) -> None:
        """The work says that a piece of it has been acknowledged."""
        self.noted.append(Noted("say", ""))

    def note(self, noted: Noted) -> int:
        code = self.fails(noted)
        if code == OK and noted.what != "read":
            self.noted.append(noted)
        return code


@contextmanager
def watched() -> Iterator[Disk]:
    """All files that SQLite opens in the block for databases and their journals are watched."""
    library = c.CDLL(_module_file())
    library.sqlite3_vfs_find.restype = c.POINTER(_Vfs)
    found = library.sqlite3_vfs_find(None)
    disk = Disk()
    vfs, kept = _watching(found.contents, disk)
    library.sqlite3_vfs_register(c.byref(vfs), 1)
    try:
        yield disk
    finally:
        library.sqlite3_vfs_unregister(c.byref(vfs))
        library.sqlite3_vfs_register(found, 1)
        kept.clear()


def _module_file() -> str:
    """The library that the store's SQLite is in."""
    return str(__import__(f"{sqlite3.__name__.split('.')[0]}._sqlite3", fromlist=["_sqlite3"]).__file__)


def _watching(system: _Vfs, disk: Disk) -> tuple[_Vfs, list[Any]]:
    """The system's table with ours in it, and what has to live as long as it does."""
    names: dict[int, str] = {}
    tables: dict[int, _Methods] = {}  # by the system's table: files of one kind share one
    kept: list[Any] = [names, tables]

    def methods(theirs: Any) -> _Methods:
        address = c.addressof(theirs.contents)
        if address not in tables:
            ours = _Methods.from_buffer_copy(theirs.contents)
            tables[address] = ours
            kept.extend(_replace(ours, theirs.contents, names, disk))
        return tables[address]

    real_open, real_delete = _OPEN(system.open), _DELETE(system.delete)

    def open_(vfs: int, path: int | None, file: int, flags: int, out: int | None) -> int:
        code = real_open(vfs, path, file, flags, out)
        opened = _Opened.from_address(file)
        if code == OK and path and opened.methods:
            names[file] = os.path.basename(os.fsdecode(c.string_at(path)))
            opened.methods = c.pointer(methods(opened.methods))
        return code

    def delete(vfs: int, path: bytes, synced: int) -> int:
        code = disk.note(Noted("delete", os.path.basename(os.fsdecode(path))))
        return code or real_delete(vfs, path, synced)

    vfs = _Vfs.from_buffer_copy(system)
    vfs.name = b"watched"
    ours = (_OPEN(open_), _DELETE(delete))
    vfs.open, vfs.delete = (c.cast(one, c.c_void_p).value for one in ours)
    kept.extend(ours)
    return vfs, kept


def _replace(ours: _Methods, theirs: _Methods, names: dict[int, str], disk: Disk) -> list[Any]:
    real_read, real_write, real_truncate = _READ(theirs.read), _WRITE(theirs.write), _TRUNCATE(theirs.truncate)
    real_sync, real_close = _SYNC(theirs.sync), _CLOSE(theirs.close)

    def read(file: int, into: int, size: int, offset: int) -> int:
        return disk.note(Noted("read", names[file], offset)) or real_read(file, into, size, offset)

    def write(file: int, content: int, size: int, offset: int) -> int:
        code = disk.note(Noted("write", names[file], offset, c.string_at(content, size)))
        return code or real_write(file, content, size, offset)

    def truncate(file: int, size: int) -> int:
        return disk.note(Noted("truncate", names[file], size)) or real_truncate(file, size)

    def sync(file: int, flags: int) -> int:
        return disk.note(Noted("sync", names[file])) or real_sync(file, flags)

    def close(file: int) -> int:
        names.pop(file, None)
        return real_close(file)

    made = (_READ(read), _WRITE(write), _TRUNCATE(truncate), _SYNC(sync), _CLOSE(close))
    ours.read, ours.write, ours.truncate, ours.sync, ours.close = (c.cast(one, c.c_void_p).value for one in made)
    return [*made, real_read, real_write, real_truncate, real_sync, real_close]


# ---- a power cut


def after_a_cut(before: dict[str, bytes], noted: list[Noted], dice: random.Random) -> dict[str, bytes | None]:
    """What a disk holds after the power went behind these notes; None for a file that is gone.

    What was synced is there. Of what was not, each sector may have come, by one of four dispositions: all, none, up to
    some moment, or each by itself, so that a write is torn. A file's end moves with the sectors that came.
    """
    disposition = dice.choice(("all", "none", "until", "each"))
    moment = dice.randrange(len(noted) + 1)
    last_sync = {one.name: at for at, one in enumerate(noted) if one.what in ("sync", "delete")}
    files: dict[str, bytearray | None] = {name: bytearray(content) for name, content in before.items()}
    for at, one in enumerate(noted):
        synced = last_sync.get("" if one.what == "rename" else one.name, -1)
        lasts = at <= synced or disposition == "all" or (disposition == "until" and at < moment)
        if one.what == "delete":
            files[one.name] = None
        elif one.what == "rename":
            if lasts or (disposition == "each" and dice.random() < 0.5):
                files[one.content.decode()] = files.pop(one.name, None) or bytearray()
        elif one.what in ("write", "truncate") and (lasts or disposition == "each"):
            file = files.get(one.name)
            files[one.name] = file if file is not None else bytearray()
            _apply(files[one.name], one, dice if not lasts else None)  # type: ignore[arg-type]
    return {name: None if content is None else bytes(content) for name, content in files.items()}


def after_cuts(
    before: dict[str, bytes], noted: list[Noted], dice: random.Random
) -> Iterator[tuple[int, dict[str, bytes | None]]]:
    """How much was said, and what a disk then holds, after a cut behind each note in turn, over and over.

    No state comes twice, so it goes on for as long as there are others.
    """
    seen: set[int] = set()
    for moment in cycle(range(len(noted) + 1)):
        said = sum(one.what == "say" for one in noted[:moment])
        files = after_a_cut(before, noted[:moment], dice)
        state = hash((said, *sorted(files.items(), key=lambda named: named[0])))
        if state not in seen:
            seen.add(state)
            yield said, files


def _apply(file: bytearray, one: Noted, dice: random.Random | None) -> None:
    """Does to a file what was noted; with dice only some of its sectors."""
    if one.what == "truncate":
        if dice is None or dice.random() < 0.5:
            del file[one.offset :]
        return
    if dice is None:
        if len(file) < one.offset:
            file.extend(bytes(one.offset - len(file)))
        file[one.offset : one.offset + len(one.content)] = one.content
        return
    end = one.offset + len(one.content)
    at = one.offset
    while at < end:
        until = min(end, (at // SECTOR + 1) * SECTOR)
        if dice.random() < 0.5:
            if len(file) < until:
                file.extend(bytes(until - len(file)))
            file[at:until] = one.content[at - one.offset : until - one.offset]
        at = until


def put(files: dict[str, bytes | None], folder: Path) -> None:
    """Makes a folder hold these files and no others."""
    for old in folder.iterdir():
        if old.is_file():
            old.unlink()
    for name, content in files.items():
        if content is not None:
            (folder / name).write_bytes(content)
