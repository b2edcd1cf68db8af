"""Tables and pages for people: held against csv, openpyxl and html.parser."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest
from foreign_values import annotated, golden_many, said, written
from format_values import GOLDEN, SCHEME, bundles, golden_bundle, refusal
from hypothesis import given, settings

from annotator.formats import formats, spreadsheet
from annotator.formats.spreadsheet import safe
from annotator.formats.xmltext import holdable

openpyxl = pytest.importorskip("openpyxl")


def by_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def by_openpyxl(path: Path) -> list[dict[str, object]]:
    head, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@settings(max_examples=30, deadline=None)
@given(bundle=bundles())
def test_each_annotation_is_a_row_and_none_a_formula(tmp_path_factory, bundle):
    folder = tmp_path_factory.mktemp("table")
    written("annotations-csv", [bundle], folder / "a.csv")
    written("annotations-xlsx", [bundle], folder / "a.xlsx")
    text = bundle.document.text
    rows = by_csv(folder / "a.csv")
    assert sorted((int(one["start"]), int(one["end"]), one["label"]) for one in rows) == said(bundle)
    for row in rows:
        assert row["text"] == safe(text[int(row["start"]) : int(row["end"])])
        numbers = {"start", "end", *(kind.name for kind in SCHEME.attributes)}
        assert not any(re.match("[=+\\-@\t\r＝＋－＠]", value) for name, value in row.items() if name not in numbers)
    sheet = by_openpyxl(folder / "a.xlsx")
    assert sorted((one["start"], one["end"], one["label"]) for one in sheet) == said(bundle)
    line_ends = str.maketrans("", "", "\r\n")
    for row in sheet:
        expected = holdable(safe(text[row["start"] : row["end"]]))
        assert str(row["text"]).replace("_x000D_", "").translate(line_ends) == expected.translate(line_ends)


def test_attributes_have_columns(tmp_path):
    written("annotations-csv", [golden_bundle()], tmp_path / "a.csv")
    (row,) = by_csv(tmp_path / "a.csv")
    assert (row["domain"], row["note"], row["annotator"], row["text"]) == ("relocation", "记", "李", "易地扶贫搬迁工程")
    assert row["before"] + row["text"] + row["after"] == GOLDEN[:32]


def test_formulas_and_long_cells(tmp_path, monkeypatch):
    bundle = annotated("=1+1" + "长" * 40_000, (0, 4, "Measure"), (4, 40_004, "Measure"), title="@标题")
    report = written("annotations-xlsx", [bundle], tmp_path / "a.xlsx")
    assert report.lost == {"texts": 1, "long": 1}
    cells = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(min_row=2))
    assert [cells[0][0].value, cells[0][4].value] == ["'@标题", "'=1+1"]
    assert not any(cell.data_type == "f" for row in cells for cell in row)
    assert len(cells[1][4].value) == 32_767
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    refusal(lambda: formats.get("annotations-xlsx").write([bundle], SCHEME, tmp_path / "b.xlsx"), "too-many-rows", 2)
    assert not (tmp_path / "b.xlsx").exists()


class Page(HTMLParser):
    """The texts of a page, and which annotations cover which characters of them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.covered: list[dict[str, list[int]]] = []
        self.classes: list[str] = []
        self._inside = False
        self._numbers: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        assert not {"src", "href"} & about.keys()
        assert tag not in ("script", "img", "link")
        if tag == "div":
            self._inside = True
            self.texts.append("")
            self.covered.append(defaultdict(list))
        if tag == "mark" and self._inside:
            self._numbers = about["data-annotations"].split()
            self.classes += about["class"].split()

    def handle_endtag(self, tag):
        if tag == "mark":
            self._numbers = []
        if tag == "div":
            self._inside = False

    def handle_data(self, data):
        if self._inside:
            for number in self._numbers:
                self.covered[-1][number] += range(len(self.texts[-1]), len(self.texts[-1]) + len(data))
            self.texts[-1] += data


@settings(max_examples=50, deadline=None)
@given(bundle=bundles())
def test_the_page_shows_text_and_spans(tmp_path_factory, bundle):
    path = tmp_path_factory.mktemp("page") / "a.html"
    written("html-report", [bundle], path)
    page = Page(path.read_bytes().decode("utf-8"))
    assert page.texts == [holdable(bundle.document.text)]
    spans = sorted((at[0], at[-1] + 1) for at in page.covered[0].values())
    assert all(at == list(range(at[0], at[-1] + 1)) for at in page.covered[0].values())
    assert spans == sorted((one.span.start, one.span.end) for one in bundle.annotations)


def test_the_page_cannot_be_broken_out_of(tmp_path):
    bundle = annotated("<script>alert(1)</script>", (0, 8, "Program"), title="</h2><img src=x>")
    written("html-report", [golden_many(), bundle], tmp_path / "a.html")
    content = tmp_path.joinpath("a.html").read_text("utf-8")
    assert Page(content).texts == [GOLDEN, "<script>alert(1)</script>"]
    assert "default-src 'none'" in content
    assert "several" in Page(content).classes
    for label in SCHEME.labels:
        assert label.title["zh-Hans"] in content
        assert label.colour["light"] in content
        assert label.colour["dark"] in content


def test_each_text_of_the_page_has_its_legend_and_its_notes(tmp_path):
    noted = golden_bundle()
    written("html-report", [noted, annotated("发展产业", (0, 4, "Measure"))], tmp_path / "a.html")
    first, second = re.findall("<section.*?</section>", tmp_path.joinpath("a.html").read_text("utf-8"), re.DOTALL)
    assert "报告.txt · 李" in first
    assert re.findall(r"</mark> (\w+ · \d)</li>", first) == ["Program · 1"]
    assert "<li>「易地扶贫搬迁工程」 记 — 李</li>" in first
    assert re.findall(r"</mark> (\w+ · \d)</li>", second) == ["Measure · 1"]
    assert "notes" not in second
