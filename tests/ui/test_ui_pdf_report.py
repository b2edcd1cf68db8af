"""The report as PDF, read back by two libraries: its characters are the text's, and each has its label's ground."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_ui_export import choose, through

from annotator.formats import formats
from annotator.formats.pieces import pieces
from annotator.model import Annotation, Bundle, Document, Span
from annotator.plain import read_scheme
from annotator.ui import filedialog
from annotator.ui.pdfcharacters import with_characters
from annotator.ui.press import Pages
from annotator.ui.sheetform import TINT, TINT_SEVERAL, marked

pytestmark = pytest.mark.usefixtures("qapp")

SCHEME = read_scheme("poverty")
INKS = {label.name: label.colour["light"] for label in SCHEME.labels}
RADICALS = (
    "一二人木水火土金老食面广工十刀力又口大女子小山川己干心手文方日月毛气片牙牛犬玉瓜生用田目石示禾立竹米羊而耳肉自至舌舟色行"
    "衣角言谷豆走足身車辛里非食首高鬼鱼鹿黄黑鼓鼻龙龟民长门青韦页风马鸟麦"
)
TEXT = (
    f"𠮷林村实施易地扶贫搬迁工程，\r\n落实低保，推广雨露計劃：2019年120户、10.3%。\n{RADICALS}𠀋\ncafe\u0301 office fi"
)


def bundle(text: str, *said: tuple[int, int, str], note: str = "", title: str = "标题") -> Bundle:
    document = Document("d", title, text)
    made = (
        Annotation(f"a{at}", "d", "李", Span(start, end), label, text[start:end], note=note)
        for at, (start, end, label) in enumerate(said)
    )
    return Bundle(document, tuple(made))


def printed(path: Path, *bundles: Bundle):
    written = formats.get("pdf-report").prints(bundles, SCHEME, path, Pages)
    assert written.annotations == sum(len(one.annotations) for one in bundles)
    return written


def bare(text: str) -> str:
    return "".join(text.split())


def by_pypdf(path: Path) -> str:
    return bare("".join(page.extract_text() for page in pypdf.PdfReader(path).pages))


def characters(path: Path) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Each character that is no blank, with the colour that most of its place on the page has."""
    for page in pypdfium2.PdfDocument(path):
        picture = page.render(scale=3).to_pil().convert("RGB")
        words = page.get_textpage()
        for at in range(words.count_chars()):
            text = chr(pypdfium2.raw.FPDFText_GetUnicode(words, at))
            if not text.strip() or "\udc00" <= text <= "\udfff":
                continue
            if "\ud800" <= text <= "\udbff":
                rest = chr(pypdfium2.raw.FPDFText_GetUnicode(words, at + 1))
                text = (text + rest).encode("utf-16", "surrogatepass").decode("utf-16")
            left, bottom, right, top = words.get_charbox(at, loose=True)
            box = (left * 3, picture.height - top * 3, right * 3, picture.height - bottom * 3)
            crop = picture.crop(tuple(map(round, box)))
            yield text, max(crop.getcolors(100_000))[1]


def grounds(one: Bundle) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """The same as it should be."""
    for piece, over in pieces(one.document.text, one.annotations):
        ground = (255, 255, 255)
        if over:
            label = min((said for _, said in over), key=lambda said: len(said.span)).label
            colour = marked(9, INKS[label], TINT_SEVERAL if len(over) > 1 else TINT).background().color()
            ground = (colour.red(), colour.green(), colour.blue())
        yield from ((char, ground) for char in piece if char.strip())


def test_characters_are_those_of_the_text(tmp_path):
    one = bundle(TEXT, (5, 13, "Program"), (7, 9, "Measure"), note="<b>记</b>", title="<i>人民</i>")
    assert printed(tmp_path / "a.pdf", one).lost == {}
    found = by_pypdf(tmp_path / "a.pdf")
    assert bare(TEXT) in found
    assert "<i>人民</i>" in found
    assert "「扶贫」<b>记</b>—李" in found
    assert not [char for char in found if "\u2e80" <= char <= "\u2fdf"]
    theirs = "".join(char for char, _ in characters(tmp_path / "a.pdf"))
    assert bare(TEXT).replace("e\u0301", "") in theirs.replace("e\u0301", "")


def test_what_no_font_has_is_counted_and_controls_cannot_harm(tmp_path):
    one = bundle("落实\x00低保\ufdd0👍🏽保\ufffc障", (2, 5, "Measure"))
    assert printed(tmp_path / "a.pdf", one).lost == {"characters": 5}
    assert "落实" in by_pypdf(tmp_path / "a.pdf")


def test_many_reports_follow_each_other_each_from_a_new_page(tmp_path):
    several = [
        bundle(f"{at}第{chr(0x4E00 + 97 * at)}份𠮷" + chr(0x5000 + at) * 2_600, title=f"报告{at}") for at in range(12)
    ]
    printed(tmp_path / "a.pdf", *several)
    pages = [bare(page.extract_text()) for page in pypdf.PdfReader(tmp_path / "a.pdf").pages]
    assert sum(page.startswith(f"{at}报告") for at, page in enumerate(pages, 1)) == len(several) < len(pages)
    whole = "".join(page.removeprefix(str(at)) for at, page in enumerate(pages, 1))
    assert whole == "".join(f"{one.document.title}{one.document.text}" for one in several)


@pytest.mark.parametrize("seed", range(4))
def test_each_character_stands_on_its_labels_ground(tmp_path, seed):
    dice = random.Random(seed)
    text = "".join(dice.choice(RADICALS + "𠮷𠀋推广雨露計劃0123456789%\n\u3000") for _ in range(dice.choice((40, 900))))
    said = []
    for _ in range(dice.randint(1, 12)):
        start = dice.randrange(len(text) - 1)
        said.append((start, min(len(text), start + dice.randint(1, 30)), dice.choice(list(INKS))))
    one = bundle(text, *said)
    printed(tmp_path / "a.pdf", one)
    found, due = list(characters(tmp_path / "a.pdf")), list(grounds(one))
    begin = "".join(char for char, _ in due[:12])
    at = "".join(char for char, _ in found).index(begin)
    shown = found[at : at + len(due)]
    assert [char for char, _ in shown] == [char for char, _ in due]
    for (char, found_ground), (_, ground) in zip(shown, due, strict=True):
        assert found_ground == pytest.approx(ground, abs=3), char


def test_a_file_of_another_form_stays_as_it_is():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    out = BytesIO()
    writer.write(out)
    assert with_characters(out.getvalue(), {"Noto Sans CJK SC-Regular": ["人"]}) == out.getvalue()


def test_from_the_window(window, tmp_path, monkeypatch):
    row = window.session.listed.rows()[0]
    window.session.do(window.session.corpus.annotate, row.id, Span(0, 4), "Program")
    path = tmp_path / "报告.pdf"
    monkeypatch.setattr(filedialog, "to_save", lambda *_: (str(path), ""))
    said = through([lambda dialog: choose(dialog, "pdf-report")])
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert said
    text = bare(window.session.corpus.document(row.id).text)
    assert text[:200] in by_pypdf(path)


def test_an_empty_part_is_a_blank_page(tmp_path):
    assert printed(tmp_path / "a.pdf").documents == 0
    assert by_pypdf(tmp_path / "a.pdf") == ""


def test_who_stops_in_the_middle_keeps_the_old_file(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def cut() -> Iterator[Bundle]:
        yield bundle(TEXT)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        formats.get("pdf-report").prints(cut(), SCHEME, path, Pages)
    gc.collect()
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])
