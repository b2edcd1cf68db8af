"""Annotate Chinese poverty-alleviation reports: a report in, a labelled corpus out."""

__version__ = "0.1.0"
