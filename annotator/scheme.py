"""What a scheme allows: labels that it has, attributes that fit."""

from __future__ import annotations

from annotator.errors import AnnotatorError
from annotator.model import Attributes, AttributeType, AttributeValue, Scheme

STATES = ("shown", "quiet", "forgotten")
"""What a person can say of a term: suggest it always, never, or as if nobody had ever decided on it."""


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


def allowed_attributes(scheme: Scheme, label: str, attributes: Attributes) -> dict[str, AttributeValue]:
    """Of the attributes those that annotations of the label carry, with values that fit."""
    kinds = {kind.name: kind for kind in scheme.attributes_of(label)}
    return {name: value for name, value in attributes.items() if name in kinds and _fits(kinds[name], value)}


def _fits(kind: AttributeType, value: AttributeValue) -> bool:
    match kind.kind:
        case "choice":
            return value in {choice.name for choice in kind.choices}
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "flag":
            return isinstance(value, bool)
        case _:
            return isinstance(value, str)
