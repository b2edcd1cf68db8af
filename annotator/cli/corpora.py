"""`annotator new`, and how commands open a corpus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.command import Option, argument, command
from annotator.cli.face import Face
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
        yield corpus


def new(face: Face, corpus: Path, scheme: str) -> None:
    from annotator.corpus import Corpus
    from annotator.keeping import unsafe_place
    from annotator.plain import read_scheme

    Corpus.create(corpus, read_scheme(scheme)).close()
    face.tell("cli.made", path=corpus, scheme=scheme)
    if place := unsafe_place(corpus):
        face.complain(place)
