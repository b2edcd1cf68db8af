"""Radicals that stand for whole characters: fonts draw both alike, and PDF files then say the wrong one of the two.

The Kangxi radicals decompose to their ideographs in Unicode; of the CJK Radicals Supplement hardly any does, so the
pairs stand here: a radical, and the ideograph that is drawn the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from annotator.text import fold

_RADICAL = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5]")
_SUPPLEMENT = (
    "⺁厂⺅亻⺇几⺉刂⺊卜⺋㔾⺎兀⺐尢⺒巳⺓幺⺕彐⺖忄⺘扌⺙攵⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺨犭⺩王⺪疋⺬示⺭礻⺮竹⺰纟⺲罒⺻聿⺽臼⺾艹⻁虎⻂衤⻃覀⻄西"
    "⻅见⻆角⻈讠⻉贝⻋车⻌辶⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_HOUSEHOLD = "\u2f3e"  # ⼾: 户 and 戶 are drawn alike in fonts for either script
_TRADITIONAL = 0.02
"""The share of characters that are Traditional, above which a text is."""


def without_radicals(text: str) -> tuple[str, int]:
    """The text with ideographs in place of the radicals drawn like them, each one code point for one, and how many."""
    if not _RADICAL.search(text):
        return text, 0
    table = _ideographs()
    mapped = _RADICAL.sub(lambda match: table.get(match[0], match[0]), text)
    mapped = mapped.replace(_HOUSEHOLD, "戶" if _is_traditional(mapped.replace(_HOUSEHOLD, "")) else "户")
    return mapped, sum(before != after for before, after in zip(text, mapped, strict=True))


@cache
def _ideographs() -> dict[str, str]:
    kangxi = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    others = {char: unicodedata.normalize("NFKC", char) for char in "\u2e9f\u2ef3"}
    pairs = dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
    # the decomposition of the second, 靑, is written by nobody
    return kangxi | others | pairs | {_HOUSEHOLD: _HOUSEHOLD, "\u2fad": "青"}


def _is_traditional(text: str) -> bool:
    changed = sum(fold(char) != char for char in text)
    return changed > _TRADITIONAL * len(text)
