"""Others' suggesters, installed as they are in life: what is wrong with one is said, and suggesting goes on."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from annotator import reports, work
from annotator.errors import AnnotatorError
from annotator.i18n import LANGUAGES, Words, catalogue
from annotator.model import Reason, Span, Suggestion
from annotator.plain import read_scheme
from annotator.suggest import Engine, others
from annotator.suggest.checking import checked
from annotator.suggest.find import Find
from annotator.suggest.learned.base import base_bytes
from annotator.suggest.merge import LABEL_ORDER

TEXT = "2019年落实低保，村民说好。"
PLUG_INS = """
import os, signal, sys, time
from annotator.model import Reason, Span, Suggestion

def of(passage, start, end, label="Program", **fields):
    told = dict(text=passage.text[start:end], score=1.0, source="shout", why=Reason("suggest.why-term")) | fields
    return Suggestion(Span(start, end), label, **told)

def good(passage):
    print("something for nobody")
    os.write(1, b"something for nobody")
    start = passage.folded.find("好")
    if start >= 0:
        yield of(passage, start, start + 1, attributes={"domain": "other"})

def raises(passage):
    yield of(passage, 0, 1)
    raise ZeroDivisionError("no reason")

class Unsayable(Exception):
    def __str__(self):
        raise ValueError("no words")

    __repr__ = __str__

def raises_unsayable(passage):
    raise Unsayable

def gives_unsayable(passage):
    yield of(passage, 0, 2, score=Unsayable())

def greedy(passage):
    return bytes(1 << 33)

def sleeps(passage):
    time.sleep(3600)

def deaf(passage):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(3600)

def runs_away(passage):
    import re
    re.match("(a+)+b", "a" * 60)
    return []

def ends(passage):
    os._exit(3)

def quits(passage):
    sys.exit()

def interrupts(passage):
    raise KeyboardInterrupt

def outside(passage):
    yield of(passage, len(passage.text), len(passage.text) + 2, text="")

def other_type(passage):
    return [{"start": 0, "end": 1}]

def nothing(passage):
    return None

def other_text(passage):
    yield of(passage, 0, 2, text="他处")

def other_label(passage):
    yield of(passage, 0, 2, label="Wish")

def score(passage):
    yield of(passage, 0, 2, score=float("nan"))

def endless(passage):
    while True:
        yield of(passage, 0, 1)
"""
ALL = (
    "good", "raises", "sleeps", "runs_away", "ends", "outside", "other_type", "nothing", "other_text", "other_label",
    "score", "endless", "missing", "raises_unsayable", "gives_unsayable", "greedy", "deaf", "quits", "interrupts",
)  # fmt: skip


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Installs suggesters of PLUG_INS by their names, as a package of its own does it."""

    def installed(*names: str) -> None:
        tmp_path.joinpath("shouting.py").write_text(PLUG_INS, "utf-8")
        about = tmp_path / "shouting-1.0.dist-info"
        about.mkdir()
        about.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n", "utf-8")
        lines = "".join(f"{name} = shouting:{name}\n" for name in names)
        about.joinpath("entry_points.txt").write_text(f"[annotator.suggesters]\n{lines}", "utf-8")
        monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    return installed


@pytest.fixture(scope="module")
def alone() -> list[Suggestion]:
    return Engine(model=None).suggest(TEXT)


def test_whatever_they_do_is_said_once_and_the_rest_goes_on(install, monkeypatch, alone, capfd):
    install(*ALL)
    monkeypatch.setattr(others, "LIMIT", 1.0)
    monkeypatch.setattr(work, "_PATIENCE", 0.2)
    engine = Engine(labels=LABEL_ORDER, model=None)
    assert engine.waits
    found = engine.suggest(TEXT)
    faults = engine.take_faults()
    assert {fault.fields["name"]: fault.key.removeprefix("plugins.") for fault in faults} == {
        "raises": "raised",
        "sleeps": "hung",
        "runs_away": "hung",
        "ends": "ended",
        "outside": "outside",
        "other_type": "no-suggestion",
        "nothing": "raised",
        "other_text": "other-text",
        "other_label": "no-label",
        "score": "wrong-field",
        "endless": "too-many",
        "missing": "raised",
        "raises_unsayable": "raised",
        "gives_unsayable": "raised",
        "greedy": "memory" if sys.platform == "linux" else "too-many",
        "deaf": "hung",
        "quits": "ended",
        "interrupts": "raised",
    }
    assert [one.text for one in found if one.source == "shout"] == ["好"]
    assert [one for one in found if one.source != "shout"] == alone
    assert engine.suggest(TEXT) == found
    assert engine.take_faults() == []
    assert capfd.readouterr().out == "", "lines for machines stay whole"


def test_one_that_is_switched_off_stays_so_when_another_model_takes_part(install):
    install("good", "raises")
    scheme = read_scheme()
    reports._engine.cache_clear()
    engine = reports.engine_for(scheme)
    engine.suggest(TEXT)
    assert [fault.fields["name"] for fault in engine.take_faults()] == ["raises"]
    other = reports.engine_for(scheme, base_bytes())
    assert other is not engine
    assert [one.text for one in other.suggest(TEXT) if one.source == "shout"] == ["好"]
    assert other.take_faults() == []
    reports._engine.cache_clear()


def test_what_a_person_marks_is_read_without_them(install, alone):
    install("good")
    engine = Engine(labels=LABEL_ORDER, model=None)
    assert engine.waits
    assert not engine.without_model.waits
    assert engine.without_model.suggest(TEXT) == alone


def test_nobody_waits_where_no_plug_in_is():
    assert not Engine(model=None).waits


def test_each_fault_is_a_sentence_in_every_language():
    fields = {"name": "shout", "reason": "r", "seconds": 3, "type": "dict", "start": 0, "end": 1, "length": 1}
    more = {"label": "Wish", "labels": "Program", "field": "score", "value": "nan", "most": 9, "limit": 4, "path": "a"}
    keys = [key for key in catalogue() if key.startswith("plugins.") and key != "plugins.unknown"]
    assert len(keys) == 12
    for key in keys:
        said = {AnnotatorError(key, **fields, **more).say(Words(language)) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES)
        assert all("shout" in sentence for sentence in said)


FIELDS = {"span": Span(0, 2), "label": "Measure", "text": "落实", "score": 0.5, "source": "x", "attributes": {}}


def one(**fields: Any) -> Suggestion:
    return Suggestion(**{**FIELDS, "why": Reason("x.y", (("a", "b"),)), **fields})


def test_what_is_well_is_taken_as_it_is():
    assert checked("x", one(attributes={"value": 3, "unit": "元"}), "落实低保", {"Measure"}) == Find(
        0, 2, "Measure", 0.5, "x", Reason("x.y", (("a", "b"),)), {"value": 3, "unit": "元"}
    )


class Text(str):
    """A class of theirs, which could not leave their process."""


@pytest.mark.parametrize(
    "fields",
    [
        {"label": ["Measure"]},
        {"label": ""},
        {"label": Text("Measure")},
        {"text": None},
        {"score": 1.01},
        {"score": -0.1},
        {"score": "0.5"},
        {"source": ""},
        {"why": "because"},
        {"why": Reason("x.y", (("a", 3),))},  # type: ignore[arg-type]
        {"why": Reason("", ())},
        {"attributes": None},
        {"attributes": {"value": [1]}},
        {"attributes": {1: "one"}},
        {"span": Span(0.0, 2.0)},  # type: ignore[arg-type]
        {"span": (0, 2)},
    ],
    ids=repr,
)
def test_fields_that_cannot_be_are_named(fields):
    with pytest.raises(AnnotatorError) as caught:
        checked("x", one(**fields), "落实低保", {"Measure"})
    assert caught.value.key == "plugins.wrong-field"
    assert caught.value.fields["field"] in fields
