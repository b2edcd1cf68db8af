"""What a desktop is told of the program: its entry, its file type, its icon, its manual page; and what is shipped."""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from annotator.store.schema import APPLICATION_ID

ROOT = Path(__file__).resolve().parents[2]
DESKTOP = ROOT / "packaging" / "desktop"
LOCALES = ("zh_CN", "zh_TW", "zh_HK")


def made(script: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a script of packaging/ from the checkout."""
    command = [sys.executable, str(ROOT / "packaging" / script), *map(str, args)]
    environment = {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=True)


def test_the_entry_has_three_languages_and_opens_a_corpus() -> None:
    entry = configparser.RawConfigParser()
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(DESKTOP / "org.annotator.Annotator.desktop", "utf-8")
    section = entry["Desktop Entry"]
    for key in ("Name", "GenericName", "Comment", "Keywords"):
        assert {key, *(f"{key}[{locale}]" for locale in LOCALES)} <= set(section)
    assert section["Exec"] == "annotator open --in-window %f"
    assert section["Icon"] == "org.annotator.Annotator"


def test_a_corpus_is_known_by_its_name_and_by_what_it_begins_with() -> None:
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = ElementTree.parse(DESKTOP / "org.annotator.Annotator.xml").getroot().find("m:mime-type", space)
    assert kind is not None
    entry = (DESKTOP / "org.annotator.Annotator.desktop").read_text("utf-8")
    assert f"MimeType={kind.get('type')};" in entry
    assert [glob.get("pattern") for glob in kind.findall("m:glob", space)] == ["*.corpus"]
    inner = kind.find("m:magic/m:match/m:match", space)
    assert inner is not None
    assert (inner.get("value") or "").encode() == APPLICATION_ID.to_bytes(4, "big")


def test_the_manual_page_has_every_command_in_each_language(tmp_path: Path) -> None:
    from annotator.cli import program
    from annotator.i18n import Words

    made("man_page.py", tmp_path)
    for language, place in {"en": ".", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}.items():
        page = (tmp_path / place / "man1" / "annotator.1").read_text("utf-8")
        line = program(Words(language), lambda: pytest.fail("no window"))
        for name, command in line.commands.items():
            assert f".SS annotator {name} " in page
            assert (command.short_help or "").replace("\\", "\\e").replace("-", "\\-") in page
        assert not [one for one in page.splitlines() if one.startswith("'")]


def test_the_icon_comes_in_the_sizes_of_desktops(tmp_path: Path) -> None:
    made("make_icons.py", tmp_path)
    assert {f"{size}.png" for size in (16, 32, 48, 64, 128, 256, 512)} <= {path.name for path in tmp_path.iterdir()}
    assert (tmp_path / "annotator.ico").read_bytes()[:4] == b"\0\0\1\0"
    assert (tmp_path / "annotator.icns").read_bytes()[:4] == b"icns"


def test_a_picture_without_letters_is_noticed(tmp_path: Path) -> None:
    """The look at a bare system's picture: boxes in the place of characters, and nothing highlighted, do not pass."""
    made("make_icons.py", tmp_path)
    with pytest.raises(subprocess.CalledProcessError):
        made("look_at.py", tmp_path / "512.png")


def test_icus_data_is_packed_as_it_was_read() -> None:
    """The form of the package of ICU's data: what is written is read back, each item at a multiple of 16."""
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        from trim_icu import items_of, packed, wanted
    finally:
        sys.path.pop(0)
    header = (32).to_bytes(2, "little") + b"\xda\x27" + bytes(8) + b"CmnD" + bytes(16)
    items = [("icudt1l/coll/zh.res", b"abc"), ("icudt1l/de.res", b""), ("icudt1l/root.res", b"x" * 33)]
    head, back = items_of(packed(header, items))
    assert head == header
    assert [(name, content.rstrip(b"\0")) for name, content in back] == items
    assert [name for name, _ in items if wanted(name)] == ["icudt1l/coll/zh.res", "icudt1l/root.res"]


@pytest.mark.skipif(not (ROOT / "out/bundle/annotator/annotator.cdx.json").is_file(), reason="no bundle: make bundle")
def test_the_list_of_parts_names_each_with_version_and_licence() -> None:
    parts = json.loads((ROOT / "out/bundle/annotator/annotator.cdx.json").read_text("utf-8"))
    assert (parts["bomFormat"], parts["specVersion"]) == ("CycloneDX", "1.6")
    names = {one["name"] for one in parts["components"]}
    assert {"pyside6-essentials", "sqlite-utils", "numpy", "noto-cjk-sans-otc", "cpython"} <= names
    assert not names & {"libreadline8", "pygamma-agreement", "cvxopt"}
    assert all(one["version"] and one["licenses"][0]["license"]["name"] for one in parts["components"])
    texts = (ROOT / "out/bundle/annotator/LICENSES.txt").read_text("utf-8")
    assert all(f"{name} " in texts for name in names)
