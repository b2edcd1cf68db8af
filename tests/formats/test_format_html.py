"""Web pages: the text as a browser shows it, the main text apart from what stands around, nothing fetched."""

from __future__ import annotations

import socket
from pathlib import Path
from random import Random

import pytest
from docx_files import document_of
from format_values import GOLDEN, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.formats import recognise
from annotator.formats.html_page import extract

SENTENCES = [
    "大坪县坚持把产业扶贫作为治本之策，新建扶贫车间十二个，带动脱贫户就业。",
    "全面落实“两不愁三保障”，发放小额信贷三百万元；实施易地扶贫搬迁工程。",
    "到去年年底，贫困发生率由10.3%降至0.4%，群众满意度达到九成以上。",
]
ARTICLE = "".join(f"<p>{text}</p>" for text in SENTENCES)
TEXT = "\n".join(SENTENCES)


def shown(html: str, *, main: bool = False) -> str:
    return extract(html, "a.html", main=main).text


def read(data: bytes | str, name: str = "页.html", **options: object):
    return document_of(data if isinstance(data, bytes) else data.encode(), name, **options)


def test_the_golden_sentence():
    document, remarks = read(f"<html><body><p>{GOLDEN.replace(chr(13) + chr(10), '<br>')}</p></body></html>")
    assert (document.text, remarks) == (GOLDEN.replace("\r\n", "\n"), [])
    assert (document.origin.encoding, document.origin.extractor, document.origin.newline) == ("utf-8", "html 1", "LF")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>一<p>二<div>三<b>四</b>五</div>六", "一\n二\n三四五\n六"),
        ("<p>扶贫\n  车间</p>", "扶贫车间"),
        ("<p>two\nwords 和\nword</p>", "two words 和 word"),
        ("<p>一<br>二<br/>\n三</p>", "一\n二\n三"),
        ("<table><tr><td>户数</td><td>300</td></tr><tr><td></td><td>甲<p>乙</td></tr></table>", "户数\n300\n甲\n乙"),
        ("<pre>一\n  二</pre>", "一\n  二"),
        ("<ul><li>一<li>二</ul>", "一\n二"),
        ("<p>&nbsp;&#x20BB7;&amp;&lt;</p>", "\u00a0𠮷&<"),
        ("<p>前<!-- 注 -->后<script>var x='字';</script>尾<style>p{}</style></p>", "前后尾"),
        ("<p>前<span hidden>暗</span>后<span style='display: none'>暗</span>尾</p>", "前后尾"),
        ("<ruby>贫<rp>(</rp><rt>pín</rt><rp>)</rp></ruby>困", "贫困"),
        ("<select><option>甲<option>乙</select><button>按</button>字", "字"),
        ("<p>　　缩进</p>", "　　缩进"),
        ("<?xml version='1.0' encoding='gbk'?><html><body>字</body></html>", "字"),
        ("没有标签", "没有标签"),
    ],
)
def test_the_text_is_what_a_browser_shows(html, text):
    assert shown(html) == text


words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12)


@settings(deadline=None)
@given(st.lists(words, min_size=1, max_size=6), st.sampled_from(["p", "div", "td", "li", "h2"]))
def test_paragraphs_come_back_to_the_character(paragraphs, tag):
    from html import escape

    html = "".join(f"<{tag}>{escape(text)}</{tag}>" for text in paragraphs)
    whole = f"<table><tr>{html}</tr></table>" if tag == "td" else html
    assert shown(f"<html><body>{whole}</body></html>") == "\n".join(paragraphs)


MENU = "<ul>" + "".join(f"<li><a href='/{at}'>栏目{at}</a></li>" for at in range(12)) + "</ul>"
NEWS = "<ul>" + "".join(f"<li><a href='/n{at}'>大坪县召开第{at}次会议，部署工作</a></li>" for at in range(9)) + "</ul>"


@pytest.mark.parametrize(
    "page",
    [
        f"<div>{MENU}</div><div id=c><h1>工作总结</h1>{ARTICLE}</div><div>{NEWS}</div><div>版权所有 备案号1</div>",
        f"<nav>{MENU}</nav><article>{ARTICLE}</article><aside>{NEWS}</aside><footer>地址：人民路1号，电话：1</footer>",
        f"<table><tr><td>{MENU}</td><td><div>{ARTICLE}</div></td><td>{NEWS}</td></tr></table>",
        f"<div><div>{MENU}</div><div><div>{ARTICLE}<div>{NEWS}</div></div></div></div>",
        f"<header>{MENU}</header><form><div><div>{ARTICLE}</div></div></form><div role=navigation>{NEWS}</div>",
    ],
)
def test_menus_lists_and_notices_stay_out_of_the_main_text(page):
    html = f"<html><head><title>工作总结_大坪县政府</title></head><body>{page}</body></html>"
    document, remarks = read(html)
    assert document.text.removeprefix("工作总结\n") == TEXT
    assert (document.title, remarks) == ("工作总结", ["left-out-around"])
    everything, remarks = read(html, parts="all")
    assert all(text in everything.text for text in [*SENTENCES, "栏目3", "第5次会议"])
    assert remarks == []


def test_a_fragment_and_a_page_of_cells_are_whole():
    assert read(ARTICLE)[0].text == TEXT
    cells = "".join(f"<tr><td>乡镇{at}</td><td>{at}户</td></tr>" for at in range(30))
    assert read(f"<table>{cells}</table>")[0].text.count("\n") == 59


@pytest.mark.parametrize(
    ("meta", "encoding", "recorded"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("big5", "big5hkscs", "big5hkscs"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
        ("", "gb18030", "gb18030"),
        ("klingon", "gb18030", "gb18030"),
        ("gbk", "utf-16", "utf-16-le"),
        ("shift_jis", "shift_jis", "shift_jis"),
    ],
)
def test_the_encoding_is_found_though_the_page_may_lie(meta, encoding, recorded):
    text = "推行工程，就业" if encoding == "shift_jis" else TEXT
    text = "推廣雨露計劃，帶動就業，落實低保。" * 4 if encoding == "big5hkscs" else text
    text = "農業工場" * 9 if encoding == "shift_jis" else text
    document, _ = read(f'<html><head><meta charset="{meta}"></head><body><p>{text}</p></body></html>'.encode(encoding))
    assert (document.text.replace("\n", ""), document.origin.encoding) == (text.replace("\n", ""), recorded)


def test_a_damaged_character_is_said_and_many_are_refused():
    data = f"<meta charset=gbk><p>{TEXT * 20}</p>".encode("gb18030")
    document, remarks = read(data.replace("治本".encode("gb18030"), b"\xff\xff", 1))
    assert "\ufffd" in document.text
    assert remarks == ["left-out-damaged"]
    with pytest.raises(AnnotatorError):
        read(data.replace("，".encode("gb18030"), b"\xff\xff"))


def test_a_saved_page_in_one_file():
    import quopri

    page = quopri.encodestring(f"<html><body>{ARTICLE}</body></html>".encode()).decode()
    mht = (
        "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
        "--B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{page}\r\n--B\r\nContent-Type: image/png\r\n\r\nxx\r\n--B--\r\n"
    )
    assert recognise(Path("a.dat"), mht.encode()).name == "html"
    assert read(mht, "a.mht")[0].text == TEXT
    refusal(lambda: read(mht.replace("text/html", "text/css"), "a.mht"), "text-none", "a.mht")


def test_nothing_is_fetched(monkeypatch):
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("the net was asked"))
    html = "<!DOCTYPE html SYSTEM 'http://127.0.0.1:9/x.dtd'><base href='http://127.0.0.1:9/'><img src=a.png><p>字</p>"
    assert shown(html) == "字"
    assert shown("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x;字</p>").endswith("字")


def test_a_deep_page_is_read_whole_and_one_without_end_is_refused():
    def deep(levels: int) -> str:
        return f"<html><body>{'<div>' * levels}底{'</div>' * levels}<p>{SENTENCES[0]}</p></body></html>"

    assert read(deep(1_900), parts="all")[0].text == f"底\n{SENTENCES[0]}"
    refusal(lambda: read(deep(100_000)), "html-deep", "页.html")


def test_zeros_are_left_out_and_counted():
    document, remarks = read("<html><body><p>扶\x01贫</p></body></html>")
    assert (document.text, remarks) == ("扶贫", ["left-out-zeros"])


def test_pages_without_text_are_refused():
    refusal(lambda: read("<html><body><img></body></html>"), "text-none", "页.html")
    refusal(lambda: read("<html><script>1</script></html>"), "text-none", "页.html")


def test_a_word_file_that_is_a_page_is_read_as_one():
    assert recognise(Path("报告.doc"), b"\xef\xbb\xbf<html xmlns:o='urn:x'><head>").name == "html"


def test_damaged_pages_give_a_sentence_or_a_text():
    good = f"<html><head><title>标题</title></head><body><div>{MENU}</div>{ARTICLE}</body></html>".encode()
    random, said = Random(7), []
    for _ in range(120):
        bad = bytearray(good[: random.randrange(1, len(good))] if random.random() < 0.3 else good)
        for _ in range(random.randrange(10)):
            bad[random.randrange(len(bad))] = random.randrange(256)
        try:
            said.append(read(bytes(bad))[0].text)
        except AnnotatorError as error:
            said.append(str(error))
    assert all(said)
