"""kill -9 at random moments: what was acknowledged is there, and nothing is half done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from store_values import document
from trials import quick_folder, trials

from annotator.plain import read_scheme
from annotator.store import Store

HERE = Path(__file__).parent


def killed(work: str, number: int, corpus: Path, otherwise: Path) -> int:
    """How many of so many trials were killed in the midst of the work; all left a sound corpus."""
    with quick_folder(otherwise) as folder:  # whoever is killed loses nothing that the system was given
        done = subprocess.run(
            [sys.executable, str(HERE / "killing.py"), work, str(number), "5", str(corpus), str(folder / "work")],
            capture_output=True, text=True, check=False, timeout=120 + 3 * number,
            env=os.environ | {"PYTHONPATH": str(HERE.parents[1])},
        )  # fmt: skip
    assert not done.returncode, done.stderr
    return int(done.stdout)


@pytest.fixture
def one_report(path: Path) -> Path:
    with closing(Store.create(path, device="d")) as store, store.step("import", "小林") as writing:
        writing.put_scheme(read_scheme())
        writing.put_document(document("全县实施产业扶贫，落实低保，发放补助三百万元。" * 8, id_="d0"), 0)
    return path


pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no such processes"),
]


def test_killed_during_decisions_300_or_5000_times(one_report: Path, tmp_path: Path) -> None:
    number = trials(300, 5000)
    assert killed("decisions", number, one_report, tmp_path) > number / 8


def test_killed_during_an_import_200_or_2000_times(one_report: Path, tmp_path: Path) -> None:
    number = trials(200, 2000)
    assert killed("importing", number, one_report, tmp_path) > number / 8


def test_killed_during_a_backup_140_or_1000_times(one_report: Path, tmp_path: Path) -> None:
    number = trials(140, 1000)
    assert killed("backup", number, one_report, tmp_path) > number / 8


def test_killed_during_a_merge_200_or_4000_times(one_report: Path, tmp_path: Path) -> None:
    number = trials(200, 4000)
    assert killed("merge", number, one_report, tmp_path) > number / 8


@pytest.mark.parametrize("version", ["v1", "v2", "v3", "v4", "v5"])
def test_killed_during_a_migration_40_or_1000_times(version: str, tmp_path: Path) -> None:
    number = trials(40, 1000)
    corpus = Path(shutil.copy(HERE / "corpora" / f"{version}.corpus", tmp_path / "old.corpus"))
    assert killed("migration", number, corpus, tmp_path) > number / 8
