"""The files of an import, one after the other: what each gives, or why it could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats import Format, ReadOptions, Source, formats, recognise
from annotator.formats.files import walk
from annotator.formats.mapping import as_predicted, renamed
from annotator.model import Bundle, Scheme


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What one file gave: its bundles and, where it carries one, its scheme; or why it could not be read.

    `remarks` say what was left out or only guessed. A file inside an archive has the archive as a folder in its path.
    `left_out` counts, by kind, what the file has besides and a corpus cannot hold.
    """

    path: Path
    bundles: tuple[Bundle, ...] = ()
    scheme: Scheme | None = None
    fault: AnnotatorError | None = None
    remarks: tuple[AnnotatorError, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file whose bundles are read as they are asked for, once: of a large one only a few are in memory.

    They raise AnnotatorError where it cannot be read further. `remarks` and `left_out` are whole after the last.
    """

    path: Path
    bundles: Iterator[Bundle]
    scheme: Scheme | None
    remarks: list[AnnotatorError]
    left_out: Counter[str] = field(hash=False)
    fault: None = None


Incoming = ReadFile | OpenFile


def read_files(paths: Iterable[Path], format_: str = "", options: ReadOptions | None = None) -> Iterator[ReadFile]:
    """Each file of the paths in turn, folders and archives gone through; one that cannot be read stops no other.

    A named format wins over recognition. Raises AnnotatorError when there is no format of that name.
    """
    for file in open_files(paths, format_, options):
        yield _read_to_the_end(file) if isinstance(file, OpenFile) else file


def open_files(
    paths: Iterable[Path], format_: str = "", options: ReadOptions | None = None, texts: set[Path] | None = None
) -> Iterator[Incoming]:
    """The same, but a file's bundles are read as they are asked for; those whose fault shows at once are ReadFiles.

    `texts` hears which files came with another one's annotations: they are not read once more.
    """
    if format_:
        formats.get(format_)
    options = replace(options or ReadOptions(), texts=set() if texts is None else texts)
    for path in walk(paths):
        if path not in options.texts:
            yield from _open(Source(path), format_, options)


def _read_to_the_end(file: OpenFile) -> ReadFile:
    try:
        bundles = tuple(file.bundles)
    except AnnotatorError as fault:
        return ReadFile(file.path, fault=fault)
    return ReadFile(file.path, bundles, file.scheme, remarks=tuple(file.remarks), left_out=dict(+file.left_out))


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files that paths stand for: folders gone through in order of names, without what is hidden in them."""
    return walk(paths)


def _open(source: Source, name: str, options: ReadOptions) -> Iterator[Incoming]:
    try:
        format_ = recognise(source.path, source.head(), name)
        if format_.members:
            for member in format_.members(source):
                yield from _member(member, source, name, options)
        else:
            yield _documents(source, format_, options)
    except AnnotatorError as fault:
        yield ReadFile(source.path, fault=fault)


def _member(member: Source | AnnotatorError, archive: Source, name: str, options: ReadOptions) -> Iterator[Incoming]:
    if isinstance(member, AnnotatorError):
        yield ReadFile(Path(str(member.fields.get("path", archive.path))), fault=member)
    else:
        yield from _open(member, name, options)


def _documents(source: Source, format_: Format, options: ReadOptions) -> OpenFile:
    if format_.read is None:
        raise AnnotatorError("reports.write-only", path=source.name, format=format_.name)
    remarks: list[AnnotatorError] = []
    scheme = format_.scheme(source) if format_.scheme else None
    left_out = Counter[str]()
    options = replace(options, remark=remarks.append, left_out=left_out)
    bundles = (as_predicted(renamed(bundle, options), options) for bundle in format_.read(source, options))
    return OpenFile(source.path, bundles, scheme, remarks, left_out)
