"""The units of quantities: which there are, and what kind of quantity they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annotator.suggest.patterns import folded_data


@dataclass(frozen=True, slots=True)
class Units:
    """Units in Simplified by kind; `only_after_digits` are too common as other words behind a Chinese numeral;
    `longer` are characters that make a longer word of a unit (家 and 庭)."""

    kinds: Mapping[str, str]
    only_after_digits: frozenset[str]
    longer: Mapping[str, str]
    per: tuple[str, ...]
    villages: tuple[str, ...]


@cache
def units() -> Units:
    """What resources/rules/units.toml says."""
    plain = folded_data("units")
    kinds: dict[str, str] = {}
    for kind, words in plain["kinds"].items():
        for word in words.split():
            kinds.setdefault(word, kind)
    return Units(
        kinds,
        frozenset(plain["only_after_digits"]["units"].split()),
        plain["longer"],
        tuple(plain["compound"]["per"].split()),
        tuple(plain["villages"]["words"].split()),
    )
