"""Writes what the engine makes of its data at every start, for the bundle: python packaging/prepare.py FILE.

By the Python and the libraries that go into the bundle; see annotator/suggest/prepared.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

from annotator.suggest.preparing import for_bundle


def main(name: str) -> int:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(for_bundle())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
