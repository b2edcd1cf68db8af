"""Making and opening a corpus file, with the settings that make it safe and a sentence for all that can be wrong."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from annotator.errors import AnnotatorError
from annotator.store.queries import Queries
from annotator.store.schema import APPLICATION_ID, MIGRATIONS, VERSION, parts, parts_due
from annotator.store.sentences import in_sentences
from annotator.store.sqlite import Database, sqlite3

NEEDED = (3, 51, 3)  # older ones can lose commits when a checkpoint and a reader meet
BUSY_MS = 5000
CACHE_KB = 16_384  # SQLite walks through the whole cache at each commit: four times as much doubles what that takes
FOLD_AFTER = 4_000  # pages of the -wal; folding them in takes some ms, which fewer than one decision in a hundred bears
_LONGEST_NAME = 255 - len("-wal")  # bytes; the -wal and -shm beside the file need room for their names too
_LONGEST_PATH = 512 - len("-journal")  # bytes, links followed; MAX_PATHNAME in SQLite's os_unix.c


def create(path: Path) -> None:
    """Makes an empty corpus at `path`, whole or not at all, readable by its owner only.

    Raises AnnotatorError when something is there already or the folder does not take it.
    """
    _check_length(path, path)
    try:
        if os.path.lexists(path):
            raise AnnotatorError("store.exists", path=path)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=path.parent, ignore_cleanup_errors=True) as folder:
            draft = Path(folder) / "draft"
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            _fill(draft, path)
            _publish(draft, path)
    except FileExistsError as error:
        raise AnnotatorError("store.exists", path=path) from error
    except OSError as error:
        raise AnnotatorError("store.cannot-create", path=path, reason=error.strerror or error) from error


def _fill(draft: Path, path: Path) -> None:
    queries = _connect(draft, path)
    try:
        queries.run("PRAGMA journal_mode = WAL")
        _migrate(queries)
    finally:
        queries.close()


def _publish(draft: Path, path: Path) -> None:
    """Gives the finished file its name; a link refuses to replace what another program made meanwhile."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.rename(draft, path)


def open_writable(path: Path) -> Queries:
    """A connection to an existing corpus of any version, not a byte of which has been written to.

    Raises AnnotatorError for a missing file, a folder, and a file that is no corpus.
    """
    return _identified(path, "mode=rw")


def open_alone(path: Path) -> Queries | None:
    """A connection to an existing corpus that nobody shares until it is closed; None where somebody has it open.

    Raises AnnotatorError as `open_writable` does.
    """
    _check_path(path)
    try:
        queries = _connect(path, path, alone=True)
        try:
            _check_identity(queries)
        except BaseException:
            queries.close()
            raise
    except AnnotatorError as error:
        if error.key == "store.busy":
            return None
        raise
    return queries


def bring_up_to_date(queries: Queries) -> None:
    """Gives a corpus of an older version what it lacks, and proves that all parts are there."""
    queries.run("PRAGMA journal_mode = WAL")  # a file that came out of VACUUM INTO has lost it
    _migrate(queries)
    _check_parts(queries)


def open_to_read(path: Path) -> Queries:
    """A connection to a corpus of any version that lets nothing be written, and leaves nothing beside the file."""
    try:
        queries = open_writable(path)
        queries.run("PRAGMA query_only = ON")
    except AnnotatorError as error:
        if error.key not in ("store.cannot-open", "store.read-only"):
            raise
        queries = open_read_only(path)  # it may leave an empty -wal, which only a writer can take away
    return queries


def open_own_copy(copy: Path, source: Path, mode: str = "mode=rw") -> Queries:
    """A connection to a private copy of a corpus; sentences speak of its source."""
    queries = _connect(copy, source, mode)
    try:
        _check_identity(queries)
    except BaseException:
        queries.close()
        raise
    return queries


def open_read_only(path: Path) -> Queries:
    """A connection that cannot write, to a corpus of any version, whatever state it is in.

    Raises AnnotatorError for a file that is missing, no corpus, or too damaged to be opened.
    """
    try:
        queries = _identified(path, "mode=ro")
    except AnnotatorError as error:
        if error.key not in ("store.cannot-open", "store.read-only") or path.with_name(f"{path.name}-wal").exists():
            raise
        queries = _identified(path, "mode=ro&immutable=1")  # a folder where SQLite can put nothing beside the file
    return queries


def _identified(path: Path, mode: str) -> Queries:
    _check_path(path)
    return open_own_copy(path, path, mode)


def place(path: Path) -> tuple[int, int] | None:
    """Which file a path leads to now, by device and inode; None when to none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _check_path(path: Path) -> None:
    _check_length(path, path)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AnnotatorError("store.missing", path=path) from error
    except OSError as error:
        raise AnnotatorError("store.cannot-open", path=path, reason=error.strerror or error) from error
    if S_ISDIR(mode):
        raise AnnotatorError("store.is-folder", path=path)
    if not S_ISREG(mode):
        raise AnnotatorError("store.not-a-corpus", path=path)


def _check_length(file: Path, path: Path) -> None:
    """Says of `path` that it is too long if `file`, which may be its draft, is."""
    if os.name != "posix":
        return
    whole = os.fsencode(os.path.realpath(file))
    if len(whole) > _LONGEST_PATH or len(os.fsencode(file.name)) > _LONGEST_NAME:
        raise AnnotatorError("store.path-too-long", path=path, longest=_LONGEST_PATH, name=_LONGEST_NAME)


def _connect(file: Path, path: Path, mode: str = "mode=rw", *, alone: bool = False) -> Queries:
    """The connection to `file`, set up without writing a byte to it; sentences speak of `path`.

    `alone` has to be said before anything is read, and waits for nobody.
    """
    first = (
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA busy_timeout = 0;" if alone else f"PRAGMA busy_timeout = {BUSY_MS};"
    )
    _check_sqlite()
    _check_length(file, path)
    with in_sentences(path):
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
        try:
            connection.executescript(
                f"{first} PRAGMA cache_size = {-CACHE_KB}; PRAGMA wal_autocheckpoint = {FOLD_AFTER};"
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                "PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;"
            )
            return Queries(Database(connection, execute_plugins=False), path)
        except BaseException:
            connection.close()
            raise


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < NEEDED:
        needed = ".".join(map(str, NEEDED))
        raise AnnotatorError("store.sqlite-too-old", version=sqlite3.sqlite_version, needed=needed)


def _check_identity(queries: Queries) -> None:
    if queries.value("PRAGMA application_id") != APPLICATION_ID:
        raise AnnotatorError("store.not-a-corpus", path=queries.path)
    if (version := version_of(queries)) < 1:
        raise AnnotatorError("store.damaged", path=queries.path, reason=f"user_version = {version}")


def version_of(queries: Queries) -> int:
    """How many migrations a file has had."""
    return int(queries.value("PRAGMA user_version"))


def _migrate(queries: Queries) -> None:
    """Each migration in a transaction of its own, which also looks again whether another program was faster."""
    while queries.value("PRAGMA user_version") < VERSION:
        with queries.transaction():
            done = queries.value("PRAGMA user_version")
            for migration in MIGRATIONS[done : done + 1]:
                with in_sentences(queries.path):
                    migration(queries.db)
                queries.run(f"PRAGMA application_id = {APPLICATION_ID}")
                queries.run(f"PRAGMA user_version = {done + 1}")


def _check_parts(queries: Queries) -> None:
    """All tables, indexes, triggers and views are there and as they should be; a person's own may stand beside."""
    with in_sentences(queries.path):
        missing = parts_due() - parts(queries.db)
    if missing:
        names = ", ".join(sorted(name for name, _ in missing))
        raise AnnotatorError("store.incomplete", path=queries.path, names=names)
