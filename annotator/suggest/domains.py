"""The domain of a program or measure that no list has, by the words in it."""

from __future__ import annotations

import re
from functools import cache

from annotator.suggest.patterns import any_of, folded_data


@cache
def _domains() -> tuple[tuple[str, re.Pattern[str]], ...]:
    plain = folded_data("domains")["domains"]
    return tuple((domain, re.compile(any_of(words.split()))) for domain, words in plain.items())


def domain_of(name: str) -> str:
    """The domain whose words stand in the folded name, the first of the file where several do; "other" where none."""
    return next((domain for domain, words in _domains() if words.search(name)), "other")
