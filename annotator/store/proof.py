"""Whether texts are what they were when they were stored: of damage inside a value SQLite itself notices nothing."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.errors import AnnotatorError
from annotator.i18n import on_one_line
from annotator.model import text_hash
from annotator.store.queries import Queries


def damaged_texts(queries: Queries) -> Iterator[AnnotatorError]:
    """A sentence for each text that is not what its hash and its length say. Reads all of them."""
    for sha256, length, text in queries.each("SELECT sha256, length, text FROM texts"):
        if not isinstance(text, str) or text_hash(text) != sha256 or len(text) != length:
            yield text_damaged(queries, str(sha256))


def text_damaged(queries: Queries, sha256: str) -> AnnotatorError:
    """That a text is damaged, with the titles of the reports that have it."""
    titles = queries.all("SELECT DISTINCT title FROM documents WHERE sha256 = ? ORDER BY position", (sha256,))
    named = ", ".join(on_one_line(str(title)) for (title,) in titles) or sha256[:12]
    return AnnotatorError("store.text-damaged", path=queries.path, document=named, sha256=sha256[:12])
