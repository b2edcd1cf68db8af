"""`annotator check`, `backup`, `restore` and `purge`: the doctor, a proven copy, the way back, removal for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.command import FilePath, Option, argument, command, json_option
from annotator.cli.face import Face
from annotator.cli.width import table
from annotator.errors import AnnotatorError
from annotator.i18n import Words, on_one_line

if TYPE_CHECKING:
    from annotator.keeping import Backup

_LARGE = 100_000_000
"""bytes of a corpus that is not written anew in a second or two"""


def commands(words: Words) -> list[click.Command]:
    corpus = argument("corpus", "CORPUS")
    mend = Option(["--repair", "mend"], is_flag=True, help=words("cli.option-repair"))
    listing = Option(["--list", "listing"], is_flag=True, help=words("cli.option-list-backups"))
    copy = click.Argument(["backup"], metavar="[BACKUP]", type=FilePath(), required=False)
    report = click.Argument(["document"], metavar="DOCUMENT")
    sure = Option(["--yes", "sure"], is_flag=True, help=words("cli.option-yes"))
    return [
        command(words, "check", check, [corpus, mend, json_option(words, "cli.option-json-check")]),
        command(words, "backup", backup, [corpus, listing]),
        command(words, "restore", restore, [corpus, copy]),
        command(words, "purge", purge, [corpus, report, sure]),
    ]


def check(face: Face, corpus: Path, mend: bool, as_json: bool) -> int:
    from annotator import keeping
    from annotator.corpus import login_name

    more: dict[str, object] = {}
    if mend:
        with face.progress_of() as progress:
            copy, found, faults = keeping.repair(corpus, login_name(), progress)
        more = {"repaired": found - len(faults), "backup": str(copy.path)}
        face.tell("cli.repaired", path=corpus, count=found - len(faults), backup=copy.path)
    else:
        with face.progress_of() as progress:
            faults = keeping.check(corpus, progress)
    if as_json:
        face.show_json({"sound": not faults, "faults": [_plain(one, face.words) for one in faults], **more})
    for fault in [] if as_json else faults:
        face.show(fault.say(face.words))
    verdict = ("cli.left-over" if mend else "cli.checked") if faults else "cli.sound"
    face.tell(verdict, path=corpus, count=len(faults))
    return 1 if faults else 0


def _plain(fault: AnnotatorError, words: Words) -> dict[str, object]:
    """A fault by its name, as a sentence, and with what it names."""
    fields = {name: value if isinstance(value, int) else str(value) for name, value in fault.fields.items()}
    return {"fault": fault.key.partition(".")[2], "sentence": fault.say(words), **fields}


def backup(face: Face, corpus: Path, listing: bool) -> None:
    from annotator import keeping

    if listing:
        copies = keeping.backups(corpus)
        face.show(table([_heads(face.words), *(_cells(one, face.words) for one in copies)]))
        if not copies:
            face.tell("cli.no-copies", path=corpus)
        return
    with face.progress_of() as progress:
        made = keeping.make_backup(corpus, tell=progress)
    face.tell("cli.backed-up", path=made.path, documents=made.documents, annotations=made.annotations)


def restore(face: Face, corpus: Path, backup: Path | None) -> None:
    from annotator import keeping

    with face.progress_of() as progress:
        chosen, moved = keeping.restore(corpus, backup, tell=progress)
    face.tell("cli.restored", path=corpus, backup=chosen)
    for path in moved:
        face.tell("cli.moved-aside", path=path)


def purge(face: Face, corpus: Path, document: str, sure: bool) -> None:
    """Without --yes nothing is changed, and it is said what would go."""
    from annotator import keeping
    from annotator.corpus import login_name

    report = keeping.to_purge(corpus, document)
    name = ", ".join(report.titles) or document
    if not sure:
        raise click.UsageError(face.words("cli.purge-unsure", document=on_one_line(name), path=corpus))
    if corpus.stat().st_size > _LARGE:
        face.tell("cli.purging", path=corpus, id=(report.documents or (document,))[0])
    copies = keeping.purge(corpus, report, login_name())
    face.tell("cli.purged", document=on_one_line(name), path=corpus)
    for path in copies.holding:
        face.tell("cli.still-held", path=path)
    for path in copies.unreadable:
        face.tell("cli.perhaps-held", path=path)


def _heads(words: Words) -> list[str]:
    return [words(f"cli.backup-{head}") for head in ("time", "size", "documents", "annotations", "file")]


def _cells(one: Backup, words: Words) -> list[str]:
    counts = [words("cli.damaged") if count is None else str(count) for count in (one.documents, one.annotations)]
    when = one.time.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return [when, f"{one.size / 1_000_000:.2f} MB", *counts, str(one.path)]
