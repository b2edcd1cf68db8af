"""ZIP archives of reports: a folder in one file. Each file in it is read by its own format.

Nothing is unpacked to the disk. Names that do not say they are UTF-8 may be GBK or Big5; archives in archives are gone
through, three deep, all together within one allowance.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from annotator.errors import AnnotatorError
from annotator.formats.files import is_hidden, shown
from annotator.formats.format import Format, ReadOptions
from annotator.formats.guess import guess_double_byte
from annotator.formats.registry import formats, recognise
from annotator.formats.source import Allowance, Source
from annotator.formats.zips import content, opened_zip
from annotator.model import Bundle

MOST_BYTES = 1_000_000_000
DEEPEST = 3
_UTF8 = 0x800
_UNIX = 3


def members(source: Source) -> Iterator[Source | AnnotatorError]:
    """The files of an archive in the order of their names, and for those that cannot be had the reason.

    Raises AnnotatorError when the archive itself is damaged, lies too deep or unpacks to more than its allowance.
    """
    allowance = source.allowance or Allowance(MOST_BYTES, DEEPEST)
    if not allowance.depth:
        raise AnnotatorError("formats.zip-deep", path=source.name, limit=DEEPEST)
    with source.opened() as stream, opened_zip(stream, source.name) as archive:
        names = _names(archive)
        for name, entry in sorted(names.items()):
            yield _member(archive, entry, name, source, allowance)


def _member(
    archive: ZipFile, entry: ZipInfo, name: str, source: Source, allowance: Allowance
) -> Source | AnnotatorError:
    path = source.path / name.lstrip("/")
    try:
        if stat.S_ISLNK(entry.external_attr >> 16) and entry.create_system == _UNIX:
            raise AnnotatorError("formats.zip-link", path=shown(path))
        if ".." in Path(name).parts or name.startswith("/") or ":" in name:
            raise AnnotatorError("formats.zip-outside", path=shown(path))
        data = content(archive, entry, shown(path))
    except AnnotatorError as fault:
        return fault
    if not data:
        return AnnotatorError("formats.empty", path=shown(path))
    allowance.take(len(data), source.name)
    return Source(path, data, allowance.below())


def _names(archive: ZipFile) -> dict[str, ZipInfo]:
    """The files by their names, without those that systems hide in archives."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    unsaid = [_raw(entry) for entry in entries if not entry.flag_bits & _UTF8]
    encoding = _encoding(b"\n".join(unsaid))
    found = {}
    for entry in entries:
        plain = entry.filename if entry.flag_bits & _UTF8 else _raw(entry).decode(encoding, "replace")
        name = plain.replace("\\", "/")
        parts = name.split("/")
        if not any(is_hidden(part) and part != ".." for part in parts) and parts[0] != "__MACOSX":
            found[name] = entry
    return found


def _raw(entry: ZipInfo) -> bytes:
    """The bytes of a name that zipfile has taken for cp437."""
    return entry.orig_filename.encode("cp437", "replace")


def _encoding(names: bytes) -> str:
    """One for all names of an archive: UTF-8 where they are that, else the double-byte encoding that gives Chinese."""
    try:
        names.decode("utf-8")
    except UnicodeDecodeError:
        guess = guess_double_byte(names)
        return guess.encoding if guess and not guess.encoding.startswith("utf-16") else "cp437"
    return "utf-8"


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents of all files of an archive. Raises AnnotatorError at the first that cannot be read."""
    for member in members(source):
        if isinstance(member, AnnotatorError):
            raise member
        format_ = recognise(member.path, member.head())
        assert format_.read is not None  # or it would not have been recognised
        yield from format_.read(member, options)


FORMAT = formats.register("zip")(
    Format(
        name="zip",
        title={"zh-Hans": "ZIP 压缩包", "zh-Hant": "ZIP 壓縮檔", "en": "ZIP archive"},
        suffixes=(".zip",),
        unit="code points",
        loses=(),
        read=read,
        write=None,
        members=members,
    )
)
