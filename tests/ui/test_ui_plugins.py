"""A suggester of somebody else's: the window does not wait for it, and says when it had to be switched off."""

from __future__ import annotations

import sys

import pytest

from annotator import reports
from annotator.corpus import Corpus
from annotator.ui.session import Session

PLUG_IN = "def raises(passage):\n    raise ZeroDivisionError('no reason')\n"


@pytest.fixture
def session(qapp, demo, tmp_path, monkeypatch):
    tmp_path.joinpath("shouting.py").write_text(PLUG_IN, "utf-8")
    about = tmp_path / "shouting-1.0.dist-info"
    about.mkdir()
    about.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n", "utf-8")
    about.joinpath("entry_points.txt").write_text("[annotator.suggesters]\nraises = shouting:raises\n", "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    reports._engine.cache_clear()
    assert qapp
    made = Session(Corpus.open(demo, annotator="李"))
    yield made
    made.close()
    reports._engine.cache_clear()


def test_the_window_goes_on_and_says_which_plug_in_failed(session, qtbot):
    first = session.listed.rows()[0].id
    with qtbot.waitSignal(session.failed, timeout=60_000) as failed:
        session.show(first)
    assert failed.args[0].key == "plugins.raised"
    assert failed.args[0].fields["name"] == "raises"
    qtbot.waitUntil(lambda: not session.waiting)
    assert len(session.items) > 20
