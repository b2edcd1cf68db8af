"""Reading the rules of resources/rules/*.toml.

A file has `[lists]` (words between blanks) and `[[rule]]` and `[[head]]` tables. In a pattern `~name~` stands for any
word of that list, longest first, `~han~` for one Chinese character. Lists are seen by all files, by unique names.
Patterns and words are written in ordinary Simplified and folded when they are read (the fold makes 覆盖 into 复盖).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from annotator.resources import resource
from annotator.suggest.head import Head
from annotator.suggest.rule import Rule
from annotator.suggest.units import any_of
from annotator.text import fold

NOT_RULES = ("blockers", "domains", "guards", "units")
HAN = "[\u3400-\u9fff\U00020000-\U0003ffff〇々]"
_LIST = re.compile("~([a-z_]+)~")
Plain = Mapping[str, Any]


def rule_files() -> list[Path]:
    """The files of rules, in order of their names."""
    return sorted(path for path in resource("rules").glob("*.toml") if path.stem not in NOT_RULES)


@cache
def rules() -> tuple[Rule | Head, ...]:
    """All rules, compiled. A list or key that is missing is a KeyError: the files ship with the program."""
    files = [tomllib.loads(path.read_text("utf-8")) for path in rule_files()]
    lists = {name: words for file in files for name, words in file.get("lists", {}).items()}
    return tuple(
        make(plain, lists)
        for file in files
        for kind, make in (("rule", _rule), ("head", _head))
        for plain in file.get(kind, ())
    )


def expand(pattern: str, lists: Mapping[str, str]) -> str:
    """The pattern, folded, with each `~name~` replaced by a group of the list's words; words may name lists too."""

    def group(match: re.Match[str]) -> str:
        if match[1] == "han":
            return HAN
        words = expand_words(lists[match[1]], lists)
        if all(len(word) == 1 for word in words):
            return "[" + "".join(map(re.escape, words)) + "]"
        return any_of(tuple(words))

    return fold(_LIST.sub(group, pattern))


def expand_words(words: str, lists: Mapping[str, str]) -> list[str]:
    """The words of a list, folded, those of the lists it names included, each once."""
    found: dict[str, None] = {}
    for word in fold(words).split():
        named = _LIST.fullmatch(word)
        found.update(dict.fromkeys(expand_words(lists[named[1]], lists) if named else [word]))
    return list(found)


def _rule(plain: Plain, lists: Mapping[str, str]) -> Rule:
    return Rule(
        name=plain["name"],
        label=plain["label"],
        score=plain["score"],
        why=f"suggest.{plain['why']}",
        pattern=re.compile(expand(plain["pattern"], lists)),
        after=plain.get("after", ""),
        front=re.compile(f"(?:{expand(plain['front'], lists)})$") if "front" in plain else None,
        never=frozenset(expand_words(plain.get("never", ""), lists)),
        domain=plain.get("domain", ""),
        examples=tuple(plain["examples"]),
        counterexamples=tuple(plain.get("counterexamples", ())),
    )


def _head(plain: Plain, lists: Mapping[str, str]) -> Head:
    return Head(
        name=plain["name"],
        label=plain["label"],
        score=plain["score"],
        why=f"suggest.{plain['why']}",
        heads=re.compile(expand(plain["heads"], lists)),
        cut=re.compile(expand(plain["cut"], lists)),
        letters=re.compile(f"(?:{expand(plain.get('letters', '~han~'), lists)})+$"),
        shortest=plain["shortest"],
        longest=plain["longest"],
        from_place=plain.get("from_place", False),
        chain=plain.get("chain", False),
        never=frozenset(expand_words(plain.get("never", ""), lists)),
        without=re.compile(expand(plain["without"], lists)) if "without" in plain else None,
        domain=plain.get("domain", ""),
        examples=tuple(plain["examples"]),
        counterexamples=tuple(plain.get("counterexamples", ())),
    )
