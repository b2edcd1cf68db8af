"""Labels, attributes and relation types, which a corpus keeps as its scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Versions = Mapping[str, str]
"""A text in several languages: `{"zh-Hans": …, "zh-Hant": …, "en": …}`."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a span may be called. `name` is what files and code know it by, `key` the key that gives it, or empty."""

    name: str
    title: Versions
    key: str
    colour: Mapping[str, str]
    """theme ("light", "dark") → the hue's ink as #rrggbb"""
    definition: Versions
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of an attribute of the kind choice."""

    name: str
    title: Versions


@dataclass(frozen=True, slots=True)
class AttributeType:
    """An attribute that annotations of some labels carry. `kind` is choice, text, number or flag."""

    name: str
    title: Versions
    labels: tuple[str, ...]
    kind: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationType:
    """A type of relation, and the labels that its head and its target may have; none named means any."""

    name: str
    title: Versions
    heads: tuple[str, ...]
    targets: tuple[str, ...]

    def allows(self, head: str, target: str) -> bool:
        """Whether annotations of these labels may be its ends."""
        return (not self.heads or head in self.heads) and (not self.targets or target in self.targets)


@dataclass(frozen=True, slots=True)
class Scheme:
    """Labels and attributes. `overlap` says what suggestions may do: "flat" or "nested" (people may always overlap).

    `document` are the attributes of documents themselves: their `labels` are empty. `reasons` are those that reviewers
    choose from, none for the usual ones (`REASONS`); they go with the scheme to everybody in the team.
    """

    name: str
    title: Versions
    overlap: str
    labels: tuple[Label, ...]
    attributes: tuple[AttributeType, ...]
    relations: tuple[RelationType, ...] = ()
    document: tuple[AttributeType, ...] = ()
    reasons: tuple[str, ...] = ()

    def relation(self, name: str) -> RelationType | None:
        return next((kind for kind in self.relations if kind.name == name), None)

    def label(self, name: str) -> Label | None:
        return next((label for label in self.labels if label.name == name), None)

    def label_of_key(self, key: str) -> Label | None:
        """The label that a key of the keyboard gives; None for a key without one."""
        return next((label for label in self.labels if label.key == key), None)

    def attributes_of(self, label: str) -> tuple[AttributeType, ...]:
        """The attributes that annotations of a label carry."""
        return tuple(kind for kind in self.attributes if label in kind.labels)
