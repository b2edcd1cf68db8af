"""How good the suggestions are on the two sample reports and, where it is there, on the gold beside the checkout.

The floors lie a little below what was reached, so that a change that costs quality is seen.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from annotator.formats.marks import parse
from annotator.resources import seeds
from annotator.review.score import ALL, Scores, score
from annotator.suggest import Engine
from annotator.text import HANS, HANT, in_script

SHARED_GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"


@cache
def engine() -> Engine:
    return Engine()


def scores(paths: list[Path]) -> Scores:
    gold, mine = {}, {}
    for path in paths:
        text, gold[path.name] = parse(path.read_bytes().decode("utf-8"), path.name)
        mine[path.name] = [(one.span, one.label) for one in engine().suggest(text)]
    return score(gold, mine)


def seed(name: str) -> Scores:
    return scores([seeds() / "gold" / name])


def test_both_seeds_reach_the_floor():
    both = scores(sorted((seeds() / "gold").glob("*.txt")))
    assert both.exact[ALL].f1 >= 0.88
    assert both.overlap[ALL].f1 >= 0.92
    assert both.overlap["Program"].recall >= 0.90
    assert both.overlap["Measure"].recall >= 0.80
    assert both.exact["Quantity"].f1 >= 0.95


def test_traditional_is_no_worse():
    hans, hant = seed("nanyang_hans.txt").exact[ALL].f1, seed("guangxin_hant.txt").exact[ALL].f1
    assert hant >= hans - 0.05


@pytest.mark.parametrize(("name", "script"), [("nanyang_hans.txt", HANT), ("guangxin_hant.txt", HANS)])
def test_a_report_in_the_other_script_is_suggested_as_well(name, script):
    path = seeds() / "gold" / name
    text, gold = parse(path.read_bytes().decode("utf-8"), name)
    twin = in_script(text, script)
    mine = [(one.span, one.label) for one in engine().suggest(twin.text)]
    theirs = score({name: [(twin.span(span), label) for span, label in gold]}, {name: mine})
    assert abs(theirs.exact[ALL].f1 - seed(name).exact[ALL].f1) <= 0.02
    assert abs(theirs.overlap[ALL].f1 - seed(name).overlap[ALL].f1) <= 0.02


@pytest.mark.skipif(not SHARED_GOLD.is_dir(), reason="the gold reports are not beside this checkout")
def test_all_gold_reaches_the_floor():
    every = scores(sorted(SHARED_GOLD.glob("*.txt")))
    assert every.exact[ALL].f1 >= 0.83
    assert every.exact[ALL].precision >= 0.85
