"""What rules settle, and what they leave."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from review_values import plant, reviewed

from annotator.errors import AnnotatorError
from annotator.model import Relation
from annotator.review.clusters import clusters
from annotator.review.settling import majority, settle, threshold, trusting, unanimous

TEXT = "下营村实施易地扶贫搬迁工程，落实农村低保，培训贫困劳动力四十名。"


def _settled(layers, strategy, **options):
    """The spans of the only cluster, or None where it is left."""
    settlement = settle(clusters(reviewed(TEXT, layers, **options)), strategy)
    if not settlement.proposals:
        return None
    [one] = settlement.proposals
    return [(span.span.start, span.span.end, span.label) for span in one.spans]


A, B, C = (5, 13, "Measure"), (5, 12, "Measure"), (5, 13, "Program")
INNER, BESIDE = (7, 9, "Measure"), (9, 16, "Place")


@pytest.mark.parametrize(
    ("layers", "by_all", "by_most"),
    [
        ({"甲": [A], "乙": [A]}, [A], [A]),
        ({"甲": [A], "乙": [B]}, None, None),  # a tie is left
        ({"甲": [A], "乙": [A], "丙": [B]}, None, [A]),
        ({"甲": [A], "乙": [A], "丙": [C]}, None, [A]),
        ({"甲": [A], "乙": [], "丙": []}, None, []),  # most say: nothing is here
        ({"甲": [A], "乙": [B], "丙": []}, None, None),
        ({"甲": [A], "乙": [B], "丙": [C]}, None, None),
        ({"甲": [A], "乙": [A], "丙": [], "丁": []}, None, None),
        ({"甲": [A, INNER], "乙": [A, INNER], "丙": [A]}, None, [INNER, A]),
        ({"甲": [A, INNER], "乙": [A], "丙": [A]}, None, [A]),
        ({"甲": [A]}, None, None),  # one annotator agrees with nobody
    ],
)
def test_unanimous_and_majority(layers, by_all, by_most):
    assert _settled(layers, unanimous) == (None if by_all is None else sorted(by_all))
    assert _settled(layers, majority) == (None if by_most is None else sorted(by_most))


def test_what_stands_beside_the_chosen_needs_its_own_majority():
    long = (0, 13, "Measure")
    layers = {"甲": [(0, 3, "Place"), A], "乙": [A], "丙": [A], "丁": [long]}
    assert _settled(layers, majority) is None  # two of four have nothing at 0–3
    assert _settled(layers | {"戊": [A]}, majority) == [A]
    assert _settled(layers | {"戊": [A, (0, 2, "Place")]}, majority) is None


def test_threshold():
    layers = {"甲": [A], "乙": [A], "丙": [B], "丁": [C]}
    assert _settled(layers, threshold(2, 0.5)) == [A]
    assert _settled(layers, threshold(3, 0.5)) is None
    assert _settled(layers, threshold(2, 0.6)) is None
    assert _settled(layers, threshold(1, 0.25)) is None  # A, B and C all have one vote or more, and overlap
    for votes, share, key in ((0, 0.5, "review.votes"), (1, 0.0, "review.share"), (1, 1.5, "review.share")):
        with pytest.raises(AnnotatorError) as error:
            threshold(votes, share)
        assert error.value.key == key


def test_trusting_one_annotator_per_label():
    trust = trusting({"Measure": "甲", "Place": "乙", "Program": "丙"})
    assert _settled({"甲": [A], "乙": [B]}, trust) == [A]
    assert _settled({"甲": [], "乙": [B]}, trust) == []
    assert _settled({"甲": [A], "乙": [C]}, trust) is None  # 丙 takes no part
    assert _settled({"甲": [A, (0, 6, "Place")], "乙": [(0, 5, "Place"), B]}, trust) == [(0, 5, "Place"), A]
    assert _settled({"甲": [A], "乙": [BESIDE]}, trust) is None  # the two overlap
    assert _settled({"甲": [A], "乙": [(5, 13, "Time")]}, trust) is None  # nobody is trusted with Time


def test_attributes_are_voted_on_too():
    planned = (5, 13, "Measure", {"status": "planned", "sure": True})
    done = (5, 13, "Measure", {"status": "done", "sure": True})
    [one] = settle(clusters(reviewed(TEXT, {"甲": [planned], "乙": [planned], "丙": [done]})), majority).proposals
    assert one.spans[0].attributes == (("status", "planned"), ("sure", True))
    assert _settled({"甲": [planned], "乙": [done]}, majority) is None
    assert _settled({"甲": [planned], "乙": [planned], "丙": [done]}, unanimous) is None


def test_relations_are_voted_on_too():
    layers = {who: [(0, 3, "Place"), (0, 2, "Measure")] for who in "甲乙丙"}
    links = [Relation(who, "甲", who, "in", f"{who}-0-2-Measure", f"{who}-0-3-Place") for who in "甲乙"]
    [one] = settle(clusters(reviewed(TEXT, layers, relations=links)), majority).proposals
    assert [link.type for link in one.relations] == ["in"]
    assert settle(clusters(reviewed(TEXT, layers, relations=links)), unanimous).proposals == ()


def test_random_votes_by_hand():
    """What is taken has more than half, what most left out is out, and every cluster is settled or left once."""
    rng = random.Random(11)
    for _ in range(300):
        made = plant(rng)
        found = clusters(reviewed(made.text, made.layers))
        settlement = settle(found, majority)
        assert len(settlement.proposals) + len(settlement.left) == len(found)
        votes = Counter(one[:3] for spans in made.layers.values() for one in {str(one): one for one in spans}.values())
        for proposal in settlement.proposals:
            assert proposal.of == len(made.layers)
            assert 2 * proposal.votes > proposal.of
            for one in proposal.spans:
                assert 2 * votes[one.span.start, one.span.end, one.label] > proposal.of
        for proposal in settle(found, unanimous).proposals:
            assert len(proposal.cluster.versions) == 1
        for cluster in settlement.left:
            assert 2 * len(cluster.versions[0].annotators) <= len(cluster.annotators)
