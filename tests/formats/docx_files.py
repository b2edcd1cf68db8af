"""Word files from raw XML: what python-docx cannot make."""

# ruff: noqa: E501  # a piece of XML reads best on one line

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, formats
from annotator.model import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def docx(body: str, **parts: str) -> bytes:
    """A Word file with that body; `parts` are others by the type of their relation: numbering, styles, footnotes …"""
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{REL}/{name}" Target="{name}.xml"/>' for at, name in enumerate(parts)
    )
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<R><Relationship Id="m" Type="{REL}/officeDocument" Target="word/document.xml"/></R>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<R>{relations}</R>",
    }
    files |= {f"word/{name}.xml": f"<w:{name} {SPACES}>{xml}</w:{name}>" for name, xml in parts.items()}
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def p(*pieces: str, properties: str = "") -> str:
    """A paragraph: texts as runs, XML as it is."""
    inner = "".join(piece if piece.startswith("<") else r(piece) for piece in pieces)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escaped}</w:t></w:r>'


def document_of(data: bytes, name: str = "报告.docx", **options: object) -> tuple[Document, list[str]]:
    """The document of a file, and the keys of the remarks made on it."""
    heard: list[AnnotatorError] = []
    suffix = Path(name).suffix[1:]
    format_ = next(one for one in formats.ours().values() if f".{suffix}" in one.suffixes)
    (bundle,) = format_.read(Source(Path(name), data), ReadOptions(remark=heard.append, **options))
    assert all(str(remark) for remark in heard)
    return bundle.document, [remark.key.removeprefix("formats.") for remark in heard]
