"""What other programs say about a text, checked against it and turned into annotations of ours."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from annotator.formats.encoding import newline_style
from annotator.formats.format import ANNOTATIONS, SKIP, ReadOptions
from annotator.formats.mapping import proposed
from annotator.formats.origin import title_of
from annotator.formats.shapes import Place
from annotator.formats.source import Source
from annotator.model import (
    MANUAL,
    Annotation,
    Attributes,
    Bundle,
    Document,
    Origin,
    Proposal,
    Relation,
    Span,
    new_id,
    new_ids,
    now,
    text_hash,
)
from annotator.text import Utf16

CODE_POINTS, UTF16 = "code points", "utf-16 units"
_IDS = 32
"""are made at once"""


def as_it_is(text: str) -> str:
    """How a quotation is compared with the text by default: to the character."""
    return text


class Foreign:
    """The annotations of one document as a file of others gives them. `unit` is what its offsets count.

    Where a file quotes its spans, the quotation decides: offsets that fit it only in the other unit are corrected, and
    those that fit it in neither are refused. What cannot be an annotation here is counted in `options.left_out`.
    """

    def __init__(
        self,
        document: Document,
        options: ReadOptions,
        *,
        unit: str = CODE_POINTS,
        quoted_as: Callable[[str], str] = as_it_is,
    ) -> None:
        self.document = document
        self._options = options
        self._unit = unit
        self._quoted_as = quoted_as
        self._time = now()
        self._ids: list[str] = []
        self._annotations: list[Annotation] = []
        self._relations: list[Relation] = []
        self._proposals: list[Proposal] = []

    @cached_property
    def _utf16(self) -> Utf16:
        return Utf16(self.document.text)

    def add(
        self,
        offsets: tuple[int, int],
        label: str,
        place: Place,
        *,
        part: str = "",
        quote: str | None = None,
        annotator: str = "",
        attributes: Attributes | None = None,
        note: str = "",
        source: str = MANUAL,
        created: str = "",
        changed: str = "",
        predicted: bool = False,
        score: float | None = None,
    ) -> Annotation | None:
        """One annotation of the document; None for an empty span, which is left out.

        `predicted` is what a program, the `source`, has said, with its `score`: that becomes what the options say of
        predictions. None for what is no annotation then.

        Raises AnnotatorError that names the place for offsets outside of the text or reversed, for a quotation that is
        not there, and for an empty label.
        """
        if offsets[0] == offsets[1]:
            self.leave_out("empty")
            return None
        if not label:
            raise place.wrong("wrong-type", part=f"{part or '/'}.label", expected="string, not empty")
        span = self._span(offsets, quote, place, part)
        if predicted and self._options.predictions != ANNOTATIONS:
            self._propose(span, label, source if source not in ("", MANUAL) else annotator, score, attributes or {})
            return None
        if not self._ids:
            self._ids = new_ids(_IDS)
        annotation = Annotation(
            self._ids.pop(),
            self.document.id,
            annotator or self._options.annotator,
            span,
            label,
            span.of(self.document.text),
            dict(attributes or {}),
            note,
            source or MANUAL,
            created or self._time,
            changed or created or self._time,
        )
        self._annotations.append(annotation)
        return annotation

    def _propose(self, span: Span, label: str, name: str, score: float | None, attributes: Attributes) -> None:
        """A suggestion of another program; one without a score has the middle."""
        if self._options.predictions == SKIP:
            self.leave_out("predictions")
            return
        self._proposals.append(proposed(self.document, span, label, name, score=score, attributes=attributes))

    def relate(self, type_: str, head: Annotation | None, target: Annotation | None) -> None:
        """A relation between two annotations that were added; one whose ends are no annotations here is left out."""
        if head is None or target is None or head.annotator != target.annotator:
            self.leave_out("relations")
            return
        relation = Relation(new_id(), self.document.id, head.annotator, type_, head.id, target.id, MANUAL, self._time)
        self._relations.append(relation)

    def leave_out(self, kind: str, count: int = 1) -> None:
        """Counts what the file has and a corpus cannot hold."""
        self._options.leave_out(kind, count)

    def bundle(self) -> Bundle:
        """The document with all that was added."""
        return Bundle(
            self.document,
            tuple(self._annotations),
            relations=tuple(self._relations),
            proposals=tuple(self._proposals),
        )

    def _span(self, offsets: tuple[int, int], quote: str | None, place: Place, part: str) -> Span:
        text = self.document.text
        if self._unit == CODE_POINTS and 0 <= offsets[0] < offsets[1] <= len(text):  # most are as they should be
            span = Span(*offsets)
            if not quote or span.of(text) == quote:
                return span
        first = self._in_text(offsets, self._unit)
        if first and (not quote or self._is_quoted(first, quote)):
            return first
        other = self._in_text(offsets, UTF16 if self._unit == CODE_POINTS else CODE_POINTS) if quote else None
        if other and quote and self._is_quoted(other, quote):
            return other
        where = {"part": part or "/", "start": offsets[0], "end": offsets[1]}
        if first is None:
            raise place.wrong("span", **where, length=len(self.document.text))
        found = first.of(self.document.text)
        raise place.wrong("slice", **where, said=_short(quote or ""), found=_short(found))

    def _is_quoted(self, span: Span, quote: str) -> bool:
        found = span.of(self.document.text)
        return found == quote or self._quoted_as(found) == self._quoted_as(quote)

    def _in_text(self, offsets: tuple[int, int], unit: str) -> Span | None:
        start, end = offsets
        if not 0 <= start < end:
            return None
        if unit == UTF16:
            if end > self._utf16.units(len(self.document.text)):
                return None
            start, end = self._utf16.code_points(start), self._utf16.code_points(end)
        return Span(start, end) if start < end <= len(self.document.text) else None


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"


def document_in(source: Source, place: Place, text: str, extractor: str, title: str = "") -> Document:
    """A document that is a part of a larger file; its origin is the line where it stands, and the hash of its text."""
    name = f"{source.file_name}:{place.line}"
    origin = Origin(name, text_hash(text), "utf-8", newline_style(text), extractor, now())
    return Document(new_id(), title or title_of(text, f"{source.stem}:{place.line}"), text, origin)
