"""The widget that shows one report with marks on it. It knows no corpus: values in, signals out."""

from annotator.ui.reader.mark import Mark, MarkState
from annotator.ui.reader.reader import Reader

__all__ = ["Mark", "MarkState", "Reader"]
