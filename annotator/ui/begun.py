"""The worker process begun before Qt is imported: it reads what suggesting needs while the window is being made."""

from __future__ import annotations

from annotator.work import Worker, call_named


def begin() -> Worker:
    """The process; the first result that it gives is that it is ready."""
    worker = Worker()
    worker.give(0, call_named, "annotator.reports", "warm_up")
    return worker
