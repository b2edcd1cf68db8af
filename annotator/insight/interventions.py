"""Interventions: the programs and measures of a report, each with its quantities, people, bodies, places and times.

What people have linked counts; where nothing of a kind is linked to a program, what stands near it in its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.model import Annotation, Attributes, Relation, Scheme, Span
from annotator.text import fold, sentences

LINKED, NEAR = "linked", "near"
COLUMNS = {
    "quantities": "has-quantity",
    "beneficiaries": "targets",
    "organisations": "carried-out-by",
    "places": "located-in",
    "times": "at-time",
}
"""The columns of the table, and the type of relation that fills each."""
_QUANTITIES, _BENEFICIARIES = "quantities", "beneficiaries"
_CLAUSE = re.compile("[,;:]")
_AROUND = 8  # spans may be nested: the next one alone might not be the nearest


@dataclass(frozen=True, slots=True)
class Found:
    """An annotation that belongs to a program: because it is `linked` to it, or because it stands `near`."""

    id: str
    span: Span
    text: str
    how: str
    attributes: Attributes = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Intervention:
    """A program or measure where it stands, in one annotator's layer, with what belongs to it by column."""

    document: str
    annotator: str
    id: str
    span: Span
    label: str
    text: str
    domain: str
    cells: Mapping[str, tuple[Found, ...]] = field(hash=False)

    def how(self, column: str) -> str:
        """Whether a column is filled by links or by nearness; empty where nothing is in it."""
        return next((found.how for found in self.cells[column]), "")


@dataclass(frozen=True, slots=True)
class Roles:
    """What the labels of a scheme are in this table, read off its types of relations."""

    heads: frozenset[str]
    columns: Mapping[str, frozenset[str]]
    rivals: frozenset[str]
    """labels that may have a quantity of their own, as an indicator has: one next to them is no program's"""

    @staticmethod
    def of(scheme: Scheme) -> Roles:
        """Heads are what targets somebody or is carried out by somebody. Empty where a scheme has no such types."""
        kinds = {column: scheme.relation(name) for column, name in COLUMNS.items()}
        columns = {column: frozenset(kind.targets) if kind else frozenset() for column, kind in kinds.items()}
        acting = [kinds["beneficiaries"], kinds["organisations"]]
        heads = frozenset(label for kind in acting if kind for label in kind.heads)
        having = kinds[_QUANTITIES]
        others = frozenset(having.heads) if having else frozenset()
        return Roles(heads, columns, others - heads - columns[_BENEFICIARIES])


def interventions(
    text: str, annotations: Sequence[Annotation], relations: Iterable[Relation], scheme: Scheme
) -> list[Intervention]:
    """The table of one document in one annotator's layer, by place.

    A quantity that nobody has linked goes to the nearest program or measure of its sentence, to one only, unless an
    indicator is nearer; of the other columns each takes the nearest one of its sentence. Nearest is what is fewest
    clauses away, then fewest code points; of two alike, what stands before.
    """
    roles = Roles.of(scheme)
    heads = sorted((one for one in annotations if one.label in roles.heads), key=lambda one: one.span)
    links = _Links(annotations, relations)
    near = _Near(text, annotations, heads, roles, links.taken)
    return [
        Intervention(
            one.document, one.annotator, one.id, one.span, one.label, one.text,
            str(one.attributes.get("domain") or ""),
            {column: links.of(one, column) or near.of(one, column) for column in COLUMNS},
        )
        for one in heads
    ]  # fmt: skip


class _Links:
    """What people have linked."""

    def __init__(self, annotations: Iterable[Annotation], relations: Iterable[Relation]) -> None:
        self._by_id = {one.id: one for one in annotations}
        self._targets: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.taken: set[str] = set()
        for relation in relations:
            self._targets[relation.head, relation.type].append(relation.target)
            self.taken.add(relation.target)

    def of(self, head: Annotation, column: str) -> tuple[Found, ...]:
        """A program has the quantities of its beneficiaries too."""
        ids = [*self._targets[head.id, COLUMNS[column]]]
        if column == _QUANTITIES:
            for one in self._targets[head.id, COLUMNS[_BENEFICIARIES]]:
                ids += self._targets[one, COLUMNS[_QUANTITIES]]
        found = [self._by_id[id_] for id_ in dict.fromkeys(ids) if id_ in self._by_id]
        return tuple(_found(one, LINKED) for one in sorted(found, key=lambda one: one.span))


class _Near:
    """What stands near, sentence by sentence."""

    def __init__(
        self, text: str, annotations: Iterable[Annotation], heads: Iterable[Annotation], roles: Roles,
        taken: Collection[str],
    ) -> None:  # fmt: skip
        self._text, self._roles = fold(text), roles
        self._sentences = sentences(text)
        self._starts = [span.start for span in self._sentences]
        self._within: defaultdict[tuple[int, str], list[Annotation]] = defaultdict(list)
        for one in sorted(annotations, key=lambda one: one.span):
            self._within[self._sentence(one), one.label].append(one)
        self._quantities: defaultdict[str, list[Annotation]] = defaultdict(list)
        head_ids = {one.id for one in heads}
        for one in self._loose(taken):
            nearest = self._nearest(one, roles.heads | roles.rivals)
            if nearest and nearest.id in head_ids:
                self._quantities[nearest.id].append(one)

    def _sentence(self, one: Annotation) -> int:
        return bisect_right(self._starts, one.span.start) - 1

    def _loose(self, taken: Collection[str]) -> Iterator[Annotation]:
        """The quantities that nobody has linked to anything."""
        for (_, label), within in self._within.items():
            if label in self._roles.columns[_QUANTITIES]:
                yield from (one for one in within if one.id not in taken)

    def _nearest(self, one: Annotation, labels: Collection[str]) -> Annotation | None:
        """Of the annotations of these labels in the same sentence."""
        around = (other for label in labels for other in self._around(one, label) if other.id != one.id)
        return min(around, key=lambda other: self._distance(one, other), default=None)

    def _around(self, one: Annotation, label: str) -> list[Annotation]:
        """Those of a label that come next before and behind: in a line of a million characters not all can be asked."""
        within = self._within.get((self._sentence(one), label), [])
        at = bisect_left(within, one.span, key=lambda other: other.span)
        return within[max(0, at - _AROUND) : at + _AROUND]

    def _distance(self, one: Annotation, other: Annotation) -> tuple[int, int, bool, Span]:
        """Clauses apart, code points apart, whether it stands behind, and its place: no two are alike."""
        first, second = sorted((one.span, other.span))
        between = self._text[first.end : max(first.end, second.start)]
        return len(_CLAUSE.findall(between)), len(between), other.span > one.span, other.span

    def of(self, head: Annotation, column: str) -> tuple[Found, ...]:
        if column == _QUANTITIES:
            found = sorted(self._quantities[head.id], key=lambda one: one.span)
        else:
            nearest = self._nearest(head, self._roles.columns[column])
            found = [nearest] if nearest else []
        return tuple(_found(one, NEAR) for one in found)


def _found(one: Annotation, how: str) -> Found:
    return Found(one.id, one.span, one.text, how, dict(one.attributes))


def to_plain(one: Intervention, title: str) -> dict[str, Any]:
    """A row as machines read it; offsets are half-open code points."""
    return {
        "document": one.document,
        "title": title,
        "annotator": one.annotator,
        "start": one.span.start,
        "end": one.span.end,
        "label": one.label,
        "text": one.text,
        "domain": one.domain,
        **{
            column: [
                {"start": found.span.start, "end": found.span.end, "text": found.text, "how": found.how,
                 "attributes": dict(found.attributes)}
                for found in one.cells[column]
            ]
            for column in COLUMNS
        },
    }  # fmt: skip


HEAD = (
    "document", "label", "text", "domain", "quantities", "values", "beneficiaries", "organisations", "places", "times",
    "by links", "by nearness", "annotator", "start", "end",
)  # fmt: skip
"""The columns of the table in a file."""


def to_cells(one: Intervention, title: str) -> list[str | int]:
    """A row of a file, in the order of HEAD: several of a kind are set apart by a semicolon."""
    texts = {column: "；".join(found.text for found in one.cells[column]) for column in COLUMNS}
    values = "；".join(amount(found.attributes) for found in one.cells[_QUANTITIES])
    by = [", ".join(column for column in COLUMNS if one.how(column) == how) for how in (LINKED, NEAR)]
    others = [texts[column] for column in COLUMNS if column != _QUANTITIES]
    said = [title, one.label, one.text, one.domain, texts[_QUANTITIES], values]
    return [*said, *others, *by, one.annotator, one.span.start, one.span.end]


def amount(attributes: Attributes) -> str:
    """A quantity's normalised value with its unit: `3000000 元`, `10–12 %`; `—` where it has none."""
    value, low, high = (attributes.get(name) for name in ("value", "low", "high"))
    if value is None and low is None and high is None:
        return "—"
    number = f"{value}" if value is not None else f"{'' if low is None else low}–{'' if high is None else high}"
    return f"{number} {attributes.get('unit') or ''}".rstrip()
