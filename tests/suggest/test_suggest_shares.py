"""How often words are estimated to begin, and the table that says it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from runpy import run_path

import pytest

from annotator.suggest.shares import SELDOM, share_of
from annotator.text import fold

SCRIPT = Path(__file__).parents[2] / "packaging" / "count_shares.py"


def test_a_longer_word_is_never_more_frequent():
    for word in ("贫困发生率", "“三年", "20", "\n  ", "中华骨髓库", "龘龘龘"):
        shares = [share_of(word[:end]) for end in range(1, len(word) + 1)]
        assert shares == sorted(shares, reverse=True)
        assert 0 < shares[-1] <= shares[0] < 1


@pytest.mark.parametrize(("more", "less"), [(",", "“"), ("的", "贫"), ("贫困", "贫医"), ("发展", "龘")])
def test_what_stands_often_in_reports_is_known_for_it(more, less):
    assert share_of(more) > share_of(less)


def test_the_table_counts_characters_and_pairs_of_folded_text():
    text = fold("扶貧工程，扶贫车间。" * 3)
    told = {
        word: int(share)
        for share, *words in map(str.split, run_path(str(SCRIPT))["table"]([text]).splitlines())
        for word in words
    }
    assert told["扶"] == 200_000 == round(1e6 * Counter(text)["扶"] / len(text))
    assert told["扶贫"] == 200_000
    assert min(told.values()) >= SELDOM * 1e6
