"""Tags that say of each token whether a span begins there or goes on: BIO, BIOES and BMES, and how to read them all.

BIO is the tagging of the CoNLL-2003 shared task as it is used now (IOB2, Tjong Kim Sang and Veenstra 1999); reading
follows that task's evaluation: a tag that cannot go on begins a new span.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

OUTSIDE = "O"
SCHEMES = {"bio": "BIIB", "bioes": "BIES", "bmes": "BMES"}
"""Letters for the first token of a span, those inside it, its last one, and the only one of a span of one."""

_TAG = re.compile(r"[BIMELSU]-\S(?:.*\S)?|O")
_BEGIN, _END = frozenset("BSU"), frozenset("ELSU")


def tags(count: int, label: str, letters: str) -> list[str]:
    """The tags of a span of so many tokens, at least one."""
    begin, inside, end, single = tuple(letters)
    if count == 1:
        return [f"{single}-{label}"]
    return [f"{begin}-{label}", *[f"{inside}-{label}"] * (count - 2), f"{end}-{label}"]


def is_tag(word: str) -> bool:
    """Whether a word is a tag of one of the schemes, BILOU and IOB1 among them."""
    return _TAG.fullmatch(word) is not None


def runs(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """The spans that tags say: half-open, in tokens, each with its label."""
    first, label, open_ = 0, "", False
    at = -1
    for at, tag in enumerate(tags):
        if tag == OUTSIDE and not open_:
            continue
        letter, this = tag[0], tag[2:]
        if open_ and (letter in _BEGIN or this != label):
            yield first, at, label
            open_ = False
        if letter == OUTSIDE:
            continue
        if not open_:
            first, label, open_ = at, this, True
        if letter in _END:
            yield first, at + 1, label
            open_ = False
    if open_:
        yield first, at + 1, label
