"""`annotator rules` and `annotator terms`: what a corpus suggests of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from annotator.cli.command import FilePath, Filled, Option, argument, command, json_option
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.cli.width import table
from annotator.errors import AnnotatorError
from annotator.i18n import Words
from annotator.model import PersonalRule, SaidTerm
from annotator.scheme import STATES


def commands(words: Words) -> list[click.Command]:
    label = Option(["--label"], default="", metavar="L", help=words("cli.option-label-list"))
    domain = Option(["--domain"], default="", help=words("cli.option-domain"))
    files = [
        Option(["--import", "import_"], type=FilePath(), metavar="FILE", help=words("cli.option-import-list")),
        Option(["--export"], type=FilePath(), metavar="FILE", help=words("cli.option-export-list")),
        json_option(words),
    ]
    rules_ = [
        Filled(["--add"], default="", metavar="PATTERN", help=words("cli.option-add-rule")),
        label,
        domain,
        Option(["--note"], default="", help=words("cli.option-note")),
        Filled(["--remove"], default="", metavar="PATTERN", help=words("cli.option-remove-rule")),
        *files,
    ]
    states = click.Choice(STATES)
    terms_ = [
        Filled(["--add"], default="", metavar="TERM", help=words("cli.option-add-term")),
        label,
        domain,
        Option(["--state"], type=states, help=words("cli.option-state")),
        *files,
    ]
    corpus = argument("corpus", "CORPUS")
    return [command(words, "rules", rules, [corpus, *rules_]), command(words, "terms", terms, [corpus, *terms_])]


def rules(
    face: Face, corpus: Path, *, add: str, label: str, domain: str, note: str, remove: str, import_: Path | None,
    export: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Does the one thing that is asked, as a step; asked for nothing, lists the rules."""
    _check(face, {"--import": import_, "--remove": remove, "--export": export}, add,
           {"--label": label, "--domain": domain, "--note": note})  # fmt: skip
    with opened(face, corpus) as open_corpus:
        if import_:
            with face.progress_of() as progress:
                open_corpus.import_rules(import_, progress)
        elif remove:
            found = [rule.id for rule in open_corpus.rules() if rule.pattern == remove]
            if not found:
                raise AnnotatorError("cli.no-rule", path=corpus, pattern=remove)
            open_corpus.remove_rules(found)
        elif add:
            open_corpus.add_rule(add, label, domain, note)
        elif export:
            face.tell("cli.listed", count=open_corpus.export_rules(export), path=export)
        else:
            _list_rules(face, open_corpus.rules(), as_json)


def _list_rules(face: Face, found: Sequence[PersonalRule], as_json: bool) -> None:
    columns = ("pattern", "label", "domain", "note", "state")
    _show(face, columns, [{name: getattr(rule, name) for name in columns} for rule in found], as_json)


def terms(
    face: Face, corpus: Path, *, add: str, label: str, domain: str, state: str | None, import_: Path | None,
    export: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Does the one thing that is asked, as a step; asked for nothing, lists what is known of terms, with decisions."""
    _check(face, {"--import": import_, "--export": export}, add,
           {"--label": label, "--domain": domain, "--state": state})  # fmt: skip
    with opened(face, corpus) as open_corpus:
        if import_:
            with face.progress_of() as progress:
                open_corpus.import_terms(import_, progress)
        elif add:
            open_corpus.say_of_terms([SaidTerm(add, label, domain, state or STATES[0])])
        elif export:
            face.tell("cli.listed", count=open_corpus.export_terms(export), path=export)
        else:
            known = [
                {"term": one.text, "label": one.label, "domain": one.domain, "state": one.state,
                 "accepted": one.evidence.accepted, "rejected": one.evidence.rejected}
                for one in open_corpus.memory.all()
            ]  # fmt: skip
            _show(face, ("term", "label", "domain", "state", "accepted", "rejected"), known, as_json)


def _check(face: Face, others: Mapping[str, object], add: str, details: Mapping[str, str | None]) -> None:
    """Wrong usage where more than one thing is asked for, which could end half done, or what is said of nothing."""
    asked = [option for option, value in {"--add": add, **others}.items() if value]
    if len(asked) > 1:
        raise click.UsageError(face.words("cli.one-at-a-time", options=", ".join(asked)))
    if add and not details["--label"]:
        raise click.UsageError(face.words("cli.no-label"))
    if not add and (idle := [option for option, value in details.items() if value]):
        raise click.UsageError(face.words("cli.needs-add", option=", ".join(idle)))


def _show(face: Face, columns: Sequence[str], rows: Sequence[dict[str, Any]], as_json: bool) -> None:
    """Lines of JSON, or a table under the names that lists on disk have too."""
    if as_json:
        for row in rows:
            face.show_json(row)
    elif rows:
        face.show(table([list(columns), *([str(row[name]) for name in columns] for row in rows)], text_columns=5))
