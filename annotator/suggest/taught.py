"""An engine together with what one corpus adds to it: people's rules, and what their decisions have taught."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.errors import AnnotatorError
from annotator.model import Suggestion
from annotator.suggest.engine import Engine
from annotator.suggest.memory import Memory
from annotator.suggest.personal import Personal


@dataclass(frozen=True, slots=True)
class Taught:
    """A value: it stays as it is when the corpus goes on. `overlap` is what the scheme says."""

    engine: Engine
    personal: Personal
    memory: Memory
    overlap: str

    def suggest(self, text: str) -> list[Suggestion]:
        """What a text has in this corpus as long as nobody has decided anything in it; as `Engine.suggest` gives it."""
        return self.joined(text, self.engine.suggest(text))

    def take_faults(self) -> list[AnnotatorError]:
        """The faults of the engine's plug-ins, as the engine gives them."""
        return self.engine.take_faults()

    def joined(self, text: str, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
        """The engine's suggestions on a text with those of the rules and of the learned terms, without quiet ones."""
        return self.memory.joined(
            text, self.personal.joined(text, suggestions, overlap=self.overlap), overlap=self.overlap
        )
