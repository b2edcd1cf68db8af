"""Which encoding Chinese bytes are in, when they do not say: decode strictly by each, and see which gives Chinese.

The measure of "gives Chinese" is the share of characters that are everyday ones: the 3,755 of GB 2312 level 1 once
folded, so that both scripts and all candidates are measured by one yardstick, and the punctuation of Chinese pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from annotator.text import fold

SAMPLE = 20_000
CLOSE = 0.15
_PUNCTUATION = frozenset(
    "　，。、；：？！“”‘’「」『』（）《》〈〉【】〔〕—…·～％＋－／＝〇○●■□▲★◆①②③④⑤⑥⑦⑧⑨⑩㎡℃‰×－─–•‧∶﹣﹐﹑"
)
_FULL_WIDTH = frozenset(chr(code) for code in range(0xFF10, 0xFF5B))
_NEUTRAL = re.compile("[\t\n\f\r -~\u00a0\u00b7-\u024f\ufeff]+")  # what every encoding has; ASCII says nothing


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding that decodes all the bytes; `clear` when no other came close."""

    encoding: str
    share: float
    clear: bool


def guess_double_byte(data: bytes) -> Guess | None:
    """GB18030, Big5-HKSCS, or UTF-16 without BOM and zero bytes; None when none of them gives Chinese."""
    big5 = "big5hkscs" if _decodes(data, "big5hkscs") else "cp950"  # Windows' Big5 has some characters of its own
    wide = [codec for codec in ("utf-16-le", "utf-16-be") if everyday_share(_try(data, codec)) >= 0.8]
    return _best(data, ["gb18030", big5, *wide], least=0.2)


def guess_wide(data: bytes) -> Guess | None:
    """UTF-16 or UTF-32 without BOM, either end first; None when the bytes are no text."""
    return _best(data, ["utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"], least=0.6)


def damaged_double_byte(data: bytes, guess: Guess | None) -> str | None:
    """The encoding that gives far better Chinese than the guess, but for a few bytes that are wrong in it."""
    shares = {codec: everyday_share(data.decode(codec, "replace")) for codec in ("gb18030", "big5hkscs")}
    best = max(shares, key=shares.__getitem__)
    least = 0.6 if guess is None else max(0.6, guess.share + CLOSE)
    return best if shares[best] >= least else None


def damaged_utf8(data: bytes) -> bool:
    """True for UTF-8 in which few bytes are wrong: to guess another encoding would turn it all into nonsense."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return 4 * wrong < beyond_ascii


def everyday_share(text: str | None) -> float:
    """The share, 0 to 1, of everyday Chinese among the characters that tell; 0 for None, 1 for nothing but ASCII."""
    if text is None:
        return 0.0
    counts = Counter(_NEUTRAL.sub("", text[:SAMPLE]))
    total = counts.total()
    hits = sum(count for char, count in counts.items() if _is_everyday(char))
    return hits / total if total else 1.0


def _best(data: bytes, encodings: Iterable[str], least: float) -> Guess | None:
    ranked = sorted(((everyday_share(_try(data, encoding)), encoding) for encoding in encodings), reverse=True)
    (best, encoding), (second, _) = ranked[:2]
    return Guess(encoding, best, best - second >= CLOSE) if best >= least else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decodes(data: bytes, encoding: str) -> bool:
    return _try(data, encoding) is not None


def _is_everyday(char: str) -> bool:
    return char in _PUNCTUATION or char in _FULL_WIDTH or fold(char) in _everyday()


@cache
def _everyday() -> frozenset[str]:
    """The characters of GB 2312 level 1: rows 16 to 55, computed by the codec."""
    rows = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    return frozenset(rows.decode("gb2312", "ignore"))
