"""What the bench reads: reports of one length, and terms for the lexicon. Nothing here is timed."""

from __future__ import annotations

from pathlib import Path
from random import Random

from annotator.resources import seeds
from annotator.suggest.term import Term, shipped_terms
from annotator.text import sentences

ROOT = Path(__file__).resolve().parents[2]
LENGTH = 3_000
"""code points of a report"""


def reports(count: int) -> tuple[str, list[str]]:
    """Where they are from, and `count` reports of LENGTH code points each, always the same ones.

    Real ones where the folder ../shared/reports lies beside the checkout; else the sentences of the two sample reports
    in random order, which hold as much to suggest but repeat themselves.
    """
    texts = list(_shared())
    if texts:
        joined = "\n".join(texts)
        pieces = [joined[at : at + LENGTH] for at in range(0, len(joined) - LENGTH, LENGTH)]
        Random(0).shuffle(pieces)
        return f"{len(texts)} real reports", [pieces[at % len(pieces)] for at in range(count)]
    said = [span.of(text) for text in map(_read, sorted(seeds().glob("*.txt"))) for span in sentences(text)]
    random = Random(0)
    return "sentences of the sample reports", [_filled(said, random) for _ in range(count)]


def _shared() -> list[str]:
    found = []
    for path in sorted((ROOT.parent / "shared" / "reports" / "dev").glob("*.txt")):
        try:
            found.append(_read(path))
        except UnicodeDecodeError:  # the bench is no reader of old encodings
            continue
    return found


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _filled(said: list[str], random: Random) -> str:
    text = ""
    while len(text) < LENGTH:
        text += random.choice(said) + random.choice(("", "", "\n"))
    return text[:LENGTH]


def terms(count: int, texts: list[str]) -> list[Term]:
    """The shipped terms, and made-up ones of two to six characters of the texts, until there are `count`."""
    random, letters = Random(1), sorted({char for text in texts[:200] for char in text if "\u4e00" <= char <= "\u9fff"})
    known = {term.text: term for term in shipped_terms()}
    while len(known) < count:
        text = "".join(random.choices(letters, k=random.randint(3, 6)))
        known.setdefault(text, Term(text, "Measure", weight=0.7))
    return list(known.values())
