"""`annotator stats`: the corpus in figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.command import argument, command, json_option
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.cli.width import table
from annotator.i18n import Words
from annotator.model import ACCEPT, CORRECT, DONE, NEW, REJECT, STARTED

if TYPE_CHECKING:
    from annotator.corpus import Corpus

_KINDS = (ACCEPT, CORRECT, REJECT)
_STATUS = (NEW, STARTED, DONE)


def commands(words: Words) -> list[click.Command]:
    params = [argument("corpus", "CORPUS"), json_option(words, "cli.option-json-stats")]
    return [command(words, "stats", stats, params)]


def stats(face: Face, corpus: Path, as_json: bool) -> None:
    with opened(face, corpus) as open_corpus:
        figures = figures_of(open_corpus)
    if as_json:
        face.show_json(figures)
    else:
        face.show("\n\n".join(_tables(figures, face.words)))


def figures_of(corpus: Corpus) -> dict[str, Any]:
    """Counts of everything. `status` is by annotator; `not_started` are documents that nobody has begun.

    A source's precision is accepted / decided: a suggestion that had to be corrected was not right.
    """
    counts = corpus.counts()
    return {
        "documents": counts["documents"],
        "not_started": counts["documents"] - corpus.begun_count(),
        "annotations": counts["annotations"],
        "decisions": counts["decisions"],
        "labels": counts["labels"],
        "annotators": {name: counts["annotators"].get(name, 0) for name in corpus.annotators()},
        "status": {
            name: _by_status(counts["progress"].get(name, {}), counts["documents"]) for name in corpus.annotators()
        },
        "sources": {source: _source(kinds) for source, kinds in counts["sources"].items()},
    }


def _by_status(begun: Mapping[str, int], documents: int) -> dict[str, int]:
    """What nobody has said anything of is new."""
    found = {status: begun.get(status, 0) for status in _STATUS}
    return found | {NEW: documents - sum(found.values()) + found[NEW]}


def _source(kinds: Mapping[str, int]) -> dict[str, float]:
    decided = sum(kinds.values())
    return {kind: kinds.get(kind, 0) for kind in _KINDS} | {
        "decided": decided,
        "precision": kinds.get(ACCEPT, 0) / decided,
    }


def _tables(figures: Mapping[str, Any], words: Words) -> Iterator[str]:
    totals = ("documents", "not_started", "annotations", "decisions")
    yield table([[words(f"cli.{key.replace('_', '-')}"), str(figures[key])] for key in totals])
    if figures["labels"]:
        head = [words("cli.label"), words("cli.annotations")]
        yield table([head, *([name, str(count)] for name, count in figures["labels"].items())])
    if figures["annotators"]:
        yield table(list(_annotators(figures, words)))
    if figures["sources"]:
        yield table(list(_sources(figures["sources"], words)))


def _annotators(figures: Mapping[str, Any], words: Words) -> Iterator[list[str]]:
    yield [words("cli.annotator"), words("cli.annotations"), *(words(f"cli.status-{one}") for one in _STATUS)]
    for name, count in figures["annotators"].items():
        yield [name, str(count), *(str(figures["status"][name][one]) for one in _STATUS)]


def _sources(sources: Mapping[str, Mapping[str, float]], words: Words) -> Iterator[list[str]]:
    yield [words("cli.source"), *(words(f"steps.{kind}") for kind in _KINDS), words("cli.decided"),
           words("cli.precision")]  # fmt: skip
    for name, source in sources.items():
        counts = [str(source[kind]) for kind in (*_KINDS, "decided")]
        yield [name, *counts, f"{source['precision']:.3f}"]
