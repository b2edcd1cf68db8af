"""Disagreements, agreement and settlement on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runs import invoke

from annotator.corpus import Corpus
from annotator.model import DONE, Bundle, Document, Span

TEXT = "大坪县推广雨露计划，落实低保，每户补助5000元。"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A corpus in which two have read one report."""
    path = tmp_path / "团队.corpus"
    corpus = Corpus.create(path, annotator="李")
    corpus.add([Bundle(Document("d1", "大坪", TEXT))])
    for who, words in (("李", ("雨露计划", "低保", "5000元")), ("王", ("推广雨露计划", "低保", "5000元"))):
        corpus.annotator = who
        for word, label in zip(words, ("Program", "Measure", "Quantity"), strict=True):
            at = TEXT.index(word)
            corpus.annotate("d1", Span(at, at + len(word)), label)
        corpus.mark("d1", DONE)
    corpus.close()
    return path


def test_disagreements_as_json_and_as_lines(team: Path) -> None:
    (one,) = json.loads(invoke("disagreements", team, "--json").stdout)
    at = TEXT.index("推广")
    assert {key: one[key] for key in ("document", "start", "end", "type")} == {
        "document": "大坪", "start": at, "end": at + 6, "type": "boundary",
    }  # fmt: skip
    assert sorted((version["annotators"], version["spans"][0]["text"]) for version in one["versions"]) == [
        (["李"], "雨露计划"), (["王"], "推广雨露计划"),
    ]  # fmt: skip
    told = invoke("disagreements", team)
    assert "boundary" in told.stdout
    assert "1 disagreements" in told.stderr


def test_agreement_as_json_and_as_a_table(team: Path) -> None:
    numbers = json.loads(invoke("agree", team, "--json").stdout)
    (pair,) = numbers["pairs"]
    assert (pair["a"], pair["b"]) == ("李", "王")
    assert pair["exact"]["f1"] == pytest.approx(2 / 3)
    assert pair["overlap"]["f1"] == 1
    assert 0 < pair["kappa_char"] < 1
    assert set(numbers["labels"]) >= {"Program", "Measure", "Quantity"}
    shown = invoke("agree", team).stdout
    assert "0.667" in shown
    assert "李 – 王" in shown


def test_adjudicate_previews_settles_and_is_exported(team: Path, tmp_path: Path) -> None:
    line = ("adjudicate", team, "--annotator", "裁", "--strategy", "unanimous")
    assert "would settle 2" in invoke(*line, "--dry-run").stderr
    assert "2 stretches are settled" in invoke(*line).stderr
    assert invoke("export", team, tmp_path / "gold", "--format", "marks", "--adjudicated").exit_code == 0
    marked = next((tmp_path / "gold").glob("*.txt")).read_text("utf-8") if (tmp_path / "gold").is_dir() else ""
    assert not marked or ("低保" in marked and "推广雨露计划" in marked)
    trusting = (*line[:-1], "trust", "--trust", "Program=王", "--trust", "Measure=王", "--trust", "Quantity=王")
    assert "3 stretches are settled" in invoke(*trusting).stderr
    assert invoke("undo", team).exit_code == 0


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (("disagreements", "--annotators", "李"), 1),
        (("disagreements", "--annotators", "李,无此人"), 1),
        (("agree", "--annotators", "李,无此人"), 1),
        (("agree", "--label", "Nonsense"), 1),
        (("adjudicate", "--annotator", "裁", "--strategy", "trust"), 2),
        (("adjudicate", "--annotator", "裁", "--strategy", "threshold", "--share", "0"), 2),
    ],
)
def test_what_cannot_be(team: Path, line: tuple[str, ...], status: int) -> None:
    done = invoke(line[0], team, *line[1:])
    assert done.exit_code == status
    assert done.stderr
    assert done.stdout == ""
