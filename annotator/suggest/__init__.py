"""Text in, suggestions out. Knows no storage and no window."""

from annotator.suggest.engine import Engine
from annotator.suggest.memory import Evidence, Key, Known, Memory, State, around
from annotator.suggest.passage import Passage
from annotator.suggest.registry import Other, Suggester, suggesters
from annotator.suggest.term import Term

__all__ = [
    "Engine", "Evidence", "Key", "Known", "Memory", "Other", "Passage", "State", "Suggester", "Term", "around",
    "suggesters",
]  # fmt: skip
