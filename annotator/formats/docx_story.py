"""The text of a story of a Word file (its body, a note, a header) as a person sees it: a paragraph is a line.

What Word does not show stays out, and what of that was text is counted by kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from annotator.formats.docx_numbering import Numbering
from annotator.formats.docx_numerals import numeral
from annotator.formats.docx_symbols import symbol
from annotator.formats.ooxml import Element, child, kind, on, value

DELETED, HIDDEN, PROMPTS, PHONETIC = "deleted", "hidden", "prompts", "phonetic"
PICTURES, COMMENTS, SYMBOLS, EMBEDDED, ZEROS = "pictures", "comments", "symbols", "embedded", "zeros"

_TEXTS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_DROPPED = {"w:del": DELETED, "w:moveFrom": DELETED, "w:rt": PHONETIC}
_COUNTED = {"w:commentReference": COMMENTS, "w:object": EMBEDDED, "w:altChunk": EMBEDDED, "w:delText": DELETED}
_SILENT = {"w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:tblGrid", "w:sdtPr", "w:sdtEndPr", "w:sectPr",
           "w:instrText", "w:delInstrText", "w:fldData", "w:softHyphen", "w:footnoteRef", "w:endnoteRef",
           "w:rubyPr", "w:customXmlPr", "w:smartTagPr", "m:rPr", "m:ctrlPr"}  # fmt: skip
_NOTES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}


class Story:
    """Goes through stories one after the other; numbers of lists and notes go on from one to the next."""

    def __init__(self, numbering: Numbering) -> None:
        self.left_out: Counter[str] = Counter()
        self.notes: list[tuple[str, str, str]] = []
        """kind, id and mark of the notes that the text refers to, in their order"""
        self._numbering = numbering
        self._fields: list[bool] = []
        """the fields that are open, from outside in: whether their result has begun"""
        self._boxes: list[Element] = []
        self._marks: Counter[str] = Counter()
        self._special: dict[str, Callable[[Element], str]] = {
            "w:t": self._text,
            "m:t": self._text,
            "w:r": self._run,
            "w:sym": self._symbol,
            "w:fldChar": self._field,
            "w:sdt": self._control,
            "w:drawing": self._drawing,
            "w:pict": self._drawing,
            "mc:AlternateContent": self._choice,
            **dict.fromkeys(_TEXTS, lambda one: self._shown(_TEXTS[kind(one)])),
            **dict.fromkeys(_DROPPED, self._drop),
            **dict.fromkeys(_COUNTED, self._note_left_out),
            **dict.fromkeys(_NOTES, self._note),
        }

    def lines(self, story: Element) -> Iterator[str]:
        """The paragraphs of a story, tables cell by cell, text boxes after the paragraph that holds them."""
        self._fields = []
        held = ""
        for text, ends in self._blocks(story):
            held += text
            if ends:  # a paragraph whose end was deleted goes on in the next
                yield held
                held = ""
        if held:
            yield held

    def _blocks(self, parent: Element) -> Iterator[tuple[str, bool]]:
        for one in parent:
            match kind(one):
                case "w:p":
                    yield from self._paragraph(one)
                case "w:tbl":
                    yield from self._table(one)
                case "w:sdt":
                    if not self._is_prompt(one):
                        yield from self._blocks(_or_none(child(one, "w:sdtContent")))
                case "mc:AlternateContent":
                    yield from self._blocks(_chosen(one))
                case "w:del" | "w:moveFrom" | "w:altChunk":
                    self.left_out[DELETED if kind(one) != "w:altChunk" else EMBEDDED] += 1
                case name if name not in _SILENT:
                    yield from self._blocks(one)

    def _paragraph(self, paragraph: Element) -> Iterator[tuple[str, bool]]:
        properties = child(paragraph, "w:pPr")
        text = self._numbering.before(properties) + self._inline(paragraph)
        yield text, child(properties, "w:rPr", "w:del") is None
        boxes, self._boxes = self._boxes, []
        fields, self._fields = self._fields, []
        for box in boxes:
            yield from self._blocks(box)
        self._fields = fields

    def _table(self, table: Element) -> Iterator[tuple[str, bool]]:
        for row in _within(table, "w:tr"):
            if child(row, "w:trPr", "w:del") is not None:
                self.left_out[DELETED] += 1
                continue
            for cell in _within(row, "w:tc"):
                blocks = list(self._blocks(cell))
                if any(text for text, _ in blocks):  # an empty cell is no empty line
                    yield from blocks[:-1]
                    yield blocks[-1][0], True

    def _inline(self, parent: Element) -> str:
        return "".join(self._piece(one) for one in parent)

    def _piece(self, element: Element) -> str:
        name = kind(element)
        if special := self._special.get(name):
            return special(element)
        return "" if name in _SILENT else self._inline(element)

    def _shown(self, text: str) -> str:
        """The text, unless it is the result of a field that stands in the code of another."""
        outer = self._fields.index(False) if False in self._fields else len(self._fields)
        return "" if True in self._fields[outer:] else text

    def _text(self, element: Element) -> str:
        text = element.text or ""
        kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" or kind(element) == "m:t"
        return self._shown(text if kept else text.strip(" \t\r\n"))

    def _run(self, run: Element) -> str:
        if on(child(run, "w:rPr", "w:vanish")):
            self.left_out[HIDDEN] += child(run, "w:t") is not None
            return ""
        return self._inline(run)

    def _symbol(self, element: Element) -> str:
        try:
            code = int(value(element, "char") or "", 16)
        except ValueError:
            code = 0
        char = symbol(code, value(element, "font") or "")
        if char is None:
            self.left_out[SYMBOLS] += 1
        return self._shown(char or "\ufffd")

    def _field(self, element: Element) -> str:
        match value(element, "fldCharType"):
            case "begin":
                self._fields.append(False)
            case "separate" if self._fields:
                self._fields[-1] = True
            case "end" if self._fields:
                self._fields.pop()
        return ""

    def _control(self, element: Element) -> str:
        content = child(element, "w:sdtContent")
        return "" if content is None or self._is_prompt(element) else self._inline(content)

    def _is_prompt(self, element: Element) -> bool:
        prompt = on(child(element, "w:sdtPr", "w:showingPlcHdr"))
        self.left_out[PROMPTS] += prompt
        return prompt

    def _drawing(self, element: Element) -> str:
        boxes = [one for one in element.iter() if kind(one) == "w:txbxContent"]
        inner = {id(below) for box in boxes for below in box.iter() if below is not box}
        self._boxes += [box for box in boxes if id(box) not in inner]
        self.left_out[PICTURES] += not boxes
        return ""

    def _choice(self, element: Element) -> str:
        return self._inline(_chosen(element))

    def _drop(self, element: Element) -> str:
        self.left_out[_DROPPED[kind(element)]] += 1
        return ""

    def _note_left_out(self, element: Element) -> str:
        self.left_out[_COUNTED[kind(element)]] += 1
        return ""

    def _note(self, element: Element) -> str:
        name = _NOTES[kind(element)]
        if value(element, "customMarkFollows") in ("1", "true", "on"):  # both text and note have one of their own
            mark = ""
        else:
            self._marks[name] += 1
            mark = f"[{numeral(self._marks[name], 'decimal' if name == 'footnotes' else 'lowerRoman')}]"
        self.notes.append((name, value(element, "id") or "", mark))
        return self._shown(mark)


def _chosen(element: Element) -> Element | tuple[()]:
    """One of the alternatives: Word's first, else what is there for other programs. Never both."""
    for name in ("mc:Choice", "mc:Fallback"):
        if (one := child(element, name)) is not None:
            return one
    return ()


def _or_none(element: Element | None) -> Element | tuple[()]:
    return () if element is None else element


def _within(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls, insertions and the like."""
    for one in parent:
        if kind(one) == name:
            yield one
        elif kind(one) in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"):
            yield from _within(one, name)
