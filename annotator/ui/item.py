"""What a document shows: annotations and open suggestions in one list, as the reader and the keys go through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from annotator.model import AnnotationRow, Span, Suggestion

Order = tuple[int, int, str]
START: Order = (-1, 0, "")


@dataclass(frozen=True, slots=True)
class Item:
    """An annotation, or a suggestion that is still open: then `suggestion` is not None."""

    key: str
    span: Span
    label: str
    source: str
    suggestion: Suggestion | None = None

    @property
    def is_open(self) -> bool:
        return self.suggestion is not None

    @property
    def order(self) -> Order:
        """Where it stands among the items: by start, the longer first."""
        return self.span.start, -self.span.end, self.key


def items_of(annotations: Iterable[AnnotationRow], suggestions: Iterable[Suggestion]) -> list[Item]:
    """Both in order. Keys are annotations' ids, and for suggestions where they are and as what."""
    found = {one.id: Item(one.id, one.span, one.label, one.source) for one in annotations}
    for one in suggestions:
        key = key_of(one, found.__contains__)
        found[key] = Item(key, one.span, one.label, one.source, one)
    return sorted(found.values(), key=lambda item: item.order)


def key_of(one: Suggestion, taken: Callable[[str], bool]) -> str:
    """A suggestion's key; an annotation of another program may be called so already."""
    key = f"{one.span.start}:{one.span.end}:{one.label}"
    while taken(key):
        key = f"{key}:"
    return key
