"""`annotator demo`: what a newcomer sees first, and that it never costs anybody their work."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from cli_runs import Window, invoke, lines
from click.testing import Result

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.i18n import LANGUAGES
from annotator.model import Span
from annotator.resources import seeds

NAMES = ["guangxin_hant.txt", "nanyang_hans.txt"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "试 用"


def demo(out: Path, *args: str, window: Window | None = None, language: str = "en") -> Result:
    return invoke("demo", "--out", out, *args, window=window or Window(), language=language)


def titles(path: Path) -> list[str]:
    with closing(Corpus.open(path)) as corpus:
        return [corpus.document(row.id).origin.name for row in corpus.documents()]


def work_in(path: Path) -> None:
    with closing(Corpus.open(path)) as corpus:
        corpus.annotate(corpus.documents()[0].id, Span(0, 3), "Measure")


@pytest.mark.parametrize("language", LANGUAGES)
def test_headless_leaves_corpus_picture_and_suggestions(out: Path, language: str) -> None:
    window = Window()
    result = demo(out, "--headless", window=window, language=language)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert window.drawn == [out / "demo.corpus"]
    assert window.opened == []
    assert sorted(path.name for path in out.iterdir()) == ["annotate.png", "demo.corpus", "suggestions.jsonl"]
    assert titles(out / "demo.corpus") == NAMES
    found = lines((out / "suggestions.jsonl").read_text("utf-8"))
    alone = lines(invoke("suggest", *(seeds() / name for name in NAMES), language=language).stdout)
    assert found == alone
    for line in found:
        assert f"{len(line['suggestions'])} " in result.stdout
        assert line["document"] in result.stdout
    assert f"annotator open '{out / 'demo.corpus'}'" in result.stdout
    assert str(out / "annotate.png") in result.stdout


def test_counts_by_label_add_up(out: Path) -> None:
    stdout = demo(out, "--headless").stdout
    for line, (document, counted) in zip(
        lines((out / "suggestions.jsonl").read_text("utf-8")),
        (row.split(": ", 1) for row in stdout.splitlines()[:2]),
        strict=True,
    ):
        assert document == line["document"]
        total, labels = counted.split(" suggestions ")
        assert int(total) == len(line["suggestions"])
        assert sum(int(one.split()[-1]) for one in labels.strip("()").split(", ")) == int(total)


def test_without_a_display_it_says_so_and_draws(out: Path) -> None:
    window = Window()
    result = demo(out, window=window)
    assert result.exit_code == 0
    assert "no display" in result.stderr
    assert window.drawn
    assert "no display" not in result.stdout


def test_with_a_display_the_window_opens_on_it(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    window = Window(status=3)
    assert demo(out, window=window).exit_code == 3
    assert window.opened == [(out / "demo.corpus", "")]
    assert window.drawn == []
    assert demo(out, "--headless", window=window).exit_code == 0
    assert window.drawn == [out / "demo.corpus"]


def test_again_is_a_fresh_one(out: Path) -> None:
    demo(out, "--headless")
    with closing(Corpus.open(out / "demo.corpus")) as corpus:
        before = [row.id for row in corpus.documents()]
    result = demo(out, "--headless")
    assert result.stderr == ""
    assert len(list(out.iterdir())) == 3
    with closing(Corpus.open(out / "demo.corpus")) as corpus:
        assert not set(before) & {row.id for row in corpus.documents()}


def undone(path: Path) -> None:
    assert invoke("undo", path).exit_code == 0


def more_reports(path: Path) -> None:
    report = path.parent / "own.txt"
    report.write_text("本县落实低保。", "utf-8")
    assert invoke("import", path, report).exit_code == 0
    report.unlink()


def no_corpus(path: Path) -> None:
    path.write_text("my notes", "utf-8")


@pytest.mark.parametrize("touch", [work_in, undone, more_reports, no_corpus])
def test_what_may_hold_work_goes_aside(touch, out: Path) -> None:
    demo(out, "--headless")
    touch(out / "demo.corpus")
    content = (out / "demo.corpus").read_bytes()
    result = demo(out, "--headless")
    assert result.exit_code == 0
    (aside,) = out.glob("demo-*.corpus")
    assert aside.name in result.stderr
    assert aside.read_bytes() == content
    assert titles(out / "demo.corpus") == NAMES
    assert demo(out, "--headless").stderr == ""
    assert list(out.glob("demo-*.corpus")) == [aside]


def test_work_that_was_not_folded_in_goes_aside_whole(out: Path) -> None:
    """After a crash the last steps lie in the -wal."""
    demo(out, "--headless")
    path = out / "demo.corpus"
    with closing(Corpus.open(path)) as corpus:
        corpus.annotate(corpus.documents()[0].id, Span(0, 3), "Measure")
        parts = {name: (out / name).read_bytes() for name in ("demo.corpus", "demo.corpus-wal")}
    for name, content in parts.items():
        (out / name).write_bytes(content)
    demo(out, "--headless")
    (aside,) = out.glob("demo-*.corpus*")
    with closing(Corpus.open(aside)) as corpus:
        assert corpus.counts()["annotations"] == 1
    with closing(Corpus.open(path)) as corpus:
        assert corpus.counts()["annotations"] == 0


def test_one_that_is_open_elsewhere_stays(out: Path) -> None:
    demo(out, "--headless")
    with closing(Corpus.open(out / "demo.corpus")) as corpus:
        corpus.annotate(corpus.documents()[0].id, Span(0, 3), "Measure")
        result = demo(out, "--headless")
        assert result.exit_code == 1
        assert "open in another window" in result.stderr
        assert not list(out.glob("demo-*"))
        assert not [path for path in out.glob(".*") if ".open-" not in path.name]  # who has it stands beside it
        corpus.annotate(corpus.documents()[1].id, Span(0, 3), "Measure")
        assert corpus.counts()["annotations"] == 2
    assert demo(out, "--headless").exit_code == 0


def test_a_window_that_cannot_be_drawn_leaves_the_rest(out: Path) -> None:
    class Broken(Window):
        def draw(self, path: Path, picture: Path) -> None:
            raise AnnotatorError("formats.disk-full", path=picture, folder=path.parent)

    result = demo(out, "--headless", window=Broken())
    assert result.exit_code == 1
    assert "annotate.png" in result.stderr
    assert len(lines((out / "suggestions.jsonl").read_text("utf-8"))) == 2
    assert titles(out / "demo.corpus") == NAMES


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", "utf-8")
    result = demo(tmp_path / "out", "--headless")
    assert result.exit_code == 1
    assert "--out" in result.stderr
    assert (tmp_path / "out").read_text("utf-8") == "mine"


def test_ctrl_c_while_it_is_made_leaves_the_old_one(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo(out, "--headless")
    content = (out / "demo.corpus").read_bytes()

    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Corpus, "import_files", interrupted)
    result = demo(out, "--headless")
    assert result.exit_code == 130
    assert (out / "demo.corpus").read_bytes() == content
    assert len(list(out.iterdir())) == 3
