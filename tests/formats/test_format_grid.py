"""Plain tables: no cell is a formula, both forms say the same, and what cannot be written is said."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from annotator.errors import AnnotatorError
from annotator.formats import grid

HEAD = ("名称", "=evil")
ROWS = [["=1+1", 3], ["@cmd", -2.5], ["平常，“话”\r\n两行", 0], ["\x07响\U00020bb7", 7]]


def test_both_forms_read_back_and_no_cell_is_a_formula(tmp_path):
    assert grid.write_grid(tmp_path / "t.csv", HEAD, ROWS) == 4
    assert grid.write_grid(tmp_path / "t.XLSX", HEAD, iter(ROWS)) == 4
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as stream:
        read = list(csv.reader(stream))
    assert read[:3] == [["名称", "'=evil"], ["'=1+1", "3"], ["'@cmd", "-2.5"]]
    assert read[3][0] == "平常，“话”\r\n两行"
    sheet = openpyxl.load_workbook(tmp_path / "t.XLSX").active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[:3] == [["名称", "'=evil"], ["'=1+1", 3], ["'@cmd", -2.5]]
    assert cells[4] == ["\ufffd响\U00020bb7", 7]
    assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)


def test_nothing_is_left_of_what_cannot_be_written(tmp_path, monkeypatch):
    monkeypatch.setattr(grid, "MOST_ROWS", 3)
    for name, key in (("t.xlsx", "formats.grid-too-many-rows"), ("t.doc", "formats.grid-suffix")):
        with pytest.raises(AnnotatorError) as caught:
            grid.write_grid(tmp_path / name, HEAD, ROWS)
        assert caught.value.key == key
    assert list(tmp_path.iterdir()) == []
