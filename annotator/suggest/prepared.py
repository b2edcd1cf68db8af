"""What the engine makes of its data at every start, kept beside the bytecode, as Python keeps modules it has compiled.

Automata of some 22,000 terms, the words by which rules are looked for, regular expressions, the base model's weights:
making them takes 0.4 s, reading them 25 ms. They are kept for just these data, this code and this Python; of others, or
damaged, they count as not there, and where nothing may be written, nothing is. Nothing in them comes from a person or a
report.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.util import cache_from_source
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from weakref import finalize
from zlib import crc32

import daachorse

from annotator import __version__
from annotator.resources import resource

_DIGEST, _LENGTH = 16, 4
_FOLDERS = ("lexicons", "models", "rules")


class Place(NamedTuple):
    """Where a part is behind the index: its first byte, how many, and their CRC-32."""

    start: int
    length: int
    sum: int


EXPRESSION = "expression "
"""how the name of a part begins that is a regular expression"""
Kept = tuple[str, int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""A regular expression: its source and flags, the matcher's instructions, how many groups, which have names."""


def place() -> Path:
    """The file. Its folder is the one of the bytecode; a bundle brings it along with the data."""
    if _is_bundled():
        return resource("prepared.bin")
    return Path(cache_from_source(__file__)).with_name(f"prepared.{sys.implementation.cache_tag}.bin")


def _is_bundled() -> bool:
    return bool(getattr(sys, "frozen", False))


def bundle_key() -> bytes:
    """Stands for all that prepared things are made of and by in a bundle, whose parts come and go together."""
    return _digest(repr((__version__, sys.version)).encode())


def _key() -> bytes:
    """The same outside of one, as far as names, sizes and times tell it."""
    if _is_bundled():
        return bundle_key()
    made_of = [resource("fold.txt"), *(path for name in _FOLDERS for path in resource(name).iterdir())]
    made_by = [*Path(__file__).parent.rglob("*.py"), *Path(daachorse.__file__).parent.glob("daachorse*")]
    seen = [(path.name, stat.st_size, stat.st_mtime_ns) for path in made_of + made_by if (stat := path.stat())]
    return _digest(repr((__version__, sys.version, sorted(seen))).encode())


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()


class Parts(Mapping[str, Any]):
    """What is kept, by names. A part is read when it is asked for, and not held: something else was made of it.

    A damaged part is not there.
    """

    def __init__(self, file: BinaryIO, places: Mapping[str, Place], begin: int) -> None:
        self._file, self._places, self._begin = file, places, begin
        finalize(self, file.close)

    def __getitem__(self, name: str) -> Any:
        part = bytearray(self._places[name].length)
        if not self.read_into(name, part):
            raise KeyError(name)
        return marshal.loads(part)  # ours by its sum, and as much to be trusted as .pyc

    def read_into(self, name: str, buffer: bytearray | memoryview) -> bool:
        """Reads a part that was kept as bytes into bytes of its length; False where it is not there."""
        place = self._places.get(name)
        if place is None or len(buffer) != place.length:
            return False
        self._file.seek(self._begin + place.start)
        return self._file.readinto(buffer) == place.length and crc32(buffer) == place.sum  # type: ignore[attr-defined]

    def length(self, name: str) -> int:
        """How many bytes a part has; 0 for one that is not there."""
        return self._places[name].length if name in self._places else 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@cache
def prepared() -> Parts:
    """What is kept, by names; nothing where nothing is."""
    try:
        file = place().open("rb")  # it stays open: what takes its place may be another program's
    except OSError:
        return Parts(BytesIO(), {}, 0)
    key, digest = file.read(_DIGEST), file.read(_DIGEST)
    index = file.read(int.from_bytes(file.read(_LENGTH), "little"))
    if key != _key() or digest != _digest(index):
        return Parts(file, {}, 0)
    places = {name: Place(*where) for name, where in marshal.loads(index).items()}
    return Parts(file, places, file.tell())


def keep(made: Callable[[], Mapping[str, Any]]) -> None:
    """Keeps what is made, if nothing is kept yet and Python may write bytecode; else it is not even made."""
    if sys.dont_write_bytecode or sys.implementation.name != "cpython" or _is_whole(prepared()):
        return
    path = place()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        draft.touch()  # where that cannot be, nothing need be made
        draft.write_bytes(as_bytes(made(), _key()))
        draft.replace(path)
    except OSError:  # a folder of the system, a full disk: the next start takes as long as this one
        with suppress(OSError):
            draft.unlink()
    prepared.cache_clear()


def _is_whole(parts: Parts) -> bool:
    return len(parts) > 0 and all(parts.read_into(name, bytearray(parts.length(name))) for name in parts)


def as_bytes(made: Mapping[str, Any], key: bytes) -> bytes:
    """What is kept as the file has it; bytes as they are."""
    parts = {name: part if isinstance(part, bytes) else marshal.dumps(part) for name, part in made.items()}
    starts = accumulate(map(len, parts.values()), initial=0)
    places = {name: (start, len(part), crc32(part)) for (name, part), start in zip(parts.items(), starts, strict=False)}
    index = marshal.dumps(places)
    return b"".join([key, _digest(index), len(index).to_bytes(_LENGTH, "little"), index, *parts.values()])


def expression(name: str, source: Callable[[], str], flags: int) -> re.Pattern[str]:
    """The regular expression that is kept under a name, else compiled from its source. Raises re.error for no such."""
    kept = prepared().get(f"{EXPRESSION}{name}")
    return re.compile(source(), flags) if kept is None else from_kept(kept)


def from_kept(kept: Kept) -> re.Pattern[str]:
    """A regular expression as `as_kept` gave it."""
    written, flags, code, groups, by_name, names = kept
    make: Callable[..., re.Pattern[str]] = import_module("_sre").compile
    return make(written, flags, array("I", code).tolist(), groups, by_name, names)


def as_kept(source: str, flags: int) -> Kept:
    """What `from_kept` wants of a regular expression: what `re` hands to its matcher once it has compiled it."""
    from re import _compiler, _parser  # type: ignore[attr-defined]  # no other way to what has been compiled

    tree = _parser.parse(source, flags)
    code, state = _compiler._code(tree, flags), tree.state
    names: list[str | None] = [None] * state.groups
    for name, group in state.groupdict.items():
        names[group] = name
    all_flags = int(flags | state.flags)
    return source, all_flags, array("I", code).tobytes(), state.groups - 1, dict(state.groupdict), tuple(names)
