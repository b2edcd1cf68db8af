"""Writes resources/fold.txt from OpenCC's dictionaries: `python packaging/make_fold.py`.

The fold maps one code point to one code point, whatever stands around it, so that a hit in the folded text is the
span in the text as stored. Line 1 holds the code points that change, line 2 what they change to.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from opencc import OpenCC

# Characters that OpenCC changes only inside phrases (瞭解 → 了解, but 瞭望 stays), so that one script has both and the
# other one. Found by converting the words of jieba's dictionary to Traditional and folding the characters back.
ONLY_IN_PHRASES = dict(zip("瞭藉俱覆彷像伕甦揹薰暱馀锺迳讬渖侭缐", "了借具复仿象夫苏背熏昵余钟径托沈尽线", strict=True))
# Quotation marks and brackets of the two scripts, so that rules are written once.
PUNCTUATION = dict(zip("「」『』﹁﹂﹃﹄〝〞＂﹔﹕﹖﹗﹐﹑﹪", '“”‘’“”‘’“”";:?!,、%', strict=True))
TO_SIMPLIFIED = ("t2s", "tw2s", "hk2s")


def compatible(char: str) -> str:
    """The everyday form of a full-width, compatibility or radical code point, where that is one code point too."""
    name = unicodedata.name(char, "")
    if name.startswith(
        ("FULLWIDTH", "CJK COMPATIBILITY IDEOGRAPH", "KANGXI RADICAL", "CJK RADICAL", "IDEOGRAPHIC SPACE")
    ):
        normal = unicodedata.normalize("NFKC", char)
        return normal if len(normal) == 1 else char
    return char


def main() -> int:
    chars = [chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) not in ("Cs", "Cn", "Co", "Cc")]
    folded = {char: PUNCTUATION.get(char) or compatible(char) for char in chars}
    converters = [OpenCC(name) for name in TO_SIMPLIFIED]
    while True:  # until nothing changes, so that folding twice is folding once
        before = dict(folded)
        for converter in converters:
            lines = converter.convert("\n".join(folded.values())).split("\n")
            folded = {
                char: new if len(new) == 1 else old for (char, old), new in zip(folded.items(), lines, strict=True)
            }
        folded = {char: ONLY_IN_PHRASES.get(new, new) for char, new in folded.items()}
        folded = {char: folded[new] for char, new in folded.items()}
        if folded == before:
            break
    pairs = [(char, new) for char, new in folded.items() if char != new]
    target = Path(__file__).resolve().parent.parent / "resources" / "fold.txt"
    target.write_text("".join(c for c, _ in pairs) + "\n" + "".join(n for _, n in pairs) + "\n", "utf-8", newline="\n")
    print(f"{len(pairs)} pairs in {target.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
