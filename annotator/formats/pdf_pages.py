"""The lines of a PDF file's pages and where they stand, by PDFium. Called in the other process."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

from annotator.errors import AnnotatorError

_HYPHENS = (0x02, 0xFFFE)  # what PDFium gives for a hyphen at the end of a line, in place of the line's end
_LINE_ENDS = (0x0A, 0x0D)


class Line(NamedTuple):
    """A line of text and its box: points from the page's left and lower edge. `size` is that of its first character."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


class Page(NamedTuple):
    """The lines in the order of the file. `scanned` when there is a picture and no text, `unmapped` counts characters
    whose font does not say what they are."""

    lines: tuple[Line, ...]
    scanned: bool
    unmapped: int


def pages_of(data: bytes, name: str) -> list[Page]:
    """All pages. Raises AnnotatorError when the file is damaged or asks for a password."""
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(data) as document:
            return [_page(document, number) for number in range(len(document))]
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).casefold() or "security" in str(error).casefold()
        raise AnnotatorError("formats.pdf-encrypted" if locked else "formats.pdf-broken", path=name) from error


def _page(document: Any, number: int) -> Page:
    import pypdfium2 as pdfium

    page = document[number]
    text = page.get_textpage()
    try:
        units = list(_units(text.raw))
        lines = tuple(_lines(text.raw, units))
        unmapped = sum(line.text.count("\ufffd") for line in lines)
        pictures = not lines and any(one.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE for one in page.get_objects(max_depth=3))
        return Page(lines, pictures, unmapped)
    finally:
        text.close()
        page.close()


def _units(text: Any) -> Iterator[int]:
    """The code of each of PDFium's characters; U+FFFD for one that its font does not know."""
    import pypdfium2.raw as pdfium

    for at in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, at)
        lost = code == 0 or (0xE000 <= code < 0xF900 and pdfium.FPDFText_HasUnicodeMapError(text, at) == 1)
        yield 0xFFFD if lost else code


def _lines(text: Any, units: list[int]) -> Iterator[Line]:
    start = 0
    for end in [*(at for at, code in enumerate(units, 1) if code in _LINE_ENDS or code in _HYPHENS), len(units)]:
        shown = [at for at in range(start, end) if not chr(min(units[at], 0x10FFFF)).isspace()]
        if shown:
            yield _line(text, _decoded(units[shown[0] : shown[-1] + 1]), shown)
        start = end


def _line(text: Any, content: str, shown: list[int]) -> Line:
    import pypdfium2.raw as pdfium

    boxes = [box for at in {shown[0], shown[-1], shown[len(shown) // 2]} if (box := _box(text, at))]
    size = pdfium.FPDFText_GetFontSize(text, shown[0])
    if not boxes:
        return Line(content, 0, 0, 0, 0, size)
    lefts, rights, bottoms, tops = zip(*boxes, strict=True)
    return Line(content, min(lefts), max(rights), min(bottoms), max(tops), size)


def _box(text: Any, at: int) -> tuple[float, float, float, float] | None:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, at, ctypes.byref(box)):
        return None
    return box.left, box.right, min(box.bottom, box.top), max(box.bottom, box.top)


def _decoded(units: list[int]) -> str:
    """Codes as text: halves of a pair (where PDFium's characters are UTF-16) are one character, hyphens are hyphens."""
    text = "".join("-" if code in _HYPHENS else chr(code) for code in units if code < 0x110000)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")
