"""What a format is: frozen values, and the shapes of a reader and a writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats.sheets import Press
from annotator.formats.source import Source
from annotator.model import Bundle, Scheme, Versions

JOIN, LINES = "join", "lines"
MAIN, ALL = "main", "all"
ANNOTATIONS, SUGGESTIONS, SKIP = "annotations", "suggestions", "skip"
"""What becomes of other programs' predictions."""
LEFT_OUT = (
    "attributes", "documents", "empty", "events", "gaps", "label", "notes", "others", "predictions", "references",
    "rejected", "relations",
)  # fmt: skip
"""Kinds of what files have and a corpus cannot hold; each has a name in the translations, `formats.left-out-<kind>`."""


Remark = Callable[[AnnotatorError], None]
"""Hears what a reader has to say of a file that it could read."""


def unheard(_remark: AnnotatorError) -> None:
    """Remarks that nobody listens to."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person may say about a file. No encoding means: recognise it.

    `annotator` stands by the annotations of files that do not name anyone. `labels` renames the file's labels, an empty
    name leaves their annotations out. `predictions` of programs come in as ANNOTATIONS, as SUGGESTIONS, or are left
    out, SKIP; with `predicted` all that a file says is taken for a program's. `unit` is what offsets count, "code
    points" or "utf-16 units", in files that neither say nor prove it.
    `paragraphs` says what becomes of lines in files that know no paragraphs (PDF): JOIN or LINES.
    `parts` says whether what stands around the text (headers and footers, a web page's menus) is left out, MAIN, or
    comes along, ALL. `column` names the column or field of a table that holds the text; empty means: find it.

    `remark` hears what a reader has to say of a file that it could read: what was left out, what was only guessed.
    These are sentences like those of faults, but told, not raised. `left_out` is what readers count by `leave_out`.
    `texts` are files whose text has come in with another one's annotations: they are not read once more by themselves.
    """

    encoding: str | None = None
    annotator: str = ""
    paragraphs: str = JOIN
    parts: str = MAIN
    column: str = ""
    remark: Remark = unheard
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    predictions: str = ANNOTATIONS
    predicted: bool = False
    unit: str = ""
    left_out: Counter[str] = field(default_factory=Counter, compare=False)
    texts: set[Path] = field(default_factory=set, compare=False)

    def leave_out(self, kind: str, count: int = 1) -> None:
        """Counts what a file has and a corpus cannot hold. A kind that has no name is a bug: ValueError."""
        if kind not in LEFT_OUT:
            raise ValueError(f"no name for what is left out: {kind!r}")
        self.left_out[kind] += count


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer put into the file, and how many things of each kind the format could not carry.

    `left_out` counts, by the names of a bundle's parts, what was not to go out: `spans_left_out` of it are spans.
    """

    documents: int
    annotations: int
    decisions: int
    lost: Mapping[str, int] = field(default_factory=dict, hash=False)
    left_out: Mapping[str, int] = field(default_factory=dict, hash=False)
    spans_left_out: int = 0


Reader = Callable[[Source, ReadOptions], Iterator[Bundle]]
"""Yields bundles as it reads, and raises AnnotatorError at the first fault: take all of them or none."""

Writer = Callable[[Iterable[Bundle], Scheme, Path], Written]
"""Writes all or nothing; raises AnnotatorError where the format or the disk cannot take it."""


Printer = Callable[[Iterable[Bundle], Scheme, Path, Press], Written]
"""Writes as a Writer does, on pages that the press sets."""


Divider = Callable[[Iterable[Bundle], Scheme, Path, str], Written]
"""Writes as a Writer does, the documents divided among parts by a seed."""


@dataclass(frozen=True, slots=True)
class Format:
    """A form of file. `read` or `write` is None where that way is closed; `prints` writes what only a press can set.

    `suffixes` come with their dot, the one that new files get first. `unit` is what offsets in the file count, by its
    name in English; `formats.unit-<name>` in the translations, blanks as hyphens.

    `loses` are the kinds of things it cannot carry: each has a name in the translations, `formats.loses-<kind>`, and
    the same kinds are the keys of `Written.lost`. `recognises` looks at a file's first bytes; `scheme` takes the labels
    out of files that carry them; with `folder` the writer makes a folder with one file for each document.
    `members` goes through a file that is a folder of files: each is read by its own format, or stands for its fault.
    `history` says that it holds what was done to each document. `divides` writes with another seed than its own.
    """

    name: str
    title: Versions
    suffixes: tuple[str, ...]
    unit: str
    loses: tuple[str, ...]
    read: Reader | None
    write: Writer | None
    recognises: Callable[[bytes], bool] | None = None
    scheme: Callable[[Source], Scheme | None] | None = None
    folder: bool = False
    members: Callable[[Source], Iterator[Source | AnnotatorError]] | None = None
    prints: Printer | None = None
    history: bool = False
    divides: Divider | None = None

    @property
    def goes_out(self) -> bool:
        """Whether a corpus can be written in it."""
        return self.write is not None or self.prints is not None
