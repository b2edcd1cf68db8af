"""Makes the library with ICU's data anew, without what this program never asks for: python packaging/trim_icu.py FILE.

Qt's wheels bring the data of 800 locales and 200 encodings, 32 MB. Of these stay the root, English and Chinese, and
what is of no locale. A locale that is not there is answered by the root, as ICU does for those it never had. Linux
only, with `ld`, `objcopy` and `readelf` (binutils). The form of the data is ICU's common data format (udata.h,
ucmndata.h).
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

_SYMBOL = re.compile(
    r"^\s*\d+:\s+([0-9a-f]+)\s+(\w+)\s+OBJECT\s+GLOBAL\s+DEFAULT\s+\d+\s+(icudt\d+_dat)$", re.MULTILINE
)
_ALIGNED = 16
_LOCALE = re.compile(r"[a-z]{2,3}(_\w+)?")
_OURS = re.compile(r"(root|en|zh)(_\w+)?")
_NO_LOCALE = {"res_index", "pool", "root", "ucadata", "cnvalias", "gb18030"}
_WHOLE_FOLDERS_AWAY = {"translit", "rbnf", "unit", "curr", "brkitr"}


def wanted(name: str) -> bool:
    """Whether an item stays: `icudt73l/coll/zh.res` is of the folder coll and the locale zh."""
    _, *folders, file = name.split("/")
    stem, _, kind = file.rpartition(".")
    if kind in ("cnv", "spp"):
        return stem in _NO_LOCALE
    if folders and folders[0] in _WHOLE_FOLDERS_AWAY:
        return stem in ("root", "res_index", "pool")
    return not _LOCALE.fullmatch(stem) or bool(_OURS.fullmatch(stem)) or stem in _NO_LOCALE


def items_of(data: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """The header, and each item's name with its bytes, in the order of names that ICU's binary search needs."""
    (head,) = struct.unpack_from("<H", data)
    if data[2:4] != b"\xda\x27" or data[12:16] != b"CmnD":
        raise SystemExit("trim_icu: these are not ICU's common data, little-endian")
    (count,) = struct.unpack_from("<I", data, head)
    places = [struct.unpack_from("<II", data, head + 4 + 8 * at) for at in range(count)]
    ends = [place for _, place in places[1:]] + [len(data) - head]
    found = []
    for (name, start), end in zip(places, ends, strict=True):
        text = data[head + name : data.index(b"\0", head + name)].decode("ascii")
        found.append((text, data[head + start : head + end]))
    return data[:head], found


def packed(header: bytes, items: list[tuple[str, bytes]]) -> bytes:
    """The same form again: count, offsets from the count on, names, and the items at multiples of 16."""
    names = b"".join(name.encode("ascii") + b"\0" for name, _ in items)
    at_names = 4 + 8 * len(items)
    table, body, at_name = [], bytearray(), at_names
    start = -(-(at_names + len(names)) // _ALIGNED) * _ALIGNED
    for name, content in items:
        table.append(struct.pack("<II", at_name, start + len(body)))
        at_name += len(name) + 1
        body += content + b"\0" * (-len(content) % _ALIGNED)
    toc = struct.pack("<I", len(items)) + b"".join(table) + names
    return header + toc.ljust(start, b"\0") + bytes(body)


def trim(library: Path) -> None:
    """Puts a smaller library in the place of this one, with the same name and symbol."""
    listed = subprocess.run(["readelf", "-sW", library], capture_output=True, text=True, check=True).stdout
    found = _SYMBOL.search(listed)
    if found is None:
        raise SystemExit(f"trim_icu: {library} has no symbol icudt…_dat")
    start, size, symbol = int(found[1], 16), int(found[2], 0), found[3]  # read-only data lies where its address says
    header, items = items_of(library.read_bytes()[start : start + size])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "data").write_bytes(packed(header, [item for item in items if wanted(item[0])]))
        for command in (
            ["ld", "-r", "-b", "binary", "-o", "data.o", "data"],
            ["objcopy", "--set-section-alignment", f".data={_ALIGNED}", "--rename-section",
             ".data=.rodata,alloc,load,readonly,data,contents", "--redefine-sym", f"_binary_data_start={symbol}",
             "data.o"],
            ["ld", "-shared", "-z", "noexecstack", f"-soname={library.name}", "-o", "made.so", "data.o"],
        ):  # fmt: skip
            subprocess.run(command, cwd=folder, check=True)
        library.write_bytes(Path(folder, "made.so").read_bytes())


if __name__ == "__main__":
    trim(Path(sys.argv[1]))
