"""A colleague's history says beside what it says something else: two lines of a row, one of which lies.

Their tables are what the last event says, and every hash and link fits; what the other line says becomes a row only
here, when both are brought together. Whatever that is: a sentence that names their file, or a sound corpus.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from children import Here
from hostile_values import files, loosened, merge
from merge_values import TEXTS, Worker
from store_values import PERSON
from trials import quick_folder, trials

from annotator import plain, work
from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.i18n import LANGUAGES, Words
from annotator.model import Bundle, Document, new_id
from annotator.store import Store
from annotator.store.log import link
from annotator.store.tables import _TYPES, TABLES

LIES: dict[type, tuple[Any, ...]] = {
    int: (10**30, -5, 0, 5000, 2**63 - 1),
    float: (1e308, -1.0),
    str: ("", "x", "[]", "{}", "null", '{"a":[1]}', "甲\n乙", "d0", "9" * 5000),
}
"""of the right type, so that it takes a look at what they say"""
LATEST = """
SELECT e.number, e.row, e.after, e.follows, s.id, s.kind, s.name, s.annotator, s.time, s.target
FROM events e JOIN steps s ON s.id = e.step
WHERE e."table" = ? AND e.after IS NOT NULL
AND e.number = (SELECT max(number) FROM events o WHERE o.row = e.row AND o."table" = e."table")
"""
ENTER = """
INSERT INTO events (number, device, device_number, id, step, "table", row, after, hash, follows)
VALUES (?, 'liar', 1, ?, ?, ?, ?, ?, ?, ?)
"""


@pytest.fixture(autouse=True)
def _without_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Worker", Here)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Ours, and a fork in which much was done."""
    with quick_folder(tmp_path) as folder:
        ours = folder / "ours.corpus"
        with closing(Corpus.create(ours, annotator=PERSON)) as corpus:
            corpus.add([Bundle(Document("d0", "题", TEXTS[0]))])
        theirs = Path(shutil.copy(ours, folder / "theirs.corpus"))
        Worker(theirs, random.Random(3)).work(160)
        yield ours, theirs


def forge(path: Path, table: str, lie: dict[str, Any], dice: random.Random) -> bool:
    """Enters just before the latest event of some row another one, which follows what that follows, and lies."""
    with loosened(path) as looking:
        found = looking.execute(LATEST, (table,)).fetchall()
        if not found:
            return False
        number, row, after, follows, *step = dice.choice(found)
        looking.execute("UPDATE events SET number = -number")
        looking.execute("UPDATE events SET number = -2 * number")
        body, id_ = plain.dumps(json.loads(after) | lie), new_id()
        hash_ = link("", table, row, None, body, "liar", 1, id_, *step, follows)
        looking.execute(ENTER, (2 * number - 1, id_, step[0], table, row, body, hash_, follows))
    with closing(Store(path)) as store:
        assert store.check() == []
    return True


@pytest.mark.torture
def test_a_second_line_that_lies_about_each_column(pair: tuple[Path, Path]) -> None:
    dice, outcomes = random.Random(1), {True: 0, False: 0}
    ours, theirs = pair
    whole = ours.read_bytes(), theirs.read_bytes()
    for table in TABLES.values():
        for column in table.columns[1:]:
            lies = LIES[_TYPES.get(column, str)]
            for lie in dice.sample(lies, trials(1, len(lies))):
                for path, content in zip(pair, whole, strict=True):
                    path.write_bytes(content)
                if dice.random() < trials(1, 2) / 2 and forge(theirs, table.name, {column: lie}, dice):
                    outcomes[is_refused(ours, theirs)] += 1
    assert min(outcomes.values()) > 8


def is_refused(ours: Path, theirs: Path) -> bool:
    before = files(ours), files(theirs)
    said = None
    try:
        merge(ours, theirs)
    except AnnotatorError as error:
        said = error
    if said is None:
        with closing(Store(ours)) as store:
            assert [str(one) for one in store.check()] == []
        assert files(theirs) == before[1]
        return False
    if said.key != "corpus.merge-labels":  # which says which labels, not whose
        assert all(str(theirs) in said.say(Words(language)) for language in LANGUAGES), str(said)
        assert str(ours) not in str(said)
    assert (files(ours), files(theirs)) == before
    return True
