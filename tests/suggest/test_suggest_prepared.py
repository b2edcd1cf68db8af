"""What is kept beside the bytecode gives what is made anew, and whatever is not just right counts as not there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.resources import seeds
from annotator.suggest import Engine, preparing
from annotator.suggest import prepared as module
from annotator.suggest.engine import base_version
from annotator.suggest.learned.base import base_model
from annotator.suggest.learned.features import templates
from annotator.suggest.learned.steps import kept_steps, steps_of
from annotator.suggest.lexicon import Lexicon, shipped_lexicon
from annotator.suggest.prepared import EXPRESSION, as_kept, expression, from_kept, keep, prepared
from annotator.suggest.rulebook import rules

TEXT = "\n".join(path.read_text("utf-8") for path in sorted(seeds().glob("*.txt")))


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch) -> Iterator[Path]:
    """Kept in a folder of its own, whether or not this Python writes bytecode."""
    path = tmp_path / "bytecode" / "prepared.bin"
    monkeypatch.setattr(module, "place", lambda: path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    prepared.cache_clear()
    yield path
    prepared.cache_clear()


def test_what_is_kept_suggests_as_what_is_made(place):
    suggest = "from annotator.suggest import Engine; import sys; print(Engine().suggest(sys.stdin.read()))"
    kept = (
        "from pathlib import Path; from annotator.suggest import prepared; "
        f"prepared.place = lambda: Path({str(place)!r}); assert prepared.prepared(); {suggest}"
    )
    preparing.keep_prepared()
    bare = f"from annotator.suggest import prepared; prepared.prepared = lambda: {{}}; {suggest}"
    one, other = (_run(script) for script in (kept, bare))
    assert one == other
    assert one.count("Suggestion(") > 40


def test_a_bundle_brings_it_along(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(module, "place", lambda: tmp_path / "prepared.bin")
    (tmp_path / "prepared.bin").write_bytes(preparing.for_bundle())
    prepared.cache_clear()
    named = {name for name in prepared() if not name.startswith(EXPRESSION)}
    assert named == {"lexicon", "scanner", "rules", "data"}
    assert len(prepared()) > 80 + len(named)
    monkeypatch.setattr(module, "__version__", "0.0.0")
    prepared.cache_clear()
    assert prepared() == {}  # of another program


def _run(script: str) -> str:
    """What a process of its own prints: what was read once stays for the life of one."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script], input=TEXT, capture_output=True, encoding="utf-8", check=True
    ).stdout


def test_the_terms_that_are_kept_are_those_of_the_lists():
    made = Lexicon.kept(*shipped_lexicon().as_kept())
    assert len(made) == len(shipped_lexicon())
    assert made.find(TEXT) == shipped_lexicon().find(TEXT)
    assert made.find_short_places(TEXT) == shipped_lexicon().find_short_places(TEXT)


def test_every_rule_keeps_the_expression_that_it_compiles():
    preparing.keep_prepared()
    patterns = [one for rule in rules() for one in vars(rule).values() if hasattr(one, "compiled")]
    assert len(patterns) > 80
    for one in patterns:
        kept = expression(one.name, lambda: "(?!)", one.flags)
        assert kept == re.compile(one.source, one.flags)
        assert kept.groupindex == one.compiled.groupindex


PARTS = ["a", "一", "[^ab]", "(?P<n>b)", "(a|ba)", "|", "?", "*", "(?=一)", "(?<!a)", "+?", r"\d", "(?i:A)", "{1,2}"]


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join), st.text("ab一A3", max_size=6))
def test_an_expression_that_is_kept_matches_what_it_matches(source, text):
    try:
        plain = re.compile(source, re.ASCII)
    except re.error:
        return
    found = from_kept(as_kept(source, re.ASCII))
    assert found == plain
    assert [match.span() for match in found.finditer(text)] == [match.span() for match in plain.finditer(text)]


def _is_cut(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:-1])


def _is_damaged(place: Path) -> None:
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)


def _is_of_other_data(place: Path) -> None:
    place.write_bytes(b"x" * 16 + place.read_bytes()[16:])


def _is_empty(place: Path) -> None:
    place.write_bytes(b"")


@pytest.mark.parametrize("spoil", [_is_cut, _is_damaged, _is_of_other_data, _is_empty, Path.unlink])
def test_what_is_not_just_right_is_not_there(place, spoil: Callable[[Path], None]):
    keep(lambda: {"data": {"a": "b"}, "numbers": bytes(range(250))})
    into = bytearray(250)
    assert prepared()["data"] == {"a": "b"}
    assert prepared().read_into("numbers", into)
    assert into == bytes(range(250))
    spoil(place)
    prepared.cache_clear()
    assert "data" not in prepared() or not prepared().read_into("numbers", into)
    keep(lambda: {"data": {"c": "d"}})  # and is made again
    assert prepared() == {"data": {"c": "d"}}


def test_bytes_of_another_length_are_not_there():
    keep(lambda: {"numbers": b"1234"})
    assert not prepared().read_into("numbers", bytearray(3))
    assert not prepared().read_into("others", bytearray(4))


def test_weights_that_are_kept_are_those_of_the_model():
    preparing.keep_prepared()
    kept, made = kept_steps(prepared()), steps_of(base_model().weights, len(templates()))
    assert kept is not None
    assert kept.step == made.step
    for name in ("within", "first", "matrix"):
        assert np.array_equal(getattr(kept, name), getattr(made, name))


def test_other_rules_other_things_kept(monkeypatch, tmp_path):
    keep(lambda: {"data": {}, "rules": [1]})
    for name in ("lexicons", "models", "rules"):
        (tmp_path / name).mkdir()
    (tmp_path / "rules" / "times.toml").write_text("", "utf-8")
    (tmp_path / "fold.txt").write_text("a\nb", "utf-8")
    monkeypatch.setattr(module, "resource", tmp_path.joinpath)
    prepared.cache_clear()
    assert prepared() == {}


@pytest.mark.parametrize("why", ["bytecode", "file in the way"])
def test_where_nothing_may_be_written_nothing_is(place, monkeypatch, why):
    if why == "bytecode":
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
    else:
        place.parent.write_text("no folder", "utf-8")
    made: list[bool] = []
    keep(lambda: {"data": made.append(True)})
    assert prepared() == {}
    assert not place.exists()
    assert not made


def test_the_base_model_is_named_without_being_read():
    engine = Engine()
    assert engine.version.endswith(f"-{base_version()}")
    assert base_version() == engine._model.version
