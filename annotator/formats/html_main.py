"""Which blocks of a web page are its text, and which stand around it: menus, lists of links, notices.

What speaks for a block is text that is no link, above all whole sentences. The text is in the smallest element that
holds four fifths of all that speaks; in it, elements made for what stands around and blocks that are all links go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.formats.html_blocks import Block, Element

_SENTENCE = re.compile("[，。；：！？、,;!?]|\\. ")
_AROUND = frozenset(("nav", "aside", "footer", "menu", "header"))
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menu"))
_SHARE = 0.8
_LINKS = 0.5
_ITEM = 0.2
"""What a character counts in a block without a sentence: a table's cell, a heading, a menu's item without a link."""


def main_blocks(blocks: Sequence[Block], root: Element) -> list[Block]:
    """The blocks of the text, in order; all of them where nothing tells it apart."""
    worth = {id(block): _worth(block) for block in blocks}
    whole = sum(worth.values())
    around = _Around()
    kept = [block for block in blocks if not around.holds(block.element)]
    if sum(worth[id(block)] for block in kept) < _SHARE * whole:
        kept = list(blocks)  # a page that puts its text where menus belong
    within = _smallest(kept, worth, root)
    kept = [block for block in kept if within is root or within in (block.element, *block.element.iterancestors())]
    return [block for block in kept if not _is_links(block)] or list(blocks)


def _worth(block: Block) -> float:
    letters = len("".join(block.text.split()))
    own = letters - 2 * block.linked
    return max(0.0, own if _SENTENCE.search(block.text) else own * _ITEM)


def _smallest(blocks: Sequence[Block], worth: dict[int, float], root: Element) -> Element:
    """The smallest element that holds enough of what the blocks are worth."""
    least = _SHARE * sum(worth[id(block)] for block in blocks)
    totals: dict[Element, float] = {}
    for block in blocks:
        for element in _upwards(block.element, root):
            totals[element] = totals.get(element, 0.0) + worth[id(block)]
    found, size = root, float("inf")
    for element, total in totals.items():
        if total >= least and (count := _letters_below(element, blocks)) < size:
            found, size = element, count
    return found


def _upwards(element: Element, root: Element) -> list[Element]:
    chain = [element]
    for parent in element.iterancestors():
        if parent is root or len(chain) > 500:  # deeper pages are made to be
            break
        chain.append(parent)
    return chain


def _letters_below(element: Element, blocks: Sequence[Block]) -> int:
    below = set(element.iter())
    return sum(len(block.text) for block in blocks if block.element in below)


class _Around:
    """Remembers which elements lie in one that is made for what stands around the text."""

    def __init__(self) -> None:
        self._known: dict[Element, bool] = {}

    def holds(self, element: Element) -> bool:
        chain = []
        found = False
        for one in (element, *element.iterancestors()):
            if one in self._known:
                found = self._known[one]
                break
            chain.append(one)
            if _is_around(one):
                found = True
                break
        self._known |= dict.fromkeys(chain, found)
        return found


def _is_around(element: Element) -> bool:
    if element.get("role", "").casefold() in _ROLES:
        return True
    return element.tag in _AROUND and not any(True for _ in element.iter("h1"))


def _is_links(block: Block) -> bool:
    letters = len("".join(block.text.split()))
    return block.linked > _LINKS * letters and not (_SENTENCE.search(block.text) and block.linked < letters)
