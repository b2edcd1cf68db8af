"""A model's weights in steps: each feature finds its own row and no other, however full its block is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.suggest.learned.features import BITS
from annotator.suggest.learned.steps import steps_of
from annotator.suggest.learned.weights import Weights

ALL = 1 << BITS
features = st.integers(0, 60).flatmap(
    lambda near: st.sets(st.one_of(st.integers(0, ALL - 1), st.integers(near * 256, near * 256 + 40)), max_size=200)
)


def weights_of(known: list[int]) -> Weights:
    """Each feature has a weight of its own, of one of two tags in turn; the first tag has none."""
    count = len(known)
    values = (1 + np.arange(count)).astype(np.float16)
    of_tag = (1 + np.arange(count) % 2).astype(np.uint8)
    moves = np.zeros((3, 3), np.float32)
    return Weights(("O", "B-x", "I-x"), moves, np.array(known, np.uint32), of_tag, values)


def summed(known: list[int], asked: list[list[int]]) -> np.ndarray:
    """The sums by a table, in weights again: `asked` are the features by template and code point."""
    steps = steps_of(weights_of(known), max(len(asked), 1))
    found = (np.array(row, np.uint32) for row in asked)
    return steps.sums(found, len(asked[0])) * steps.step


@given(features, st.lists(st.integers(0, ALL - 1), max_size=20))
def test_each_feature_has_its_weight_and_others_have_none(known, others):
    ordered = sorted(known)
    asked = [*ordered, *others, 0, ALL - 1]
    weight = {feature: number + 1 for number, feature in enumerate(ordered)}
    tag = {feature: number % 2 for number, feature in enumerate(ordered)}
    sums = summed(ordered, [asked])
    for feature, row in zip(asked, sums, strict=True):
        expected = [0.0, 0.0]
        if feature in weight:
            expected[tag[feature]] = weight[feature]
        assert row == pytest.approx(expected, abs=0.02)


def test_a_block_in_which_every_feature_has_weights():
    full = list(range(512, 512 + 256))
    sums = summed(full, [[511, *full, 768]])
    assert sums.sum(axis=1)[1:-1] == pytest.approx(np.arange(1, 257), abs=0.02)
    assert not sums[[0, -1]].any()


@pytest.mark.parametrize("templates", [1, 7, 8, 9, 30])
def test_all_templates_are_summed_however_many_are_looked_up_at_once(templates):
    known = list(range(0, 10 * templates, 10))
    for length in (1, 3, 5_000, 20_000):
        asked = [[feature] * length for feature in known]
        sums = summed(known, asked)
        assert sums.shape == (length, 2)
        assert sums.sum() / length == pytest.approx(sum(range(1, templates + 1)), abs=0.1)
