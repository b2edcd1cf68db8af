"""What was wrong with a command line, in the reader's language."""

from __future__ import annotations

import click

from annotator.i18n import Words


class UnknownCommandError(click.UsageError):
    """A command that is not there, and those that are nearly called so."""

    def __init__(self, name: str, similar: list[str], ctx: click.Context) -> None:
        super().__init__(name, ctx)
        self.name = name
        self.similar = similar


def explain(error: click.UsageError, words: Words) -> str:
    """The usage line, what does not fit it, and where to read more."""
    command = error.ctx.command_path if error.ctx else "annotator"
    lines = [error.ctx.get_usage()] if error.ctx else []
    return "\n".join([*lines, _fault(error, words), words("cli.see-help", command=command)])


def _fault(error: click.UsageError, words: Words) -> str:
    match error:
        case UnknownCommandError():
            return words("cli.no-command", name=error.name) + _perhaps(error.similar, words)
        case click.NoSuchOption():
            return words("cli.no-option", name=error.option_name) + _perhaps(error.possibilities or [], words)
        case click.MissingParameter():
            return words("cli.missing", name=_name(error))
        case click.BadParameter():
            return words("cli.bad-value", name=_name(error), reason=_reason(error, words))
        case _:
            return words("cli.misuse", reason=error.format_message())


def _perhaps(similar: list[str], words: Words) -> str:
    return words("cli.perhaps", names=", ".join(similar)) if similar else ""


def _name(error: click.BadParameter) -> str:
    """The option, or the argument as the usage line calls it."""
    if isinstance(error.param, click.Option):
        return " / ".join(error.param.opts)
    return error.param.human_readable_name.rstrip(".") if error.param else str(error.param_hint or "")


def _reason(error: click.BadParameter, words: Words) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return words("cli.choose", choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return words("cli.whole-number" if kind.max is None else "cli.whole-number-to", least=kind.min, most=kind.max)
    if isinstance(kind, click.FloatRange):
        return words("cli.number-above" if kind.min_open else "cli.number-to", least=kind.min, most=kind.max)
    return error.message
