"""How long people worked on which report: active time, kept in a small file on this machine that nobody else sees.

A line of JSON for each visit to a report. The report is named by the hash of its text, so no words of it are there.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.insight.figures import Bar, Gathering, Picture, picture

PAUSE = 60.0
"""seconds: a longer time in which nothing is done does not count"""
FILE = "times.jsonl"


@dataclass(frozen=True, slots=True)
class Visit:
    """Active time on one report. `session` is when the program was opened, in UTC; `steps` what was changed."""

    session: str
    annotator: str
    sha256: str
    seconds: float
    steps: int


class Clock:
    """Adds up the time between two signs of life on the same report, if it is no pause. `now` gives seconds."""

    def __init__(self, now: Callable[[], float], pause: float = PAUSE) -> None:
        self._now, self._pause = now, pause
        self._last: float | None = None
        self._on = ""
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._steps: defaultdict[str, int] = defaultdict(int)

    def touch(self, sha256: str, steps: int = 0) -> None:
        """Something is done on a report; empty stands for none, and then the time up to the next touch is nobody's."""
        now = self._now()
        if self._on and self._last is not None and now - self._last <= self._pause:
            self._seconds[self._on] += now - self._last
        if steps and sha256:
            self._steps[sha256] += steps
        self._last, self._on = now, sha256

    def take(self, session: str, annotator: str) -> list[Visit]:
        """What has come together since it was last taken."""
        visits = [
            Visit(session, annotator, sha256, round(self._seconds[sha256], 1), self._steps[sha256])
            for sha256 in self._seconds.keys() | self._steps.keys()
        ]
        self._seconds.clear()
        self._steps.clear()
        return [visit for visit in visits if visit.seconds or visit.steps]


def keep(path: Path, visits: Sequence[Visit]) -> None:
    """Adds visits to the file. Raises AnnotatorError where the disk says no."""
    if not visits:
        return
    lines = "".join(f"{plain.dumps(asdict(visit))}\n" for visit in visits)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as stream:
            stream.write(lines.encode())
    except OSError as error:
        raise AnnotatorError("insight.times-not-kept", path=path, reason=error.strerror or str(error)) from error


def kept(path: Path) -> list[Visit]:
    """All visits; none where there is no file. A line that is none, half written or another version's, is left out."""
    try:
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [visit for line in lines if (visit := _visit(line))]


def _visit(line: str) -> Visit | None:
    try:
        visit = Visit(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None
    texts = all(isinstance(text, str) for text in (visit.session, visit.annotator, visit.sha256))
    numbers = all(type(number) in (int, float) and isfinite(number) for number in (visit.seconds, visit.steps))
    return visit if texts and numbers and visit.seconds >= 0 else None


def forget(path: Path) -> None:
    """Takes the file away. Raises AnnotatorError where the disk says no."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise AnnotatorError("insight.times-not-kept", path=path, reason=error.strerror or str(error)) from error


def by_report(
    visits: Iterable[Visit], ids: Mapping[str, str], titles: Mapping[str, str], most: int, who: str = ""
) -> Picture:
    """A bar for each report that is here, in minutes; `ids` gives its id by the hash of its text."""
    sums: Gathering[str] = Gathering()
    for visit in visits:
        if visit.sha256 in ids and who in ("", visit.annotator):
            sums.add(ids[visit.sha256], "active", ids[visit.sha256], visit.seconds / 60)
    return picture("time", sums.bars(lambda id_: Bar(id_, titles.get(id_, id_), ())), most)
