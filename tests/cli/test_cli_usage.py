"""What the command line says of itself, and of command lines that do not fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_runs import invoke, no_window

from annotator import __version__
from annotator.cli import program
from annotator.cli.width import table, width, wrapped
from annotator.i18n import LANGUAGES, Words

NAMES = [
    "open", "demo", "new", "import", "suggest", "evaluate", "decide", "finish", "disagreements", "agree", "adjudicate",
    "rules", "terms", "train", "search", "export", "undo", "redo", "history", "stats", "interventions", "formats",
    "merge", "package", "check", "backup", "restore", "purge", "selftest",
]  # fmt: skip


def test_the_commands_of_the_contract_are_there() -> None:
    assert list(program(Words("en"), no_window).commands) == NAMES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_help_names_every_option_in_the_readers_language(name: str, language: str) -> None:
    command = program(Words(language), no_window).commands[name]
    result = invoke(name, "--help", language=language)
    assert result.exit_code == 0
    assert result.stderr == ""
    for param in command.params:
        assert param.opts[0] in result.stdout or param.human_readable_name in result.stdout
    if language != "en":
        for english in ("Usage", "Options:", "Show this"):
            assert english not in result.stdout
        assert re.search("[\u4e00-\u9fff]{4}", result.stdout)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_lists_the_commands_and_fits_the_screen(language: str) -> None:
    result = invoke("--help", language=language)
    listed = [line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ") and line.split()]
    assert [name for name in listed if name in NAMES] == NAMES
    assert max(map(width, result.stdout.splitlines())) <= 80


def test_version() -> None:
    assert invoke("--version").stdout == f"annotator {__version__}\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["sugest"], "suggest"),
        (["qqq"], "qqq"),
        (["--qqq"], "--qqq"),
        (["suggest", "--jbos", "2", "x"], "--jobs"),
        (["suggest"], "PATH"),
        (["suggest", "--jobs", "0", "x"], "--jobs"),
        (["suggest", "--jobs", "many", "x"], "--jobs"),
        (["suggest", ""], "PATH"),
        (["export", "a.corpus", "out.jsonl"], "--format"),
        (["export", "a.corpus", "out", "--format", "jsonl", "--status", "late"], "started"),
        (["import", "a.corpus", "b.txt", "--annotator", " "], "--annotator"),
        (["import", "a.corpus", "b.txt", "--annotator", "李\n四"], "--annotator"),
        (["import", "a.corpus", "b.txt", "--annotator", "\udcff"], "--annotator"),
        (["import", "a.corpus", "b.txt", "--map", "ORG"], "ORG=Organisation"),
        (["import", "a.corpus", "b.txt", "--predictions", "maybe"], "skip"),
        (["export", "a.corpus", "out", "--format", "jsonl", "--since", "yesterday"], "2026-03-01"),
        (["export", "a.corpus", "out", "--format", "jsonl", "--script", "latin"], "hant"),
        (["undo", "a.corpus", "b.corpus"], "b.corpus"),
        (["stats", "--json"], "CORPUS"),
        (["rules", "a.corpus", "--add", "x"], "--label"),
        (["terms", "a.corpus", "--add", "x", "--state", "loud"], "shown"),
        (["search", "a.corpus", "x", "--context", "10001"], "10000"),
        (["terms", "a.corpus", "--state", "quiet"], "--state"),
        (["terms", "a.corpus", "--add", ""], "--add"),
        (["terms", "a.corpus", "--import", "a.tsv", "--export", "b.tsv"], "--import, --export"),
        (["rules", "a.corpus", "--label", "Measure"], "--add"),
        (["rules", "a.corpus", "--remove", ""], "--remove"),
        (["rules", "a.corpus", "--remove", "x", "--add", "(", "--label", "Measure"], "--add, --remove"),
        (["decide", "a.corpus", "--annotator", "a", "--accept", "--label", ""], "--label"),
        (["decide", "a.corpus", "--annotator", "a", "--accept", "--source="], "--source"),
        (["adjudicate", "a.corpus", "--annotator", "a", "--strategy", "majority", "--annotators="], "--annotators"),
        (["export", "a.corpus", "out", "--format", "jsonl", "--since", ""], "--since"),
    ],
)
def test_wrong_usage_is_two_and_says_what(line: list[str], expected: str, language: str) -> None:
    result = invoke(*line, language=language)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert expected in result.stderr
    assert "--help" in result.stderr


@pytest.mark.parametrize("value", ["nan", "2", "many"])
@pytest.mark.parametrize(
    "line",
    [
        ("decide", "a.corpus", "--annotator", "a", "--accept", "--min-score"),
        ("adjudicate", "a.corpus", "--annotator", "a", "--strategy", "threshold", "--share"),
    ],
)
def test_a_number_that_cannot_be_is_said_in_the_readers_language(line: tuple[str, ...], value: str) -> None:
    result = invoke(*line, value, language="zh-Hans")
    assert result.exit_code == 2
    assert f"{line[-1]}" in result.stderr
    assert "的数" in result.stderr
    assert "range" not in result.stderr


def test_wrong_usage_changes_nothing(tmp_path: Path) -> None:
    assert invoke("new", tmp_path / "a.corpus", "--schema", "x").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_columns_count_han_characters_twice() -> None:
    assert table([["标签", "数"], ["Program", "10"]]) == "标签     数\nProgram  10"
    assert width("𠮷e\u0301") == 3


@pytest.mark.parametrize("columns", [8, 11, 20])
@pytest.mark.parametrize(
    "text", ["能读取的全部导入，不能读取的列出。", "all that can be read comes in", "见 formats 一节（格式）。"]
)
def test_paragraphs_break_as_wide_as_they_look(text: str, columns: int) -> None:
    broken = wrapped(text, columns)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    # a mark that may not begin a line may stand out of it
    assert all(width(line.rstrip("，。）")) <= columns for line in broken)
    assert not any(line.startswith(tuple("，。）")) for line in broken)
