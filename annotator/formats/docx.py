"""Word files: what a person sees in them, a paragraph a line. Read only.

Tables go cell by cell; notes stand at the end, `[1] …`; page headers and footers only where they are asked for. What a
tracked change inserted is there, what it deleted is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotator.errors import AnnotatorError
from annotator.formats.child import in_child
from annotator.formats.docx_numbering import Numbering
from annotator.formats.docx_story import Story
from annotator.formats.extracted import Extracted, bundle_of
from annotator.formats.format import ALL, Format, ReadOptions
from annotator.formats.ooxml import Element, Parts, kind, opened_parts, value
from annotator.formats.registry import formats
from annotator.formats.source import Source
from annotator.formats.zips import is_office
from annotator.model import Bundle

EXTRACTOR = "docx 1"
_FLAT = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The one document of a file. Raises AnnotatorError for what is no Word file, is damaged or has no text."""
    data = source.read()
    extracted = in_child(source.name, extract, data, source.name, margins=options.parts == ALL)
    yield bundle_of(source, data, extracted, EXTRACTOR, options)


def extract(data: bytes, name: str, *, margins: bool) -> Extracted:
    """The text of a file's bytes, with page headers and footers at its end if `margins`. Raises as `read` does."""
    with opened_parts(data, name) as parts:
        main = parts.main()
        root = parts.root(main)
        body = next((one for one in root if kind(one) == "w:body"), None) if root is not None else None
        if body is None:
            raise AnnotatorError("formats.docx-none", path=name)
        story = Story(Numbering(_first(parts, main, "numbering"), _first(parts, main, "styles")))
        lines = list(story.lines(body))
        lines += _notes(parts, main, story)
        around = list(_margins(parts, main))
        left_out = {**story.left_out, **({} if margins else {"margins": len(around)})}
        return Extracted("\n".join([*lines, *(around if margins else [])]), left_out)


def _first(parts: Parts, main: str, type_: str) -> Element | None:
    return next((parts.root(part) for part in parts.related(main, type_)), None)


def _notes(parts: Parts, main: str, story: Story) -> Iterator[str]:
    """The notes that the text refers to, in the order of their marks, footnotes first."""
    for kinds in ("footnotes", "endnotes"):
        root = _first(parts, main, kinds)
        texts = [] if root is None else [one for one in root if value(one, "type") not in _SEPARATORS]
        notes = {value(one, "id"): one for one in texts}
        for _, id_, mark in [one for one in story.notes if one[0] == kinds]:
            if (note := notes.get(id_)) is not None:
                yield f"{mark} {chr(10).join(story.lines(note)).strip(' ')}".lstrip(" ")


def _margins(parts: Parts, main: str) -> Iterator[str]:
    """The lines of page headers, then of footers, each once; what a page number or nothing makes up is none."""
    seen = set()
    for type_ in ("header", "footer"):
        for part in parts.related(main, type_):
            root = parts.root(part)
            text = "\n".join(Story(Numbering(None, None)).lines(root)).strip() if root is not None else ""
            if text.strip("-—–－·. 0123456789第页頁共") and text not in seen:
                seen.add(text)
                yield text


FORMAT = formats.register("docx")(
    Format(
        name="docx",
        title={"zh-Hans": "Word 文档", "zh-Hant": "Word 文件", "en": "Word document"},
        suffixes=(".docx", ".docm", ".dotx"),
        unit="code points",
        loses=(),
        read=read,
        write=None,
        recognises=lambda head: is_office(head, b"word/") or _FLAT in head[:2_000],
    )
)
