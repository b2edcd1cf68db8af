"""The package: the same bytes after any journey, and what was changed in it is noticed."""

from __future__ import annotations

import json
import random
from contextlib import closing, suppress
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from foreign_values import annotated, golden_many, read_back, written
from format_values import SCHEME, bundles, golden_bundle, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import keeping
from annotator.corpus import Corpus, Selection, Verdict
from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, formats, recognise
from annotator.formats.package import KINDS
from annotator.i18n import LANGUAGES, Words
from annotator.model import REJECT, Bundle, Document, Past, RowChange, Scheme, Span
from annotator.telling import described, local_time, name_of

PACKAGE = formats.get("package")


@settings(max_examples=40)
@given(st.lists(bundles(), max_size=3))
def test_written_read_and_written_again_is_the_same(tmp_path_factory, given_bundles):
    folder = tmp_path_factory.mktemp("package")
    report = written("package", given_bundles, folder / "a.anpack")
    assert report.lost == {}
    again = read_back("package", folder / "a.anpack")
    assert [one.document for one in again] == [one.document for one in given_bundles]
    for ours, theirs in zip(given_bundles, again, strict=True):
        for kind in ("annotations", "decisions", "relations", "adjudications", "adjudicated"):
            key = lambda one: one.id  # noqa: E731
            assert sorted(getattr(ours, kind), key=key) == sorted(getattr(theirs, kind), key=key)
        assert (ours.status, ours.attributes) == (theirs.status, theirs.attributes)
    assert PACKAGE.scheme(Source(folder / "a.anpack")) == SCHEME
    PACKAGE.write(again, SCHEME, folder / "b.anpack")
    assert (folder / "a.anpack").read_bytes() == (folder / "b.anpack").read_bytes()


def test_a_corpus_exported_imported_and_exported_gives_the_same_bytes(tmp_path):
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as corpus:
        corpus.add([golden_bundle(), golden_many(), annotated("推广雨露计划，落实低保政策，发展特色产业。")])
        for row in corpus.documents():
            for suggestion in corpus.suggestions(row.id)[:2]:
                corpus.accept(row.id, suggestion)
            for suggestion in corpus.suggestions(row.id)[:1]:
                corpus.reject(row.id, suggestion)
            corpus.mark(row.id, "done")
        first, second = tmp_path / "a.anpack", tmp_path / "b.anpack"
        corpus.export(first, "package")
    with closing(Corpus.create(tmp_path / "b.corpus", annotator="王")) as corpus:
        added = corpus.import_files([first])
        assert added.faults == ()
        assert (added.documents, added.annotations) == (2, 7 + 2)  # two reports of one text, and one span in both
        corpus.export(second, "package")
    assert first.read_bytes() == second.read_bytes()
    assert {path.name: json.loads(path.read_bytes())["lost"] for path in tmp_path.glob("*.losses.json")} == {
        "a.anpack.losses.json": {}, "b.anpack.losses.json": {},
    }  # fmt: skip
    assert REJECT in ZipFile(first).read("decisions.jsonl").decode()


def with_another_label(scheme: Scheme) -> Scheme:
    return replace(scheme, labels=(*scheme.labels, replace(scheme.labels[0], name=f"New{len(scheme.labels)}", key="")))


def test_each_kind_of_thing_makes_the_journey(tmp_path):
    """Two people who differ, what was settled, relations, attributes, a changed scheme, suggestions of a program."""
    text = "推广雨露计划，落实低保政策120户。"
    guess = tmp_path / "a.jsonl"
    guess.write_text(json.dumps({"text": text, "label": [[0, 2, "Measure"]]}), "utf-8")
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as corpus:
        corpus.import_files([guess], "", ReadOptions(predicted=True, predictions="suggestions"))
        (row,) = corpus.documents()
        for who, label in (("李", "Program"), ("王", "Measure")):
            corpus.annotator = who
            corpus.annotate(row.id, Span(2, 6), label)
            corpus.annotate(row.id, Span(9, 13), "Measure", {"domain": "健康"})
            corpus.annotate(row.id, Span(13, 17), "Quantity")
            _, measure, quantity = corpus.annotations(row.id)
            corpus.relate(measure.id, quantity.id, "has-quantity")
            corpus.set_note(quantity.id, "记\n二")
            corpus.reject(row.id, next(one for one in corpus.suggestions(row.id) if one.source.startswith("imported")))
            corpus.mark(row.id, "done")
        corpus.describe(row.id, {"level": "county", "year": 2020})
        (cluster,) = corpus.disagreements()
        corpus.adjudicate(cluster, Verdict("taken", cluster.versions[0].spans, "惯例", "议"))
        corpus.change_scheme(with_another_label(corpus.scheme))
        corpus.annotate(row.id, Span(0, 2), corpus.scheme.labels[-1].name)
        corpus.export(tmp_path / "a.anpack", "package")
        scheme = corpus.scheme
    with ZipFile(tmp_path / "a.anpack") as archive:
        assert {name for name in archive.namelist() if not archive.read(name)} == set()
        assert len(archive.namelist()) == len(KINDS) + 1
    with closing(Corpus.create(tmp_path / "b.corpus", annotator="赵")) as corpus:
        assert corpus.import_files([tmp_path / "a.anpack"]).faults == ()
        assert corpus.scheme == scheme
        corpus.export(tmp_path / "b.anpack", "package")
    assert (tmp_path / "a.anpack").read_bytes() == (tmp_path / "b.anpack").read_bytes()


def busy(corpus: Corpus, dice: random.Random) -> None:
    """Random work of two people in what is there, of every kind that a package carries, with steps taken back."""
    for _ in range(dice.randint(15, 60)):
        corpus.annotator = dice.choice(["李", "王"])
        row = dice.choice(corpus.documents())
        with suppress(AnnotatorError):
            dice.choice([decide, say_more, settle])(corpus, dice, row.id)


def decide(corpus: Corpus, dice: random.Random, document: str) -> None:
    open_, made = corpus.suggestions(document), corpus.annotations(document)
    match dice.randrange(7):
        case 0 | 1 if open_:
            corpus.accept(document, dice.choice(open_))
        case 2 if open_:
            corpus.reject(document, dice.choice(open_))
        case 3 if made:
            corpus.set_note(dice.choice(made).id, dice.choice(["", "记𠮷"]))
        case 4 if made:
            corpus.remove(dice.choice(made).id)
        case 5:
            corpus.mark(document, dice.choice(["new", "started", "done"]))
        case _:
            corpus.undo()
            corpus.documents() or corpus.redo()  # not the import itself


def say_more(corpus: Corpus, dice: random.Random, document: str) -> None:
    made = corpus.annotations(document)
    match dice.randrange(5):
        case 0 if made:
            one = dice.choice(made)
            corpus.set_attributes(one.id, {**one.attributes, "domain": dice.choice(["教育", "健康"])})
        case 1:
            corpus.describe(document, dice.choice([{"level": "county"}, {"year": 2020}, {}]))
        case 2 if pairs := corpus.proposed_relations(document):
            corpus.relate_all([dice.choice(pairs)])
        case _:
            start = dice.randrange(len(corpus.document(document).text) - 4)
            corpus.annotate(document, Span(start, start + 4), dice.choice(corpus.scheme.labels).name)


def settle(corpus: Corpus, dice: random.Random, _document: str) -> None:
    if dice.random() < 0.2:
        corpus.change_scheme(with_another_label(corpus.scheme))
    elif there := corpus.disagreements():
        cluster = dice.choice(there)
        corpus.adjudicate(cluster, Verdict("taken", dice.choice(cluster.versions).spans, note="议"))


@pytest.mark.parametrize("seed", range(6))
def test_history_makes_the_journey_and_goes_on(tmp_path, seed):
    """Through three corpora, with work in each: each one's package has all that was done before, once and in order."""
    dice = random.Random(seed)
    texts = ["推广雨露计划，落实低保政策，发展特色产业。", "𠮷林村易地扶贫搬迁120户，\r\n发放补助300万元。"]
    known: list[dict[str, object]] = []
    for turn in range(3):
        path = tmp_path / f"{turn}.corpus"
        with closing(Corpus.create(path, annotator="李")) as corpus:
            if turn == 0:
                corpus.add(annotated(text) for text in texts)
            else:
                assert corpus.import_files([tmp_path / f"{turn - 1}.anpack"]).faults == ()
                corpus.export(tmp_path / "again.anpack", "package")
                same = (tmp_path / f"{turn - 1}.anpack").read_bytes() == (tmp_path / "again.anpack").read_bytes()
                assert same, "the same bytes"
            busy(corpus, dice)
            corpus.export(tmp_path / f"{turn}.anpack", "package")
        assert keeping.check(path) == []
        with ZipFile(tmp_path / f"{turn}.anpack") as archive:
            rows = [json.loads(line) for line in archive.read("history.jsonl").splitlines()]
        assert {row["id"] for row in known} <= {row["id"] for row in rows}
        assert len({row["id"] for row in rows}) == len(rows)
        assert len(rows) >= len(known) > 0 or turn == 0
        assert {row["who"] for row in rows} <= {"李", "王"}
        of_one = [row for row in rows if row["document"] == rows[0]["document"]]
        assert [row["time"] for row in of_one] == sorted(row["time"] for row in of_one)
        known = rows


def test_a_package_that_comes_home_brings_no_second_history(tmp_path):
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as corpus:
        corpus.add([annotated("推广雨露计划，落实低保政策。", (2, 6, "Program"))])
        corpus.export(tmp_path / "a.anpack", "package")
        corpus.import_files([tmp_path / "a.anpack"])
        corpus.export(tmp_path / "b.anpack", "package")
        assert (tmp_path / "a.anpack").read_bytes() == (tmp_path / "b.anpack").read_bytes()
        corpus.export(tmp_path / "c.anpack", "package", Selection(pseudonyms=True))
    with ZipFile(tmp_path / "c.anpack") as archive:
        assert archive.read("history.jsonl") == b""
        assert "李" not in archive.read("annotations.jsonl").decode()


def test_what_was_done_elsewhere_is_shown_behind_what_was_done_here(tmp_path):
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as corpus:
        corpus.add([annotated("推广雨露计划，落实低保政策。", (2, 6, "Program"))])
        (document,) = corpus.documents()
        first = corpus.annotations(document.id)[0]
        corpus.relabel(first.id, "Measure")
        corpus.set_note(first.id, "看")
        corpus.export(tmp_path / "a.anpack", "package")
        there = [entry.step.id for entry in corpus.history()]
    with closing(Corpus.create(tmp_path / "b.corpus", annotator="王")) as corpus:
        corpus.import_files([tmp_path / "a.anpack"])
        corpus.mark(document.id, "done")
        entries = list(corpus.history())
        own = [entry for entry in entries if not entry.brought]
        assert entries[: len(own)] == own
        assert {entry.step.annotator for entry in own} == {"王"}
        brought = [entry for entry in entries if entry.brought]
        assert [entry.step.id for entry in brought] == [step for step in there if step in {e.step.id for e in brought}]
        assert [entry.step.name for entry in brought] == ["note", "relabel", "import"]
        assert {entry.step.documents for entry in brought} == {(document.id,)}
        about = corpus.history_of(first.id)
        assert [(entry.brought, entry.step.name) for entry in about][-3:] == [
            (True, "note"), (True, "relabel"), (True, "import")
        ]  # fmt: skip
        assert all(change.row == first.id for entry in about if entry.brought for change in entry.changes)
        assert "在另一个语料库中" in described(brought[0], corpus.titles(), Words("zh-Hans"))
        with pytest.raises(AnnotatorError):
            corpus.undo_step(brought[0].step.id)


def test_more_steps_from_elsewhere_than_one_page_come_once_each(tmp_path, monkeypatch):
    monkeypatch.setattr("annotator.store.past._PAGE", 2)
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="李")) as corpus:
        corpus.add([annotated("推广雨露计划，落实低保政策。", (2, 6, "Program"))])
        first = corpus.annotations(corpus.documents()[0].id)[0]
        for at in range(6):
            corpus.set_note(first.id, str(at))
        corpus.export(tmp_path / "a.anpack", "package")
    with closing(Corpus.create(tmp_path / "b.corpus", annotator="王")) as corpus:
        corpus.import_files([tmp_path / "a.anpack"])
        brought = [entry for entry in corpus.history() if entry.brought]
        notes = [entry.changes[0].after["note"] for entry in brought if entry.step.name == "note"]
    assert notes == [str(at) for at in reversed(range(6))]
    assert len({entry.step.id for entry in brought}) == len(brought) == 7


def test_a_package_of_the_first_version_is_read(tmp_path):
    written("package", [golden_many()], tmp_path / "a.anpack")
    out = BytesIO()
    with ZipFile(tmp_path / "a.anpack") as archive, ZipFile(out, "w") as first:
        manifest = json.loads(archive.read("manifest.json")) | {"version": 1}
        for kind in ("proposals", "history"):
            del manifest["kinds"][kind]
        first.writestr("manifest.json", json.dumps(manifest, separators=(",", ":")))
        for kind in manifest["kinds"]:
            first.writestr(f"{kind}.jsonl", archive.read(f"{kind}.jsonl"))
    (again,) = PACKAGE.read(Source(Path("a.anpack"), out.getvalue()), ReadOptions())
    assert len(again.annotations) == 7


def test_anybody_can_read_it(tmp_path):
    """By zipfile and json alone: counts, hashes and slices."""
    written("package", [golden_many()], tmp_path / "a.anpack")
    with ZipFile(tmp_path / "a.anpack") as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        assert (manifest["format"], manifest["unit"]) == ("annotator-package", "code points")
        rows = {}
        for kind, stated in manifest["kinds"].items():
            data = archive.read(f"{kind}.jsonl")
            rows[kind] = [json.loads(line) for line in data.splitlines()]
            assert (len(rows[kind]), len(data)) == (stated["count"], stated["bytes"])
            assert sha256(data).hexdigest() == stated["sha256"]
    texts = {one["id"]: one["text"] for one in rows["documents"]}
    assert len(rows["annotations"]) == 7
    assert all(texts[one["document"]][one["start"] : one["end"]] == one["text"] for one in rows["annotations"])
    assert [one["name"] for one in rows["annotators"]] == ["李"]
    head = tmp_path.joinpath("a.anpack").read_bytes()
    assert recognise(Path("a.zip"), head).name == recognise(Path("b.anpack"), head).name == "package"


def changed(tmp_path: Path, part: str, change) -> Source:
    written("package", [golden_many()], tmp_path / "a.anpack")
    out = BytesIO()
    with ZipFile(tmp_path / "a.anpack") as archive, ZipFile(out, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            data = change(data) if name == part else data
            if data is not None:
                copy.writestr(name, data)
    return Source(Path("包.anpack"), out.getvalue())


@pytest.mark.parametrize(
    ("part", "change", "key", "expected"),
    [
        ("annotations.jsonl", lambda data: data.replace("低保".encode(), "五保".encode()), "jsonl-slice", ["五保"]),
        ("annotations.jsonl", lambda data: data[: data.index(b"\n") + 1], "package-part", ["annotations.jsonl"]),
        ("annotations.jsonl", lambda data: data.replace(b'"document":"', b'"document":"x'), "jsonl-no-end", [1]),
        ("annotations.jsonl", lambda data: data[:-9], "jsonl-bad-json", ["annotations.jsonl", 7]),
        ("history.jsonl", lambda data: b'{"document":"x"}\n' + data, "jsonl-no-end", ["history.jsonl", 1]),
        ("history.jsonl", lambda _: None, "package-part", ["history.jsonl"]),
        ("annotators.jsonl", lambda data: data + b"{}\n", "package-part", ["annotators.jsonl"]),
        ("documents.jsonl", lambda data: data.replace("落实".encode(), "实落".encode()), "jsonl-hash", []),
        ("documents.jsonl", lambda data: data.replace(b'"id"', b'"no"', 1), "jsonl-missing-key", ["id"]),
        ("decisions.jsonl", lambda _: None, "package-part", ["decisions.jsonl"]),
        ("manifest.json", lambda _: None, "package-part", ["manifest.json"]),
        ("manifest.json", lambda data: data.replace(b'"version":2', b'"version":9'), "jsonl-newer", ["9"]),
        ("manifest.json", lambda data: data.replace(b'"kinds"', b'"sorts"'), "package-part", []),
        ("manifest.json", lambda _: b"{}", "jsonl-wrong-value", ["format"]),
        ("manifest.json", lambda _: b"[]", "jsonl-wrong-type", []),
    ],
)
def test_what_was_changed_is_noticed(tmp_path, part, change, key, expected):
    source = changed(tmp_path, part, change)
    refusal(lambda: list(PACKAGE.read(source, ReadOptions())), key, "包.anpack", *expected)


def test_a_bomb_is_not_unpacked(tmp_path):
    source = changed(tmp_path, "documents.jsonl", lambda _: None)
    out = BytesIO(source.content)
    with ZipFile(out, "a", 8) as archive:
        archive.writestr("documents.jsonl", b"\n" * 50_000_000)
    bomb = Source(Path("a.anpack"), out.getvalue())
    refusal(lambda: list(PACKAGE.read(bomb, ReadOptions())), "package-part", "documents.jsonl")


@pytest.mark.parametrize(
    ("table", "body", "time"),
    [
        ("annotations", {"label": "Program"}, "2026-01-15T12:00:00+00:00"),
        ("annotations", {"label": 3, "text": None}, "2026-01-01T00:00:00+00:00"),
        ("decisions", {"kind": "zzz", "text": "低保", "label": "Measure", "annotation": []}, "gestern"),
        ("documents", {"title": None}, "9999-12-31T23:59:59"),
        ("relations", {}, ""),
        ("document_attributes", {"value": 1}, "0001-01-01T00:00:00+00:00"),
        ("progress", {"status": "\u202e<b>"}, "2026-01-01"),
        ("nothing", {"a": {}}, "2026-13-01T00:00:00+00:00"),
    ],
)
def test_a_history_that_another_program_wrote_is_told_as_far_as_it_can_be(tmp_path, table, body, time):
    """It is another's word: rows may lack what ours have, and times be none."""
    document = Document("d", "报告", "落实低保政策。")
    past = Past("e", "s", "do", "annotate", "远\n<b>", time, RowChange(table, "r", None, body))
    with closing(Corpus.create(tmp_path / "a.corpus", annotator="王")) as corpus:
        corpus.add([Bundle(document, history=(past,))])
        (brought,) = [entry for entry in corpus.history() if entry.brought]
        for language in LANGUAGES:
            words = Words(language)
            assert name_of(brought, words) in described(brought, corpus.titles(), words)
        assert bool(local_time(brought.step.time)) == bool(time)


def test_a_time_that_is_none_stands_as_it_is():
    assert local_time("gestern\nabend") == "gestern abend"
    assert local_time("2026-13-01T00:00:00+00:00") == "2026-13-01T00:00:00+00:00"
    assert local_time("2026-01-15T12:00:00", "%m-%d %H:%M") == "01-15 12:00"
