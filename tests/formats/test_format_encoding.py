"""Bytes to text: every encoding that reports come in, and a sentence for what is none."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from format_values import GOLDEN, refusal, texts
from hypothesis import given

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions
from annotator.formats.encoding import Decoded, decode, line_of, newline_style
from annotator.formats.preview import decode_telling, preview

HANS = "本县坚持把产业扶贫作为治本之策，\n新建扶贫车间12个，带动脱贫户3,400余人就业；全面落实“两不愁三保障”。\n" * 3
HANT = "本縣堅持以產業扶貧作為治本之策，\n新建扶貧車間12個，帶動脫貧戶3,400餘人就業；並全面落實「雨露計劃」。\n" * 3
ENGLISH = "The county built 12 workshops.\nIt serves 3,400 people.\n"

CASES = [
    ("utf-8", HANS),
    ("utf-8", HANT),
    ("gb18030", HANS),
    ("gb18030", HANT),
    ("big5hkscs", HANT),
    ("utf-16-le", HANS),
    ("utf-16-be", HANT),
    ("utf-16-le", HANT.replace("\n", "").replace("12", "").replace("3,400", "")),
    ("utf-16-be", HANS.replace("\n", "").replace("12", "").replace("3,400", "")),
    ("utf-16-le", ENGLISH),
    ("utf-16-be", ENGLISH),
    ("utf-32-le", HANS),
    ("utf-32-be", ENGLISH),
    ("utf-8", GOLDEN),
    ("gb18030", GOLDEN * 2),
]


@pytest.mark.parametrize(("encoding", "text"), CASES)
def test_without_bom(encoding, text):
    assert decode(text.encode(encoding), "a.txt") == Decoded(text, encoding, newline_style(text), sure=True)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "易地扶贫搬迁"),
        ("gb18030", "落实最低生活保障政策"),
        ("big5hkscs", "推廣雨露計劃，成效顯著"),
        ("utf-16-le", "贫困户\n已脱贫"),
        ("utf-16-be", "扶贫车间"),
        ("gb18030", "脱贫"),
        ("big5hkscs", "脫貧"),
    ],
)
def test_short_texts_are_decided_and_marked(encoding, text):
    decoded = decode(text.encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert decoded.sure == (encoding == "utf-8")
    assert decoded.recorded == (encoding if decoded.sure else f"{encoding}?")


@pytest.mark.parametrize(
    ("bom", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    ],
)
@given(text=texts)
def test_with_bom_any_text_comes_back(bom, codec, name, text):
    if "\0" not in text:
        assert decode(bom + text.encode(codec), "a.txt") == Decoded(text, name, newline_style(text), sure=True)


@given(texts)
def test_utf8_without_bom_keeps_everything_inside(text):
    text = f"甲{text}"
    assert decode(text.encode(), "a.txt").text == text


@given(texts)
def test_an_encoding_given_wins(text):
    text = f"甲{text}"
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16", "utf-8-sig", "utf-32"):
        assert decode(text.encode(encoding), "a.txt", encoding).text == text


def test_only_one_bom_is_taken_off_and_only_at_the_start():
    assert decode("\ufeff\ufeff一\ufeff二".encode(), "a.txt").text == "\ufeff一\ufeff二"
    assert decode("\ufeff\ufeff一\ufeff二".encode(), "a.txt", "utf-8").text == "\ufeff一\ufeff二"
    assert decode("\ufeff一".encode("gb18030"), "a.txt", "GB18030").text == "一"


def test_newlines_are_named_and_kept():
    styles = {"a": "", "a\nb": "LF", "a\r\nb\r\n": "CRLF", "a\rb": "CR", "a\r\nb\n": "mixed", "a\r\r\n": "mixed"}
    for text, style in styles.items():
        assert decode(text.encode(), "a.txt").newline == style
        assert decode(text.encode(), "a.txt").text == text


def test_lines_are_counted_as_people_see_them():
    assert [line_of("a\r\nb\rc\nd", at) for at in range(8)] == [1, 1, 1, 2, 2, 3, 3, 4]


def test_given_encoding_that_does_not_fit_says_where():
    data = "一行\n二行\n".encode() + b"\xff" + "三".encode()
    refusal(lambda: decode(data, "报告.txt", "utf-8"), "undecodable", "报告.txt", "utf-8", "14", "3")
    refusal(lambda: decode(b"ab", "a.txt", "klingon"), "unknown-encoding", "klingon", "gb18030")
    refusal(lambda: decode(b"ab", "a.txt", "hex"), "unknown-encoding", "hex")
    refusal(lambda: decode(b"ab", "a.txt", "a\0b"), "unknown-encoding", "a.txt")


def test_no_lone_surrogate_comes_in():
    refusal(lambda: decode(rb"a \ud800", "a.txt", "unicode_escape"), "surrogate", "a.txt")
    refusal(lambda: decode(b"\xff\xfea\0\x00\xd8b\0", "a.txt"), "undecodable", "utf-16-le")
    with pytest.raises(AnnotatorError):
        decode("好".encode() * 40 + b"\xed\xa0\x80", "a.txt")


def test_damaged_utf8_is_not_guessed_away():
    data = HANS.encode()
    refusal(lambda: decode(data[:-2], "a.txt"), "undecodable", "utf-8", len(data) - 4)
    refusal(lambda: decode(data[:30] + b"\xff" + data[30:], "a.txt"), "undecodable", "utf-8", "30")
    refusal(lambda: decode("低保金".encode()[:-1] + b"\n" + HANS.encode(), "a.txt"), "undecodable", "utf-8", "6")


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", HANS), ("big5hkscs", HANT)])
def test_damaged_double_bytes_are_named_where_they_are(encoding, text):
    data = text.encode(encoding)
    at = data.index(b"\n") + 1
    refusal(lambda: decode(data[:at] + b"\xff" + data[at:], "a.txt"), "undecodable", encoding, at, "2")
    cut = data.rstrip(b"\n")[:-3]
    refusal(lambda: decode(cut, "a.txt"), "undecodable", encoding, len(cut) - 1)


def test_bytes_that_are_nothing():
    refusal(lambda: decode(bytes(range(128, 256)) * 4, "a.txt"), "unrecognised", "a.txt", "UTF-16")
    refusal(lambda: decode("café crème brûlée à la carte\n".encode("latin-1") * 5, "a.txt"), "unrecognised", "3")
    refusal(lambda: decode(codecs.BOM_UTF8, "a.txt"), "empty", "a.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04\x14\x00", "DOCX"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"\x7fELF\x02\x01", "ELF"),
        (b"SQLite format 3\0", "corpus"),
        (b"\x1f\x8b\x08\0", "GZIP"),
    ],
)
def test_known_binary_files_are_called_by_name(data, kind):
    refusal(lambda: decode(data, "报告.txt"), "binary", "报告.txt", kind)
    refusal(lambda: decode(data, "报告.txt", "gb18030"), "binary", kind)


@pytest.mark.parametrize(
    ("data", "kind"), [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "DOC, WPS"), (b"{\\rtf1\\ansi", "RTF")]
)
def test_files_of_older_programs_get_a_way_out(data, kind):
    refusal(lambda: decode(data, "报告.txt"), "legacy", "报告.txt", kind, "DOCX")
    refusal(lambda: decode(data, "报告.txt", "gb18030"), "legacy", kind)


@pytest.mark.parametrize("data", [bytes(100), b"a\0b\0\0c" * 9, bytes(range(256)), "扶贫\0车间".encode()])
def test_zero_bytes_are_binary(data):
    refusal(lambda: decode(data, "a.txt"), "binary-unknown", "a.txt")


def test_zero_characters_are_refused_in_an_encoding_given():
    refusal(lambda: decode("ab".encode("utf-16-le"), "a.txt", "utf-8"), "binary-unknown", "a.txt")


def _reports() -> list[Path]:
    return sorted((Path(__file__).parents[2].parent / "shared" / "reports").glob("**/*.txt"))


@pytest.mark.skipif(not _reports(), reason="no real reports here")
def test_real_reports_decode_surely():
    for path in _reports():
        decoded = decode(path.read_bytes(), path.name)
        assert decoded.sure, path
        if "gb" in path.stem.split("-") or "gb18030" in path.stem:
            assert decoded.encoding == "gb18030", path
        if "big5" in path.stem:
            assert decoded.encoding == "big5hkscs", path


def test_a_preview_shows_the_guess_and_its_rivals():
    shown = preview("推廣雨露計劃，成效顯著".encode("big5hkscs"), "a.txt")
    assert (shown.chosen.encoding, shown.chosen.sample, shown.sure) == ("big5hkscs", "推廣雨露計劃，成效顯著", False)
    assert all(rival.sample != shown.chosen.sample for rival in shown.rivals)
    sure = preview((HANS * 20).encode("gb18030"), "a.txt")
    assert (sure.sure, sure.rivals, len(sure.chosen.sample)) == (True, (), 300)
    given = preview("雨露計劃".encode("big5hkscs"), "a.txt", "gb18030")
    assert (given.chosen.encoding, given.sure, given.rivals[0].sample) == ("gb18030", True, "雨露計劃")


def test_rivals_are_texts_that_differ():
    data = "统计局".encode("gb18030") + "統計".encode("big5hkscs")
    shown = preview(data, "a.txt", "gb18030")
    assert {one.encoding for one in shown.rivals} >= {"big5hkscs"}
    assert [one.share for one in shown.rivals] == sorted((one.share for one in shown.rivals), reverse=True)


def test_an_unsure_guess_is_told_and_a_sure_one_is_not():
    heard = []
    options = ReadOptions(remark=heard.append)
    assert decode_telling("脱贫".encode("gb18030"), "短.txt", options).text == "脱贫"
    assert decode_telling(HANS.encode("gb18030"), "长.txt", options).text == HANS
    assert decode_telling("脱贫".encode("gb18030"), "短.txt", ReadOptions("gb18030", remark=heard.append)).sure
    (remark,) = heard
    assert remark.key == "formats.encoding-unsure"
    assert "短.txt" in str(remark)
    assert "gb18030" in str(remark)
