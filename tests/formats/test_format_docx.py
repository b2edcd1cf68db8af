"""Word files: what a person sees is the text, to the character; what is left out is counted."""

# ruff: noqa: E501  # a piece of XML reads best on one line

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from html import unescape
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from docx import Document as WordDocument
from docx_files import W, document_of, docx, p, r, zipped
from format_values import GOLDEN, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.formats import recognise
from annotator.formats.docx import extract


def text_of(body: str, **parts: str) -> str:
    return extract(docx(body, **parts), "a.docx", margins=False).text


def left_out(body: str) -> dict[str, int]:
    return {kind: count for kind, count in extract(docx(body), "a.docx", margins=False).left_out.items() if count}


def made(build) -> bytes:
    word = WordDocument()
    build(word)
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


xml_texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
)


@settings(max_examples=30, deadline=None)
@given(st.lists(xml_texts, min_size=1, max_size=6))
def test_paragraphs_of_another_writer_come_back_to_the_character(paragraphs):
    data = made(lambda word: [word.add_paragraph(text) for text in paragraphs])
    assert extract(data, "a.docx", margins=False).text == "\n".join(paragraphs)


def test_the_golden_sentence_and_where_it_comes_from():
    lines = GOLDEN.split("\r\n")
    data = made(lambda word: [word.add_paragraph(line) for line in lines])
    document, remarks = document_of(data)
    assert document.text == GOLDEN.replace("\r\n", "\n")
    assert remarks == []
    origin = document.origin
    assert (origin.name, origin.sha256, origin.newline) == ("报告.docx", sha256(data).hexdigest(), "LF")
    assert origin.extractor == "docx 1"
    assert origin.imported
    assert document.title == lines[0]


def test_tables_go_cell_by_cell_and_nested_ones_too():
    def build(word):
        word.add_paragraph("前")
        table = word.add_table(2, 3)
        for at, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = "" if at == 4 else f"格{at}"
        table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "内"
        word.add_paragraph("后")

    assert extract(made(build), "a.docx", margins=False).text.split("\n") == (
        ["前", "格0", "格1", "内", "", "格2", "格3", "格5", "后"]
    )


def test_breaks_tabs_and_symbols():
    body = p("甲", "<w:r><w:br/><w:tab/><w:noBreakHyphen/><w:softHyphen/><w:cr/></w:r>", "乙") + p(
        '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>',
        '<w:r><w:sym w:font="MS Gothic" w:char="2612"/><w:sym w:font="Unknown" w:char="F0A8"/></w:r>',
    )
    assert text_of(body) == "甲\n\t-\n乙\n□☑☒\ufffd"
    assert left_out(body) == {"symbols": 1}


def test_white_space_around_a_text_counts_only_where_the_file_says_so():
    assert text_of("<w:p><w:r><w:t>\n  甲 乙\n </w:t></w:r></w:p>" + p(" 丙 ")) == "甲 乙\n 丙 "


def test_tracked_changes_are_taken_as_accepted():
    body = (
        p("留", f"<w:ins>{r('增')}</w:ins>", "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>",
          f"<w:moveFrom>{r('移走')}</w:moveFrom>", f"<w:moveTo>{r('移来')}</w:moveTo>")
        + p("上", properties="<w:rPr><w:del/></w:rPr>") + p("下")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("没了") + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    assert text_of(body) == "留增移来\n上下"
    assert left_out(body) == {"deleted": 3}


def test_content_controls_and_their_prompts():
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    filled = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = p("姓名：", filled.format(r("李"))) + filled.format(p("整段")) + prompt.format(p("请输入")) + (
        p("电话：", prompt.format(r("点击输入")))
    )  # fmt: skip
    assert text_of(body) == "姓名：李\n整段\n电话："
    assert left_out(body) == {"prompts": 2}


def test_a_text_box_comes_once_and_after_its_paragraph():
    box = f"<wps:txbx><w:txbxContent>{p('框内一')}{p('框内二')}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><v:textbox><w:txbxContent>{p('框内一')}{p('框内二')}</w:txbxContent></v:textbox></w:pict>"
    both = f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    assert text_of(p("前", both, "后") + p("下")) == "前后\n框内一\n框内二\n下"
    assert text_of(p("前", f"<w:r>{old}</w:r>")) == "前\n框内一\n框内二"
    assert left_out(p("前", both, "<w:r><w:drawing/></w:r>")) == {"pictures": 1}


def test_fields_show_their_result_and_not_their_code():
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin, middle, end = (field.format(name) for name in ("begin", "separate", "end"))
    code = "<w:r><w:instrText> IF </w:instrText></w:r>"
    nested = begin + code + begin + code + middle + r("暗") + end + middle + r("明") + end
    assert (
        text_of(p("前", nested, "后") + p(f'<w:fldSimple w:instr="DATE">{r("三月")}</w:fldSimple>')) == "前明后\n三月"
    )
    assert text_of(p(begin, "没有结束") + p("也在")) == "没有结束\n也在"


def test_hidden_text_ruby_links_and_formulas():
    ruby = f"<w:r><w:ruby><w:rt>{r('pín')}</w:rt><w:rubyBase>{r('贫')}</w:rubyBase></w:ruby></w:r>"
    formula = "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    body = p(
        ruby, r("暗", "<w:vanish/>"), r("明", '<w:vanish w:val="0"/>'), f"<w:hyperlink>{r('链')}</w:hyperlink>", formula
    )
    assert text_of(body) == "贫明链x=1"
    assert left_out(body) == {"phonetic": 1, "hidden": 1}


def test_notes_stand_at_the_end_in_the_order_of_their_marks():
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = p("甲", reference.format(5), "乙", reference.format(3)) + p(
        "丙", '<w:r><w:endnoteReference w:id="2"/></w:r>'
    )
    note = '<w:{0} w:id="{1}">{2}</w:{0}>'
    notes = '<w:footnote w:type="separator" w:id="0"/>' + note.format(
        "footnote", 3, p("<w:r><w:footnoteRef/></w:r>", " 三")
    )
    notes += note.format("footnote", 5, p("五") + p("续"))
    text = text_of(body, footnotes=notes, endnotes=note.format("endnote", 2, p("尾")))
    assert text == "甲[1]乙[2]\n丙[i]\n[1] 五\n续\n[2] 三\n[i] 尾"


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%3"/><w:pStyle w:val="S"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0D8;"/><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>"""
STYLES = """<w:style w:styleId="T"><w:basedOn w:val="S"/></w:style>
<w:style w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>"""


def item(text: str, list_: int, level: int = 0) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>')


def test_numbers_of_lists_are_counted_as_word_does():
    style = p("样式", properties='<w:pStyle w:val="S"/>') + p("继承", properties='<w:pStyle w:val="A"/>')
    counted = [item("总则", 1), item("一", 1, 1), item("二", 1, 1), style, item("分则", 1), item("又一", 1, 1)]
    again = [item("重来", 2), item("接着", 2), item("点", 3), item("无", 0), item("没有", 9)]
    body = "".join([*counted, *again])
    assert text_of(body, numbering=NUMBERING, styles=STYLES).split("\n") == [
        *("一、总则", "1.1 一", "1.2 二", "①\t样式", "继承", "二、分则", "2.1 又一"),
        *("七、重来", "八、接着", "➢\t点", "无", "没有"),
    ]


def test_headers_and_footers_are_apart():
    parts = {"header": p("某县人民政府文件"), "footer": p("第 1 页")}
    data = docx(p("正文"), **parts)
    document, remarks = document_of(data)
    assert (document.text, remarks) == ("正文", ["left-out-margins"])
    document, remarks = document_of(data, parts="all")
    assert (document.text, remarks) == ("正文\n某县人民政府文件", [])


def test_flat_xml_of_parts_is_a_word_file_too():
    pkg = "http://schemas.microsoft.com/office/2006/xmlPackage"
    inner = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{p("平")}</w:body></w:document>'
    xml = f'<pkg:package xmlns:pkg="{pkg}"><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{inner}</pkg:xmlData></pkg:part></pkg:package>'
    assert extract(xml.encode(), "a.xml", margins=False).text == "平"
    assert recognise(Path("a.xml"), xml.encode()).name == "docx"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"\0\x01Administrator", "docx-not"),
        (b"\x8f\x02<\xff\x80bytes", "docx-not"),
        (b"<\xff\x80bytes", "docx-not"),
        (b"<?xml version='1.0'?><a>", "xml-broken"),
        (b"PK\x03\x04".ljust(30) + b"mimetypeapplication/vnd.oasis.opendocument.textPK", "legacy"),
        (b"PK\x03\x04 nothing", "zip-broken"),
        (zipped({"a.txt": "x"}), "docx-none"),
        (zipped({"word/document.xml": "<w:document"}), "xml-broken"),
        (zipped({"word/document.xml": "<a/>"}), "docx-none"),
        (docx(p(" ")), "text-none"),
        (b"{\\rtf1\\ansi", "legacy"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "legacy"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "office-encrypted"),
        (zipped({"OFD.xml": "<ofd/>"}), "legacy-ofd"),
        (zipped({"word/document.xml": b"<a>" * 100_000}), "xml-broken"),
    ],
)
def test_what_is_no_word_file_is_said(data, key):
    refusal(lambda: document_of(data), key, "报告.docx")


def with_dtd(dtd: str, body: str) -> bytes:
    return zipped(
        {"word/document.xml": f'<!DOCTYPE d [{dtd}]><w:document xmlns:w="urn:x"><w:body>{body}</w:body></w:document>'}
    )


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    laughs = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10 if at else "ha"}">' for at in range(12))
    for data in (
        with_dtd(laughs, "&a11;"),
        with_dtd(f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "&x;"),
        with_dtd('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "&x;"),
    ):
        refusal(lambda data=data: document_of(data), "xml-entities", "报告.docx")


def test_a_part_that_unpacks_without_end_is_left_packed():
    data = zipped({"word/document.xml": b" " * 41_000_000})
    assert len(data) < 100_000
    refusal(lambda: document_of(data), "zip-bomb", "报告.docx/word/document.xml", "40")


SHARED = sorted((Path(__file__).parents[2].parent / "shared" / "reports").glob("**/*.docx"))


@pytest.mark.skipif(not SHARED, reason="no real reports here")
def test_no_character_that_a_real_file_shows_is_lost():
    """Counted without our reader: all texts of the body, but for the second of two alternatives."""
    for path in SHARED:
        data = path.read_bytes()
        if not data.startswith(b"PK"):
            continue
        with ZipFile(BytesIO(data)) as archive:
            xml = re.sub(
                r"<mc:Fallback.*?</mc:Fallback>", "", archive.read("word/document.xml").decode(), flags=re.DOTALL
            )
        texts = re.findall(r"<(?:w|m):t(?: [^>]*)?>([^<]*)</(?:w|m):t>", xml)
        there = Counter("".join(unescape("".join(texts)).split()))
        found = Counter("".join(extract(data, path.name, margins=False).text.split()))
        assert there - found == Counter(), path.name


def outcome(data: bytes) -> str:
    try:
        return document_of(data)[0].text
    except AnnotatorError as error:
        return str(error)


def damaged(good: bytes, random: Random) -> bytes:
    bad = bytearray(good[: random.randrange(1, len(good))] if random.random() < 0.3 else good)
    for _ in range(random.randrange(8)):
        bad[random.randrange(len(bad))] = random.randrange(256)
    return bytes(bad)


def test_damaged_files_give_a_sentence_or_a_text():
    """Bytes of the zip, bytes of the XML in it, and XML that is right but puts its elements where they do not belong."""
    random = Random(8)
    body = "".join(
        [item("总则", 1), item("一", 1, 1), p("甲", "<w:r><w:tab/></w:r>"), "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>"]
    )
    good = docx(body, numbering=NUMBERING, styles=STYLES)
    xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
    tags = [
        "w:p",
        "w:tbl",
        "w:tc",
        "w:sdt",
        "w:del",
        "w:fldChar",
        "w:footnoteReference",
        "w:sym",
        "w:drawing",
        "w:txbxContent",
    ]
    for _ in range(80):
        inner = p("一")
        for tag in random.choices(tags, k=random.randrange(9)):
            inner = f"<{tag}>{inner}</{tag}>"
        assert outcome(damaged(good, random))
        assert outcome(zipped({"word/document.xml": damaged(xml, random)}))
        assert outcome(docx(inner))
