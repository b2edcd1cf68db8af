"""PySide6 6.12.0 under Python before 3.12 loses a reference to None with every void call, and aborts in the end."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject


@pytest.mark.usefixtures("qapp")
def test_void_calls_keep_none_alive():
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(500):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 50
