"""How tests of quantities say what a text holds, and what is found in it."""

from __future__ import annotations

from annotator.suggest.byquantities import by_quantities
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.passage import Passage

EMPTY = Lexicon([])


def form(line):
    """The text of a line and what it should give: [(name, attributes)]. A line has the text and then of each quantity
    name, value, low, high, unit and kind, with ~ where it is not exact, all between |."""
    text, *parts = line.split("|")
    return text, [_wanted(parts[at : at + 6]) for at in range(0, len(parts), 6)]


def _wanted(parts):
    name, value, low, high, unit, kind = parts
    numbers = {"value": value, "low": low, "high": high}
    wanted = {key: float(number) for key, number in numbers.items() if number}
    about = {"approximate": True} if kind.endswith("~") else {}
    return name, wanted | ({"unit": unit} if unit else {}) | {"kind": kind.removesuffix("~")} | about


def found(text):
    """All quantities of a text."""
    return list(by_quantities(Passage(text, EMPTY)))


def measured(text):
    """All quantities of a text: name and all that is said of each."""
    return [(text[one.start : one.end], dict(one.attributes)) for one in found(text)]


def wrong(lines):
    """What is found in the texts of lines where it is not what should be, and how many lines there are."""
    forms = [form(line) for line in lines.split("\n") if line]
    return [(text, measured(text)) for text, wanted in forms if measured(text) != wanted], len(forms)
