"""What the files of resources/rules/ are made of: lists of words, and patterns that name them.

In a pattern `~name~` stands for any word of the list of that name, longest first, for the pattern of that name as it is
written, or, as `~han~`, for one Chinese character. In a list it stands for the words of that list. Patterns and words
are written in ordinary Simplified and folded when they are read (the fold makes 覆盖 into 复盖).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from annotator.resources import resource
from annotator.suggest.prepared import prepared
from annotator.text import fold

HAN = "[々-〇\u3400-\u9fff\U00020000-\U0003ffff]"
_NAME = re.compile("~([a-z_]+)~")


def folded_data(name: str) -> dict[str, Any]:
    """What resources/rules/`name`.toml says, all of it folded."""
    kept = prepared().get("data", {}).get(name)
    return kept or tomllib.loads(fold(resource("rules", f"{name}.toml").read_text("utf-8")))


def any_of(words: Iterable[str]) -> str:
    """A group of a regular expression that matches any of the words, the longest with which the rest matches.

    Words that begin alike share their beginning, for `re` tries one alternative after the other.
    """
    return f"(?:{'|'.join(_alternatives(sorted(set(words)), 0))})"


def _alternatives(words: Sequence[str], depth: int) -> list[str]:
    """What follows the first `depth` characters, which all of the words share; last that nothing does."""
    ends = [""] if words and len(words[0]) == depth else []
    longer, single = [], []
    for first, group in groupby(words[len(ends) :], key=lambda word: word[depth]):
        *rest, last = _alternatives(list(group), depth + 1)
        if rest or last:
            longer.append(re.escape(first) + _grouped(rest, last))
        else:
            single.append(re.escape(first))
    return longer + (single if len(single) < 2 else [f"[{''.join(single)}]"]) + ends


def _grouped(rest: list[str], last: str) -> str:
    if last:
        return f"(?:{'|'.join([*rest, last])})" if rest else last
    return f"(?:{'|'.join(rest)})?"


@dataclass(frozen=True, slots=True)
class Names:
    """The lists and patterns that patterns may name. A name that is missing is a KeyError: the files are ours."""

    lists: Mapping[str, str]
    patterns: Mapping[str, str] = field(default_factory=dict)

    def pattern(self, written: str) -> str:
        """A pattern, folded, with each name replaced by what it stands for."""
        return fold(_NAME.sub(self._meant, written))

    def words(self, written: str) -> list[str]:
        """The words of a list, folded, those of the lists that it names included, each once."""
        found: dict[str, None] = {}
        for word in fold(written).split():
            named = _NAME.fullmatch(word)
            found.update(dict.fromkeys(self.words(self.lists[named[1]]) if named else [word]))
        return list(found)

    def _meant(self, match: re.Match[str]) -> str:
        name = match[1]
        if name == "han":
            return HAN
        if name in self.patterns:
            return self.pattern(self.patterns[name])
        words = self.words(self.lists[name])
        if all(len(word) == 1 for word in words):
            return "[" + "".join(map(re.escape, words)) + "]"
        return any_of(words)
