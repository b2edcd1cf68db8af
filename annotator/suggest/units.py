"""The units of quantities: which there are, and what kind of quantity they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annotator.suggest.patterns import folded_data


@dataclass(frozen=True, slots=True)
class Units:
    """Units in Simplified by kind; `only_after_digits` are too common as other words behind a Chinese numeral;
    `longer` are characters that make a longer word of a unit (家 and 庭). `sizes` say by what units measure how much
    each is, in the smallest that is listed.
    """

    kinds: Mapping[str, str]
    only_after_digits: frozenset[str]
    longer: Mapping[str, str]
    per: tuple[str, ...]
    villages: tuple[str, ...]
    sizes: Mapping[str, Mapping[str, int]]

    def sizes_of(self, unit: str, other: str) -> tuple[int, int] | None:
        """How much two units are, measured by the same; None where they measure different things."""
        for known in self.sizes.values():
            if unit in known and other in known:
                return known[unit], known[other]
        return None


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
        {of: _sizes(words.split()) for of, words in plain["sizes"].items()},
    )


def _sizes(words: list[str]) -> dict[str, int]:
    """What a row of units and numbers says: each unit is as much as the number behind it, 天 日 86400."""
    sizes: dict[str, int] = {}
    named: list[str] = []
    for word in words:
        if word.isdigit():
            sizes |= dict.fromkeys(named, int(word))
            named = []
        else:
            named.append(word)
    return sizes
