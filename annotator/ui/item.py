"""What a document shows: annotations and open suggestions in one list, as the reader and the keys go through it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model import Annotation, AttributeValue, Span, Suggestion

Order = tuple[int, int, str]
START: Order = (-1, 0, "")


@dataclass(frozen=True, slots=True)
class Item:
    """A suggestion that is still open, or an annotation: one of the two is not None."""

    key: str
    span: Span
    label: str
    suggestion: Suggestion | None
    annotation: Annotation | None

    @property
    def is_open(self) -> bool:
        return self.suggestion is not None

    @property
    def order(self) -> Order:
        """Where it stands among the items: by start, the longer first."""
        return self.span.start, -self.span.end, self.key

    @property
    def text(self) -> str:
        return self._one.text

    @property
    def attributes(self) -> dict[str, AttributeValue]:
        return dict(self._one.attributes)

    @property
    def _one(self) -> Suggestion | Annotation:
        one = self.suggestion or self.annotation
        assert one is not None
        return one


def items_of(annotations: Iterable[Annotation], suggestions: Iterable[Suggestion]) -> list[Item]:
    """By start, the longer first. Keys are annotations' ids, and for suggestions where they are and as what."""
    found = [Item(one.id, one.span, one.label, None, one) for one in annotations]
    found += [
        Item(f"{one.span.start}:{one.span.end}:{one.label}", one.span, one.label, one, None) for one in suggestions
    ]
    return sorted(found, key=lambda item: item.order)
