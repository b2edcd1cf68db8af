"""What a file's encoding may be, for a person to look at: the guess, its rivals, and how the text begins by each."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.errors import AnnotatorError
from annotator.formats.encoding import Decoded, decode
from annotator.formats.format import ReadOptions
from annotator.formats.guess import everyday_share

CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
SAMPLE = 300
_RIVAL = 0.5  # of the best share: below that the text is nonsense at a glance


@dataclass(frozen=True, slots=True)
class Reading:
    """A text by one encoding: the share of everyday characters in it, 0 to 1, and its first 300 code points."""

    encoding: str
    share: float
    sample: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The reading that an import would take, and those of other encodings that fit all the bytes, the best first.

    `sure` is False where a person should look.
    """

    chosen: Reading
    rivals: tuple[Reading, ...]
    sure: bool


def preview(data: bytes, name: str, encoding: str | None = None) -> Preview:
    """How a file would be read, by the encoding that a person gives or else by the guess. `name` is for sentences.

    Raises AnnotatorError as `decode` does.
    """
    decoded = decode(data, name, encoding)
    return Preview(_reading(decoded.encoding, decoded.text), tuple(rivals(data, decoded)), decoded.sure)


def rivals(data: bytes, decoded: Decoded) -> list[Reading]:
    """Other encodings that decode all the bytes to another text, those that give the most everyday Chinese first."""
    found: dict[str, Reading] = {decoded.text: _reading(decoded.encoding, decoded.text)}
    for encoding in CANDIDATES:
        text = _text(data, encoding)
        if text is not None and text not in found:
            found[text] = _reading(encoding, text)
    chosen, *others = found.values()
    close = [one for one in others if one.share >= chosen.share * _RIVAL]
    return sorted(close, key=lambda one: one.share, reverse=True)


def decode_telling(data: bytes, name: str, options: ReadOptions) -> Decoded:
    """The text of a file, by the encoding of the options or else by the guess; a remark where that is not sure.

    Raises AnnotatorError as `decode` does.
    """
    decoded = decode(data, name, options.encoding)
    if not decoded.sure:
        others = ", ".join(one.encoding for one in rivals(data, decoded)) or "—"
        options.remark(AnnotatorError("formats.encoding-unsure", path=name, encoding=decoded.encoding, rivals=others))
    return decoded


def _reading(encoding: str, text: str) -> Reading:
    return Reading(encoding, everyday_share(text), text[:SAMPLE])


def _text(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
