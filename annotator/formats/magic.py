"""First bytes that no text begins with, and what people call the files that do."""

from __future__ import annotations

from annotator.errors import AnnotatorError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_LEGACY = (
    (_OLE, "DOC, WPS, XLS (Office 97–2003)"),
    (b"{\\rtf", "RTF"),
)
_MAGIC = (
    (b"PK\x03\x04", "ZIP, DOCX, XLSX"),
    (b"PK\x05\x06", "ZIP"),
    (b"%PDF-", "PDF"),
    *_LEGACY,
    (b"SQLite format 3\0", "SQLite, *.corpus"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\0", "EXE"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh91AY&SY", "BZIP2"),
    (b"\xfd7zXZ\0", "XZ"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"PAR1", "Parquet"),
    (b"OggS\0", "Ogg"),
    (b"ID3\x03", "MP3"),
    (b"ID3\x04", "MP3"),
)


def is_binary(head: bytes) -> bool:
    """True for first bytes that name a kind that is no text."""
    return kind_of_binary(head) is not None


def kind_of_binary(data: bytes) -> str | None:
    """What the first bytes say the file is, in names that are the same in every language; None for what may be text."""
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)


def refuse_legacy(data: bytes, name: str) -> None:
    """Raises AnnotatorError with the way out for files of older programs, and of OFD; Office hides what is protected by
    a password in a file of the same old form."""
    found = next((kind for magic, kind in _LEGACY if data.startswith(magic)), None)
    if found is None and data.startswith(b"PK") and b"OFD.xml" in data[:2_000]:
        found = "OFD"
    if found is None and data.startswith(b"PK") and _OPEN_DOCUMENT in data[:100]:
        found = "ODT, ODS (OpenDocument)"
    if found == "OFD":
        raise AnnotatorError("formats.legacy-ofd", path=name)
    if found and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in data:
        raise AnnotatorError("formats.office-encrypted", path=name)
    if found:
        raise AnnotatorError("formats.legacy", path=name, kind=found)
