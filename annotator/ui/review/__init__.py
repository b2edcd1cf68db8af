"""The page of reviewing: where annotators differ, what settles it, how far they agree."""

from annotator.ui.review.page import ReviewPage

__all__ = ["ReviewPage"]
