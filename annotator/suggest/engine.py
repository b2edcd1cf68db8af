"""The engine: text in, suggestions out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from hashlib import sha256
from itertools import chain

from annotator.model import Suggestion
from annotator.resources import resource
from annotator.suggest import bylexicon, byquantities, byrules
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.merge import merged
from annotator.suggest.passage import Passage
from annotator.suggest.registry import suggesters
from annotator.suggest.term import Term, blockers, shipped_terms
from annotator.suggest.wrapping import unwrapped

CODE_VERSION = 1
OURS = (bylexicon, byrules, byquantities)
"""The modules whose suggesters enter the registry when they are imported."""


@cache
def data_version() -> str:
    """Eight hex digits over the lists and rules: other data, other version."""
    files = sorted([*resource("lexicons").glob("*.tsv"), *resource("rules").glob("*.toml")])
    digest = sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:8]


class Engine:
    """Suggests spans by the shipped lists, rules and quantities, by a corpus's own terms, and by plug-ins.

    `terms` are the corpus's own and go before a shipped one of the same text; `overlap` is what the scheme says, "flat"
    or "nested"; `labels` keeps only suggestions of these labels. An engine holds no text and may be used for many.
    """

    def __init__(
        self, terms: Iterable[Term] = (), *, overlap: str = "flat", labels: Collection[str] | None = None
    ) -> None:
        self.version = f"{CODE_VERSION}-{data_version()}"
        self._lexicon = Lexicon(chain(terms, shipped_terms(), blockers()))
        self._overlap = overlap
        self._labels = None if labels is None else frozenset(labels)
        self._suggesters = tuple(suggesters.all().values())

    def suggest(self, text: str) -> list[Suggestion]:
        """Suggestions on a text, sorted by start, then longer first. Time grows with the text's length, not faster.

        Spans are code points of `text` and each suggestion's `text` is that slice of it. Breaks that a page put into
        lines are looked through (wrapping.py).
        """
        page = unwrapped(text)
        if page is not None:
            return page.back(self._suggest(page.text), text)
        return self._suggest(text)

    def _suggest(self, text: str) -> list[Suggestion]:
        passage = Passage(text, self._lexicon)
        found = chain.from_iterable(suggester(passage) for suggester in self._suggesters)
        wanted = (one for one in found if self._labels is None or one.label in self._labels)
        return merged(wanted, overlap=self._overlap)
