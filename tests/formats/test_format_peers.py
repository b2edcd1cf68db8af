"""Files that other tools ship as samples: each kind is read, whole, or refused for the reason that is true of it.

The numbers are what is there: fewer read, or other reasons, are a loss; more read may stand here when it is looked at.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from foreign_values import PEERS

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, recognise
from annotator.i18n import LANGUAGES, Words

READ = {
    "brat": {"brat": (126, 126, 6846), "text": (133, 133, 0)},
    "conllu": {"text": (1, 1, 0)},
    "dkpro-cassis": {"cas-json": (10, 10, 25), "cas-xmi": (19, 20, 33), "markdown": (1, 1, 0)},
    "doccano": {
        "doccano": (9, 19, 20), "conll": (2, 2, 4), "jsonl-texts": (3, 9, 0), "table": (9, 26, 0), "text": (9, 9, 0),
        "xlsx": (3, 8, 0),
    },
    "inception": {
        "webanno": (129, 129, 292), "cas-xmi": (80, 80, 234), "conll": (1, 1, 44), "html": (5, 5, 0),
        "text": (13, 13, 0),
    },
    "label-studio": {"label-studio": (9, 12, 0), "table": (2, 2, 0)},
    "mae": {"text": (2, 2, 0)},
    "potato": {"jsonl": (6, 41, 0), "jsonl-texts": (4, 12, 0), "table": (4, 3028, 0)},
    "prodigy": {"prodigy": (3, 2302, 1170), "jsonl": (1, 3, 0), "jsonl-texts": (3, 411, 0)},
    "qualcoder": {"docx": (1, 1, 0), "table": (3, 11, 0), "text": (5, 5, 0), "xlsx": (6, 21, 0)},
    "refi-qda": {"pdf": (1, 1, 0), "markdown": (1, 1, 0)},
    "webanno": {"webanno": (2, 2, 83)},
    "yedda": {"text": (3, 3, 0)},
}  # fmt: skip
"""Tool → format → files, reports and annotations that are read."""
REFUSED = {
    "brat": {"unknown-suffix": 23},  # settings and PDFs' neighbours: no texts
    "conllu": {"unknown-suffix": 2},
    "dkpro-cassis": {"no-text": 14, "unknown-suffix": 29},  # views without a text; type systems
    "doccano": {"jsonl-many-lines": 3, "jsonl-missing-key": 6, "json-unknown": 6, "jsonl-tag": 1},
    "gate": {"unknown-suffix": 3},
    "inception": {
        "webanno-old": 27, "json-unknown": 14, "unknown-suffix": 46, "jsonl-tag": 11, "cas-json-old": 1,
        "jsonl-syntax": 3,
    },
    "label-studio": {"no-text": 5, "unknown-suffix": 2, "json-unknown": 3},  # pictures and sounds; configurations
    "mae": {"unknown-suffix": 23},
    "potato": {"json-unknown": 8},
    "prodigy": {"patterns": 1},
    "qualcoder": {"legacy": 1, "unknown-suffix": 2},
    "refi-qda": {"unknown-suffix": 2, "no-text": 2},  # the standard's schemas; projects with pictures and PDFs alone
    "tagtog": {"json-unknown": 2},
    "webanno": {"webanno-old": 6, "unknown-suffix": 2},
    "yedda": {"jsonl-syntax": 10, "unknown-suffix": 1},
}  # fmt: skip
"""Tool → reason, as `formats.<key>` → files that are refused."""


@pytest.mark.skipif(not PEERS.is_dir(), reason="no files of other tools here")
@pytest.mark.parametrize("tool", sorted({*READ, *REFUSED}))
def test_each_is_read_or_refused_for_what_is_true_of_it(tool):
    read: dict[str, Counter[str]] = {}
    refused: Counter[str] = Counter()
    unnamed: list[Path] = []
    files = [path for path in sorted((PEERS / tool).rglob("*")) if path.is_file()]
    for path in files:
        try:
            source = Source(path)
            format_ = recognise(path, source.head())
            assert format_.read is not None
            bundles = list(format_.read(source, ReadOptions()))
        except AnnotatorError as fault:
            refused[fault.key.removeprefix("formats.")] += 1
            unnamed += [path for language in LANGUAGES if path.name not in fault.say(Words(language))]
            continue
        for bundle in bundles:
            assert bundle.document.text
            assert all(one.text == one.span.of(bundle.document.text) != "" for one in bundle.annotations)
        made = sum(len(bundle.annotations) for bundle in bundles)
        read.setdefault(format_.name, Counter()).update(files=1, reports=len(bundles), annotations=made)
    counted = {name: (of["files"], of["reports"], of["annotations"]) for name, of in read.items()}
    assert counted == READ.get(tool, {})
    assert unnamed == []
    assert refused == REFUSED.get(tool, {})
    assert sum(count for count, _, _ in counted.values()) + refused.total() == len(files)


@pytest.mark.skipif(not PEERS.is_dir(), reason="no files of other tools here")
def test_no_tool_is_passed_over():
    assert {path.name for path in PEERS.iterdir() if path.is_dir()} == {*READ, *REFUSED}
