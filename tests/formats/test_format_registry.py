"""The formats there are: found, recognised, cheap to ask for, and able to say everything in three languages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from format_values import GOLDEN, SCHEME, golden_bundle, refusal

from annotator import formats as package
from annotator.errors import AnnotatorError
from annotator.formats import formats, recognise
from annotator.formats.format import LEFT_OUT
from annotator.i18n import LANGUAGES, catalogue

ROOM = Path(package.__file__).parent


def test_the_formats_there_are():
    conll = {f"conll{scheme}{unit}" for scheme in ("", "-bioes", "-bmes") for unit in ("", "-words")}
    in_json = {"label-studio", "doccano", "doccano-relations", "prodigy", "web-annotation"}
    assert {"text", "marks", "jsonl", "docx", "brat"} | conll | in_json <= set(formats.ours())
    for name, each in formats.ours().items():
        assert name == each.name
        assert set(each.title) == set(LANGUAGES)
        assert f"formats.unit-{each.unit.replace(' ', '-')}".lower() in catalogue()
        assert all(f"formats.loses-{kind}" in catalogue() for kind in each.loses)
    with pytest.raises(AnnotatorError, match="jsonl"):
        formats.get("wps")


def test_importing_the_room_imports_no_format_and_nothing_heavy():
    code = "import sys, annotator.formats; print(*(name for name in sys.modules if name.startswith('annotator.')))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    ours = {name for name in loaded if name.startswith("annotator.formats.")}
    assert ours == {
        f"annotator.formats.{name}" for name in ("format", "registry", "sheets", "source", "files", "magic")
    }
    assert "annotator.text" not in loaded


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.txt", GOLDEN.encode(), "text"),
        ("a.txt", "好⟦Program|雨露计划⟧".encode(), "marks"),
        ("a.txt", "数学⟦x⟧".encode(), "text"),
        ("a.txt", b'{"kind":"corpus","format"', "jsonl"),
        ("a.JSONL", b'{"broken', "jsonl"),
        ("a.jsonl", '{"text": "⟦Program|雨露计划⟧"}'.encode(), "jsonl"),
        ("a.dat", b"\xef\xbb\xbf" + b'{"id": 1, "text": "x"}\n', "jsonl"),
        ("noname", "甲".encode("gb18030"), "text"),
        ("a.dat", b"%PDF-1.7", "pdf"),
    ],
)
def test_recognised_by_content_then_by_suffix(name, head, expected):
    assert recognise(Path(name), head).name == expected


def test_a_suffix_that_nobody_reads_is_not_taken_for_text():
    refusal(lambda: recognise(Path("页.tex"), b"x"), "unknown-suffix", "页.tex", ".tex", ".docx", ".ndjson .")


@pytest.mark.parametrize("name", ["text", "marks", "jsonl"])
def test_what_is_written_is_recognised(tmp_path, name):
    path = tmp_path / "out"
    formats.get(name).write([golden_bundle()], SCHEME, path)
    file = next(path.iterdir()) if formats.get(name).folder else path
    assert recognise(file, file.read_bytes()).name == name


def test_every_sentence_used_is_there_in_three_languages_with_the_same_words():
    used = set()
    for path in ROOM.glob("*.py"):
        source = path.read_text("utf-8")
        used |= set(re.findall(r'"formats\.([a-z0-9-]+)"', source))
        used |= {f"jsonl-{key}" for key in re.findall(r'\.wrong\(\s*"([a-z0-9-]+)"', source)}
    sentences = {
        key.removeprefix("formats."): value for key, value in catalogue().items() if key.startswith("formats.")
    }
    lost = {f"loses-{kind}" for each in formats.ours().values() for kind in each.loses}
    units = {f"unit-{each.unit.replace(' ', '-')}" for each in formats.ours().values()}
    left_out = {f"left-out-{kind}" for kind in LEFT_OUT}
    stays = {"loses-documents"}  # of an export of a part
    assert used | lost | units | left_out | stays == set(sentences)
    for key, versions in sentences.items():
        assert list(versions) == ["en", "zh-Hans", "zh-Hant"], key
        assert len({frozenset(re.findall(r"\{\w+\}", sentence)) for sentence in versions.values()}) == 1, key


def test_the_translations_are_valid_json_in_one_style():
    path = ROOM.parent.parent / "resources" / "translations" / "formats.json"
    if path.is_file():
        text = path.read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_every_format_is_in_the_manual():
    manual = ROOM.parent.parent / "docs" / "formats.md"
    if manual.is_file():
        text = manual.read_text("utf-8")
        assert [name for name, each in formats.ours().items() if f"`{name}`" not in text] == []


def test_the_order_in_which_formats_were_imported_decides_nothing(monkeypatch):
    """Several formats have lines of JSON; a file that none knows by its content is that of the suffix's own name."""
    there = formats.all()
    for order in (list(there), list(reversed(there))):
        monkeypatch.setattr(type(formats), "all", lambda _self, order=order: {name: there[name] for name in order})
        assert recognise(Path("a.jsonl"), b'{"broken').name == "jsonl"
