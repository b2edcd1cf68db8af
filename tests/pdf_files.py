"""PDF files whose font says of any character what it is: no font file is needed, and nothing of it is drawn."""

# ruff: noqa: E501  # a piece of PDF reads best on one line
from __future__ import annotations

Placed = list[tuple[float, float, str]]
PICTURE = "q 100 0 0 100 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q"
SIZE = 12
LEFT, RIGHT = 72, 72 + 30 * SIZE


def pdf(*pages: Placed | str) -> bytes:
    """Pages of texts at places in points, each character 12 wide; a page that is a text is drawn as it says."""
    characters = {
        char: code
        for code, char in enumerate(
            sorted({c for page in pages if not isinstance(page, str) for *_, text in page for c in f"{text} "}), 1
        )
    }
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _font(), _descendant(), "", _stream(_cmap(characters))]
    objects[4] = (
        "<< /Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    kids = []
    for page in pages:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {len(objects) + 2} 0 R >>"
        )
        drawn = page if isinstance(page, str) else "\n".join(_shown(*one, characters) for one in page)
        objects.append(_stream(drawn))
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return _file(objects)


def lines(*texts: str, top: float = 760, left: float = LEFT) -> Placed:
    """Texts below each other; blanks at the beginning of one are its indent."""
    return [
        (left + SIZE * (len(text) - len(text.lstrip("　"))), top - 20 * at, text.lstrip("　"))
        for at, text in enumerate(texts)
    ]


def _font() -> str:
    return (
        "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>"
    )


def _descendant() -> str:
    return "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R >>"


def _cmap(characters: dict[str, int]) -> str:
    said = [f"<{code:04X}> <{char.encode('utf-16-be').hex()}>" for char, code in characters.items()]
    blocks = [said[at : at + 100] for at in range(0, len(said), 100)]
    ranges = "\n".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks)
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    return f"{head}{ranges}\nendcmap end end"


def _shown(x: float, y: float, text: str, characters: dict[str, int]) -> str:
    codes = "".join(f"{characters[char]:04X}" for char in f"{text} ")  # PDFium passes over a lone character
    return f"BT /F {SIZE} Tf {x} {y} Td <{codes}> Tj ET"


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: list[str]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    return out + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ).encode("latin-1")
