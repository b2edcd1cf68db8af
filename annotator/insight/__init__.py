"""What a corpus shows from afar: pictures of its numbers, the table of interventions, the time that reports take.

Values in, values out: nothing here knows a store, a window or the command line.
"""

from annotator.insight.figures import (
    DECISIONS,
    Bar,
    Picture,
    by_day,
    by_document,
    by_domain,
    by_source,
    by_term,
    interval,
)
from annotator.insight.interventions import (
    COLUMNS,
    HEAD,
    LINKED,
    NEAR,
    Found,
    Intervention,
    amount,
    interventions,
    to_cells,
    to_plain,
)
from annotator.insight.sums import by_program
from annotator.insight.times import FILE, Clock, Visit, by_report, forget, keep, kept

__all__ = [
    "COLUMNS", "DECISIONS", "FILE", "HEAD", "LINKED", "NEAR", "Bar", "Clock", "Found", "Intervention", "Picture",
    "Visit", "amount", "by_day", "by_document", "by_domain", "by_program", "by_report", "by_source", "by_term",
    "forget", "interval", "interventions", "keep", "kept", "to_cells", "to_plain",
]  # fmt: skip
