"""`annotator import` of files that are more than text: what came in, what was said of it, and what stayed out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import which
from zipfile import ZipFile

import pytest
from cli_runs import command, invoke, lines, start
from docx import Document
from test_cli_streams import alive, posix_only, workers_of

from annotator.corpus import Corpus

TEXT = "大坪县坚持把产业扶贫作为治本之策，带动脱贫户就业。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One report of each kind, a broken one, and one of an old kind."""
    folder = tmp_path / "报告"
    folder.mkdir()
    word = Document()
    word.add_paragraph(f"文档{TEXT}")
    word.sections[0].header.paragraphs[0].text = "页眉文字"
    word.save(str(folder / "甲.docx"))
    (folder / "乙.html").write_text(f"<html><body><p>网页{TEXT}</p></body></html>", "utf-8")
    (folder / "丙.md").write_text(f"**标记**{TEXT}", "utf-8")
    (folder / "丁.csv").write_text(f"年,说明\n2020,表一{TEXT}\n2021,表二{TEXT}\n", "gb18030")
    (folder / "戊.txt").write_bytes("脱贫".encode("gb18030"))
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))
    with ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("里.txt", f"包里{TEXT}")
        archive.writestr("图.png", b"\x89PNG\r\n\x1a\n")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "a.corpus"
    assert invoke("new", path).exit_code == 0
    return path


def texts(corpus: Path) -> list[str]:
    opened = Corpus.open(corpus, annotator="王")
    try:
        return sorted(opened.document(row.id).text for row in opened.documents())
    finally:
        opened.close()


def test_a_folder_of_all_kinds_comes_in_and_what_cannot_is_named(corpus: Path, folder: Path) -> None:
    result = invoke("import", corpus, folder)
    starts = ["包里", "文档", "标记", "网页", "表一", "表二"]
    assert texts(corpus) == sorted([*(f"{start}{TEXT}" for start in starts), "脱贫"])
    assert result.exit_code == 1
    for said in (
        "坏.pdf is damaged",
        "旧.doc is of a kind that is not read here",
        "图.png is not plain text",
        "page header",
        "is a guess",
    ):
        assert said in result.stderr
    assert "1 of 7 files" in result.stderr  # the PDF: nobody asked for the others


def test_options_of_texts(corpus: Path, folder: Path) -> None:
    assert invoke("import", corpus, folder / "甲.docx", "--parts", "all").exit_code == 0
    assert invoke("import", corpus, folder / "丁.csv", "--column", "年").exit_code == 0
    assert invoke("import", corpus, folder / "丙.md", "--format", "text").exit_code == 0
    assert texts(corpus) == sorted([f"文档{TEXT}\n页眉文字", "2020", "2021", f"**标记**{TEXT}"])
    assert "no column or field" in invoke("import", corpus, folder / "丁.csv", "--column", "无").stderr
    assert invoke("import", corpus, folder, "--paragraphs", "none").exit_code == 2


def test_what_people_did_is_copied_before_more_comes_in(corpus: Path, folder: Path) -> None:
    first = invoke("import", corpus, folder / "丙.md")
    assert ".backups" not in first.output
    assert invoke("decide", corpus, "--accept", "--annotator", "甲").exit_code == 0
    second = invoke("import", corpus, folder / "乙.html")
    (copy,) = Path(f"{corpus}.backups").iterdir()
    assert str(copy) in second.output
    assert invoke("stats", copy, "--json").output != invoke("stats", corpus, "--json").output


def test_suggestions_for_files_that_hold_many(folder: Path) -> None:
    for jobs in (1, 2):
        result = invoke("suggest", folder / "丁.csv", folder / "甲.docx", folder / "包.zip", "--jobs", jobs)
        assert [one["document"] for one in lines(result.stdout)] == ["丁.csv:1", "丁.csv:2", "甲.docx", "包.zip"]
        assert result.exit_code == 0
        assert "图.png" in result.stderr


def test_what_a_program_made_is_suggested(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "推广雨露计划", "label": [[2, 6, "Program"]]}\n', "utf-8")
    done = invoke("import", corpus, path, "--predicted", "--predictions", "suggestions")
    assert "Suggestions of other programs: 1" in done.stderr
    decided = invoke("decide", corpus, "--annotator", "李", "--accept", "--source", "imported: a.jsonl:1")
    assert decided.exit_code == 0
    assert lines(invoke("stats", corpus, "--json").stdout)[0]["sources"]["imported: a.jsonl:1"]["accept"] == 1


@pytest.mark.parametrize(("unit", "expected"), [("utf-16", "低保"), ("code-points", "保金"), (None, "保金")])
def test_what_offsets_count_where_a_file_does_not_say(corpus: Path, tmp_path: Path, unit: str, expected: str) -> None:
    path, out = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    path.write_text('{"text": "𠮷林低保金", "label": [[3, 5, "Measure"]]}\n', "utf-8")
    said = ["--unit", unit] if unit else []
    assert invoke("import", corpus, path, *said).exit_code == 0
    assert invoke("export", corpus, out, "--format", "jsonl").exit_code == 0
    (document,) = lines(out.read_text("utf-8"))[1:]
    assert [one["text"] for one in document["annotations"]] == [expected]


def test_another_unit_is_wrong_usage(corpus: Path, tmp_path: Path) -> None:
    assert invoke("import", corpus, tmp_path, "--unit", "bytes").exit_code == 2


def large(folder: Path) -> Path:
    """So much that another process reads it."""
    path = folder / "大.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps({"text": f"{number}{TEXT * 30}"}) + "\n" for number in range(2_000))
    return path


@posix_only
@pytest.mark.parametrize("interrupted", [True, False])
def test_an_import_that_is_ended_from_outside_leaves_nothing(corpus: Path, tmp_path: Path, interrupted: bool) -> None:
    """By Ctrl-C, which all processes of a terminal hear, and by the system, which kills the one that reads."""
    process = start("import", corpus, large(tmp_path))
    until = time.monotonic() + 60
    while not (reading := workers_of(process.pid)) and time.monotonic() < until:
        time.sleep(0.01)
    if interrupted:
        os.killpg(process.pid, signal.SIGINT)
    else:
        os.kill(reading[0], signal.SIGKILL)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == (130 if interrupted else 1)
    assert b"Traceback" not in stderr
    assert (b"Stopped" if interrupted else "大.jsonl".encode()) in stderr
    assert len(stderr.split(b"\n")) <= 3
    assert alive(process.pid) == []
    assert texts(corpus) == []
    assert invoke("import", corpus, tmp_path / "大.jsonl").exit_code == 0
    assert len(texts(corpus)) == 2_000


@pytest.mark.skipif(sys.platform != "linux" or which("script") is None, reason="needs script(1) of util-linux")
def test_a_terminal_sees_which_file_is_read_and_how_much_of_it(corpus: Path, tmp_path: Path) -> None:
    line = subprocess.list2cmdline(command("import", corpus, large(tmp_path)))
    done = subprocess.run(["script", "-qec", line, "/dev/null"], capture_output=True, check=True)
    said = done.stdout.decode()
    assert ".jsonl: 2000 reports" in said
    assert "100%" in said


def test_an_archive_is_one_file_however_many_in_it_cannot_be_read(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "包.zip", "w") as archive:
        for name in ("坏.pdf", "也坏.pdf", "../出.txt"):
            archive.writestr(name, b"%PDF-1.7\n")
    corpus = tmp_path / "c.corpus"
    invoke("new", corpus)
    result = invoke("import", corpus, tmp_path / "包.zip", tmp_path / "没有.txt")
    assert result.exit_code == 1
    assert result.stderr.count("包.zip/") == 3
    assert "2 of 2 files could not be read" in result.stderr


@pytest.mark.parametrize("where", ["named", "in a folder", "in an archive"])
def test_a_word_file_that_is_broken_within_is_one_that_could_not_be_read(where: str, tmp_path: Path) -> None:
    """Its fault names the part of it, which is of a kind that is not read by itself."""
    folder = tmp_path / "夹"
    folder.mkdir()
    broken = folder / "坏.docx"
    with ZipFile(broken, "w") as word:
        word.writestr("[Content_Types].xml", "<Types/>")
        word.writestr("word/document.xml", "<broken")
    with ZipFile(tmp_path / "包.zip", "w") as archive:
        archive.write(broken, "坏.docx")
        archive.writestr("别的.xyz", "不读")
    named = {"named": broken, "in a folder": folder, "in an archive": tmp_path / "包.zip"}[where]
    result = invoke("suggest", named)
    assert "坏.docx/word/document.xml" in result.stderr
    assert "1 of 1 file could not be read" in result.stderr
    assert result.exit_code == 1


@posix_only
def test_a_link_that_is_named_is_suggested_on_wherever_its_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "外.txt").write_text(TEXT, "utf-8")
    folder = tmp_path / "夹"
    folder.mkdir()
    link = folder / "链.txt"
    link.symlink_to(tmp_path / "外.txt")
    for named in ((folder, link), (link, folder)):
        result = invoke("suggest", *named)
        assert result.exit_code == 0, result.stderr
        assert [one["document"] for one in lines(result.stdout)] == ["链.txt"]
