"""The domain of a program or measure that no list has, by the words in it."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from annotator.resources import resource
from annotator.suggest.units import any_of
from annotator.text import fold


@cache
def _domains() -> tuple[tuple[str, re.Pattern[str]], ...]:
    plain = tomllib.loads(fold(resource("rules", "domains.toml").read_text("utf-8")))
    return tuple((domain, re.compile(any_of(tuple(words.split())))) for domain, words in plain["domains"].items())


def domain_of(name: str) -> str:
    """The domain whose words stand in the folded name, the first of the file where several do; "other" where none."""
    return next((domain for domain, words in _domains() if words.search(name)), "other")
