"""Files that try to lead out of their folder: nothing there is read, nothing is written, and no net is asked.

An import runs as a process of its own, in which, and in each that it starts, Python tells every file that is opened and
every connection (audit hooks). What libraries in C open they do not see: for those the file outside has a time of its
last reading that reading would change, and a word in it that would be in the corpus.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from docx_files import zipped
from pdf_files import pdf

import annotator
from annotator.corpus import Corpus

SECRET = "此句在文件夹之外"
TEXT = "落实低保，发展产业。"
PACKAGE = Path(annotator.__file__).parents[1]
HOOK = """
import os, sys
_told = os.open({told!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_of_files = dict.fromkeys(("open", "os.remove", "os.mkdir", "os.truncate"), 0)
_of_files |= dict.fromkeys(("os.rename", "os.link", "os.symlink"), 1)
def _tell(event, args):
    if event in _of_files:
        path = args[_of_files[event]]
        reads = event == "open" and not (args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        if isinstance(path, (str, bytes)):
            line = f"{{'read' if reads else 'write'}}\\t{{os.path.realpath(os.fsdecode(path))}}\\n"
            os.write(_told, line.encode("utf-8", "replace"))
    elif event.startswith(("socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.", "os.system")):
        os.write(_told, f"{{event}}\\t\\n".encode())
sys.addaudithook(_tell)
"""


def xml(said: str, body: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE d [{said}]>{body}'


def word(secret: Path) -> dict[str, bytes]:
    """A template, a picture, a piece of another file and a field, all of them outside."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{office}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for at, (kind, target, mode) in enumerate(
            (kind, target, mode)
            for kind in ("attachedTemplate", "image", "aFChunk", "header", "footnotes", "numbering", "styles")
            for target, mode in ((secret.as_uri(), "External"), ("../../../out/secret.xml", "Internal"))
        )
    )
    body = (
        f'<w:document {space} xmlns:r="{office}"><w:body><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p><w:altChunk r:id="r4"/>'
        f'<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;{secret}&quot; "/></w:p></w:body></w:document>'
    )
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    return zipped({"word/document.xml": body, "word/_rels/document.xml.rels": rels})


def leading_out(secret: Path) -> dict[str, bytes]:
    """Files of each kind that name the one outside."""
    there, entity = secret.as_uri(), f'<!ENTITY x SYSTEM "{secret.as_uri()}">'
    w = '<w:document xmlns:w="urn:x"><w:body>&x;</w:body></w:document>'
    spaces = 'xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
    xmi = f'<xmi:XMI {spaces}><cas:Sofa sofaString="{TEXT}"/>&x;</xmi:XMI>'
    included = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{there}" parse="text"/>'
    page = (
        f'<html><head><link rel="stylesheet" href="{there}"><base href="{there}"><script src="{there}"></script></head>'
        f'<body><p>{TEXT * 20}</p><img src="{there}"><iframe src="{there}"></iframe><object data="{there}"></object>'
        f'<embed src="http://127.0.0.1:9/x">{included}<img src="http://example.invalid/x.png"></body></html>'
    )
    texts = '<Sources><TextSource guid="g" name="n" plainTextPath="{}"/></Sources>'
    project = f'<Project xmlns="urn:QDA-XML:project:1.0">{texts}</Project>'
    return {
        "entity.docx": zipped({"word/document.xml": xml(entity, w)}),
        "dtd.docx": zipped({"word/document.xml": f'<!DOCTYPE d SYSTEM "{there}">{w.replace("&x;", TEXT)}'}),
        "word.docx": word(secret),
        "entity.xmi": xml(entity, xmi).encode(),
        "net.xmi": xml('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', xmi).encode(),
        "include.xmi": xmi.replace("&x;", included).encode(),
        "entity.qdpx": zipped({"project.qde": xml(entity, "<Project>&x;</Project>")}),
        "up.qdpx": zipped({"project.qde": project.format("internal://../../out/secret.txt")}),
        "file.qdpx": zipped({"project.qde": project.format(f"absolute://{secret}")}),
        "near.qdpx": zipped({"project.qde": project.format("relative:///../out/secret.txt")}),
        "flat.xml": xml(entity, '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">&x;</pkg:package>').encode(),
        "page.html": page.encode(),
        "svg.html": xml(entity, f"<html><body><p>{TEXT}&x;</p></body></html>").encode(),
        "picture.md": f'{TEXT}\n\n![x]({there})\n\n<img src="{there}">\n\n[include]({there})\n'.encode(),
        "page.mht": f"MIME-Version: 1.0\nContent-Type: text/html\nContent-Location: {there}\n\n{page}".encode(),
        "book.xlsx": zipped({"xl/workbook.xml": xml(entity, "<a>&x;</a>"), "[Content_Types].xml": "<Types/>"}),
        "fields.pdf": pdf(f"/F ({secret}) Do").replace(b"/Length", b"/F (../out/secret.txt) /Length"),
        "up.jsonld": json.dumps({
            "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": {"value": "Measure"},
            "target": {
                "source": "../out/secret.txt", "selector": {"type": "TextPositionSelector", "start": 0, "end": 2}
            },
        }).encode(),
        "tasks.json": json.dumps([{"data": {"image": "http://127.0.0.1:9/x"}, "annotations": []}]).encode(),
        "up.zip": zipped({"../../out/new.txt": TEXT, "/abs.txt": TEXT, "..\\..\\out\\new.txt": TEXT}),
        "linked.ann": b"T1\tMeasure 0 2\t" + SECRET[:2].encode() + b"\n",
    }  # fmt: skip


pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="what a system opens for itself is listed for Linux and macOS"
)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The folder that is imported, and the file outside of it."""
    inside, secret = tmp_path.resolve() / "in", tmp_path.resolve() / "out" / "secret.txt"
    inside.mkdir()
    secret.parent.mkdir()
    secret.write_text(SECRET * 20, "utf-8")
    (secret.parent / "secret.xml").write_text(f"<a>{SECRET}</a>", "utf-8")
    for name, data in leading_out(secret).items():
        (inside / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    for name, target in (("link.txt", secret), ("linked.txt", secret), ("folder", secret.parent)):
        try:
            (inside / name).symlink_to(target)
        except OSError:
            pytest.skip("no links here")
    for number in range(400):  # so many that a process beside reads
        (inside / f"z{number}.txt").write_text(f"{TEXT}{number}", "utf-8")
    return inside, secret


def test_nothing_outside_is_read_or_written(folders: tuple[Path, Path], tmp_path: Path) -> None:
    (inside, secret), tmp_path = folders, tmp_path.resolve()
    probe, hooked = tmp_path / "probe.txt", tmp_path / "hook"
    probe.write_text("x")
    hooked.mkdir()
    (hooked / "sitecustomize.py").write_text(HOOK.format(told=str(tmp_path / "told")), "utf-8")
    for path in (probe, secret, secret.parent / "secret.xml"):
        os.utime(path, (1_000, 2_000_000_000))  # read before it was written: the system would note a reading
    probe.read_text()
    notes_readings = probe.stat().st_atime != 1_000
    before = {path: path.lstat().st_mtime for path in tmp_path.rglob("*")}
    corpus = tmp_path / "own" / "a.corpus"
    corpus.parent.mkdir()
    Corpus.create(corpus, annotator="李").close()
    line = [sys.executable, "-m", "annotator", "import", corpus, inside]
    found = [str(hooked), str(PACKAGE), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(found), "HOME": str(tmp_path / "own"),
                   "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    for name in ("link.txt", "linked.txt", "folder", "entity.docx", "up.qdpx", "up.jsonld"):
        assert name in done.stderr

    told = {
        (what, path) for what, path in (one.split("\t") for one in (tmp_path / "told").read_text("utf-8").splitlines())
    }
    assert ("read", str(inside / "z7.txt")) in told, "the hook hears"
    assert {what for what, _ in told} == {"read", "write"}, "no connection, no program started"
    of_python = {Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), PACKAGE.resolve()}
    for what, path in told:
        above = {Path(path), *Path(path).parents}
        if what == "write":
            assert corpus.parent in above or path == os.devnull, path
        else:
            system = path.startswith(("/proc/", "/sys/", "/dev/", "/usr/", "/etc/", "/lib"))
            assert system or above & {corpus.parent, inside, hooked, *of_python}, path
        assert secret.parent not in above
    assert not any(path in ("/etc/passwd", "/etc/shadow") for _, path in told)

    for path, time in before.items():
        assert path.lstat().st_mtime == time, path
    assert {path for path in tmp_path.rglob("*") if corpus.parent not in [path, *path.parents]} == {
        *before,
        tmp_path / "told",
    }
    if notes_readings:
        assert secret.stat().st_atime == (secret.parent / "secret.xml").stat().st_atime == 1_000
    with closing(Corpus.open(corpus)) as opened:
        texts = [opened.document(row.id).text for row in opened.documents()]
    assert sum(text.startswith(TEXT) for text in texts) >= 400
    assert not any(SECRET in text for text in texts)
