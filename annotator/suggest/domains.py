"""The domain of a program or measure that no list has, by the words in it."""

from __future__ import annotations

from functools import cache

from daachorse import MATCH_KIND_STANDARD, CharwiseDoubleArrayAhoCorasick

from annotator.suggest.patterns import folded_data

WITH_DOMAIN = frozenset({"Program", "Measure"})
"""labels of which a domain is told"""


@cache
def _domains() -> tuple[CharwiseDoubleArrayAhoCorasick, tuple[int, ...], tuple[str, ...]]:
    """What finds the words of all domains at once, for each word the number of its domain, and the domains' names."""
    plain = folded_data("domains")["domains"]
    words: dict[str, int] = {}
    for number, listed in enumerate(plain.values()):
        for word in listed.split():
            words.setdefault(word, number)
    return CharwiseDoubleArrayAhoCorasick(list(words), MATCH_KIND_STANDARD), tuple(words.values()), (*plain, "other")


def domain_of(name: str) -> str:
    """The domain whose words stand in the folded name, the first of the file where several do; "other" where none."""
    automaton, numbers, domains = _domains()
    return domains[min((numbers[word] for _, _, word in automaton.find_overlapping(name)), default=-1)]
