"""`annotator train`: the corpus's own model."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.command import Option, argument, command, json_option
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.i18n import Words


def commands(words: Words) -> list[click.Command]:
    forget = Option(["--forget"], is_flag=True, help=words("cli.option-forget"))
    return [command(words, "train", train, [argument("corpus", "CORPUS"), forget, json_option(words)])]


def train(face: Face, corpus: Path, forget: bool, as_json: bool) -> None:
    with opened(face, corpus) as open_corpus:
        if forget:
            open_corpus.forget_model()
            face.tell("cli.forgotten")
            return
        learned = open_corpus.train()
    report = learned.report
    if as_json:
        face.show_json({**report, "trained_on": learned.trained_on, "kept": learned.is_better})
        return
    with_it, without = (f"{100 * share:.1f}" for share in report["gain"])
    figures = {"documents": len(report["documents"]), "seconds": report["seconds"]}
    key = "cli.trained" if learned.is_better else "cli.trained-in-vain"
    face.tell(key, percent_with=with_it, percent_without=without, **figures)
