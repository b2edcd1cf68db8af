"""`annotator search`: key words in context."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.command import Option, argument, command, json_option
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.cli.streams import on_terminal
from annotator.i18n import Words, on_one_line
from annotator.model import Occurrence

if TYPE_CHECKING:
    from annotator.corpus import Corpus


def commands(words: Words) -> list[click.Command]:
    params = [
        argument("corpus", "CORPUS"),
        click.Argument(["query"], metavar="QUERY"),
        Option(
            ["--context", "around"], type=click.IntRange(0, 10_000), default=20, metavar="N",
            help=words("cli.option-context"),
        ),
        Option(["--regex"], is_flag=True, help=words("cli.option-regex")),
        json_option(words, "cli.option-json-search"),
    ]  # fmt: skip
    return [command(words, "search", search, params)]


def search(face: Face, corpus: Path, query: str, *, around: int, regex: bool, as_json: bool) -> None:
    """Each place as soon as it is found, document by document."""
    places = documents = 0
    with opened(face, corpus) as open_corpus, _found(face, open_corpus, query, around, regex=regex) as all_found:
        for _, found in groupby(all_found, attrgetter("document")):
            documents += 1
            for one in found:
                places += 1
                if as_json:
                    face.show_json(to_plain(one))
                else:
                    face.show(in_context(one))
    face.tell("cli.found", places=places, documents=documents)


@contextmanager
def _found(face: Face, corpus: Corpus, query: str, around: int, *, regex: bool) -> Iterator[Iterator[Occurrence]]:
    """What is found. A pattern may need all documents read: a bar shows how far it is, unless hits go past there."""
    if not regex:
        yield corpus.search(query, around=around)
        return
    with face.progress(corpus.holding_count(query), wanted=not on_terminal(sys.stdout)) as step:
        yield corpus.search_pattern(query, around=around, progress=step)


def to_plain(one: Occurrence) -> dict[str, Any]:
    """A place with the text around it; offsets in code points, `labels` those of this annotator's annotations there."""
    return {
        "document": one.document,
        "title": one.title,
        "start": one.span.start,
        "end": one.span.end,
        "before": one.before,
        "text": one.text,
        "after": one.after,
        "labels": list(one.labels),
    }


def in_context(one: Occurrence) -> str:
    """One line: where, what stands before, what was found between brackets, what stands behind, and the labels."""
    labels = f"  {' '.join(one.labels)}" if one.labels else ""
    line = f"{one.title}  {one.span.start}–{one.span.end}  {one.before}[{one.text}]{one.after}{labels}"
    return on_one_line(line)
