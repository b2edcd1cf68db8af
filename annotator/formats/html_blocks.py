"""The blocks of a web page as a browser would show them, in order: paragraphs, cells, items. Nothing is fetched."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Element = Any
"""An element of lxml, which comes without types."""


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul"
)
_UNSEEN = _names(
    "script style noscript template head iframe object embed applet svg canvas select option datalist "
    "button input textarea audio video map rp"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SOFT, _BREAK = "\x01", "\x02"  # a line's end in the source, and one that shows; the page itself has no such characters
_RUN = re.compile(f"[ {_SOFT}]+")
_AROUND_BREAK = re.compile(f"[ {_SOFT}]*{_BREAK}[ {_SOFT}]*")
_WIDE = re.compile(
    "[\u2e80-\u303f\u3100-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text without a block inside it, the element that it stands in, and how much of it is links."""

    element: Element
    text: str
    linked: int


@dataclass(slots=True)
class Page:
    """The blocks of a page in order, and counts of what a browser does not show."""

    blocks: list[Block] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def page_of(root: Element) -> Page:
    """The blocks below an element. Goes through the tree without recursion: a page may be nested ever so deep."""
    from lxml.etree import iterwalk

    collecting = _Collecting(root)
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            collecting.end(element)
        elif collecting.is_seen(element):
            collecting.start(element)
        else:
            walk.skip_subtree()
    collecting.flush()
    return collecting.page


class _Collecting:
    def __init__(self, root: Element) -> None:
        self.page = Page()
        self._root = root
        self._open = [root]
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._verbatim = 0
        self._unseen: Element | None = None

    def is_seen(self, element: Element) -> bool:
        kind = None
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            kind = ""
        elif element.tag == "rt":
            kind = "phonetic"
        elif "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")):
            kind = "hidden"
        if kind:
            self.page.left_out[kind] += bool("".join(element.itertext()).strip())
        if kind is not None:
            self._unseen = element
        return kind is None

    def start(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self.flush()
            self._open.append(element)
        self._links += element.tag == "a"
        self._verbatim += element.tag == "pre"
        if element.tag == "br":
            self._pieces.append(_BREAK)
        self._add(element.text)

    def end(self, element: Element) -> None:
        if self._unseen is element:
            self._unseen = None
        else:
            self._links -= element.tag == "a"
            if element.tag in _BLOCKS:
                self.flush()
                self._open.pop()
            self._verbatim -= element.tag == "pre"
        if element is not self._root:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._verbatim:
            shown = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _BREAK)
        else:
            shown = _SPACE.sub(lambda run: _SOFT if "\n" in run[0] or "\r" in run[0] else " ", text)
        self._pieces.append(shown)
        if self._links:
            self._linked += len("".join(text.split()))

    def flush(self) -> None:
        """Ends a block."""
        text = "".join(self._pieces)
        if not self._verbatim:
            text = _collapsed(text)
        text = text.replace(_SOFT, "\n").replace(_BREAK, "\n").strip("\n")
        if text.strip():
            self.page.blocks.append(Block(self._open[-1], text, self._linked))
        self._pieces, self._linked = [], 0


def _collapsed(text: str) -> str:
    """White space as browsers show it; a line's end between Chinese characters is none."""

    def shown(run: re.Match[str]) -> str:
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        return "" if _SOFT in run[0] and _WIDE.match(before) and _WIDE.match(after) else " "

    text = _AROUND_BREAK.sub(_BREAK, text)
    return _RUN.sub(shown, text).strip(f" {_BREAK}")
