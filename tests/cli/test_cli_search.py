"""`annotator search`, and what commands say of corpora of other versions."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cli_runs import invoke

CORPORA = Path(__file__).parents[1] / "store" / "corpora"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "x.corpus"
    (tmp_path / "甲.txt").write_text("全县落实低保。\n低保標準提高。", "utf-8")
    (tmp_path / "乙.txt").write_text("提高低保标准，引入WTO项目。", "utf-8")
    assert invoke("new", path).exit_code == 0
    assert invoke("import", path, tmp_path / "甲.txt", tmp_path / "乙.txt").exit_code == 0
    return path


def test_places_in_context(corpus: Path) -> None:
    result = invoke("search", corpus, "低保标准", "--context", "2")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "全县落实低保。 8–12 。 [低保標準]提高",
        "提高低保标准，引入WTO项目。 2–6 提高[低保标准]，引",
    ]
    assert "2" in result.stderr


def test_places_as_json(corpus: Path) -> None:
    result = invoke("search", corpus, "wto", "--json", "--context", "3")
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert found.pop("document")
    assert found == {
        "title": "提高低保标准，引入WTO项目。",
        "start": 9,
        "end": 12,
        "before": "，引入",
        "text": "WTO",
        "after": "项目。",
        "labels": [],
    }


def test_nothing_found_is_said(corpus: Path) -> None:
    result = invoke("search", corpus, "没有")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0" in result.stderr


@pytest.mark.parametrize("version", sorted(path.stem for path in CORPORA.glob("*.corpus")))
def test_an_older_corpus_is_brought_up_to_date_and_that_is_said_once(version: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(CORPORA / f"{version}.corpus", tmp_path / "old.corpus"))
    first, second = invoke("search", path, "雨露计划"), invoke("search", path, "雨露计划")
    assert first.stdout == second.stdout != ""
    assert str(path) + ".backups" in first.stderr
    assert ".backups" not in second.stderr


def test_a_regular_expression_in_either_script(corpus: Path) -> None:
    result = invoke("search", corpus, "低保(標準|标准)", "--regex", "--json", "--context", "0")
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["標準", "标准"]  # the group is meant
    assert invoke("search", corpus, "(?i)wto", "--regex").stdout.count("[WTO]") == 1
    assert invoke("search", corpus, "wto", "--regex").stdout == ""
    assert "2" in invoke("search", corpus, r"低保\p{Han}{2}", "--regex").stderr


@pytest.mark.parametrize("pattern", ["(", "a*", r"(?<=低)保", r"\1"])
def test_a_regular_expression_that_cannot_be(corpus: Path, pattern: str) -> None:
    result = invoke("search", corpus, pattern, "--regex")
    assert (result.exit_code, result.stdout) == (1, "")
    assert pattern in result.stderr
