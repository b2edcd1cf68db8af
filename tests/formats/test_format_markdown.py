"""Markdown and JSON lines of others: the text without what is around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_files import document_of
from format_values import GOLDEN, json_lines, refusal
from test_format_tables import read as read_table

from annotator.formats import ReadOptions, Source, formats, recognise


def shown(text: str) -> str:
    return document_of(text.encode(), "报告.md")[0].text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# 标题\n\n正文**粗**、*斜*、`码`和[链接](http://a.org)。", "标题\n正文粗、斜、码和链接。"),
        ("- 一\n- 二\n  1. 三\n", "一\n二\n三"),
        ("> 引用\n> 又一行\n", "引用又一行"),
        ("扶贫\n车间\n\n下段", "扶贫车间\n下段"),
        ("硬  \n换行", "硬\n换行"),
        ("|户数|金额|\n|--|--|\n|300|5万|\n", "户数\n金额\n300\n5万"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\n乙"),
        ("前![图](a.png)后 ~~删~~", "前后 删"),
        ("```\n一\n  二\n```", "一\n  二"),
        ("两不愁\\*三保障&amp;&lt;", "两不愁*三保障&<"),
        ("增长5%，1 * 2 * 3，a_b_c", "增长5%，1 * 2 * 3，a_b_c"),
        ("<script>var x</script>\n\n字", "字"),
    ],
)
def test_the_marks_are_gone_and_the_text_is_there(markdown, text):
    assert shown(markdown) == text


def test_the_golden_sentence_and_the_origin():
    document, remarks = document_of(GOLDEN.replace("\r\n", "  \r\n").encode("gb18030") * 2, "报告.md")
    first, second = GOLDEN.split("\r\n")
    assert (document.text, remarks) == (f"{first}\n{second}{first}\n{second}", [])
    assert (document.origin.encoding, document.origin.extractor) == ("gb18030", "markdown 1")


def test_what_is_said_before_the_text_is_not_text():
    document, remarks = document_of('---\ntitle: "派錢"\ndate: 2018\n---\n\n正文\n'.encode(), "a.md")
    assert (document.title, document.text, remarks) == ("派錢", "正文", ["left-out-matter"])
    assert shown("---\n\n一条线\n\n---\n\n下") == "一条线\n下"


def test_the_marks_are_kept_by_who_names_plain_text():
    (bundle,) = formats.get("text").read(Source(Path("a.md"), "# 标题".encode()), ReadOptions())
    assert bundle.document.text == "# 标题"


def test_deep_nesting_and_emptiness_end():
    assert shown(">" * 90 + " 底") == "底"
    refusal(lambda: shown(f"字\n\n{'>' * 5_000} 底"), "markdown-deep", "报告.md", 100, "text")
    refusal(lambda: shown("![](a.png)\n"), "text-none", "报告.md")


# ---- JSON lines of others


def test_lines_of_others_with_the_text_under_any_name():
    data = json_lines({"id": 7, "标题": "一", "正文": GOLDEN, "年": 2020}, {"正文": "低保"}, {"正文": "", "id": 9})
    documents, remarks = read_table(data, "语料.jsonl")
    assert [(one.title, one.text, one.origin.name) for one in documents] == [
        ("一", GOLDEN, "语料.jsonl:1"),
        ("语料:2", "低保", "语料.jsonl:2"),
    ]
    assert remarks == ["left-out-rows", "left-out-fields"]


def test_the_longest_field_is_the_text_or_the_one_that_is_named():
    data = json_lines({"a": "短", "b": "这里是比较长的文字"}, {"b": "又一段文字", "c": [1]})
    assert [one.text for one in read_table(data, "a.jsonl")[0]] == ["这里是比较长的文字", "又一段文字"]
    assert [one.text for one in read_table(data, "a.jsonl", column="a")[0]] == ["短"]
    refusal(lambda: read_table(data, "a.jsonl", column="无"), "column-missing", "无", "a, b, c")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b'{"text": "x"}\n', "jsonl"),
        (b'{"text": "x", "id": 1}\n', "jsonl"),
        (b'{"text": "x", "year": 1}\n', "jsonl-texts"),
        (b'{"content": "x"}\n', "jsonl-texts"),
        (b'{"text": "x", "label": [[0, 1, "A"]]}\n', "doccano"),
        (b'{"kind": "corpus", "format"', "jsonl"),
    ],
)
def test_each_kind_of_line_has_its_reader(line, name):
    assert recognise(Path("a.jsonl"), line).name == name


def test_broken_lines_are_named():
    refusal(lambda: read_table(b'{"a": "x"}\n{"a": \n', "a.jsonl"), "jsonl-bad-json", "a.jsonl", 2)
    refusal(lambda: read_table(b'{"a": 1}\n', "a.jsonl", column="b"), "column-missing", "a.jsonl")
