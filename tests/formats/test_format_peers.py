"""Files that other tools ship as samples: each is read, or refused by a sentence; nothing else ever happens."""

from __future__ import annotations

from collections import Counter

import pytest
from foreign_values import PEERS

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, recognise
from annotator.i18n import Words

# at least so many of the files that other tools ship are read in each format
READ = {
    "brat": 126,
    "doccano": 8,
    "label-studio": 2,
    "prodigy": 2,
    "conll": 3,
    "cas-xmi": 80,
    "cas-json": 8,
    "webanno": 70,
}


@pytest.mark.skipif(not PEERS.is_dir(), reason="no files of other tools here")
def test_each_is_read_or_refused():
    read: Counter[str] = Counter()
    refused = []
    for path in sorted(path for path in PEERS.rglob("*") if path.is_file()):
        try:
            source = Source(path)
            format_ = recognise(path, source.head())
            if format_.read is None or format_.name in ("text", "docx", "pdf", "html", "table", "xlsx", "csv"):
                continue  # plain texts are another test's
            for bundle in format_.read(source, ReadOptions()):
                assert all(one.text == one.span.of(bundle.document.text) != "" for one in bundle.annotations)
            read[format_.name] += 1
        except AnnotatorError as error:
            refused.append(error.say(Words("zh-Hans")))
    assert all(refused)
    assert {name: read[name] for name, least in READ.items() if read[name] < least} == {}
