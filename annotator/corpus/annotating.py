"""Annotations: made by hand, changed, taken away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from annotator.corpus.acting import Acting
from annotator.corpus.deciding import decided_kind
from annotator.errors import AnnotatorError
from annotator.model import MANUAL, REJECT, Annotation, Attributes, Changes, Occurrence, Span
from annotator.scheme import allowed_attributes, check_label
from annotator.store import Writing


class Annotating(Acting):
    """Verbs on annotations."""

    def annotate(self, document: str, span: Span, label: str, attributes: Attributes | None = None) -> Changes:
        """Labels a stretch of text by hand. The same label on the same span again changes nothing.

        Without attributes it gets those that the engine reads off the text (a quantity's value, say). Raises
        AnnotatorError for a label or attribute that the scheme has not, and a span that is not in the text.
        """
        if any((one.span, one.label) == (span, label) for one in self.annotation_rows(document)):
            return Changes()
        with self._step("annotate", document) as writing:
            annotation = self._annotation(document, span, label, attributes, source=MANUAL, time=writing.time)
            writing.put_annotation(annotation)
        return writing.changes

    def relabel(self, annotation: str, label: str) -> Changes:
        """Gives an annotation another label, with the attributes that belong to it.

        Raises AnnotatorError for a label that the scheme has not, or that this person has on the same words already.
        """
        old = self._own(annotation)
        check_label(self.scheme, label)
        kept = allowed_attributes(self.scheme, label, old.attributes)
        return self._change("relabel", old, label=label, attributes=kept or self._as_read(label, old.text))

    def move(self, annotation: str, span: Span) -> Changes:
        """Gives an annotation other boundaries. Attributes that nobody has edited follow the text.

        Raises AnnotatorError where the boundaries are not in the text, or have that label from this person already.
        """
        old = self._own(annotation)
        text = self._slice(old.document, span)
        untouched = old.attributes == self._as_read(old.label, old.text)
        attributes = self._as_read(old.label, text) if untouched else old.attributes
        return self._change("move", old, span=span, text=text, attributes=attributes)

    def set_attributes(self, annotation: str, attributes: Attributes) -> Changes:
        """Replaces an annotation's attributes. Raises AnnotatorError for what the scheme does not allow."""
        return self._change("attributes", self._own(annotation), attributes=dict(attributes))

    def reading_of(self, annotation: Annotation) -> Attributes:
        """The attributes that the engine reads off an annotation's text; empty where it reads none."""
        return self._as_read(annotation.label, annotation.text)

    def set_note(self, annotation: str, note: str) -> Changes:
        """Replaces an annotation's note; an empty one takes it away."""
        return self._change("note", self._own(annotation), note=note)

    def remove(self, annotation: str) -> Changes:
        """Takes an annotation away. One that grew from a suggestion leaves that rejected, so it does not come back."""
        old = self._own(annotation)
        behind = self._store.read.decision_of(old.id)
        with self._step("remove", old.document) as writing:
            if behind:
                writing.put_decision(replace(behind, kind=REJECT, annotation=None, time=writing.time))
            for relation in self._store.read.relations_at(old.id):
                writing.remove("relations", relation.id)
            writing.remove("annotations", old.id)
        return writing.changes

    def _change(self, name: str, old: Annotation, **fields: Any) -> Changes:
        new = replace(old, **fields)
        if new == old:
            return Changes()
        # only what is new: attributes that came in with a file may be such as this scheme does not have
        self._check(new.label, dict(new.attributes.items() - old.attributes.items()))
        if (new.span, new.label) != (old.span, old.label):
            self._check_alone(new.document, new.span, new.label)
        behind = self._store.read.decision_of(old.id)
        with self._step(name, old.document) as writing:
            writing.put_annotation(replace(new, changed=writing.time))
            if new.label != old.label:
                self._cut_relations(writing, new)
            if behind:
                writing.put_decision(replace(behind, kind=decided_kind(behind.suggestion, new.span, new.label)))
        return writing.changes

    def annotate_all(self, places: Iterable[Occurrence], label: str) -> Changes:
        """Labels all these places by hand, as one step. What has that label there already stays as it is."""
        by_document: dict[str, list[Span]] = {}
        for place in places:
            by_document.setdefault(place.document, []).append(place.span)
        with self._step("annotate-all") as writing:
            for document, spans in by_document.items():
                there = {(one.span, one.label) for one in self.annotation_rows(document)}
                for span in spans:
                    if (span, label) not in there:
                        writing.put_annotation(
                            self._annotation(document, span, label, None, source=MANUAL, time=writing.time)
                        )
                self._start(writing, document)
        return writing.changes

    def annotate_row(self, document: str, spans: Iterable[tuple[Span, str]]) -> Changes:
        """Labels stretches of a text by hand, each with a label of its own, as one step.

        What has that label there already stays as it is. Raises AnnotatorError as `annotate` does, and then nothing is
        written.
        """
        there = {(one.span, one.label) for one in self.annotation_rows(document)}
        new = [pair for pair in dict.fromkeys(spans) if pair not in there]
        if not new:
            return Changes()
        with self._step("annotate-row", document) as writing:
            for span, label in new:
                writing.put_annotation(self._annotation(document, span, label, None, source=MANUAL, time=writing.time))
        return writing.changes

    def _cut_relations(self, writing: Writing, changed: Annotation) -> None:
        """Takes away the relations that the scheme does not allow at an annotation's new label."""
        labels = {one.id: one.label for one in self.annotations(changed.document)} | {changed.id: changed.label}
        for relation in self._store.read.relations_at(changed.id):
            kind = self.scheme.relation(relation.type)
            ends = labels.get(relation.head), labels.get(relation.target)
            if kind is None or None in ends or not kind.allows(*map(str, ends)):
                writing.remove("relations", relation.id)

    def _own(self, annotation: str) -> Annotation:
        found = self._store.read.annotation(annotation)
        if found is None:
            raise AnnotatorError("corpus.no-annotation")
        if found.annotator != self.annotator:
            raise AnnotatorError("corpus.not-yours", annotator=found.annotator)
        return found
