"""Comparing what was proposed, annotated and decided. Functions of values: no corpus, no file, no window."""
