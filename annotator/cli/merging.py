"""`annotator merge` and `annotator package`: other people's corpora brought in, and a part given out to work on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.command import Name, Option, argument, command, json_option
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.cli.importing import Renaming
from annotator.i18n import Words

if TYPE_CHECKING:
    from annotator.corpus import Brought


def commands(words: Words) -> list[click.Command]:
    params = [
        argument("corpus", "CORPUS"),
        argument("others", "OTHER", many=True),
        Option(["--map", "labels"], type=Renaming(), multiple=True, metavar="A=B", help=words("cli.option-map-merge")),
        Option(["--add-labels", "add"], is_flag=True, help=words("cli.option-add-labels")),
        Option(["--take-scheme/--keep-scheme", "take"], default=None, help=words("cli.option-take-scheme")),
        Option(["--yes", "sure"], is_flag=True, help=words("cli.option-yes-merge")),
        Option(["--dry-run"], is_flag=True, help=words("cli.option-dry-run-merge")),
        json_option(words, "cli.option-json-merge"),
    ]
    parts = [
        argument("corpus", "CORPUS"),
        argument("out", "OUT"),
        Option(["--document", "documents"], multiple=True, metavar="NAME", required=True,
               help=words("cli.option-document-package")),
        Option(["--annotator"], type=Name(), metavar="NAME", help=words("cli.option-annotator-package")),
    ]  # fmt: skip
    return [command(words, "merge", merge, params), command(words, "package", package, parts)]


def merge(
    face: Face,
    corpus: Path,
    others: Sequence[Path],
    *,
    labels: Sequence[tuple[str, str]],
    add: bool,
    take: bool | None,
    sure: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Brings other corpora in as one step, or says what that would bring."""
    with opened(face, corpus) as open_corpus, face.progress_of() as progress:
        brought = open_corpus.merge(
            others, labels=dict(labels), add=None if add else (), take=take, sure=sure, dry_run=dry_run,
            progress=progress,
        )  # fmt: skip
    if as_json:
        face.show_json(to_plain(brought))
    else:
        _tell(face, brought)


def package(face: Face, corpus: Path, out: Path, documents: Sequence[str], annotator: str | None) -> None:
    """A new corpus with some documents, which comes back by a merge."""
    with opened(face, corpus) as open_corpus:
        count = open_corpus.give(out, documents, annotator or "")
    face.tell("cli.packaged", path=out, count=count, corpus=corpus)


def to_plain(brought: Brought) -> dict[str, Any]:
    """What a merge brought: rows by table, annotations by annotator, and what has to be settled first."""
    merged = brought.merged
    return {
        "new": dict(merged.new),
        "annotations": dict(merged.by_annotator),
        "changed": dict(merged.changed),
        "removed": dict(merged.removed),
        "second": merged.second,
        "steps": merged.steps,
        "unknown": dict(brought.unknown),
        "left_out": dict(merged.left_out),
        "scheme": [
            {"kind": one.kind, "name": one.name, "detail": one.detail, "comes": one.comes, "asks": one.asks}
            for one in brought.differences
        ],
        "attributes_of_documents": merged.new["document_attributes"],
        "much": {name: {"changed": number, "of": of} for name, (number, of) in brought.much.items()},
        "backup": None if brought.backup is None else str(brought.backup),
        "done": bool(brought.changes),
    }


def _tell(face: Face, brought: Brought) -> None:
    if not brought.is_new:
        face.tell("cli.merge-nothing")
        return
    done = bool(brought.changes)
    merged = brought.merged
    face.tell("cli.merged" if done else "cli.would-merge", documents=merged.new["documents"],
              annotations=merged.new["annotations"], decisions=merged.new["decisions"])  # fmt: skip
    for name, number in sorted(merged.by_annotator.items()):
        face.tell("cli.merge-by", annotator=name, count=number)
    for name in sorted(merged.changed.keys() | merged.removed.keys()):
        face.tell("cli.merge-touched", annotator=name, changed=merged.changed[name], removed=merged.removed[name])
    if merged.second:
        face.tell("cli.merge-second", count=merged.second)
    for label, number in sorted(brought.unknown.items()):
        face.tell("cli.merge-unknown", label=label, count=number)
    if merged.new["document_attributes"]:
        face.tell("cli.merge-described", count=merged.new["document_attributes"])
    _tell_what_is_asked(face, brought, done)
    if brought.backup:
        face.tell("cli.merge-backup", path=brought.backup)


def _tell_what_is_asked(face: Face, brought: Brought, done: bool) -> None:
    """Where the schemes differ, and what has to be said before it is done."""
    for one in brought.differences:
        face.tell(f"uniting.{one.kind}", name=one.name, detail=one.detail)
    for part, count in sorted(brought.merged.left_out.items()):
        face.tell("cli.merge-left-out" if done else "cli.merge-would-leave-out", part=part, count=count)
    if not done and any(one.asks for one in brought.differences):
        face.tell("cli.merge-would-ask-scheme")
    if brought.much and not done:
        face.tell("cli.merge-would-ask", annotators=", ".join(sorted(brought.much)))
