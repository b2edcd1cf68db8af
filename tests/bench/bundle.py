"""How long the bundle takes to the first highlighted report: real processes on an X server, warm and cold.

`make bench-bundle`, after `make bundle`. Prints figures; nothing fails. Cold needs the right to drop the caches.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
import xdisplay

from annotator.corpus import make_demo

PROGRAM = Path(__file__).resolve().parents[2] / "out" / "bundle" / "annotator" / "annotator"
RUNS, PATIENCE = 9, 30.0
READER = (270, 60, 1090, 860)
_VIVID, _ENOUGH = 60, 200
"""by how much the channels of a pixel differ that is no grey; as many pixels of marks as a report's first lines have"""
_CACHES = Path("/proc/sys/vm/drop_caches")


def main() -> int:
    if gone := xdisplay.missing() or ("" if PROGRAM.is_file() else str(PROGRAM)):
        print(f"not measured: {gone} is missing")
        return 0
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name, "demo.corpus")
        make_demo(corpus, annotator="me").close()
        start(corpus, Path(name))
        warm = [start(corpus, Path(name)) for _ in range(RUNS)]
        print(f"warm: median {median(warm):.2f} s, {min(warm):.2f} to {max(warm):.2f}, {RUNS} runs (0.8 s asked)")
        if os.access(_CACHES, os.W_OK):
            cold = [start(corpus, Path(name), cold=True) for _ in range(3)]
            print(f"cold: median {median(cold):.2f} s, {min(cold):.2f} to {max(cold):.2f}, 3 runs (2.5 s asked)")
    return 0


def start(corpus: Path, home: Path, *, cold: bool = False) -> float:
    """Seconds by the clock from the process to marks on the screen; infinite where none come."""
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "xcb"}
    with xdisplay.display() as display:
        if cold:
            os.sync()
            _CACHES.write_text("3")
        begin = time.perf_counter()
        process = subprocess.Popen(
            [PROGRAM, "open", corpus], env=environment | {"DISPLAY": display.name}, stderr=subprocess.DEVNULL
        )
        try:
            while (now := time.perf_counter() - begin) < PATIENCE and marks(display) < _ENOUGH:
                time.sleep(0.005)
        finally:
            process.terminate()
            process.wait()
    return now if now < PATIENCE else float("inf")


def marks(display: xdisplay.Display) -> int:
    """How many of the reader's pixels are no grey: the page itself and its letters are."""
    pixels = display.seen(READER)
    channels = np.stack([(pixels >> by & 0xFF).astype(np.int16) for by in (0, 8, 16)])
    return int((channels.max(axis=0) - channels.min(axis=0) > _VIVID).sum())


if __name__ == "__main__":
    sys.exit(main())
