"""Reasons are sentences: every key has three, and every suggestion's words fill its braces."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from annotator import suggest
from annotator.i18n import LANGUAGES, Words, catalogue
from annotator.resources import seeds
from annotator.suggest import Engine, Term
from annotator.suggest.rulebook import rules

KEYS = sorted(key for key in catalogue() if key.startswith("suggest."))


def braces(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("key", KEYS)
def test_three_languages_with_the_same_braces(key):
    versions = catalogue()[key]
    assert set(versions) == set(LANGUAGES)
    assert len({frozenset(braces(sentence)) for sentence in versions.values()}) == 1


def test_every_rule_has_its_sentence():
    assert {rule.why for rule in rules()} <= set(KEYS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_suggestion_says_why(language):
    words = Words(language)
    engine = Engine([Term("良心活", "Program")], overlap="nested")
    for path in sorted(seeds().glob("*.txt")):
        for suggestion in engine.suggest(path.read_text("utf-8")):
            sentence = words(suggestion.why.key, **dict(suggestion.why.words))
            assert words.reason(suggestion.why) == sentence
            assert sentence
            assert "{" not in sentence


@pytest.mark.parametrize(
    ("text", "found", "source", "said"),
    [
        ("落实就业扶贫。", "就业扶贫", "lexicon", "就业扶贫"),
        ("来到江西广信。", "江西广信", "lexicon", "江西广信"),
        ("开展“暖冬”行动。", "“暖冬”行动", "rules", "行动"),
        ("发放补助3000元。", "3000元", "quantities", "3000"),
        ("良心活好。", "良心活", "lexicon", "良心活"),
    ],
)
def test_the_reason_names_the_source_and_what_was_seen(text, found, source, said):
    engine = Engine([Term("良心活", "Program")], model=None)
    [one] = [one for one in engine.suggest(text) if one.text == found]
    sentences = {language: Words(language).reason(one.why) for language in LANGUAGES}
    assert one.source == source
    assert len(set(sentences.values())) == len(LANGUAGES)
    assert all(said in sentence for sentence in sentences.values())


def test_no_sentence_is_left_over():
    in_code = ("term", "quantity", "number", "learned", "on-list", "model", "both", "imported")
    sources = "".join(path.read_text("utf-8") for path in Path(suggest.__file__).parent.rglob("*.py"))
    used = {rule.why for rule in rules()} | {f"suggest.why-{name}" for name in in_code}
    used |= set(re.findall(r'"(suggest\.[a-z-]+)"', sources))
    others = ("suggest.why-list-", "suggest.model-")
    assert [key for key in KEYS if key not in used and not key.startswith(others)] == []
