"""Work by many processes: order, errors, and an end that never waits."""

from __future__ import annotations

import gc
import subprocess
import sys
from contextlib import suppress
from multiprocessing import active_children
from time import sleep

import pytest

from annotator.errors import AnnotatorError
from annotator.work import SELDOM, collecting_seldom, in_order

LARGE = 3_000_000


def uneven(number: int) -> int:
    sleep(0.02 * (number % 3 == 0))
    return number * number


def large(number: int) -> str:
    return str(number) * LARGE


def refused(number: int) -> int:
    if number == 3:
        raise AnnotatorError("formats.empty", path=number)
    return number


def test_results_come_in_order() -> None:
    others = set(active_children())  # what reads files of strangers stays
    assert list(in_order(uneven, range(20), 3)) == [number * number for number in range(20)]
    assert list(in_order(uneven, [], 2)) == []
    assert set(active_children()) == others


def test_work_is_taken_only_a_little_ahead() -> None:
    taken: list[int] = []

    def work():
        for number in range(1_000):
            taken.append(number)
            yield number

    results = in_order(uneven, work(), 2)
    assert next(results) == 0
    assert len(taken) <= 10
    results.close()


def test_what_the_work_raises_is_raised_here() -> None:
    others = set(active_children())  # what reads files of strangers stays
    results = in_order(refused, range(10), 2)
    with pytest.raises(AnnotatorError) as caught:
        list(results)
    assert caught.value.fields == {"path": 3}
    assert set(active_children()) == others


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_to_stop_while_large_results_are_on_their_way(taken: int) -> None:
    """A result larger than a pipe holds is half sent while nobody reads it."""
    others = set(active_children())  # what reads files of strangers stays
    for _ in range(3):
        results = in_order(large, range(1, 9), 2)
        for number in range(taken):
            assert len(next(results)) == LARGE * len(str(number))
        results.close()
        assert set(active_children()) == others


def nested(number: int) -> int:
    return sum(in_order(uneven, range(number), 1))


def test_a_worker_may_have_workers() -> None:
    assert list(in_order(nested, [2, 3], 2)) == [1, 5]


def test_a_program_ends_though_a_worker_still_waits() -> None:
    code = "from annotator.work import Worker\nif __name__ == '__main__':\n    kept = Worker()\n    print('done')"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("done\n", "")


ORPHANED = """
import sys, time
from pathlib import Path
from annotator.work import Worker, in_order

BEGUN = Path(sys.argv[1])

def inner(seconds):
    BEGUN.write_text("")
    time.sleep(seconds)
    return "." * 3_000_000

def outer(seconds):
    return list(in_order(inner, [seconds] * 2, 1))

if __name__ == "__main__":
    worker = Worker()
    worker.give(0, outer, float(sys.argv[2]))
    while not BEGUN.exists():
        time.sleep(0.001)
    worker.end()
    time.sleep(float(sys.argv[3]))
"""


@pytest.mark.parametrize(("each", "after"), [(0.2, 1.0), (600.0, 0.0)], ids=["answers", "is busy"])
def test_a_worker_whose_parent_was_ended_ends_and_says_nothing(each: float, after: float, tmp_path) -> None:
    """It holds stderr too, so that this waits for it; with an answer in hand it has nobody to give it to."""
    script = tmp_path / "orphaned.py"
    script.write_text(ORPHANED, "utf-8")
    line = [sys.executable, str(script), str(tmp_path / "begun"), str(each), str(after)]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stderr == ""


ALONE = """
import os, sys
from pathlib import Path
from annotator.work import SELDOM, collecting_seldom, in_order

def parent(path):
    return path.read_text().rsplit(")", 1)[1].split()[1]

def children(mine):
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            found += [path] if parent(path) == mine else []
        except OSError:
            pass
    return len(found)

if __name__ == "__main__":
    print(*in_order(children, [str(os.getpid())], 1))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts processes as Linux shows them")
def test_a_worker_is_one_process_and_no_more(tmp_path) -> None:
    script = tmp_path / "alone.py"
    script.write_text(ALONE, "utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stdout.split() == ["1"]
    assert done.stderr == ""


def test_cycles_are_looked_for_as_before_once_the_work_is_done():
    before = gc.get_threshold()
    with suppress(ZeroDivisionError), collecting_seldom():
        assert gc.get_threshold()[0] == SELDOM > before[0]
        raise ZeroDivisionError
    assert gc.get_threshold() == before


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
@pytest.mark.parametrize("hard", [1_500_000_000, None], ids=["below", "refused"])
def test_where_the_system_allows_less_memory_or_no_limit_work_goes_on(hard) -> None:
    """A batch system may have set a lower limit; macOS is said to refuse any."""
    code = """
import resource, sys
from annotator.work import limit_memory
if len(sys.argv) > 1:
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
else:
    def refuse(*_): raise ValueError("current limit exceeds maximum limit")
    resource.setrlimit = refuse
limit_memory(2_000_000_000)
print(resource.getrlimit(resource.RLIMIT_AS)[0])
"""
    command = [sys.executable, "-c", code, *([str(hard)] if hard else [])]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    if hard:
        assert int(run.stdout) == hard
