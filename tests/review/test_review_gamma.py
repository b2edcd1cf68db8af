"""Gamma through its library, where that is installed; published values where the continua lie beside the checkout."""

from __future__ import annotations

import json
import random
from itertools import combinations, product

import numpy as np
import pytest
from review_corpora import beside
from review_values import reviewed

from annotator.i18n import Words
from annotator.review import gamma as module
from annotator.review.gamma import gamma, gammas, mean_gamma

CASES = "agreement", "gamma.json"


def test_without_the_library_the_number_says_so(monkeypatch):
    monkeypatch.setattr(module, "gamma_is_there", lambda: False)
    number = gamma([reviewed("字" * 9, {"甲": [(0, 2)], "乙": [(0, 3)]})])
    assert number.value is None
    assert "pygamma-agreement" in number.plain(Words("en"))["undefined"]


@pytest.fixture(scope="module")
def continuum():
    """The module above the library, which takes ten seconds to come."""
    pytest.importorskip("pygamma_agreement")
    import annotator.review.continuum as found

    return found


def published(id_):
    return next(one for one in json.loads(beside(*CASES).read_text("utf-8")) if one["id"] == id_)


def value_of(case, measure):
    return next(one for one in case["expected"] if one["measure"].startswith(measure))


def layers_of(case):
    layers: dict = {}
    for one in case["data"]:
        layers.setdefault(one["annotator"], []).append((int(one["start"]), int(one["end"]), one["category"]))
    return layers


@pytest.mark.parametrize("most", [10**6, 0], ids=["whole", "by windows"])
def test_the_published_example(continuum, monkeypatch, capfd, most):
    from pygamma_agreement import ShuffleContinuumSampler

    monkeypatch.setattr(continuum, "_MOST", most)
    case = published("pygamma/AlexPaulSuzan")
    spans = reviewed("字" * 70, layers_of(case)).annotations
    weights = {"position": case["params"]["alpha"], "category": case["params"]["beta"]}
    np.random.seed(case["params"]["seed"])
    value, alignment = continuum.gamma_of(spans, **weights, sampler=ShuffleContinuumSampler())
    low, high = value_of(case, "gamma")["range"]
    assert low <= value <= high
    disorder = value_of(case, "best_alignment_disorder")
    assert abs(alignment.disorder - disorder["value"]) <= disorder["tol"]
    # two spans that nobody else has stand alone here and together there: either way 2.0
    alone = sum(sum(unit is not None for _who, unit in one.n_tuple) == 1 for one in alignment.unitary_alignments)
    assert len(alignment.unitary_alignments) - alone + alone // 2 == value_of(case, "n_unitary_alignments")["value"]
    assert capfd.readouterr() == ("", "")  # standard output is for those who asked


@pytest.mark.usefixtures("continuum")
@pytest.mark.parametrize("id_", ["pygamma/positional_dissimilarity", "pygamma/mathet2015_fig10"])
def test_published_distances_of_two_units(id_):
    from pyannote.core import Segment
    from pygamma_agreement import PositionalSporadicDissimilarity
    from pygamma_agreement.continuum import Unit

    case = published(id_)
    [expected], data = case["expected"], case["data"]
    pairs = list(product(data["liza"], data["pierrot"])) if isinstance(data, dict) else data
    apart = PositionalSporadicDissimilarity(delta_empty=0.5 if isinstance(data, dict) else 1)
    found = [apart.d(*(Unit(Segment(*place), "") for place in pair)) for pair in pairs]
    slack = expected.get("tol_rel", 0)
    assert found == pytest.approx(expected["values"], rel=slack, abs=expected.get("tol", 0.01))


def cost(units, people):
    """Of a unitary alignment, from the paper: the mean over pairs of annotators; 1 for a pair in which one is empty."""
    pairs = people * (people - 1) / 2
    real = sum(
        ((abs(a[0] - b[0]) + abs(a[1] - b[1])) / (a[1] - a[0] + b[1] - b[0])) ** 2 + (a[2] != b[2])
        for a, b in combinations(units, 2)
    )
    return (real + pairs - len(units) * (len(units) - 1) / 2) / pairs


def cheapest(layers):
    """The least cost of all alignments, tried one by one: the first annotator's first unit goes with each choice of
    the others'."""
    people = len(layers)

    def least(left):
        if not any(left):
            return 0.0
        who = next(at for at, theirs in enumerate(left) if theirs)
        first, rest = left[who][0], [theirs if at != who else theirs[1:] for at, theirs in enumerate(left)]
        choices = [[None, *theirs] if at > who else [None] for at, theirs in enumerate(rest)]
        return min(
            cost([first, *filter(None, chosen)], people)
            + least([[one for one in theirs if one is not taken]
                     for theirs, taken in zip(rest, chosen, strict=True)])
            for chosen in product(*choices)
        )  # fmt: skip

    return least(list(layers.values()))


@pytest.mark.parametrize("seed", range(8))
def test_the_best_alignment_is_the_cheapest_of_all(continuum, seed):
    rng = random.Random(seed)
    layers = {}
    for who in ("甲", "乙", "丙")[: rng.randint(2, 3)]:
        starts = rng.sample(range(0, 40, 4), rng.randint(1, 3))
        layers[who] = [(at, at + rng.randint(1, 9), rng.choice(("Place", "Time"))) for at in starts]
    _value, alignment = continuum.gamma_of(reviewed("字" * 60, layers).annotations)
    each = sum(map(len, layers.values())) / len(layers)
    assert alignment.disorder * each == pytest.approx(cheapest(layers), abs=1e-4)


@pytest.mark.usefixtures("continuum")
def test_alike_is_one_and_empty_is_not_defined():
    spans = [(0, 3), (5, 9, "Place"), (12, 15), (20, 24)]
    alike = reviewed("字" * 30, {"甲": spans, "乙": spans})
    assert gamma([alike]).value == pytest.approx(1.0)
    assert gamma([reviewed("字" * 30, {"甲": spans, "乙": []})]).why == "review.undefined-no-spans"


@pytest.mark.usefixtures("continuum")
def test_documents_have_the_same_values_in_whichever_portions():
    rng = random.Random(5)
    documents = [
        reviewed("字" * 60, {who: [(at, at + rng.randint(2, 6)) for at in (0, 20)] for who in "甲乙"}) for _ in range(2)
    ]
    before = np.random.get_state()[1].tolist()
    together = gammas(documents)
    assert together == [value for one in documents for value in gammas([one])]
    assert gamma(documents) == mean_gamma(together)
    assert np.random.get_state()[1].tolist() == before
