"""Corpora that went apart come together: nothing is lost, nothing comes twice, and the order does not matter."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from children import Here
from merge_values import TEXTS, Worker, copied, live
from trials import quick_folder, trials

from annotator import keeping, work
from annotator.corpus import Corpus, Verdict
from annotator.errors import AnnotatorError
from annotator.model import AttributeType, Bundle, Document, Label, Reason, Span, Suggestion
from annotator.plain import read_scheme
from annotator.store import backups

TITLE = "题"
SEEDS = trials(12, 400)


@pytest.fixture(autouse=True)
def _without_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Worker", Here)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.corpus"
    with closing(Corpus.create(path, annotator="李")) as corpus:
        corpus.add(Bundle(Document(f"d{number}", TITLE, text)) for number, text in enumerate(TEXTS[:2]))
    return path


def merge(path: Path, *others: Path) -> None:
    with closing(Corpus.open(path, annotator="李")) as corpus:
        corpus.merge(others, sure=True)


def sound(path: Path) -> None:
    with closing(Corpus.open(path)) as corpus:
        assert [str(one) for one in corpus._store.check()] == []


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_order_of_merging_does_not_matter(base: Path, tmp_path: Path, seed: int) -> None:
    with quick_folder(tmp_path) as folder:
        in_any_order(Path(shutil.copy(base, folder)), random.Random(seed))


def in_any_order(base: Path, dice: random.Random) -> None:
    """Three forks of random work end alike, one after the other or at once, whoever comes first."""
    Worker(base, dice).work(12)
    forks = [copied(base, f"{name}.corpus") for name in "abc"]
    for fork in forks:
        Worker(fork, dice).work(dice.randrange(25))
        sound(fork)
    ends = []
    for number, order in enumerate(((0, 1, 2), (0, 2, 1), (2, 1, 0))):
        first, *rest = (copied(forks[at], f"{number}-{at}.corpus") for at in order)
        if number == 1:
            merge(first, *rest)
        else:
            for other in rest:
                merge(first, other)
        sound(first)
        ends.append(live(first))
    assert ends[0] == ends[1] == ends[2]


# ---- one thing at a time


@contextmanager
def opened(path: Path, annotator: str = "李") -> Iterator[Corpus]:
    with closing(Corpus.open(path, annotator=annotator)) as corpus:
        yield corpus


@pytest.fixture
def forks(base: Path) -> tuple[Path, Path]:
    """Ours and a colleague's, from one corpus with an annotation of 李's in it."""
    with opened(base) as corpus:
        corpus.annotate("d0", Span(4, 8), "Measure", {})
    return base, copied(base, "theirs.corpus")


def spans(path: Path, document: str = "d0") -> dict[str, set[tuple[int, int, str]]]:
    """What each annotator has in a document."""
    found: dict[str, set[tuple[int, int, str]]] = {}
    with opened(path) as corpus:
        for one in corpus._store.read.annotations(document):
            found.setdefault(one.annotator, set()).add((one.span.start, one.span.end, one.label))
    return found


def only(path: Path) -> str:
    with opened(path) as corpus:
        (one,) = corpus.annotations("d0")
        return one.id


def steps(path: Path) -> int:
    with opened(path) as corpus:
        return sum(1 for _ in corpus.history())


def test_a_second_merge_changes_nothing_and_a_dry_run_neither(forks: tuple[Path, Path]) -> None:
    ours, theirs = forks
    with opened(theirs, "王") as corpus:
        corpus.annotate("d0", Span(2, 4), "Place", {})
        corpus.mark("d0", "done")
    before = live(ours), steps(ours)
    with opened(ours) as corpus:
        dry = corpus.merge([theirs], dry_run=True)
    assert (live(ours), steps(ours)) == before
    assert backups(ours) == []
    with opened(ours) as corpus:
        done = corpus.merge([theirs])
        assert (done.merged.new, done.merged.by_annotator) == (dry.merged.new, dry.merged.by_annotator)
        assert done.merged.by_annotator == {"王": 1}
        assert done.changes.name == "merge"
    assert [one.path for one in backups(ours)] == [done.backup]
    after = live(ours), steps(ours)
    with opened(ours) as corpus:
        assert not corpus.merge([theirs]).is_new
    assert (live(ours), steps(ours)) == after
    assert len(backups(ours)) == 1
    merge(theirs, ours)
    assert live(theirs) == live(ours)
    merge(ours, theirs)  # what they have more than we is the merge itself
    assert (live(ours), steps(ours)) == after
    sound(ours)


def test_undo_takes_a_merge_back_and_it_stays_so(forks: tuple[Path, Path]) -> None:
    ours, theirs = forks
    with opened(theirs, "王") as corpus:
        corpus.annotate("d0", Span(2, 4), "Place", {})
        corpus.add([Bundle(Document("new", TITLE, TEXTS[2]))])
    with opened(ours) as corpus:
        corpus.annotate("d1", Span(0, 2), "Place", {})
        before = live(ours)
        corpus.merge([theirs])
        merged = live(ours)
        corpus.undo()
        assert live(ours) == before
        corpus.redo()
        assert live(ours) == merged
        corpus.undo()
        assert not corpus.merge([theirs]).is_new
        corpus.undo()
        assert corpus.annotations("d1") == []
    sound(ours)


def test_a_report_that_both_brought_in_is_one(tmp_path: Path) -> None:
    paths = [tmp_path / "a.corpus", tmp_path / "b.corpus"]
    for path, who in zip(paths, ("李", "王"), strict=True):
        with closing(Corpus.create(path, annotator=who)) as corpus:
            corpus.add([Bundle(Document(f"of {who}", f"{who}的标题", TEXTS[0]))])
            corpus.annotate(f"of {who}", Span(2, 4), "Place", {})
            corpus.mark(f"of {who}", "done")
            corpus.describe(f"of {who}", {"year": 2020})
    merge(*paths)
    with opened(paths[0]) as corpus:
        (row,) = corpus.documents()
        assert corpus._store.read.progress(row.id) == {"李": "done", "王": "done"}
        assert corpus.document_attributes(row.id) == {"year": 2020}
        assert row.annotations == 1
    assert spans(paths[0], row.id) == {"李": {(2, 4, "Place")}, "王": {(2, 4, "Place")}}
    sound(paths[0])
    merge(paths[1], paths[0])
    assert live(paths[1]) == live(paths[0])


@pytest.mark.parametrize("known_to_all", [False, True])
def test_a_report_does_not_take_an_id_that_nobody_has_any_more(base: Path, known_to_all: bool) -> None:
    """It was brought in and taken away again, before the corpora went apart or in one of them; and brought in anew."""

    def bring_in_and_take_away(path: Path) -> None:
        with opened(path) as corpus:
            corpus.add([Bundle(Document("a gone", TITLE, TEXTS[2]))])
            corpus.undo()

    if known_to_all:
        bring_in_and_take_away(base)
    has, gone, neither = (copied(base, f"{name}.corpus") for name in ("has", "gone", "neither"))
    with opened(has) as corpus:
        corpus.add([Bundle(Document("there", TITLE, TEXTS[2]))])
        corpus.mark("there", "done")
    bring_in_and_take_away(gone)
    with opened(neither) as corpus:
        corpus.annotate("d0", Span(2, 4), "Place", {})
    ends = []
    for number, order in enumerate(permutations((has, gone, neither))):
        first = copied(order[0], f"{number}.corpus")
        for other in order[1:]:
            merge(first, other)
        sound(first)
        ends.append(live(first))
    assert ends[0]["documents", "there"]
    assert all(end == ends[0] for end in ends)


def test_what_is_said_of_a_report_that_was_taken_away_elsewhere(base: Path) -> None:
    """It is no work, so the report stays away; who says more in it brings it back."""
    apart = copied(base, "apart.corpus")
    with opened(base) as corpus:
        corpus.add([Bundle(Document("new", TITLE, TEXTS[2]))])
    said = copied(base, "said.corpus")
    with opened(said) as corpus:
        corpus.mark("new", "started")
    with opened(base) as corpus:
        corpus.undo()
    merge(apart, base, said)
    with opened(apart) as corpus:
        assert "new" not in corpus.titles()
    sound(apart)
    with opened(said) as corpus:
        corpus.annotate("new", Span(2, 4), "Place", {})
    merge(apart, said)
    with opened(apart) as corpus:
        assert "new" in corpus.titles()
        assert corpus._store.read.progress("new") == {"李": "started"}
    sound(apart)


def test_what_one_person_said_differently_on_two_machines_is_a_disagreement(forks: tuple[Path, Path]) -> None:
    ours, theirs = forks
    one = only(ours)
    with opened(ours) as corpus:
        corpus.relabel(one, "Program")
    with opened(theirs) as corpus:
        corpus.move(one, Span(4, 10))
    for path, other in ((copied(ours, "o.corpus"), theirs), (copied(theirs, "t.corpus"), ours)):
        with opened(path) as corpus:
            brought = corpus.merge([other], sure=True)
            assert brought.merged.second == 1
        found = spans(path)
        assert found.keys() == {"李", "李 (2)"}
        assert set.union(*found.values()) == {(4, 8, "Program"), (4, 10, "Measure")}
        with opened(path) as corpus:
            (disagreement,) = corpus.disagreements(["李", "李 (2)"])
            assert len(disagreement.versions) == 2
        sound(path)
    assert live(tmp := forks[0].with_name("o.corpus")) == live(tmp.with_name("t.corpus"))


@pytest.mark.parametrize("gesture", ["relabel", "remove"])
def test_who_only_took_back_and_did_again_contradicts_nobody(forks: tuple[Path, Path], gesture: str) -> None:
    """A merge that was undone and done again says no more than the file it brought, which has gone on since."""
    ours, theirs = forks
    one = only(theirs)
    with opened(theirs) as corpus:
        corpus.relabel(one, "Program")
        corpus.mark("d0", "done")
    with opened(ours) as corpus:
        corpus.merge([theirs], sure=True)
        corpus.undo()
        corpus.redo()
    with opened(theirs) as corpus:
        corpus.remove(one) if gesture == "remove" else corpus.relabel(one, "Place")
        corpus.mark("d0", "started")
    for path, other in ((copied(ours, "o.corpus"), theirs), (copied(theirs, "t.corpus"), ours)):
        with opened(path) as corpus:
            assert corpus.merge([other], sure=True).merged.second == 0
            (row,) = [found for found in corpus.documents() if found.id == "d0"]
            assert row.status == "started"
        assert spans(path) == ({} if gesture == "remove" else {"李": {(4, 8, "Place")}})
        sound(path)
    assert live(tmp := ours.with_name("o.corpus")) == live(tmp.with_name("t.corpus"))


def test_what_became_of_a_second_version_is_kept(forks: tuple[Path, Path]) -> None:
    """Each line goes on by itself: more work on it there reaches it here, and what was settled here stays."""
    ours, theirs = forks
    one = only(ours)
    with opened(ours) as corpus:
        corpus.set_note(one, "我方")
    with opened(theirs) as corpus:
        corpus.set_note(one, "彼方")
    merge(ours, theirs)
    with opened(ours) as corpus:
        corpus.annotator = "李 (2)"
        (second,) = corpus.annotations("d0")
        (first,) = (corpus.annotation(found.id) for found in corpus._store.read.annotations("d0", "李"))
        assert first
        corpus.remove(second.id)
    with opened(theirs) as corpus:
        corpus.annotate("d0", Span(0, 2), "Place", {})
    merge(ours, theirs)
    assert spans(ours) == {"李": {(4, 8, "Measure"), (0, 2, "Place")}}
    with opened(ours) as corpus:
        assert {found.note for found in corpus.annotations("d0")} == {first.note, ""}
    sound(ours)


def test_a_change_outlives_a_removal(forks: tuple[Path, Path]) -> None:
    ours, theirs = forks
    one = only(ours)
    with opened(ours) as corpus:
        corpus.remove(one)
    with opened(theirs) as corpus:
        corpus.relabel(one, "Program")
    merge(ours, theirs)
    assert spans(ours) == {"李": {(4, 8, "Program")}}
    merge(theirs, ours)
    assert live(theirs) == live(ours)
    with opened(ours) as corpus:
        corpus.remove(one)
    with opened(theirs) as corpus:
        corpus.annotate("d0", Span(0, 2), "Place", {})
    merge(ours, theirs)
    assert spans(ours) == {"李": {(0, 2, "Place")}}, "what both know and one has removed since is gone"
    sound(ours)


def test_the_same_said_on_two_machines_is_said_once(forks: tuple[Path, Path]) -> None:
    suggestion = Suggestion(Span(0, 2), "Place", TEXTS[0][:2], 0.5, "rules", Reason("suggest.why-lexicon"))
    for path in forks:
        with opened(path) as corpus:
            corpus.accept("d0", suggestion)
    ours, theirs = forks
    merge(ours, theirs)
    with opened(ours) as corpus:
        assert [one.span for one in corpus.annotations("d0")] == [Span(0, 2), Span(4, 8)]
        (decision,) = corpus.decisions("d0")
        assert decision.annotation == corpus.annotations("d0")[0].id
        corpus.remove(corpus.annotations("d0")[0].id)
    with opened(theirs) as corpus:
        corpus.set_note(corpus.annotations("d0")[1].id, "记")
    with opened(ours) as corpus:
        corpus.merge([theirs], sure=True)
        assert [one.span for one in corpus.annotations("d0")] == [Span(4, 8)], "it must not come back as the other's"
    sound(ours)


def test_what_is_said_already_neither_comes_nor_goes(forks: tuple[Path, Path]) -> None:
    """Of two rows that say the same one stays, and it may be theirs: nobody is to be asked about that."""
    suggestion = Suggestion(Span(0, 2), "Place", TEXTS[0][:2], 0.5, "rules", Reason("suggest.why-lexicon"))
    for path in forks:
        with opened(path) as corpus:
            corpus.accept("d0", suggestion)
            corpus.annotate("d0", Span(8, 10), "Place", {})
    ours, theirs = forks
    with opened(theirs) as corpus:
        corpus.annotate("d0", Span(10, 12), "Place", {})
    for here, there, more in ((copied(ours, "o.corpus"), theirs, 1), (copied(theirs, "t.corpus"), ours, 0)):
        with opened(here) as corpus:
            merged = corpus.merge([there]).merged
        assert (merged.by_annotator, merged.changed, merged.removed) == (Counter({"李": more} if more else {}), {}, {})
        assert (merged.new["annotations"], merged.new["decisions"]) == (more, 0)
        sound(here)


def test_a_link_that_a_label_given_elsewhere_does_not_allow(base: Path) -> None:
    """Whichever of the two comes to the other, the label stays and the link goes."""
    with opened(base) as corpus:
        kind = corpus.scheme.relations[0]
        other = next(one.name for one in corpus.scheme.labels if not kind.allows(one.name, kind.targets[0]))
        corpus.annotate("d0", Span(0, 2), kind.heads[0])
        corpus.annotate("d0", Span(2, 4), kind.targets[0])
        head, target = (one.id for one in corpus.annotations("d0"))
    linking, relabelling = copied(base, "one.corpus"), copied(base, "two.corpus")
    with opened(linking) as corpus:
        corpus.relate(head, target, kind.name)
    with opened(relabelling) as corpus:
        corpus.relabel(head, other)
    here, there = copied(linking, "here.corpus"), copied(relabelling, "there.corpus")
    merge(here, relabelling)
    merge(there, linking)
    for path in (here, there):
        assert ("annotations", head) in live(path)
        assert not [table for table, _ in live(path) if table == "relations"]
        sound(path)
    assert live(here) == live(there)


def test_contradicting_verdicts_are_put_off(forks: tuple[Path, Path]) -> None:
    ours, theirs = forks
    with opened(ours, "王") as corpus:
        corpus.annotate("d0", Span(4, 8), "Program", {})
        for who in ("李", "王"):
            corpus.annotator = who
            corpus.mark("d0", "done")
    merge(theirs, ours)
    for number, path in enumerate(forks):
        with opened(path, f"裁{number}") as corpus:
            (one,) = corpus.disagreements()
            corpus.adjudicate(one, Verdict("taken", one.versions[number].spans))
            assert corpus.disagreements() == []
    merge(ours, theirs)
    with opened(ours) as corpus:
        assert [one.outcome for one in corpus.adjudications("d0")] == ["deferred", "deferred"]
        assert corpus.adjudicated("d0") == []
        (again,) = corpus.disagreements()
        corpus.adjudicate(again, Verdict("taken", again.versions[0].spans))
    with opened(theirs) as corpus:
        corpus.set_note(only(theirs), "记")
    merge(ours, theirs)
    with opened(ours) as corpus:
        assert [one.outcome for one in corpus.adjudications("d0")] == ["taken"]
    sound(ours)


def test_what_was_removed_for_good_does_not_come_back(forks: tuple[Path, Path], tmp_path: Path) -> None:
    ours, theirs = forks
    with opened(theirs, "王") as corpus:
        corpus.annotate("d0", Span(2, 4), "Place", {})
        corpus.annotate("d1", Span(0, 2), "Place", {})
    third = tmp_path / "third.corpus"
    with closing(Corpus.create(third, annotator="陈")) as corpus:
        corpus.add([Bundle(Document("mine", TITLE, TEXTS[0]))])
        corpus.annotate("mine", Span(2, 4), "Place", {})
    keeping.purge(ours, keeping.to_purge(ours, "d0"), "李")
    merge(ours, theirs, third)
    with opened(ours) as corpus:
        assert [row.id for row in corpus.documents()] == ["d1"]
    assert spans(ours, "d1") == {"王": {(0, 2, "Place")}}
    assert TEXTS[0].encode() not in ours.read_bytes()
    sound(ours)
    with opened(ours) as corpus, pytest.raises(AnnotatorError) as no:
        corpus.undo()
    assert no.value.key == "store.nothing-to-undo", "a removal for good is not taken back by the way"
    with opened(theirs) as corpus, pytest.raises(AnnotatorError) as caught:
        corpus.merge([ours])
    assert caught.value.key == "store.merge-purged"
    keeping.purge(theirs, keeping.to_purge(theirs, "d0"), "王")
    merge(theirs, ours)
    sound(theirs)


def test_much_of_somebodys_work_is_not_changed_unasked(forks: tuple[Path, Path]) -> None:
    ours, theirs = forks
    with opened(theirs) as corpus:
        corpus.remove(only(theirs))
    before = live(ours), steps(ours)
    with opened(ours) as corpus:
        with pytest.raises(AnnotatorError) as caught:
            corpus.merge([theirs])
        assert (caught.value.key, caught.value.fields["annotators"]) == ("corpus.merge-much", "李 (1/1)")
        assert (live(ours), steps(ours)) == before
        assert corpus.merge([theirs], dry_run=True).much == {"李": (1, 1)}
        corpus.merge([theirs], sure=True)
    assert spans(ours) == {}
    sound(ours)


@pytest.mark.parametrize("how", ["changed", "removed"])
@pytest.mark.parametrize(("touched", "of", "asks"), [(1, 10, False), (2, 10, True), (2, 20, False), (3, 20, True)])
def test_more_than_a_tenth_is_asked_about_and_a_tenth_is_not(
    base: Path, how: str, touched: int, of: int, asks: bool
) -> None:
    with opened(base) as corpus:
        for at in range(of):
            corpus.annotate("d0", Span(at, at + 1), "Measure")
    theirs = copied(base, "theirs.corpus")
    with opened(theirs) as corpus:
        for one in corpus.annotations("d0")[:touched]:
            if how == "removed":
                corpus.remove(one.id)
            else:
                corpus.relabel(one.id, "Program")
    before = live(base)
    with opened(base) as corpus:
        if asks:
            with pytest.raises(AnnotatorError) as caught:
                corpus.merge([theirs])
            assert caught.value.fields["annotators"] == f"李 ({touched}/{of})"
            assert live(base) == before
        else:
            assert corpus.merge([theirs]).much == {}
            assert live(base) == live(theirs)


@pytest.fixture
def other_scheme(tmp_path: Path) -> Path:
    path = tmp_path / "other.corpus"
    ours = read_scheme()
    odd = Label("Odd", {"en": "Odd"}, "1", {}, {}, ())
    mood = AttributeType("mood", {"en": "Mood"}, ("Odd",), "text")
    scheme = replace(ours, labels=(odd, *ours.labels[1:]), attributes=(*ours.attributes, mood))
    with closing(Corpus.create(path, scheme, annotator="王")) as corpus:
        corpus.add([Bundle(Document("theirs", TITLE, TEXTS[0]))])
        corpus.annotate("theirs", Span(0, 2), "Odd", {"mood": "好"})
        corpus.annotate("theirs", Span(2, 4), "Place", {})
    return path


def test_labels_are_settled_before_anything_is_written(forks: tuple[Path, Path], other_scheme: Path) -> None:
    ours, _ = forks
    before = live(ours), steps(ours)
    with opened(ours) as corpus, pytest.raises(AnnotatorError) as caught:
        corpus.merge([other_scheme])
    assert (caught.value.key, caught.value.fields["labels"]) == ("corpus.merge-labels", "Odd (1)")
    assert (live(ours), steps(ours)) == before
    with opened(ours) as corpus:
        assert corpus.merge([other_scheme], dry_run=True).unknown == {"Odd": 1}
    for name, how, expected in (
        ("map", {"labels": {"Odd": "Measure"}}, {(0, 2, "Measure"), (2, 4, "Place")}),
        ("out", {"labels": {"Odd": ""}}, {(2, 4, "Place")}),
        ("add", {"add": None}, {(0, 2, "Odd"), (2, 4, "Place")}),
    ):
        path = copied(ours, f"{name}.corpus")
        with opened(path) as corpus:
            corpus.merge([other_scheme], **how)
            document = corpus._store.read.document_by_hash(corpus.document("d0").sha256)
            assert (corpus.scheme.label("Odd") is not None) == (name == "add")
        assert document
        assert spans(path, document)["王"] == expected
        sound(path)
        with opened(path) as corpus:
            assert not corpus.merge([other_scheme]).is_new
            corpus.annotator = "王"
            corpus.annotate(document, Span(8, 10), "Place", {})
            corpus.undo()
            corpus.undo()
        assert live(path) == before[0]
    with opened(copied(ours, "x.corpus")) as corpus:
        corpus.merge([other_scheme], add=["Odd"])
        label = corpus.scheme.label("Odd")
        assert label
        assert label.key == "", "our own key stays with our label"
        assert [kind.name for kind in corpus.scheme.attributes_of("Odd")] == ["mood"]


def test_settled_labels_stay_settled_when_more_comes(forks: tuple[Path, Path], other_scheme: Path) -> None:
    ours, _ = forks
    with opened(ours) as corpus:
        corpus.merge([other_scheme], labels={"Odd": "Measure"})
        document = str(corpus._store.read.document_by_hash(corpus.document("d0").sha256))
    with opened(other_scheme, "王") as corpus:
        corpus.annotate("theirs", Span(8, 10), "Place", {})
    with opened(ours) as corpus:
        corpus.merge([other_scheme])
    assert spans(ours, document)["王"] == {(0, 2, "Measure"), (2, 4, "Place"), (8, 10, "Place")}
    sound(ours)


def test_a_map_to_no_label_is_refused(forks: tuple[Path, Path]) -> None:
    with opened(forks[0]) as corpus, pytest.raises(AnnotatorError) as caught:
        corpus.merge([forks[1]], labels={"Odd": "None such"})
    assert caught.value.key == "scheme.no-label"


def test_a_progress_that_says_no_leaves_all_as_it_was(forks: tuple[Path, Path]) -> None:
    ours, theirs = forks
    with opened(theirs, "王") as corpus:
        for document in ("d0", "d1"):
            corpus.annotate(document, Span(2, 4), "Place", {})
    before = live(ours), steps(ours)
    calls = 0

    def stop(_done: int, _all: int) -> None:
        nonlocal calls
        calls += 1
        if calls == last:
            raise KeyboardInterrupt

    for last in range(1, 20):  # noqa: B007  # `stop` reads it
        calls = 0
        with opened(ours) as corpus:
            try:
                corpus.merge([theirs], progress=stop)
                break
            except KeyboardInterrupt:
                assert (live(ours), steps(ours)) == before
    else:
        pytest.fail("it never got through")
    assert last > 3
    sound(ours)


def test_one_that_is_only_read_takes_nothing(forks: tuple[Path, Path]) -> None:
    ours, theirs = forks
    with closing(Corpus.open(ours, read_only=True)) as corpus, pytest.raises(AnnotatorError) as caught:
        corpus.merge([theirs])
    assert caught.value.key == "store.opened-read-only"
    assert backups(ours) == []


def test_itself_is_no_other(base: Path) -> None:
    with opened(base) as corpus, pytest.raises(AnnotatorError) as caught:
        corpus.merge([base])
    assert caught.value.key == "store.merge-itself"
