"""An annotation session: what is open and current, the gestures on it, and the counting behind them."""

from annotator.ui.session.gestures import Session
from annotator.ui.session.items import Difference
from annotator.ui.session.opened import LONG

__all__ = [
    "LONG", "Difference", "Session",
]  # fmt: skip
