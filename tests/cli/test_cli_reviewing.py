"""Disagreements, agreement and settlement on the command line."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from cli_runs import invoke, lines

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
    assert "1 disagreement is" in told.stderr


def test_agreement_as_json_and_as_a_table(team: Path) -> None:
    numbers = json.loads(invoke("agree", team, "--json").stdout)
    (pair,) = numbers["pairs"]
    assert (pair["a"], pair["b"]) == ("李", "王")
    assert pair["exact"]["f1"] == pytest.approx(2 / 3)
    assert pair["overlap"]["f1"] == 1
    assert 0 < pair["kappa_char"] < 1
    assert [(one["document"], one["id"]) for one in numbers["reports"]] == [("大坪", "d1")]
    assert set(numbers["labels"]) >= {"Program", "Measure", "Quantity"}
    shown = invoke("agree", team).stdout
    assert "0.667" in shown
    assert "李 – 王" in shown


def test_adjudicate_previews_settles_and_is_exported(team: Path, tmp_path: Path) -> None:
    line = ("adjudicate", team, "--annotator", "裁", "--strategy", "unanimous")
    assert "would settle 2" in invoke(*line, "--dry-run").stderr
    assert "2 stretches are settled" in invoke(*line).stderr
    unanimous = [("低保", "Measure"), ("5000元", "Quantity")]
    assert exported(team, tmp_path / "1") == unanimous
    trusting = (*line[:-1], "trust", "--trust", "Program=王", "--trust", "Measure=王", "--trust", "Quantity=王")
    assert "3 stretches are settled" in invoke(*trusting).stderr
    assert exported(team, tmp_path / "2") == [("推广雨露计划", "Program"), *unanimous]
    for at, left in enumerate((unanimous, [])):
        assert invoke("undo", team).exit_code == 0
        assert exported(team, tmp_path / f"undone{at}") == left


def test_the_history_says_in_how_many_reports_a_rule_settled_and_only_what_it_settled(team: Path) -> None:
    with closing(Corpus.open(team, annotator="李")) as corpus:
        corpus.add([Bundle(Document("d2", "小坪", TEXT[3:]))])
        for who in ("李", "王"):
            corpus.annotator = who
            corpus.annotate("d2", Span(2, 6), "Program")
            corpus.mark("d2", DONE)
    line = ("adjudicate", team, "--annotator", "裁", "--strategy")
    assert invoke(*line, "unanimous").exit_code == 0
    assert "大坪 (one of 2 reports)  低保: Measure “低保”" in invoke("history", team).stdout.splitlines()[0]
    assert invoke(*line, "majority").exit_code == 0
    told = invoke("history", team).stdout.splitlines()[0]
    assert told.count("低保: ") == 1, "what the rule says anew is not told as taken back besides"
    assert ": —" not in told


def test_a_stricter_rule_says_what_is_open_again(team: Path) -> None:
    line = ("adjudicate", team, "--annotator", "裁", "--strategy")
    invoke(*line, "trust", "--trust", "Program=王", "--trust", "Measure=王", "--trust", "Quantity=王")
    assert "1 stretch that was settled before is open again" in invoke(*line, "unanimous").stderr
    assert json.loads(invoke("disagreements", team, "--json").stdout)
    assert "open again" not in invoke(*line, "unanimous", "--add").stderr


def test_a_report_is_written_as_a_page_or_for_print(team: Path, tmp_path: Path) -> None:
    page = tmp_path / "报告.html"
    assert "报告.html" in invoke("agree", team, "--report", page).stderr
    assert page.read_text("utf-8").count("<svg") == 10
    assert invoke("agree", team, "--report", tmp_path / "missing" / "r.html").exit_code == 1
    assert invoke("agree", team, "--report", tmp_path / "r.docx").exit_code == 2
    invoke("adjudicate", team, "--annotator", "裁", "--strategy", "trust",
           *(word for label in ("Program", "Measure", "Quantity") for word in ("--trust", f"{label}=王")))  # fmt: skip
    (li, wang) = json.loads(invoke("agree", team, "--json").stdout)["against"]
    assert (wang["annotator"], wang["exact"]["all"]["f1"]) == ("王", 1.0)
    assert li["exact"]["all"]["f1"] == pytest.approx(2 / 3)


def exported(corpus: Path, out: Path) -> list[tuple[str, str]]:
    """The adjudicated layer as an export tells it."""
    assert invoke("export", corpus, out, "--format", "jsonl", "--adjudicated").exit_code == 0
    documents = [one for one in lines(out.read_text("utf-8")) if "annotations" in one]
    return [(one["text"], one["label"]) for document in documents for one in document["annotations"]]


def test_each_number_has_its_sentence_and_what_is_not_defined_says_why(team: Path) -> None:
    shown = invoke("agree", team).stdout
    told = json.loads(invoke("agree", team, "--json").stdout)["overall"]["numbers"]
    assert len(told) > 8
    said = " ".join(shown.split())
    for number in told.values():
        assert number["about"] in said
    of_one_label = " ".join(invoke("agree", team, "--label", "Place").stdout.split())
    reasons = {
        one["undefined"]
        for one in json.loads(invoke("agree", team, "--label", "Place", "--json").stdout)["overall"]["numbers"].values()
    }
    assert reasons
    assert all(reason in of_one_label for reason in reasons)


def test_gamma_is_asked_for(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(invoke("agree", team, "--json").stdout)["overall"]["numbers"]["gamma"]
    assert (told["value"], told["n"]) == (None, 0)
    assert "gamma" in told["undefined"]
    monkeypatch.setattr("annotator.review.gamma.gamma_is_there", lambda: True)
    monkeypatch.setattr("annotator.review.gamma.gammas", lambda reviewed, *_: [0.25] * len(reviewed))
    told = json.loads(invoke("agree", team, "--json", "--gamma").stdout)["overall"]["numbers"]["gamma"]
    assert (told["value"], told["n"], told["left_out"]) == (0.25, 1, 0)
    assert "gamma: 0.250, n = 1 reports" in invoke("agree", team, "--gamma").stdout


def test_each_label_has_a_row(team: Path) -> None:
    shown = invoke("agree", team, language="zh-Hans").stdout
    assert {line.split()[0] for line in shown.splitlines() if line.strip()} >= {"Program", "Measure", "Quantity"}


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (("disagreements", "--annotators", "李"), 1),
        (("disagreements", "--annotators", "李,无此人"), 1),
        (("agree", "--annotators", "李,无此人"), 1),
        (("agree", "--label", "Nonsense"), 1),
        (("adjudicate", "--annotator", "裁", "--strategy", "majority", "--annotators", "李"), 1),
        (("adjudicate", "--annotator", "裁", "--strategy", "trust", "--trust", "Program=无此人"), 1),
        (("adjudicate", "--annotator", "裁", "--strategy", "trust", "--trust", "Nonsense=李"), 1),
        (("adjudicate", "--annotator", "裁", "--strategy", "trust"), 2),
        (("adjudicate", "--annotator", "裁", "--strategy", "majority", "--anew", "--add"), 2),
        (("adjudicate", "--annotator", "裁", "--strategy", "threshold", "--share", "0"), 2),
    ],
)
def test_what_cannot_be(team: Path, line: tuple[str, ...], status: int) -> None:
    done = invoke(line[0], team, *line[1:])
    assert done.exit_code == status
    assert done.stderr
    assert done.stdout == ""
