"""`annotator suggest` and `annotator evaluate`."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from cli_runs import REPORT, invoke, lines, run

from annotator import plain
from annotator.i18n import LANGUAGES
from annotator.plain import read_scheme
from annotator.resources import seeds

KEYS = ["start", "end", "label", "text", "score", "source", "why", "attributes"]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_bytes(REPORT.encode())
    return path


def test_a_line_is_as_the_contract_says(report: Path) -> None:
    result = invoke("suggest", report)
    assert result.exit_code == 0
    assert result.stderr == ""
    (line,) = lines(result.stdout)
    assert list(line) == ["document", "sha256", "length", "suggestions"]
    assert line["document"] == "报告.txt"
    assert line["sha256"] == sha256(REPORT.encode()).hexdigest()
    assert line["length"] == len(REPORT)
    assert line["suggestions"]
    for one in line["suggestions"]:
        assert list(one) == KEYS
        assert REPORT[one["start"] : one["end"]] == one["text"] != ""


def test_reasons_are_in_the_readers_language(report: Path) -> None:
    said = {}
    for language in LANGUAGES:
        (line,) = lines(invoke("suggest", report, language=language).stdout)
        said[language] = [one.pop("why") for one in line["suggestions"]]
        assert all(said[language])
    assert len({tuple(reasons) for reasons in said.values()}) == 3


def test_a_folder_gives_paths_below_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a/乙.txt", "a/甲.txt", ".hidden.txt"):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(REPORT, "utf-8")
    result = invoke("suggest", tmp_path / "reports", tmp_path / "reports" / "b.txt")
    assert [line["document"] for line in lines(result.stdout)] == ["b.txt", "a/乙.txt", "a/甲.txt"]


def test_what_cannot_be_read_does_not_stop_the_others(report: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    result = invoke("suggest", empty, report, tmp_path / "missing.txt")
    assert result.exit_code == 1
    assert len(lines(result.stdout)) == 1
    assert str(empty) in result.stderr
    assert "missing.txt" in result.stderr
    assert "2 of 3 files" in result.stderr


def test_other_files_in_a_folder_are_only_listed(report: Path) -> None:
    folder = report.parent
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "page.tex").write_text("<p>低保</p>", "utf-8")
    result = invoke("suggest", folder)
    assert result.exit_code == 0
    assert len(lines(result.stdout)) == 1
    for name in ("photo.png", "page.tex"):
        assert name in result.stderr
        assert invoke("suggest", folder / name).exit_code == 1


def test_a_broken_report_in_a_folder_is_a_failure(report: Path) -> None:
    (report.parent / "broken.txt").write_bytes("扶贫".encode() * 40 + b"\xff\xff" + "工作".encode() * 40)
    result = invoke("suggest", report.parent)
    assert result.exit_code == 1
    assert len(lines(result.stdout)) == 1


def test_documents_of_one_file_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("".join(plain.dumps({"text": f"{REPORT}{at}"}) + "\n" for at in range(3)), "utf-8")
    names = [line["document"] for line in lines(invoke("suggest", path).stdout)]
    assert names == ["many.jsonl:1", "many.jsonl:2", "many.jsonl:3"]


def test_processes_give_the_same_lines_in_the_same_order(tmp_path: Path) -> None:
    for at in range(12):
        (tmp_path / f"{at:02}.txt").write_text(REPORT * (12 - at), "utf-8")
    (tmp_path / "05.txt").write_text("", "utf-8")
    alone, together = (run("suggest", tmp_path, "--jobs", jobs) for jobs in (1, 3))
    assert alone.returncode == together.returncode == 1
    assert len(alone.stdout.splitlines()) == 11
    assert together.stdout == alone.stdout
    assert together.stderr == alone.stderr


def scheme_with(labels: set[str], path: Path) -> Path:
    scheme = plain.from_scheme(read_scheme())
    scheme["labels"] = [label for label in scheme["labels"] if label["name"] in labels]
    path.write_text(json.dumps(scheme), "utf-8")
    return path


def test_a_corpus_suggests_by_its_own_scheme(report: Path, tmp_path: Path) -> None:
    scheme = scheme_with({"Quantity", "Time"}, tmp_path / "two.json")
    corpus = tmp_path / "two.corpus"
    assert invoke("new", corpus, "--scheme", scheme).exit_code == 0
    (line,) = lines(invoke("suggest", report, "--corpus", corpus).stdout)
    assert {one["label"] for one in line["suggestions"]} == {"Quantity", "Time"}


def test_a_corpus_that_is_none_is_said_first(report: Path, tmp_path: Path) -> None:
    result = invoke("suggest", report, "--corpus", tmp_path / "none.corpus")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "none.corpus" in result.stderr


# ---- evaluate


def test_scores_as_json() -> None:
    result = invoke("evaluate", seeds() / "gold", "--json")
    assert result.exit_code == 0
    (scores,) = lines(result.stdout)
    assert list(scores) == ["exact", "overlap"]
    for kind in scores.values():
        assert list(kind) == ["all", *(label.name for label in read_scheme().labels)]
        for score in kind.values():
            assert list(score) == ["precision", "recall", "f1", "gold", "suggested", "right"]
            assert score["precision"] == pytest.approx(score["right"] / score["suggested"])
    assert scores["exact"]["all"]["gold"] == sum(
        (seeds() / "gold" / path.name).read_text("utf-8").count("⟦") for path in (seeds() / "gold").glob("*.txt")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_scores_as_a_table_hold_the_same_numbers(language: str) -> None:
    (scores,) = lines(invoke("evaluate", seeds() / "gold", "--json").stdout)
    rows = invoke("evaluate", seeds() / "gold", language=language).stdout.splitlines()
    for row, (name, exact) in zip(rows[2:], scores["exact"].items(), strict=True):
        overlap = scores["overlap"][name]
        numbers = [f"{score[key]:.3f}" for score in (exact, overlap) for key in ("precision", "recall", "f1")]
        assert row.split()[-8:] == [str(exact["gold"]), str(exact["suggested"]), *numbers]
        assert name == "all" or row.startswith(name)


def test_evaluate_by_a_corpus_keeps_to_its_labels(tmp_path: Path) -> None:
    corpus = tmp_path / "time.corpus"
    invoke("new", corpus, "--scheme", scheme_with({"Time"}, tmp_path / "time.json"))
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.txt").write_text("⟦Time|2019年⟧，发放⟦Quantity|300万元⟧。", "utf-8")
    (scores,) = lines(invoke("evaluate", tmp_path / "gold", "--corpus", corpus, "--json").stdout)
    assert scores["exact"]["Time"]["suggested"] == 1
    assert scores["exact"]["Quantity"] == {
        "precision": 0.0, "recall": 0.0, "f1": 0.0, "gold": 1, "suggested": 0, "right": 0,
    }  # fmt: skip
    row = invoke("evaluate", tmp_path / "gold", "--corpus", corpus).stdout.splitlines()[-1]
    assert row.split()[0] == "Quantity"


def test_a_broken_gold_file_is_said_and_the_others_count(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("⟦Time|2019年⟧发放。", "utf-8")
    (tmp_path / "b.txt").write_text("⟦Time|2019年发放。", "utf-8")
    result = invoke("evaluate", tmp_path, "--json")
    assert result.exit_code == 1
    assert lines(result.stdout)[0]["exact"]["all"]["gold"] == 1
    assert "b.txt" in result.stderr


@pytest.mark.parametrize("there", [True, False])
def test_no_gold_is_said(there: bool, tmp_path: Path) -> None:
    if there:
        (tmp_path / "gold").mkdir()
    result = invoke("evaluate", tmp_path / "gold")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "gold" in result.stderr


def test_the_most_uncertain_come_first_when_asked(tmp_path: Path) -> None:
    sure, unsure = tmp_path / "a.txt", tmp_path / "b.txt"
    sure.write_text("2019年。" * 30, "utf-8")
    unsure.write_text(REPORT, "utf-8")
    by_name = lines(invoke("suggest", sure, unsure).stdout)
    assert [line["document"] for line in by_name] == ["a.txt", "b.txt"]
    by_bits = lines(invoke("suggest", sure, unsure, "--order", "uncertainty").stdout)
    assert [line["document"] for line in by_bits] == ["b.txt", "a.txt"]
    assert by_bits[0]["uncertainty"] > by_bits[1]["uncertainty"] >= 0
    distance = [abs(one["score"] - 0.5) for one in by_bits[0]["suggestions"]]
    assert distance == sorted(distance)
    assert sorted(map(str, by_bits[0]["suggestions"])) == sorted(map(str, by_name[1]["suggestions"]))
