"""Other people's corpora brought in, and a part given out: the dialogs."""

from annotator.ui.merging.running import bring_in, give_out

__all__ = ["bring_in", "give_out"]
