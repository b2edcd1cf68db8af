"""What a piece of work costs, for tests of how that grows: only such times are compared, never with a clock's."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time


def cost(work: Callable[[], object], turns: int = 3) -> float:
    """The least time of some turns, in seconds of the processor: what else the machine does, and a look of Python's for
    garbage in all that other tests have left, makes a time longer, never shorter."""
    times = []
    for _ in range(turns):
        before = process_time()
        work()
        times.append(process_time() - before)
    return min(times)
