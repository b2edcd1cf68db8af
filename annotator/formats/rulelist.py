"""People's rules as tables: UTF-8, tab between pattern, label, domain, note, state; the first line names them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats.encoding import decode
from annotator.formats.saving import atomic_writer
from annotator.formats.source import Source
from annotator.model import OFF, ON, PersonalRule, new_id

COLUMNS = ("pattern", "label", "domain", "note", "state")
_STATES = ("", ON, OFF)


def read_rules(source: Source) -> list[tuple[int, PersonalRule]]:
    """The rules of a list, each with the number of its line. Domain, note and state may be left out: it is then on.

    Raises AnnotatorError that names the line for a broken one, and when the first line does not name the columns.
    """
    lines = decode(source.read(), source.name).text.splitlines()
    if tuple(lines[0].rstrip().split("\t")[:2]) != COLUMNS[:2]:
        raise AnnotatorError("formats.rules-header", path=source.name, columns=" ⇥ ".join(COLUMNS))
    return [(number, _rule(line, source.name, number)) for number, line in enumerate(lines[1:], 2) if line.strip()]


def _rule(line: str, name: str, number: int) -> PersonalRule:
    cells = [cell.strip() for cell in line.split("\t")]
    if not 2 <= len(cells) <= len(COLUMNS) or not cells[0] or not cells[1]:
        raise AnnotatorError("formats.rules-line", path=name, line=number, columns=" ⇥ ".join(COLUMNS))
    pattern, label, domain, note, state = [*cells, "", "", ""][: len(COLUMNS)]
    if state not in _STATES:
        raise AnnotatorError("formats.rules-state", path=name, line=number, state=state, states=f"{ON}, {OFF}")
    return PersonalRule(new_id(), pattern, label, domain, note, state or ON)


def write_rules(path: Path, rules: Iterable[PersonalRule]) -> int:
    """Writes a list that `read_rules` reads; returns how many. Raises AnnotatorError where the disk says no."""
    rows = [(rule.pattern, rule.label, rule.domain, rule.note, rule.state) for rule in rules]
    with atomic_writer(path) as stream:
        for row in [COLUMNS, *rows]:
            stream.write(("\t".join(row) + "\n").encode())
    return len(rows)
