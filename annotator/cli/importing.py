"""`annotator import`: files and folders into a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.command import Name, Option, argument, command, words_of
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.cli.targets import complain, targets_of, unread_of
from annotator.i18n import Words

if TYPE_CHECKING:
    from annotator.corpus import Far

_PREDICTIONS = ("annotations", "suggestions", "skip")
_UNITS = {"code-points": "code points", "utf-16": "utf-16 units"}


class Renaming(click.ParamType):  # type: ignore[type-arg]  # it has arguments only in newer releases
    """`A=B`: the file's label A is B here; `A=` leaves A's annotations out."""

    name = "renaming"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        old, equals, new = str(value).partition("=")
        if not equals or not old.strip():
            self.fail(words_of(ctx)("cli.bad-map"), param, ctx)
        return old.strip(), new.strip()


def commands(words: Words) -> list[click.Command]:
    params = [
        argument("corpus", "CORPUS"),
        argument("paths", "PATH", many=True),
        Option(["--format", "format_"], default="", metavar="F", help=words("cli.option-read-format")),
        Option(["--annotator"], type=Name(), metavar="NAME", help=words("cli.option-import-annotator")),
        *_text_options(words),
        *_annotation_options(words),
    ]
    return [command(words, "import", import_files, params)]


def _text_options(words: Words) -> list[click.Option]:
    """What to take of a file as its text: each is a field of ReadOptions."""
    return [
        Option(["--encoding"], metavar="E", help=words("cli.option-encoding")),
        Option(["--column"], default="", metavar="NAME", help=words("cli.option-column")),
        Option(
            ["--paragraphs"], type=click.Choice(["join", "lines"]), default="join", help=words("cli.option-paragraphs")
        ),
        Option(["--parts"], type=click.Choice(["main", "all"]), default="main", help=words("cli.option-parts")),
    ]


def _annotation_options(words: Words) -> list[click.Option]:
    """What to take of other people's annotations."""
    return [
        Option(["--map", "labels"], type=Renaming(), multiple=True, metavar="A=B", help=words("cli.option-map")),
        Option(
            ["--predictions"],
            type=click.Choice(_PREDICTIONS),
            default=_PREDICTIONS[0],
            help=words("cli.option-predictions"),
        ),
        Option(["--predicted"], is_flag=True, help=words("cli.option-predicted")),
        Option(["--unit"], type=click.Choice(list(_UNITS)), help=words("cli.option-unit")),
    ]


def import_files(
    face: Face,
    corpus: Path,
    paths: Sequence[Path],
    *,
    format_: str,
    annotator: str | None,
    labels: Sequence[tuple[str, str]],
    unit: str | None,
    **said: Any,
) -> int:
    """All that can be read, as one step; 1 when something that was asked for could not be."""
    from annotator.formats import ReadOptions

    with opened(face, corpus, annotator or "") as open_corpus:
        targets = targets_of(paths)
        counted = _UNITS.get(unit or "", "")
        options = ReadOptions(annotator=open_corpus.annotator, labels=dict(labels), unit=counted, **said)
        with face.progress_of() as step:

            def told(far: Far) -> None:
                step(far.number, len(targets), face.words("cli.importing", name=far.path.name, count=far.documents))

            copy = open_corpus.back_up_first(lambda: step(0, len(targets), face.words("cli.backing-up")))
            added = open_corpus.import_files(paths, format_, options, told)
            step(len(targets), len(targets))
    face.tell("cli.imported", documents=added.documents, known=added.known, annotations=added.annotations,
              decisions=added.decisions)  # fmt: skip
    if copy:
        face.tell("cli.import-backup", path=copy)
    if added.proposals:
        face.tell("cli.imported-suggestions", count=added.proposals)
    for remark in added.remarks:
        face.complain(remark)
    if added.left_out:
        kinds = ", ".join(
            f"{face.words.named(f'formats.left-out-{kind}', kind)} {count}" for kind, count in added.left_out.items()
        )
        face.tell("cli.left-out", kinds=kinds)
    unread = unread_of(added.faults, targets)
    return complain(face, unread, targets)
