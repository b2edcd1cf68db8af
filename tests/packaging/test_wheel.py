"""What a user installs works without the checkout: the wheel, in an environment of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEAVE = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__")
REPORT = "2019年，𠮷林村实施易地扶贫搬迁工程，👍🏽落实“雨露计划”，\r\n發放扶貧小額信貸300多萬元，帶動120戶貧困戶。\r\n"


def run(*command: str | Path, cwd: Path) -> str:
    """Runs where neither the checkout nor the user's settings can be seen; shows stderr when that fails."""
    hidden = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    environment |= {"PYTHONUTF8": "1", "HOME": str(cwd), "USERPROFILE": str(cwd)}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8")


def build(folder: Path) -> Path:
    """A wheel built from a clean copy by the locked hatchling: no network, nothing left behind in the checkout."""
    shutil.copytree(ROOT, folder / "copy", ignore=LEAVE, copy_function=shutil.copy)  # files of this moment
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist", cwd=folder / "copy")
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment with the wheel in it.

    It sees the libraries of this environment through a .pth file. Python reads no .pth files in a folder that came in
    that way, so the editable install of the checkout stays out of sight.
    """
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home.parent)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run(scripts / "python", "-c", where, cwd=home.parent).strip())
    libraries = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    (site / "libraries.pth").write_text("\n".join(libraries) + "\n", "utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", scripts / "python")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", wheel, cwd=home.parent)
    return scripts


def test_two_builds_are_the_same_file(wheel: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "again")
    assert again.name == wheel.name
    assert sha256(again.read_bytes()).digest() == sha256(wheel.read_bytes()).digest()


def test_wheel_holds_the_data_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        files = set(archive.namelist())
    for folder in ("resources", "seeds"):
        data = [path for path in (ROOT / folder).rglob("*") if path.is_file() and not path.name.startswith(".")]
        assert data
        missing = {f"annotator/_data/{path.relative_to(ROOT).as_posix()}" for path in data} - files
        assert not missing
    tops = {name.split("/")[0] for name in files}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"annotator"}
    assert not [name for name in files if "tests" in name.split("/")]
    assert [name for name in files if name.endswith(".dist-info/licenses/LICENSE")]


def test_an_editable_install_has_its_path_where_set_up_looks(wheel: Path, tmp_path: Path) -> None:
    """`packaging/setup.sh` makes that path a relative one."""
    copy = wheel.parents[1] / "copy"
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel:editable", "-d", tmp_path, cwd=copy)
    (built,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        ((path, said),) = [(path, archive.read(path)) for path in archive.namelist() if path.endswith(".pth")]
    assert fnmatch(path, "_editable_*.pth")
    assert Path(said.decode("utf-8").strip()).samefile(copy)


def test_installed_elsewhere_it_is_not_the_checkout(scripts: Path) -> None:
    code = "import annotator, annotator.resources as r; print(annotator.__file__, r.resource(), r.seeds(), sep='\\n')"
    lines = run(scripts / "python", "-c", code, cwd=scripts).splitlines()
    for path in map(Path, lines):
        assert path.is_relative_to(scripts.parent)
        assert path.exists()


def test_installed_elsewhere_it_suggests(scripts: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_bytes(REPORT.encode("utf-8"))
    (line,) = run(scripts / "annotator", "suggest", report, cwd=tmp_path).splitlines()
    found = json.loads(line)
    assert "report" in found["document"]
    assert found["sha256"] == sha256(REPORT.encode("utf-8")).hexdigest()
    assert found["length"] == len(REPORT)
    assert found["suggestions"]
    for suggestion in found["suggestions"]:
        assert REPORT[suggestion["start"] : suggestion["end"]] == suggestion["text"] != ""
        assert suggestion["label"]
        assert suggestion["source"]
        assert suggestion["why"]
        assert 0 <= suggestion["score"] <= 1
        assert isinstance(suggestion["attributes"], dict)
    assert "Program" in {suggestion["label"] for suggestion in found["suggestions"]}
