"""The world's errors. Ours have no class: they are bugs, and end in the crash dialog or a traceback."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from annotator.i18n import Words


@runtime_checkable
class Sayable(Protocol):
    """What each language says in its own way."""

    def say(self, words: Words) -> str:
        """How that language says it."""


class AnnotatorError(Exception):
    """Something a person can understand and mend: what happened, where, and what to do.

    `key` names a sentence in resources/translations, `fields` fill its braces; so each face can say it
    in its reader's language. `str(error)` is the English sentence.
    """

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields

    def say(self, words: Words) -> str:
        """The sentence in the reader's language; what is sayable among its fields is said in that language too, of

        several errors each on a line of its own.
        """
        return words(self.key, **{name: _said(field, words) for name, field in self.fields.items()})

    def __str__(self) -> str:
        return self.say(Words("en"))

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.key, self.fields)  # keyword arguments survive the way back from a worker


def kind_and_words(error: BaseException) -> str:
    """What others' code raised, in 300 characters at most; its kind alone where its own words are broken too."""
    try:
        return f"{type(error).__name__}: {error}"[:300]
    except Exception:  # noqa: BLE001  # an edge: whatever it is, it is no bug of ours
        return type(error).__name__


def _said(field: object, words: Words) -> object:
    if isinstance(field, Sayable):
        return field.say(words)
    if isinstance(field, tuple) and all(isinstance(one, AnnotatorError) for one in field):
        return "\n".join(one.say(words) for one in field)
    return field


def _again(kind: type[AnnotatorError], key: str, fields: dict[str, object]) -> AnnotatorError:
    return kind(key, **fields)
