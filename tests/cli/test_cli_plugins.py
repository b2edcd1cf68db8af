"""A suggester of somebody else's that fails: said on stderr, and no more than that."""

from __future__ import annotations

import os

import pytest
from cli_runs import REPORT, ROOT, lines, run

PLUG_INS = """
from annotator.model import Reason, Span, Suggestion

def good(passage):
    print("among the lines for machines")
    text = passage.text[:2]
    return [Suggestion(Span(0, 2), "Program", text, 1.0, "shout", Reason("elsewhere.because", (("term", text),)))]

def raises(passage):
    raise ZeroDivisionError("no reason")
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_is_said_once_and_the_others_go_on(tmp_path, jobs):
    tmp_path.joinpath("shouting.py").write_text(PLUG_INS, "utf-8")
    about = tmp_path / "shouting-1.0.dist-info"
    about.mkdir()
    about.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n", "utf-8")
    points = "[annotator.suggesters]\ngood = shouting:good\nraises = shouting:raises\n"
    about.joinpath("entry_points.txt").write_text(points, "utf-8")
    reports = [tmp_path / name for name in ("one.txt", "two.txt")]
    for path in reports:
        path.write_text(REPORT, "utf-8")
    path = os.pathsep.join([str(ROOT), str(tmp_path)])
    done = run("suggest", *reports, "--jobs", jobs, env={"PYTHONPATH": path})
    assert done.returncode == 0
    said = done.stderr.decode()
    assert said.count("“raises”") == 1
    assert "ZeroDivisionError: no reason" in said
    for line in lines(done.stdout.decode()):
        assert [one["why"] for one in line["suggestions"] if one["source"] == "shout"] == [REPORT[:2]]
        assert len(line["suggestions"]) > 5
