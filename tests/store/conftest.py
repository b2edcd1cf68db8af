"""An open corpus for each test, and a state folder that is not the person's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from annotator.store import Store


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reports.corpus"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(Store.create(path, device="here")) as made:
        yield made
