"""Deciding in bulk: the list of open suggestions of a report or of the corpus, decided on as one step."""

from annotator.ui.bulk.deciding import decide_in_bulk

__all__ = ["decide_in_bulk"]
