"""What rules of both kinds say of what they find."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from annotator.model import NO_ATTRIBUTES, Attributes, Reason
from annotator.suggest.domains import WITH_DOMAIN, domain_of
from annotator.suggest.find import Find, Words


@dataclass(frozen=True)
class Saying:
    """A rule's label, score and reason. What is in `never` is not found; without a `domain` a Program's or Measure's is
    told by its words."""

    name: str
    label: str
    score: float
    why: str
    never: frozenset[str]
    domain: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def find_of(self, start: int, end: int, name: str, words: Words) -> Find:
        """The find on `[start, end)`, where `name` stands; `words` are for the braces of its reason."""
        attributes = _told_by(name) if self._tells_domain else self._attributes
        return Find(start, end, self.label, self.score, "rules", Reason(self.why, words), attributes)

    @cached_property
    def _tells_domain(self) -> bool:
        return not self.domain and self.label in WITH_DOMAIN

    @cached_property
    def _attributes(self) -> Attributes:
        return _of_domain(self.domain) if self.domain else NO_ATTRIBUTES


@lru_cache(maxsize=8192)
def _told_by(name: str) -> Attributes:
    return _of_domain(domain_of(name))


@lru_cache(maxsize=64)
def _of_domain(domain: str) -> Attributes:
    return {"domain": domain}
