"""The values everything is made of. Frozen, without behaviour that needs a corpus, a file or a window.

All offsets are half-open `[start, end)` in Unicode code points of the document's text as stored.
"""

from annotator.model.documents import DONE, NEW, STARTED, Bundle, Document, Origin
from annotator.model.history import Changes, Entry, Past, RowChange, Step, net
from annotator.model.listed import AnnotationRow, Assignment, DocumentRow, DocumentSummary, Occurrence, SaidTerm
from annotator.model.said import (
    ACCEPT,
    CORRECT,
    MANUAL,
    OFF,
    ON,
    OUTCOMES,
    REASONS,
    REJECT,
    Adjudicated,
    Adjudication,
    Annotation,
    Decision,
    PersonalRule,
    Proposal,
    Relation,
    Trained,
)
from annotator.model.schemes import AttributeType, Choice, Label, RelationType, Scheme, Versions
from annotator.model.spans import (
    NO_ATTRIBUTES,
    Attributes,
    AttributeValue,
    Reason,
    Span,
    Suggestion,
    SuggestionKey,
    new_id,
    new_ids,
    now,
    text_hash,
)

__all__ = [
    "ACCEPT", "CORRECT", "DONE", "MANUAL", "NEW", "NO_ATTRIBUTES", "OFF", "ON", "OUTCOMES", "REASONS", "REJECT",
    "STARTED",
    "Adjudicated", "Adjudication", "Annotation", "AnnotationRow", "Assignment", "AttributeType", "AttributeValue",
    "Attributes", "Bundle", "Changes", "Choice", "Decision", "Document", "DocumentRow", "DocumentSummary", "Entry",
    "Label", "Occurrence", "Origin", "Past", "PersonalRule", "Proposal", "Reason", "Relation", "RelationType",
    "RowChange", "SaidTerm", "Scheme", "Span", "Step", "Suggestion", "SuggestionKey", "Trained", "Versions",
    "net", "new_id", "new_ids", "now", "text_hash",
]  # fmt: skip
