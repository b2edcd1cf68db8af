"""The bundle, where `make bundle` has left one: it works without a Python, a checkout, a display or UTF-8."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "out" / "bundle" / "annotator"
PROGRAM = BUNDLE / ("annotator.exe" if os.name == "nt" else "annotator")
SYSTEM = {
    "ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "libresolv.so.2", "librt.so.1",
    "libEGL.so.1", "libGL.so.1", "libxcb.so.1", "libwayland-client.so.0", "libwayland-cursor.so.0",
    "libwayland-egl.so.1",
}  # fmt: skip
"""What the bundle expects of a system: the C library, and what belongs to its graphics."""

pytestmark = pytest.mark.skipif(not PROGRAM.is_file(), reason="no bundle here: make bundle")


def run(program: Path, *args: str, home: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Runs it with next to no environment."""
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **more}
    if os.name == "nt":
        environment |= {"SYSTEMROOT": os.environ["SYSTEMROOT"], "USERPROFILE": str(home)}
    return subprocess.run([program, *args], cwd=home, env=environment, capture_output=True, timeout=120, check=False)


@pytest.mark.parametrize("locale", ["C.UTF-8", "C", "POSIX"])
def test_it_passes_its_own_test(tmp_path: Path, locale: str) -> None:
    done = run(PROGRAM, "selftest", home=tmp_path, LANG=locale, LC_ALL=locale)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert "UTF" not in locale or done.stderr == b""  # Qt remarks that it takes UTF-8 in place of other locales


def test_it_works_in_a_folder_with_chinese_characters_and_blanks(tmp_path: Path) -> None:
    home = tmp_path / "扶贫 报告"
    home.mkdir()
    copy = Path(shutil.copytree(BUNDLE, home / "标注 程序", symlinks=True))
    done = run(copy / PROGRAM.name, "selftest", home=home)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a folder in which nobody may write")
def test_it_needs_no_home_to_write_in(tmp_path: Path) -> None:
    done = run(PROGRAM, "selftest", home=tmp_path, HOME="/proc/sys")
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


def test_two_copies_work_side_by_side(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(BUNDLE, tmp_path / "other", symlinks=True)) / PROGRAM.name
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda program: run(program, "selftest", home=tmp_path), (PROGRAM, copy)))
    assert [done.returncode for done in both] == [0, 0], [done.stderr.decode("utf-8", "replace") for done in both]


def test_without_a_display_a_sentence_says_so(tmp_path: Path) -> None:
    done = run(PROGRAM, "open", str(tmp_path / "a.corpus"), home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.decode("utf-8").count("\n") == 1
    assert "annotator demo --headless" in done.stderr.decode("utf-8") or not sys.platform.startswith("linux")


@pytest.mark.parametrize("format_", ["txt", "html", "md", "docx", "pdf", "xlsx"])
def test_it_has_a_reader_for_each_kind_of_report(tmp_path: Path, format_: str) -> None:
    """Formats are found by name while the program runs, which is what bundles miss."""
    done = run(PROGRAM, "formats", "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert f".{format_}" in done.stdout.decode("utf-8")


def test_several_workers_suggest(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(f"{number}年，扶贫小额信贷300万元，易地扶贫搬迁120户。", "utf-8")
    paths = [str(path) for path in sorted(tmp_path.glob("*.txt"))]
    one, two = (run(PROGRAM, "suggest", *paths, "--jobs", jobs, home=tmp_path) for jobs in ("1", "2"))
    assert one.returncode == two.returncode == 0, two.stderr.decode("utf-8", "replace")
    assert one.stdout == two.stdout
    assert one.stdout.count(b"\n") == 4


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads ELF libraries")
def test_what_its_libraries_need_is_in_it_or_in_every_desktop() -> None:
    """Something left out that is needed all the same shows here, even where this machine happens to have it."""
    objdump = shutil.which("objdump")
    if objdump is None:
        pytest.skip("no objdump here")
    inside = {path.name: path for path in BUNDLE.rglob("*.so*")}
    done = subprocess.run([objdump, "-p", *inside.values()], capture_output=True, text=True, check=True)
    needed = set(re.findall(r"^\s+NEEDED\s+(\S+)", done.stdout, re.MULTILINE))
    assert "libQt6Core.so.6" in needed
    assert needed - inside.keys() - SYSTEM == set()


def test_nothing_that_was_left_out_came_in() -> None:
    names = {path.name.lower() for path in BUNDLE.rglob("*")}
    unwanted = ("cython", "libsqlite3", "qml", "quick", "virtualkeyboard", "qgtk3", "lac_small", "libgtk")
    assert [name for name in names if any(part in name for part in unwanted)] == []


def test_it_brings_along_what_a_start_would_make() -> None:
    assert list(BUNDLE.rglob("resources/prepared.bin"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere its size is not known yet")
def test_it_stays_small() -> None:
    files = [path for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_blocks * 512 for path in files) <= 150 * 2**20


def test_qts_own_words_are_there_in_chinese() -> None:
    there = {file.name for file in BUNDLE.rglob("qtbase_*.qm")}
    assert there == {"qtbase_zh_CN.qm", "qtbase_zh_TW.qm"}
