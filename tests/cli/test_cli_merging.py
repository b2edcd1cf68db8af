"""merge and package from the command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from cli_runs import REPORT, invoke

from annotator.cli.face import Face
from annotator.corpus import Corpus
from annotator.model import RelationType, Span


@pytest.fixture
def fork(corpus: Path) -> Path:
    """A colleague's copy with an annotation of 王's in the first report."""
    path = Path(shutil.copy(corpus, corpus.with_name("fork.corpus")))
    annotate(path, 0)
    return path


def annotate(path: Path, start: int) -> None:
    with closing(Corpus.open(path, annotator="王")) as open_corpus:
        open_corpus.annotate(open_corpus.documents()[0].id, Span(start, start + 2), "Place", {})


def count(corpus: Path) -> int:
    return int(json.loads(invoke("stats", corpus, "--json").stdout)["annotations"])


def test_merge_says_what_it_would_bring_then_brings_it_once(corpus: Path, fork: Path) -> None:
    dry = invoke("merge", corpus, fork, "--dry-run", "--json")
    assert dry.exit_code == 0
    said = json.loads(dry.stdout)
    assert (said["annotations"], said["done"], said["backup"]) == ({"王": 1}, False, None)
    assert count(corpus) == 0
    done = invoke("merge", corpus, fork)
    assert done.exit_code == 0
    assert "1 annotation," in done.stderr
    assert "王" in done.stderr
    assert str(corpus) + ".backups" in done.stderr
    assert count(corpus) == 1
    again = invoke("merge", corpus, fork)
    assert again.exit_code == 0
    assert "nothing in it" in again.stderr
    assert invoke("check", corpus).exit_code == 0
    assert invoke("undo", corpus).exit_code == 0
    assert count(corpus) == 0


@pytest.mark.parametrize("elder", [True, False])
def test_the_history_tells_what_came_of_a_merge(corpus: Path, tmp_path: Path, elder: bool) -> None:
    """Both had the report, of which the elder id stays, and the label is another one here: the work is all the news."""
    other, report = tmp_path / "other.corpus", tmp_path / "大坪.txt"
    invoke("new", other)
    report.write_bytes(REPORT.encode())
    invoke("import", other, report)
    ours, theirs = (corpus, other) if elder else (other, corpus)
    annotate(theirs, 0)
    told = "  大坪县脱贫攻坚工作总结  "
    assert invoke("merge", ours, theirs, "--map", "Place=Organisation").exit_code == 0
    assert invoke("history", ours).stdout.splitlines()[0].endswith(f"Merge{told}— → Organisation “大坪”")
    invoke("undo", ours)
    assert invoke("history", ours).stdout.splitlines()[0].endswith(f"Undo: Merge{told}Organisation “大坪” → —")


def test_merge_refuses_and_asks(corpus: Path, fork: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.corpus"
    bad.write_bytes(b"no corpus")
    refused = invoke("merge", corpus, fork, bad)
    assert refused.exit_code == 1
    assert str(bad) in refused.stderr
    assert count(corpus) == 0, "all or nothing"
    assert invoke("merge", corpus, fork).exit_code == 0
    with closing(Corpus.open(fork, annotator="王")) as open_corpus:
        open_corpus.undo()
    asked = invoke("merge", corpus, fork)
    assert asked.exit_code == 1
    assert "王 (1/1)" in asked.stderr
    assert "--yes" in asked.stderr
    assert count(corpus) == 1
    assert "--yes" in invoke("merge", corpus, fork, "--dry-run").stderr
    assert invoke("merge", corpus, fork, "--yes").exit_code == 0
    assert count(corpus) == 0
    assert invoke("merge", corpus).exit_code == 2
    assert invoke("merge", corpus, fork, "--map", "x").exit_code == 2


def test_a_package_goes_out_and_comes_back(corpus: Path, tmp_path: Path) -> None:
    with closing(Corpus.open(corpus)) as open_corpus:
        title = open_corpus.documents()[0].title
    out = tmp_path / "王.corpus"
    made = invoke("package", corpus, out, "--document", title, "--annotator", "王")
    assert made.exit_code == 0
    assert str(out) in made.stderr
    assert json.loads(invoke("stats", out, "--json").stdout)["documents"] == 1
    annotate(out, 4)
    assert invoke("merge", corpus, out).exit_code == 0
    assert count(corpus) == 1
    assert invoke("package", corpus, out, "--document", title).exit_code == 1
    assert invoke("package", corpus, tmp_path / "x.corpus", "--document", "没有").exit_code == 1
    assert invoke("package", corpus, tmp_path / "x.corpus").exit_code == 2


@pytest.fixture
def apart(fork: Path) -> Path:
    """The colleague's copy with a type of link of its own."""
    with closing(Corpus.open(fork, annotator="王")) as open_corpus:
        near = RelationType("near", {"en": "near"}, ("Place",), ("Place",))
        scheme = open_corpus.scheme
        open_corpus.change_scheme(replace(scheme, relations=(*scheme.relations, near)))
        document = open_corpus.documents()[0].id
        for start in (0, 2):
            open_corpus.annotate(document, Span(start, start + 2), "Place", {})
        first, second, *_ = (one.id for one in open_corpus.annotations(document) if one.label == "Place")
        open_corpus.relate(first, second, "near")
    return fork


def test_where_the_schemes_differ_is_said_and_settled(corpus: Path, apart: Path) -> None:
    dry = invoke("merge", corpus, apart, "--dry-run")
    assert "near" in dry.stderr
    assert "--take-scheme" in dry.stderr
    said = json.loads(invoke("merge", corpus, apart, "--dry-run", "--json").stdout)
    assert said["scheme"] == [{"kind": "relation-new", "name": "near", "detail": "", "comes": True, "asks": True}]
    assert "near (1)" in dry.stderr
    assert said["left_out"] == {"near": 1}
    refused = invoke("merge", corpus, apart)
    assert refused.exit_code == 1
    assert "--keep-scheme" in refused.stderr
    assert count(corpus) == 0
    kept = invoke("merge", corpus, apart, "--keep-scheme")
    assert (kept.exit_code, "near (1)" in kept.stderr) == (0, True)
    assert invoke("undo", corpus).exit_code == 0
    with closing(Corpus.open(apart, annotator="王")) as open_corpus:
        open_corpus.set_note(open_corpus.annotations(open_corpus.documents()[0].id)[0].id, "记")
    assert invoke("merge", corpus, apart, "--take-scheme").exit_code == 0
    with closing(Corpus.open(corpus)) as open_corpus:
        assert open_corpus.scheme.relation("near")
    assert invoke("check", corpus).exit_code == 0


def test_ctrl_c_in_a_merge_leaves_the_last_good_state(
    corpus: Path, fork: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each moment at which it says how far it is: nothing of it is there, and the next one does all."""
    before, heard = invoke("history", corpus, "--json").stdout, []
    bar = Face.progress_of

    @contextmanager
    def counting(face: Face, at: int) -> Iterator[object]:
        with bar(face) as step:

            def told(done: int, all_: int) -> None:
                heard.append((done, all_))
                step(done, all_)
                if len(heard) == at:
                    raise KeyboardInterrupt

            yield told

    for at in range(1, 50):
        heard.clear()
        monkeypatch.setattr(Face, "progress_of", lambda face, at=at: counting(face, at))
        result = invoke("merge", corpus, fork)
        if len(heard) < at:
            break
        assert result.exit_code == 130
        assert "Stopped" in result.stderr
        assert invoke("history", corpus, "--json").stdout == before
        assert invoke("check", corpus).exit_code == 0
    assert at > 2
    assert result.exit_code == 0
    assert count(corpus) == 1


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="terminals of Unix")
def test_a_merge_has_a_bar_on_a_terminal_and_else_none(corpus: Path, fork: Path) -> None:
    assert "%" not in invoke("merge", corpus, fork, "--dry-run").stderr
    ours, theirs = os.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "annotator", "merge", str(corpus), str(fork)],
            stderr=theirs, timeout=120, check=False, env=os.environ | {"TERM": "xterm"},
        )  # fmt: skip
        said = os.read(ours, 100_000).decode("utf-8", "replace")
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0
    assert "100%" in said


def test_blind_double_annotation_from_packages_to_the_merged_agreement(corpus: Path, tmp_path: Path) -> None:
    """The same reports to two people, each seeing nothing of the other's; both back; then numbers, gold, and export."""
    with closing(Corpus.open(corpus)) as open_corpus:
        reports = [one.title for one in open_corpus.documents()]
    packages = {who: tmp_path / f"{who}.corpus" for who in ("甲", "乙")}
    for who, path in packages.items():
        for_whom = [word for title in reports for word in ("--document", title)]
        assert invoke("package", corpus, path, *for_whom, "--annotator", who).exit_code == 0
    for who, label in (("甲", ()), ("乙", ("--label", "Program"))):
        assert invoke("decide", packages[who], "--annotator", who, "--accept", *label).exit_code == 0
        with closing(Corpus.open(packages[who], annotator=who)) as package:
            assert package.annotators() == [who], "blind: nobody else's work is in it"
            for title in package.documents():
                package.mark(title.id, "done")
    assert invoke("agree", corpus).exit_code == 1, "nothing has come back yet"
    assert invoke("merge", corpus, *packages.values(), "--dry-run").exit_code == 0
    assert invoke("merge", corpus, *packages.values()).exit_code == 0
    progress = json.loads(invoke("stats", corpus, "--json").stdout)["status"]
    assert {who: progress[who]["done"] for who in packages} == dict.fromkeys(packages, len(reports))
    (pair,) = json.loads(invoke("agree", corpus, "--annotators", "甲,乙", "--json").stdout)["pairs"]
    assert (pair["documents"], pair["left_out"]) == (len(reports), 0)
    assert pair["labels"]["Program"]["exact"] == 1.0
    assert (pair["a"], pair["b"]) == ("乙", "甲")
    assert pair["exact"]["recall"] == 1.0, "乙 took a part of what 甲 took"
    assert 0 < pair["exact"]["precision"] < 1
    open_ones = json.loads(invoke("disagreements", corpus, "--annotators", "甲,乙", "--json").stdout)
    assert {one["type"] for one in open_ones} == {"missed"}
    line = ("adjudicate", corpus, "--annotator", "裁", "--strategy", "threshold", "--votes", "1", "--share", "0.5")
    assert invoke(*line).exit_code == 0
    assert json.loads(invoke("disagreements", corpus, "--json").stdout) == []
    against = {one["annotator"]: one for one in json.loads(invoke("agree", corpus, "--json").stdout)["against"]}
    assert against["甲"]["exact"]["all"]["f1"] == 1.0
    assert against["乙"]["exact"]["all"]["precision"] == 1.0
    out = tmp_path / "gold.jsonl"
    assert invoke("export", corpus, out, "--format", "jsonl", "--adjudicated").exit_code == 0
    gold = [json.loads(one) for one in out.read_text("utf-8").splitlines()]
    assert sum(len(one.get("annotations", ())) for one in gold) == against["甲"]["exact"]["all"]["gold"]
    assert invoke("check", corpus).exit_code == 0
