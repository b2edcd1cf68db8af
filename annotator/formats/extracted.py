"""What is taken out of files that are more than text: the text, and a count of what was left out, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.errors import AnnotatorError
from annotator.formats.encoding import newline_style
from annotator.formats.format import ReadOptions
from annotator.formats.origin import origin_of, title_of
from annotator.formats.source import Source
from annotator.model import Bundle, Document, new_id

LEFT_OUT = {
    "deleted": "formats.left-out-deleted",
    "hidden": "formats.left-out-hidden",
    "prompts": "formats.left-out-prompts",
    "phonetic": "formats.left-out-phonetic",
    "pictures": "formats.left-out-pictures",
    "comments": "formats.left-out-comments",
    "symbols": "formats.left-out-symbols",
    "embedded": "formats.left-out-embedded",
    "zeros": "formats.left-out-zeros",
    "margins": "formats.left-out-margins",
    "scans": "formats.left-out-scans",
    "unmapped": "formats.left-out-unmapped",
    "around": "formats.left-out-around",
    "matter": "formats.left-out-matter",
    "damaged": "formats.left-out-damaged",
    "rows": "formats.left-out-rows",
    "fields": "formats.left-out-fields",
    "radicals": "formats.radicals-mapped",
}
"""Kind → the sentence that says how many of it stayed out."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text and how many things of each kind were left out; `encoding` of the file where it has one, `title` too."""

    text: str
    left_out: Mapping[str, int] = field(default_factory=dict)
    encoding: str = ""
    title: str = ""


def bundle_of(source: Source, data: bytes, extracted: Extracted, extractor: str, options: ReadOptions) -> Bundle:
    """The document, with a remark for each kind of thing that was left out.

    Raises AnnotatorError where there is no text, or none that could be stored.
    """
    tell(source.name, extracted.left_out, options)
    text = without_zeros(extracted.text, source.name, options)
    if not text.strip():
        raise AnnotatorError("formats.text-none", path=source.name)
    origin = origin_of(source, data, extractor, encoding=extracted.encoding, newline=newline_style(text))
    title = extracted.title or title_of(text, source.stem)
    return Bundle(Document(new_id(), title, text, origin))


def tell(name: str, left_out: Mapping[str, int], options: ReadOptions) -> None:
    """A remark for each kind of thing that was left out of the file of that name."""
    for kind, count in left_out.items():
        if count:
            options.remark(AnnotatorError(LEFT_OUT[kind], path=name, count=count))


def without_zeros(text: str, name: str, options: ReadOptions) -> str:
    """The text without NUL characters and lone surrogates, which nothing can store; a remark says how many."""
    if count := sum(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
        tell(name, {"zeros": count}, options)
        return "".join(char for char in text if char != "\0" and not "\ud800" <= char <= "\udfff")
    return text
