"""Text in, suggestions out. Knows no storage and no window."""
