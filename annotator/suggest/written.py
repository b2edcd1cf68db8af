"""Patterns as the files of rules write them, compiled when they are first used.

Compiling all takes longer than everything else at the start, and a report needs only those that may match in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from annotator.suggest.anchors import Anchor, anchors
from annotator.suggest.patterns import HAN, Names
from annotator.suggest.prepared import expression
from annotator.text import fold

_NAME = re.compile("~([a-z_]+)~")
_FEW = 16
"""first characters of a list's words that `re` tries quickly enough one by one"""
_FIRST_MARK = 0xE000
"""of the code points that stand for lists while a pattern is looked into; private, so that no text means them"""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The lists and patterns that patterns name, each put into words once. `shipped` says that they are the files'."""

    names: Names
    shipped: bool = False
    _sources: dict[str, str] = field(default_factory=dict)
    _marks: dict[str, int] = field(default_factory=dict)
    _lists: dict[int, list[str]] = field(default_factory=dict)

    def source(self, written: str) -> str:
        """A pattern, folded, with each name replaced by what it stands for. KeyError for a name that is missing."""
        return "".join(self._source(part) if at % 2 else fold(part) for at, part in enumerate(_NAME.split(written)))

    def _source(self, name: str) -> str:
        if name not in self._sources:
            meant = self.source(self.names.patterns[name]) if name in self.names.patterns else self._list(name)
            self._sources[name] = meant
        return self._sources[name]

    def _list(self, name: str) -> str:
        """The words of a list; where they are many, behind a look at the first character, which mostly is none of
        theirs: `re` tries words one by one."""
        any_word = self.names.pattern(f"~{name}~")
        firsts = sorted({word[0] for word in self.names.words(self.names.lists.get(name, ""))})
        if len(firsts) < _FEW or any_word.startswith("["):
            return any_word
        return f"(?:(?=[{''.join(map(re.escape, firsts))}]){any_word})"

    def anchors(self, written: str) -> tuple[Anchor, ...]:
        """Words of which every match of the pattern holds one; none where they are not known."""
        return anchors(self._marked(written), self._lists)

    def _marked(self, written: str) -> str:
        return "".join(self._mark(part) if at % 2 else fold(part) for at, part in enumerate(_NAME.split(written)))

    def _mark(self, name: str) -> str:
        """A pattern's own text, or one character in the place of a list: so a tree of ten items tells what one of
        a thousand would."""
        if name == "han":
            return HAN
        if name in self.names.patterns:
            return self._marked(self.names.patterns[name])
        if name not in self._marks:
            self._marks[name] = _FIRST_MARK + len(self._marks)
            self._lists[self._marks[name]] = self.names.words(self.names.lists[name])
        return chr(self._marks[name])


@dataclass(frozen=True)
class Pattern:
    """A regular expression over folded text. `around` says with %s what is put around it.

    \\d, \\s and \\w are those of ASCII: full-width digits are folded.
    """

    written: str
    grammar: Grammar = field(repr=False)
    around: str = "%s"
    flags = re.ASCII

    @property
    def pattern(self) -> str:
        """The regular expression in full."""
        return self.compiled.pattern

    @property
    def name(self) -> str:
        """Under this it is kept, where it is one of the files'."""
        return f"{self.around} {self.written}"

    @property
    def source(self) -> str:
        """The regular expression in full, not compiled."""
        return self.around % self.grammar.source(self.written)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Raises re.error where it is none."""
        if self.grammar.shipped:
            return expression(self.name, lambda: self.source, self.flags)
        return re.compile(self.source, self.flags)

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Words of which every match holds one; none where they are not known."""
        return self.grammar.anchors(self.written)
