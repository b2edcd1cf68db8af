"""All numbers again in the slow way, character by character, and by libraries that are not ours."""

from __future__ import annotations

import json
import pickle
import random
from itertools import combinations

import krippendorff
import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask
from review_values import reviewed
from sklearn.metrics import cohen_kappa_score, f1_score
from sklearn.preprocessing import MultiLabelBinarizer

from annotator.errors import AnnotatorError
from annotator.review.agreement import agreement
from annotator.review.chance import MISSING, counted, fleiss_kappa, krippendorff_alpha
from annotator.review.clusters import disagreements
from annotator.review.score import score

LABELS = ("Measure", "Place", "Time")
PEOPLE = "甲乙丙丁"


def documents(seed, *, nested=False, people=PEOPLE, count=6, all_done=False):
    rng = random.Random(seed)
    made = []
    for at in range(count):
        length = rng.randint(30, 80)
        truth = _layer(rng, length, nested=nested)
        layers = {who: _noisy(rng, truth, length) for who in people}
        done = set(people) if all_done else set(rng.sample(people, rng.randint(2, len(people))))
        made.append(reviewed("字" * length, layers, done=done, document=f"报告{at}"))
    return made


def _layer(rng, length, *, nested):
    found, at = [], 0
    while (at := at + rng.randint(0, 5)) < length - 6:
        size = rng.randint(1, 6)
        found.append((at, at + size, rng.choice(LABELS)))
        if nested and size > 3 and rng.random() < 0.5:
            found.append((at + 1, at + 3, rng.choice(LABELS)))
        at += size
    return found


def _noisy(rng, truth, length):
    kept = []
    for start, end, label in truth:
        chance = rng.random()
        if chance < 0.15:
            continue
        if chance < 0.3 and all(end + 1 <= other[0] or other[1] <= start for other in truth if other[0] != start):
            end = min(end + 1, length)  # noqa: PLW2901
        kept.append((start, end, rng.choice(LABELS) if 0.3 < chance < 0.4 else label))
    return kept


def characters(document, who):
    """The sorted labels over each character, joined; O for nothing."""
    over = [set() for _ in document.text]
    for one in document.annotations[who]:
        for at in range(one.span.start, one.span.end):
            over[at].add(one.label)
    return ["+".join(sorted(labels)) or "O" for labels in over]


def both_done(made, a, b):
    return [one for one in made if {a, b} <= one.done]


def codes(made, people, without=""):
    """[annotator][character] over all documents: numbers, nan where somebody is not done or the class is left out."""
    names, rows = {}, []
    for who in people:
        row = []
        for document in made:
            values = characters(document, who) if who in document.done else [None] * len(document.text)
            row += [np.nan if v in (None, without) else names.setdefault(v, len(names)) for v in values]
        rows.append(row)
    return np.array(rows, float)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("nested", [False, True])
def test_characters_against_scikit_learn_and_krippendorff(seed, nested):
    made = documents(seed, nested=nested)
    found = agreement(made, resamples=10)
    for pair in found.pairs:
        shared = both_done(made, pair.a, pair.b)
        mine, theirs = ([c for one in shared for c in characters(one, who)] for who in (pair.a, pair.b))
        both = [(x, y) for x, y in zip(mine, theirs, strict=True) if "O" not in (x, y)]
        numbers = pair.numbers
        assert pair.documents == len(shared)
        assert numbers["kappa_char"].n == len(mine)
        assert numbers["kappa_char_marked"].n == len(both)
        if not shared:
            continue
        _same(numbers["kappa_char"], cohen_kappa_score(mine, theirs))
        two = (pair.a, pair.b)
        if len(set(both)) < 2:
            assert numbers["kappa_char_marked"].why == numbers["alpha_char_marked"].why == "review.undefined-one-class"
            continue
        _same(numbers["kappa_char_marked"], cohen_kappa_score(*zip(*both, strict=True)))
        _same(numbers["alpha_char"], krippendorff.alpha(codes(shared, two), level_of_measurement="nominal"))
        _same(numbers["alpha_char_marked"], krippendorff.alpha(codes(shared, two, "O"), level_of_measurement="nominal"))
    _same(found.overall["alpha_char"], krippendorff.alpha(codes(made, PEOPLE), level_of_measurement="nominal"))
    _same(found.overall["alpha_char_marked"],
          krippendorff.alpha(codes(made, PEOPLE, "O"), level_of_measurement="nominal"))  # fmt: skip


def _same(number, expected):
    """To 1e-9; where nothing is defined there, not here either."""
    value = np.nan if number.value is None else number.value
    assert value == pytest.approx(expected, abs=1e-9, nan_ok=True), number.measure.name


@pytest.mark.parametrize("seed", range(3))
def test_characters_against_nltk(seed):
    made = documents(seed, count=3, all_done=True)
    found = agreement(made, resamples=10)
    triples = [
        (who, f"{document.document}-{at}", value)
        for document in made
        for who in PEOPLE
        for at, value in enumerate(characters(document, who))
    ]
    task = AnnotationTask(data=triples)
    _same(found.overall["alpha_char"], task.alpha())
    _same(found.overall["fleiss_char"], task.pi())  # Fleiss' kappa, which that library calls multi-pi
    _same(found.overall["kappa_char_mean"], task.kappa())  # the mean over pairs


@pytest.mark.parametrize("seed", range(6))
def test_random_ratings_with_gaps(seed):
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 4, (60, 5))
    table[rng.random(table.shape) < 0.3] = MISSING
    counts = counted(table, np.ones(60), np.array([0, 20, 41]), 4)
    value = krippendorff_alpha(counts.coincidences.sum(0))
    expected = krippendorff.alpha(np.where(table == MISSING, np.nan, table).T, level_of_measurement="nominal")
    assert float(value) == pytest.approx(expected, abs=1e-9)
    whole = counted(np.abs(table), np.ones(60), np.array([0]), 4)
    sums = (one.sum(0) for one in (whole.agreeing, whole.units, whole.shares, whole.valued))
    task = AnnotationTask(data=[(who, at, int(v)) for at, row in enumerate(np.abs(table)) for who, v in enumerate(row)])
    assert float(fleiss_kappa(*sums)) == pytest.approx(task.pi(), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("nested", [False, True])
def test_spans_against_score_and_scikit_learn(seed, nested):
    made = documents(seed, nested=nested)
    found = agreement(made, resamples=10)
    for pair in found.pairs:
        shared = both_done(made, pair.a, pair.b)
        a, b = ({one.document: sorted({(x.span, x.label) for x in one.annotations[who]}) for one in shared}
                for who in (pair.a, pair.b))  # fmt: skip
        expected = score(a, b, labels=LABELS)
        assert pair.exact == expected.exact["all"]
        assert pair.overlap == expected.overlap["all"]
        for label in LABELS if shared else ():
            value = pair.labels[label]["exact"].value
            assert (value or 0.0) == pytest.approx(expected.exact[label].f1, abs=1e-12)
        if shared:
            spans = [[(one.document, *x) for one in shared for x in layer[one.document]] for layer in (a, b)]
            table = MultiLabelBinarizer().fit_transform(spans)
            _same(pair.numbers["exact"], f1_score(*table))
    _check_pooled(made, found)


def _check_pooled(made, found):
    same = total = touching = 0
    for a, b in combinations(PEOPLE, 2):
        for one in both_done(made, a, b):
            mine, theirs = ({(x.span, x.label) for x in one.annotations[who]} for who in (a, b))
            same += 2 * len(mine & theirs)
            total += len(mine) + len(theirs)
            for here, there in ((mine, theirs), (theirs, mine)):
                touching += sum(any(x.overlaps(y) and k == m for y, m in there) for x, k in here)
    _same(found.overall["exact"], same / total)
    _same(found.overall["overlap"], touching / total)
    assert found.overall["exact"].n == total


@pytest.mark.parametrize("seed", range(4))
def test_the_family_of_2016_segment_by_segment(seed):
    made = documents(seed, people="甲乙丙", all_done=True)
    found = agreement(made, resamples=10)
    observed, by_class, squares, n = _coincidences(made, "甲乙丙")
    below = n - squares / n
    expected = (n**2 - sum(x * x for x in by_class.values())) / below
    _same(found.overall["u_alpha"], 1 - sum(v for (c, k), v in observed.items() if c != k) / expected)
    gaps = by_class["O"]
    differing = sum(v for (c, k), v in observed.items() if (c == "O") != (k == "O"))
    _same(found.overall["u_alpha_binary"], 1 - differing / (2 * gaps * (n - gaps) / below))


def _coincidences(made, people):
    """Intersections of all segments of each two annotators, and the squares that are taken from what is expected."""
    observed, squares = {}, 0
    for document in made:
        layers = {who: _segments(document, who) for who in people}
        squares += sum(e - s if c == "O" else (e - s) ** 2 for ones in layers.values() for s, e, c in ones)
        for a in people:
            for b in set(people) - {a}:
                for s, e, c in layers[a]:
                    for t, f, k in layers[b]:
                        shared = max(0, min(e, f) - max(s, t)) / (len(people) - 1)
                        observed[c, k] = observed.get((c, k), 0) + shared
    by_class = {}
    for (c, _k), value in observed.items():
        by_class[c] = by_class.get(c, 0) + value
    return observed, by_class, squares, sum(by_class.values())


def _segments(document, who):
    found, at = [], 0
    for one in sorted(document.annotations[who], key=lambda x: x.span):
        if at < one.span.start:
            found.append((at, one.span.start, "O"))
        found.append((one.span.start, one.span.end, one.label))
        at = one.span.end
    return found + ([(at, len(document.text), "O")] if at < len(document.text) else [])


@pytest.mark.parametrize("seed", range(4))
def test_the_family_of_2016_with_units_of_one_character_is_the_alpha_of_characters(seed):
    """Then no unit is longer than a character, and nothing is left of what tells the two apart."""
    rng = random.Random(seed)
    made = []
    for at in range(4):
        layers = {who: [(x, x + 1, rng.choice(LABELS)) for x in range(40) if rng.random() < 0.6] for who in "甲乙"}
        made.append(reviewed("字" * 40, layers, document=f"报告{at}"))
    found = agreement(made, resamples=10)
    [pair] = found.pairs
    _same(pair.numbers["u_alpha"], pair.numbers["alpha_char"].value)
    _same(pair.numbers["cu_alpha"], pair.numbers["alpha_char_marked"].value)
    shared = codes(made, "甲乙", "O")
    shared = shared[:, ~np.isnan(shared).any(0)]
    for label in LABELS:
        values = [[c == label for one in made for c in characters(one, who)] for who in "甲乙"]
        both = [["O" not in (x, y) for one in made for x, y in zip(*(characters(one, w) for w in "甲乙"), strict=True)]]
        is_it = np.array(values, float)[:, np.array(both[0])]
        _same(pair.labels[label]["ku_alpha"], krippendorff.alpha(is_it, level_of_measurement="nominal"))


def test_boundaries():
    layers = {"甲": [(0, 4), (10, 14), (20, 24), (30, 33)], "乙": [(0, 4), (11, 14), (19, 27), (40, 42)]}
    [pair] = agreement([reviewed("字" * 50, layers)], resamples=10).pairs
    assert pair.boundaries == {0: 1, 1: 1, 4: 1}
    assert pair.numbers["boundary_mean"].value == pytest.approx(5 / 3)
    assert pair.numbers["boundary_median"].value == 1
    assert pair.numbers["boundary_mean"].n == 3


def test_intervals_are_repeatable_and_hold_the_value():
    made = documents(1, count=12)
    one, same, other = (agreement(made, resamples=300, seed=seed) for seed in (1, 1, 2))
    assert one == same
    numbers = [one.overall["exact"], one.overall["alpha_char"], *(pair.numbers["kappa_char"] for pair in one.pairs)]
    assert all(number.low < number.value < number.high for number in numbers)
    assert one.overall["exact"].low != other.overall["exact"].low
    assert one.overall["exact"].value == other.overall["exact"].value


def test_intervals_by_a_plain_bootstrap():
    made = documents(2, count=10, all_done=True)
    found = agreement(made, resamples=2000).overall["exact"]
    counts = []
    for one in made:
        layers = [{(x.span, x.label) for x in one.annotations[who]} for who in PEOPLE]
        pairs = list(combinations(layers, 2))
        counts.append((sum(2 * len(a & b) for a, b in pairs), sum(len(a) + len(b) for a, b in pairs)))
    rng = random.Random(9)
    drawn = [[sum(column) for column in zip(*rng.choices(counts, k=10), strict=True)] for _ in range(4000)]
    values = sorted(same / total for same, total in drawn)
    assert found.low == pytest.approx(values[100], abs=0.01)
    assert found.high == pytest.approx(values[-101], abs=0.01)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("nested", [False, True])
def test_by_label_and_by_report(seed, nested):
    made = documents(seed, nested=nested)
    found = agreement(made, resamples=5, scheme=LABELS)
    for label in LABELS:
        rows = [
            [
                np.nan if who not in one.done else float(label in c.split("+"))
                for one in made
                for c in characters(one, who)
            ]
            for who in PEOPLE
        ]
        _same(found.labels[label]["alpha_char"], krippendorff.alpha(np.array(rows), level_of_measurement="nominal"))
    for one in made:
        _same(found.reports[one.document]["alpha_char"],
              krippendorff.alpha(codes([one], PEOPLE), level_of_measurement="nominal"))  # fmt: skip
        layers = [{(x.span, x.label) for x in one.annotations[who]} for who in PEOPLE if who in one.done]
        pairs = list(combinations(layers, 2))
        expected = sum(2 * len(a & b) for a, b in pairs) / sum(len(a) + len(b) for a, b in pairs)
        _same(found.reports[one.document]["exact"], expected)


def mean(values):
    """NaN of nothing and of what is not defined."""
    known = [one for one in values if not np.isnan(one)]
    return float(np.mean(known)) if known else np.nan


def matched(ours, theirs):
    """Distances of spans of two layers that belong together by the definition: equal, then most characters shared."""
    pairs = sorted(
        (-(min(a.span.end, b.span.end) - max(a.span.start, b.span.start)), (a.span.start, a.span.end),
         (b.span.start, b.span.end), a.label)
        for a in ours for b in theirs
        if a.label == b.label and min(a.span.end, b.span.end) > max(a.span.start, b.span.start)
    )  # fmt: skip
    same = {(one.span, one.label) for one in ours} & {(one.span, one.label) for one in theirs}
    found = [(label, 0) for _span, label in same]
    taken = {(side, (span.start, span.end), label) for span, label in same for side in "ab"}
    for _shared, one, other, label in pairs:
        if not {("a", one, label), ("b", other, label)} & taken:
            taken |= {("a", one, label), ("b", other, label)}
            found.append((label, abs(one[0] - other[0]) + abs(one[1] - other[1])))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_labels_and_reports_of_pairs_and_over_all_pairs(seed):
    """Kappa and alpha of one label, boundaries and labels by report, once more in the slow way."""
    made = documents(seed, nested=seed % 2 == 1, count=12)
    found = agreement(made, resamples=5, scheme=LABELS)
    kappas, apart = {label: [] for label in LABELS}, []
    by_report = {one.document: [] for one in made}
    for pair in found.pairs:
        both = both_done(made, pair.a, pair.b)
        near = [one for document in both
                for one in matched(*(document.annotations[who] for who in (pair.a, pair.b)))]  # fmt: skip
        apart += near
        for label in LABELS:
            mine, theirs = ([label in c.split("+") for one in both for c in characters(one, who)]
                            for who in (pair.a, pair.b))  # fmt: skip
            kappas[label].append(cohen_kappa_score(mine, theirs))
            _same(pair.labels[label]["kappa_char"], kappas[label][-1])
            _same(pair.labels[label]["alpha_char"],
                  krippendorff.alpha(np.array([mine, theirs], float), level_of_measurement="nominal"))  # fmt: skip
            _same(pair.labels[label]["boundary_mean"], mean(d for of, d in near if of == label))
        for one in both:
            by_report[one.document].append(cohen_kappa_score(*(characters(one, who) for who in (pair.a, pair.b))))
    for label in LABELS:
        _same(found.labels[label]["kappa_char_mean"], mean(kappas[label]))
        _same(found.labels[label]["boundary_mean"], mean(d for of, d in apart if of == label))
    for document, values in by_report.items():
        _same(found.reports[document]["kappa_char_mean"], mean(values))
    _same(found.overall["boundary_mean"], mean(d for _of, d in apart))
    _same(found.overall["boundary_median"], np.median([d for _of, d in apart]))
    assert found.overall["boundary_mean"].n == len(apart)
    spans = sum(len({(x.span, x.label) for x in one.annotations[who]}) * (len(one.done) - 1)
                for one in made for who in one.done)  # fmt: skip
    assert found.overall["boundary_mean"].left_out == spans - 2 * len(apart)


@pytest.mark.parametrize("seed", range(3))
def test_a_report_by_itself_is_that_report_over_all(seed):
    """What is said of one report among others is what is said over all where there is no other."""
    made = documents(seed)
    for one in made:
        alone = agreement([one], sorted(one.done), resamples=5, scheme=LABELS).overall
        for name, number in agreement(made, resamples=5, scheme=LABELS).reports[one.document].items():
            assert number.value == pytest.approx(alone[name].value, abs=1e-12), name
            assert (number.n, number.left_out, number.why) == (alone[name].n, alone[name].left_out, alone[name].why)


def test_nothing_breaks_on_anything():
    """Random documents of all kinds: numbers are in their bounds or say why not; all survives JSON and pickling."""
    rng = random.Random(4)
    for _ in range(60):
        made = [_anything(rng, at) for at in range(rng.randint(1, 4))]
        labels = rng.sample(LABELS, rng.randint(0, 2))
        if all(len(one.annotators) < 2 for one in made):
            with pytest.raises(AnnotatorError):
                agreement(made)
            continue
        found = agreement(made, labels=labels, scheme=LABELS, resamples=5)
        json.dumps(found.plain(), allow_nan=False)
        assert pickle.loads(pickle.dumps(found)) == found
        everything = [
            found.overall,
            *found.labels.values(),
            *found.reports.values(),
            *(one.numbers for one in found.pairs),
        ]
        for number in (one for numbers in everything for one in numbers.values()):
            assert (number.value is None) == bool(number.why)
            assert number.value is None or number.measure.name.startswith(("alpha_u", "boundary")) or number.value <= 1
        clusters = disagreements(made)
        assert pickle.loads(pickle.dumps(clusters)) == clusters


def _anything(rng, at):
    people = rng.sample(PEOPLE, rng.randint(1, 4))
    layers = {who: [_anywhere(rng) for _ in range(rng.randint(0, 8))] for who in people}
    done = rng.sample(PEOPLE, rng.randint(0, 4))
    return reviewed("字" * 30, layers, done=done, document=f"报告{at}")


def _anywhere(rng):
    start = rng.randrange(26)
    return start, start + rng.randint(1, 4), rng.choice(LABELS)
