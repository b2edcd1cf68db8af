"""People's own rules: what their patterns match is suggested, in both scripts, as soon as a rule is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from annotator.errors import AnnotatorError
from annotator.model import ON, PersonalRule, Reason, Span, Suggestion
from annotator.suggest.expression import Expression, expression
from annotator.suggest.merge import merged
from annotator.suggest.wrapping import Unwrapped, unwrapped
from annotator.text import fold

SOURCE = "personal"
SCORE = 0.99
"""A person has said so: only a longer suggestion that is nearly as sure goes before it."""
MOST_RULES = 1_000
"""of one corpus"""
_KEPT = 2
"""texts whose suggestions are kept"""


class Personal:
    """The rules of a corpus that are switched on. A value; a rule that cannot be read here (another version wrote it)
    finds nothing."""

    def __init__(self, rules: Iterable[PersonalRule] = ()) -> None:
        self._rules = [(rule, found) for rule in rules if rule.state == ON and (found := _readable(rule.pattern))]
        self._kept = lru_cache(maxsize=_KEPT)(self._suggestions)  # the open report is asked for after every decision

    def __bool__(self) -> bool:
        return bool(self._rules)

    def suggestions(self, text: str) -> list[Suggestion]:
        """What the rules find, rule by rule, overlapping or not. Spans are code points of `text`.

        Breaks that a page put into lines are looked through, as the engine does.
        """
        return list(self._kept(text)) if self._rules else []

    def _suggestions(self, text: str) -> tuple[Suggestion, ...]:
        return tuple(self._told(text, unwrapped(text)))

    def _told(self, text: str, page: Unwrapped | None) -> Iterator[Suggestion]:
        folded = fold(page.text if page else text)
        for rule, pattern in self._rules:
            for start, end in pattern.find(folded):
                span = Span(*(page.back(start, end) if page else (start, end)))
                attributes = {"domain": rule.domain} if rule.domain else {}
                yield Suggestion(span, rule.label, span.of(text), SCORE, SOURCE, _why(rule), attributes)

    def joined(self, text: str, suggestions: Iterable[Suggestion], *, overlap: str = "flat") -> list[Suggestion]:
        """The suggestions of others on a text and these, in one ranking."""
        own = self.suggestions(text)
        return merged([*suggestions, *own], overlap=overlap) if own else list(suggestions)


def _readable(pattern: str) -> Expression | None:
    try:
        return expression(pattern)
    except AnnotatorError:
        return None


def _why(rule: PersonalRule) -> Reason:
    if rule.note:
        return Reason("suggest.why-personal-noted", (("rule", rule.pattern), ("note", rule.note)))
    return Reason("suggest.why-personal", (("rule", rule.pattern),))
