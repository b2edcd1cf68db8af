"""Scores say how often such suggestions are right: held against what was said of reports that no model had seen.

`packaging/train_base.py` keeps that in numbers (held_out.jsonl) whenever it makes the model that ships; each report's
scores are made here by the curves of the others.
"""

from __future__ import annotations

import json
import re
import sys
from math import sqrt
from pathlib import Path

import pytest

from annotator.suggest.learned.base import base_model
from annotator.suggest.learned.training import examples_hash

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT / "packaging"))
try:
    import calibration_plot
    import held_out
    import train_base
finally:
    sys.path.pop(0)

REPORTS = held_out.kept()
CASES = held_out.cross_calibrated(REPORTS)
MANY = 250
"""cases whose share is known to three in a hundred"""


def share_right(low: float, high: float, cases: list[tuple[float, bool]]) -> float:
    found = [right for said, right in cases if low <= said < high]
    assert len(found) > MANY
    return sum(found) / len(found)


def test_of_suggestions_shown_at_nine_tenths_nine_in_ten_are_right() -> None:
    assert share_right(0.875, 0.925, CASES) == pytest.approx(0.9, abs=0.025)
    assert share_right(0.9, 1.0, CASES) >= 0.9


def surprises(cases: list[tuple[float, bool]]) -> list[tuple[float, float]]:
    """The scores whose share of right ones is further off than three standard errors."""
    binned = calibration_plot.binned(cases)
    return [(said, right) for said, right, n in binned if abs(said - right) > 3 * sqrt(said * (1 - said) / n)]


def test_every_score_is_about_the_share_of_right_ones() -> None:
    assert len(calibration_plot.binned(CASES)) == 8
    assert surprises(CASES) == []


def test_without_the_curves_it_would_not_hold() -> None:
    """What the guards above are worth: the values of which scores are made are too sure of themselves."""
    values = [(value, right) for one in REPORTS for value, _, right in one.outcomes]
    assert share_right(0.875, 0.925, values) < 0.85
    assert len(surprises(values)) > 2


def test_the_curves_that_ship_are_those_of_the_kept_outcomes() -> None:
    assert held_out.curves_of(REPORTS) == base_model().weights.facts["curves"]


def test_what_was_held_out_is_what_would_be() -> None:
    lines = train_base.PASSAGES.read_text("ascii").splitlines()
    reports = sorted({json.loads(line)["report"] for line in lines})
    assert [one.report for one in REPORTS] == reports[:: train_base.EVERY]


def test_the_drawing_and_the_table_of_the_docs_are_of_these_outcomes() -> None:
    drawing, _ = calibration_plot.plot(CASES)
    assert (ROOT / "docs" / "calibration.svg").read_text("utf-8") == drawing
    text = (ROOT / "docs" / "suggestions.md").read_text("utf-8")
    rows = re.findall(r"^\| (0\.\d\d) \| (0\.\d\d) \| ([\d,]+) \|$", text, re.MULTILINE)
    bins = calibration_plot.binned(CASES)
    assert rows == [(f"{said:.2f}", f"{right:.2f}", f"{count:,}") for said, right, count in bins]


@pytest.mark.skipif(not (SHARED / "reports").is_dir(), reason="the annotated reports are not there")
def test_the_model_that_ships_has_learned_from_all_annotated_reports() -> None:
    assert examples_hash(train_base.examples(SHARED)) == base_model().trained_on
