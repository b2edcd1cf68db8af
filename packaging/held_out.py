"""What was said of the passages held out, in numbers alone (held_out.jsonl), and what follows from it.

A line is a report by the SHA-256 of its bytes, and of each span that was suggested in its passages the value that a
model gave it which had learned from nothing of that report, whether another suggester chose it too, and whether it is
right. The curves that ship in base.bin, docs/calibration.svg and the table of docs/suggestions.md come from these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from annotator.suggest.learned.calibration import Case, Outcome, curves

FILE = Path(__file__).with_name("held_out.jsonl")
DIGITS = 6
"""of a value: more than the curves look at"""


class Judged(NamedTuple):
    """A report that was held out, and what was said of the spans of its passages."""

    report: str
    outcomes: tuple[Outcome, ...]


def keep(passages: Iterable[Judged]) -> None:
    """Writes them, a line for each report."""
    by_report: dict[str, list[list[float]]] = {}
    for report, outcomes in passages:
        rows = ([round(value, DIGITS), int(shared), int(right)] for value, shared, right in outcomes)
        by_report.setdefault(report, []).extend(rows)
    lines = (json.dumps({"report": report, "spans": by_report[report]}) for report in sorted(by_report))
    FILE.write_text("".join(f"{line}\n" for line in lines), "ascii", newline="\n")


def kept() -> list[Judged]:
    """What was written."""
    lines = map(json.loads, FILE.read_text("ascii").splitlines())
    return [
        Judged(line["report"], tuple((value, bool(shared), bool(right)) for value, shared, right in line["spans"]))
        for line in lines
    ]


def curves_of(reports: Iterable[Judged]) -> list[list[list[float]]]:
    """The curves of their outcomes, as a model keeps them."""
    return [curve.to_plain() for curve in curves(chain.from_iterable(one.outcomes for one in reports))]


def cross_calibrated(reports: Sequence[Judged]) -> list[Case]:
    """Every suggestion's score by curves of the other reports, and whether it is right."""
    cases: list[Case] = []
    for at, one in enumerate(reports):
        others = chain.from_iterable(other.outcomes for other in [*reports[:at], *reports[at + 1 :]])
        alone, with_others = curves(others)
        cases += [((with_others if shared else alone)(value), right) for value, shared, right in one.outcomes]
    return cases
