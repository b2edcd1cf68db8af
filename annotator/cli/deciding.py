"""`annotator decide` and `finish`: many suggestions, or many reports, at once, as one step."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import Any

import click

from annotator.cli.command import Filled, Name, Option, argument, command
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.i18n import Words
from annotator.model import ACCEPT, DONE, REJECT, STARTED


class Share(click.FloatRange):
    """A number in a range. click lets in what is no number at all: no comparison holds of that."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        share = super().convert(value, param, ctx)
        if isnan(share):
            self.fail(f"{value} is not in the range {self._describe_range()}.", param, ctx)
        return share


def commands(words: Words) -> list[click.Command]:
    return [
        command(
            words,
            "decide",
            decide,
            [
                argument("corpus", "CORPUS"),
                Option(["--annotator"], type=Name(), required=True, help=words("cli.option-annotator-decide")),
                Option(["--accept"], is_flag=True, help=words("cli.option-accept")),
                Option(["--reject"], is_flag=True, help=words("cli.option-reject")),
                Filled(["--label"], default="", help=words("cli.option-label-decide")),
                Filled(["--source"], default="", help=words("cli.option-source")),
                Option(["--min-score"], type=Share(0, 1), default=0.0, help=words("cli.option-min-score")),
                Option(["--sure"], is_flag=True, help=words("cli.option-sure")),
                Option(["--document", "documents"], multiple=True, metavar="NAME", help=words("cli.option-document")),
                Option(["--dry-run"], is_flag=True, help=words("cli.option-dry-run")),
            ],
        ),
        command(
            words,
            "finish",
            finish,
            [
                argument("corpus", "CORPUS"),
                Option(["--annotator"], type=Name(), required=True, help=words("cli.option-annotator-finish")),
                Option(["--document", "documents"], multiple=True, metavar="NAME", help=words("cli.option-document")),
                Option(["--reopen"], is_flag=True, help=words("cli.option-reopen")),
                Option(["--dry-run"], is_flag=True, help=words("cli.option-dry-run")),
            ],
        ),
    ]


def decide(
    face: Face, corpus: Path, annotator: str, *, accept: bool, reject: bool, dry_run: bool, **which: Any
) -> None:
    """`which` are the words of `View.pick`."""
    if accept == reject:
        raise click.UsageError(face.words("cli.no-verdict"))
    verdict = ACCEPT if accept else REJECT
    with opened(face, corpus, annotator) as open_corpus:
        picks = open_corpus.pick(**which)
        if not dry_run:
            open_corpus.decide_all(verdict, picks)
    counts = {"count": sum(map(len, picks.values())), "documents": len(picks)}
    face.tell(f"cli.would-{verdict}" if dry_run else f"cli.did-{verdict}", **counts)


def finish(face: Face, corpus: Path, annotator: str, *, documents: Sequence[str], reopen: bool, dry_run: bool) -> None:
    """Those that are not so already; without names all that there are."""
    kind, status = ("reopen", STARTED) if reopen else ("finish", DONE)
    with opened(face, corpus, annotator) as open_corpus:
        rows = open_corpus.rows_named(documents)
        due = [row.id for row in rows if (row.status == DONE) == reopen]
        if due and not dry_run:
            open_corpus.mark_all(due, status)
    face.tell(f"cli.would-{kind}" if dry_run else f"cli.did-{kind}", count=len(due), of=len(rows))
