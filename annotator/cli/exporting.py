"""`annotator export`: the corpus out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from annotator.cli.command import Name, Option, argument, command
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
    ]
    return [command(words, "export", export, params)]


def export(
    face: Face,
    corpus: Path,
    out: Path,
    *,
    format_: str,
    annotator: str | None,
    labels: Sequence[str],
    status: str | None,
) -> None:
    from annotator.corpus import Selection
    from annotator.formats.losses import losses_path

    with opened(corpus) as open_corpus:
        written = open_corpus.export(out, format_, Selection(annotator or "", labels, status or ""))
    face.tell("cli.exported", path=out, documents=written.documents, annotations=written.annotations,
              decisions=written.decisions)  # fmt: skip
    if written.lost:
        lost = ", ".join(
            f"{face.words.named(f'formats.loses-{kind}', kind)} {count}" for kind, count in written.lost.items()
        )
        face.tell("cli.lost", lost=lost, path=losses_path(out))
