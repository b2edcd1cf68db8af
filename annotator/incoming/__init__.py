"""Files on their way in: read one after the other, by a process beside ours where there is much to read."""

from annotator.incoming.ahead import Ahead, Far, Told
from annotator.incoming.files import Incoming, OpenFile, ReadFile, files_of, open_files, read_files

__all__ = ["Ahead", "Far", "Incoming", "OpenFile", "ReadFile", "Told", "files_of", "open_files", "read_files"]
