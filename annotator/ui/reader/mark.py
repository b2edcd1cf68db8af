"""What the reader is given to show: marks, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from annotator.model import Span


class MarkState(Enum):
    """How a mark is drawn; the states differ by shape, not only by colour."""

    SUGGESTION = "suggestion"
    ANNOTATION = "annotation"
    DISPUTED = "disputed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled span on the page. `key` names it in signals and is unique among the marks of a document.

    `title` is the text of its chip, `digit` what a crowded chip shrinks to: the key that gives its label.
    """

    key: str
    span: Span
    label: str
    title: str
    digit: str
    state: MarkState
