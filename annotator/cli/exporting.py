"""`annotator export`: the corpus out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from annotator.cli.command import Filled, Name, Option, argument, command, words_of
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.i18n import Words
from annotator.model import DONE, NEW, STARTED


def commands(words: Words) -> list[click.Command]:
    params = [
        argument("corpus", "CORPUS"),
        argument("out", "OUT"),
        Option(["--format", "format_"], required=True, metavar="F", help=words("cli.option-write-format")),
        Option(["--annotator"], type=Name(), metavar="NAME", help=words("cli.option-only-annotator")),
        Option(["--label", "labels"], multiple=True, metavar="L", help=words("cli.option-label")),
        Option(["--status"], type=click.Choice([NEW, STARTED, DONE]), help=words("cli.option-status")),
        *_more_options(words),
        Option(["--seed"], default="", metavar="TEXT", help=words("cli.option-seed")),
    ]
    return [command(words, "export", export, params)]


def _more_options(words: Words) -> list[click.Option]:
    """Each is a field of Selection."""
    return [
        Option(["--adjudicated"], is_flag=True, help=words("cli.option-adjudicated")),
        Option(["--document", "documents"], multiple=True, metavar="NAME", help=words("cli.option-document-export")),
        Filled(["--since"], type=Day(), default="", metavar="DAY", help=words("cli.option-since")),
        Filled(["--until"], type=Day(), default="", metavar="DAY", help=words("cli.option-until")),
        Option(["--rejected/--no-rejected"], default=True, help=words("cli.option-rejected")),
        Option(["--pseudonyms"], is_flag=True, help=words("cli.option-pseudonyms")),
        Option(["--script"], type=click.Choice(["hans", "hant"]), default=None, help=words("cli.option-script")),
    ]


class Day(click.ParamType):  # type: ignore[type-arg]  # it has arguments only in newer releases
    """A day as `2026-03-01`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return date.fromisoformat(value).isoformat() if value else ""
        except ValueError:
            self.fail(words_of(ctx)("cli.bad-day"), param, ctx)


def export(
    face: Face,
    corpus: Path,
    out: Path,
    *,
    format_: str,
    annotator: str | None,
    labels: Sequence[str],
    status: str | None,
    script: str | None,
    seed: str,
    **more: Any,
) -> None:
    from annotator.corpus import Selection
    from annotator.formats.losses import losses_path

    selection = Selection(annotator or "", labels, status or "", script=script or "", **more)
    with opened(face, corpus) as open_corpus:
        written = open_corpus.export(out, format_, selection, press=lambda: face.window().press(), seed=seed)
    face.tell("cli.exported", path=out, documents=written.documents, annotations=written.annotations,
              decisions=written.decisions)  # fmt: skip
    if written.lost:
        face.tell("cli.lost", lost=_counted(face, written.lost), path=losses_path(out))
    if written.left_out:
        face.tell("cli.stays", kinds=_counted(face, written.left_out), path=losses_path(out))


def _counted(face: Face, kinds: Mapping[str, int]) -> str:
    return ", ".join(f"{face.words.named(f'formats.loses-{kind}', kind)} {count}" for kind, count in kinds.items())
