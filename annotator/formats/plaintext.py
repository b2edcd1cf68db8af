"""Plain text: a file is a document. Writing gives back the text alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.folder import FileNames, write_text
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.origin import origin_of, title_of
from annotator.formats.preview import decode_telling
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_folder
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS
from annotator.model import Bundle, Document, Scheme, new_id

EXTRACTOR = "text 1"


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The one document of a file. Raises AnnotatorError for what is no text or does not decode."""
    data = source.read()
    decoded = decode_telling(data, source.name, options)
    origin = origin_of(source, data, EXTRACTOR, encoding=decoded.recorded, newline=decoded.newline)
    yield Bundle(Document(new_id(), title_of(decoded.text, source.stem), decoded.text, origin))


def write(bundles: Iterable[Bundle], _scheme: Scheme, path: Path) -> Written:
    """A folder with the texts in UTF-8, named after the titles. Raises AnnotatorError where it cannot be written."""
    lost: Counter[str] = Counter()
    names = FileNames(".txt")
    documents = 0
    with atomic_folder(path) as folder:
        for bundle in bundles:
            write_text(folder / names(bundle.document.title), bundle.document.text)
            documents += 1
            lost.update(annotations=len(bundle.annotations), decisions=len(bundle.decisions), status=len(bundle.status),
                        relations=len(bundle.relations), described=len(bundle.attributes),
                        adjudications=len(bundle.adjudications))  # fmt: skip
    return Written(documents, 0, 0, dict(+lost))


FORMAT = formats.register("text")(
    Format(
        name="text",
        title={"zh-Hans": "纯文本", "zh-Hant": "純文字", "en": "Plain text"},
        suffixes=(".txt", ".text"),
        unit="code points",
        loses=("annotations", *ALL_BUT_SPANS),
        read=read,
        write=write,
        folder=True,
    )
)
