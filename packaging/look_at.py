"""Looks at a picture of the window: is there text, and are its characters different ones?

`python packaging/look_at.py PNG`.

Where a font lacks Chinese, every character is drawn as the same box: then slices through a line of text are alike.
Also asked: is anything highlighted, in several hues? The picture is one that `annotator demo --headless` draws.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from PySide6.QtGui import QColor, QImage

_TALL, _WIDE = 24, 2  # pixels of the picture, which has two for one of the window: about as tall as a character
LEAST_VARIETY, FEWEST_HUES = 0.3, 3
"""measured: 0.09 where each character is the same box, 0.49 where there is a font"""


def slices(picture: QImage) -> Iterator[bytes]:
    """Narrow upright slices with ink in them, from the middle of the picture, where the report is."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, line = grey.width(), grey.height(), grey.bytesPerLine()
    dark = bytes(value < 110 for value in bytes(grey.constBits()))
    for top in range(height // 4, height * 3 // 4, _TALL):
        for left in range(width // 4, width * 3 // 4, _WIDE):
            rows = (line * row + left for row in range(top, top + _TALL))
            found = b"".join(dark[at : at + _WIDE] for at in rows)
            if any(found):
                yield found


def hues(picture: QImage) -> set[int]:
    """The hues of what is coloured there, in twelfths of the circle."""
    small = picture.scaled(340, 220)
    colours = (QColor(small.pixel(x, y)) for y in range(40, 180) for x in range(85, 255))
    return {colour.hue() // 30 for colour in colours if colour.saturation() > 25 and colour.hue() >= 0}


def main(path: str) -> None:
    picture = QImage(path)
    if picture.isNull():
        raise SystemExit(f"look_at: {path} is no picture")
    seen = list(slices(picture))
    variety = len(set(seen)) / max(len(seen), 1)
    if variety < LEAST_VARIETY:
        raise SystemExit(f"look_at: only {variety:.2f} of the slices in {path} are different: no font for Chinese?")
    if len(found := hues(picture)) < FEWEST_HUES:
        raise SystemExit(f"look_at: only {len(found)} hues in {path}: nothing highlighted?")
    print(f"{path}: {variety:.2f} of the slices are different, {len(found)} hues")


if __name__ == "__main__":
    main(sys.argv[1])
