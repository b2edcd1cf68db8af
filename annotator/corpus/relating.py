"""Relations between annotations, and what is said of a document itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotator.corpus.annotating import Annotating
from annotator.errors import AnnotatorError
from annotator.model import MANUAL, Attributes, Changes, Relation, Span, new_id
from annotator.scheme import check_document_attribute, check_relation
from annotator.suggest import BEGINNING, Pair, Said, describe, pairs

RULES = "rules"
"""the source of relations that were proposed"""
_BESIDE = 400
"""code points on either side of an annotation in which others may be paired with it; a clause is shorter"""


class Relating(Annotating):
    """Verbs on relations and documents' attributes."""

    def relate(self, head: str, target: str, type_: str, *, source: str = MANUAL) -> Changes:
        """Links two of this annotator's annotations. The same link again changes nothing.

        Raises AnnotatorError where one of them is not there or somebody else's, where they stand in two documents or
        are one, and where the scheme does not join their labels so.
        """
        relation = self._relation(head, target, type_, source)
        if relation is None:
            return Changes()
        with self._step("relate", relation.document) as writing:
            writing.put_relation(replace(relation, created=writing.time))
        return writing.changes

    def relate_all(self, pairs: Iterable[Pair]) -> Changes:
        """Makes the relations that were proposed, as one step; those that are there already stay as they are.

        Raises AnnotatorError as `relate` does; then none is made.
        """
        with self._step("relate") as writing:
            for pair in pairs:
                if relation := self._relation(pair.head, pair.target, pair.type, RULES):
                    writing.put_relation(replace(relation, created=writing.time))
                    self._start(writing, relation.document)
        return writing.changes

    def proposed_relations(self, document: str) -> list[Pair]:
        """The obvious pairs among this annotator's annotations of a document that are not linked yet."""
        there = {(one.type, one.head, one.target) for one in self.relations(document)}
        found = pairs(self.document(document).text, self.annotation_rows(document), self.scheme)
        return [pair for pair in found if (pair.type, pair.head, pair.target) not in there]

    def relations_at(self, annotation: str) -> list[Relation]:
        """The relations that begin or end at an annotation, the oldest first."""
        return self._store.read.relations_at(annotation)

    def proposed_at(self, annotation: str) -> list[Pair]:
        """Of the obvious pairs that are not linked yet those with this annotation: looks at what stands around it."""
        here = self._own(annotation)
        around = Span(max(0, here.span.start - _BESIDE), here.span.end + _BESIDE)
        rows = self._store.read.annotation_rows(here.document, self.annotator, around)
        there = {(one.type, one.head, one.target) for one in self.relations_at(annotation)}
        found = pairs(self.document(here.document).text, rows, self.scheme)
        return [
            pair
            for pair in found
            if annotation in (pair.head, pair.target) and (pair.type, pair.head, pair.target) not in there
        ]

    def _relation(self, head: str, target: str, type_: str, source: str) -> Relation | None:
        """The relation to write; None where it is there already."""
        from_, to = self._own(head), self._own(target)
        if from_.document != to.document or from_.id == to.id:
            raise AnnotatorError("corpus.no-pair")
        check_relation(self.scheme, type_, from_.label, to.label)
        there = self._store.read.relations_at(head)
        if any((one.type, one.head, one.target) == (type_, head, target) for one in there):
            return None
        return Relation(new_id(), from_.document, self.annotator, type_, head, target, source)

    def unrelate(self, relations: Iterable[str]) -> Changes:
        """Takes relations of this annotator away, as one step. Raises AnnotatorError for somebody else's."""
        with self._step("unrelate") as writing:
            for id_ in relations:
                found = self._store.read.relation(id_)
                if found and found.annotator != self.annotator:
                    raise AnnotatorError("corpus.not-yours", annotator=found.annotator)
                writing.remove("relations", id_)
        return writing.changes

    def describe(self, document: str, attributes: Attributes) -> Changes:
        """Says something of a document itself; None under a name takes back what was said there.

        Raises AnnotatorError for an attribute that the scheme does not give to documents, or a value that does not fit.
        """
        self.document(document)
        for name, value in attributes.items():
            if value is not None:
                check_document_attribute(self.scheme, name, value)
        with self._step("describe") as writing:
            for name, value in attributes.items():
                writing.put_document_attribute(document, name, value)
        return writing.changes

    def proposed_description(self, document: str) -> list[Said]:
        """What the title and the beginning of a document say of it, by the scheme's attributes of documents."""
        there = self.document(document)
        beginning = there.text[:BEGINNING]
        suggest = self.engine.without_model.suggest
        in_title, in_text = suggest(there.title), suggest(beginning)
        return describe(self.scheme.document, there.title, beginning, in_title, in_text)
