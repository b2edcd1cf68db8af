"""Pages for people who read: each document with its annotations highlighted, a legend and the notes. Only written.

What stands on a page is decided here; the press, which a face gives, sets it with its fonts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.formats.format import Format, Written
from annotator.formats.pieces import inmost, pieces
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer
from annotator.formats.sheets import Piece, Press, Sheet
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.model import Bundle, Scheme
from annotator.text import HANT, script_of

LOSES = ("characters", "annotator", "attributes", *ALL_BUT_SPANS)
_GREY = "#666666"


def print_out(bundles: Iterable[Bundle], scheme: Scheme, path: Path, press: Press) -> Written:
    """One file, each document from a new page on. Raises AnnotatorError as `atomic_writer` does.

    Characters that no font has are shown as a box, and counted. The file is put together in memory.
    """
    tally = Tally(LOSES)
    with atomic_writer(path) as stream, press() as printing:
        for bundle in bundles:
            missing = printing.put(sheet_of(bundle, scheme))
            tally.add(bundle, bundle.annotations, characters=missing)
        printing.finish(stream)
    return tally.written()


def sheet_of(bundle: Bundle, scheme: Scheme) -> Sheet:
    """What is printed of a document."""
    document = bundle.document
    colours = {label.name: label.colour.get("light", _GREY) for label in scheme.labels}
    counts = Counter(one.label for one in bundle.annotations)
    titles = {label.name: label.title.get("zh-Hans") or label.name for label in scheme.labels}
    legend = tuple(
        (colour, f"{titles[name]} {name} · {counts[name]}") for name, colour in colours.items() if counts[name]
    )
    people = sorted({one.annotator for one in bundle.annotations})
    about = " · ".join(filter(None, (document.origin.name, "、".join(people))))
    shown = (
        Piece(piece, colours.get(inmost(over).label, _GREY) if over else "", len(over) > 1)
        for piece, over in pieces(document.text, bundle.annotations)
    )
    traditional = script_of(document.text) == HANT
    return Sheet(document.title, about, legend, tuple(shown), tuple(_notes(bundle)), traditional)


def _notes(bundle: Bundle) -> Iterator[str]:
    for one in sorted(bundle.annotations, key=lambda one: (one.span, one.id)):
        if one.note:
            yield f"「{one.text}」 {one.note} — {one.annotator}"


FORMAT = formats.register("pdf-report")(
    Format(
        name="pdf-report",
        title={"zh-Hans": "带高亮的 PDF", "zh-Hant": "帶醒目提示的 PDF", "en": "PDF with highlights"},
        suffixes=(".pdf",),
        unit="code points",
        loses=LOSES,
        read=None,
        write=None,
        prints=print_out,
    )
)
