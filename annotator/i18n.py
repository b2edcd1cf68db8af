"""The interface's sentences in three languages, side by side in resources/translations/*.json."""

from __future__ import annotations

import json
import locale
import os
from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

from annotator.model import Reason
from annotator.resources import resource

LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """`{key: {language: sentence}}`, gathered from every file of the folder.

    A file is named after its room and its keys begin with that name: `formats.json` holds `formats.empty`.
    """
    sentences: dict[str, Mapping[str, str]] = {}
    for path in sorted(resource("translations").glob("*.json")):
        for key, versions in json.loads(path.read_text("utf-8")).items():
            sentences[f"{path.stem}.{key}"] = versions
    return sentences


class Words:
    """One language's sentences: `words("formats.empty", path=p)`."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"

    def __call__(self, key: str, **fields: object) -> str:
        """The sentence with its braces filled. Raises KeyError for a key that no catalogue has: that is a bug."""
        return filled(catalogue()[key][self.language], fields)

    def named(self, key: str, otherwise: str) -> str:
        """The sentence of a key that is made of data; `otherwise` where no catalogue has it.

        A source or a step may be another package's, or a newer version's.
        """
        return self(key) if key in catalogue() else otherwise

    def reason(self, reason: Reason) -> str:
        """Why a suggestion was made. Its bare words where the sentence is not known or has other braces."""
        words = dict(reason.words)
        try:
            return filled(catalogue()[reason.key][self.language], words)
        except KeyError:
            return " ".join(words.values())

    def pick(self, versions: Mapping[str, str]) -> str:
        """The version of a text that data (a scheme, a lexicon) carries in several languages."""
        return versions.get(self.language) or versions.get("en") or next(iter(versions.values()), "")


def filled(sentence: str, fields: Mapping[str, object]) -> str:
    """A sentence with its braces filled, as str.format has them; `{count:report|reports}` is one word or the other.

    The first of them where `count` is written 1. Raises KeyError for a brace without a field.
    """
    return _Numbered().vformat(sentence, (), fields) if "|" in sentence else sentence.format_map(fields)


class _Numbered(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        one, either, many = format_spec.partition("|")
        if either:
            return one if str(value) == "1" else many
        return str(super().format_field(value, format_spec))


def on_one_line(text: str) -> str:
    """Texts of reports, notes and names may hold line ends, and what would move a terminal's cursor: here blanks."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def system_language() -> str:
    """The reader's language by `ANNOTATOR_LANGUAGE` or the system's locale: zh-Hans, zh-Hant or en."""
    chosen = os.environ.get("ANNOTATOR_LANGUAGE", "")
    if chosen in LANGUAGES:
        return chosen
    return language_of_locale(_locale_name())


def _locale_name() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if name := os.environ.get(variable):
            return name
    return locale.getlocale()[0] or ""


def language_of_locale(name: str) -> str:
    """`zh_TW.UTF-8`, `zh-Hant-HK`, `Chinese (Traditional)_Taiwan` → zh-Hant; other Chinese → zh-Hans; the rest → en."""
    lowered = name.lower().replace("-", "_")
    if not lowered.startswith(("zh", "chinese")):
        return "en"
    traditional = ("hant", "_tw", "_hk", "_mo", "traditional", "taiwan", "hong kong", "macao")
    return "zh-Hant" if any(mark in lowered for mark in traditional) else "zh-Hans"
