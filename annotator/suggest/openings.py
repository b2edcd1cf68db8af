"""How the texts that a pattern matches begin, read off its parse tree.

The tree is the one that `re` itself makes. Its module has no public name, but the same shape since Python 2; whatever
is not known here counts as "anything", which is slower and never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from re import IGNORECASE
from string import digits
from typing import Any

Item = tuple[Any, Any]
Lists = Mapping[int, Sequence[str]]
"""Code point that stands for a list in the tree → the words of the list."""

MOST = 1_000
"""how many beginnings are worth telling apart"""
_WIDEST_RANGE = 40
"""how many characters of a class are told apart"""
EMPTY = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


class TooManyError(Exception):
    """There are more beginnings than MOST."""


@dataclass(frozen=True, slots=True)
class Openings:
    """Beginnings of matches: behind those of `cut` anything may follow, those of `whole` go on with what comes next."""

    cut: frozenset[str]
    whole: frozenset[str]

    def without_longer(self) -> frozenset[str]:
        """The beginnings of which none begins with another one."""
        every = self.cut | self.whole
        lengths = set(map(len, every))
        return every.difference(one for one in every for at in lengths if at < len(one) and one[:at] in every)


NOTHING = Openings(frozenset(), frozenset({""}))
ANYTHING = Openings(frozenset({""}), frozenset())


def openings(items: Iterable[Item], lists: Lists, depth: int) -> Openings:
    """How a sequence of the tree begins, in up to `depth` code points. Raises TooManyError."""
    found = NOTHING
    for item in items:
        if not found.whole:
            break
        missing = depth - min(map(len, found.whole))
        found = _then(found, _item(item, lists, missing), depth)
    return found


def _then(first: Openings, following: Openings, depth: int) -> Openings:
    """What begins with the first and goes on with the following."""
    if first is NOTHING or following is NOTHING:
        return following if first is NOTHING else first
    if len(first.whole) * (len(following.cut) + len(following.whole)) > MOST:
        raise TooManyError
    cut = {(left + right)[:depth] for left in first.whole for right in following.cut}
    return _up_to(depth, first.cut | cut, {left + right for left in first.whole for right in following.whole})


def _up_to(depth: int, cut: Iterable[str], whole: Iterable[str]) -> Openings:
    """The same without what is longer than the depth. Raises TooManyError."""
    words, ends = set(whole), set(cut)
    if long := {word for word in words if len(word) >= depth}:
        words -= long
        ends |= {word[:depth] for word in long}
    if len(words) + len(ends) > MOST:
        raise TooManyError
    return Openings(frozenset(ends), frozenset(words))


def _item(item: Item, lists: Lists, depth: int) -> Openings:
    read = _READERS.get(str(item[0]))
    return ANYTHING if read is None else read(item[1], lists, depth)


def _literal(code: int, lists: Lists, depth: int) -> Openings:
    if code in lists or depth == 1:
        return _up_to(depth, (), lists.get(code) or chr(code))
    return Openings(frozenset(), frozenset((chr(code),)))


def _class(members: Sequence[Item], lists: Lists, depth: int) -> Openings:
    """One of the characters of a class; anything where it has too many, or what is not known here.

    Alternatives of one character each are a class in the tree, so that lists may be among its members too.
    """
    found: list[str] = []
    for operation, argument in members:
        name = str(operation)
        if name == "LITERAL":
            found += lists.get(argument) or chr(argument)
        elif name == "RANGE" and argument[1] - argument[0] <= _WIDEST_RANGE:
            found += map(chr, range(argument[0], argument[1] + 1))
        elif name == "CATEGORY" and str(argument) == "CATEGORY_DIGIT":
            found += digits  # rules are compiled with re.ASCII
        else:
            return ANYTHING
    return _up_to(depth, (), found)


def _group(argument: tuple[Any, int, int, Sequence[Item]], lists: Lists, depth: int) -> Openings:
    _, flags, _, inner = argument
    return ANYTHING if flags & IGNORECASE else openings(inner, lists, depth)


def _branch(argument: tuple[None, Sequence[Sequence[Item]]], lists: Lists, depth: int) -> Openings:
    return _either((openings(one, lists, depth) for one in argument[1]), depth)


def _repeated(argument: tuple[int, int, Sequence[Item]], lists: Lists, depth: int) -> Openings:
    """`depth` rounds tell all, since a round that is not empty adds a code point."""
    least, most, inner = argument
    once, last = openings(inner, lists, depth), min(most, depth)
    rounds = [NOTHING]
    for _ in range(last):
        rounds.append(_then(rounds[-1], once, depth))
    return _either(rounds[min(least, last) :], depth)


def _either(alternatives: Iterable[Openings], depth: int) -> Openings:
    cut: set[str] = set()
    whole: set[str] = set()
    for one in alternatives:
        cut |= one.cut
        whole |= one.whole
    return _up_to(depth, cut, whole)


_READERS: dict[str, Callable[[Any, Lists, int], Openings]] = {
    "LITERAL": _literal,
    "IN": _class,
    "SUBPATTERN": _group,
    "BRANCH": _branch,
    **dict.fromkeys(REPEATS, _repeated),
    **dict.fromkeys(EMPTY, lambda *_: NOTHING),
}
