"""Deciding on suggestions: accept, correct, reject, one or many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from annotator.corpus.acting import Acting
from annotator.errors import AnnotatorError
from annotator.model import ACCEPT, CORRECT, REJECT, Changes, Decision, Span, Suggestion, new_id
from annotator.scheme import allowed_attributes
from annotator.store import Writing


class Deciding(Acting):
    """Verbs on suggestions."""

    def accept(self, document: str, suggestion: Suggestion) -> Changes:
        """Makes the suggestion an annotation, as it is.

        Raises AnnotatorError when it has one already, or this person has the same annotation.
        """
        return self._decide(document, suggestion, suggestion.span, suggestion.label)

    def correct(
        self, document: str, suggestion: Suggestion, *, span: Span | None = None, label: str | None = None
    ) -> Changes:
        """Makes it an annotation with another span or label, or both. With neither it is an accept; raises as that."""
        return self._decide(document, suggestion, span or suggestion.span, label or suggestion.label)

    def reject(self, document: str, suggestion: Suggestion) -> Changes:
        """Says no, for good: it is not suggested here again."""
        with self._step(REJECT, document) as writing:
            writing.put_decision(self._decision(document, suggestion, REJECT, None, writing.time))
        return writing.changes

    def decide_all(
        self,
        kind: str,
        picks: Mapping[str, Sequence[Suggestion]],
        progress: Callable[[int], None] | None = None,
    ) -> Changes:
        """Accepts or rejects many suggestions, by document, as one step. Raises AnnotatorError as `accept` does.

        `progress` is called with the number of decisions that are made, before each next one, and may raise to stop
        all: then nothing has been changed.
        """
        tell, done = progress or (lambda _done: None), count()
        with self._step("decide-all") as writing:
            for document, suggestions in picks.items():
                for one in suggestions:
                    tell(next(done))
                    if kind == ACCEPT:
                        self._write_decided(writing, document, one, one.span, one.label)
                    else:
                        writing.put_decision(self._decision(document, one, kind, None, writing.time))
                self._start(writing, document)
        return writing.changes

    def _decide(self, document: str, suggestion: Suggestion, span: Span, label: str) -> Changes:
        with self._step(decided_kind(suggestion, span, label), document) as writing:
            self._write_decided(writing, document, suggestion, span, label)
        return writing.changes

    def _write_decided(self, writing: Writing, document: str, suggestion: Suggestion, span: Span, label: str) -> None:
        kind = decided_kind(suggestion, span, label)
        # another stretch, or another label, has attributes of its own
        attributes = allowed_attributes(self.scheme, label, suggestion.attributes) if kind == ACCEPT else None
        annotation = self._annotation(document, span, label, attributes, source=suggestion.source, time=writing.time)
        decision = self._decision(document, suggestion, kind, annotation.id, writing.time)
        self._check_alone(document, span, label)
        writing.put_annotation(annotation)
        writing.put_decision(decision)

    def _decision(
        self, document: str, suggestion: Suggestion, kind: str, annotation: str | None, time: str
    ) -> Decision:
        """The decision to write: in the place of an earlier rejection, if there is one."""
        earlier = self._store.read.decision_on(document, self.annotator, suggestion.key)
        if earlier and earlier.annotation:
            raise AnnotatorError("corpus.decided", text=suggestion.text)
        id_ = earlier.id if earlier else new_id()
        return Decision(id_, document, self.annotator, kind, suggestion, self.engine.version, annotation, time)


def decided_kind(suggestion: Suggestion, span: Span, label: str) -> str:
    """What it means to annotate this after that was suggested: accept when nothing differs, else correct."""
    return ACCEPT if (suggestion.span, suggestion.label) == (span, label) else CORRECT
