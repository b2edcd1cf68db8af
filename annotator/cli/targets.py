"""The files that the paths of a command line stand for, and which of them matter when they cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from annotator.cli.face import Face
from annotator.cli.streams import spelled
from annotator.errors import AnnotatorError


@dataclass(frozen=True, slots=True)
class Target:
    """A file to read. `name` is what output calls it: its path below the folder that was named, or its own name.

    `asked` is False for a file that only lies in a named folder and is of a kind that no format reads.
    """

    path: Path
    name: str
    asked: bool


def targets_of(paths: Iterable[Path]) -> list[Target]:
    """The files, each once, folders gone through in order of names; what is hidden in a folder is left out."""
    from annotator.incoming import files_of

    suffixes = _readable_suffixes()
    found: dict[Path, Target] = {}
    for named in paths:
        for path in files_of([named]):
            asked = path == named or path.suffix.lower() in suffixes
            found.setdefault(path, Target(path, _name(path, named), asked))
    return list(found.values())


def _name(path: Path, named: Path) -> str:
    return spelled((path.relative_to(named) if path != named else Path(path.name)).as_posix())


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file could not be read, and whether it was asked for."""

    fault: AnnotatorError
    asked: bool


def unread_of(faults: Iterable[AnnotatorError], targets: Iterable[Target]) -> list[Unread]:
    """Which of the faults are about files that were asked for; one inside an archive is judged as if in a folder."""
    asked = {spelled(str(target.path)): target.asked for target in targets}
    suffixes = _readable_suffixes()

    def is_asked(path: str) -> bool:
        archived = any(str(parent) in asked for parent in PurePath(path).parents)
        return asked.get(path, not archived or PurePath(path).suffix.lower() in suffixes)

    return [Unread(fault, is_asked(str(fault.fields.get("path")))) for fault in faults]


def _readable_suffixes() -> set[str]:
    from annotator.formats import formats

    return {suffix for format_ in formats.all().values() if format_.read for suffix in format_.suffixes}


def complain(face: Face, unread: Sequence[Unread], targets: Iterable[Target]) -> int:
    """Says on stderr what could not be read of the targets. The exit status: 1 when any of it was asked for."""
    for one in unread:
        face.complain(one.fault)
    if failed := sum(one.asked for one in unread):
        face.tell("cli.unread", failed=failed, files=sum(target.asked for target in targets))
    return int(failed > 0)
