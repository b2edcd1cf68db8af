"""What one step is about to decide: how many suggestions in how many reports, and which terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from annotator.i18n import on_one_line
from annotator.model import ACCEPT, Scheme
from annotator.ui.bulk.rows import Row
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.plain_text import fill, plain_label
from annotator.ui.room import Dialog

_MOST = 500
"""lines; the rest is counted"""


class PreviewDialog(Dialog):
    """Asks before many suggestions are accepted or rejected; `left_out` is how many the person judged otherwise."""

    def __init__(
        self, dress: Dress, scheme: Scheme, kind: str, rows: Sequence[Row], *, left_out: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        words = dress.words
        accepts = kind == ACCEPT
        documents = len({row.document for row in rows})
        self.setWindowTitle(words("ui.bulk-accept" if accepts else "ui.bulk-reject"))
        self.resize(560, 480)
        about = words(
            "ui.preview-accept" if accepts else "ui.preview-reject", count=f"{len(rows):,}", documents=f"{documents:,}"
        )
        self.list = QListWidget()
        self.list.setAccessibleName(words("ui.preview-terms"))
        does = words("ui.preview-do-accept" if accepts else "ui.preview-do-reject", count=f"{len(rows):,}")
        buttons, self.ok = ok_or_cancel(self, words, does)
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(about))
        if left_out:
            layout.addWidget(plain_label(words("ui.preview-left-out", count=left_out), "soft"))
        layout.addWidget(self.list, 1)
        fill(self.list, _lines(dress, scheme, rows))
        layout.addWidget(buttons)
        self.ok.setDefault(True)
        self.ok.setFocus()


def _lines(dress: Dress, scheme: Scheme, rows: Sequence[Row]) -> list[str]:
    """The terms with their labels and how often each comes, the most frequent first."""
    counts = Counter((row.folded, row.suggestion.label) for row in rows)
    lines = []
    for (term, name), count in counts.most_common(_MOST):
        label = scheme.label(name)
        lines.append(f"{on_one_line(term)}　{dress.words.pick(label.title) if label else name} × {count:,}")
    if len(counts) > _MOST:
        lines.append(dress.words("ui.and-more", count=len(counts) - _MOST))
    return lines
