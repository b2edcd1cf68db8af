"""Which characters the glyphs of a PDF stand for, put right after Qt has written it.

Qt looks up each glyph's character in the font, from U+0000 on up to U+FFFF: where a font draws a radical and an
ideograph alike it finds the radical (⼈ for 人), and it finds nothing for what lies beyond, nor for glyphs that only
layout makes. Who searches or copies gets these. The pages know what they have drawn: a font's glyphs are numbered in
the order of first use. New tables are appended as an update of the file; what Qt wrote stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zlib import compress

_FONT = re.compile(rb"<< /Type /Font\s+/Subtype /Type0\s+/BaseFont /(\S+)\s.*?/ToUnicode (\d+) 0 R\s*>>", re.DOTALL)
_STREAM = re.compile(rb"\d+ 0 obj\s*<< /Length (\d+) >>\s*stream\r?\n")
_RANGE = re.compile(r"<([0-9A-F]+)> <([0-9A-F]+)> (?:<([0-9A-F]+)>|\[([^\]]*)\])")
_RADICAL = re.compile("[\u2f00-\u2fd5]")
_ALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""Characters that are drawn like others: radicals, compatibility ideographs."""
_AT_ONCE = 100  # entries in a block of a table, by the format's rule

Drawn = Mapping[str, Sequence[str]]
"""Font, by family and style as `Noto Sans CJK SC-Bold` → what its glyphs stand for, in the order of first use."""


class _File:
    """A PDF as Qt writes it: one table of plain objects at the end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        head, *_ = data[self.start :].split(b"trailer", 1)
        entries = head.split(b"\n")[2:]
        self.offsets = [int(entry.split()[0]) for entry in entries if entry.strip()]
        self.trailer = data[data.rindex(b"trailer") + 7 : data.rindex(b"startxref")].strip()

    def fonts(self) -> Iterator[tuple[str, int]]:
        """The fonts' names, each with the object that has its table, in the order of first use."""
        for number in range(1, len(self.offsets)):
            at = self.offsets[number]
            head = self.data[at : at + 400]
            body = head[: head.find(b"endobj")]
            if found := _FONT.search(body):
                yield found[1].decode("ascii", "replace"), int(found[2])

    def table(self, number: int) -> str:
        found = _STREAM.match(self.data, self.offsets[number])
        return self.data[found.end() : found.end() + int(found[1])].decode("ascii") if found else ""


def with_characters(data: bytes, drawn: Drawn) -> bytes:
    """The PDF with tables that say for each glyph what was drawn with it.

    Where what the pages say cannot be, as Qt has found something else, only radicals become ideographs.
    """
    file = _File(data)
    tables = {}
    for name, number in file.fonts():
        said = dict(enumerate(next((glyphs for font, glyphs in drawn.items() if _is_of(name, font)), ()), 1))
        found = dict(_found(file.table(number)))
        fits = all(_may_be(text, said.get(glyph, text)) for glyph, text in found.items())
        better = said if fits else {glyph: _RADICAL.sub(_ideograph, text) for glyph, text in found.items()}
        tables[number] = _table(found | better)
    return _updated(file, tables) if tables else data


def _is_of(name: str, font: str) -> bool:
    """Whether a name in the file, `NotoSansCJKsc-Bold`, is that of a font, `Noto Sans CJK SC-Bold`."""
    plain = re.sub(r"[^\w-]", "", font).lower()
    return name.lower() in (plain, plain.removesuffix("-regular"))


def _ideograph(radical: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", radical[0])


def _may_be(found: str, said: str) -> bool:
    """Whether two texts may be what one glyph draws: not where both are letters, and others."""
    if len(said) != 1 or unicodedata.normalize("NFKC", found) == unicodedata.normalize("NFKC", said):
        return True
    return not (found.isalnum() and said.isalnum()) or any(_ALIKE.match(one) for one in (found, said))


def _found(table: str) -> Iterator[tuple[int, str]]:
    """What Qt's table says."""
    for first, last, start, listed in _RANGE.findall(table):
        glyphs = range(int(first, 16), int(last, 16) + 1)
        if listed:
            codes: Iterable[int] = (int(code.strip("<> "), 16) for code in listed.split())
        else:
            codes = range(int(start, 16), int(start, 16) + len(glyphs))
        yield from ((glyph, chr(code)) for glyph, code in zip(glyphs, codes, strict=False) if code)


def _table(characters: Mapping[int, str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def",
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
    ]
    named = {0: "\ufffd", **characters}
    entries = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in named.items() if text]
    for at in range(0, len(entries), _AT_ONCE):
        block = entries[at : at + _AT_ONCE]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
    return "\n".join(lines).encode("ascii")


def _updated(file: _File, tables: Mapping[int, bytes]) -> bytes:
    """The file with other streams for these objects, appended as the format's incremental update."""
    out = [file.data if file.data.endswith(b"\n") else file.data + b"\n"]
    at, sections = len(out[0]), b""
    for number, table in tables.items():
        body = compress(table)
        head = f"{number} 0 obj\n<< /Length {len(body)} /Filter /FlateDecode >>\nstream\n".encode()
        out.append(head + body + b"\nendstream\nendobj\n")
        sections += f"{number} 1\n{at:010} 00000 n \n".encode()
        at += len(out[-1])
    trailer = file.trailer.removesuffix(b">>") + f"/Prev {file.start}\n>>\n".encode()
    out.append(b"xref\n" + sections + b"trailer\n" + trailer + f"startxref\n{at}\n%%EOF\n".encode())
    return b"".join(out)
