"""brat's standoff files: a text and, beside it, a file of the same name with one annotation a line.

The grammar is that of brat's manual, "brat standoff format". Offsets are code points of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats.beside import document_of, text_file
from annotator.formats.encoding import decode
from annotator.formats.folder import FileNames
from annotator.formats.foreign import Foreign
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_folder
from annotator.formats.scalars import spelled, survives, value_of
from annotator.formats.shapes import Place
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.model import Annotation, AttributeValue, Bundle, Scheme

EXTRACTOR = "brat 1"
LOSES = ("annotator", "attributes", "notes", *ALL_BUT_SPANS)
_LINE = re.compile(rb"(?m)^(\xef\xbb\xbf)?(T\d+\t\S+ \d+ \d+|[REAMN]\d+\t\S+ |\*\t\S+ |#\d*\t)")
_BOUND = re.compile(r"(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)")
_SIMPLE = re.compile(r"(T[^\t]*)\t(\S+) (\d{1,12}) (\d{1,12})\t(.+)", re.DOTALL)
_WORD = re.compile(r"[^\s\0]+")
_BREAKS = dict.fromkeys(map(ord, "\0\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")
_RELATION = re.compile(r"(\S+) \S+:(\S+) \S+:(\S+)\s*")
_OTHERS = {"*": "relations", "E": "events", "N": "references"}


def on_one_line(text: str) -> str:
    """A quotation as brat has it: blanks for line ends, tabs and zero bytes, one for one."""
    return text.translate(_BREAKS)


# ---- reading


class _File:
    """One .ann file under way: attributes and notes may stand before what they belong to."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self._options = options
        self._name = source.name
        self.bound: dict[str, tuple[Place, str, list[int], str]] = {}
        self.attributes: dict[str, dict[str, AttributeValue]] = {}
        self.notes: dict[str, list[str]] = {}
        self.relations: list[tuple[str, str, str]] = []

        self._takers: dict[str, Callable[[Place, str], None]] = {
            "T": self._bound, "A": self._attribute, "M": self._attribute, "#": self._note, "R": self._relation,
        }  # fmt: skip

    def take(self, number: int, line: str) -> None:
        """A line, which is not blank. Raises AnnotatorError for one that is not in brat's grammar."""
        place = Place(self._name, number)
        if (found := _SIMPLE.fullmatch(line)) and found[1] not in self.bound:  # as most are
            self.bound[found[1]] = (place, found[2], [int(found[3]), int(found[4])], found[5])
            return
        kind = line[0]
        if taker := self._takers.get(kind):
            taker(place, line)
        elif kind in _OTHERS and "\t" in line:
            self._options.leave_out(_OTHERS[kind])
        else:
            raise place.wrong("syntax", format="brat", near=_near(line))

    def _bound(self, place: Place, line: str) -> None:
        name, _, rest = line.partition("\t")
        bound, _, quote = rest.partition("\t")
        found = _BOUND.fullmatch(bound)
        if not found or not quote:
            raise place.wrong("syntax", format="brat", near=_near(line))
        if name in self.bound:
            raise place.wrong("twice", id=name)
        self.bound[name] = (place, found[1], [int(digits) for digits in re.findall(r"\d+", found[2])], quote)

    def _attribute(self, place: Place, line: str) -> None:
        words = line.partition("\t")[2].split(" ", 2)
        if len(words) < 2:
            raise place.wrong("syntax", format="brat", near=_near(line))
        value = value_of(words[2]) if len(words) > 2 else True
        self.attributes.setdefault(words[1], {})[words[0]] = value

    def _note(self, place: Place, line: str) -> None:
        pieces = line.split("\t", 2)
        words = pieces[1].split(" ") if len(pieces) > 1 else []
        if len(pieces) != 3 or len(words) != 2:
            raise place.wrong("syntax", format="brat", near=_near(line))
        self.notes.setdefault(words[1], []).append(pieces[2])

    def _relation(self, place: Place, line: str) -> None:
        found = _RELATION.fullmatch(line.partition("\t")[2])
        if not found:
            raise place.wrong("syntax", format="brat", near=_near(line))
        self.relations.append((found[1], found[2], found[3]))

    def add_to(self, foreign: Foreign) -> None:
        added: dict[str, Annotation | None] = {}
        for name, (place, label, offsets, quote) in self.bound.items():
            if len(offsets) > 2 and not self._is_whole(offsets, foreign.document.text):
                foreign.leave_out("gaps")  # the words between the fragments become part of the span
            around = (offsets[0], offsets[1]) if len(offsets) == 2 else (min(offsets[::2]), max(offsets[1::2]))
            notes = "\n".join(self.notes.pop(name, ()))
            attributes = self.attributes.pop(name, {})
            whole = quote if len(offsets) == 2 else None
            added[name] = foreign.add(around, label, place, part=name, quote=whole, attributes=attributes, note=notes)
        for type_, head, target in self.relations:
            foreign.relate(type_, added.get(head), added.get(target))
        for kind, rest in (("attributes", self.attributes), ("notes", self.notes)):
            if rest:
                foreign.leave_out(kind, len(rest))

    @staticmethod
    def _is_whole(offsets: list[int], text: str) -> bool:
        """Whether fragments are apart only by line ends, at which brat itself divides a span."""
        between = zip(offsets[1:-1:2], offsets[2::2], strict=True)
        return all(0 <= end <= start and not text[end:start].strip() for end, start in between)


def _near(line: str) -> str:
    return line[:30].replace("\t", "⇥")


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The document of the text beside an .ann file, with its text-bound annotations, attributes, notes and relations.

    A span in fragments becomes the one that covers them. A U+FEFF that begins the text is a character to brat; it stays
    unless the quotations say that whoever wrote them had taken it off. The text's file is read no more by itself.
    Raises AnnotatorError for a broken line, a quotation that is not in the text, and when there is no text.
    """
    lines = decode(content, source.name, options.encoding).text.split("\n") if (content := _content(source)) else []
    file = _File(source, options)
    for number, line in enumerate(lines, 1):
        if stripped := line.rstrip("\r"):
            file.take(number, stripped)
    text = text_file(source, f"{source.path.stem}.txt")
    yield _bundle(file, text, options)
    options.texts.add(text.path)


def _content(source: Source) -> bytes:
    """All bytes; none of an empty file, which is how brat says that a text has no annotations yet."""
    try:
        return source.read()
    except AnnotatorError as error:
        if error.key != "formats.empty":
            raise
        return b""


def _bundle(file: _File, text: Source, options: ReadOptions) -> Bundle:
    document = document_of(text, EXTRACTOR, options.encoding, keep_bom=True)
    if document.text.startswith("\ufeff") and not _fits(file, document.text) and _fits(file, document.text[1:]):
        document = document_of(text, EXTRACTOR, options.encoding)
    foreign = Foreign(document, options, quoted_as=on_one_line)
    file.add_to(foreign)
    return foreign.bundle()


def _fits(file: _File, text: str) -> bool:
    whole = [(offsets, quote) for _, _, offsets, quote in file.bound.values() if len(offsets) == 2]
    return all(on_one_line(text[start:end]) == on_one_line(quote) for (start, end), quote in whole)


# ---- writing


def write(bundles: Iterable[Bundle], scheme: Scheme, path: Path) -> Written:
    """A folder with a .txt and an .ann for each document, and the configuration that brat shows them with.

    Raises AnnotatorError for a label with blanks in it, and where the folder cannot be written.
    """
    tally = Tally(LOSES)
    names = FileNames("")
    with atomic_folder(path) as folder:
        for bundle in bundles:
            stem = names(bundle.document.title)
            lines, lost = _lines(bundle)
            folder.joinpath(f"{stem}.txt").write_bytes(bundle.document.text.encode())
            folder.joinpath(f"{stem}.ann").write_bytes("".join(f"{line}\n" for line in lines).encode())
            tally.add(bundle, bundle.annotations, **lost)
        folder.joinpath("annotation.conf").write_text(_configuration(scheme), "utf-8", newline="\n")
    return tally.written()


def _lines(bundle: Bundle) -> tuple[list[str], Counter[str]]:
    lines: list[str] = []
    lost = Counter(attributes=0, notes=0, relations=0)
    attribute_ids, note_ids = count(1), count(1)
    for number, annotation in enumerate(bundle.annotations, 1):
        if not _WORD.fullmatch(annotation.label):
            raise AnnotatorError("formats.label-blanks", label=annotation.label, title=bundle.document.title)
        span, quote = annotation.span, on_one_line(annotation.text)
        lines.append(f"T{number}\t{annotation.label} {span.start} {span.end}\t{quote}")
        kept = {name: value for name, value in annotation.attributes.items() if _fits_a_line(name, value)}
        words = {name: "" if value is True else f" {spelled(value)}" for name, value in kept.items()}
        lines += [f"A{next(attribute_ids)}\t{name} T{number}{word}" for name, word in words.items()]
        lost["attributes"] += len(kept) < len(annotation.attributes)
        if note := annotation.note:
            lines.append(f"#{next(note_ids)}\tAnnotatorNotes T{number}\t{on_one_line(note)}")
            lost["notes"] += on_one_line(note) != note
    numbers = {annotation.id: number for number, annotation in enumerate(bundle.annotations, 1)}
    for number, relation in enumerate(bundle.relations, 1):
        ends = numbers.get(relation.head), numbers.get(relation.target)
        if None in ends or not _WORD.fullmatch(relation.type):
            lost["relations"] += 1
        else:
            lines.append(f"R{number}\t{relation.type} Arg1:T{ends[0]} Arg2:T{ends[1]}\t")
    return lines, lost


def _fits_a_line(name: str, value: AttributeValue) -> bool:
    return bool(_WORD.fullmatch(name)) and bool(_WORD.fullmatch(spelled(value))) and survives(value)


def _configuration(scheme: Scheme) -> str:
    """annotation.conf: the labels, and the attributes with the labels that carry them."""
    labels = [label.name for label in scheme.labels if _WORD.fullmatch(label.name)]
    attributes = []
    for kind in scheme.attributes:
        on = "|".join(label for label in kind.labels if label in labels)
        values = "|".join(choice.name for choice in kind.choices) or "?"
        attributes.append(f"{kind.name}\tArg:{on}" + ("" if kind.kind == "flag" else f", Value:{values}"))
    relations = [
        f"{kind.name}\tArg1:{'|'.join(kind.heads or labels)}, Arg2:{'|'.join(kind.targets or labels)}"
        for kind in scheme.relations
    ]
    sections = {"entities": labels, "relations": relations, "events": [], "attributes": attributes}
    return "".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())


FORMAT = formats.register("brat")(
    Format(
        name="brat",
        title={"zh-Hans": "brat 标注", "zh-Hant": "brat 標註", "en": "brat standoff"},
        suffixes=(".ann",),
        unit="code points",
        loses=LOSES,
        read=read,
        write=write,
        recognises=lambda head: _LINE.match(head) is not None,
        folder=True,
    )
)
