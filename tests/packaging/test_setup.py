"""The set-up script, with a stand-in for each program that it calls: nothing is installed, no network is used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is for apt systems; elsewhere it only fills .venv")
ROOT = Path(__file__).resolve().parents[2]
# Each stand-in writes down how it was called. This one also makes a .venv/ of itself, leaves there what an editable
# install leaves, and fails where it is told to and where pip would.
PYTHON = """
case "$*" in
    "$FAIL"*) exit 1 ;;
    "-m venv .venv")
        mkdir -p .venv/bin
        cp "$0" .venv/bin/python
        echo "command = -m venv $PWD/.venv" >.venv/pyvenv.cfg ;;
    "-m pip install"*)
        [ "${PIP_USER:-0}" = 0 ] || exit 1
        mkdir -p .venv/lib/python3.99/site-packages
        printf '%s' "$PWD" >.venv/lib/python3.99/site-packages/_editable_impl_some.pth ;;
    *sys.version_info\\[*) echo python3.99-venv ;;
esac
"""
STANDINS = {
    "python": PYTHON,
    "apt-get": 'case "$*" in *install*) exit "${APT:-0}" ;; esac',
    "sudo": 'exit "${SUDO:-1}"',
    "id": 'echo "${WHO:-1000}"',
    "ldconfig": 'echo "	libGL.so.1 (libc6,x86-64) => /lib/libGL.so.1"',
    "fc-list": "",
}
Setup = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    """Runs the script in a copy; gives its exit status, what it said, and the calls of pip, venv and apt it made."""
    checkout, programs, calls = tmp_path / "a checkout", tmp_path / "bin", tmp_path / "calls"
    shutil.copytree(ROOT / "packaging", checkout / "packaging")
    shutil.copy(ROOT / "pyproject.toml", checkout)
    programs.mkdir()
    for name, body in STANDINS.items():
        (programs / name).write_text(f'#!/bin/sh\necho "{name} $*" >>"$CALLS"\n{body}\n', "utf-8")
        (programs / name).chmod(0o755)

    def run(goal: str = "run", **settings: str) -> tuple[int, str, list[str]]:
        calls.write_text("", "utf-8")
        environment = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHON": str(programs / "python"),
            "LC_ALL": "C.UTF-8",
        }
        environment |= {"CALLS": str(calls), "FAIL": "never", **settings}
        command = ["sh", "packaging/setup.sh", goal]
        done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, check=False)
        told = [line for line in calls.read_text("utf-8").splitlines() if " -m " in line or "apt-get" in line]
        return done.returncode, done.stderr.decode("utf-8"), told

    return run


def test_packages_come_by_the_locks_and_once(setup: Setup) -> None:
    status, _, calls = setup("test", WHO="0")
    assert status == 0
    installs = [call for call in calls if "pip install" in call]
    assert ["build.txt" in installs[0], "test.txt" in installs[1], "--editable ." in installs[2]] == [True] * 3
    assert all("--require-hashes" in call for call in installs[:2])
    for goal in ("test", "run"):
        status, _, calls = setup(goal, WHO="0")
        assert status == 0
        assert not [call for call in calls if " -m " in call], "the second time there is nothing to do"


def test_root_and_sudo_without_password_install_what_is_missing(setup: Setup) -> None:
    for settings in ({"WHO": "0"}, {"SUDO": "0"}):
        status, said, calls = setup(**settings)
        assert status == 0
        (install,) = [call for call in calls if "apt-get" in call and "install" in call]
        assert "libegl1" in install
        assert "fonts-noto-cjk" in install
        assert "libgl1 " not in install, "that one is there"
        assert "su -c" not in said


def test_the_tests_need_no_more_of_the_system_than_the_program(setup: Setup) -> None:
    lines = [[call for call in setup(goal, WHO="0")[2] if "apt-get" in call] for goal in ("run", "test")]
    assert lines[0] == lines[1] != []


def test_others_get_the_line_to_type_and_go_on(setup: Setup) -> None:
    status, said, calls = setup()
    assert status == 0
    (line,) = [line for line in said.splitlines() if "apt-get install" in line]
    assert line.strip().startswith("sudo ")
    assert "libegl1" in line
    assert not [call for call in calls if call.startswith("apt-get")]
    assert [call for call in calls if "pip install" in call]


def test_a_failing_apt_gives_the_line_too(setup: Setup) -> None:
    status, said, _ = setup(WHO="0", APT="100")
    assert status == 0
    assert "apt-get install -y" in said


def test_without_ensurepip_nothing_is_begun(setup: Setup) -> None:
    status, said, calls = setup(FAIL="-c import ensurepip")
    assert status == 1
    assert "python3.99-venv" in said
    assert not [call for call in calls if " -m " in call]


def test_an_old_python_gives_a_sentence(setup: Setup) -> None:
    status, said, _ = setup(FAIL="-c import sys; sys.exit")
    assert status == 1
    assert "Python 3.11 or newer is needed" in said


def test_without_network_what_was_there_stays(setup: Setup) -> None:
    setup("run")
    status, said, _ = setup("test", FAIL="-m pip install")
    assert status == 1
    assert "network" in said
    status, _, calls = setup("run")
    assert status == 0
    assert not [call for call in calls if " -m " in call]


def test_a_pip_that_installs_for_the_user_installs_here(setup: Setup) -> None:
    assert setup(PIP_USER="1")[0] == 0


def test_a_folder_in_chinese_is_found_in_any_locale(setup: Setup, tmp_path: Path) -> None:
    """Python before 3.13 reads .pth files in the encoding of the locale."""
    setup()
    ((path, said),) = [(path, path.read_text("ascii")) for path in (tmp_path / "a checkout" / ".venv").rglob("*.pth")]
    assert not Path(said.strip()).is_absolute()
    assert (path.parent / said.strip()).resolve() == tmp_path / "a checkout"


def test_a_killed_set_up_heals(setup: Setup, tmp_path: Path) -> None:
    setup()
    (tmp_path / "a checkout" / ".venv" / "unfinished").touch()
    status, _, calls = setup()
    assert status == 0
    assert "-m venv" in "".join(calls)
    assert not (tmp_path / "a checkout" / ".venv" / "unfinished").exists()


def test_a_moved_checkout_gets_a_new_environment(setup: Setup, tmp_path: Path) -> None:
    setup()
    settings = tmp_path / "a checkout" / ".venv" / "pyvenv.cfg"
    settings.write_text("command = -m venv /elsewhere/.venv\n", "utf-8")
    _, _, calls = setup()
    assert "-m venv" in "".join(calls)
