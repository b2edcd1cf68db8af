"""Files in and out, one format a file. Nothing here knows a corpus, a window or the command line.

`recognise(path, head)` finds the format of a file, `formats.get(name)` one by its name; `format.read(source, options)`
yields bundles, `format.write(bundles, scheme, path)` takes them. All offsets are code points of the document's text.
"""

from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.registry import formats, recognise
from annotator.formats.source import Source

__all__ = ["Format", "ReadOptions", "Source", "Written", "formats", "recognise"]
