"""Lists of terms that people bring: what is wrong is named by its line, and then nothing is taken over."""

from __future__ import annotations

import pytest

from annotator.errors import AnnotatorError
from annotator.formats import Source, termlist
from annotator.formats.rulelist import read_rules
from annotator.formats.termlist import read_terms, write_terms
from annotator.model import SaidTerm
from annotator.plain import read_scheme

HEAD = "term\tlabel\tdomain\tstate"


def read(tmp_path, *lines, newline="\n"):
    path = tmp_path / "terms.tsv"
    path.write_bytes(newline.join([HEAD, *lines]).encode())
    return read_terms(Source(path), read_scheme())


def fault(tmp_path, *lines):
    with pytest.raises(AnnotatorError) as caught:
        read(tmp_path, *lines)
    return caught.value


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_domain_and_state_may_be_left_out(tmp_path, newline):
    found = read(tmp_path, "暖心超市\tProgram", "", "暖心车\tMeasure\t就业\tquiet", newline=newline)
    assert found == [
        SaidTerm("暖心超市", "Program", "", "shown"),
        SaidTerm("暖心车", "Measure", "就业", "quiet"),
    ]


def test_what_is_written_is_read_again(tmp_path):
    terms = read(tmp_path, "暖心超市\tProgram", "暖心车\tMeasure\t就业\tquiet")
    assert write_terms(tmp_path / "again.tsv", terms) == 2
    assert read_terms(Source(tmp_path / "again.tsv"), read_scheme()) == terms


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("暖心车", "terms-line"),
        ("\tMeasure", "terms-line"),
        ("暖心车\tMeasure\t就业\tshown\tmore", "terms-line"),
        ("暖\x07心车\tMeasure", "terms-unseen"),
        ("暖\u2028心车\tMeasure", "terms-unseen"),
        ("暖\x1b[31m心车\tMeasure", "terms-unseen"),
        ("车" * 201 + "\tMeasure", "terms-unseen"),
        ("暖心车\tMeasure\t\tloud", "terms-state"),
        ("暖心车\tWish", "terms-label"),
        ("暖心车\t", "terms-label"),
        ("暖心车\tMeasure\tweather", "terms-label"),
        ("暖心车\tTime\t就业", "terms-label"),
    ],
)
def test_a_broken_line_is_named(tmp_path, line, key):
    error = fault(tmp_path, "暖心超市\tProgram", line, "暖心屋\tProgram")
    assert (error.key, error.fields["line"]) == (f"formats.{key}", 3)


def test_what_cannot_be_seen_is_said_by_its_code(tmp_path):
    said = str(fault(tmp_path, "暖\x1b[31m心车\tMeasure"))
    assert r"“暖\x1b[31m心车”" in said
    assert said.isprintable()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_list_may_come_as_other_programs_write_it(tmp_path, encoding, newline):
    path = tmp_path / "terms.tsv"
    lines = [HEAD, "暖心超市\tProgram", "里弄\tPlace"]
    path.write_bytes((newline.join(lines) + newline).encode(encoding))
    assert [term.text for term in read_terms(Source(path), read_scheme())] == ["暖心超市", "里弄"]
    path = tmp_path / "rules.tsv"
    path.write_bytes((newline.join(["pattern\tlabel", *lines[1:]]) + newline).encode(encoding))
    assert [rule.pattern for rule in read_rules(Source(path), lambda rule: rule, most=9)] == ["暖心超市", "里弄"]


@pytest.mark.parametrize(
    "read_list",
    [lambda source: read_terms(source, read_scheme()), lambda source: read_rules(source, lambda rule: rule, most=9)],
)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "folder"),
        (b"", "empty"),
        (bytes(range(256)) * 9, "not text"),
        ("term\tlabel\n暖\0车\tMeasure\n".encode(), "not text"),
        ("term\tlabel\n暖心\tMeasure\n".encode() + b"\xff\xfe\xfa\tMeasure\n", "line 3"),
    ],
)
def test_what_is_no_text_is_refused_as_that(tmp_path, read_list, content, said):
    path = tmp_path / "list.tsv"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(AnnotatorError, match=said):
        read_list(Source(path))


def test_several_broken_lines_are_named_together(tmp_path):
    error = fault(tmp_path, "暖心车", "暖心超市\tProgram", "暖心车\tWish", "暖心车\tMeasure\t\tloud")
    assert error.key == "formats.terms-broken"
    assert (error.fields["count"], error.fields["lines"]) == (3, "2, 4, 5")


def test_of_very_many_broken_lines_the_first_are_named(tmp_path):
    error = fault(tmp_path, *["no term"] * 50_000)
    assert error.fields["count"] == 50_000
    assert str(error.fields["lines"]).endswith("20, 21, …")
    assert len(str(error)) < 600


def test_a_list_without_its_head_is_none(tmp_path):
    path = tmp_path / "terms.tsv"
    path.write_text("暖心车\tMeasure\n", "utf-8")
    with pytest.raises(AnnotatorError) as caught:
        read_terms(Source(path), read_scheme())
    assert caught.value.key == "formats.terms-header"


def test_more_terms_than_can_be_taken_over_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(termlist, "MOST", 3)
    assert len(read(tmp_path, *["暖心车\tMeasure"] * 3)) == 3
    assert fault(tmp_path, *["暖心车\tMeasure"] * 5).key == "formats.terms-too-many"


def test_a_million_lines_are_refused_before_they_are_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(termlist, "_term", None)
    assert fault(tmp_path, *["暖心车\tMeasure"] * 1_000_000).key == "formats.terms-too-many"
