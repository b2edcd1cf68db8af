"""What concerns all cases at once: settling by a rule, and the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.corpus import Page as Report
from annotator.corpus import report_of, save_report
from annotator.errors import AnnotatorError
from annotator.model import Changes
from annotator.ui.dress import Dress
from annotator.ui.page import Page
from annotator.ui.printing import printed
from annotator.ui.review.settledialog import SettleDialog
from annotator.ui.session import Session
from annotator.ui.waiting import CancelledError, waiting

_ENDINGS = {"HTML (*.html)": ".html", "PDF (*.pdf)": ".pdf"}


def settle_by_rule(dress: Dress, session: Session, annotators: Sequence[str], parent: QWidget) -> None:
    """Asks for the rule, shows what it would do, and does it as one step, with a bar that stops it whole."""
    try:
        session.corpus.check_readers(annotators)
    except AnnotatorError as error:
        session.failed.emit(error)
        return
    dialog = SettleDialog(dress, session, annotators, parent)
    if not dialog.exec() or dialog.plan is None:
        return
    plan = dialog.plan

    def settle() -> Changes:
        try:
            with waiting(dress.words, dress.words("ui.settle-writing"), 0, parent) as bar:
                return session.corpus.settle(plan, bar.step_of)
        except CancelledError:
            return Changes()

    session.do(settle)


def write_report(dress: Dress, session: Session, annotators: Sequence[str], page: Page) -> None:
    """Asks where to, and writes the report there, as a page that stands alone or as PDF."""
    words = dress.words
    try:
        session.corpus.check_readers(annotators)
    except AnnotatorError as error:
        session.failed.emit(error)
        return
    start = str(session.corpus.path.with_suffix(".html"))
    name, kind = QFileDialog.getSaveFileName(page, words("ui.action-report"), start, ";;".join(_ENDINGS))
    if not name:
        return
    path = Path(name)
    if path.suffix.lower() not in _ENDINGS.values():
        path = path.with_name(path.name + _ENDINGS.get(kind, ".html"))

    def then(report: Report) -> None:
        as_pdf = path.suffix.lower() == ".pdf"
        try:
            data = printed(report, traditional=words.language == "zh-Hant") if as_pdf else report.whole().encode()
            save_report(data, path)
        except AnnotatorError as error:
            session.failed.emit(error)
        else:
            page.notice.remark(words("ui.review-report-written", path=path))

    page.notice.remark(words("ui.review-report-being-made"))
    session.background.run(report_of, session.corpus.path, words.language, annotators, then=then, urgent=True)
