"""Relations between annotations, and what is said of a document itself."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.corpus.annotating import Annotating
from annotator.errors import AnnotatorError
from annotator.model import MANUAL, Attributes, Changes, Relation, new_id
from annotator.scheme import check_document_attribute, check_relation


class Relating(Annotating):
    """Verbs on relations and documents' attributes."""

    def relate(self, head: str, target: str, type_: str, *, source: str = MANUAL) -> Changes:
        """Links two of this annotator's annotations. The same link again changes nothing.

        Raises AnnotatorError where one of them is not there or somebody else's, where they stand in two documents or
        are one, and where the scheme does not join their labels so.
        """
        from_, to = self._own(head), self._own(target)
        if from_.document != to.document or from_.id == to.id:
            raise AnnotatorError("corpus.no-pair")
        check_relation(self.scheme, type_, from_.label, to.label)
        there = self._store.read.relations_at(head)
        if any((one.type, one.head, one.target) == (type_, head, target) for one in there):
            return Changes()
        with self._step("relate", from_.document) as writing:
            relation = Relation(new_id(), from_.document, self.annotator, type_, head, target, source, writing.time)
            writing.put_relation(relation)
        return writing.changes

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
