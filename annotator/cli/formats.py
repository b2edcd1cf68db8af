"""`annotator formats`: what can be read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotator.cli.command import command, json_option
from annotator.cli.face import Face
from annotator.cli.width import table
from annotator.i18n import Words

if TYPE_CHECKING:
    from annotator.formats import Format


def commands(words: Words) -> list[click.Command]:
    return [command(words, "formats", formats, [json_option(words, "cli.option-json-formats")])]


def formats(face: Face, as_json: bool) -> None:
    from annotator.formats import formats as registry

    known = registry.all().values()
    for fault in registry.faults():
        face.complain(fault)
    if as_json:
        face.show_json([to_plain(one) for one in known])
        return
    keys = ("name", "title", "ways", "suffixes", "unit", "loses")
    head = [face.words(f"cli.format-{key}") for key in keys]
    face.show(table([head, *(_row(one, face.words) for one in known)], text_columns=len(head)))


def to_plain(format_: Format) -> dict[str, object]:
    """A format as machines read it; `folder`: writing makes a folder with a file for each document."""
    return {
        "name": format_.name,
        "title": dict(format_.title),
        "read": format_.read is not None,
        "write": format_.goes_out,
        "suffixes": list(format_.suffixes),
        "unit": format_.unit,
        "folder": format_.folder,
        "loses": list(format_.loses),
    }


def _row(format_: Format, words: Words) -> list[str]:
    ways = [words(key) for key, way in (("cli.reads", format_.read), ("cli.writes", format_.goes_out)) if way]
    loses = [words.named(f"formats.loses-{kind}", kind) for kind in format_.loses]
    suffixes = " ".join(format_.suffixes)
    unit = words.named(f"formats.unit-{format_.unit.replace(' ', '-')}", format_.unit)
    return [format_.name, words.pick(format_.title), " ".join(ways), suffixes, unit, ", ".join(loses) or "—"]
