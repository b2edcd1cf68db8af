"""click's commands, with everything that they say of themselves in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from annotator.cli import streams
from annotator.cli.width import wrapped
from annotator.i18n import Words

_HEADINGS = {"Options": "cli.options", "Commands": "cli.commands"}


class Formatter(click.HelpFormatter):
    """Help in the reader's language, broken into lines as wide as they look."""

    def __init__(self, words: Words, **sizes: Any) -> None:
        super().__init__(**sizes)
        self._words = words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{self._words('cli.usage')} ")

    def write_heading(self, heading: str) -> None:
        self.write(f"{self._words(_HEADINGS[heading])}\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for at, paragraph in enumerate(text.split("\n\n")):
            lines = wrapped(paragraph, self.width - self.current_indent)
            self.write(("\n" if at else "") + "".join(f"{indent}{line}\n" for line in lines))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        listed = list(rows)
        first = min(max(len(term) for term, _ in listed), col_max)
        columns = max(self.width - self.current_indent - first - col_spacing, 20)
        # click leaves what follows a line with a backspace as it is
        ready = [(term, "\n".join(["\b", *wrapped(text, columns)])) for term, text in listed]
        super().write_dl(ready, col_max, col_spacing)


class Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        return Formatter(self.find_root().obj.words, width=self.terminal_width, max_width=self.max_content_width)


class Command(click.Command):
    context_class = Context


class Option(click.Option):
    """An option whose help says all there is to say: click would add English words to it."""

    def get_help_extra(self, ctx: click.Context) -> Any:  # noqa: ARG002  # click's own signature
        return {}


class Filled(Option):
    """An option that chooses some. An empty value is a script's unset variable, and would stand for all there are."""

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        given = ctx.get_parameter_source(self.name or "") is ParameterSource.COMMANDLINE
        if given and value == "":
            raise click.BadParameter(words_of(ctx)("cli.empty-value"), ctx, self)
        return super().process_value(ctx, value)


class FilePath(click.ParamType):  # type: ignore[type-arg]  # it has arguments only in newer releases
    """A path. An empty one is a script's unset variable, and would stand for the whole present folder."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if not str(value):
            self.fail(words_of(ctx)("cli.empty-path"), param, ctx)
        return Path(value)


class Name(click.ParamType):  # type: ignore[type-arg]
    """An annotator's name: something to read, on one line."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        name = str(value).strip()
        if not name or not name.isprintable():
            self.fail(words_of(ctx)("cli.bad-name"), param, ctx)
        return name


def words_of(ctx: click.Context | None) -> Words:
    """The reader's language, from inside a type of parameter."""
    return Words("en") if ctx is None else ctx.find_root().obj.words


def command(words: Words, name: str, run: Callable[..., Any], params: Sequence[click.Parameter]) -> Command:
    """A command that calls `run(face, **params)`. Its help is `cli.<name>`, one line, and `cli.<name>-help`."""
    line = words(f"cli.{name}")
    return Command(
        name,
        callback=click.pass_obj(run),
        params=[*params, help_option(words)],
        short_help=line,
        help=f"{line}\n\n{words(f'cli.{name}-help')}",
        add_help_option=False,
    )


def argument(name: str, metavar: str, *, many: bool = False, required: bool = True) -> click.Argument:
    """A path, or one and more; one must be given unless it is not `required`."""
    shown, number = (f"{metavar}...", -1) if many else (metavar, 1)
    shown = shown if required else f"[{shown}]"
    return click.Argument([name], metavar=shown, type=FilePath(), nargs=number, required=required)


def json_option(words: Words, key: str = "cli.option-json") -> Option:
    """`--json`; its help is the sentence of the key."""
    return Option(["--json", "as_json"], is_flag=True, help=words(key))


def help_option(words: Words) -> Option:
    """`--help`, which click itself would explain in English."""
    return showing_option("--help", words("cli.option-help"), lambda ctx: ctx.get_help())


def showing_option(name: str, about: str, shown: Callable[[click.Context], str]) -> Option:
    """An option that prints something in place of the command."""

    def show(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
        if asked and not ctx.resilient_parsing:
            streams.write(f"{shown(ctx)}\n")
            ctx.exit()

    return Option([name], is_flag=True, is_eager=True, expose_value=False, callback=show, help=about)
