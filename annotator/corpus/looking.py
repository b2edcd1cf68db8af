"""What an import would bring, file by file, before anything is written. Values in, values out: for a worker process."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from os.path import getsize
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, recognise
from annotator.formats.format import ANNOTATIONS, SKIP
from annotator.formats.preview import preview
from annotator.incoming import Incoming, open_files
from annotator.model import Bundle, Document, Scheme, Versions
from annotator.text import script_of

_TITLES = 3
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


def _look(path: Path, options: ReadOptions) -> Iterator[Looked]:
    looked = [_looked(file, path, options) for file in open_files([path], "", options)]
    predictions = _predictions(path, options) if any(one.labels for one in looked) else {}
    for one in looked:
        yield replace(one, predictions=predictions.get(one.path, 0))


def _predictions(path: Path, options: ReadOptions) -> dict[Path, int]:
    """How many annotations are programs', by file: those that are gone when they are not wanted."""
    found = {}
    for file in open_files([path], "", replace(options, predictions=SKIP)):
        with suppress(AnnotatorError):  # said where it was looked at
            deque(file.bundles, maxlen=0)
            found[file.path] = file.left_out.get("predictions", 0)
    return found


def _looked(file: Incoming, path: Path, options: ReadOptions) -> Looked:
    looked = Looked(file.path, _format(file.path), fault=file.fault)
    seen = _Seen()
    try:
        for bundle in file.bundles:
            seen.take(bundle)
    except AnnotatorError as fault:
        looked, seen = replace(looked, fault=fault), _Seen()
    else:
        looked = replace(looked, remarks=tuple(file.remarks))
    if seen.first is None:
        return _with_rivals(looked, options) if file.path == path else looked
    encoding = seen.first.origin.encoding
    found = replace(
        looked,
        titles=tuple(seen.titles),
        hashes=tuple(seen.hashes),
        length=seen.length,
        script=script_of(seen.first.text),
        sample=seen.first.text[:300],
        encoding=encoding.removesuffix("?"),
        sure=not encoding.endswith("?"),
        labels=dict(seen.labels),
        scheme=file.scheme,
        left_out=dict(+Counter(file.left_out)),
    )
    return _with_rivals(found, options) if encoding and file.path == path else found


@dataclass
class _Seen:
    """What is kept of documents as they go by; the first is kept whole."""

    first: Document | None = None
    titles: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    length: int = 0

    def take(self, bundle: Bundle) -> None:
        document = bundle.document
        self.first = self.first or document
        if len(self.titles) < _TITLES:
            self.titles.append(document.title)
        self.hashes.append(document.sha256)
        self.length += len(document.text)
        self.labels.update(one.label for one in bundle.annotations)


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
