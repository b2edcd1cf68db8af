"""An open corpus for each test, and a state folder that is not the person's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hostile_values import REPORT
from store_values import OTHER, PERSON, annotation, document
from trials import quick_folder

from annotator.corpus import Corpus
from annotator.model import SaidTerm
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


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Path]:
    with quick_folder(tmp_path) as folder:
        path = folder / "ours.corpus"
        with closing(Corpus.create(path, annotator=PERSON)) as corpus, corpus._store.step("import", PERSON) as writing:
            writing.put_document(REPORT, 1)
            writing.put_annotation(annotation(REPORT, 5, 11))
        yield path


@pytest.fixture
def theirs(ours: Path) -> Path:
    """A fork of ours with work of somebody else."""
    path = Path(shutil.copy(ours, ours.with_name("theirs.corpus")))
    with closing(Store(path)) as store:
        with store.step("annotate", OTHER) as writing:
            writing.put_annotation(annotation(REPORT, 0, 3, by=OTHER))
        with store.step("import", OTHER) as writing:
            writing.put_document(document("另一篇报告，落实低保。", id_="d1"), 2)
            writing.put_terms([SaidTerm("低保", "Measure", "", "shown")])
    return path
