"""What the corpus tells of the span that is current."""

from __future__ import annotations

from annotator.model import Annotation, Attributes, Decision, Entry
from annotator.ui.session.opened import Opened


class Told(Opened):
    """Asked when a panel shows the current span."""

    def annotation(self) -> Annotation | None:
        """The current one, whole; None where a suggestion is current, or nothing."""
        item = self.item()
        return self.corpus.annotation(item.key) if item and not item.is_open else None

    def reading(self, annotation: Annotation | None, behind: Decision | None) -> Attributes:
        """What an annotation's text says of its attributes, where its label has any that are numbers.

        What was accepted as it was suggested has its attributes from there, and is not read again; nor is anything
        where others' suggesters would take part, for which a text may wait some seconds.
        """
        kinds = self.scheme.attributes_of(annotation.label) if annotation else ()
        if annotation is None or not any(kind.kind == "number" for kind in kinds):
            return {}
        if behind and (behind.suggestion.text, behind.suggestion.attributes) == (
            annotation.text,
            annotation.attributes,
        ):
            return annotation.attributes
        return self.corpus.reading_of(annotation)

    def story(self, annotation: Annotation | None) -> tuple[Decision | None, list[Entry]]:
        """The decision that an annotation grew from and its steps, the latest first."""
        if annotation is None:
            return None, []
        return self.corpus.decision_of(annotation.id), self.corpus.history_of(annotation.id)
