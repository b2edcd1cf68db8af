"""Running the command line: in this process with a window that only remembers, and as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from annotator.cli import program
from annotator.i18n import Words

ROOT = Path(__file__).resolve().parents[2]
REPORT = (
    "大坪县脱贫攻坚工作总结\r\n"
    "2019年，大坪县实施“暖心连户”帮扶行动，𠮷林村120户贫困户参加技能培训，👍🏽发放扶贫小额信贷300多万元。\r\n"
    "通过产业扶贫和易地扶贫搬迁，贫困发生率由10.3%降至0.4%，贫困户家庭医生签约服务实现全覆盖。\r\n"
)


@dataclass(frozen=True)
class Tried:
    """What a window says that was tried out; as it stands, one in which nothing works."""

    platform: str = "offscreen"
    font: str = ""
    shown: int = 0
    accepted: str = ""


@dataclass
class Window:
    """Stands for annotator.ui.app: remembers what it was asked, and draws one grey point."""

    status: int = 0
    opened: list[tuple[Path | None, str]] = field(default_factory=list)
    drawn: list[Path] = field(default_factory=list)
    tried: list[bool] = field(default_factory=list)
    shows: Tried = field(default_factory=Tried)
    in_window: bool = False

    def run(self, path: Path | None, annotator: str = "", *, in_window: bool = False) -> int:
        self.opened.append((path, annotator))
        self.in_window = in_window
        return self.status

    def try_out(self, path: Path, *, seen: bool) -> Tried:
        assert path.is_file()
        self.tried.append(seen)
        return self.shows

    def draw(self, path: Path, picture: Path) -> None:
        assert path.is_file()
        self.drawn.append(path)
        picture.write_bytes(b"\x89PNG\r\n\x1a\n")


def no_window() -> Window:
    raise AssertionError("this command asks for no window")


def invoke(*args: object, language: str = "en", window: Window | None = None) -> Result:
    """One command line. A traceback fails the test that runs it."""
    launcher = no_window if window is None else lambda: window
    result = CliRunner().invoke(program(Words(language), launcher), [str(arg) for arg in args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def lines(output: str) -> list[Any]:
    return [json.loads(line) for line in output.splitlines()]


def command(*args: object) -> list[str]:
    return [sys.executable, "-m", "annotator", *(arg if isinstance(arg, bytes) else str(arg) for arg in args)]


def start(*args: object, env: dict[str, str] | None = None, **more: Any) -> subprocess.Popen[bytes]:
    """The program, started in a process group of its own as a shell does."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True}
    # without a buffer: what readline has read ahead, communicate would not give
    return subprocess.Popen(command(*args), env=environment, bufsize=0, **{**pipes, **more})


def run(*args: object, env: dict[str, str] | None = None, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """The program, run to its end; never with a traceback."""
    process = start(*args, env=env, **more)
    stdout, stderr = process.communicate(timeout=120)
    assert b"Traceback" not in stderr, stderr.decode()
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def limited(size: int) -> Callable[[], None]:
    """For `preexec_fn`: no file grows beyond so many bytes, as on a disk that is full."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit
