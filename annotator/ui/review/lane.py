"""What a lane shows: one version of a disagreement, what is decided, or what is being edited; as values."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.corpus import Case, Version, VersionSpan
from annotator.i18n import Words
from annotator.model import Adjudicated, Scheme, Span

VERSION, GOLD, EDIT = "version", "gold", "edit"


@dataclass(frozen=True, slots=True)
class LaneSpan:
    """A span in a lane, its label and the words of its chip."""

    span: Span
    label: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Lane:
    """`key` takes it, `who` made it, `differing` is where it is unlike most, to the character."""

    kind: str
    key: str
    who: str
    spans: tuple[LaneSpan, ...]
    differing: tuple[Span, ...] = ()
    about: str = ""
    """attributes or relations that it has otherwise, or that nothing is here"""


def lanes_of(case: Case, words: Words, scheme: Scheme, *, blind: bool) -> list[Lane]:
    """A lane for each version, by its number, and one for what is decided. Names are told unless `blind`."""
    differing = case.differences()
    lanes = []
    for at, version in enumerate(case.disagreement.versions):
        spans = tuple(lane_span(one, scheme, words) for one in version.spans)
        who = words("ui.review-people", count=len(version.annotators)) if blind else "、".join(version.annotators)
        lanes.append(Lane(VERSION, str(at + 1), who, spans, tuple(differing[at]), about(version, case, words, scheme)))
    if case.state == "settled":
        gold = tuple(lane_span(one, scheme, words) for one in case.gold)
        lanes.append(Lane(GOLD, "✓", words("ui.review-decided"), gold, (), "" if gold else words("ui.review-nothing")))
    return lanes


def lane_span(one: VersionSpan | Adjudicated, scheme: Scheme, words: Words) -> LaneSpan:
    """A span of a version or of the adjudicated layer."""
    return LaneSpan(one.span, one.label, title_of(one.label, scheme, words), one.text)


def about(version: Version, case: Case, words: Words, scheme: Scheme) -> str:
    """What a version says beyond spans and labels, where that differs; or that it has nothing."""
    if not version.spans:
        return words("ui.review-nothing")
    told = []
    for name in case.disagreement.attributes:
        kind = next((one for one in scheme.attributes if one.name == name), None)
        values = [str(dict(one.attributes).get(name, "—")) for one in version.spans]
        told.append(f"{words.pick(kind.title) if kind else name}: {'、'.join(values)}")
    if "relation" in case.disagreement.kinds:
        for link in version.relations:
            relation = scheme.relation(link.type)
            told.append(f"{words.pick(relation.title) if relation else link.type} → {link.target.text}")
    return "；".join(told)


def title_of(label: str, scheme: Scheme, words: Words) -> str:
    """A label's title; one that the scheme no longer has is called by its name, and said to be gone."""
    known = scheme.label(label)
    return words.pick(known.title) if known else words("ui.review-label-gone", label=label)
