"""The formats there are. One more format is one more file in this folder: it registers itself when it is imported."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from annotator.errors import AnnotatorError
from annotator.formats.files import shown
from annotator.formats.format import Format
from annotator.formats.magic import is_binary
from annotator.plugins import Registry


class Formats(Registry[Format]):
    """Imports the modules of this folder at the first question, so that importing the package stays cheap."""

    def __init__(self) -> None:
        super().__init__("annotator.formats")
        self._loaded = False
        self._others: dict[str, Format] | None = None
        self._faults: dict[str, AnnotatorError] = {}

    def ours(self) -> dict[str, Format]:
        self._load()
        return super().ours()

    def others(self) -> dict[str, Format]:
        self._load()
        if self._others is None:  # what is installed does not change while we run, and looking takes 10 ms
            self._others = dict(self._sound())
        return self._others

    def _sound(self) -> Iterator[tuple[str, Format]]:
        for name, point in self.announced().items():
            from annotator.formats.others import loaded  # few have a plug-in

            try:
                yield name, loaded(point)
            except AnnotatorError as fault:
                self._faults[name] = fault

    def faults(self) -> list[AnnotatorError]:
        """Why formats of others are not among those there are."""
        self.others()
        return list(self._faults.values())

    def get(self, name: str) -> Format:
        """The format of that name. Raises AnnotatorError that lists the names there are, or says why it is none."""
        if name not in self.ours() and name not in self.others() and name in self._faults:
            raise self._faults[name]
        return super().get(name)

    def _load(self) -> None:
        if not self._loaded:
            for module in iter_modules([str(Path(__file__).parent)]):
                import_module(f"annotator.formats.{module.name}")
            self._loaded = True


formats = Formats()


def recognise(path: Path, head: bytes, name: str = "") -> Format:
    """The format that a file is read by: by its first bytes, then by its suffix; without a suffix it is plain text.

    A format that is named wins, but archives are gone through all the same. Raises AnnotatorError for a suffix that
    nobody reads: a web page or a table taken for plain text would be wrong in silence. A person who means it names the
    format. (What is no text at all, the reader of texts says best.)
    """
    named = formats.get(name) if name else None
    if named and path.suffix.lower() in named.suffixes:
        return named
    readable = [candidate for candidate in formats.all().values() if candidate.read]
    by_content = [candidate for candidate in readable if candidate.recognises and candidate.recognises(head)]
    suffix = path.suffix.lower()
    by_suffix = [candidate for candidate in by_content or readable if suffix in candidate.suffixes]
    by_suffix.sort(key=lambda candidate: candidate.name != suffix.removeprefix("."))  # whose name it is comes first
    plain = [candidate for candidate in by_suffix if candidate.recognises is None]
    # a format that knows its own content and did not recognise this one comes last
    found = next(iter([*plain, *by_suffix, *by_content]), None)
    if named:
        return found if found and found.members else named
    if found is None and suffix and not is_binary(head):
        known = " ".join(sorted({suffix for candidate in readable for suffix in candidate.suffixes}))
        raise AnnotatorError("formats.unknown-suffix", path=shown(path), suffix=shown(suffix), known=known)
    return found or formats.get("text")
