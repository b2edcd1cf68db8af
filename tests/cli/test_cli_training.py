"""`annotator train`."""

from __future__ import annotations

from pathlib import Path

from cli_runs import invoke, lines
from stones import finished

from annotator.corpus import USED, Corpus


def taught(path: Path) -> Path:
    """A corpus with finished reports about stones."""
    finished(path).close()
    return path


def test_it_trains_says_how_it_did_and_forgets(tmp_path):
    path = taught(tmp_path / "t.corpus")
    said = invoke("train", path)
    assert said.exit_code == 0
    assert "6 finished documents" in said.stderr
    (report,) = lines(invoke("train", path, "--json").stdout)
    assert report["kept"]
    assert report["gain"][0] > report["gain"][1]
    corpus = Corpus.open(path)
    assert corpus.state_of_model() == USED
    corpus.close()
    unseen = tmp_path / "新.txt"
    unseen.write_text("孩子在山里挖出碧晶石。", "utf-8")
    (line,) = lines(invoke("suggest", unseen, "--corpus", path).stdout)
    assert [one["text"] for one in line["suggestions"] if one["source"] == "learned"] == ["碧晶石"]
    assert invoke("train", path, "--forget").exit_code == 0
    corpus = Corpus.open(path)
    assert corpus.trained_model() is None
    corpus.close()


def test_too_little_is_said(corpus):
    refused = invoke("train", corpus, language="zh-Hans")
    assert refused.exit_code == 1
    assert "至少要 3 篇" in refused.stderr
