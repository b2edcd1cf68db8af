"""`annotator interventions`: as a table, as JSON, as a file; by annotator and document."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from cli_runs import REPORT, invoke, lines


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "x.corpus"
    (tmp_path / "甲.txt").write_bytes(REPORT.encode())
    (tmp_path / "乙.txt").write_text("小湾村脱贫攻坚工作总结\n发放扶贫小额信贷20万元。", "utf-8")
    invoke("new", path)
    invoke("import", path, tmp_path / "甲.txt", tmp_path / "乙.txt")
    assert invoke("decide", path, "--annotator", "王", "--accept").exit_code == 0
    return path


def test_as_json(corpus: Path) -> None:
    result = invoke("interventions", corpus, "--json")
    assert result.exit_code == 0
    rows = {(row["title"], row["text"]): row for row in lines(result.stdout)}
    first = rows["大坪县脱贫攻坚工作总结", "“暖心连户”帮扶行动"]
    assert REPORT[first["start"] : first["end"]] == first["text"]
    assert [one["text"] for one in rows["大坪县脱贫攻坚工作总结", "发放扶贫小额信贷"]["quantities"]] == ["300多万元"]
    assert rows["大坪县脱贫攻坚工作总结", "发放扶贫小额信贷"]["quantities"][0]["how"] == "near"
    assert rows["小湾村脱贫攻坚工作总结", "发放扶贫小额信贷"]["annotator"] == "王"


def test_as_a_table_and_a_file(corpus: Path, tmp_path: Path) -> None:
    result = invoke("interventions", corpus, "--document", "小湾村脱贫攻坚工作总结")
    assert "~20万元" in result.stdout
    assert "“暖心连户”" not in result.stdout
    assert "--" not in result.stderr
    result = invoke("interventions", corpus, "--export", tmp_path / "t.xlsx")
    assert (result.exit_code, result.stdout) == (0, "")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert sheet.max_row == len(invoke("interventions", corpus, "--json").stdout.splitlines()) + 1


@pytest.mark.parametrize(
    ("line", "said"),
    [(["--annotator", "赵"], "赵"), (["--document", "丙"], "丙"), (["--export", "t.ods"], "t.ods")],
)
def test_what_is_not_there(corpus: Path, line: list[str], said: str) -> None:
    result = invoke("interventions", corpus, *line)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
