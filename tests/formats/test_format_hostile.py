"""What strangers send, all of it in one folder: each file is named with its reason, the good ones beside it are in.

Each kind has tests of its own where its format is; this one shows that none of them stops, harms or hides the others.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zlib import compress

import openpyxl
import pypdf
import pytest
from docx_files import zipped
from pdf_files import lines, pdf

from annotator import keeping
from annotator.corpus import Corpus
from annotator.formats.jsonl import from_bundle
from annotator.formats.zips import MOST_ENTRIES
from annotator.i18n import LANGUAGES, Words
from annotator.model import Bundle, Document

TEXT = "𠮷林村落实低保，发展产业。"


def annotation(start: int, end: int, text: str, id_: str = "a1") -> dict[str, object]:
    said = {"annotator": "李", "label": "Measure", "attributes": {}, "note": "", "source": "manual"}
    return {"id": id_, "start": start, "end": end, **said, "text": text, "created": "", "changed": ""}


def ours(tmp: Path, **changes: object) -> bytes:
    """Our own lines, of which something is changed."""
    with closing(Corpus.create(tmp / "x.corpus", annotator="李")) as corpus:
        corpus.export(tmp / "x.jsonl", "jsonl")
    head = (tmp / "x.jsonl").read_bytes()
    line = from_bundle(Bundle(Document("d", "题", TEXT))) | changes
    for leftover in tmp.glob("x.*"):
        leftover.unlink() if leftover.is_file() else None
    return head + json.dumps(line, ensure_ascii=False).encode() + b"\n"


def entries(name: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(name, "字")
        for at in range(60_000):
            archive.writestr(ZipInfo(f"{at}.txt"), b"")
    return out.getvalue()


def lying() -> bytes:
    """An entry that says it is one byte long and unpacks to fifty million."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("谎.txt", b"0" * 50_000_000)
    data = bytearray(out.getvalue())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark) + at
        data[place : place + 4] = (1).to_bytes(4, "little")
    return bytes(data)


def link() -> bytes:
    out, entry = BytesIO(), ZipInfo("链.txt")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with ZipFile(out, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("../外.txt", "字")
    return out.getvalue()


def dtd(said: str) -> bytes:
    return zipped({"word/document.xml": dtd_of(said, '<w:document xmlns:w="urn:x"><w:body>&x;</w:body></w:document>')})


def dtd_of(said: str, body: str) -> str:
    return f"<!DOCTYPE d [{said}]>{body}"


def xmi(said: str, body: str) -> bytes:
    """A file of UIMA's with a text, in which something else is put."""
    spaces = 'xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
    whole = f'<xmi:XMI {spaces}><cas:Sofa sofaString="{TEXT}"/>{body}</xmi:XMI>'
    return (dtd_of(said, whole) if said else whole).encode()


def far() -> bytes:
    """A workbook with a cell in its thousand millionth row."""
    out, book = BytesIO(), openpyxl.Workbook()
    book.active.append(["正文"])
    book.save(out)
    with ZipFile(out) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    cell = b'<row r="1000000000"><c r="A1000000000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    sheet = "xl/worksheets/sheet1.xml"
    return zipped(files | {sheet: files[sheet].replace(b"</sheetData>", cell)})


def bomb() -> bytes:
    """A page whose content is packed twice, and unpacks to 300 MB."""
    content = compress(compress(b"0 0 m " * 50_000_000, 1))
    whole = pdf("x").replace(
        b"<< /Length 1 >>\nstream\nx",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(content) + content,
    )
    assert len(whole) < 100_000
    return whole


def locked() -> bytes:
    writer, out = pypdf.PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def conll(*rows: str) -> bytes:
    return ("\n".join(rows) + "\n").encode()


LAUGHS = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10 if at else "ha"}">' for at in range(12))
HOSTILE: dict[str, Callable[[Path], bytes]] = {
    "many.zip": lambda _: entries("a.txt"),
    "many.docx": lambda _: entries("word/document.xml"),
    "many.anpack": lambda _: entries("manifest.json"),
    "bomb.zip": lambda _: zipped({"弹.txt": b"0" * 50_000_000}),
    "lies.zip": lambda _: lying(),
    "links.zip": lambda _: link(),
    "entity.docx": lambda _: dtd('<!ENTITY x SYSTEM "file:///etc/passwd">'),
    "laughs.docx": lambda _: dtd(LAUGHS + '<!ENTITY x "&a11;">'),
    "deep.docx": lambda _: zipped({"word/document.xml": b"<a>" * 100_000}),
    "deep.json": lambda _: b"[" * 100_000,
    "deep.html": lambda _: b"<div>" * 100_000 + "字".encode(),
    "loop.pdf": lambda _: pdf(lines("圈")).replace(b"/Count 1 /Kids [7 0 R]", b"/Count 9 /Kids [2 0 R]"),
    "bomb.pdf": lambda _: bomb(),
    "locked.pdf": lambda _: locked(),
    "cut.pdf": lambda _: pdf(lines("断"))[:300],
    "program.txt": lambda _: b"MZ\x90\x00" + bytes(range(256)) * 20,
    "text.docx": lambda _: TEXT.encode(),
    "text.pdf": lambda _: TEXT.encode(),
    "text.xlsx": lambda _: TEXT.encode(),
    "broken.jsonl": lambda _: b'{"text": "a"}\n{"text": \n',
    "outside.jsonl": lambda tmp: ours(tmp, annotations=[annotation(5, 99, "x")]),
    "reversed.jsonl": lambda tmp: ours(tmp, annotations=[annotation(7, 5, "低保")]),
    "twice.jsonl": lambda tmp: ours(tmp, annotations=[annotation(5, 7, "低保"), annotation(5, 7, "低保")]),
    "utf16.jsonl": lambda tmp: ours(tmp, annotations=[annotation(6, 8, "低保")]),
    "dangling.jsonl": lambda tmp: ours(tmp, relations=[
        {"id": "r", "annotator": "李", "type": "t", "head": "no", "target": "no", "source": "", "created": ""}
    ]),
    "nan.jsonl": lambda _: b'{"text": "a", "label": [[NaN, 1, "x"]]}\n',
    "digits.jsonl": lambda _: b'{"text": "a", "label": [[' + b"9" * 5_000 + b', 1, "x"]]}\n',
    "laughs.xmi": lambda _: xmi(LAUGHS + '<!ENTITY x "&a11;">', "&x;"),
    "deep.xmi": lambda _: xmi("", "<a>" * 100_000),
    "wide.xmi": lambda _: xmi("", f'<a b="{"字" * 13_000_000}"/>'),
    "laughs.qdpx": lambda _: zipped({"project.qde": dtd_of(LAUGHS + '<!ENTITY x "&a11;">', "<Project>&x;</Project>")}),
    "bomb.qdpx": lambda _: zipped({"project.qde": b"<Project>" + b" " * 50_000_000}),
    "many.qdpx": lambda _: entries("project.qde"),
    "far.xlsx": lambda _: far(),
    "ragged.conll": lambda _: conll("低 B-Measure", "保", "。 O"),
    "tabs.ann": lambda _: b"T1 Measure 5 7\tx\n",
}  # fmt: skip


REASONS = {
    "many.zip": "zip-entries", "many.docx": "zip-entries", "many.anpack": "zip-entries", "many.qdpx": "zip-entries",
    "bomb.zip": "zip-bomb", "bomb.qdpx": "zip-bomb", "bomb.pdf": "pdf-bomb", "lies.zip": "zip-entry-broken",
    "links.zip": "zip-outside zip-link", "entity.docx": "xml-entities", "laughs.docx": "xml-entities",
    "laughs.xmi": "xml-entities", "laughs.qdpx": "xml-entities", "deep.docx": "xml-broken", "deep.xmi": "xml-broken",
    "wide.xmi": "xml-broken", "deep.json": "jsonl-too-deep", "deep.html": "html-deep", "loop.pdf": "pdf-broken",
    "cut.pdf": "pdf-broken", "locked.pdf": "pdf-encrypted", "program.txt": "binary", "text.docx": "docx-not",
    "text.pdf": "pdf-none", "text.xlsx": "zip-broken", "far.xlsx": "xlsx-large", "broken.jsonl": "jsonl-bad-json",
    "outside.jsonl": "jsonl-span", "reversed.jsonl": "jsonl-span", "twice.jsonl": "jsonl-twice",
    "utf16.jsonl": "jsonl-slice-utf16", "dangling.jsonl": "jsonl-no-end", "nan.jsonl": "jsonl-number",
    "digits.jsonl": "jsonl-number", "ragged.conll": "jsonl-columns", "tabs.ann": "jsonl-syntax",
    "large.txt": "too-large", "pipe.txt": "not-regular", "device.txt": "link",
}  # fmt: skip
"""Why each is refused: `formats.<key>`."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("hostile")
    made = base / "in"
    made.mkdir()
    for name, make in HOSTILE.items():
        (made / name).write_bytes(make(base))
    (made / "tabs.txt").write_text(TEXT, "utf-8")
    for name in ("a-good.txt", "z-good.txt"):
        (made / name).write_text(name + TEXT, "utf-8")
    with (made / "large.txt").open("wb") as stream:
        stream.truncate(3_000_000_000)
    if hasattr(os, "mkfifo"):
        os.mkfifo(made / "pipe.txt")
        (made / "device.txt").symlink_to("/dev/zero")
    return made


def test_a_folder_of_them_stops_nobody_and_each_is_named(folder: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in folder.parent.rglob("*"))
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as corpus:
        added = corpus.import_files([folder])
        titles = {row.title for row in corpus.documents()}
        steps = [entry.step.name for entry in corpus.history()]
    assert {f"{one}-good.txt{TEXT}" for one in "az"} <= titles
    assert added.documents == 3, titles  # and the text beside the annotations that are none
    assert steps[0] == "import"
    assert keeping.check(tmp_path / "a.corpus") == []
    said = {language: [fault.say(Words(language)) for fault in added.faults] for language in LANGUAGES}
    for name in (*HOSTILE, "large.txt", *(("pipe.txt", "device.txt") if hasattr(os, "mkfifo") else ())):
        for language in LANGUAGES:
            assert any(name in sentence for sentence in said[language]), name
        why = [fault.key for fault in added.faults if name in Path(str(fault.fields["path"])).parts]
        assert why == [f"formats.{key}" for key in REASONS[name].split()], name
    assert sorted(path.name for path in folder.parent.rglob("*")) == before
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(("a.corpus", "state"))) == []


def test_what_only_shifts_is_recognised_and_said(folder: Path, tmp_path: Path) -> None:
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as corpus:
        (fault,) = corpus.import_files([folder / "utf16.jsonl"]).faults
        assert fault.key == "formats.jsonl-slice-utf16"
        (fault,) = corpus.import_files([folder / "many.zip"]).faults
    assert (fault.key, fault.fields["count"], fault.fields["limit"]) == ("formats.zip-entries", 60_001, MOST_ENTRIES)
