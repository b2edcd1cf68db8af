"""A folder as Hugging Face's datasets load it: Parquet files for train, dev and test, and a card that describes them.

Documents are divided 8 : 1 : 1, never a document between two; alike labels fall into all three, and the same corpus is
always divided the same by the same seed.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from annotator import plain
from annotator.formats.format import Format, Written
from annotator.formats.jsonl import UNIT, from_bundle
from annotator.formats.parquet import pyarrow, rows_of, write_rows
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_folder, spool_for
from annotator.formats.tally import HISTORY
from annotator.model import Bundle, Scheme

SPLITS = {"train": 0.8, "dev": 0.1, "test": 0.1}
SEED = "annotator 1"
_HEAD = "language:\n- zh\ntask_categories:\n- token-classification\nconfigs:\n- config_name: default\n  data_files:\n"


def divided(documents: Sequence[tuple[str, Iterable[str]]], seed: str = SEED) -> list[str]:
    """For each document, given by its text's hash and its labels, the split that it falls into.

    A document belongs to the stratum of its rarest label; in the order of seeded hashes each goes where its stratum
    and the whole lack most.
    """
    found = Counter(label for _, labels in documents for label in set(labels))
    strata = [min(set(labels), key=lambda label: (found[label], label), default="") for _, labels in documents]
    order = sorted(range(len(documents)), key=lambda at: sha256(f"{seed} {documents[at][0]}".encode()).digest())
    whole: Counter[str] = Counter()
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    split = [""] * len(documents)
    for at in order:
        mine = inside[strata[at]]
        split[at] = max(SPLITS, key=lambda name: _lack(name, mine) + _lack(name, whole))
        mine[split[at]] += 1
        whole[split[at]] += 1
    return split


def _lack(name: str, counts: Counter[str]) -> float:
    return SPLITS[name] * (counts.total() + 1) - counts[name]


def write(bundles: Iterable[Bundle], scheme: Scheme, path: Path, seed: str = SEED) -> Written:
    """A new folder, whose card says the seed.

    Raises AnnotatorError as `atomic_folder` does, and where pyarrow is not installed.
    """
    pyarrow()
    with spool_for(path) as spool, atomic_folder(path) as folder:
        places, about, counts = _spooled(bundles, spool)
        split = divided([(hash_, labels) for hash_, labels in about], seed)
        folder.joinpath("data").mkdir()
        for name in _present(split):
            chosen = [place for place, of in zip(places, split, strict=True) if of == name]
            with folder.joinpath("data", f"{name}-00000-of-00001.parquet").open("wb") as stream:
                write_rows(stream, _rows(spool, chosen), scheme)
        card = _card(scheme, split, about, seed)
        folder.joinpath("README.md").write_text(card, "utf-8", newline="\n")
    return Written(len(places), *counts)


def _spooled(
    bundles: Iterable[Bundle], spool: BinaryIO
) -> tuple[list[int], list[tuple[str, list[str]]], tuple[int, int]]:
    """Writes each document's line away; where each begins, its hash and labels, and how many things there are."""
    places, about, annotations, decisions = [], [], 0, 0
    for bundle in bundles:
        places.append(spool.tell())
        spool.write(f"{plain.dumps(from_bundle(bundle))}\n".encode())
        about.append((bundle.document.sha256, [one.label for one in bundle.annotations]))
        annotations += len(bundle.annotations)
        decisions += len(bundle.decisions)
    return places, about, (annotations, decisions)


def _rows(spool: BinaryIO, places: Iterable[int]) -> Iterator[dict[str, object]]:
    for place in places:
        spool.seek(place)
        yield rows_of(json.loads(spool.readline()))


def _present(split: Sequence[str]) -> list[str]:
    """The parts that have a document; `datasets` loads nothing of a folder in which one has none."""
    return [name for name in SPLITS if name in split] or [next(iter(SPLITS))]


def _card(scheme: Scheme, split: list[str], about: list[tuple[str, list[str]]], seed: str) -> str:
    """README.md: the head that `load_dataset` reads, and tables for people."""
    files = "".join(f"  - split: {name}\n    path: data/{name}-*.parquet\n" for name in _present(split))
    head = f"{_HEAD}{files}"
    sizes = "".join(f"| {name} | {split.count(name)} |\n" for name in SPLITS)
    counts = {name: Counter[str]() for name in SPLITS}
    for name, (_, labels) in zip(split, about, strict=True):
        counts[name].update(labels)
    lines = [[label.name, *(str(counts[name][label.name]) for name in SPLITS)] for label in scheme.labels]
    rows = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    columns = " | ".join(SPLITS)
    return (
        f"---\n{head}---\n\n# {_title(scheme)}\n\n"
        f"One row a document. Offsets (`start`, `end`) are half-open and count Unicode {UNIT}.\n\n"
        f"| split | documents |\n|---|---|\n{sizes}\n"
        f"| label | {columns} |\n|{'---|' * (len(SPLITS) + 1)}\n{rows}\n"
        f"Documents were divided by the seed “{seed}”, stratified by their rarest label.\n"
    )


def _title(scheme: Scheme) -> str:
    return scheme.title.get("en") or scheme.name


FORMAT = formats.register("huggingface")(
    Format(
        name="huggingface",
        title={
            "zh-Hans": "Hugging Face 数据集文件夹",
            "zh-Hant": "Hugging Face 資料集資料夾",
            "en": "Folder for Hugging Face datasets",
        },
        suffixes=(".parquet",),
        unit=UNIT,
        loses=(HISTORY,),
        read=None,  # its files are Parquet
        write=write,
        divides=write,
        folder=True,
    )
)
