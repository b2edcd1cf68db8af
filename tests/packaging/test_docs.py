"""What the documents for people say: their keys are those of the program, their pictures and links are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotator.ui.keys import BINDINGS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (
    *("README.md", "README.zh-CN.md", "docs/manual.md", "docs/manual.zh-CN.md"),
    *("docs/install.md", "docs/install.zh-CN.md"),
)
HELD = frozenset({"Ctrl", "Shift"})
"""keys that are held while another one is pressed"""
_KEY = re.compile("<kbd>(.+?)</kbd>")
_LINK = re.compile(r"\]\(([^)#:]+)\)")


def keys(name: str) -> list[str]:
    return _KEY.findall((ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_key_does_something(name: str) -> None:
    assert set(keys(name)) <= {binding.chord for binding in BINDINGS} | HELD


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_picture_and_link_is_there(name: str) -> None:
    file = ROOT / name
    assert [link for link in _LINK.findall(file.read_text("utf-8")) if not (file.parent / link).exists()] == []


def test_both_manuals_go_the_same_way() -> None:
    assert set(keys("docs/manual.md")) == set(keys("docs/manual.zh-CN.md"))
    pictures = [re.findall(r"pictures/([a-z]+)", (ROOT / name).read_text("utf-8")) for name in DOCUMENTS[2:4]]
    assert pictures[0] == pictures[1]
    assert len(pictures[0]) > 5
