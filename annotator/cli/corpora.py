"""`annotator new`, and how commands open a corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from annotator.cli.command import Option, argument, command
from annotator.cli.face import Face
from annotator.errors import AnnotatorError
from annotator.i18n import Words

if TYPE_CHECKING:
    from annotator.corpus import Corpus


def commands(words: Words) -> list[click.Command]:
    scheme = Option(["--scheme"], default="poverty", metavar="NAME|FILE", help=words("cli.option-scheme"))
    return [command(words, "new", new, [argument("corpus", "CORPUS"), scheme])]


@contextmanager
def opened(face: Face | None, path: Path, annotator: str = "") -> Iterator[Corpus]:
    """A corpus, closed at the end of the block; what was noticed in opening it is said to whoever listens.

    Raises AnnotatorError when it cannot be opened.
    """
    from annotator.corpus import Corpus

    with closing(Corpus.open(path, annotator=annotator)) as corpus:
        if face:
            for remark in corpus.remarks:
                face.complain(remark)
        with _said_once(face, corpus.remarks):
            yield corpus


@contextmanager
def _said_once(face: Face | None, remarks: Sequence[AnnotatorError]) -> Iterator[None]:
    """A refusal that has been said in opening (the file can only be read) is not said again."""
    try:
        yield
    except AnnotatorError as error:
        if face and error.say(face.words) in [one.say(face.words) for one in remarks]:
            raise Exit(1) from error
        raise


def new(face: Face, corpus: Path, scheme: str) -> None:
    from annotator.corpus import Corpus
    from annotator.keeping import unsafe_place
    from annotator.plain import read_scheme

    Corpus.create(corpus, read_scheme(scheme)).close()
    face.tell("cli.made", path=corpus, scheme=scheme)
    if place := unsafe_place(corpus):
        face.complain(place)
