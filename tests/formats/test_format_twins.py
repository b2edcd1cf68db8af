"""Real Word, PDF and web files beside a second reading of the same text: another file of it, or another library's.

Letters are compared, folded: quotation marks, dashes and blanks are spelled otherwise in half of the twins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from test_format_shared import KEPT_BLIND, REPORTS

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, recognise
from annotator.text import fold

docx = pytest.importorskip("docx")
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="no reports here")
ABOUT = 4
"""lines at the head or foot of a twin that say its title, author, day and address, which the page has elsewhere"""


def text_of(path: Path) -> str:
    source = Source(path)
    read = recognise(path, source.head()).read
    assert read is not None
    return "\n".join(bundle.document.text for bundle in read(source, ReadOptions()))


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def bare(text: str) -> str:
    return re.sub(r"\s+", "", fold(text))


def files(pattern: str) -> list[Path]:
    return [one for one in sorted(REPORTS.rglob(pattern)) if not one.name.startswith(KEPT_BLIND)]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if letters(line)]


def test_a_pdf_has_every_letter_of_its_text_and_its_paragraphs():
    (pdf,), (twin,) = files("yunnan-10th-*.pdf"), files("yunnan-10th-*.txt")
    ours, theirs = lines_of(text_of(pdf)), lines_of(text_of(twin))
    assert "".join(map(letters, ours)) == "".join(map(letters, theirs))
    assert len("".join(map(letters, ours))) > 29_000
    ends, others = (list(accumulate(len(letters(line)) for line in lines)) for lines in (ours, theirs))
    stops = {end for line, end in zip(theirs, others, strict=True) if line.endswith("。")}
    assert len(stops & set(ends)) / len(stops) > 0.9  # the twin breaks some lines in the midst of a paragraph
    broken = [
        line for line, end in zip(ours, ends, strict=True)
        if line[-1] not in "。：！？”" and len(letters(line)) > 40 and end not in set(others)
    ]  # fmt: skip
    assert len(broken) <= 1, "paragraphs that end in the midst of a sentence"


def test_two_hundred_pages_hold_what_was_said_letter_for_letter():
    (pdf,), twins = files("legco-2012-11-21.pdf"), files("legco-2012-11-21-*.txt")
    assert len(twins) == 2
    whole = letters(text_of(pdf))
    for twin in twins:
        assert letters(text_of(twin)) in whole, twin.name


def paragraphs(part: docx.document.Document | docx.table._Cell) -> Iterator[str]:
    """Those of python-docx, tables cell by cell; a merged cell once."""
    for one in part.iter_inner_content():
        if isinstance(one, docx.table.Table):
            cells = {id(cell._tc): cell for row in one.rows for cell in row.cells}
            for cell in cells.values():
                yield from paragraphs(cell)
        else:
            yield one.text


def test_no_paragraph_of_word_is_lost_and_their_order_stays():
    found = [one for one in files("*.docx") if "lockfile" not in one.name]
    assert len(found) >= 39
    for path in found:
        ours, at, there = letters(text_of(path)), 0, 0
        for paragraph in map(letters, paragraphs(docx.Document(str(path)))):
            place = ours.find(paragraph, at)
            if place < 0:  # python-docx leaves the formulas out of a paragraph
                assert path.name == "form-CCKS2019-task.docx", paragraph[:40]
                continue
            at, there = place + len(paragraph), there + len(paragraph)
        if path.name.startswith("prov-"):  # nothing but paragraphs: then nothing of ours is made up
            assert there == len(ours) > 9_000, path.name


def test_web_pages_and_tables_have_every_line_of_their_text():
    pairs = [(page, twin) for page in files("*-raw.html") for twin in files(f"{page.name.split('-raw')[0]}-*.txt")]
    pairs += [(page, page.with_suffix(".txt")) for page in [*files("myzd-*.html"), *files("prov-2026-*.csv")]]
    pairs = [(page, twin) for page, twin in pairs if twin.is_file()]
    assert len(pairs) >= 15
    for page, twin in pairs:
        whole = bare(text_of(page))
        lines = [line for line in map(bare, text_of(twin).splitlines()) if line]
        lost = {at for at, line in enumerate(lines) if line not in whole}
        around = {*range(ABOUT), *range(len(lines) - ABOUT, len(lines))}
        assert lost <= around, (page.name, lost)
        assert len(lost) <= ABOUT, (page.name, lost)


def test_a_lock_file_of_word_is_refused():
    (path,) = files("*lockfile*.docx")
    with pytest.raises(AnnotatorError) as caught:
        text_of(path)
    assert caught.value.key == "formats.docx-not"
