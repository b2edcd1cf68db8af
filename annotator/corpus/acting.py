"""What all verbs stand on: a step of this annotator, and values that are checked before they are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from annotator.corpus.finding import Finding
from annotator.errors import AnnotatorError
from annotator.model import NEW, STARTED, Annotation, Attributes, Changes, Span, new_id
from annotator.scheme import allowed_attributes, check_attributes, check_label
from annotator.store import Writing

_READ_WITHIN = 2_000  # code points


class Acting(Finding):
    """The ground of the verbs. What this person decides and annotates is theirs."""

    @contextmanager
    def _step(self, name: str, document: str = "") -> Iterator[Writing]:
        """A step of this annotator; work on a document that was new to them also says that they have started."""
        with self._store.step(name, self.annotator) as writing:
            yield writing
            if document and writing.changes:
                self._start(writing, document)
        self._learned(writing.changes)

    def _start(self, writing: Writing, document: str) -> None:
        if self._store.read.progress(document).get(self.annotator, NEW) == NEW:
            writing.put_status(document, self.annotator, STARTED)

    def _learned(self, changes: Changes) -> Changes:
        """The same changes, once what they teach is known (if anybody has asked what is known)."""
        if changes:
            self._listing.changed(changes)
        if changes.step and "learning" in self.__dict__:
            self._learn()
        if changes.kinds & {"documents", "schemes"}:
            self.__dict__.pop("engine", None)  # its model may have learned from one that is gone, or is back
        return changes

    def _annotation(
        self, document: str, span: Span, label: str, attributes: Attributes | None, *, source: str, time: str
    ) -> Annotation:
        text = self._slice(document, span)
        read = self._as_read(label, text) if attributes is None else attributes
        self._check(label, read)
        return Annotation(new_id(), document, self.annotator, span, label, text, read, "", source, time, time)

    def _as_read(self, label: str, text: str) -> dict[str, Any]:
        """The attributes that the engine gives a stretch of text by itself; of a mere part of it, only the choices.

        None to a stretch that is longer than any name or number, which would take a while to read. Where the label has
        none, nothing is read: what reading needs is large, and the window has it only once somebody asks for it there.
        """
        if len(text) > _READ_WITHIN or not self.scheme.attributes_of(label):
            return {}
        inside = [one for one in self.engine.without_model.suggest(text) if one.label == label]
        best = max(inside, key=lambda one: len(one.span), default=None)
        if best is None:
            return {}
        choices = {kind.name for kind in self.scheme.attributes_of(label) if kind.kind == "choice"}
        whole = best.text == text
        attributes = {name: value for name, value in best.attributes.items() if whole or name in choices}
        return allowed_attributes(self.scheme, label, attributes)

    def _slice(self, document: str, span: Span) -> str:
        text = self.document(document).text
        if span.end > len(text):
            raise AnnotatorError("corpus.outside", start=span.start, end=span.end, length=len(text))
        return span.of(text)

    def _check_alone(self, document: str, span: Span, label: str) -> None:
        """Raises AnnotatorError where this person has that label on that span: twice says nothing more."""
        beginning = self._store.read.annotation_rows(document, self.annotator, Span(span.start, span.start + 1))
        if any((one.span, one.label) == (span, label) for one in beginning):
            raise AnnotatorError("corpus.annotated-so", text=self._slice(document, span), label=label)

    def _check(self, label: str, attributes: Attributes) -> None:
        scheme = self.scheme
        check_label(scheme, label)
        check_attributes(scheme, label, attributes)
