"""The process in which files of strangers are read: when it dies or hangs, a sentence, and the next file is read."""

from __future__ import annotations

import os
from signal import SIGTERM
from time import sleep

import pytest
from format_values import refusal

from annotator.errors import AnnotatorError
from annotator.formats import child
from annotator.formats.child import in_child


def twice(number: int) -> int:
    return number * 2


def die() -> None:
    os._exit(3)


def hoard() -> int:
    return len(bytearray(child.MEMORY * 2))


def refuse() -> None:
    raise AnnotatorError("formats.empty", path="里面.txt")


def test_a_result_comes_back_and_a_sentence_too():
    assert in_child("a.pdf", twice, 21) == 42
    refusal(lambda: in_child("a.pdf", refuse), "empty", "里面.txt")
    assert in_child("a.pdf", twice, number=4) == 8


def test_a_crash_is_a_sentence():
    refusal(lambda: in_child("坏.pdf", die), "parser-died", "坏.pdf")
    assert in_child("b.pdf", twice, 2) == 4


def test_a_hang_is_a_sentence(monkeypatch):
    monkeypatch.setattr(child, "SECONDS", 0.2)
    refusal(lambda: in_child("慢.pdf", sleep, 60), "parser-slow", "慢.pdf")
    monkeypatch.undo()
    assert in_child("b.pdf", twice, 2) == 4


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_too_much_memory_is_a_sentence():
    refusal(lambda: in_child("大.pdf", hoard), "parser-memory", "大.pdf")
    assert in_child("b.pdf", twice, 2) == 4


def test_one_that_was_killed_while_it_had_nothing_to_do_refuses_nobody():
    before = in_child("a.pdf", os.getpid)
    os.kill(before, SIGTERM)
    assert child._worker().ready(10)  # its end has come here
    assert in_child("b.pdf", os.getpid) != before
