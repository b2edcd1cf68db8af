"""Web pages, also saved ones: the main text of a page, or all that it shows. Read only; nothing is ever fetched.

Tables go cell by cell; scripts, styles and what is hidden stay out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.formats.child import in_child
from annotator.formats.encoding import Decoded, decode, newline_style
from annotator.formats.extracted import Extracted, bundle_of, tell
from annotator.formats.format import MAIN, Format, ReadOptions
from annotator.formats.html_page import extract
from annotator.formats.magic import is_binary, refuse_legacy
from annotator.formats.mhtml import is_mhtml, page_in
from annotator.formats.preview import decode_telling
from annotator.formats.registry import formats
from annotator.formats.source import Source
from annotator.model import Bundle

EXTRACTOR = "html 1"
_SAID = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,30})""", re.I)
_SAME = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii"), "cp1252"),
    "big5": "big5hkscs",
    "utf8": "utf-8",
    "unicode": "utf-16",
}
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_DAMAGE = 0.001
"""The share of characters that may be damaged in a page which says its encoding: browsers show such pages too."""


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The one document of a page. Raises AnnotatorError for what is no text or does not decode, and an empty page."""
    data = source.read()
    refuse_legacy(data, source.name)
    page, said = page_in(data, source.name) if is_mhtml(data) else (data, "")
    decoded = decoded_page(page, source.name, options, said)
    found = in_child(source.name, extract, decoded.text, source.name, main=options.parts == MAIN)
    extracted = Extracted(found.text, found.left_out, decoded.recorded, found.title)
    yield bundle_of(source, data, extracted, EXTRACTOR, options)


def decoded_page(data: bytes, name: str, options: ReadOptions, said: str = "") -> Decoded:
    """The text of a page's bytes: by a BOM, else as UTF-8 where they are that, else as `said` or as the page says, else
    by the guess. Raises AnnotatorError as `decode` does."""
    if options.encoding or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or _is_utf8(data):
        return decode(data, name, options.encoding)
    match = _SAID.search(data[:4_096])
    codec = (said or (match[1].decode("ascii") if match else "")).casefold()
    codec = _SAME.get(codec, codec)
    if not codec or codec in ("cp1252", "utf-8", "utf-16"):  # a page that says so and is not in it says nothing
        return decode_telling(data, name, options)
    return _forgiving(data, name, codec, options) or decode_telling(data, name, options)


def _forgiving(data: bytes, name: str, codec: str, options: ReadOptions) -> Decoded | None:
    """The text by the encoding that the page says, a � for each damaged character; None where there is no such
    encoding or far too many are damaged."""
    try:
        text = data.decode(codec, "replace")
    except (LookupError, ValueError):
        return None
    damaged = text.count("\ufffd")
    if damaged > max(2, _DAMAGE * len(text)):
        return None
    tell(name, {"damaged": damaged}, options)
    return Decoded(text, codec, newline_style(text), sure=True)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


FORMAT = formats.register("html")(
    Format(
        name="html",
        title={"zh-Hans": "网页", "zh-Hant": "網頁", "en": "Web page"},
        suffixes=(".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"),
        unit="code points",
        loses=(),
        read=read,
        write=None,
        recognises=lambda head: (_PAGE.match(head) is not None or is_mhtml(head)) and not is_binary(head),
    )
)
