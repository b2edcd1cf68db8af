"""`annotator suggest`: suggestions as JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator import plain
from annotator.cli.command import FilePath, Option, argument, command
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.cli.streams import on_terminal
from annotator.cli.targets import Target, Unread, complain, targets_of, unread_of
from annotator.errors import AnnotatorError
from annotator.i18n import Words

if TYPE_CHECKING:
    from annotator.model import Bundle, Scheme
    from annotator.suggest import Engine, Taught

UNCERTAINTY = "uncertainty"
_ORDERS = ("given", UNCERTAINTY)


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a file gave: a line of JSON for each document in it, and why there is none of some or all."""

    target: Target
    lines: tuple[str, ...] = ()
    faults: tuple[AnnotatorError, ...] = ()
    switched_off: tuple[AnnotatorError, ...] = ()
    """why plug-ins take part no more"""


def commands(words: Words) -> list[click.Command]:
    jobs = Option(["--jobs"], type=click.IntRange(min=1), default=1, metavar="N", help=words("cli.option-jobs"))
    order = Option(["--order"], type=click.Choice(_ORDERS), default=_ORDERS[0], help=words("cli.option-order"))
    params = [argument("paths", "PATH", many=True), corpus_option(words), jobs, order]
    return [command(words, "suggest", suggest, params)]


def corpus_option(words: Words) -> Option:
    """`--corpus`, whose scheme and engine are used."""
    return Option(["--corpus"], type=FilePath(), metavar="CORPUS", help=words("cli.option-engine"))


def suggest(face: Face, paths: Sequence[Path], corpus: Path | None, jobs: int, order: str) -> int:
    """A line for each document as soon as it is there; 1 when a file could not be read.

    By uncertainty the lines come once all are there: the documents first, and in each the suggestions, that teach most.

    A plug-in that had to be switched off is said, once, and no reason for 1: the others' suggestions are there.
    """
    targets = targets_of(paths)
    scheme_and_engine(corpus)  # a corpus that is none is said before anything else
    unsure = order == UNCERTAINTY
    each = partial(suggested, corpus=corpus, language=face.words.language, unsure=unsure)
    held: list[str] = []
    unread: list[Unread] = []
    said: set[str] = set()
    with (
        _mapped(each, targets, jobs) as results,
        face.progress(len(targets), wanted=not on_terminal(sys.stdout)) as advance,
    ):
        for one in results:
            if unsure:
                held += one.lines
            for line in () if unsure else one.lines:
                face.show(line)
            for sentence in {why.say(face.words) for why in one.switched_off} - said:
                said.add(sentence)  # with several jobs, each process finds it out by itself
                face.note(sentence)
            unread += unread_of(one.faults, [one.target])
            advance()
    for line in sorted(held, key=lambda line: -json.loads(line)["uncertainty"]):
        face.show(line)
    return complain(face, unread, targets)


@contextmanager
def _mapped(each: Callable[[Target], Suggested], targets: list[Target], jobs: int) -> Iterator[Iterable[Suggested]]:
    if jobs == 1 or len(targets) < 2:
        yield map(each, targets)
        return
    from annotator.work import in_order

    with closing(in_order(each, targets, min(jobs, len(targets)))) as results:
        yield results


def suggested(target: Target, corpus: Path | None, language: str, unsure: bool = False) -> Suggested:
    """The lines of one file. A file with several documents numbers them: `name:1`, `name:2` …"""
    from annotator.incoming import read_files

    files = list(read_files([target.path]))
    bundles = [bundle for file in files for bundle in file.bundles]
    names = [target.name] if len(bundles) == 1 else [f"{target.name}:{at + 1}" for at in range(len(bundles))]
    lines = _lines(zip(bundles, names, strict=True), corpus, Words(language), unsure)
    faults = tuple(file.fault for file in files if file.fault)
    return Suggested(target, tuple(lines), faults, tuple(scheme_and_engine(corpus)[1].take_faults()))


def _lines(named: Iterable[tuple[Bundle, str]], corpus: Path | None, words: Words, unsure: bool) -> Iterator[str]:
    from annotator.reports import by_uncertainty, suggested_line

    _, engine = scheme_and_engine(corpus)
    for bundle, name in named:
        found = engine.suggest(bundle.document.text)
        bits, found = by_uncertainty(found, len(bundle.document.text)) if unsure else (0.0, found)
        line = suggested_line(bundle, name, found, words)
        yield plain.dumps({"uncertainty": bits, **line} if unsure else line)


@cache
def scheme_and_engine(corpus: Path | None) -> tuple[Scheme, Engine | Taught]:
    """A corpus's scheme and engine with all that it was taught, or those that a new corpus would have.

    Made once in each process.
    """
    if corpus:
        with opened(None, corpus) as open_corpus:
            return open_corpus.scheme, open_corpus.taught
    from annotator.reports import engine_for

    scheme = plain.read_scheme()
    return scheme, engine_for(scheme)
