"""`annotator search`: key words in context."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import click

from annotator.cli.command import Option, argument, command, json_option
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.i18n import Words, on_one_line
from annotator.model import Occurrence


def commands(words: Words) -> list[click.Command]:
    params = [
        argument("corpus", "CORPUS"),
        click.Argument(["query"], metavar="QUERY"),
        Option(
            ["--context", "around"], type=click.IntRange(0, 10_000), default=20, metavar="N",
            help=words("cli.option-context"),
        ),
        json_option(words, "cli.option-json-search"),
    ]  # fmt: skip
    return [command(words, "search", search, params)]


def search(face: Face, corpus: Path, query: str, around: int, as_json: bool) -> None:
    """Each place as soon as it is found, document by document."""
    places = documents = 0
    with opened(face, corpus) as open_corpus:
        for _, found in groupby(open_corpus.search(query, around=around), attrgetter("document")):
            documents += 1
            for one in found:
                places += 1
                if as_json:
                    face.show_json(to_plain(one))
                else:
                    face.show(in_context(one))
    face.tell("cli.found", places=places, documents=documents)


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
