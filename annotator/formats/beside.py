"""Texts that lie in a file of their own beside the file with the annotations."""

from __future__ import annotations

from codecs import BOM_UTF8

from annotator.errors import AnnotatorError
from annotator.formats.encoding import decode
from annotator.formats.files import shown
from annotator.formats.origin import origin_of, title_of
from annotator.formats.source import Source
from annotator.model import Document, new_id


def text_file(source: Source, name: str) -> Source:
    """The file of that name in the same folder.

    Raises AnnotatorError for a name that leads out of the folder or is a link, when there is no such file, and for
    annotations that came without a folder (out of an archive).
    """
    path = source.path.with_name(name) if _is_plain(name) else None
    if source.content is not None or path is None or not path.is_file():
        raise AnnotatorError("formats.text-missing", path=source.name, text=shown(name))
    if path.is_symlink():
        raise AnnotatorError("formats.text-link", path=source.name, text=shown(name))
    return Source(path)


def _is_plain(name: str) -> bool:
    return name not in ("", ".", "..") and not any(char in name for char in "/\\:\0")


def document_of(source: Source, extractor: str, encoding: str | None, *, keep_bom: bool = False) -> Document:
    """The document of a text file. With `keep_bom` a U+FEFF at the start of UTF-8 stays a character of the text.

    Raises AnnotatorError for what is no text or does not decode.
    """
    data = source.read()
    begins = BOM_UTF8 if keep_bom and data.startswith(BOM_UTF8) else b""  # of two only the first is taken off
    decoded = decode(begins + data, source.name, encoding)
    origin = origin_of(source, data, extractor, encoding=decoded.recorded, newline=decoded.newline)
    return Document(new_id(), title_of(decoded.text.removeprefix("\ufeff"), source.stem), decoded.text, origin)
