"""The last fallback for Chinese, made when the bundle is: python packaging/make_font.py FOLDER.

Of Noto Sans CJK (SIL Open Font License 1.1, no reserved name; the package noto-cjk-sans-otc carries it) the Simplified
face stays, with the characters of GB 2312, of Big5's first level, and all that the program's own data needs. The
licence goes beside it. Run in the environment of packaging/locks/bundle.txt.
"""

from __future__ import annotations

import sys
from importlib.metadata import distribution
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from noto_cjk_sans_otc import FONT_PATH

_FACE = 2  # of the collection: Noto Sans CJK SC
_RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def characters() -> set[str]:
    """What the font must have."""
    gb2312 = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    big5_first = (bytes((high, low)) for high in range(0xA1, 0xC7) for low in [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    found = {chr(code) for code in range(0x20, 0x250)}
    found |= set(b"".join(gb2312).decode("gb2312", "ignore")) | set(b"".join(big5_first).decode("big5", "ignore"))
    for path in [*_RESOURCES.rglob("*.json"), *_RESOURCES.rglob("*.tsv"), *_RESOURCES.rglob("*.toml")]:
        found |= set(path.read_text("utf-8"))
    return found


def make(folder: Path) -> None:
    """Writes the font and its licence into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    font = TTFont(FONT_PATH, fontNumber=_FACE)
    options = subset.Options(layout_features=["kern", "liga", "locl", "vert"], hinting=False, desubroutinize=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    maker = subset.Subsetter(options)
    maker.populate(unicodes=map(ord, characters()))
    maker.subset(font)
    font.save(folder / "NotoSansCJKsc-Regular.otf")
    package = distribution("noto-cjk-sans-otc")
    (licence,) = (path for path in package.files or () if path.name == "LICENSE")
    (folder / "OFL.txt").write_bytes(Path(str(package.locate_file(licence))).read_bytes())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
