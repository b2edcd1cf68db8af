"""Every published value: reproduced to the published digits, or of a measure that is not here, which is then named.

The files lie beside the checkout; `docs/agreement.md` tells what they come to.
"""

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


# ---- what a measure consists of, from our counts


def observed(items):
    """The share of pairs of values that agree, a unit weighing one."""
    counts = of_ratings(items)
    return float(counts.agreeing.sum() / counts.units.sum())


def expected_by_all(items):
    """By chance, of the shares that all annotators together have."""
    counts = of_ratings(items)
    return float(((counts.shares.sum(0) / counts.valued.sum()) ** 2).sum())


def disagreement(items):
    """Krippendorff's observed and expected disagreement, of the coincidences."""
    table = of_ratings(items).coincidences.sum(0)
    n, by_class = table.sum(), table.sum(1)
    return float(1 - np.trace(table) / n), float((n**2 - (by_class**2).sum()) / (n * (n - 1)))


def expected_by_each(items):
    """By chance, of the shares that each of two annotators has."""
    mine, theirs = (Counter(column) for column in zip(*items, strict=True))
    return sum(count * theirs[value] for value, count in mine.items()) / len(items) ** 2


def of_one(items, category):
    """The same items, each value being that category or not."""
    return [[None if value is None else value == category for value in item] for item in items]


def given(items, category):
    """Of the values that are that category, how many of the others of the item agree: positive agreement."""
    pairs = [(item.count(category), len(item)) for item in items]
    both = sum(count * (count - 1) / (of - 1) for count, of in pairs)
    return both / sum(count for count, _of in pairs)


CODING = {
    ("CohenKappaAgreement", "Agreement"): cohen,
    ("CohenKappaAgreement", "ObservedAgreement"): observed,
    ("CohenKappaAgreement", "ExpectedAgreement"): expected_by_each,
    ("WeightedKappaAgreement", "Agreement"): cohen,  # with nominal distances they are the same
    ("WeightedKappaAgreement", "ObservedDisagreement"): lambda items: 1 - observed(items),
    ("WeightedKappaAgreement", "ExpectedDisagreement"): lambda items: 1 - expected_by_each(items),
    ("FleissKappaAgreement", "Agreement"): lambda items: fleiss(of_ratings(items)),
    ("FleissKappaAgreement", "ObservedAgreement"): observed,
    ("FleissKappaAgreement", "ExpectedAgreement"): expected_by_all,
    ("FleissKappaAgreement", "CategoryAgreement"): lambda items, of: fleiss(of_ratings(of_one(items, of))),
    ("ScottPiAgreement", "Agreement"): lambda items: fleiss(of_ratings(items)),  # Fleiss' kappa of two
    ("ScottPiAgreement", "ObservedAgreement"): observed,
    ("ScottPiAgreement", "ExpectedAgreement"): expected_by_all,
    ("KrippendorffAlphaAgreement", "Agreement"): lambda items: alpha(of_ratings(items)),
    ("KrippendorffAlphaAgreement", "CategoryAgreement"): lambda items, of: alpha(of_ratings(of_one(items, of))),
    ("KrippendorffAlphaAgreement", "ObservedDisagreement"): lambda items: disagreement(items)[0],
    ("KrippendorffAlphaAgreement", "ExpectedDisagreement"): lambda items: disagreement(items)[1],
    ("PercentageAgreement", "Agreement"): lambda items: 1 - disagreement(items)[0],  # values weigh one, not units
    ("PercentageAgreement", "CategoryAgreement"): lambda items, of: observed(of_one(items, of)),
    ("PercentageAgreement", "ItemAgreement"): lambda items, of: observed([items[int(of[5:-1])]]),
    ("BennettSAgreement", "ObservedAgreement"): observed,
    ("GwetAC1Agreement", "ObservedAgreement"): observed,
}
"""Measure and quantity → what it is of the items, and of a category or an item where one is named."""


def value_of_coding(case, expected):
    """The value, or None of a measure that is not here. NaN where it is not defined."""
    items, key = case["data"]["items"], (expected["measure"], expected["quantity"])
    distance = expected.get("distance") or "NominalDistanceFunction"
    if key not in CODING or not distance.startswith("Nominal"):
        return None
    if any(isinstance(value, list) for item in items for value in item):
        items = [[None if value is None else str(value) for value in item] for item in items]
    return CODING[key](items, expected["arg"]) if "arg" in expected else CODING[key](items)


def value_of_unitizing(case, expected):
    data = case["data"]
    categories = [expected["arg"]] if "arg" in expected else sorted({one["category"] for one in data["units"]})
    by_us, by_chance = np.sum([unitizing(data, category) for category in categories], axis=0)
    quantity = expected["quantity"].replace("Category", "")
    if quantity != "Agreement":
        return by_us if quantity == "ObservedDisagreement" else by_chance
    return 1 - by_us / by_chance if by_chance else np.nan


def value_of_matrix(case, expected):
    items = [list(item) for item in zip(*case["data"], strict=True)]
    return alpha(of_ratings(items)) if expected["measure"] == "alpha_nominal" else None


def value_of_triples(case, expected):
    table = defaultdict(dict)
    for who, item, value in case["data"]:
        table[item][who] = value
    people = sorted({who for who, _item, _value in case["data"]})
    items = [[row.get(who) for who in people] for row in table.values()]
    known = {"alpha_nominal": lambda: alpha(of_ratings(items)), "avg_Ao": lambda: observed(items),
             "pi (Fleiss multi-pi)": lambda: fleiss(of_ratings(items))}  # fmt: skip
    return known[expected["measure"]]() if expected["measure"] in known else None


def value_of_sets(case, expected):
    """Precision, recall and F of two sets: those of our scores, where a reference is gold."""
    if "reference" not in case["data"]:
        return None
    gold, found = (set(case["data"][name]) for name in ("reference", "test"))
    score = Score(len(gold), len(found), len(gold & found), len(gold & found))
    known = {"precision(sets)": score.precision, "recall(sets)": score.recall, "f(sets)": score.f1}
    return known.get(expected["measure"])


def value_of_table(case, expected):
    data, measure = case["data"], expected["measure"].removesuffix(" (with missing)")
    if case["kind"].startswith("confusion"):
        items = [[a, b] for a, row in enumerate(data) for b, count in enumerate(row) for _ in range(count)]
        known = {"cohen_kappa": lambda: float(cohen_kappa(np.array(data, float)))}
    elif case["kind"].startswith("counts"):
        items = [[at for at, count in enumerate(row) for _ in range(count)] for row in data]
        known = {}
    else:
        items, known = data, {"cohen_kappa": lambda: cohen(data)}
    counts = of_counts(data) if case["kind"].startswith("counts") else of_ratings(items)
    known |= {"fleiss_kappa": lambda: fleiss(counts), "scott_pi": lambda: fleiss(counts),
              "krippendorff_alpha": lambda: alpha(counts), "percent": lambda: observed(items),
              "percent_agreement": lambda: observed(items)}  # fmt: skip
    return known[measure]() if measure in known else None


FILES = {
    "dkpro_coding_unitizing.json": {"coding": value_of_coding, "unitizing": value_of_unitizing},
    "krippendorff_packages.json": {"reliability_matrix": value_of_matrix},
    "nltk.json": {"triples": value_of_triples, "sets": value_of_sets},
    "statsmodels.json": {"confusion": value_of_table, "counts": value_of_table, "ratings": value_of_table},
    "irrCAC_gwet.json": {"confusion": value_of_table, "counts": value_of_table, "ratings": value_of_table},
}
CHECKED = {
    "dkpro_coding_unitizing.json": 218,
    "krippendorff_packages.json": 4,
    "nltk.json": 9,
    "statsmodels.json": 7,
    "irrCAC_gwet.json": 9,
}
"""How many values of each file are reproduced."""
UNDEFINED = {"dkpro_coding_unitizing.json": 3, "statsmodels.json": 1}
"""How many are 0 / 0."""
NOT_HERE = {
    "dkpro_coding_unitizing.json": {
        "BennettSAgreement": 19, "WeightedKappaAgreement Interval": 6, "WeightedKappaAgreement weighted": 3,
        "HubertKappaAgreement": 5, "KrippendorffAlphaAgreement Interval": 4, "KrippendorffAlphaAgreement Ordinal": 1,
        "KrippendorffAlphaAgreement Ratio": 1, "KrippendorffAlphaAgreement weighted": 3,
        "KrippendorffAlphaAgreement SetAnnotation": 3, "KrippendorffAlphaAgreement MASISetAnnotation": 3,
        "RandolphKappaAgreement": 3, "CohenKappaAgreement": 3, "GwetAC1Agreement": 2, "MaxPercentageAgreement": 1,
        "DiceAgreement": 1,
    },
    "krippendorff_packages.json": {
        "alpha_interval": 2, "alpha_ordinal": 1, "alpha_ratio": 1, "alpha_ordinal (given value_domain order)": 1,
    },
    "nltk.json": {
        "segmentation": 5, "S": 1, "binary_distance": 1, "jaccard_distance": 1, "masi_distance": 1,
        "accuracy(sequence)": 1,
    },
    "statsmodels.json": {"randolph_free_marginal": 3, "weighted_kappa_linear": 2, "weighted_kappa_quadratic": 1},
    "irrCAC_gwet.json": {"AC1": 5, "AC2": 5, "gwet_ac1": 3, "brennan_prediger": 3, "conger_kappa": 1},
}  # fmt: skip
"""Measures that we do not have, by file, with how many values. Of Cohen's kappa it is the greatest that could be."""


@pytest.mark.parametrize("name", FILES)
def test_every_value_is_reproduced_or_of_a_measure_that_is_not_here(name):
    checked, undefined, left = 0, 0, Counter()
    for case in cases(name):
        value_of = next((of for kind, of in FILES[name].items() if case["kind"].startswith(kind)), lambda *_: None)
        for expected in case["expected"]:
            value, told = value_of(case, expected), (case["id"], expected)
            if value is None:
                distance = (expected.get("distance") or "").partition("Distance")[0]
                left[" ".join(filter(None, (expected.get("measure", case["kind"]), distance)))] += 1
            elif np.isnan(value):  # libraries say 1, 0 or nothing; we say that it is not defined
                undefined += 1
                assert expected["value"] in (None, 0.0, 1.0), told
            else:
                near(value, expected["value"], tolerance_of(expected, case), told)
                checked += 1
    assert (checked, undefined) == (CHECKED[name], UNDEFINED.get(name, 0))
    assert left == NOT_HERE[name]


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
    assert checked == 27


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
