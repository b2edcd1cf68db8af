"""The locks install exactly one thing, everywhere, from wherever the user's pip is told to look."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("build", "compile", "run", "test", "bench", "bundle", "readers")
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^\s;]+)(?: ; (?P<marker>.+))?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(name: str) -> list[list[str]]:
    """Each requirement of a lock: the pin, then its hashes."""
    text = (ROOT / "packaging" / "locks" / f"{name}.txt").read_text("utf-8")
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [[part.strip() for part in entry.split("\\\n")] for entry in re.split(r"\n(?=\S)", code.strip())]


def pins(name: str) -> dict[tuple[str, str], str]:
    """Version by package and platform marker: one package may have a pin for each of several platforms."""
    found = [PIN.fullmatch(entry[0]) for entry in entries(name)]
    return {(pin["name"], pin["marker"] or ""): pin["version"] for pin in found if pin}


def names(requirements: list[str]) -> set[str]:
    heads = [re.match(r"[\w.-]+", requirement) for requirement in requirements]
    return {re.sub(r"[-_.]+", "-", head[0]).lower() for head in heads if head}


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_a_pin_with_hashes(name: str) -> None:
    for pin, *hashes in entries(name):
        assert PIN.fullmatch(pin), pin
        assert hashes, f"{pin} has no hash"
        assert all(HASH.fullmatch(line) for line in hashes), pin


@pytest.mark.parametrize("name", NAMES)
def test_no_address(name: str) -> None:
    text = (ROOT / "packaging" / "locks" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"://|@ |--(extra-)?index|--find-links", text)


@pytest.mark.parametrize("lock", NAMES)
def test_what_pyproject_asks_for_is_locked(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = project["project"]["dependencies"] if lock == "run" else project["dependency-groups"][lock]
    assert names(asked) <= {name for name, _ in pins(lock)}


@pytest.mark.parametrize("name", ["test", "bundle"])
def test_what_runs_the_program_holds_the_run_lock(name: str) -> None:
    assert pins("run").items() <= pins(name).items()


@pytest.mark.parametrize(("one", "other"), list(combinations(NAMES, 2)))
def test_locks_agree(one: str, other: str) -> None:
    first, second = pins(one), pins(other)
    assert {key: first[key] for key in first.keys() & second} == {key: second[key] for key in first.keys() & second}
