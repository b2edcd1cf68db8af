"""Merging and giving out from the window: which files, a look, the work with a bar that can be cancelled, what came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QProgressDialog, QWidget

from annotator.corpus import Brought
from annotator.errors import AnnotatorError
from annotator.ui.dress import Dress
from annotator.ui.files import SUFFIX, FileDialogs
from annotator.ui.merging.dialog import MergeDialog
from annotator.ui.merging.giving import PackageDialog
from annotator.ui.plain_text import plain_label
from annotator.ui.session import Session

_PATIENCE = 400  # ms until the bar appears


class _CancelledError(Exception):
    """The person has pressed cancel; nothing is changed."""


class _Bar(QProgressDialog):
    """How far it is. As long as it goes on nothing else may touch the corpus; to close the window is to cancel."""

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__("", dress.words("ui.cancel"), 0, 0, parent)
        self._window = parent
        self.setLabel(plain_label(dress.words("ui.merging")))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumDuration(_PATIENCE)
        self.setValue(0)
        parent.installEventFilter(self)

    def step(self, done: int, all_: int) -> None:
        """Raises _CancelledError when the person wants no more."""
        if all_:
            self.setMaximum(all_)
            self.setValue(min(done, all_ - 1))
        flags = QEventLoop.ProcessEventsFlag
        QApplication.processEvents(flags.AllEvents if self.isVisible() else flags.ExcludeUserInputEvents, 5)
        if self.wasCanceled():
            raise _CancelledError

    def end(self) -> None:
        self._window.removeEventFilter(self)
        self.close()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Close:
            event.ignore()
            self.cancel()
            return True
        return super().eventFilter(watched, event)


def bring_in(session: Session, dress: Dress, files: FileDialogs, parent: QWidget) -> bool:
    """Asks for corpora, shows what they would bring, and brings it; whether anything came."""
    paths = _corpora(dress, files, parent)
    if not paths:
        return False

    def merge(**how: Any) -> Brought | None:
        return _with_bar(dress, files, parent, lambda step: session.corpus.merge(paths, progress=step, **how))

    brought = merge(dry_run=True)
    if brought is None:
        return False
    if not brought.is_new:
        files.tell(dress.words("ui.merge-nothing"))
        return False
    dialog = MergeDialog(dress, session.scheme, [path.name for path in paths], brought, parent)
    if not dialog.exec():
        return False
    done = merge(labels=dialog.labels(), add=dialog.added(), sure=dialog.is_sure())
    if done is None or not done.changes:
        return False
    if session.document and session.document.id not in session.corpus.titles():
        session.show(None)  # the same report of theirs has taken its place
    session.take(done.changes)
    files.tell(dress.words("ui.merged", path=done.backup))
    return True


def _corpora(dress: Dress, files: FileDialogs, parent: QWidget) -> list[Path]:
    names, _ = QFileDialog.getOpenFileNames(
        parent, dress.words("ui.action-merge"), files.folder, f"{dress.words('ui.corpus')} (*{SUFFIX})"
    )
    return [Path(name) for name in names]


def _with_bar(
    dress: Dress, files: FileDialogs, parent: QWidget, work: Callable[[Callable[[int, int], None]], Brought]
) -> Brought | None:
    """The work's result; None where it was cancelled, and where the world said no, which is shown."""
    bar = _Bar(dress, parent)
    try:
        return work(bar.step)
    except _CancelledError:
        return None
    except AnnotatorError as error:
        bar.end()
        files.tell_error(error)
        return None
    finally:
        bar.end()


def give_out(session: Session, dress: Dress, files: FileDialogs, parent: QWidget) -> bool:
    """Asks for reports and a name, and makes a work package of them; whether one was made."""
    shown = session.document.id if session.document else ""
    dialog = PackageDialog(dress, session.corpus.titles(), session.corpus.annotators(), shown, parent)
    if not dialog.exec():
        return False
    proposed = Path(files.folder) / f"{dialog.annotator() or session.corpus.path.stem}{SUFFIX}"
    name, _ = QFileDialog.getSaveFileName(
        parent, dress.words("ui.action-package"), str(proposed), f"{dress.words('ui.corpus')} (*{SUFFIX})",
        options=QFileDialog.Option.DontConfirmOverwrite,
    )  # fmt: skip
    if not name:
        return False
    out = Path(name) if name.endswith(SUFFIX) else Path(name + SUFFIX)
    try:
        count = session.corpus.give(out, dialog.documents(), dialog.annotator())
    except AnnotatorError as error:
        files.tell_error(error)
        return False
    files.tell(dress.words("ui.packaged", path=out, count=count))
    return True
