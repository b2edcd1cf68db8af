"""Text in, suggestions out. Knows no storage and no window."""

from annotator.suggest.describing import BEGINNING, Said, describe
from annotator.suggest.engine import Engine
from annotator.suggest.expression import expression, needed_words
from annotator.suggest.following import Following
from annotator.suggest.known import Evidence, Key, Known, State
from annotator.suggest.layers import Texts
from annotator.suggest.learned.uncertainty import document_uncertainty, most_uncertain_first, uncertainty
from annotator.suggest.memory import Memory, around
from annotator.suggest.merge import preferred, unanswered
from annotator.suggest.packed import Packed
from annotator.suggest.pairs import Pair, pairs
from annotator.suggest.passage import Passage
from annotator.suggest.personal import MOST_RULES, Personal
from annotator.suggest.registry import Other, Suggester, suggesters
from annotator.suggest.taught import Taught
from annotator.suggest.term import Term

__all__ = [
    "BEGINNING", "MOST_RULES", "Engine", "Evidence", "Following", "Key", "Known", "Memory", "Other", "Packed",
    "Pair", "Passage", "Personal", "Said", "State", "Suggester", "Taught", "Term", "Texts", "around", "describe",
    "document_uncertainty", "expression", "most_uncertain_first", "needed_words", "pairs", "preferred", "suggesters",
    "unanswered", "uncertainty",
]  # fmt: skip
