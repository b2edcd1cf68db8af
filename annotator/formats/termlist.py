"""Lists of terms as tables: UTF-8, tab between the columns term, label, domain, state; the first line names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats.encoding import decode
from annotator.formats.saving import atomic_writer
from annotator.formats.source import Source
from annotator.model import SaidTerm, Scheme
from annotator.scheme import LONGEST_TERM, STATES, can_be_listed, check_term, shown

COLUMNS = ("term", "label", "domain", "state")
MOST = 200_000
"""terms of a list: what people make is smaller by far, and taking over more would hold up a window for long"""
_NAMED = 20
"""how many broken lines are named by their numbers"""


def read_terms(source: Source, scheme: Scheme) -> list[SaidTerm]:
    """The terms of a list. Domain and state may be left out: then there is no domain, and the term is shown.

    Raises AnnotatorError when the first line does not name the columns, when there are more than MOST terms, and where
    lines are broken or say a label or domain that the scheme has not: one such line with what is wrong with it, of
    several the numbers.
    """
    lines = re.split("\r\n|\r|\n", decode(source.read(), source.name).text)
    if tuple(lines[0].rstrip().split("\t")[:2]) != COLUMNS[:2]:
        raise AnnotatorError("formats.terms-header", path=source.name, columns=" ⇥ ".join(COLUMNS))
    if len(lines) > MOST + 2:
        raise AnnotatorError("formats.terms-too-many", path=source.name, most=f"{MOST:,}")
    terms: list[SaidTerm] = []
    broken: dict[int, AnnotatorError] = {}
    for number, line in enumerate(lines[1:], 2):
        try:
            if line.strip():
                terms.append(_term(line, source.name, number))
                _check(terms[-1], scheme, source.name, number)
        except AnnotatorError as fault:
            broken[number] = fault
    if len(broken) > 1:
        raise _broken(broken, source.name, scheme)
    if broken:
        raise next(iter(broken.values()))
    return terms


def _check(term: SaidTerm, scheme: Scheme, name: str, number: int) -> None:
    try:
        check_term(scheme, term)
    except AnnotatorError as fault:
        labels = ", ".join(label.name for label in scheme.labels)
        said = f"{term.label} {term.domain}".rstrip()
        raise AnnotatorError("formats.terms-label", path=name, line=number, said=said, labels=labels) from fault


def _broken(broken: Collection[int], name: str, scheme: Scheme) -> AnnotatorError:
    """What to say of several lines at once."""
    numbers = ", ".join(map(str, sorted(broken)[:_NAMED])) + (", …" if len(broken) > _NAMED else "")
    labels = ", ".join(label.name for label in scheme.labels)
    columns, states = " ⇥ ".join(COLUMNS), ", ".join(STATES)
    return AnnotatorError(
        "formats.terms-broken",
        path=name,
        count=len(broken),
        lines=numbers,
        columns=columns,
        labels=labels,
        states=states,
    )


def _term(line: str, name: str, number: int) -> SaidTerm:
    cells = [cell.strip() for cell in line.split("\t")]
    if not 2 <= len(cells) <= len(COLUMNS) or not cells[0]:
        raise AnnotatorError("formats.terms-line", path=name, line=number, columns=" ⇥ ".join(COLUMNS))
    if not can_be_listed(cells[0]):
        raise AnnotatorError("formats.terms-unseen", path=name, line=number, text=shown(cells[0]), most=LONGEST_TERM)
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
