"""Merging and giving out from the window: which files, a look, the work with a bar that can be cancelled, what came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from annotator.corpus import Brought
from annotator.errors import AnnotatorError
from annotator.ui import filedialog
from annotator.ui.dress import Dress
from annotator.ui.files import SUFFIX, FileDialogs
from annotator.ui.merging.dialog import MergeDialog
from annotator.ui.merging.giving import PackageDialog
from annotator.ui.newcorpus import free_path
from annotator.ui.session import Session
from annotator.ui.waiting import CancelledError, waiting
from annotator.work import Progress


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
    done = merge(labels=dialog.labels(), add=dialog.added(), take=dialog.taken(), sure=dialog.is_sure())
    if done is None or not done.changes:
        return False
    if session.document and session.document.id not in session.corpus.titles():
        session.show(None)  # the same report of theirs has taken its place
    session.take(done.changes)
    files.tell(dress.words("ui.merged", path=done.backup))
    return True


def _corpora(dress: Dress, files: FileDialogs, parent: QWidget) -> list[Path]:
    names = filedialog.some_to_open(
        parent, dress.words("ui.action-merge"), files.folder, f"{dress.words('ui.corpus')} (*{SUFFIX})"
    )
    return [Path(name) for name in names]


def _with_bar(dress: Dress, files: FileDialogs, parent: QWidget, work: Callable[[Progress], Brought]) -> Brought | None:
    """The work's result; None where it was cancelled, and where the world said no, which is shown."""
    try:
        with waiting(dress.words, dress.words("ui.merging"), 0, parent) as bar:
            return work(bar.step_of)
    except CancelledError:
        return None
    except AnnotatorError as error:
        files.tell_error(error)
        return None


def give_out(session: Session, dress: Dress, files: FileDialogs, parent: QWidget) -> bool:
    """Asks for reports and a name, and makes a work package of them; whether one was made."""
    shown = session.document.id if session.document else ""
    dialog = PackageDialog(dress, session.corpus.titles(), session.corpus.annotators(), shown, parent)
    if not dialog.exec():
        return False
    proposed = free_path(Path(files.folder), dialog.annotator() or session.corpus.path.stem)
    name, _ = filedialog.to_save(
        parent, dress.words("ui.action-package"), str(proposed), f"{dress.words('ui.corpus')} (*{SUFFIX})",
        asks=False,
    )  # fmt: skip
    if not name:
        return False
    out = Path(name) if name.endswith(SUFFIX) else Path(name + SUFFIX)
    files.was_at(out)
    try:
        count = session.corpus.give(out, dialog.documents(), dialog.annotator())
    except AnnotatorError as error:
        files.tell_error(error)
        return False
    files.tell(dress.words("ui.packaged", path=out, count=count))
    return True
