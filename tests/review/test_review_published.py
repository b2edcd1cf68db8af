"""Every published value that our measures cover, to the published digits; the files lie beside the checkout."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from fractions import Fraction

import numpy as np
import pytest
from review_corpora import beside, crowd
from review_textbook import alpha, cohen, fleiss, of_counts, of_ratings, unitizing

from annotator.review.agreement import agreement
from annotator.review.chance import cohen_kappa
from annotator.review.score import Score


def cases(name):
    return json.loads(beside("agreement", name).read_text("utf-8"))


def near(value, expected, tolerance, what):
    assert abs(value - expected) <= tolerance * 1.0001 + 1e-12, (what, value, expected)


def tolerance_of(expected, case):
    return expected.get("tol") or case.get("tol") or 1e-5


CODING = {
    ("CohenKappaAgreement", "Agreement"): cohen,
    ("FleissKappaAgreement", "Agreement"): lambda items: fleiss(of_ratings(items)),
    ("ScottPiAgreement", "Agreement"): lambda items: fleiss(of_ratings(items)),
    ("KrippendorffAlphaAgreement", "Agreement"): lambda items: alpha(of_ratings(items)),
    ("PercentageAgreement", "Agreement"): lambda items: float(_observed(items)),
}
ONE_CLASS = {
    "dkpro/FullAgreementTest.testFullAgreementSingleUsedCategory",
    "dkpro/WeightedAgreementTest.testMissingVariance",
}


def _observed(items):
    counts = of_ratings(items)
    return counts.agreeing.sum() / counts.units.sum()


def _measures(case):
    """What is expected and what we find, where the measure is ours; Scott's pi is Fleiss' kappa of two."""
    items = case["data"]["items"]
    whole = not any(value is None for item in items for value in item)
    for expected in case["expected"]:
        key = expected["measure"], expected["quantity"]
        nominal = (expected.get("distance") or "Nominal").startswith("Nominal")
        needs_all = key[0] != "KrippendorffAlphaAgreement"
        if key in CODING and "arg" not in expected and nominal and (whole or not needs_all):
            yield expected, CODING[key](items)


def test_coding():
    checked = Counter()
    for case in cases("dkpro_coding_unitizing.json"):
        if case["kind"] != "coding" or isinstance(_first(case), list):
            continue
        for expected, value in _measures(case):
            if np.isnan(value):  # 0 / 0: that library says 1.0 or 0.0, we say that it is not defined
                assert case["id"] in ONE_CLASS
                continue
            near(value, expected["value"], tolerance_of(expected, case), (case["id"], expected))
            checked[expected["measure"]] += 1
    assert checked.total() >= 40


def _first(case):
    return next((value for item in case["data"]["items"] for value in item if value is not None), None)


def test_items_of_fleiss():
    """The agreement on each item, of which the measure is the mean."""
    checked = 0
    for case in cases("dkpro_coding_unitizing.json"):
        for expected in case["expected"]:
            if expected["quantity"] == "ItemAgreement":
                item = case["data"]["items"][int(expected["arg"][5:-1])]
                near(_observed([item]), expected["value"], tolerance_of(expected, case), expected)
                checked += 1
    assert checked == 30


def test_unitizing_of_1995():
    checked = 0
    for case in cases("dkpro_coding_unitizing.json"):
        if case["kind"] != "unitizing":
            continue
        for expected in case["expected"]:
            if value := _unitized(case["data"], expected):
                near(value[0], expected["value"], tolerance_of(expected, case), (case["id"], expected))
                checked += 1
    assert checked >= 40


def _unitized(data, expected):
    """The value in a tuple, or None where it is not defined."""
    categories = [expected["arg"]] if "arg" in expected else sorted({one["category"] for one in data["units"]})
    observed, by_chance = np.sum([unitizing(data, category) for category in categories], axis=0)
    quantity = expected["quantity"].replace("Category", "")
    if quantity != "Agreement":
        return (observed if quantity == "ObservedDisagreement" else by_chance,)
    return (1 - observed / by_chance,) if by_chance else None


def test_alpha_of_other_packages():
    for case in cases("krippendorff_packages.json"):
        items = [list(item) for item in zip(*case["data"], strict=True)]
        for expected in case["expected"]:
            if expected["measure"] == "alpha_nominal":
                near(alpha(of_ratings(items)), expected["value"], expected["tol"], case["id"])


def test_triples():
    for case in cases("nltk.json"):
        if case["kind"] != "triples":
            continue
        table = defaultdict(dict)
        for who, item, value in case["data"]:
            table[item][who] = value
        people = sorted({who for who, _item, _value in case["data"]})
        items = [[row.get(who) for who in people] for row in table.values()]
        for expected in case["expected"]:
            kind = expected["measure"]
            value = {"alpha_nominal": lambda i=items: alpha(of_ratings(i)), "avg_Ao": lambda i=items: _observed(i),
                     "pi (Fleiss multi-pi)": lambda i=items: fleiss(of_ratings(i))}.get(kind)  # fmt: skip
            if value:
                near(value(), expected["value"], expected["tol"], (case["id"], kind))


@pytest.mark.parametrize("name", ["statsmodels.json", "irrCAC_gwet.json"])
def test_tables(name):
    checked = 0
    for case in cases(name):
        for expected in case["expected"]:
            value = _of_table(case, expected["measure"].removesuffix(" (with missing)"))
            if value is None:
                continue
            if expected["value"] is None:
                assert np.isnan(value)
            else:
                near(value, expected["value"], tolerance_of(expected, case), (case["id"], expected["measure"]))
            checked += 1
    assert checked >= 5


def _of_table(case, measure):
    data = case["data"]
    if case["kind"].startswith("confusion"):
        items = [[a, b] for a, row in enumerate(data) for b, count in enumerate(row) for _ in range(count)]
        known = {"cohen_kappa": lambda: float(cohen_kappa(np.array(data, float)))}
    else:
        items = data
        known = {"cohen_kappa": lambda: cohen(data)} if case["kind"].startswith("ratings") else {}
    counts = of_counts(data) if case["kind"].startswith("counts") else of_ratings(items)
    known |= {"fleiss_kappa": lambda: fleiss(counts), "scott_pi": lambda: fleiss(counts),
              "krippendorff_alpha": lambda: alpha(counts)}  # fmt: skip
    return known[measure]() if measure in known else None


def test_f1_of_published_precision_and_recall():
    """Only the scores are public: counts that give them are found again from the fractions."""
    checked = 0
    for case in cases("uner_published_pairwise_f1.json"):
        for name, pair in case["published"]["pairwise_f1"].items():
            for one in pair.values() if name.startswith("ref:") else ():
                if isinstance(one, dict) and one["f1"]:
                    precision, recall = (Fraction(one[key]).limit_denominator(5000) for key in ("precision", "recall"))
                    right = precision.numerator * recall.numerator
                    gold, suggested = right / recall, right / precision
                    assert abs(Score(gold, suggested, right, right).f1 - one["f1"]) < 1e-9
                    checked += 1
    assert checked >= 9


@pytest.mark.parametrize("name", ["crowd-oei-dev.jsonl", "yedda-finance-5annotators.jsonl"])
def test_a_second_implementation(name):
    [expected] = [one for one in cases("computed_reference.json")["results"] if one["file"].endswith(name)]
    documents, _gold = crowd(name)
    found = agreement(documents, resamples=20)
    assert round(found.overall["exact"].value, 6) == expected["micro_pairwise_exact_span_F1"]
    assert round(found.overall["exact_mean"].value, 6) == expected["macro_pairwise_exact_span_F1"]
    characters = expected["char_level_krippendorff_alpha_nominal"]
    assert round(found.overall["alpha_char"].value, 6) == characters["alpha"]
    assert found.overall["alpha_char"].n == characters["units"]
    assert isinstance(found.pairs[0].exact, Score)
