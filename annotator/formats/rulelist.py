"""People's rules as tables: UTF-8, tab between pattern, label, domain, note, state; the first line names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats.encoding import decode
from annotator.formats.saving import atomic_writer
from annotator.formats.source import Source
from annotator.model import OFF, ON, PersonalRule, new_id
from annotator.work import Progress

COLUMNS = ("pattern", "label", "domain", "note", "state")
NAMED = 20
"""how many broken lines are told"""
_STATES = ("", ON, OFF)
Check = Callable[[PersonalRule], PersonalRule]
"""gives a rule back as it may be kept; raises AnnotatorError for one that may not be"""


def read_rules(source: Source, check: Check, *, most: int, progress: Progress | None = None) -> list[PersonalRule]:
    """The rules of a list, as `check` gives them back. Domain, note and state may be left out: it is then on.

    `progress` is told of the lines read and of all. Raises AnnotatorError when the first line does not name the
    columns, when there are more than `most` rules, and where lines are broken or `check` refuses them: it names each
    line with its own reason, the first NAMED of them.
    """
    lines = re.split("\r\n|\r|\n", decode(source.read(), source.name).text)  # as an editor counts them
    if tuple(lines[0].rstrip().split("\t")[:2]) != COLUMNS[:2]:
        raise AnnotatorError("formats.rules-header", path=source.name, columns=" ⇥ ".join(COLUMNS))
    written = [(number, line) for number, line in enumerate(lines[1:], 2) if line.strip()]
    if len(written) > most:  # to look into a million patterns takes long
        raise AnnotatorError("formats.rules-too-many", path=source.name, count=f"{len(written):,}", most=f"{most:,}")
    rules, faults = [], []
    for done, (number, line) in enumerate(written, 1):
        try:
            rules.append(check(_rule(line)))
        except AnnotatorError as fault:
            faults.append(AnnotatorError("formats.rules-line", line=number, reason=fault))
        if progress:
            progress(done, len(written))
    if faults:
        raise AnnotatorError("formats.rules-broken", path=source.name, count=len(faults), reasons=tuple(faults[:NAMED]))
    return rules


def _rule(line: str) -> PersonalRule:
    cells = [cell.strip() for cell in line.split("\t")]
    if not 2 <= len(cells) <= len(COLUMNS) or not cells[0] or not cells[1]:
        raise AnnotatorError("formats.rules-cells", columns=" ⇥ ".join(COLUMNS))
    pattern, label, domain, note, state = [*cells, "", "", ""][: len(COLUMNS)]
    if state not in _STATES:
        raise AnnotatorError("formats.rules-state", state=state, states=f"{ON}, {OFF}")
    return PersonalRule(new_id(), pattern, label, domain, note, state or ON)


def write_rules(path: Path, rules: Iterable[PersonalRule]) -> int:
    """Writes a list that `read_rules` reads; returns how many. Raises AnnotatorError where the disk says no."""
    rows = [(rule.pattern, rule.label, rule.domain, rule.note, rule.state) for rule in rules]
    with atomic_writer(path) as stream:
        for row in [COLUMNS, *rows]:
            stream.write(("\t".join(row) + "\n").encode())
    return len(rows)
