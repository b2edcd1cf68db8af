"""Markdown: the text without its marks, as a page made of it would show it. Read only.

Who wants the marks too names the format `text`. What a header between two lines of `---` says is not text but about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.errors import AnnotatorError
from annotator.formats.child import in_child
from annotator.formats.extracted import Extracted, bundle_of
from annotator.formats.format import Format, ReadOptions
from annotator.formats.html_page import extract
from annotator.formats.preview import decode_telling
from annotator.formats.registry import formats
from annotator.formats.source import Source
from annotator.model import Bundle

EXTRACTOR = "markdown 1"
_DEEPEST = 100
_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*\r?$", re.MULTILINE)
_LINE = re.compile(r"^[ \t]*[\w-]+:", re.MULTILINE)


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The one document of a file. Raises AnnotatorError for what is no text or does not decode, and an empty file."""
    data = source.read()
    decoded = decode_telling(data, source.name, options)
    matter = _MATTER.match(decoded.text)
    matter = matter if matter and _LINE.search(matter[1]) else None
    body = decoded.text[matter.end() :] if matter else decoded.text
    found = in_child(source.name, extract, _rendered(body, source.name), source.name, main=False)
    named = _TITLE.search(matter[1]) if matter else None
    title = named[1].strip() if named else found.title
    left_out = found.left_out | {"matter": len(_LINE.findall(matter[1])) if matter else 0}
    yield bundle_of(source, data, Extracted(found.text, left_out, decoded.recorded, title), EXTRACTOR, options)


def _rendered(text: str, name: str) -> str:
    """Markdown as HTML: CommonMark with the tables and strike-through of GitHub; HTML stays. Raises as `read`."""
    from markdown_it import MarkdownIt

    rules = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    environment: dict[str, object] = {}
    tokens = rules.parse(text, environment)
    if any(token.level >= _DEEPEST - 1 for token in tokens):  # what is deeper was dropped
        raise AnnotatorError("formats.markdown-deep", path=name, limit=_DEEPEST)
    return f"<body>{rules.renderer.render(tokens, rules.options, environment)}</body>"


FORMAT = formats.register("markdown")(
    Format(
        name="markdown",
        title={"zh-Hans": "Markdown", "zh-Hant": "Markdown", "en": "Markdown"},
        suffixes=(".md", ".markdown"),
        unit="code points",
        loses=(),
        read=read,
        write=None,
    )
)
