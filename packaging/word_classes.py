"""Sorts words and characters into classes by what stands beside them, for resources/models/words.bin.

    python packaging/word_classes.py [FOLDER OF REPORTS]

Positive pointwise mutual information with the neighbours (K. Church, P. Hanks, Computational Linguistics 16(1), 1990;
weights smoothed as by O. Levy, Y. Goldberg, I. Dagan, TACL 3, 2015), its singular vectors (N. Halko, P.-G. Martinsson,
J. Tropp, SIAM Review 53(2), 2011), and spherical k-means (I. Dhillon, D. Modha, Machine Learning 42, 2001). A word goes
into the file as its CRC-32 and the numbers of its classes: no text. The same reports give the same file.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from annotator.reports import read_files
from annotator.resources import resource
from annotator.text import fold, words

Floats = NDArray[np.float32]
WORD_CLASSES, CHAR_CLASSES = (60, 250, 1000), (30, 120, 400)
"""how many classes there are in each grain"""
OFTEN, NEIGHBOURS, DIMENSIONS, ROUNDS, SEED = 5, 3000, 100, 15, 1
TWINS = (
    "jzfupin-12-", "jzfupin-15-", "jzfupin-16-", "jzfupin-17-", "jzfupin-123-",
    "changshun-3-", "hkcnews-17970-", "legco-2012-10-25-054-",
)  # fmt: skip
"""reports that the blind fold has too: nothing is learned from them"""
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def report_texts(folder: Path) -> Iterator[str]:
    """The folded texts of a folder's .txt files, in order of their names; of the same text again only the first."""
    paths = [path for path in sorted(folder.glob("*.txt")) if not path.name.startswith(TWINS)]
    bundles = (bundle for file in read_files(paths) for bundle in file.bundles)
    yield from dict.fromkeys(fold(bundle.document.text) for bundle in bundles)


def word_lines(texts: Iterable[str]) -> list[list[str]]:
    """Each line's words, blanks left out, a number as one 0: as columns.py names them."""
    lines = (line for text in texts for line in text.splitlines())
    return [[_DIGITS.sub("0", word) for word in words(line) if word.strip()] for line in lines]


def classes(lines: Sequence[Sequence[str]], counts: Sequence[int]) -> dict[str, list[int]]:
    """For each token that is there OFTEN its class in every grain, from 1 on."""
    known = Counter(token for line in lines for token in line)
    tokens = [token for token, count in sorted(known.items(), key=lambda one: (-one[1], one[0])) if count >= OFTEN]
    vectors = _vectors(_neighbours(lines, tokens))
    grains = [_clustered(vectors, count) for count in counts]
    return {token: [int(grain[at]) + 1 for grain in grains] for at, token in enumerate(tokens)}


def _neighbours(lines: Sequence[Sequence[str]], tokens: Sequence[str]) -> Floats:
    """[tokens, 2 × NEIGHBOURS]: how often each of the commonest stands within two places before, and after."""
    number = {token: at for at, token in enumerate(tokens)}
    width = 2 * NEIGHBOURS
    cells = np.zeros(len(tokens) * width, np.float32)
    for line in lines:
        row = np.array([number.get(token, -1) for token in line], np.int64)
        for by in (1, 2):
            left, right = row[:-by], row[by:]
            both = (left >= 0) & (right >= 0)
            left, right = left[both], right[both]
            ahead, behind = right < NEIGHBOURS, left < NEIGHBOURS
            np.add.at(cells, left[ahead] * width + NEIGHBOURS + right[ahead], 1)
            np.add.at(cells, right[behind] * width + left[behind], 1)
    return cells.reshape(len(tokens), width)


def _vectors(counts: Floats) -> Floats:
    """Unit vectors of DIMENSIONS."""
    tiny = np.float32(1e-9)
    smoothed = (counts.sum(axis=0, keepdims=True) + tiny) ** 0.75
    expected = (counts.sum(axis=1, keepdims=True) + tiny) * smoothed / smoothed.sum()
    information = np.maximum(np.log(np.maximum(counts, tiny) / expected), 0)
    random = np.random.default_rng(SEED).standard_normal((counts.shape[1], DIMENSIONS + 30), np.float32)
    basis = information @ random
    for _ in range(3):
        basis = information @ (information.T @ np.linalg.qr(basis)[0])
    basis = np.linalg.qr(basis)[0]
    left, strength, _ = np.linalg.svd(basis.T @ information, full_matrices=False)
    vectors = (basis @ left)[:, :DIMENSIONS] * np.sqrt(strength[:DIMENSIONS])
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + tiny)


def _clustered(vectors: Floats, count: int) -> NDArray[np.int64]:
    """The class of each vector, from 0 on; begun with vectors of common tokens."""
    among = np.random.default_rng(SEED + count).choice(min(len(vectors), 6 * count), count, replace=False)
    centres = vectors[np.sort(among)]
    for _ in range(ROUNDS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, vectors)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), centres)
    return np.asarray((vectors @ centres.T).argmax(axis=1))


def written(found: dict[str, list[int]]) -> bytes:
    """The file's form is that of annotator/suggest/learned/classes.py. Of two tokens with one CRC the first stays."""
    by_name: dict[int, list[int]] = {}
    for token, its_classes in found.items():
        by_name.setdefault(crc32(token.encode()), its_classes)
    names = sorted(by_name)
    return np.array(names, "<u4").tobytes() + np.array([by_name[name] for name in names], "<u2").tobytes()


def main() -> None:
    root = Path(__file__).resolve().parents[1]
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root.parent / "shared" / "reports" / "dev"
    texts = list(report_texts(folder))
    lines = word_lines(texts)
    of_words = classes(lines, WORD_CLASSES)
    of_chars = classes([list("".join(line)) for line in lines], CHAR_CLASSES)
    for name, found in (("words", of_words), ("characters", of_chars)):
        path = resource("models", f"{name}.bin")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(written(found))
        print(f"{path.name}: classes of {len(found)} {name}, from {sum(map(len, texts))} characters of text")


if __name__ == "__main__":
    main()
