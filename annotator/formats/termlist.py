"""Lists of terms as tables: UTF-8, tab between the columns term, label, domain, state; the first line names them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats.encoding import decode
from annotator.formats.saving import atomic_writer
from annotator.formats.source import Source
from annotator.model import SaidTerm
from annotator.scheme import STATES

COLUMNS = ("term", "label", "domain", "state")
_LONGEST = 200


def read_terms(source: Source) -> list[SaidTerm]:
    """The terms of a list. Domain and state may be left out: then there is no domain, and the term is shown.

    Raises AnnotatorError that names the line for a broken one, and when the first line does not name the columns.
    """
    lines = decode(source.read(), source.name).text.splitlines()
    if tuple(lines[0].rstrip().split("\t")[:2]) != COLUMNS[:2]:
        raise AnnotatorError("formats.terms-header", path=source.name, columns=" ⇥ ".join(COLUMNS))
    return [_term(line, source.name, number) for number, line in enumerate(lines[1:], 2) if line.strip()]


def _term(line: str, name: str, number: int) -> SaidTerm:
    cells = [cell.strip() for cell in line.split("\t")]
    if not 2 <= len(cells) <= len(COLUMNS) or not cells[0] or len(cells[0]) > _LONGEST or not cells[0].isprintable():
        raise AnnotatorError("formats.terms-line", path=name, line=number, columns=" ⇥ ".join(COLUMNS))
    text, label, domain, state = [*cells, "", ""][:4]
    if state not in ("", *STATES):
        raise AnnotatorError("formats.terms-state", path=name, line=number, state=state, states=", ".join(STATES))
    return SaidTerm(text, label, domain, state or STATES[0])


def write_terms(path: Path, terms: Iterable[SaidTerm]) -> int:
    """Writes a list that `read_terms` reads; returns how many. Raises AnnotatorError where the disk says no."""
    rows = [(term.text, term.label, term.domain, term.state) for term in terms]
    with atomic_writer(path) as stream:
        for row in [COLUMNS, *rows]:
            stream.write(("\t".join(row) + "\n").encode())
    return len(rows)
