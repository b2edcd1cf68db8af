"""What concerns all cases at once: settling by a rule, and the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from annotator.corpus import Number, report_of, save_report
from annotator.corpus import Page as Report
from annotator.errors import AnnotatorError
from annotator.model import Changes
from annotator.ui import filedialog
from annotator.ui.background import Background
from annotator.ui.dress import Dress
from annotator.ui.page import Page
from annotator.ui.printing import printed
from annotator.ui.review.settledialog import SettleDialog
from annotator.ui.session import Session
from annotator.ui.waiting import CancelledError, Waiting, waiting

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


def write_report(
    dress: Dress, session: Session, annotators: Sequence[str], page: Page, gamma: Number | None = None
) -> None:
    """Asks where to, and writes the report there, as a page that stands alone or as PDF."""
    words = dress.words
    try:
        session.corpus.check_readers(annotators)
    except AnnotatorError as error:
        session.failed.emit(error)
        return
    start = str(session.corpus.path.with_suffix(".html"))
    name, kind = filedialog.to_save(page, words("ui.action-report"), start, ";;".join(_ENDINGS))
    if not name:
        return
    path = Path(name)
    if path.suffix.lower() not in _ENDINGS.values():
        path = path.with_name(path.name + _ENDINGS.get(kind, ".html"))

    background = Background(page, nice=0)
    bar = Waiting(words, words("ui.review-report-being-made"), 0, page)

    def end() -> None:
        background.close()
        background.deleteLater()
        bar.end()

    def then(report: Report) -> None:
        end()
        as_pdf = path.suffix.lower() == ".pdf"
        try:
            data = printed(report, traditional=words.language == "zh-Hant") if as_pdf else report.whole().encode()
            save_report(data, path)
        except AnnotatorError as error:
            session.failed.emit(error)
        else:
            page.notice.remark(words("ui.review-report-written", path=path))

    bar.canceled.connect(end)
    session.closing.connect(background.close)
    for fault in (background.failed, background.lost):
        fault.connect(lambda _error: end())
        fault.connect(session.failed)
    background.run(report_of, session.corpus.path, words.language, annotators, gamma, then=then)
