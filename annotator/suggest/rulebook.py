"""Reading the rules of resources/rules/*.toml.

A file has `[lists]` (words between blanks), `[patterns]` (parts that several rules share, each closed in itself) and
`[[rule]]` and `[[head]]` tables. Lists and patterns are seen by all files, by unique names; see patterns.py.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from annotator.resources import resource
from annotator.suggest.head import Head
from annotator.suggest.patterns import Names
from annotator.suggest.prepared import prepared
from annotator.suggest.rule import Rule
from annotator.suggest.written import Grammar, Pattern

NOT_RULES = ("blockers", "domains", "guards", "units")
Plain = Mapping[str, Any]


def rule_files() -> list[Path]:
    """The files of rules, in order of their names."""
    return sorted(path for path in resource("rules").glob("*.toml") if path.stem not in NOT_RULES)


def files_of_rules() -> list[Plain]:
    """What the files say."""
    return [tomllib.loads(path.read_text("utf-8")) for path in rule_files()]


@cache
def rules() -> tuple[Rule | Head, ...]:
    """All rules. A name or key that is missing is a KeyError: the files ship with the program."""
    files = prepared().get("rules") or files_of_rules()
    lists, patterns = (
        {name: written for file in files for name, written in file.get(kind, {}).items()}
        for kind in ("lists", "patterns")
    )
    grammar = Grammar(Names(lists, patterns), shipped=True)
    return tuple(
        make(plain, grammar)
        for file in files
        for kind, make in (("rule", _rule), ("head", _head))
        for plain in file.get(kind, ())
    )


def _rule(plain: Plain, grammar: Grammar) -> Rule:
    return Rule(
        **_common(plain, grammar),
        pattern=Pattern(plain["pattern"], grammar),
        after=plain.get("after", ""),
        front=Pattern(plain["front"], grammar, "(?:%s)$") if "front" in plain else None,
    )


def _head(plain: Plain, grammar: Grammar) -> Head:
    return Head(
        **_common(plain, grammar),
        heads=Pattern(plain["heads"], grammar),
        cut=Pattern(plain["cut"], grammar),
        letters=Pattern(plain.get("letters", "~han~"), grammar, "(?:%s)++$"),
        shortest=plain["shortest"],
        longest=plain["longest"],
        from_place=plain.get("from_place", False),
        chain=plain.get("chain", False),
        without=Pattern(plain["without"], grammar) if "without" in plain else None,
    )


def _common(plain: Plain, grammar: Grammar) -> dict[str, Any]:
    """What rules of both kinds say."""
    return {
        "name": plain["name"],
        "label": plain["label"],
        "score": plain["score"],
        "why": f"suggest.{plain['why']}",
        "never": frozenset(grammar.names.words(plain.get("never", ""))),
        "domain": plain.get("domain", ""),
        "examples": tuple(plain["examples"]),
        "counterexamples": tuple(plain.get("counterexamples", ())),
    }
