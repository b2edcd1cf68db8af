"""The units of quantities: which there are, and what kind of quantity they make."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from annotator.resources import resource
from annotator.text import fold


@dataclass(frozen=True, slots=True)
class Units:
    """Units in Simplified by kind; `only_after_digits` are too common as other words behind a Chinese numeral."""

    kinds: Mapping[str, str]
    only_after_digits: frozenset[str]
    per: tuple[str, ...]
    villages: tuple[str, ...]


@cache
def units() -> Units:
    """What resources/rules/units.toml says."""
    plain: dict[str, Any] = tomllib.loads(fold(resource("rules", "units.toml").read_text("utf-8")))
    kinds: dict[str, str] = {}
    for kind, words in plain["kinds"].items():
        for word in words.split():
            kinds.setdefault(word, kind)
    return Units(
        kinds,
        frozenset(plain["only_after_digits"]["units"].split()),
        tuple(plain["compound"]["per"].split()),
        tuple(plain["villages"]["words"].split()),
    )


def any_of(words: tuple[str, ...] | Mapping[str, str] | frozenset[str]) -> str:
    """A group of a regular expression that matches any of the words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"
