"""The engine: text in, suggestions out."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from functools import cache, cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from annotator.errors import AnnotatorError
from annotator.model import Suggestion
from annotator.resources import resource
from annotator.suggest import bylexicon, byquantities, byrules
from annotator.suggest.find import Find
from annotator.suggest.lexicon import Lexicon, shipped_lexicon
from annotator.suggest.merge import merged_finds
from annotator.suggest.others import Others
from annotator.suggest.passage import Passage
from annotator.suggest.registry import suggesters
from annotator.suggest.term import Term, blockers, shipped_terms
from annotator.suggest.wrapping import unwrapped

if TYPE_CHECKING:
    from annotator.suggest.learned.model import Model
    from annotator.suggest.learned.reading import Reading

CODE_VERSION = 1
OURS = (bylexicon, byrules, byquantities)
"""The modules whose suggesters enter the registry when they are imported."""


SAID_BY_THE_MODEL = "base.bin"
"""whose own version stands beside that of the other data"""


def data_files() -> list[Path]:
    """All files that suggestions depend on, but for the model."""
    folders = ("lexicons", "*.t*"), ("rules", "*.toml"), ("models", "*.bin")
    found = [path for folder, names in folders for path in resource(folder).glob(names)]
    return sorted([resource("fold.txt"), *(path for path in found if path.name != SAID_BY_THE_MODEL)])


@cache
def data_version() -> str:
    """Eight hex digits over the lists, the rules, the fold and the classes of words: other data, other version."""
    digest = sha256()
    for path in data_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:8]


@cache
def base_version() -> str:
    """As the base model's `version` says it, which would need numpy."""
    return sha256(resource("models", SAID_BY_THE_MODEL).read_bytes()).hexdigest()[:8]


class Engine:
    """Suggests spans by the shipped lists, rules and quantities, by a corpus's own terms, by plug-ins, and by a model.

    `terms` are the corpus's own and go before a shipped one of the same text; `overlap` is what the scheme says, "flat"
    or "nested"; `labels` keeps only suggestions of these labels; `model` is a corpus's own, the one that ships with the
    program ("base"), or None. An engine holds no text and may be used for many.
    """

    def __init__(
        self,
        terms: Iterable[Term] = (),
        *,
        overlap: str = "flat",
        labels: Collection[str] | None = None,
        model: Model | Literal["base"] | None = "base",
    ) -> None:
        own = tuple(terms)
        self._own = own
        self._overlap = overlap
        self._labels = None if labels is None else frozenset(labels)
        self._suggesters = tuple(suggesters.ours().values())
        self._others = Others(own, self._labels)
        self._given_model = model

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon(chain(self._own, shipped_terms(), blockers())) if self._own else shipped_lexicon()

    @cached_property
    def version(self) -> str:
        """Names the code, the lists and rules, and the model: of another version, other suggestions."""
        ours = f"{CODE_VERSION}-{data_version()}"
        if self._given_model == "base":
            return f"{ours}-{base_version()}"
        return f"{ours}-{self._given_model.version}" if self._given_model else ours

    @cached_property
    def _model(self) -> Model | None:
        """Read at the first question, for it needs numpy."""
        if self._given_model != "base":
            return self._given_model
        from annotator.suggest.learned.base import base_model

        return base_model()

    def suggest(self, text: str) -> list[Suggestion]:
        """Suggestions on a text, sorted by start, then longer first. Time grows with the text's length, not faster.

        Spans are code points of `text` and each suggestion's `text` is that slice of it. Breaks that a page put into
        lines are looked through (wrapping.py).
        """
        page = unwrapped(text)
        if page is None:
            return [find.told(text, find.start, find.end) for find in self._finds(text)]
        return [find.told(text, *page.back(find.start, find.end)) for find in self._finds(page.text)]

    def _finds(self, text: str) -> list[Find]:
        if self._model is None:
            return merged_finds(self._found(Passage(text, self._lexicon), self._labels), overlap=self._overlap)
        from annotator.suggest.learned.joining import joined

        return joined(self.read(text), self._model, overlap=self._overlap, labels=self._labels)

    @property
    def is_ready(self) -> bool:
        """Whether all that takes a while is in this process already: the lists, and what a model needs."""
        is_there = self._given_model is None or "annotator.suggest.learned.joining" in sys.modules
        return is_there and shipped_lexicon.cache_info().currsize > 0

    @cached_property
    def without_model(self) -> Engine:
        """The same lists, rules and quantities alone: enough to read a stretch of text that a person has marked."""
        made = Engine(self._own, overlap=self._overlap, labels=self._labels, model=None)
        made._others.names = []
        return made

    def with_model(self, model: Model) -> Engine:
        """The same with another model. A suggester of others that is switched off in one of the two is in both."""
        made = Engine(self._own, overlap=self._overlap, labels=self._labels, model=model)
        made._others = self._others
        return made

    @property
    def waits(self) -> bool:
        """Whether others' suggesters take part, for which a text may wait some seconds: a window should not."""
        return bool(self._others.names)

    def take_faults(self) -> list[AnnotatorError]:
        """Why others' suggesters take part no more: one failed, hung, or gave what cannot be. Each is said once."""
        return self._others.take_faults()

    def read(self, text: str) -> Reading:
        """A text and all that is found in it without a model: what a model judges, and learns from."""
        from annotator.suggest.learned.reading import read

        passage = Passage(text, self._lexicon)
        return read(passage, self._found(passage))

    def _found(self, passage: Passage, labels: frozenset[str] | None = None) -> Iterable[Find]:
        ours = chain.from_iterable(suggester(passage) for suggester in self._suggesters)
        found = chain(ours, self._others.finds(passage.text)) if self._others.names else ours
        return found if labels is None else (one for one in found if one.label in labels)
