"""Clusters and their types: planted ones, counted once more character by character, and by hand."""

from __future__ import annotations

import random

import pytest
from review_values import PLANTED, annotation, plant, reviewed

from annotator.errors import AnnotatorError
from annotator.model import Relation, Span
from annotator.review.clusters import clusters, disagreements
from annotator.review.versions import Disagreement, Reviewed

TEXT = "下营村实施易地扶贫搬迁工程，落实农村低保，培训贫困劳动力四十名。"


def _types(layers, done=None, relations=()):
    return [one.type for one in disagreements([reviewed(TEXT, layers, done, relations=relations)])]


def test_planted_disagreements_have_their_type_and_all_versions():
    """1,000 documents, ten places each."""
    rng = random.Random(7)
    seen = set()
    for _ in range(1000):
        made = plant(rng)
        document = reviewed(made.text, made.layers, relations=made.relations)
        found = clusters(document)
        assert {one.span.start: getattr(one, "type", "") for one in found} == made.expected
        for one in found:
            _check_versions(one, made)
        seen |= set(made.expected.values())
        _check_order(rng, made, found)
    assert seen == set(PLANTED)


def _check_versions(cluster, made):
    told = {who: version for version in cluster.versions for who in version.annotators}
    assert sorted(told) == sorted(made.layers)
    for who, spans in made.layers.items():
        here = {one for one in ((*o[:3], str(o[3:])) for o in spans)
                if one[0] < cluster.span.end and cluster.span.start < one[1]}  # fmt: skip
        assert {(one.span.start, one.span.end, one.label) for one in told[who].spans} == {one[:3] for one in here}
        assert all(one.text == one.span.of(made.text) for one in told[who].spans)
    assert len({(version.spans, version.relations) for version in cluster.versions}) == len(cluster.versions)


def _check_order(rng, made, found):
    order = rng.sample(sorted(made.layers), len(made.layers))
    shuffled = {who: rng.sample(made.layers[who], len(made.layers[who])) for who in order}
    relations = rng.sample(made.relations, len(made.relations))
    assert clusters(reviewed(made.text, shuffled, relations=relations)) == found


def test_clusters_are_what_a_count_by_character_finds():
    """Two characters belong together when a span holds both; a cluster is a run of such."""
    rng = random.Random(3)
    for _ in range(300):
        layers = {who: [_any_span(rng) for _ in range(rng.randint(0, 8))] for who in "甲乙丙"}
        spans = [one for ones in layers.values() for one in ones]
        covered = [any(s <= at < e for s, e, _ in spans) for at in range(61)]
        joined = [any(s <= at < e - 1 for s, e, _ in spans) for at in range(61)]
        runs, start = [], None
        for at in range(61):
            start = at if covered[at] and start is None else start
            if start is not None and not joined[at]:
                runs.append((start, at + 1))
                start = None
        found = clusters(reviewed("字" * 60, layers))
        assert [(one.span.start, one.span.end) for one in found] == runs
        made = {who: set(ones) for who, ones in layers.items()}
        for one in found:
            inside = [frozenset(s for s in made[who] if one.span.start <= s[0] < one.span.end) for who in layers]
            assert isinstance(one, Disagreement) == (len(set(inside)) > 1)
            assert len(one.versions) == len(set(inside))


def _any_span(rng):
    start = rng.randrange(55)
    return start, start + rng.randint(1, 5), rng.choice(("Measure", "Place"))


@pytest.mark.parametrize(
    ("expected", "a", "b"),
    [
        ([], [(0, 3)], [(0, 3)]),
        (["missed"], [(0, 3)], []),
        (["boundary"], [(0, 3)], [(0, 2)]),
        (["label"], [(0, 3)], [(0, 3, "Place")]),
        (["boundary-label"], [(0, 3)], [(1, 4, "Place")]),
        (["split-merge"], [(5, 13)], [(5, 9), (9, 13)]),
        (["split-merge"], [(5, 13)], [(5, 8), (9, 13, "Program")]),
        (["attribute"], [(0, 3, "Measure", {"status": "done"})], [(0, 3)]),
        ([], [(0, 3, "Measure", {"status": None})], [(0, 3)]),
        (["missed", "missed"], [(0, 3)], [(3, 5)]),  # spans that only touch are apart
        (["missed"], [(5, 13), (7, 9)], [(5, 13)]),  # inside another that both have
        (["boundary"], [(5, 13), (7, 9)], [(5, 13), (7, 10)]),
        (["boundary"], [(5, 13), (7, 9)], [(5, 12)]),  # and what is missed inside is told in its kinds
        (["missed"], [(0, 3), (0, 3, "Place")], [(0, 3)]),  # stacked: two annotations, one of them missed
        (["label"], [(0, 3), (0, 3, "Place")], [(0, 3), (0, 3, "Time")]),
        ([], [(0, 3), (0, 3)], [(0, 3)]),  # twice the same is one
        (["split-merge"], [(0, 5), (6, 10)], [(3, 8)]),
    ],
)
def test_types_of_two(expected, a, b):
    assert _types({"甲": a, "乙": b}) == _types({"甲": b, "乙": a}) == expected


def test_missed_and_extra_go_by_who_has_it():
    assert _types({"甲": [(0, 3)], "乙": [(0, 3)], "丙": []}) == ["missed"]
    assert _types({"甲": [(0, 3)], "乙": [], "丙": []}) == ["extra"]
    assert _types({"甲": [(0, 3)], "乙": [(0, 3)], "丙": [], "丁": []}) == ["missed"]
    assert _types({"甲": [(0, 3)], "乙": [(0, 2)], "丙": [], "丁": [], "戊": []}) == ["extra"]
    assert _types({"甲": [(0, 3)], "乙": [(0, 2)], "丙": []}) == ["boundary"]
    [one] = disagreements([reviewed(TEXT, {"甲": [(0, 3)], "乙": [(0, 2)], "丙": []})])
    assert one.kinds == ("boundary", "missed")


def test_three_ways_to_differ_are_told_together():
    [one] = disagreements([reviewed(TEXT, {"甲": [(0, 3)], "乙": [(0, 2)], "丙": [(0, 3, "Place")]})])
    assert one.kinds == ("boundary-label", "boundary", "label")


def test_what_is_not_done_is_no_disagreement():
    assert _types({"甲": [(0, 3)], "乙": [(5, 13)]}, done=["甲"]) == ["missed"]  # 甲 is done and has not 5–13
    assert _types({"甲": [(0, 3)], "乙": [(0, 2)]}, done=["甲"]) == ["boundary"]
    assert _types({"甲": [(5, 13), (7, 9)], "乙": [(5, 13)]}, done=["甲"]) == []
    [one] = clusters(reviewed(TEXT, {"甲": [(0, 3)], "乙": []}, done=["甲"]))
    assert not isinstance(one, Disagreement)
    assert one.not_done == ("乙",)
    assert one.annotators == ("甲",)


def test_only_the_chosen_are_compared():
    document = reviewed(TEXT, {"甲": [(0, 3)], "乙": [(0, 3)], "丙": [(0, 2)]})
    assert disagreements([document], ["甲", "乙"]) == []
    [one] = disagreements([document], ["甲", "丙"])
    assert one.annotators == ("丙", "甲")


def test_a_relation_counts_where_all_else_agrees():
    layers = {"甲": [(0, 3, "Place"), (5, 13)], "乙": [(0, 3, "Place"), (5, 13)]}
    link = Relation("r", "甲", "甲", "where", "甲-5-13-Measure", "甲-0-3-Place")
    same = Relation("s", "甲", "乙", "where", "乙-5-13-Measure", "乙-0-3-Place")
    assert _types(layers, relations=[link]) == ["relation"]
    assert _types(layers, relations=[link, same]) == []
    assert _types(layers, done=["甲"], relations=[link]) == []
    [one] = disagreements([reviewed(TEXT, layers, relations=[link])])
    assert [version.plain().get("relations") for version in one.versions] == [
        None, [{"type": "where",
                "head": {"start": 5, "end": 13, "label": "Measure", "text": "易地扶贫搬迁工程"},
                "target": {"start": 0, "end": 3, "label": "Place", "text": "下营村"}}],
    ]  # fmt: skip


def test_a_far_end_drawn_longer_is_no_difference_of_the_relation():
    layers = {"甲": [(0, 3, "Place"), (5, 13)], "乙": [(0, 2, "Place"), (5, 13)]}
    links = [
        Relation("r", "甲", "甲", "where", "甲-5-13-Measure", "甲-0-3-Place"),
        Relation("s", "甲", "乙", "where", "乙-5-13-Measure", "乙-0-2-Place"),
    ]
    assert _types(layers, relations=links) == ["boundary"]


def test_the_plain_form():
    document = reviewed(TEXT, {"甲": [(0, 3, "Place")], "乙": [(0, 3, "Place")], "丙": [(0, 2, "Place")], "丁": []})
    [one] = disagreements([document])
    assert one.plain() == {
        "document": "甲", "start": 0, "end": 3, "type": "boundary",
        "versions": [
            {"annotators": ["乙", "甲"], "spans": [{"start": 0, "end": 3, "label": "Place", "text": "下营村"}]},
            {"annotators": ["丙"], "spans": [{"start": 0, "end": 2, "label": "Place", "text": "下营"}]},
            {"annotators": ["丁"], "spans": []},
        ],
    }  # fmt: skip
    assert one.majority is None
    assert one.text == "下营村"


def test_attributes_that_differ_are_named():
    layers = {"甲": [(0, 3, "Place", {"level": "village", "sure": True})], "乙": [(0, 3, "Place", {"sure": True})]}
    [one] = disagreements([reviewed(TEXT, layers)])
    assert one.attributes == ("level",)
    spans = [version["spans"][0] for version in one.plain()["versions"]]
    assert [span["attributes"] for span in spans] == [{"level": "village", "sure": True}, {"sure": True}]


def test_the_key_knows_the_same_case_elsewhere_in_either_script():
    here = reviewed("就业扶贫车间", {"甲": [(2, 6)], "乙": [(0, 6)], "丙": [(0, 6)]})
    there = reviewed("开办了就業扶貧車間。", {"丁": [(3, 9)], "甲": [(5, 9)]})
    other = reviewed("就业扶贫车间", {"甲": [(2, 6)], "乙": [(0, 6, "Program")]})
    [a], [b], [c] = (disagreements([one]) for one in (here, there, other))
    assert a.key == b.key != c.key
    assert len(a.key) == 32


def test_bad_choices_are_said_plainly():
    document = reviewed(TEXT, {"甲": [(0, 3)], "乙": []})
    for annotators, key in (
        (["甲"], "review.one-annotator"),
        (["甲", "丙"], "review.nothing-read"),
    ):
        with pytest.raises(AnnotatorError) as error:
            disagreements([document], annotators)
        assert error.value.key == key
    apart = [Reviewed(title, TEXT, {who: [annotation(who, 0, 3)]}) for title, who in (("一", "甲"), ("二", "乙"))]
    for documents in ([], apart, [reviewed(TEXT, {"甲": [(0, 3)]})]):
        with pytest.raises(AnnotatorError) as error:
            disagreements(documents)
        assert error.value.key == "review.nothing-shared"


def test_an_annotator_who_is_done_with_nothing_has_a_version_without_spans():
    [one] = disagreements([Reviewed("甲", TEXT, {"甲": [annotation("甲", 0, 3, text=TEXT)]}, frozenset("甲乙"))])
    assert one.versions[1].annotators == ("乙",)
    assert one.versions[1].spans == ()
    assert one.span == Span(0, 3)


def test_a_version_tells_the_same_link_whoever_is_named_first():
    layers = {who: [(0, 3, "Place"), (5, 13)] for who in "甲乙丙"} | {"丁": [(5, 13), (0, 2, "Place")]}
    links = [
        Relation(who, "甲", who, "where", f"{who}-5-13-Measure", f"{who}-0-{2 if who == '丁' else 3}-Place")
        for who in "甲丁"
    ]
    found = [one for one in disagreements([reviewed(TEXT, layers, relations=links)]) if one.type == "relation"]
    told = [(version.annotators, len(version.relations)) for one in found for version in one.versions]
    assert told == [(("丙", "乙"), 0), (("丁", "甲"), 1)]
    [link] = next(version.relations for version in found[0].versions if version.relations)
    assert link.target.text == "下营"  # 丁 stands first in order of names
