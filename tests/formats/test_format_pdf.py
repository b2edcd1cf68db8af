"""PDF files: the text to the character, lines as paragraphs or as lines, and every kind of bad file a sentence."""

from __future__ import annotations

from io import BytesIO
from random import Random
from zlib import compress, decompressobj

import pytest
from docx_files import document_of
from format_values import GOLDEN, refusal
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import PICTURE, lines, pdf
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from annotator.errors import AnnotatorError
from annotator.formats import pdf_packed
from annotator.formats.pdf_packed import unpacks_beyond
from annotator.formats.pdf_pages import pages_of
from annotator.formats.pdf_paragraphs import joined, without_margins
from annotator.formats.radicals import without_radicals

FULL = "本县坚持把产业扶贫作为治本之策新建扶贫车间十二个带动脱贫户就"  # 30 wide: it reaches the margin
HANT = "本縣堅持以產業扶貧作為治本之策，帶動脫貧戶"


def read(data: bytes, **options: object):
    return document_of(data, "报告.pdf", **options)


def drawn(*texts: str, **options: object) -> bytes:
    """By another writer, in a font that the file only names."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    stream = BytesIO()
    canvas = Canvas(stream, **options)
    canvas.setFont("STSong-Light", 12)
    for at, text in enumerate(texts):
        canvas.drawString(72, 760 - 20 * at, text)
    canvas.save()
    return stream.getvalue()


def test_the_golden_sentence():
    document, remarks = read(pdf(lines(*GOLDEN.split("\r\n"))))
    assert (document.text, remarks) == (GOLDEN.replace("\r\n", "\n"), [])
    assert (document.origin.extractor, document.origin.newline) == ("pdf 1, PDFium", "LF")


def test_what_another_writer_drew():
    texts = ["易地扶贫搬迁工程，落实低保。", "推廣雨露計劃（2020年）"]
    assert read(drawn(*texts))[0].text == "\n".join(texts)


han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30)


@settings(max_examples=25, deadline=None)
@given(st.lists(han | st.sampled_from(["𪚥林", "👍🏽", "e\u0301a"]), min_size=1, max_size=5, unique=True))
def test_lines_come_back_to_the_character(texts):
    assert [line.text for line in pages_of(pdf(lines(*texts)), "a.pdf")[0].lines] == texts


def test_lines_join_into_paragraphs_by_their_places():
    page = lines(
        "　　" + FULL[2:], FULL, "业。", "　　" + FULL[2:], "一、" + FULL[2:], "（二）" + FULL[3:], FULL, "短", "尾"
    )
    document, _ = read(pdf(page))
    assert document.text.split("\n") == [
        FULL[2:] + FULL + "业。", FULL[2:], "一、" + FULL[2:], "（二）" + FULL[3:] + FULL + "短", "尾",
    ]  # fmt: skip
    assert read(pdf(page), paragraphs="lines")[0].text.split("\n") == [text.lstrip("　") for _, _, text in page]


def test_a_paragraph_goes_on_over_the_page_and_stops_at_a_gap():
    full = [FULL[at:] + FULL[:at] for at in range(5)]  # PDFium takes the same line twice for one in bold
    first = lines("标题", *full[:2])
    second = lines(*full[2:4]) + lines(full[4], "完", top=640)
    assert read(pdf(first, second))[0].text.split("\n") == ["标题", "".join(full[:4]), full[4] + "完"]


def test_western_words_are_joined_with_a_blank_and_broken_ones_without():
    words = [
        ("a word is here and", "then another"),
        ("measures of allevi-", "ation are named"),
        ("县内各乡镇的2019年全部", "12个车间"),
    ]
    for first, second in words:
        page = lines(first, second) + lines(first, "甲", first, top=500)
        text = read(pdf(page))[0].text.split("\n")[0]
        assert (
            text == {"a": f"{first} {second}", "m": "measures of alleviation are named", "县": first + second}[first[0]]
        )


def test_headers_footers_and_page_numbers_stay_out_unless_asked_for():
    def page(number: int):
        return [
            (200, 810, f"某县年鉴2020 {number}"),
            (290, 30, f"— {number + 7} —"),
            *lines(f"第{'一二三四'[number]}页的字", "2020", "甲乙丙丁"[number]),
        ]

    data = pdf(*(page(number) for number in range(4)))
    document, remarks = read(data)
    assert document.text.split("\n") == [
        piece for number in range(4) for piece in (f"第{'一二三四'[number]}页的字", "2020", "甲乙丙丁"[number])
    ]
    assert remarks == ["left-out-margins"]
    everything, remarks = read(data, parts="all")
    assert (everything.text.count("某县年鉴"), remarks) == (4, [])


def test_lines_of_numbers_are_no_page_numbers():
    data = pdf(lines("甲", "12", "3"), lines("乙", "40", "7"), lines("丙", "5", "19"))
    assert read(data)[0].text.split() == ["甲", "12", "3", "乙", "40", "7", "丙", "5", "19"]


def test_radicals_are_ideographs_again():
    text, remarks = read(pdf(lines("⻓⽊⻅⼾的⽣⻘山", "原样")))
    assert (text.text, remarks) == ("长木见户的生青山\n原样", ["radicals-mapped"])
    assert without_radicals(HANT + "⼾⻔") == (HANT + "戶门", 2)
    assert without_radicals("没有部首") == ("没有部首", 0)


def test_scans_and_empty_files_are_called_so():
    refusal(lambda: read(pdf(PICTURE, PICTURE)), "pdf-scan", "报告.pdf", 2)
    refusal(lambda: read(pdf("")), "text-none", "报告.pdf")
    document, remarks = read(pdf(lines("有字"), PICTURE))
    assert (document.text, remarks) == ("有字", ["left-out-scans"])


def test_a_password_is_said():
    refusal(lambda: read(drawn("密", encrypt=StandardEncryption("secret"))), "pdf-encrypted", "报告.pdf")
    assert read(drawn("权限", encrypt=StandardEncryption("", "owner", canCopy=0)))[0].text == "权限"


@pytest.mark.parametrize(
    ("data", "key"),
    [(b"%PDF-1.7\n", "pdf-broken"), (b"%PDF-1.7\n" + bytes(5000), "pdf-broken"), (b"<html>", "pdf-none")],
)
def test_what_is_no_pdf_is_said(data, key):
    refusal(lambda: read(data), key, "报告.pdf")


def outcome(data: bytes) -> str:
    try:
        return read(data)[0].text
    except AnnotatorError as error:
        return str(error)


def test_damaged_files_give_a_sentence_or_a_text():
    good = pdf(lines(*GOLDEN.split("\r\n")), PICTURE)
    random = Random(6)
    for _ in range(120):
        bad = bytearray(good[: random.randrange(len(good))] if random.random() < 0.5 else good)
        for _ in range(random.randrange(8)):
            bad[random.randrange(len(bad) or 1) : 0] = bytes([random.randrange(256)])
        assert outcome(bytes(bad))


def test_pages_that_are_their_own_parents_end():
    loop = pdf(lines("圈")).replace(b"/Count 1 /Kids [7 0 R]", b"/Count 9 /Kids [2 0 R]")
    assert b"[2 0 R]" in loop
    assert "报告.pdf" in outcome(loop)


def test_nothing_is_no_margin():
    assert without_margins([]) == ([], 0)
    assert joined([]) == ""


@pytest.mark.parametrize(
    ("times", "size", "beyond"), [(1, 900, False), (1, 1_001, True), (3, 1_001, True), (0, 5_000, False)]
)
def test_how_far_streams_unpack(times, size, beyond):
    packed = b"0" * size
    for _ in range(times):
        packed = compress(packed)
    assert unpacks_beyond(b"%PDF-1.4 1 0 obj stream\r\n" + packed + b"\nendstream", 1_000) is beyond
    assert unpacks_beyond(b"stream\n" + compress(b"0" * 600) + b"endstream stream\n" + compress(b"1" * 600), 1_000)
    assert not unpacks_beyond(b"stream\n\x78\x9cno zlib at all", 1_000)


def test_many_streams_that_unpack_to_nothing_are_gone_through_once(monkeypatch):
    handed: list[int] = []

    class Counting:
        def __init__(self) -> None:
            self._maker = decompressobj()

        def decompress(self, data: memoryview, most: int) -> bytes:
            handed.append(len(data))
            return self._maker.decompress(data, most)

        def __getattr__(self, name: str) -> object:
            return getattr(self._maker, name)

    monkeypatch.setattr(pdf_packed.zlib, "decompressobj", Counting)
    one = b"stream\n" + compress(b"")
    for count in (1_000, 4_000):
        handed.clear()
        assert not unpacks_beyond(one * count, 1_000)
        assert len(handed) == count
        assert sum(handed) <= 256 * count, "a stream is not given all that lies behind it"
