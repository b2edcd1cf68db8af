"""The program as scripts meet it: streams, locales, pipes that close, Ctrl-C, a full disk behind stdout."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from cli_runs import REPORT, ROOT, invoke, lines, run, start

PLAIN_LOCALE = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
posix_only = pytest.mark.skipif(os.name != "posix", reason="signals and file names as POSIX has them")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_bytes(REPORT.encode())
    return path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with seconds of work in it."""
    folder = tmp_path / "many"
    folder.mkdir()
    for at in range(60):
        (folder / f"{at:03}.txt").write_text(f"{at}\n" + REPORT * 400, "utf-8")
    return folder


@pytest.mark.parametrize("env", [{}, PLAIN_LOCALE, {"LANG": "zh_CN.GB18030", "LC_ALL": "zh_CN.GB18030"}])
def test_stdout_is_the_same_in_every_locale(env: dict[str, str], report: Path) -> None:
    done = run("suggest", report.name, env={**env, "ANNOTATOR_LANGUAGE": "zh-Hans"}, cwd=report.parent)
    assert done.returncode == 0
    assert done.stderr == b""
    (line,) = lines(done.stdout.decode("utf-8"))
    assert line["document"] == "报告.txt"
    assert done.stdout.endswith(b"}\n")
    assert b"\r" not in done.stdout


@pytest.mark.parametrize("env", [{}, PLAIN_LOCALE])
def test_sentences_are_readable_in_every_locale(env: dict[str, str], tmp_path: Path) -> None:
    done = run("stats", "没有.corpus", env={**env, "ANNOTATOR_LANGUAGE": "zh-Hant"}, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == b""
    assert "沒有語料庫" in done.stderr.decode("utf-8")


@posix_only
@pytest.mark.parametrize("env", [{}, PLAIN_LOCALE])
def test_names_that_are_no_text(env: dict[str, str], tmp_path: Path) -> None:
    name = b"\xff\xb1\xa8.txt"
    try:
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_bytes(REPORT.encode())
    except OSError:
        pytest.skip("this file system takes no such name")
    done = run("suggest", name, b"\xfe.txt", env=env, cwd=tmp_path)
    assert done.returncode == 1
    (line,) = lines(done.stdout.decode("utf-8"))
    assert line["document"] == "\ufffd\ufffd\ufffd.txt"
    assert "\ufffd.txt" in done.stderr.decode("utf-8")
    for args in (("new", b"\xfe.corpus"), ("import", b"\xfe.corpus", name), ("history", b"\xfe.corpus")):
        assert run(*args, env=env, cwd=tmp_path).returncode == 0


@posix_only
@pytest.mark.parametrize("args", [("suggest", "many"), ("suggest", "many", "--jobs", "2"), ("formats",), ("--help",)])
def test_a_closed_pipe_is_silent(args: tuple[str, ...], many: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = start(*args, cwd=many.parent, stdout=writer)
    os.close(writer)
    _, stderr = process.communicate(timeout=60)
    assert stderr == b""
    assert process.returncode == 141


@posix_only
def test_head_ends_it_early(many: Path) -> None:
    process = start("suggest", many)
    assert process.stdout is not None
    first = process.stdout.readline()
    process.stdout.close()
    assert json.loads(first)["document"] == "000.txt"
    assert process.wait(timeout=60) != 0
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("args", [("suggest", "报告.txt"), ("formats", "--json"), ("--help",), ("--version",)])
def test_a_full_disk_behind_stdout_is_said(args: tuple[str, ...], report: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = run(*args, cwd=report.parent, stdout=full)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert b"could not be written" in done.stderr


@posix_only
def test_a_stdout_that_is_closed_is_said(report: Path) -> None:
    done = run("suggest", report, preexec_fn=lambda: os.close(1))
    assert done.returncode == 1
    assert b"could not be written" in done.stderr
    assert run("suggest", report, preexec_fn=lambda: os.close(2)).returncode == 0


@posix_only
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_whole_lines_and_one_sentence(jobs: int, many: Path) -> None:
    process = start("suggest", many, "--jobs", jobs)
    assert process.stdout is not None
    first = process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: all processes of the command
    rest, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert len([line for line in stderr.splitlines() if line.strip()]) == 1, stderr.decode()
    assert b"Stopped" in stderr
    got = lines((first + rest).decode("utf-8"))
    assert 1 <= len(got) < 60
    assert (first + rest).endswith(b"\n")
    assert alive(process.pid) == []


def piped(program: str, unbuffered: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", program], bufsize=0, cwd=ROOT, env=env, stdout=pipe, stderr=pipe)


def test_ctrl_c_while_a_class_is_made_is_one_too(monkeypatch: pytest.MonkeyPatch, report: Path) -> None:
    """Python 3.11 makes it another error where it comes in `__set_name__`, as in the midst of an import."""

    def interrupted(_paths: object) -> None:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    monkeypatch.setattr("annotator.cli.suggest.targets_of", interrupted)
    result = invoke("suggest", report)
    assert result.exit_code == 130
    assert "Stopped" in result.stderr


@posix_only
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_ctrl_c_in_the_middle_of_a_line_waits_for_its_end(unbuffered: str) -> None:
    """A line longer than what a pipe holds: the signal comes while the write waits for its reader."""
    program = "from annotator.cli import streams\nstreams.write('a' * 1_000_000 + '\\n')\nstreams.write('more\\n')"
    process = piped(program, unbuffered)
    assert process.stdout is not None
    begun = process.stdout.read(1)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    rest, stderr = process.communicate(timeout=60)
    assert begun + rest == b"a" * 1_000_000 + b"\n"
    assert b"KeyboardInterrupt" in stderr


@posix_only
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_ctrl_c_twice_does_not_wait_for_a_reader_that_never_comes(unbuffered: str) -> None:
    program = "from annotator.cli import streams\nstreams.write('a' * 1_000_000 + '\\n')"
    process = piped(program, unbuffered)
    assert process.stdout is not None
    process.stdout.read(1)
    for _ in range(2):
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr:
        assert b"KeyboardInterrupt" in process.stderr.read()
    process.wait(timeout=60)


@posix_only
def test_a_killed_process_among_many_is_said(many: Path) -> None:
    process = start("suggest", many, "--jobs", 2)
    assert process.stdout is not None
    process.stdout.readline()
    worker = workers_of(process.pid)[0]
    os.kill(worker, signal.SIGKILL)
    rest, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"Traceback" not in stderr
    assert b"memory" in stderr
    assert len(lines(rest.decode("utf-8"))) < 59


def alive(group: int) -> list[int]:
    """The processes of a group that still run (zombies do not), once they have had ten seconds to end."""
    until = time.monotonic() + 10
    while (found := running(group)) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def running(group: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _parent, its_group = path.read_text().rpartition(") ")[2].split()[:3]
            if int(its_group) == group and state not in "ZX":
                found.append(int(path.parent.name))
    return found


def workers_of(parent: int) -> list[int]:
    """The spawned workers of a process, by what /proc says."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    if not children.exists():
        pytest.skip("this system does not list children in /proc")
    pids = map(int, children.read_text().split())
    return [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.skipif(sys.platform != "linux", reason="needs script(1) of util-linux")
def test_a_terminal_sees_a_bar_and_a_pipe_does_not(many: Path) -> None:
    from shutil import which

    from cli_runs import command

    if which("script") is None:
        pytest.skip("there is no script(1)")
    for path in sorted(many.iterdir())[4:]:
        path.unlink()
    line = subprocess.list2cmdline([*command("suggest", many), "--jobs", "1"])
    done = subprocess.run(["script", "-qec", f"{line} >/dev/null", "/dev/null"], capture_output=True, check=True)
    assert b"100%" in done.stdout
    assert run("suggest", many).stderr == b""
