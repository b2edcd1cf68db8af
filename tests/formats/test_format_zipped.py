"""ZIP archives: a folder in one file, whoever packed it; and every trap that an archive can be."""

from __future__ import annotations

import stat
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from docx_files import docx, p, zipped
from format_values import GOLDEN, SCHEME, golden_bundle, refusal

from annotator.formats import ReadOptions, Source, formats, recognise, zips
from annotator.formats import zipped as room
from annotator.formats.zipped import members
from annotator.incoming import read_files


def packed(tmp_path: Path, files: dict[str, str | bytes], name: str = "包.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(zipped(files))
    return path


def texts(path: Path, format_: str = "") -> dict[str, str]:
    """What each file in an archive gave: its text, or the key of its fault."""
    files = list(read_files([path], format_))
    names = [str(file.path.relative_to(path.parent)) for file in files]
    said = [file.fault.key if file.fault else "".join(one.document.text for one in file.bundles) for file in files]
    assert all(str(file.fault) for file in files if file.fault)
    return dict(zip(names, said, strict=True))


def test_each_file_is_read_by_its_own_format(tmp_path):
    path = packed(
        tmp_path, {"乙/报告.docx": docx(p("文档")), "甲.txt": GOLDEN, "图.png": b"\x89PNG\r\n\x1a\n", "空.txt": ""}
    )
    assert texts(path) == {
        "包.zip/乙/报告.docx": "文档",
        "包.zip/图.png": "formats.binary",
        "包.zip/甲.txt": GOLDEN,
        "包.zip/空.txt": "formats.empty",
    }
    (file,) = [file for file in read_files([path]) if file.path.name == "甲.txt"]
    assert file.bundles[0].document.origin.name == "甲.txt"


@pytest.mark.parametrize("folder", ["word", "xl", "报告/word"])
def test_a_folder_that_is_called_as_one_of_offices_makes_no_document(tmp_path, folder):
    path = packed(tmp_path, {f"{folder}/甲.txt": "甲", "乙.txt": "乙"})
    assert texts(path) == {f"包.zip/{folder}/甲.txt": "甲", "包.zip/乙.txt": "乙"}


def test_an_archive_of_documents_that_are_stored_as_they_are_is_none(tmp_path):
    path = tmp_path / "包.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("甲.docx", docx(p("甲")))
        archive.writestr("乙.txt", "乙")
    assert texts(path) == {"包.zip/甲.docx": "甲", "包.zip/乙.txt": "乙"}


def test_a_document_is_known_without_its_name(tmp_path):
    path = tmp_path / "报告"
    path.write_bytes(docx(p("甲")))
    assert texts(path) == {"报告": "甲"}


def test_a_named_format_reads_the_files_inside(tmp_path):
    marked = "好⟦Program|雨露计划⟧\n"
    path = packed(tmp_path, {"a.txt": marked, "b.txt": marked})
    assert texts(path, "marks") == {"包.zip/a.txt": "好雨露计划\n", "包.zip/b.txt": "好雨露计划\n"}
    assert texts(path, "text")["包.zip/a.txt"] == marked


@pytest.mark.parametrize(
    ("encoding", "name"), [("gb18030", "脱贫攻坚报告.txt"), ("big5", "脫貧攻堅報告.txt"), ("utf-8", "脱贫.txt")]
)
def test_names_that_do_not_say_their_encoding(tmp_path, encoding, name):
    raw = name.encode(encoding)
    plain = b"n" * len(raw)
    data = zipped({plain.decode(): GOLDEN}).replace(plain, raw)
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    assert texts(path) == {f"a.zip/{name}": GOLDEN}


def test_what_systems_hide_in_archives_stays_out(tmp_path):
    files = dict.fromkeys(["__MACOSX/._a.txt", ".DS_Store", "a/.b.txt", "~$c.docx", "d.txt"], "字")
    assert texts(packed(tmp_path, files)) == {"包.zip/d.txt": "字"}


def test_archives_in_archives_three_deep(tmp_path):
    data: bytes = zipped({"里.txt": "底"})
    for level in range(3):
        data = zipped({f"{level}.zip": data, f"{level}.txt": str(level)})
    assert texts(packed(tmp_path, {"三.zip": data})) == {
        "包.zip/三.zip/2.txt": "2",
        "包.zip/三.zip/2.zip/1.txt": "1",
        "包.zip/三.zip/2.zip/1.zip": "formats.zip-deep",
    }


def test_bombs_are_left_packed(tmp_path, monkeypatch):
    path = packed(tmp_path, {"弹.txt": b"0" * 41_000_000, "好.txt": "好"})
    assert path.stat().st_size < 100_000
    assert texts(path) == {"包.zip/好.txt": "好", "包.zip/弹.txt": "formats.zip-bomb"}
    monkeypatch.setattr(room, "MOST_BYTES", 25)
    many = packed(tmp_path, {"1.txt": "一" * 3, "2.zip": zipped({"3.txt": "三" * 9})}, "多.zip")
    assert texts(many) == {"多.zip/1.txt": "一一一", "多.zip": "formats.zip-bomb"}
    monkeypatch.setattr(zips, "MOST_ENTRIES", 1)
    assert texts(many) == {"多.zip": "formats.zip-entries"}


def test_names_that_lead_elsewhere_and_links(tmp_path):
    link = ZipInfo("链.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "a.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        for name in ("../外.txt", "/根.txt", "C:/盘.txt", "里\\好.txt"):
            archive.writestr(name, "字")
    assert texts(path) == {
        "a.zip/../外.txt": "formats.zip-outside",
        "a.zip/根.txt": "formats.zip-outside",
        "a.zip/C:/盘.txt": "formats.zip-outside",
        "a.zip/里/好.txt": "字",
        "a.zip/链.txt": "formats.zip-link",
    }
    assert list(tmp_path.iterdir()) == [path]


def test_encrypted_and_damaged_files_are_named(tmp_path):
    data = bytearray(zipped({"a.txt": "甲" * 99, "b.txt": "乙"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path = tmp_path / "密.zip"
    path.write_bytes(data)
    assert texts(path) == {"密.zip/a.txt": "formats.zip-encrypted", "密.zip/b.txt": "乙"}
    data[at + 8] ^= 1
    data[at + 10] = 99  # a way of packing that nobody knows
    path.write_bytes(data)
    assert texts(path)["密.zip/a.txt"] == "formats.zip-method"
    data[at + 10] = 8
    data[at + 16] ^= 0xFF  # the checksum
    path.write_bytes(data)
    assert texts(path)["密.zip/a.txt"] == "formats.zip-entry-broken"
    path.write_bytes(b"PK\x03\x04 cut off")
    assert texts(path) == {"密.zip": "formats.zip-broken"}


def test_to_read_an_archive_at_once_is_all_or_nothing():
    good = Source(Path("a.zip"), zipped({"1.txt": "一", "2.txt": "二"}))
    read = formats.get("zip").read
    assert [one.document.text for one in read(good, ReadOptions())] == ["一", "二"]
    bad = Source(Path("a.zip"), zipped({"1.txt": "一", "2.png": b"\x89PNG\r\n\x1a\n"}))
    refusal(lambda: list(read(bad, ReadOptions())), "binary", "2.png")


def test_a_large_archive_is_not_taken_into_memory(tmp_path):
    path = tmp_path / "大.zip"
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=0) as archive:
        for at in range(3):
            archive.writestr(f"{at}.txt", b"a" * 20_000_000)
    assert path.stat().st_size > 40_000_000
    assert sum(len(one.content) for one in members(Source(path)) if isinstance(one, Source)) == 60_000_000


def test_our_own_lines_in_an_archive_come_with_what_was_said(tmp_path):
    formats.get("jsonl").write([golden_bundle()], SCHEME, tmp_path / "a.jsonl")
    path = packed(tmp_path, {"a.jsonl": (tmp_path / "a.jsonl").read_bytes()})
    (file,) = read_files([path])
    assert file.scheme == SCHEME
    assert file.bundles == (golden_bundle(),)


def test_damaged_archives_give_a_sentence_or_texts(tmp_path):
    good = zipped({"a.txt": GOLDEN * 9, "b.docx": docx(p("文")), "c.zip": zipped({"d.txt": "丁"})})
    random = Random(4)
    path = tmp_path / "坏.zip"
    for _ in range(150):
        bad = bytearray(good[: random.randrange(1, len(good))] if random.random() < 0.3 else good)
        for _ in range(random.randrange(6)):
            bad[random.randrange(len(bad))] = random.randrange(256)
        path.write_bytes(bad)
        assert all(texts(path).values())


def test_an_archive_that_stores_a_pdf_as_it_is_is_an_archive(tmp_path):
    path = tmp_path / "包.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("年报.pdf", b"%PDF-1.7\n")
    assert recognise(path, path.read_bytes()).name == "zip"
    [file] = read_files([path])
    assert str(file.fault.fields["path"]) == str(path / "年报.pdf")
