"""The page that shows a corpus from afar: pictures of its numbers and the table of interventions."""

from annotator.ui.insight.page import InsightPage

__all__ = ["InsightPage"]
