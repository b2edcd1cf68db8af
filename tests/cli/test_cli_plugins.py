"""Plug-ins of somebody else's that fail: said on stderr, and no more than that."""

from __future__ import annotations

import json
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


FORMATS = """
import sys
from annotator.formats import Format

def raises(source, options):
    raise ZeroDivisionError("no reason")
    yield

class WordlessError(Exception):
    def __str__(self):
        raise ValueError("no words")

def fails(source, options):
    yield from ()
    raise WordlessError

def quits(source, options):
    yield from ()
    sys.exit(7)

def unsure(head):
    raise ZeroDivisionError("no idea")

def of(name, read):
    return Format(name, {"en": name}, (f".{name}",), "code points", (), read, None, recognises=unsure)

raising, failing, quitting = of("raising", raises), of("failing", fails), of("quitting", quits)
nothing = None
"""


def test_a_format_that_fails_is_a_sentence_and_stops_no_other(tmp_path):
    tmp_path.joinpath("forming.py").write_text(FORMATS, "utf-8")
    tmp_path.joinpath("lacking.py").write_text("import what_is_not_there\n", "utf-8")
    about = tmp_path / "forming-1.0.dist-info"
    about.mkdir()
    about.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: forming\nVersion: 1.0\n", "utf-8")
    ours = ("raising", "failing", "quitting", "nothing")
    points = "".join(f"{name} = forming:{name}\n" for name in ours) + "lacking = lacking:it\n"
    about.joinpath("entry_points.txt").write_text(f"[annotator.formats]\n{points}", "utf-8")
    env = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
    listed = run("formats", "--json", env=env)
    assert listed.returncode == 0
    assert {"raising", "quitting", "jsonl"} <= {one["name"] for one in json.loads(listed.stdout)}
    assert [line.split("”")[0].split("“")[1] for line in listed.stderr.decode().splitlines()] == ["nothing", "lacking"]
    reports = [tmp_path / name for name in ("a.raising", "b.quitting", "c.txt", "d.failing")]
    for path in reports:
        path.write_text(REPORT, "utf-8")
    done = run("suggest", *reports, env=env)
    assert done.returncode == 1
    assert [one["document"] for one in lines(done.stdout.decode())] == ["c.txt"]
    raised, quit_, failed, count = done.stderr.decode().splitlines()
    assert "a.raising" in raised
    assert "ZeroDivisionError: no reason" in raised
    assert "b.quitting" in quit_
    assert "d.failing" in failed
    assert "WordlessError" in failed
    assert "3 of 4" in count
    named = run("import", tmp_path / "no.corpus", reports[2], "--format", "lacking", env=env)
    assert named.returncode == 1
    assert b"Traceback" not in named.stderr
