"""A virtual X server whose picture lies in a file, and real keys for it: Xvfb and XTEST, by their C libraries."""

from __future__ import annotations

import ctypes
import ctypes.util
import mmap
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1400, 920
_POINTER_ROOT, _PARENT = 1, 2


def missing() -> str:
    """What is not installed of all that this needs; empty where nothing is missing."""
    libraries = [f"lib{name}" for name in ("X11", "Xtst") if ctypes.util.find_library(name) is None]
    return ", ".join([*(["Xvfb"] if shutil.which("Xvfb") is None else []), *libraries])


class Display:
    """A display with its picture. `name` is what DISPLAY has to be for a program that is to be shown on it."""

    def __init__(self, name: str, picture: Path) -> None:
        self.name = name
        self._x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst"))
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(name.encode()))
        if not self._display:
            raise RuntimeError(f"no X server at {name}")
        with picture.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 0)
        header, *rest = struct.unpack(">25I", self._memory[:100])
        colours, row = rest[18], rest[11]
        begin = header + 12 * colours
        pixels = np.frombuffer(self._memory, np.uint32, row // 4 * HEIGHT, begin)
        self._pixels = pixels.reshape(HEIGHT, row // 4)[:, :WIDTH]

    def seen(self, area: tuple[int, int, int, int]) -> NDArray[np.uint32]:
        """Each second row and column of an area (left, top, right, bottom) as it is now."""
        left, top, right, bottom = area
        return self._pixels[top:bottom:2, left:right:2].copy()

    def focus(self) -> None:
        """Gives the keys to the largest window that is shown; there is no window manager to do it."""
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        top = ctypes.c_ulong(self._x11.XDefaultRootWindow(self._display))
        found = (ctypes.byref(one) for one in (root, parent, children, count))
        self._x11.XQueryTree(self._display, top, *found)
        largest = max(range(count.value), key=lambda at: self._area(children[at]))
        self._x11.XSetInputFocus(self._display, ctypes.c_ulong(children[largest]), _PARENT, 0)
        self._x11.XSync(self._display, 0)

    def _area(self, window: int) -> int:
        root, x, y = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_int()
        width, height, border, depth = (ctypes.c_uint() for _ in range(4))
        parts = (ctypes.byref(one) for one in (root, x, y, width, height, border, depth))
        self._x11.XGetGeometry(self._display, ctypes.c_ulong(window), *parts)
        return width.value * height.value

    def press(self, keysym: int) -> None:
        """A key down and up, as a keyboard gives it."""
        code = self._x11.XKeysymToKeycode(self._display, ctypes.c_ulong(keysym))
        for down in (1, 0):
            self._test.XTestFakeKeyEvent(self._display, code, down, ctypes.c_ulong(0))
        self._x11.XFlush(self._display)

    def seconds_until_it_changes(self, keysym: int, area: tuple[int, int, int, int], patience: float = 1.0) -> float:
        """From a key to the first pixel of the area that is another one; infinite where none changes."""
        before, begin = self.seen(area), time.perf_counter()
        self.press(keysym)
        while (now := time.perf_counter()) - begin < patience:
            if not np.array_equal(self.seen(area), before):
                return time.perf_counter() - begin
            time.sleep(0.0002 if now - begin > 0.0002 else 0)
        return float("inf")


@contextmanager
def display() -> Iterator[Display]:
    """An X server of its own for the block."""
    with TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        screen = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder, "-nolisten", "tcp", "-noreset"]
        command = ["Xvfb", "-displayfd", str(writing), *screen]
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            with os.fdopen(reading) as pipe:
                number = pipe.readline().strip()
            yield Display(f":{number}", Path(folder) / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait()
