"""merge and package from the command line."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from cli_runs import invoke

from annotator.corpus import Corpus
from annotator.model import Span


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
