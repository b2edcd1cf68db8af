"""What a bundle carries that others made: Python packages, and libraries of the system it was built on.

Run in the environment of packaging/locks/bundle.txt: `python packaging/shipped.py BUNDLE FOLDER` writes
FOLDER/LICENSES.txt, all licences in one file, and FOLDER/annotator.cdx.json, the list of parts as a CycloneDX SBOM.
Ends with a sentence where a licence is one that the bundle may not carry, or its text is not there.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
NOT_SHIPPED = {"jieba", "pip"}
"""Needed by our packages' metadata, but left out of the bundle by the spec."""
ALSO = ("noto-cjk-sans-otc", "pyinstaller")
"""In the bundle without being a dependency: the font of which a part is taken, and the bootloader."""
MAY_SAY_GPL = {
    "pyinstaller": "the bootloader has an exception for programs of any licence",
    "pyside6-essentials": "taken under the LGPL: its libraries lie beside the program and can be replaced",
    "shiboken6": "taken under the LGPL: its libraries lie beside the program and can be replaced",
}
NOT_ALLOWED = {"libreadline8", "libgdbm6", "libdb5.3"}
"""Packages of Debian whose libraries are under the GPL, or another licence that reaches into a program."""
DEBIAN_TEXTS = Path("/usr/share/common-licenses")


@dataclass(frozen=True, slots=True)
class Part:
    """A package with its licence, as it names itself, and the texts that go with it."""

    name: str
    version: str
    kind: str  # pypi or deb
    licence: str
    texts: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL, https://github.com/package-url/purl-spec."""
        space = "debian/" if self.kind == "deb" else ""
        return f"pkg:{self.kind}/{space}{self.name}@{self.version}"


def normal(name: str) -> str:
    """A package's name as PyPI compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def distributions() -> Iterator[Distribution]:
    """Our dependencies here, theirs, and so on; then what is shipped besides."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    to_see, seen = [Requirement(one) for one in said], set(NOT_SHIPPED)
    while to_see:
        wanted = to_see.pop(0)
        name = normal(wanted.name)
        if name in seen or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        found = distribution(name)
        to_see += [Requirement(one) for one in found.requires or ()]
        yield found
    yield from map(distribution, ALSO)


def of_python(found: Distribution) -> Part:
    """A Python package as a part."""
    meta = found.metadata
    named = meta.get("License-Expression") or " / ".join(
        one.rpartition(" :: ")[2] for one in meta.get_all("Classifier") or () if one.startswith("License ::")
    )
    files = [
        file
        for file in found.files or ()
        if ".dist-info/" in str(file)
        and ("/licenses/" in str(file).lower() or re.match(r"(licen[cs]e|copying|notice|authors)", file.name.lower()))
    ]
    texts = (Path(str(found.locate_file(file))).read_text("utf-8", "replace") for file in sorted(files, key=str))
    said = tuple(texts)
    licence = named or meta.get("License") or ("see its text" if said else "")
    return Part(normal(meta["Name"]), found.version, "pypi", licence.partition("\n")[0], said)


def of_system(bundle: Path) -> Iterator[Part]:
    """The packages of Debian from which PyInstaller took libraries. None where there is no dpkg."""
    if shutil.which("dpkg-query") is None:
        return
    names = set()
    for library in sorted((bundle / "_internal").glob("*.so*")):
        if library.is_symlink() or library.name.startswith("libpython"):
            continue  # of a wheel: it lies in its own folder; of the interpreter: it is a part of its own
        asked = subprocess.run(["dpkg-query", "-S", f"*/{library.name}"], capture_output=True, text=True, check=False)
        names |= {line.split(":")[0] for line in asked.stdout.splitlines()[:1]}
    for name in sorted(names):
        shown = ["dpkg-query", "-W", "-f=${Version}\n", name]
        version = subprocess.run(shown, capture_output=True, text=True, check=True).stdout.splitlines()[0]
        text = Path("/usr/share/doc", name, "copyright").read_text("utf-8", "replace")
        yield Part(name, version, "deb", "see its text", (text,))


def interpreter() -> Part:
    """CPython itself."""
    (path, *_) = [
        *Path(sys.base_prefix).glob("lib/python3.*/LICENSE.txt"),
        *Path(sys.base_prefix).glob("LICENSE*"),
        None,
    ]
    text = path.read_text("utf-8") if path else ""
    return Part("cpython", sys.version.split()[0], "generic", "PSF-2.0", (text,) if text else ())


def checked(parts: list[Part]) -> list[Part]:
    """The same parts; ends where one may not be shipped, or nobody could say under which licence it is."""
    for part in parts:
        if re.search(r"(?<!L)GPL", part.licence) and part.name not in MAY_SAY_GPL:
            raise SystemExit(f"shipped: {part.name} is under {part.licence}, which a bundle may not carry")
        if part.name in NOT_ALLOWED:
            raise SystemExit(f"shipped: {part.name} may not be in a bundle; leave what needs it out in the spec")
        if not (part.texts or part.licence):
            raise SystemExit(f"shipped: {part.name} {part.version} says nothing of its licence")
    return parts


def licences(parts: list[Part]) -> str:
    """One text: first who is in it, then each licence; a text that several share stands once."""
    rows = "\n".join(f"{part.name} {part.version}: {part.licence}{_remark(part)}" for part in parts)
    pieces = [f"This program is under the Apache License 2.0. It carries the work of others:\n\n{rows}\n"]
    said: dict[str, str] = {}
    for part in parts:
        for text in part.texts:
            said.setdefault(text, part.name)
            body = text if said[text] == part.name else f"The same text as for {said[text]}."
            pieces.append(f"{'=' * 80}\n{part.name} {part.version}\n{'=' * 80}\n\n{body}\n")
    for name in ("LGPL-3", "GPL-3", "Apache-2.0"):
        text = DEBIAN_TEXTS / name
        if not text.is_file():  # Windows, macOS: the file of the Debian package has them, and must go along
            print(f"shipped: the text of {name} is missing; take LICENSES.txt from the Debian package", file=sys.stderr)
            continue
        pieces.append(f"{'=' * 80}\n{name}\n{'=' * 80}\n\n{text.read_text('utf-8')}\n")
    return "\n".join(pieces)


def _remark(part: Part) -> str:
    return f" ({MAY_SAY_GPL[part.name]})" if part.name in MAY_SAY_GPL else ""


def sbom(parts: list[Part], version: str) -> str:
    """The parts as CycloneDX 1.6, JSON. Without a time or a serial number: the same parts give the same bytes."""
    components = [
        {"type": "library", "bom-ref": part.purl, "name": part.name, "version": part.version, "purl": part.purl,
         "licenses": [{"license": {"name": part.licence}}]}
        for part in parts
    ]  # fmt: skip
    program = {"type": "application", "bom-ref": "annotator", "name": "annotator", "version": version,
               "licenses": [{"license": {"id": "Apache-2.0"}}]}  # fmt: skip
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "metadata": {"component": program},
            "components": components,
            "dependencies": [{"ref": "annotator", "dependsOn": [part.purl for part in parts]}],
        },
        ensure_ascii=False,
        indent=1,
    )


def main(bundle: Path, folder: Path) -> None:
    found = [of_python(one) for one in distributions()]
    parts = checked(sorted([*found, interpreter(), *of_system(bundle)], key=lambda part: (part.kind, part.name)))
    version = re.search(r'__version__ = "(.+)"', (ROOT / "annotator" / "__init__.py").read_text("utf-8"))
    assert version
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "LICENSES.txt").write_text(licences(parts), "utf-8")
    (folder / "annotator.cdx.json").write_text(sbom(parts, version[1]) + "\n", "utf-8")
    print(f"{len(parts)} parts of others: {folder / 'LICENSES.txt'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
