"""What an import would bring, file by file, before anything is written. Values in, values out: for a worker process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from os.path import getsize
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, recognise
from annotator.formats.format import ANNOTATIONS, SKIP
from annotator.formats.preview import preview
from annotator.model import Scheme, Versions
from annotator.reports import ReadFile, read_files
from annotator.text import script_of

_READ_AGAIN = 20_000_000  # bytes up to which a file is read once more for the rivals of its encoding


@dataclass(frozen=True, slots=True)
class Looked:
    """A file, or one inside an archive, as an import would read it. The texts themselves stay in the worker.

    `hashes` are those of the texts, `length` their code points together; `script` and `sample` are of the first.
    `encoding` is empty for files that have none of their own, `rivals` are others that decode it; `labels` counts the
    annotations by their labels, those of programs (`predictions`) included.
    """

    path: Path
    format: Versions = field(default_factory=dict, hash=False)
    titles: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    length: int = 0
    script: str = ""
    sample: str = ""
    encoding: str = ""
    sure: bool = True
    rivals: tuple[str, ...] = ()
    labels: Mapping[str, int] = field(default_factory=dict, hash=False)
    predictions: int = 0
    scheme: Scheme | None = None
    left_out: Mapping[str, int] = field(default_factory=dict, hash=False)
    remarks: tuple[AnnotatorError, ...] = ()
    fault: AnnotatorError | None = None


def look_at(path: Path, options: ReadOptions) -> list[Looked]:
    """What a file holds, and each file in it if it is an archive. What cannot be read carries its fault."""
    return list(_look(path, replace(options, predictions=ANNOTATIONS)))


def read_whole(path: Path, options: ReadOptions) -> list[ReadFile]:
    """The same file with its documents, for the import itself."""
    return list(read_files([path], "", options))


def _look(path: Path, options: ReadOptions) -> Iterator[Looked]:
    files = list(read_files([path], "", options))
    annotated = any(bundle.annotations for file in files for bundle in file.bundles)
    predictions = _predictions(path, options) if annotated else {}
    for file in files:
        yield _looked(file, path, options, predictions.get(file.path, 0))


def _predictions(path: Path, options: ReadOptions) -> dict[Path, int]:
    """How many annotations are programs', by file: those that are gone when they are not wanted."""
    files = read_files([path], "", replace(options, predictions=SKIP))
    return {file.path: file.left_out.get("predictions", 0) for file in files}


def _looked(file: ReadFile, path: Path, options: ReadOptions, predictions: int) -> Looked:
    looked = Looked(file.path, _format(file.path), remarks=file.remarks, fault=file.fault)
    if file.fault or not file.bundles:
        return _with_rivals(looked, options) if file.path == path else looked
    documents = [bundle.document for bundle in file.bundles]
    first = documents[0]
    encoding = first.origin.encoding
    found = replace(
        looked,
        titles=tuple(one.title for one in documents[:3]),
        hashes=tuple(one.sha256 for one in documents),
        length=sum(len(one.text) for one in documents),
        script=script_of(first.text),
        sample=first.text[:300],
        encoding=encoding.removesuffix("?"),
        sure=not encoding.endswith("?"),
        labels=dict(Counter(one.label for bundle in file.bundles for one in bundle.annotations)),
        predictions=predictions,
        scheme=file.scheme,
        left_out=file.left_out,
    )
    return _with_rivals(found, options) if encoding and file.path == path else found


def _format(path: Path) -> Versions:
    """The title of the format by which a file is read; none where nobody knows it, or it lies in an archive."""
    try:
        return recognise(path, Source(path).head()).title
    except AnnotatorError:
        return {}


def _with_rivals(looked: Looked, options: ReadOptions) -> Looked:
    try:
        if getsize(looked.path) > _READ_AGAIN:
            return looked
        found = preview(Source(looked.path).read(), looked.path.name, options.encoding)
    except (AnnotatorError, OSError):  # what is wrong with it has been said
        return looked
    return replace(looked, rivals=tuple(one.encoding for one in found.rivals))
