"""Report files on their own, without a corpus: read them, see what is suggested in them, score that against gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from os.path import isdir
from pathlib import Path
from typing import Any

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.formats import Format, ReadOptions, Source, formats, recognise
from annotator.formats.files import walk
from annotator.formats.mapping import as_predicted, renamed
from annotator.i18n import Words
from annotator.model import Bundle, PersonalRule, Scheme, Suggestion
from annotator.resources import seeds
from annotator.review.score import Labelled, Scores, score
from annotator.suggest import Engine, Personal, Taught, document_uncertainty, most_uncertain_first, preferred

_ENOUGH = 2_000
"""code points that have something for most rules"""


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


def suggested_line(bundle: Bundle, name: str, suggestions: Iterable[Suggestion], words: Words) -> dict[str, Any]:
    """A document's suggestions as machines read them: offsets in code points, the reason as a sentence."""
    return {
        "document": name,
        "sha256": bundle.document.sha256,
        "length": len(bundle.document.text),
        "suggestions": [plain.from_suggestion(one) | {"why": words.reason(one.why)} for one in suggestions],
    }


def by_uncertainty(suggestions: Iterable[Suggestion], length: int) -> tuple[float, list[Suggestion]]:
    """How uncertain a document of this length is (bits for each thousand code points), and its suggestions, the least

    certain first.
    """
    found = most_uncertain_first(suggestions)
    return round(document_uncertainty(found, length), 3), found


def evaluate(gold: Path, engine: Engine | Taught, scheme: Scheme) -> tuple[Scores, list[AnnotatorError]]:
    """Scores an engine's suggestions on the .txt files of a folder, in marks form (or on one such file).

    Folders below it are other folds and stay out. Broken files are returned as faults. Raises AnnotatorError when there
    is no such folder, and when none of its files can be read.
    """
    paths = sorted(gold.glob("*.txt")) if isdir(gold) else [gold]
    theirs: dict[str, list[Labelled]] = {}
    ours: dict[str, list[Labelled]] = {}
    faults: list[AnnotatorError] = []
    for file in read_files(paths, "marks"):
        if file.fault:
            faults.append(file.fault)
        for bundle in file.bundles:
            name = str(file.path)
            theirs[name] = [(annotation.span, annotation.label) for annotation in bundle.annotations]
            ours[name] = [(one.span, one.label) for one in engine.suggest(bundle.document.text)]
    if not theirs:
        raise faults[0] if faults else AnnotatorError("reports.no-gold", path=gold)
    return score(theirs, ours, labels=[label.name for label in scheme.labels]), faults


def engine_for(scheme: Scheme, model: bytes = b"") -> Engine:
    """The engine whose suggestions have the labels of a scheme, and overlap as it allows.

    `model` are the bytes of a corpus's own model; without them the one that ships takes part. Raises AnnotatorError
    where they are damaged or another version's.
    """
    return _engine(scheme.overlap, tuple(label.name for label in scheme.labels), model)


@dataclass(frozen=True, slots=True)
class Ways:
    """All that a worker process needs in order to suggest as a corpus does: its scheme, people's rules, its model."""

    scheme: Scheme
    rules: tuple[PersonalRule, ...] = ()
    model: bytes = field(default=b"", repr=False)

    @property
    def engine(self) -> Engine:
        """Made at the first call in a process, and stays."""
        return engine_for(self.scheme, self.model)


def warm_up() -> None:
    """For a worker process that has nothing to do yet: reads what suggesting needs, so that the first text is quick."""
    text = next(iter(sorted(seeds().glob("*.txt")))).read_text("utf-8")
    Engine().suggest(text[:_ENOUGH])


def keep_what_takes_a_while() -> None:
    """For a worker process that has nothing more to do: keeps what makes the next start quicker."""
    from annotator.suggest.preparing import keep_prepared

    keep_prepared()


def suggest_text(text: str, ways: Ways) -> tuple[list[Suggestion], list[AnnotatorError]]:
    """An engine's suggestions in a text, and which plug-ins are switched off since the last call, and why.

    For a worker process: the engine is made at the first call and stays.
    """
    engine = ways.engine
    return engine.suggest(text), engine.take_faults()


def suggest_texts(texts: Sequence[str], ways: Ways) -> list[list[Suggestion]]:
    """An engine's suggestions in each of the texts, as `suggest_text` gives them for one. For a worker process."""
    return [ways.engine.suggest(text) for text in texts]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many suggestions a text has, those of the rules among them, and how uncertain they are: bits for each

    thousand code points, 0 for certainty.
    """

    suggestions: int
    uncertainty: float


def count_suggestions(text: str, ways: Ways, imported: Sequence[Suggestion] = ()) -> Counted:
    """For a worker process: two numbers come back sooner than the suggestions would.

    `imported` are those of other programs that files brought.
    """
    overlap = ways.scheme.overlap
    own = ways.engine.suggest(text)
    joined = preferred(imported, own, overlap=overlap) if imported else own
    found = Personal(ways.rules).joined(text, joined, overlap=overlap)
    return Counted(len(found), round(document_uncertainty(found, len(text)), 3))


@lru_cache(maxsize=4)
def _engine(overlap: str, labels: tuple[str, ...], model: bytes) -> Engine:
    """Made once: it reads the lexicons, and answers by the text alone."""
    if not model:
        return Engine(overlap=overlap, labels=labels)
    from annotator.suggest.learned.model import Model

    return Engine(overlap=overlap, labels=labels, model=Model.from_bytes(model))
