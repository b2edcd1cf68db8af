"""The unitizing alphas through `agreement`, again by the formulas as they are printed: every unit with every other."""

from __future__ import annotations

import random

import numpy as np
import pytest
from review_values import reviewed

from annotator.review.agreement import agreement
from annotator.review.unitizing import units

LABELS = ("Measure", "Place")


def _documents(seed, people):
    rng = random.Random(seed)
    return [
        reviewed("字" * length, {who: _flat(rng, length) for who in people}, document=f"报告{at}")
        for at, length in enumerate(rng.sample(range(20, 60), 4))
    ]


def _flat(rng, length):
    found, at = [], 0
    while (at := at + rng.randint(0, 6)) < length - 6:
        found.append((at, at + rng.randint(1, 6), rng.choice(LABELS)))
        at = found[-1][1]
    return found


def _sections(document, who, label, offset):
    """Units and gaps of one annotator and label: (start, length, whether it is a unit)."""
    found, at = [], offset
    for one in sorted(x.span for x in document.annotations[who] if x.label == label):
        if offset + one.start > at:
            found.append((at, offset + one.start - at, False))
        found.append((offset + one.start, len(one), True))
        at = offset + one.end
    end = offset + len(document.text)
    return found + ([(at, end - at, False)] if at < end else [])


def _slowly(made, people, label):
    offsets = np.cumsum([0, *(len(one.text) for one in made)])
    whole, m = int(offsets[-1]), len(people)
    lines = [
        [s for one, offset in zip(made, offsets[:-1].tolist(), strict=True) for s in _sections(one, who, label, offset)]
        for who in people
    ]
    apart = sum(_distance(x, y) for i in range(m) for j in range(m) if i != j for x in lines[i] for y in lines[j])
    sizes = [size for line in lines for _at, size, unit in line if unit]
    gaps = [size for line in lines for _at, size, unit in line if not unit]
    above = sum(
        (len(sizes) - 1) / 3 * (2 * s**3 - 3 * s**2 + s) + s * s * sum(g - s + 1 for g in gaps if g >= s) for s in sizes
    )
    below = m * whole * (m * whole - 1) - sum(s * (s - 1) for s in sizes)
    return apart / (m * (m - 1) * whole**2), 2 / whole * above / below


def _distance(x, y):
    (a, length, is_unit), (b, other, other_is_unit) = x, y
    if is_unit and other_is_unit:
        meets = b - a < length and a - b < other
        return (a - b) ** 2 + (a + length - b - other) ** 2 if meets else 0
    if is_unit and other - length >= a - b >= 0:
        return length**2
    if other_is_unit and length - other >= b - a >= 0:
        return other**2
    return 0


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("people", ["甲乙", "甲乙丙"])
def test_the_form_of_1995(seed, people):
    made = _documents(seed, people)
    found = agreement(made, resamples=5, scheme=LABELS)
    by_label = [_slowly(made, people, label) for label in LABELS]
    observed, expected = map(sum, zip(*by_label, strict=True))
    assert found.overall["alpha_u_1995"].value == pytest.approx(1 - observed / expected, abs=1e-12)
    for pair in found.pairs:
        for label in LABELS:
            observed, expected = _slowly(made, (pair.a, pair.b), label)
            assert pair.labels[label]["alpha_u_1995"].value == pytest.approx(1 - observed / expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_labels_where_both_have_units(seed):
    """cuα and (k)uα of two annotators, segment by segment."""
    made = _documents(seed, "甲乙")
    [pair] = agreement(made, resamples=5, scheme=LABELS).pairs
    shared = {(c, k): 0 for c in LABELS for k in LABELS}
    squares = dict.fromkeys(LABELS, 0)
    for one in made:
        for who, other in ("甲乙", "乙甲"):
            for mine in one.annotations[who]:
                overlap = {
                    theirs.id: max(0, min(mine.span.end, theirs.span.end) - max(mine.span.start, theirs.span.start))
                    for theirs in one.annotations[other]
                }
                squares[mine.label] += sum(overlap.values()) ** 2
                for theirs in one.annotations[other]:
                    shared[mine.label, theirs.label] += overlap[theirs.id]
    total = {c: sum(shared[c, k] for k in LABELS) for c in LABELS}
    n, taken = sum(total.values()), sum(squares.values())
    expected = {
        (c, k): (total[c] * total[k] - (squares[c] if c == k else 0)) / (n - taken / n) for c in LABELS for k in LABELS
    }
    differing = sum(value for (c, k), value in shared.items() if c != k)
    by_chance = sum(value for (c, k), value in expected.items() if c != k)
    assert pair.numbers["cu_alpha"].value == pytest.approx(1 - differing / by_chance, abs=1e-12)
    for k in LABELS:
        of_k = sum(expected[c, k] for c in LABELS)
        value = 1 - of_k / total[k] * (total[k] - shared[k, k]) / (of_k - expected[k, k])
        assert pair.labels[k]["ku_alpha"].value == pytest.approx(value, abs=1e-12)


def test_units_are_joined_where_they_overlap_and_gaps_end_with_documents():
    found = units(np.array([4, 2, 12, 20]), np.array([6, 5, 15, 22]), [0, 10, 20, 30])
    assert list(zip(found.start.tolist(), found.end.tolist(), strict=True)) == [(2, 6), (12, 15), (20, 22)]
    assert sorted(found.gaps.tolist()) == [2, 2, 4, 5, 8]
    assert units(np.array([], int), np.array([], int), [0, 7]).gaps.tolist() == [7]
