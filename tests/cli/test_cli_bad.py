"""Bad files, folders and corpora: a sentence with the file and the way out, status 1, nothing half done."""

from __future__ import annotations

import ctypes
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cli_runs import REPORT, invoke, limited, lines, run
from click.testing import Result

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.formats import files
from annotator.i18n import LANGUAGES
from annotator.plain import from_scheme, read_scheme
from annotator.store import Writing

LARGE = REPORT * 20_000


def check_refused(result: Result, *expected: object) -> None:
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    for piece in expected:
        assert str(piece) in result.stderr


def nothing(_path: Path) -> None:
    pass


def undecodable(path: Path) -> None:
    path.write_bytes(REPORT.encode() * 3 + b"\xff\xfe\xff" + REPORT.encode() * 3)


BAD_FILES: dict[str, Callable[[Path], object]] = {
    "empty.txt": Path.touch,
    "missing.txt": nothing,
    "binary.txt": lambda path: path.write_bytes(bytes(range(256)) * 8),
    "scan.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3"),
    "page.tex": lambda path: path.write_text("低保", "utf-8"),
    "undecodable.txt": undecodable,
    "half.jsonl": lambda path: path.write_text('{"text": "低保', "utf-8"),
    "loop.txt": lambda path: path.symlink_to(path),
    "pipe.txt": os.mkfifo,
}


@pytest.fixture(params=BAD_FILES)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "坏" / request.param
    path.parent.mkdir()
    try:
        BAD_FILES[request.param](path)
    except (OSError, AttributeError):
        pytest.skip("this system cannot make such a file")
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_files_are_not_suggested_in(bad: Path, language: str) -> None:
    result = invoke("suggest", bad, language=language)
    check_refused(result, bad.name)
    assert result.stdout == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_files_stay_out_of_a_corpus(bad: Path, corpus: Path, language: str) -> None:
    before = invoke("history", corpus, "--json").stdout
    check_refused(invoke("import", corpus, bad, language=language), bad.name)
    assert invoke("history", corpus, "--json").stdout == before


def test_the_good_ones_beside_a_bad_file_are_in(bad: Path, corpus: Path) -> None:
    good = bad.with_name("good.txt")
    good.write_text(REPORT + "二", "utf-8")
    check_refused(invoke("import", corpus, bad, good), bad.name)
    assert lines(invoke("stats", corpus, "--json").stdout)[0]["documents"] == 2


@pytest.mark.parametrize("args", [("suggest",), ("import", "{corpus}")])
def test_a_file_above_the_limit(
    args: tuple[str, ...], corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 1_000)
    large = tmp_path / "large.txt"
    large.write_text(REPORT * 20, "utf-8")
    check_refused(invoke(*(arg.format(corpus=corpus) for arg in args), large), large, "MB")


def test_more_than_forty_megabytes_of_text(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("w", encoding="utf-8") as stream:
        for _ in range(41):
            stream.write("扶贫" * 166_667 + "\n")
    check_refused(invoke("suggest", large), large, "40 MB")


def text_file(path: Path) -> None:
    path.write_text(REPORT, "utf-8")


def other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE documents (id)")
    connection.commit()
    connection.close()


def newer(path: Path) -> None:
    assert invoke("new", path).exit_code == 0
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.commit()
    connection.close()


BAD_CORPORA: dict[str, Callable[[Path], object]] = {
    "missing": nothing,
    "folder": Path.mkdir,
    "text": text_file,
    "empty": Path.touch,
    "database": other_database,
    "damaged": lambda path: path.write_bytes(b"SQLite format 3\0" + b"\x07" * 8000),
    "in-a-file": nothing,
}
COMMANDS = [
    ("import", "{corpus}", "{report}"),
    ("suggest", "{report}", "--corpus", "{corpus}"),
    ("evaluate", "{folder}", "--corpus", "{corpus}"),
    ("export", "{corpus}", "{folder}/out.jsonl", "--format", "jsonl"),
    ("undo", "{corpus}"),
    ("redo", "{corpus}"),
    ("history", "{corpus}"),
    ("stats", "{corpus}"),
]


@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
@pytest.mark.parametrize("kind", BAD_CORPORA)
def test_a_file_that_is_no_corpus(kind: str, args: tuple[str, ...], tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text(REPORT, "utf-8")
    corpus = report / "a.corpus" if kind == "in-a-file" else tmp_path / "坏.corpus"
    BAD_CORPORA[kind](corpus)
    before = corpus.read_bytes() if corpus.is_file() else None
    seen = sorted(tmp_path.iterdir())
    result = invoke(*(arg.format(corpus=corpus, report=report, folder=tmp_path) for arg in args))
    check_refused(result, corpus)
    assert result.stdout == ""
    assert (corpus.read_bytes() if corpus.is_file() else None) == before
    assert sorted(tmp_path.iterdir()) == seen


@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
def test_a_corpus_of_a_newer_version_is_read_and_not_written_to(args: tuple[str, ...], tmp_path: Path) -> None:
    report, corpus = tmp_path / "r.txt", tmp_path / "新.corpus"
    report.write_text(REPORT, "utf-8")
    newer(corpus)
    before = corpus.read_bytes()
    seen = sorted(tmp_path.iterdir())
    result = invoke(*(arg.format(corpus=corpus, report=report, folder=tmp_path) for arg in args))
    assert corpus.read_bytes() == before
    if args[0] in ("import", "undo", "redo"):
        check_refused(result, corpus)
        said = result.stderr.splitlines()
        assert len(said) == len(set(said)), "the same sentence twice"
        assert sorted(tmp_path.iterdir()) == seen
    else:
        assert result.exit_code == 0, result.stderr
        assert sorted(path for path in tmp_path.iterdir() if path.name.startswith("新")) == [corpus]


@pytest.mark.parametrize("where", ["there.corpus", ".", "no/folder/a.corpus", "r.txt/a.corpus", f"{'长' * 200}.corpus"])
def test_a_corpus_that_cannot_be_made(where: str, tmp_path: Path) -> None:
    (tmp_path / "there.corpus").write_text("mine", "utf-8")
    (tmp_path / "r.txt").write_text(REPORT, "utf-8")
    seen = sorted(tmp_path.rglob("*"))
    check_refused(invoke("new", tmp_path / where), tmp_path)
    assert sorted(tmp_path.rglob("*")) == seen
    assert (tmp_path / "there.corpus").read_text("utf-8") == "mine"


@pytest.mark.parametrize("scheme", ["none-such", "broken.json", "."])
def test_a_scheme_that_is_none(scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.json").write_text('{"labels": [', "utf-8")
    check_refused(invoke("new", "a.corpus", "--scheme", scheme), scheme)
    assert not (tmp_path / "a.corpus").exists()


SCHEME = from_scheme(read_scheme())
"""as a plain dictionary"""


def altered(**label: object) -> dict[str, object]:
    """The shipped scheme with something else in its first label."""
    first, *others = SCHEME["labels"]
    return SCHEME | {"labels": [first | label, *others]}


def altered_attribute(**attribute: object) -> dict[str, object]:
    """The same with one attribute, and something else in that."""
    return SCHEME | {"attributes": [SCHEME["attributes"][0] | attribute]}


BAD_SCHEMES = {
    "name": SCHEME | {"name": 7},
    "title": SCHEME | {"title": "政策"},
    "overlap": SCHEME | {"overlap": "banana"},
    "labels[0].name": altered(name=""),
    "labels[0].title": altered(title={}),
    "labels[0].key": altered(key="X"),
    "labels[0].colour": altered(colour={"light": "reddish"}),
    "labels[0].definition": altered(definition={"en": None}),
    "attributes[0].kind": altered_attribute(kind="banana"),
    "'Program' is no list": altered_attribute(labels="Program"),
    "attributes[0].labels": altered_attribute(labels=[7]),
    "attributes[0].choices": altered_attribute(choices=[{"name": 1, "title": {}}]),
    "surrogates": SCHEME | {"title": {"en": "\ud800"}},
    "compliant": SCHEME | {"title": {"en": float("nan")}},
    "called": SCHEME | {"attributes": SCHEME["attributes"][:1] * 2},
}  # fmt: skip
"""A scheme by a word of the sentence that refuses it."""


@pytest.mark.parametrize("said", BAD_SCHEMES)
def test_a_scheme_that_no_window_could_show_or_no_corpus_keep(said: str, tmp_path: Path) -> None:
    path = tmp_path / "scheme.json"
    path.write_text(json.dumps(BAD_SCHEMES[said]), "utf-8")
    check_refused(invoke("new", tmp_path / "a.corpus", "--scheme", path), "scheme.json", said)
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", ["[" * 100_000, "[1]", "", "1"], ids=lambda content: content[:3])
def test_a_scheme_file_that_holds_no_scheme(content: str, tmp_path: Path) -> None:
    path = tmp_path / "scheme.json"
    path.write_text(content, "utf-8")
    check_refused(invoke("new", tmp_path / "a.corpus", "--scheme", path), "scheme.json")


def test_a_scheme_with_thirty_labels_from_an_editor_that_writes_a_mark_first(tmp_path: Path) -> None:
    labels = [SCHEME["labels"][0] | {"name": f"L{at}", "key": "", "colour": {}} for at in range(30)]
    path = tmp_path / "scheme.json"
    path.write_text(json.dumps(SCHEME | {"labels": labels, "attributes": []}), "utf-8-sig")
    assert invoke("new", tmp_path / "a.corpus", "--scheme", path).exit_code == 0


LONG = "长" * 300
"""more bytes than any file's name may have"""


@pytest.mark.parametrize(
    "args",
    [
        ("new", "a.corpus", "--scheme", LONG),
        ("new", LONG),
        ("evaluate", LONG),
        ("suggest", LONG),
        ("stats", LONG),
        ("demo", "--headless", "--out", LONG),
    ],
    ids=" ".join,
)
def test_names_that_no_disk_takes(args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_refused(invoke(*args), LONG)
    assert list(tmp_path.iterdir()) == []


def test_names_that_would_move_the_cursor_of_a_terminal(corpus: Path) -> None:
    with closing(Corpus.open(corpus, annotator="\x1b[2J李\n王")) as open_corpus:
        document = open_corpus.documents()[0].id
        open_corpus.accept(document, open_corpus.suggestions(document)[0])
    for command in ("stats", "history", "undo"):
        result = invoke(command, corpus)
        assert "\x1b" not in result.output
        assert "[2J李 王" in result.output


def out_folder(path: Path) -> None:
    path.mkdir()
    (path / "mine").touch()


@pytest.mark.parametrize(
    ("format_", "out", "make"),
    [
        ("jsonl", "out", out_folder),
        ("marks", "out", out_folder),
        ("marks", "out", Path.touch),
        ("jsonl", "no/folder/out.jsonl", nothing),
        ("none-such", "out", nothing),
    ],
)
def test_an_export_that_cannot_be_written(
    format_: str, out: str, make: Callable[[Path], object], corpus: Path, tmp_path: Path
) -> None:
    make(tmp_path / out)
    seen = sorted(tmp_path.rglob("*"))
    check_refused(
        invoke("export", corpus, tmp_path / out, "--format", format_), "none-such" if format_ == "none-such" else "out"
    )
    assert sorted(tmp_path.rglob("*")) == seen


def test_a_corpus_is_not_exported_onto_itself(corpus: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.jsonl"
    link.symlink_to(corpus)
    before = corpus.read_bytes()
    for out in (corpus, link, f"{corpus}-wal"):
        result = invoke("export", corpus, out, "--format", "jsonl")
        if out in (corpus, link):
            check_refused(result, out)
    assert corpus.read_bytes() == before
    assert invoke("stats", corpus).exit_code == 0


def test_a_corpus_is_not_brought_into_itself(corpus: Path) -> None:
    """To open its file would take SQLite's locks away: in a folder it is passed over without a word."""
    check_refused(invoke("import", corpus, corpus), corpus)
    result = invoke("import", corpus, corpus.parent)
    assert result.exit_code == 0
    assert corpus.name not in result.stderr


@pytest.mark.parametrize(
    "line",
    [
        ("--annotator", "nobody"),
        ("--label", "Nothing"),
    ],
)
def test_a_selection_that_there_is_not(line: tuple[str, str], corpus: Path, tmp_path: Path) -> None:
    result = invoke("export", corpus, tmp_path / "out.jsonl", "--format", "jsonl", *line)
    check_refused(result, line[1])
    assert not (tmp_path / "out.jsonl").exists()


def test_nothing_to_undo_is_said(tmp_path: Path) -> None:
    corpus = tmp_path / "a.corpus"
    invoke("new", corpus)
    check_refused(invoke("undo", corpus), "nothing to undo")


# ---- folders that may not be written, disks that are full: in a program of its own


def without_privileges() -> None:
    """For `preexec_fn`: root loses what lets it pass over permissions (Linux capabilities), and stays the owner."""
    if os.getuid() == 0:
        for capability in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP; takes effect when Python is executed


@pytest.fixture
def closed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that may be read only, with a corpus and a report in it."""
    if os.name != "posix":
        pytest.skip("needs POSIX permissions")
    folder = tmp_path_factory.mktemp("closed")
    (folder / "a.corpus").write_bytes(corpus.read_bytes())
    (folder / "a.corpus").chmod(0o444)
    (folder / "r.txt").write_text(REPORT + "二", "utf-8")
    folder.chmod(0o555)
    probe = [sys.executable, "-c", "import os, sys; sys.exit(os.access('.', os.W_OK))"]
    if subprocess.run(probe, cwd=folder, preexec_fn=without_privileges, check=False).returncode:
        pytest.skip("this user may write everywhere, and keeps that")
    yield folder
    folder.chmod(0o755)


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("new", "b.corpus"), "b.corpus"),
        (("import", "a.corpus", "r.txt"), "a.corpus"),
        (("undo", "a.corpus"), "a.corpus"),
        (("export", "a.corpus", "out.jsonl", "--format", "jsonl"), ""),
        (("demo", "--headless", "--out", "out"), "out"),
        (("demo", "--headless", "--out", "."), "demo.corpus"),
    ],
)
def test_a_folder_that_may_not_be_written(args: tuple[str, ...], named: str, closed: Path) -> None:
    before = {path.name: path.read_bytes() for path in closed.iterdir()}
    done = run(*args, cwd=closed, preexec_fn=without_privileges)
    assert done.returncode == 1, done.stdout + done.stderr
    assert named in done.stderr.decode()
    assert {path.name: path.read_bytes() for path in closed.iterdir()} == before


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
class TestAFullDisk:
    def test_new(self, tmp_path: Path) -> None:
        for size in (0, 4_096, 40_000, 100_000):
            done = run("new", "a.corpus", cwd=tmp_path, preexec_fn=limited(size))
            assert done.returncode == 1
            assert b"a.corpus" in done.stderr
            assert list(tmp_path.iterdir()) == []

    def test_new_that_gets_no_scheme(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_args: object) -> None:
            raise AnnotatorError("store.disk-full", path="a.corpus")

        monkeypatch.setattr(Writing, "put_scheme", full)
        check_refused(invoke("new", tmp_path / "a.corpus"), "full")
        assert list(tmp_path.iterdir()) == []

    def test_import(self, corpus: Path) -> None:
        large = corpus.with_name("large.txt")
        large.write_text(LARGE, "utf-8")
        before = invoke("history", corpus, "--json").stdout
        done = run("import", corpus, large, preexec_fn=limited(corpus.stat().st_size + 300_000))
        assert done.returncode == 1
        assert corpus.name in done.stderr.decode()
        assert invoke("history", corpus, "--json").stdout == before
        assert invoke("import", corpus, large).exit_code == 0

    def test_export(self, corpus: Path, tmp_path: Path) -> None:
        large = tmp_path / "large.txt"
        large.write_text(REPORT * 500, "utf-8")
        assert invoke("import", corpus, large).exit_code == 0
        seen = sorted(tmp_path.iterdir())
        for format_ in ("jsonl", "text"):
            done = run("export", corpus, tmp_path / "out", "--format", format_, preexec_fn=limited(100_000))
            assert done.returncode == 1
            assert b"full" in done.stderr
            assert sorted(tmp_path.iterdir()) == seen

    def test_demo(self, tmp_path: Path) -> None:
        done = run("demo", "--headless", "--out", "out", cwd=tmp_path, preexec_fn=limited(60_000))
        assert done.returncode == 1
        assert list((tmp_path / "out").iterdir()) == []
