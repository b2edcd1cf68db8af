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
    from annotator.formats.files import Link
    from annotator.incoming import files_of

    suffixes = _suffixes()
    found: dict[Path, Target] = {}
    for named in paths:
        for path in files_of([named]):
            asked = path == named or path.suffix.lower() in suffixes
            target = Target(path, _name(path, named), asked)
            if path not in found or (path == named and isinstance(found[path].path, Link)):
                found[path] = target  # a link that was met in a folder, and is named now, is read
    return list(found.values())


def _name(path: Path, named: Path) -> str:
    return spelled((path.relative_to(named) if path != named else Path(path.name)).as_posix())


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file could not be read, and whether it was asked for. `target` is the file, or the archive it lies in."""

    fault: AnnotatorError
    asked: bool
    target: str


def unread_of(faults: Iterable[AnnotatorError], targets: Iterable[Target]) -> list[Unread]:
    """Which of the faults are about files that were asked for; one inside an archive is judged as if in a folder.

    A fault may name a part of a file, as of a Word document: it is about that file.
    """
    asked = {spelled(str(target.path)): target.asked for target in targets}
    readable = _suffixes()
    archives = _suffixes(archives=True)

    def unread(fault: AnnotatorError) -> Unread:
        path = PurePath(str(fault.fields.get("path")))
        target = next((one for one in (path, *path.parents) if str(one) in asked), None)
        if target is None:
            return Unread(fault, True, str(path))
        within = [PurePath(part).suffix.lower() for part in path.relative_to(target).parts]
        if not within or target.suffix.lower() not in archives:
            return Unread(fault, asked[str(target)], str(target))
        kinds = set(within[:-1]) - archives | {within[-1]}
        return Unread(fault, not kinds.isdisjoint(readable), str(target))

    return list(map(unread, faults))


def _suffixes(*, archives: bool = False) -> set[str]:
    """Those of the files that are read, or only those of archives among them."""
    from annotator.formats import formats

    read = (format_ for format_ in formats.all().values() if format_.read and (format_.members or not archives))
    return {suffix for format_ in read for suffix in format_.suffixes}


def complain(face: Face, unread: Sequence[Unread], targets: Iterable[Target]) -> int:
    """Says on stderr what could not be read of the targets. The exit status: 1 when any of it was asked for.

    An archive is one file, however many in it could not be read.
    """
    for one in unread:
        face.complain(one.fault)
    if failed := len({one.target for one in unread if one.asked}):
        face.tell("cli.unread", failed=failed, files=sum(target.asked for target in targets))
    return int(failed > 0)
