"""Tables: each row a document, whoever wrote the table, and every way in which a table can be broken."""

from __future__ import annotations

import csv
import re
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from docx_files import zipped
from format_values import GOLDEN, refusal, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, formats, recognise, tables
from annotator.formats.text_column import Columns, columns_of
from annotator.formats.xlsx import sheets_of
from annotator.model import Document


def read(data: bytes, name: str, **options: object) -> tuple[list[Document], list[str]]:
    heard: list[AnnotatorError] = []
    source = Source(Path(name), data)
    found = recognise(source.path, source.head()).read(source, ReadOptions(remark=heard.append, **options))
    documents = [bundle.document for bundle in found]
    assert all(str(remark) for remark in heard)
    return documents, [remark.key.removeprefix("formats.") for remark in heard]


def written(rows: list[list[str]], encoding: str = "utf-8", **dialect: object) -> bytes:
    stream = StringIO(newline="")
    csv.writer(stream, **dialect).writerows(rows)
    return stream.getvalue().encode(encoding)


def workbook(*sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_golden_sentence_in_a_cell(encoding):
    data = written(
        [["标题", "年份", "正文"], ["易地搬迁", "2020", GOLDEN * 3], ["", "", " "], ["二", "", "低保"]], encoding
    )
    documents, remarks = read(data, "表.csv")
    assert [(one.title, one.text) for one in documents] == [("易地搬迁", GOLDEN * 3), ("二", "低保")]
    assert remarks == ["left-out-fields"]
    origin = documents[0].origin
    assert (origin.name, origin.sha256, origin.newline) == ("表.csv:2", sha256(data).hexdigest(), "CRLF")
    assert origin.encoding == {"utf-16": "utf-16-le"}.get(encoding, encoding)


@given(st.lists(texts.filter(str.strip), min_size=1, max_size=5), st.sampled_from([",", ";", "\t", "|"]))
def test_any_text_comes_back_from_a_table(rows, delimiter):
    data = written([["text", "x"], *([text, "1"] for text in rows)], delimiter=delimiter)
    assert [one.text for one in read(data, "a.csv")[0]] == rows


def test_tabs_and_quotation_marks_that_are_only_that():
    assert [one.text for one in read('正文\t年\n"两不愁"三保障\t1\n'.encode(), "a.tsv")[0]] == ['"两不愁"三保障']
    data = written([["正文", "年"], ["一\n二", "1"]], delimiter="\t")
    assert [one.text for one in read(data, "a.tsv")[0]] == ["一\n二"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["id", "Content", "题目"]], Columns(1, 2, True)),
        ([["a", "b"], ["1", "很长的一段文字，说的是扶贫"]], Columns(1, None, True)),
        ([["很长的一段文字，说的是扶贫", "1"], ["又一段很长的文字，说低保", "2"]], Columns(0, None, False)),
        ([["只有一行"]], Columns(0, None, False)),
        ([["名称", "说明"], ["短", "这是一段比较长的说明文字"]], Columns(1, 0, True)),
        ([], Columns(0, None, False)),
    ],
)
def test_the_column_is_found_by_name_or_length(rows, expected):
    assert columns_of(rows, "", "a.csv") == expected


def test_a_column_that_is_named_and_one_that_is_not_there():
    data = written([["text", "备注"], ["甲", "乙"]])
    assert [one.text for one in read(data, "a.csv", column=" 备注 ")[0]] == ["乙"]
    refusal(lambda: read(data, "a.csv", column="无"), "column-missing", "a.csv", "无", "text, 备注")


def test_rows_without_text_are_counted():
    documents, remarks = read(written([["text", "n"], ["甲", "1"], [" ", "2"], [], ["", ""], ["乙", ""]]), "a.csv")
    assert [one.origin.name for one in documents] == ["a.csv:2", "a.csv:6"]
    assert remarks == ["left-out-rows", "left-out-fields"]


def test_broken_tables_are_named_by_line():
    refusal(lambda: read(b'text\n"one\ntwo\n', "a.csv"), "table-broken", "a.csv", 3)
    refusal(lambda: read(b'text\n"one"two\n', "a.csv"), "table-broken", "a.csv", 2)
    refusal(lambda: read(b"text\n\n \n", "a.csv"), "text-none", "a.csv")
    refusal(lambda: read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.csv"), "legacy", "a.csv")


def test_a_large_table_is_read_a_row_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MAX_BYTES", 200_000)
    cell = "贫困户" * 100
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / "大.csv"
        path.write_bytes(written([["正文"], *[[f"{at}\r\n{cell}"] for at in range(1_000)]], encoding))
        found = formats.get("table").read(Source(path), ReadOptions())
        assert next(found).document.text == f"0\r\n{cell}"
        assert sum(1 for _ in found) == 999
    bad = tmp_path / "坏.csv"
    bad.write_bytes(written([["正文"], *[[cell]] * 1_000]) + b"\xff\n")
    refusal(lambda: list(formats.get("table").read(Source(bad), ReadOptions())), "table-undecodable", "坏.csv")


def test_a_workbook_of_another_writer():
    lines = GOLDEN.replace("\r\n", "\n")
    data = workbook(
        [["标题", "正文"], ["一", lines], [None, "低保"], ["三", None]], [["说明", 12], ["合计", "=1+2"]], []
    )
    documents, remarks = read(data, "表.xlsx")
    assert [(one.title, one.text) for one in documents][:2] == [("一", lines), ("表:3", "低保")]
    assert documents[0].origin.name == "表.xlsx:2"
    assert "left-out-rows" in remarks


xlsx_texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        xlsx_texts.filter(lambda text: text.strip() and not text.startswith("=") and "_x" not in text),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_comes_back_from_a_workbook(rows):
    assert [one.text for one in read(workbook([["text"], *([text] for text in rows)]), "a.xlsx")[0]] == rows


def test_numbers_dates_and_line_ends_in_a_workbook():
    from datetime import datetime

    values = [12, 0.25, 3.0, True, datetime(2020, 3, 1), datetime(2020, 3, 1, 8, 30), "一_x000D_\n二"]
    documents, _ = read(workbook([["正文"], *([value] for value in values)]), "a.xlsx")
    assert [one.text for one in documents] == [
        "12",
        "0.25",
        "3",
        "TRUE",
        "2020-03-01",
        "2020-03-01T08:30:00",
        "一\r\n二",
    ]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"PK\x03\x04", "zip-broken"),
        (zipped({"a": "b"}), "xlsx-broken"),
        (zipped({"xl/workbook.xml": "<a/>", "[Content_Types].xml": "<Types/>"}), "xlsx-broken"),
        (workbook([]), "text-none"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "office-encrypted"),
    ],
)
def test_what_is_no_workbook_is_said(data, key):
    refusal(lambda: list(formats.get("xlsx").read(Source(Path("表.xlsx"), data), ReadOptions())), key, "表.xlsx")


def test_damaged_tables_give_a_sentence_or_documents():
    random = Random(5)
    goods = [workbook([["正文"], [GOLDEN.replace("\r\n", "\n")]]), written([["正文", "x"], [GOLDEN * 3, "1"]])]
    for good, name in zip(goods, ("a.xlsx", "a.csv"), strict=True):
        for _ in range(80):
            bad = bytearray(good[: random.randrange(1, len(good))] if random.random() < 0.3 else good)
            for _ in range(random.randrange(8)):
                bad[random.randrange(len(bad))] = random.randrange(256)
            try:
                read(bytes(bad), name)
            except AnnotatorError as error:
                assert str(error)  # noqa: PT017


def test_what_the_library_finds_odd_is_not_called_out():
    """A warning here is an error; in the other process it would stand between the lines of a command."""
    odd = b'<definedNames><definedName name="x" localSheetId="7">a</definedName></definedNames></workbook>'
    with ZipFile(BytesIO(workbook([["text"], ["落实低保"]]))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["xl/workbook.xml"] = re.sub(b"<definedNames ?/>|</workbook>", b"", files["xl/workbook.xml"]) + odd
    assert sheets_of(zipped(files), "a.xlsx") == [("Sheet", [(1, ["text"]), (2, ["落实低保"])])]
