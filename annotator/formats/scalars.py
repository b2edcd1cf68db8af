"""Values of attributes in formats that know only words: numbers, flags and nothing are written as JSON writes them."""

from __future__ import annotations

import json
import math

from annotator.model import AttributeValue

_LARGEST = 2**63


def spelled(value: AttributeValue) -> str:
    """The value as a word: text as it is, anything else as JSON. Text that looks like a number comes back as one."""
    return value if isinstance(value, str) else json.dumps(value)


def value_of(word: str) -> AttributeValue:
    """The value that `spelled` wrote: a number, a flag or nothing where the word is exactly that in JSON."""
    try:
        value = json.loads(word)
    except (ValueError, RecursionError):
        return word
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float) and abs(value) < _LARGEST and math.isfinite(value) and json.dumps(value) == word:
        return value
    return word


def survives(value: AttributeValue) -> bool:
    """Whether the value comes back from its word as what it is."""
    back = value_of(spelled(value))
    return type(back) is type(value) and back == value
