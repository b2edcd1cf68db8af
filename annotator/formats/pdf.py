"""PDF files with a text layer, by PDFium in a process of its own: what a page shows as text, joined into paragraphs.

Radicals that fonts draw like ideographs are ideographs again. Page headers, footers and numbers stay out unless all
parts are asked for. A file of pictures is called a scan. Read only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.errors import AnnotatorError
from annotator.formats.child import in_child
from annotator.formats.extracted import Extracted, bundle_of
from annotator.formats.files import MAX_BYTES, megabytes
from annotator.formats.format import ALL, LINES, Format, ReadOptions
from annotator.formats.pdf_packed import unpacks_beyond
from annotator.formats.pdf_pages import Page, pages_of
from annotator.formats.pdf_paragraphs import joined, lines_of, without_margins
from annotator.formats.radicals import without_radicals
from annotator.formats.registry import formats
from annotator.formats.source import Source
from annotator.model import Bundle

EXTRACTOR = "pdf 1, PDFium"


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The one document of a file. Raises AnnotatorError for a damaged or protected file, and for a scan."""
    data = source.read()
    if b"%PDF-" not in data[:1_024]:
        raise AnnotatorError("formats.pdf-none", path=source.name)
    pages = in_child(source.name, pages_of, data, source.name)
    if not any(page.lines for page in pages):
        raise _without_text(data, source.name, pages)
    yield bundle_of(source, data, text_of(pages, options), EXTRACTOR, options)


def _without_text(data: bytes, name: str, pages: Sequence[Page]) -> AnnotatorError:
    """What is true of a file that could be read and has no text."""
    if any(page.scanned for page in pages):
        return AnnotatorError("formats.pdf-scan", path=name, pages=len(pages))
    if in_child(name, unpacks_beyond, data, MAX_BYTES):
        return AnnotatorError("formats.pdf-bomb", path=name, limit=megabytes(MAX_BYTES))
    return AnnotatorError("formats.text-none", path=name)


def text_of(pages: Sequence[Page], options: ReadOptions) -> Extracted:
    """The text of pages, as the options want it, and what stayed out of it."""
    kept, margins = (pages, 0) if options.parts == ALL else without_margins(pages)
    text = lines_of(kept) if options.paragraphs == LINES else joined(kept)
    text, radicals = without_radicals(text)
    scans = sum(page.scanned for page in pages)
    unmapped = sum(page.unmapped for page in pages)
    return Extracted(text, {"margins": margins, "scans": scans, "unmapped": unmapped, "radicals": radicals})


FORMAT = formats.register("pdf")(
    Format(
        name="pdf",
        title={"zh-Hans": "PDF", "zh-Hant": "PDF", "en": "PDF"},
        suffixes=(".pdf",),
        unit="code points",
        loses=(),
        read=read,
        write=None,
        recognises=lambda head: b"%PDF-" in head[:1_024] and not head.startswith(b"PK"),  # one that is stored in a ZIP
    )
)
