"""Counts how often characters and pairs of them stand in reports: resources/rules/shares.txt.

By these shares the program chooses the words by which it looks for a rule (annotator/suggest/anchors.py). They change
how fast suggestions come, never which. Run by hand: `python packaging/count_shares.py REPORT ...`, text files in UTF-8.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from annotator.resources import resource
from annotator.suggest.shares import SELDOM
from annotator.text import fold

MILLION = 1_000_000


def main(paths: list[str]) -> None:
    """Counts the files and writes the table."""
    texts = [fold(Path(path).read_text("utf-8")) for path in paths]
    resource("rules", "shares.txt").write_text(table(texts), "utf-8")


def table(folded: Iterable[str]) -> str:
    """The file's text: a line for each share, in millionths, and what has it; the most frequent first."""
    counts: Counter[str] = Counter()
    for text in folded:
        counts.update(text)
        counts.update(map("".join, pairwise(text)))
    length = sum(count for text, count in counts.items() if len(text) == 1)
    rows: dict[int, list[str]] = {}
    for text, share in sorted(_shares(counts, length).items(), key=lambda row: (-row[1], row[0])):
        rows.setdefault(share, []).append(text)
    return "".join(f"{share} {' '.join(texts)}\n" for share, texts in rows.items())


def _shares(counts: Mapping[str, int], length: int) -> dict[str, int]:
    shares = {text: round(MILLION * count / length) for text, count in counts.items() if text.isprintable()}
    return {text: share for text, share in shares.items() if share >= MILLION * SELDOM and not set(text) & set(" ")}


if __name__ == "__main__":
    main(sys.argv[1:])
