"""`annotator interventions`: each program and measure with the quantities, beneficiaries, places and times of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from annotator.cli.command import FilePath, Name, Option, argument, command, json_option
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.cli.width import table
from annotator.i18n import Words
from annotator.insight import COLUMNS, NEAR, Intervention, to_plain


def commands(words: Words) -> list[click.Command]:
    params = [
        argument("corpus", "CORPUS"),
        Option(["--annotator"], type=Name(), metavar="NAME", help=words("cli.option-interventions-of")),
        Option(["--document", "documents"], multiple=True, metavar="NAME", help=words("cli.option-document-export")),
        Option(["--export"], type=FilePath(), metavar="FILE", help=words("cli.option-export-table")),
        json_option(words, "cli.option-json-interventions"),
    ]
    return [command(words, "interventions", interventions, params)]


def interventions(
    face: Face, corpus: Path, *, annotator: str | None, documents: Sequence[str], export: Path | None, as_json: bool
) -> None:
    """As lines of JSON or into a file as they are found; else as a table; `~` marks what merely stands near."""
    with opened(face, corpus) as open_corpus:
        titles = open_corpus.titles()
        found = open_corpus.interventions(open_corpus.annotated(annotator or "", documents))
        if export:
            face.tell("cli.listed", count=open_corpus.export_interventions(found, export), path=export)
        elif as_json:
            for one in found:
                face.show_json(to_plain(one, titles[one.document]))
        elif rows := list(found):
            face.show(_table(rows, titles, face.words))


def _table(rows: Sequence[Intervention], titles: Mapping[str, str], words: Words) -> str:
    names = [words(f"insight.column-{column}") for column in COLUMNS]
    head = [words("insight.column-document"), words("insight.column-text"), *names]
    cells = [[titles[row.document], row.text, *(_cell(row, column) for column in COLUMNS)] for row in rows]
    return table([head, *cells], text_columns=len(head))


def _cell(row: Intervention, column: str) -> str:
    found = " ".join(one.text for one in row.cells[column])
    return f"~{found}" if row.how(column) == NEAR else found
