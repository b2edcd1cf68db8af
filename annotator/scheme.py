"""What a scheme allows: labels that it has, attributes that fit. And what it must be itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import TypeGuard

from annotator.errors import AnnotatorError
from annotator.model import Attributes, AttributeType, AttributeValue, Label, RelationType, SaidTerm, Scheme

STATES = ("shown", "quiet", "forgotten")
"""What a person can say of a term: suggest it always, never, or as if nobody had ever decided on it."""
LONGEST_TERM = 200
"""code points of a term that a person puts on a list"""

KINDS = ("choice", "text", "number", "flag")
"""of attributes"""
_NAMED = 20
"""code points of it that a sentence names"""
OVERLAPS = ("flat", "nested")
_KEY = re.compile("[1-9]?")
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
_WORDS, _VERSIONS = '"…"', '{"en": "…"}'

Fault = tuple[str, str]
"""The part of a scheme that is wrong, and what it must be, as JSON writes it."""


def check_scheme(scheme: Scheme, path: Path) -> Scheme:
    """The scheme itself, as it came from a file.

    Raises AnnotatorError where a part is not what the program could show and keep, where two labels share a name or a
    key, and where there is none.
    """
    for part, expected in _faults(scheme):
        raise AnnotatorError("scheme.wrong-part", path=path, part=part, expected=expected)
    names = [label.name for label in scheme.labels]
    keys = [label.key for label in scheme.labels if label.key]
    others = (scheme.attributes, scheme.document, scheme.relations)
    for values in (names, keys, *([kind.name for kind in kinds] for kinds in others)):
        if twice := sorted({value for value in values if values.count(value) > 1}):
            raise AnnotatorError("scheme.twice", path=path, names=", ".join(twice))
    if not names:
        raise AnnotatorError("scheme.empty", path=path)
    return scheme


def _faults(scheme: Scheme) -> Iterator[Fault]:
    if not _is_words(scheme.name):
        yield "name", _WORDS
    if not _is_title(scheme.title):
        yield "title", _VERSIONS
    if scheme.overlap not in OVERLAPS:
        yield "overlap", " | ".join(OVERLAPS)
    for at, label in enumerate(scheme.labels):
        yield from ((f"labels[{at}].{part}", expected) for part, expected in _label_faults(label))
    for name, kinds in (("attributes", scheme.attributes), ("document", scheme.document)):
        for at, kind in enumerate(kinds):
            yield from ((f"{name}[{at}].{part}", expected) for part, expected in _attribute_faults(kind))
    if not all(map(_is_words, scheme.reasons)):
        yield "reasons", f"[{_WORDS}]"
    for at, relation in enumerate(scheme.relations):
        yield from ((f"relations[{at}].{part}", expected) for part, expected in _relation_faults(relation))


def _label_faults(label: Label) -> Iterator[Fault]:
    if not _is_words(label.name):
        yield "name", _WORDS
    if not _is_title(label.title):
        yield "title", _VERSIONS
    if not isinstance(label.key, str) or not _KEY.fullmatch(label.key):
        yield "key", '"1" – "9" | ""'
    if not _is_versions(label.colour) or not all(map(_COLOUR.fullmatch, label.colour.values())):
        yield "colour", '{"light": "#rrggbb", "dark": "#rrggbb"}'
    if not _is_versions(label.definition):
        yield "definition", _VERSIONS
    if not all(isinstance(example, str) for example in label.examples):
        yield "examples", f"[{_WORDS}]"


def _attribute_faults(kind: AttributeType) -> Iterator[Fault]:
    if not _is_words(kind.name):
        yield "name", _WORDS
    if not _is_title(kind.title):
        yield "title", _VERSIONS
    if not all(map(_is_words, kind.labels)):
        yield "labels", f"[{_WORDS}]"
    if kind.kind not in KINDS:
        yield "kind", " | ".join(KINDS)
    if not all(_is_words(choice.name) and _is_title(choice.title) for choice in kind.choices):
        yield "choices", f'[{{"name": {_WORDS}, "title": {_VERSIONS}}}]'


def _relation_faults(kind: RelationType) -> Iterator[Fault]:
    if not _is_words(kind.name):
        yield "name", _WORDS
    if not _is_title(kind.title):
        yield "title", _VERSIONS
    for part, labels in (("heads", kind.heads), ("targets", kind.targets)):
        if not all(map(_is_words, labels)):
            yield part, f"[{_WORDS}]"


def _is_words(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _is_versions(value: object) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and all(isinstance(part, str) for pair in value.items() for part in pair)


def _is_title(value: object) -> bool:
    """Words in one language at least: a label must be seen."""
    return _is_versions(value) and any(map(str.strip, value.values()))


def check_label(scheme: Scheme, label: str) -> None:
    """Raises AnnotatorError, with the labels there are, for one that the scheme has not."""
    if scheme.label(label) is None:
        raise AnnotatorError("scheme.no-label", label=label, labels=", ".join(one.name for one in scheme.labels))


def check_attributes(scheme: Scheme, label: str, attributes: Attributes) -> None:
    """Raises AnnotatorError for an attribute that the label does not carry, or a value of the wrong kind."""
    kinds = {kind.name: kind for kind in scheme.attributes_of(label)}
    for name, value in attributes.items():
        if name not in kinds:
            raise AnnotatorError("scheme.no-attribute", attribute=name, label=label, names=", ".join(kinds) or "—")
        if not _fits(kinds[name], value):
            allowed = ", ".join(choice.name for choice in kinds[name].choices) or kinds[name].kind
            raise AnnotatorError("scheme.bad-value", attribute=name, value=value, allowed=allowed)


def check_term(scheme: Scheme, term: SaidTerm) -> None:
    """Raises AnnotatorError for a term whose label or domain the scheme has not."""
    check_label(scheme, term.label)
    check_attributes(scheme, term.label, {"domain": term.domain} if term.domain else {})


def can_be_listed(text: str) -> bool:
    """Whether a text can be a term of a list: one line without signs that cannot be seen, and not too long."""
    return 0 < len(text) <= LONGEST_TERM and text.isprintable()


def shown(text: str) -> str:
    """Such a text as a sentence can name it: what cannot be seen as its code, the end left out where it is long."""
    seen = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text[:_NAMED])
    return f"{seen}…" if len(text) > _NAMED else seen


def check_document_attribute(scheme: Scheme, name: str, value: AttributeValue) -> None:
    """Raises AnnotatorError for an attribute that documents do not carry, or a value of the wrong kind."""
    kind = next((one for one in scheme.document if one.name == name), None)
    if kind is None:
        names = ", ".join(one.name for one in scheme.document) or "—"
        raise AnnotatorError("scheme.no-document-attribute", attribute=name, names=names)
    if not _fits(kind, value):
        allowed = ", ".join(choice.name for choice in kind.choices) or kind.kind
        raise AnnotatorError("scheme.bad-value", attribute=name, value=value, allowed=allowed)


def check_relation(scheme: Scheme, type_: str, head: str, target: str) -> None:
    """Raises AnnotatorError for a type that the scheme has not, and for labels that it does not join."""
    kind = scheme.relation(type_)
    if kind is None:
        names = ", ".join(one.name for one in scheme.relations) or "—"
        raise AnnotatorError("scheme.no-relation", relation=type_, names=names)
    if not kind.allows(head, target):
        raise AnnotatorError("scheme.relation-ends", relation=type_, head=head, target=target)


def allowed_attributes(scheme: Scheme, label: str, attributes: Attributes) -> dict[str, AttributeValue]:
    """Of the attributes those that annotations of the label carry, with values that fit."""
    kinds = {kind.name: kind for kind in scheme.attributes_of(label)}
    return {name: value for name, value in attributes.items() if name in kinds and _fits(kinds[name], value)}


def _fits(kind: AttributeType, value: AttributeValue) -> bool:
    match kind.kind:
        case "choice":
            return value in {choice.name for choice in kind.choices}
        case "number":
            return _is_number(value)
        case "flag":
            return isinstance(value, bool)
        case _:
            return isinstance(value, str)


def _is_number(value: AttributeValue) -> bool:
    """One that every file can keep: no infinity, and no integer beyond 64 bits."""
    return abs(value) < 2**63 if type(value) is int else type(value) is float and isfinite(value)
