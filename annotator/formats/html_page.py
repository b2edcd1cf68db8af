"""The bytes of a web page: its characters by what it says of them, its tree, its text. Called in the other process."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.errors import AnnotatorError
from annotator.formats.html_blocks import Block, Element, page_of
from annotator.formats.html_main import main_blocks

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a page, the title it gives itself, and counts of what stayed out."""

    text: str
    title: str
    left_out: dict[str, int]


def extract(html: str, name: str, *, main: bool) -> Extract:
    """The text of a page: its main text, or all that a browser shows. Raises AnnotatorError where there is no page."""
    clean = _CONTROLS.sub("", html)
    root = _parsed(_DECLARATION.sub("", clean), name)
    page = page_of(root)
    kept: Sequence[Block] = main_blocks(page.blocks, root) if main else page.blocks
    around = _letters(page.blocks) - _letters(kept)
    left_out = {**page.left_out, "around": around, "zeros": len(html) - len(clean)}
    return Extract("\n".join(block.text for block in kept), _title(root, kept), left_out)


def _parsed(html: str, name: str) -> Element:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = document_fromstring(html, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise AnnotatorError("formats.text-none", path=name) from error
    if any(one.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for one in parser.error_log):
        raise AnnotatorError("formats.html-deep", path=name)
    return root


def _title(root: Element, kept: Sequence[Block]) -> str:
    """The heading of the text, or what the page's title says before the name of the site; else nothing."""
    heads = [block.text for block in kept if block.element.tag == "h1"]
    heads = heads or [" ".join("".join(one.itertext()).split()) for one in root.iter("h1")]
    titles = [re.split(r"\s*[_|]\s*|\s+[-–—]\s+", (one.text or "").strip())[0] for one in root.iter("title")]
    return next((one for one in [*heads, *titles] if 4 <= len(one) <= 80 and "\n" not in one), "")


def _letters(blocks: Sequence[Block]) -> int:
    return sum(len("".join(block.text.split())) for block in blocks)
