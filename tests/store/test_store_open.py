"""Making and opening corpus files, wherever they lie and whatever lies there instead."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from store_values import PERSON, TEXT, child, other_program, sentence, vandalise, with_document

from annotator.store import Store, connection
from annotator.store.schema import APPLICATION_ID, VERSION

ODD = [
    "报告 语料库.corpus",
    "100%#1?.corpus",
    "%41%00 é.corpus",
    "file:x?mode=ro.corpus",
    "'; DROP--\".corpus",
    "&=+,~.corpus",
    "-wal",
    "扶" * 83,
    "a\nb",
]


@pytest.mark.parametrize("name", ODD)
def test_a_corpus_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with closing(Store.create(path)) as made:
        report = with_document(made)
    assert {p.name for p in tmp_path.iterdir()} - {"state"} == {path.name}
    with closing(Store(path)) as again:
        assert again.read.document(report.id).text == TEXT


def test_a_name_that_is_not_even_text(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xfe.corpus")
    with closing(Store.create(path)) as made:
        with_document(made)
    assert path.exists()


def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(Store.create(Path("here.corpus"))) as made:
        with_document(made)
        monkeypatch.chdir("/")
        with_document(made, "另一篇报告。")
        assert len(made.read.rows(PERSON)) == 2
    assert (tmp_path / "here.corpus").is_file()


def deep(folder: Path, length: int) -> Path:
    """A path of that many bytes below a folder, its folders made."""
    while (left := length - len(str(folder)) - 1) > 240:
        folder /= "d" * 200
    folder.mkdir(parents=True, exist_ok=True)
    return folder / ("f" * left)


@pytest.mark.skipif(os.name != "posix", reason="the limits of SQLite on Unix")
def test_a_path_may_be_as_long_as_sqlite_can_take_and_no_longer(tmp_path: Path) -> None:
    longest = deep(tmp_path, 504)
    with closing(Store.create(longest)) as made:
        with_document(made)
    for path in (deep(tmp_path, 505), tmp_path / ("扶" * 84), tmp_path / ("x" * 300)):
        for attempt in (Store.create, Store):
            with sentence("store.path-too-long", path):
                attempt(path)
        assert not list(path.parent.glob(".new-*"))


def test_links_are_followed(tmp_path: Path, store: Store) -> None:
    with_document(store)
    link = tmp_path / "link"
    link.symlink_to(store.path)
    with closing(Store(link)) as same:
        with_document(same, "另一篇报告。")
    assert len(store.read.rows(PERSON)) == 2


def test_a_broken_link(tmp_path: Path) -> None:
    link, loop = tmp_path / "link", tmp_path / "loop"
    link.symlink_to(tmp_path / "nowhere")
    loop.symlink_to(loop)
    for path in (link, loop):
        with sentence("store.exists", path):
            Store.create(path)
    assert not (tmp_path / "nowhere").exists()
    with sentence("store.missing", link):
        Store(link)
    with sentence("store.cannot-open", loop):
        Store(loop)


def test_what_is_there_is_left_as_it_is(tmp_path: Path, store: Store) -> None:
    plain = tmp_path / "notes.txt"
    plain.write_text("不是语料库")
    for path in (store.path, plain, tmp_path):
        with sentence("store.exists", path):
            Store.create(path)
    assert plain.read_text() == "不是语料库"
    assert not list(tmp_path.glob(".new-*"))


def test_one_made_meanwhile_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.os.path, "lexists", lambda _: False)
    path.write_text("made meanwhile")
    with sentence("store.exists", path):
        Store.create(path)
    assert path.read_text() == "made meanwhile"


def test_a_folder_without_links(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "no links on this file system")

    monkeypatch.setattr(connection.os, "link", no_links)
    Store.create(path).close()
    Store(path).close()
    assert not list(path.parent.glob(".new-*"))


@pytest.mark.parametrize("where", ["missing/x.corpus", "notes.txt/x.corpus"])
def test_a_folder_that_is_not_there(tmp_path: Path, where: str) -> None:
    (tmp_path / "notes.txt").write_text("a file")
    with sentence("store.cannot-create", tmp_path / where):
        Store.create(tmp_path / where)
    with sentence("store.missing", tmp_path / where):
        Store(tmp_path / where)


def test_things_that_are_no_corpus(tmp_path: Path) -> None:
    pipe, door = tmp_path / "pipe", tmp_path / "door"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(door))
        for path in (pipe, door, Path(os.devnull)):
            with sentence("store.not-a-corpus", path):
                Store(path)
    with sentence("store.is-folder", tmp_path):
        Store(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\n", "扶贫报告".encode() * 999, b"SQLite format 3\0", b"\0" * 8192])
def test_a_file_that_is_no_corpus_is_not_touched(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with sentence("store.not-a-corpus", path):
        Store(path)
    assert path.read_bytes() == content
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_database_of_another_program_is_not_touched(path: Path) -> None:
    with other_program(path) as connection_:
        connection_.execute("CREATE TABLE bookmarks (url)")
    before = path.read_bytes()
    with sentence("store.not-a-corpus", path):
        Store(path)
    assert path.read_bytes() == before  # not even turned to WAL


@pytest.mark.parametrize("version", [0, -1])
def test_a_version_that_never_was(store: Store, version: int) -> None:
    store.close()
    vandalise(store.path)
    with other_program(store.path) as connection_:
        connection_.execute(f"PRAGMA user_version = {version}")
    with sentence("store.damaged", store.path):
        Store(store.path)


@pytest.mark.parametrize(
    "statement",
    ["DROP TRIGGER events_stay", "DROP INDEX progress_pair", "DROP TABLE progress", "DROP VIEW v_decisions"],
)
def test_a_corpus_that_lacks_a_part(store: Store, statement: str) -> None:
    store.close()
    with other_program(store.path) as connection_:
        connection_.execute(statement)
    with sentence("store.incomplete", store.path, statement.rpartition(" ")[2]):
        Store(store.path)


def test_an_analyst_may_add_tables_of_their_own(store: Store) -> None:
    store.close()
    with other_program(store.path) as connection_:
        connection_.execute("CREATE VIEW mine AS SELECT label, count(*) FROM v_annotations GROUP BY label")
    with closing(Store(store.path)) as again:
        assert again.check() == []


def test_the_settings_are_in_force(store: Store) -> None:
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1,
        "secure_delete": 1, "recursive_triggers": 1, "busy_timeout": connection.BUSY_MS,
        "application_id": APPLICATION_ID, "user_version": VERSION,
    }  # fmt: skip
    again = connection.open_writable(store.path)
    assert {name: again.value(f"PRAGMA {name}") for name in wanted} == wanted
    again.close()


def test_a_copy_made_by_vacuum_gets_its_wal_back(store: Store, tmp_path: Path) -> None:
    with_document(store)
    copy = tmp_path / "copy.corpus"
    with other_program(store.path) as connection_:
        connection_.execute("VACUUM INTO ?", (str(copy),))
    with closing(Store(copy)) as again:
        assert again.check() == []
        with_document(again, "另一篇报告。")
        with other_program(copy) as looking:
            assert looking.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_only_the_owner_may_read_it(path: Path) -> None:
    before = os.umask(0)
    try:
        with closing(Store.create(path)) as made:
            with_document(made)
            beside = sorted(path.parent.glob("reports.corpus*"))
            assert len(beside) == 3
            assert {stat.S_IMODE(file.stat().st_mode) for file in beside} == {0o600}
    finally:
        os.umask(before)


OLD = """
import sys
from pathlib import Path
from annotator.errors import AnnotatorError
from annotator.store import Store, connection
assert False, "asserts are off"
connection.NEEDED = (99, 0, 0)
try:
    Store.create(Path(sys.argv[1]))
except AnnotatorError as error:
    print(error.key, error)
"""


def test_an_old_sqlite_is_a_sentence_also_when_asserts_are_off(path: Path) -> None:
    said = child(OLD, path, flags=("-O",))
    assert said.stdout.startswith("store.sqlite-too-old"), said.stderr
    assert "99.0.0" in said.stdout
    assert not path.exists()


# ---- as someone who may not do everything


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


TRY = """
import os, sys
from pathlib import Path
from annotator.errors import AnnotatorError
from annotator.i18n import catalogue
from annotator.store import Store
catalogue()  # all is loaded before the rights go: root's Python may lie where nobody else can read
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    verb, path = sys.argv[1], Path(sys.argv[2])
    store = Store.create(path, device="d") if verb == "create" else Store(path, device="d")
    for remark in store.remarks:
        print(remark.key)
    store.read.rows("me")
    if verb == "write":
        with store.step("import", "me") as writing:
            writing.annotator("me")
    store.close()
    print("done")
except AnnotatorError as error:
    print(error.key, error)
"""


def as_nobody(verb: str, path: Path) -> str:
    said = child(TRY, verb, path)
    assert not said.stderr
    return said.stdout


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
class TestWithoutRights:
    def test_a_folder_that_takes_nothing(self, open_folder: Path) -> None:
        os.chmod(open_folder, 0o555)
        assert as_nobody("create", open_folder / "x.corpus").startswith("store.cannot-create")
        assert not list(open_folder.iterdir())

    def test_a_folder_that_cannot_be_entered(self, open_folder: Path) -> None:
        closed = open_folder / "closed"
        closed.mkdir(mode=0o700)
        Store.create(closed / "x.corpus").close()
        os.chmod(closed, 0)
        try:
            assert as_nobody("create", closed / "y.corpus").startswith("store.cannot-create")
            assert as_nobody("open", closed / "x.corpus").startswith("store.cannot-open")
        finally:
            os.chmod(closed, 0o700)

    def test_a_corpus_on_a_folder_that_may_only_be_read(self, open_folder: Path) -> None:
        path = open_folder / "x.corpus"
        Store.create(path).close()
        os.chmod(path, 0o444)
        os.chmod(open_folder, 0o555)
        before = path.read_bytes()
        assert as_nobody("open", path).split() == ["store.only-readable", "done"]
        assert as_nobody("write", path).splitlines()[1].startswith("store.only-readable")
        assert path.read_bytes() == before
        assert [p.name for p in open_folder.iterdir()] == ["x.corpus"]

    def test_a_corpus_that_may_only_be_read(self, open_folder: Path) -> None:
        path = open_folder / "x.corpus"
        Store.create(path).close()
        os.chmod(path, 0o444)
        os.chmod(open_folder, 0o777)
        assert as_nobody("open", path).split() == ["store.only-readable", "done"]
        assert as_nobody("write", path).splitlines()[1].startswith("store.only-readable")

    def test_an_old_corpus_on_a_folder_that_may_only_be_read(self, open_folder: Path) -> None:
        old = Path(__file__).parent / "corpora" / "v1.corpus"
        path = Path(shutil.copy(old, open_folder / "x.corpus"))
        os.chmod(path, 0o444)
        os.chmod(open_folder, 0o555)
        assert as_nobody("open", path).startswith("store.older")  # it would have to be brought up to date first
        assert path.read_bytes() == old.read_bytes()

    @pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can be somebody else")
    def test_a_corpus_of_somebody_else(self, open_folder: Path) -> None:
        path = open_folder / "x.corpus"
        Store.create(path).close()
        assert as_nobody("open", path).startswith("store.cannot-open")
