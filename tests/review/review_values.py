"""Annotations and documents for the tests of this room, and disagreements planted in them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from annotator.model import Annotation, Relation, Span
from annotator.review.versions import Reviewed

LABELS = ("Program", "Measure", "Place", "Time")
HAN = "乡村振兴产业就业教育医疗住房安置搬迁合作社贫困户收入基地培训补贴"


def annotation(who, start, end, *, label="Measure", text="", attributes=None, document="甲"):
    name = f"{who}-{start}-{end}-{label}"
    return Annotation(name, document, who, Span(start, end), label, text[start:end], attributes or {})


def reviewed(text, layers, done=None, document="甲", relations=()):
    """`layers` is annotator → [(start, end, label, attributes)], the latter two at will."""
    made = {}
    for who, spans in layers.items():
        named = [(one[:2], dict(zip(("label", "attributes"), one[2:], strict=False))) for one in spans]
        made[who] = [annotation(who, *place, text=text, document=document, **rest) for place, rest in named]
    return Reviewed(document, text, made, frozenset(layers if done is None else done), relations)


@dataclass
class Planted:
    """A document in which the disagreement at each place is known: place's start → type, or "" for none."""

    text: str
    layers: dict
    expected: dict = field(default_factory=dict)
    relations: list = field(default_factory=list)


PLANTED = ("", "missed", "extra", "boundary", "label", "boundary-label", "split-merge", "attribute", "relation")


def plant(rng: random.Random) -> Planted:
    """Two to five annotators, ten places far apart, at each a disagreement of a known type or none."""
    people = [f"标注员{at}" for at in range(rng.randint(2, 5))]
    layers: dict = {who: [] for who in people}
    made = Planted("", layers)
    at = 0
    for _ in range(10):
        at += rng.randint(5, 9)
        size, kind = rng.randint(4, 8), rng.choice(PLANTED)
        if kind == "extra" and len(people) < 3:
            kind = "missed"
        _plant_one(rng, made, kind, (at, at + size))
        at += size + 5
    made.text = "".join(rng.choice(HAN) for _ in range(at))
    return made


def _plant_one(rng, made, kind, place):
    (start, end), people = place, list(made.layers)
    label, other = rng.sample(LABELS, 2)
    few, most = len(people) // 2, len(people) - 1
    others = rng.sample(people, rng.randint(*{"missed": (1, few), "extra": (few + 1, most)}.get(kind, (1, most))))
    by_one_or_two = [(start - 1, end), (start + 1, end), (start, end + 2), (start - 2, end + 1), (start + 1, end - 1)]
    moved, middle = rng.choice(by_one_or_two), rng.randint(start + 1, end - 1)
    theirs = {
        "missed": [], "extra": [], "boundary": [(*moved, label)], "label": [(start, end, other)],
        "boundary-label": [(*moved, other)], "split-merge": [(start, middle, label), (middle, end, other)],
        "attribute": [(start, end, label, {"status": "planned"})],
    }.get(kind, [(start, end, label)])  # fmt: skip
    made.expected[min([start, *(one[0] for one in theirs)])] = kind
    for who in people:
        made.layers[who] += theirs if who in others else [(start, end, label)]
        if rng.random() < 0.1:
            made.layers[who] += made.layers[who][-1:]  # the same twice by one annotator is still one
        if kind == "relation" and who in others:
            end_of = f"{who}-{start}-{end}-{label}"
            made.relations.append(Relation(f"r{len(made.relations)}", "甲", who, "helps", end_of, end_of))
