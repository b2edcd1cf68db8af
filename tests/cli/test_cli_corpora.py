"""Making, filling and exporting a corpus; its history, its way back and its figures."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import closing
from pathlib import Path

import pypdf
import pytest
from cli_runs import REPORT, invoke, lines, run

from annotator.corpus import Corpus
from annotator.formats import formats
from annotator.i18n import LANGUAGES, Words
from annotator.incoming import files
from annotator.model import DONE, Span, Suggestion
from annotator.resources import seeds


def open_(path: Path, annotator: str = "李") -> closing[Corpus]:
    return closing(Corpus.open(path, annotator=annotator))


def open_suggestions(corpus: Corpus) -> tuple[str, list[Suggestion]]:
    """Those of the first document, one with attributes first."""
    document = corpus.documents()[0].id
    return document, sorted(corpus.suggestions(document), key=lambda one: not one.attributes)


@pytest.fixture
def worked(corpus: Path) -> Path:
    """A corpus in which 李 and 王 have accepted, corrected, rejected, annotated, noted and finished."""
    with open_(corpus) as by_li:
        document, (first, second, third, *_) = open_suggestions(by_li)
        by_li.accept(document, first)
        label = next(label.name for label in by_li.scheme.labels if label.name != second.label)
        by_li.correct(document, second, label=label)
        by_li.reject(document, third)
        by_li.annotate(document, Span(0, 3), "Place")
        (place,) = (one for one in by_li.annotations(document) if one.source == "manual")
        by_li.set_note(place.id, "县名，“大坪”\n两处")
        by_li.mark(document, DONE)
    with open_(corpus, "王") as by_wang:
        document, (first, *_) = open_suggestions(by_wang)
        by_wang.accept(document, first)
    return corpus


# ---- in and out


def test_import_counts_what_came_in(corpus: Path, tmp_path: Path) -> None:
    report = tmp_path / "二.txt"
    report.write_text("⟦Time|2019年⟧" + REPORT, "utf-8")
    result = invoke("import", corpus, report, tmp_path / "报告.txt", "--annotator", "王")
    assert result.exit_code == 0
    assert result.stdout == ""
    for piece in ("1 document", "1 annotation", "1 document was there"):
        assert piece in result.stderr
    with open_(corpus, "王") as open_corpus:
        assert [row.annotations for row in open_corpus.documents()] == [0, 1]


def test_import_in_an_encoding_and_a_format(corpus: Path, tmp_path: Path) -> None:
    report = tmp_path / "gbk.dat"
    report.write_bytes("扶贫二字".encode("gb18030"))
    assert invoke("import", corpus, report).exit_code == 1
    assert invoke("import", corpus, report, "--format", "text", "--encoding", "gb18030").exit_code == 0
    with open_(corpus) as open_corpus:
        assert open_corpus.document(open_corpus.documents()[1].id).text == "扶贫二字"
    assert invoke("import", corpus, report, "--format", "none-such").exit_code == 1
    assert invoke("import", corpus, report, "--format", "text", "--encoding", "klingon").exit_code == 1


def test_ctrl_c_in_an_import_brings_nothing_in(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = invoke("history", corpus, "--json").stdout
    read, taken = files._open, []

    def interrupted(path: Path, *args: object) -> object:
        taken.append(path)
        if len(taken) == 2:
            raise KeyboardInterrupt
        return read(path, *args)

    monkeypatch.setattr(files, "_open", interrupted)
    result = invoke("import", corpus, seeds())
    assert result.exit_code == 130
    assert "Stopped" in result.stderr
    assert invoke("history", corpus, "--json").stdout == before


def test_jsonl_goes_round_to_the_same_bytes(worked: Path, tmp_path: Path) -> None:
    assert invoke("import", worked, *sorted(seeds().glob("*.txt"))).exit_code == 0
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    assert invoke("export", worked, first, "--format", "jsonl").exit_code == 0
    again = tmp_path / "again.corpus"
    assert invoke("new", again).exit_code == 0
    assert invoke("import", again, first, "--annotator", "somebody else").exit_code == 0
    assert invoke("export", again, second, "--format", "jsonl").exit_code == 0
    assert second.read_bytes() == first.read_bytes()
    document = lines(first.read_text("utf-8"))[1]
    assert Counter(one["annotator"] for one in document["annotations"]) == {"李": 3, "王": 1}
    assert Counter(one["kind"] for one in document["decisions"]) == {"accept": 2, "correct": 1, "reject": 1}
    assert document["status"] == {"李": "done", "王": "started"}
    assert [one["note"] for one in document["annotations"] if one["note"]] == ["县名，“大坪”\n两处"]
    assert any(one["attributes"] for one in document["annotations"])
    assert document["text"] == REPORT


def test_what_a_format_cannot_carry_is_counted(worked: Path, tmp_path: Path) -> None:
    out = tmp_path / "marks"
    result = invoke("export", worked, out, "--format", "marks")
    assert result.exit_code == 0
    assert result.stdout == ""
    losses = json.loads((tmp_path / "marks.losses.json").read_text("utf-8"))
    spans = losses["spans"]
    assert losses["format"] == "marks"
    assert spans["corpus"] == 4 == spans["file"] + spans["lost"]
    assert spans["file"] == sum(path.read_text("utf-8").count("⟦") for path in out.iterdir())
    assert losses["lost"]["decisions"] == 4
    assert "marks.losses.json" in result.stderr
    for language in LANGUAGES:
        again = invoke("export", worked, tmp_path / language, "--format", "marks", language=language)
        assert Words(language)("formats.loses-decisions") in again.stderr


def test_an_export_comes_back_by_its_folder(worked: Path, tmp_path: Path) -> None:
    """The report of what it lost lies beside it, and is none of those that come in."""
    out = tmp_path / "出" / "out.jsonl"
    out.parent.mkdir()
    assert invoke("export", worked, out, "--format", "jsonl").exit_code == 0
    assert out.with_name("out.jsonl.losses.json").is_file()
    back = tmp_path / "back.corpus"
    invoke("new", back)
    result = invoke("import", back, out.parent)
    assert result.exit_code == 0
    assert "losses" not in result.stderr
    with open_(worked) as before, open_(back) as after:
        assert [row.title for row in after.documents()] == [row.title for row in before.documents()]


def test_there_is_a_report_where_nothing_is_lost(worked: Path, tmp_path: Path) -> None:
    old = tmp_path / "out.anpack.losses.json"
    old.write_text("{}", "utf-8")
    assert invoke("export", worked, tmp_path / "out.anpack", "--format", "package").exit_code == 0
    said = json.loads(old.read_text("utf-8"))
    assert said["spans"] == {"corpus": 4, "file": 4, "lost": 0, "left_out": 0}
    assert said["lost"] == said["left_out"] == {}


def test_reports_are_divided_by_a_seed(worked: Path, tmp_path: Path) -> None:
    assert invoke("export", worked, tmp_path / "out", "--format", "huggingface", "--seed", "甲").exit_code == 0
    assert "the seed “甲”" in (tmp_path / "out" / "README.md").read_text("utf-8")
    refused = invoke("export", worked, tmp_path / "out.jsonl", "--format", "jsonl", "--seed", "甲")
    assert refused.exit_code == 1
    assert "jsonl" in refused.stderr
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("line", "annotators", "labels"),
    [
        (["--annotator", "王"], {"王"}, None),
        (["--label", "Place"], {"李"}, {"Place"}),
        (["--label", "Place", "--label", "Time", "--annotator", "李"], {"李"}, {"Place", "Time"}),
        (["--status", "started"], {"李", "王"}, None),
        (["--since", "2020-01-01", "--until", "2099-12-31", "--no-rejected", "--script", "hant"], {"李", "王"}, None),
    ],
)
def test_export_of_a_part(
    line: list[str], annotators: set[str], labels: set[str] | None, worked: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    assert invoke("export", worked, out, "--format", "jsonl", *line).exit_code == 0
    (document,) = lines(out.read_text("utf-8"))[1:]
    assert {one["annotator"] for one in document["annotations"]} == annotators
    if labels:
        assert {one["label"] for one in document["annotations"]} <= labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_others_get_names_that_are_known_here(tmp_path: Path, language: str) -> None:
    corpus, folder = tmp_path / "a.corpus", tmp_path / "brat"
    folder.mkdir()
    folder.joinpath("甲.txt").write_text("扶贫办推广雨露计划", "utf-8")
    folder.joinpath("甲.ann").write_text(
        "T1\tORG 0 3\t扶贫办\nT2\tPROG 5 9\t雨露计划\nT3\tX 3 5\t推广\nR1\tBy Arg1:T1 Arg2:T2\n", "utf-8"
    )
    assert invoke("new", corpus).exit_code == 0
    refused = invoke("import", corpus, folder, "--map", "ORG=Organisation", language=language)
    assert refused.exit_code == 1
    assert "--map PROG=" in refused.stderr
    assert "PROG, X" in refused.stderr, "all of them, not one a time"
    maps = [piece for one in ("ORG=Organisation", "PROG = Program", "X=") for piece in ("--map", one)]
    taken = invoke("import", corpus, folder, "--annotator", "王", *maps, language=language)
    assert taken.exit_code == 0, taken.stderr
    for kind in ("relations", "label"):
        assert Words(language)(f"formats.left-out-{kind}") + " 1" in taken.stderr
    assert invoke("export", corpus, tmp_path / "a.jsonl", "--format", "jsonl").exit_code == 0
    (document,) = lines(tmp_path.joinpath("a.jsonl").read_text("utf-8"))[1:]
    assert [(one["label"], one["text"], one["annotator"]) for one in document["annotations"]] == [
        ("Organisation", "扶贫办", "王"), ("Program", "雨露计划", "王"),
    ]  # fmt: skip


def test_formats_are_those_of_the_registry() -> None:
    found = lines(invoke("formats", "--json").stdout)[0]
    assert {one["name"]: one["loses"] for one in found} == {
        name: list(one.loses) for name, one in formats.all().items()
    }
    for language in LANGUAGES:
        rows = invoke("formats", language=language).stdout.splitlines()
        assert [row.split()[0] for row in rows[1:]] == list(formats.all())


# ---- history


def test_history_tells_who_did_what(worked: Path) -> None:
    rows = invoke("history", worked).stdout.splitlines()
    titles = [row.split("  ")[1:3] for row in rows]
    assert titles == [
        ["王", "Accept"],
        ["李", "Mark as done"],
        ["李", "Change note"],
        ["李", "Annotate"],
        ["李", "Reject"],
        ["李", "Correct"],
        ["李", "Accept"],
        ["李", "Import"],
        ["李", "New corpus"],
    ]
    with open_(worked) as corpus:
        accepted, corrected, rejected = sorted(
            corpus.decisions(corpus.documents()[0].id), key=lambda one: ("accept", "correct", "reject").index(one.kind)
        )
    assert rows[6].endswith(f"{accepted.suggestion.label} “{accepted.suggestion.text}”")
    assert f"{corrected.suggestion.label} “{corrected.suggestion.text}” → " in rows[5]
    assert rejected.suggestion.text in rows[4]
    assert "— → Place “大坪县”" in rows[3]
    assert "县名" in rows[2]
    assert "started → done" in rows[1]
    assert all("大坪县脱贫攻坚工作总结" in row for row in rows[:8])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_told_in_every_language(worked: Path, language: str) -> None:
    with open_(worked) as corpus:
        document = corpus.documents()[0].id
        (place,) = (one for one in corpus.annotations(document) if one.label == "Place")
        corpus.relabel(place.id, "Organisation")
        corpus.move(place.id, Span(0, 2))
        corpus.mark(document, "started")
        corpus.remove(place.id)
        corpus.undo()
        corpus.redo()
    result = invoke("history", worked, language=language)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 15
    words = Words(language)
    for step in ("relabel", "move", "reopen", "remove", "undo", "redo", "new"):
        assert words(f"steps.{step}") in result.stdout


def test_history_as_json_has_the_whole_rows(worked: Path) -> None:
    steps = lines(invoke("history", worked, "--json").stdout)
    assert [step["name"] for step in steps][-2:] == ["import", "new"]
    accept = steps[0]
    assert list(accept) == ["step", "kind", "name", "annotator", "time", "target", "documents", "brought", "changes"]
    (made,) = (change for change in accept["changes"] if change["table"] == "annotations")
    assert made["before"] is None
    assert made["after"]["id"] == made["row"]
    note = steps[2]["changes"][0]
    assert note["before"]["note"] == ""
    assert note["after"]["note"] == "县名，“大坪”\n两处"


def test_a_long_import_is_told_shortly(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for at in range(9):
        (folder / f"{at}.txt").write_text(f"第{at}份\n落实低保。", "utf-8")
    invoke("import", corpus, folder)
    row = invoke("history", corpus).stdout.splitlines()[0]
    assert "0; — → 1; — → 2; … and 6 more" in row


def test_a_step_of_a_newer_version_is_told_by_its_name(corpus: Path) -> None:
    with open_(corpus) as open_corpus, open_corpus._step("settle", "") as writing:
        writing.put_status(open_corpus.documents()[0].id, "李", "done")
    assert "settle" in invoke("history", corpus).stdout


def test_undo_says_what_it_took_back_step_by_step(worked: Path) -> None:
    with open_(worked) as corpus:
        (accepted,) = (one for one in corpus.decisions(corpus.documents()[0].id) if one.kind == "accept")
    said = [invoke("undo", worked) for _ in range(8)]
    assert all(result.exit_code == 0 and result.stdout == "" for result in said)
    assert "王  Accept" in said[0].stderr
    assert accepted.suggestion.text in said[0].stderr
    assert "大坪县脱贫攻坚工作总结" in said[7].stderr
    assert invoke("undo", worked).exit_code == 1
    rows = invoke("history", worked).stdout.splitlines()
    assert sum("大坪县脱贫攻坚工作总结" in row for row in rows) == len(rows) - 1, "though the report is taken back"
    again = [invoke("redo", worked) for _ in range(8)]
    assert "大坪县脱贫攻坚工作总结" in again[0].stderr
    assert "王  Accept" in again[7].stderr
    refused = invoke("redo", worked)
    assert refused.exit_code == 1
    assert "nothing to redo" in refused.stderr
    kinds = [step["kind"] for step in lines(invoke("history", worked, "--json").stdout)]
    assert kinds == ["redo"] * 8 + ["undo"] * 8 + ["do"] * 8 + ["base"]


# ---- figures


def test_stats_as_json(worked: Path, tmp_path: Path) -> None:
    report = tmp_path / "二.txt"
    report.write_text("落实低保。", "utf-8")
    invoke("import", worked, report)
    (figures,) = lines(invoke("stats", worked, "--json").stdout)
    assert figures["documents"] == 2
    assert figures["not_started"] == 1
    assert figures["annotations"] == 4 == sum(figures["labels"].values()) == sum(figures["annotators"].values())
    assert figures["annotators"] == {"李": 3, "王": 1}
    assert figures["status"] == {
        "李": {"new": 1, "started": 0, "done": 1},
        "王": {"new": 1, "started": 1, "done": 0},
    }
    assert figures["decisions"] == 4 == sum(source["decided"] for source in figures["sources"].values())
    for source in figures["sources"].values():
        assert source["decided"] == source["accept"] + source["correct"] + source["reject"]
        assert source["precision"] == source["accept"] / source["decided"]
    assert sum(source["accept"] for source in figures["sources"].values()) == 2


def test_one_who_only_rejects_is_counted(corpus: Path) -> None:
    with open_(corpus, "赵") as open_corpus:
        document, (first, *_) = open_suggestions(open_corpus)
        open_corpus.reject(document, first)
    (figures,) = lines(invoke("stats", corpus, "--json").stdout)
    assert figures["annotators"] == {"赵": 0}
    assert figures["sources"][first.source]["precision"] == 0.0
    assert figures["not_started"] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_stats_for_people_hold_the_same_numbers(worked: Path, language: str) -> None:
    (figures,) = lines(invoke("stats", worked, "--json").stdout)
    rows = [row.split() for row in invoke("stats", worked, language=language).stdout.splitlines() if row]
    assert ["李", "3", "0", "0", "1"] in rows
    assert ["王", "1", "0", "1", "0"] in rows
    for name, source in figures["sources"].items():
        counts = [str(source[key]) for key in ("accept", "correct", "reject", "decided")]
        assert [name, *counts, f"{source['precision']:.3f}"] in rows


def test_stats_of_an_empty_corpus(tmp_path: Path) -> None:
    invoke("new", tmp_path / "a.corpus")
    result = invoke("stats", tmp_path / "a.corpus")
    assert result.exit_code == 0
    assert [row.split()[-1] for row in result.stdout.splitlines()] == ["0"] * 4


def test_one_older_step_is_taken_back_alone(worked: Path) -> None:
    entries = lines(invoke("history", worked, "--json").stdout)
    latest, base = entries[0], entries[-1]
    before = len(entries)
    assert invoke("undo", worked, "--step", latest["step"][:12]).exit_code == 0
    assert len(lines(invoke("history", worked, "--json").stdout)) == before + 1
    for wrong in (base["step"], "nothing"):
        refused = invoke("undo", worked, "--step", wrong)
        assert refused.exit_code == 1
        assert refused.stderr


def test_a_printed_report_without_a_display(worked: Path, tmp_path: Path) -> None:
    done = run(
        "export", worked, tmp_path / "a.pdf", "--format", "pdf-report", env={"DISPLAY": "", "QT_QPA_PLATFORM": ""}
    )
    assert done.returncode == 0, done.stderr
    text = "".join("".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "a.pdf").pages).split())
    assert "".join(REPORT.split()).partition("👍🏽")[0] in text
