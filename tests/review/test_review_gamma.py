"""Gamma through its library, where that is installed; published ranges where the continua lie beside the checkout."""

from __future__ import annotations

import json

import pytest
from review_corpora import beside
from review_values import reviewed

from annotator.i18n import Words
from annotator.review import gamma as module
from annotator.review.gamma import gamma


def test_without_the_library_the_number_says_so(monkeypatch):
    monkeypatch.setattr(module, "_installed", lambda: False)
    number = gamma([reviewed("字" * 9, {"甲": [(0, 2)], "乙": [(0, 3)]})])
    assert number.value is None
    assert "pygamma-agreement" in number.plain(Words("en"))["undefined"]


@pytest.mark.filterwarnings("ignore")  # the libraries below it warn of their own
def test_the_published_example(capfd):
    pytest.importorskip("pygamma_agreement")
    case = next(one for one in json.loads(beside("agreement", "gamma.json").read_text("utf-8"))
                if one["id"] == "pygamma/AlexPaulSuzan")  # fmt: skip
    layers: dict = {}
    for one in case["data"]:
        layers.setdefault(one["annotator"], []).append((int(one["start"]), int(one["end"]), one["category"]))
    document = reviewed("字" * 70, layers)
    number = gamma([document])
    assert number == gamma([document])
    assert 0.3 < number.value < 0.6  # published with a weight of 3 for position: 0.44 to 0.47
    assert number.n == 1
    assert capfd.readouterr().out == ""  # standard output is for those who asked


@pytest.mark.filterwarnings("ignore")
def test_alike_is_one_and_empty_is_not_defined():
    pytest.importorskip("pygamma_agreement")
    spans = [(0, 3), (5, 9, "Place"), (12, 15), (20, 24)]
    assert gamma([reviewed("字" * 30, {"甲": spans, "乙": spans})]).value == pytest.approx(1.0)
    assert gamma([reviewed("字" * 30, {"甲": spans, "乙": []})]).why == "review.undefined-no-spans"
