"""Real reports with all their mess: each comes in, or is refused by a sentence; nothing else ever happens.

One in ten here, all of them in `make torture`.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from annotator import keeping
from annotator.corpus import Corpus
from annotator.i18n import LANGUAGES, Words

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports"
KEPT_BLIND = (
    "jzfupin-12", "jzfupin-15", "jzfupin-16", "jzfupin-17", "changshun-3", "hkcnews-17970", "legco-2012-10-25-054",
)  # fmt: skip
"""What suggestions are judged by is not looked at."""
EVERY = 1 if os.environ.get("ANNOTATOR_TORTURE") else 10


@pytest.mark.torture
@pytest.mark.skipif(not REPORTS.is_dir(), reason="no reports here")
def test_each_report_comes_in_or_is_refused_by_a_sentence(tmp_path: Path) -> None:
    files = sorted(one for one in REPORTS.rglob("*") if one.is_file() and not one.name.startswith(KEPT_BLIND))[::EVERY]
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as corpus:
        added = corpus.import_files(files)
        named = [fault.say(Words(language)) for fault in added.faults for language in LANGUAGES]
    assert len(added.faults) <= 3
    assert not any(fault.key.startswith("formats.parser-") for fault in added.faults)
    assert all(any(str(file) in sentence for file in files) for sentence in named)
    assert added.documents + added.known + len(added.faults) >= len(files)
    assert keeping.check(tmp_path / "a.corpus") == []
