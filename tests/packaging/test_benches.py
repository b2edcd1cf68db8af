"""The benches are no tests, and nobody runs them each day: here they are at least whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCHES = ROOT / "tests" / "bench"
OTHERS = {"run", "contenders", "reports"}
"""`make bench` has an environment of its own for these"""


def test_every_bench_can_be_loaded():
    names = sorted({path.stem for path in BENCHES.glob("*.py")} - OTHERS)
    assert {"window", "corpus", "formats"} <= set(names)
    program = f"import sys; sys.path[:0] = {[str(ROOT), str(BENCHES)]!r}\n" + "\n".join(f"import {n}" for n in names)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
