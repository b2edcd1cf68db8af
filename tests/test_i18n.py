"""Sentences by key, and what is said where data brings a key that no catalogue has."""

from __future__ import annotations

import pytest

from annotator.i18n import LANGUAGES, Words, filled
from annotator.model import Reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_a_sentence_is_called_by_it(language: str) -> None:
    words = Words(language)
    assert words.named("ui.source-rules", "rules") == words("ui.source-rules")
    assert words.named("ui.source-from-elsewhere", "from elsewhere") == "from elsewhere"


def test_a_key_that_code_names_must_be_there() -> None:
    with pytest.raises(KeyError):
        Words("en")("ui.no-such-sentence")


def test_reasons_that_nobody_here_knows_are_given_by_their_words() -> None:
    words = Words("en")
    assert (
        words.reason(Reason("suggest.why-term", (("term", "互助超市"),))) == "“互助超市” is one of this corpus's terms"
    )
    assert words.reason(Reason("elsewhere.because", (("term", "互助超市"), ("by", "3")))) == "互助超市 3"
    assert words.reason(Reason("suggest.why-term", (("key", "互助超市"),))) == "互助超市"
    assert words.reason(Reason("elsewhere.because")) == ""


@pytest.mark.parametrize(("count", "said"), [(0, "0 reports are"), (1, "1 report is"), ("1,024", "1,024 reports are")])
def test_one_is_not_said_as_several(count: object, said: str) -> None:
    sentence = "{count} {count:report is|reports are} done in {place!s:.3}."
    assert filled(sentence, {"count": count, "place": "Dingxi"}) == f"{said} done in Din."
    with pytest.raises(KeyError):
        filled(sentence, {"place": "Dingxi"})
