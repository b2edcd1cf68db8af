"""The widget that shows one report with marks on it. It knows no corpus: values in, signals out."""

from annotator.ui.reader.finding import Finder, Found
from annotator.ui.reader.look import Letters
from annotator.ui.reader.mark import Mark, MarkState
from annotator.ui.reader.reader import Reader
from annotator.ui.reader.units import Unit
from annotator.ui.reader.wording import Showing

__all__ = ["Finder", "Found", "Letters", "Mark", "MarkState", "Reader", "Showing", "Unit"]
