"""The model that a corpus has trained: computed from the rest, so it has no history and may be thrown away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from annotator import plain
from annotator.model import Trained, new_id, now
from annotator.store.queries import Queries

_COLUMNS = "trained_on, made, report, body, body_hash"


class Models:
    """At most one model is kept: a new one takes the place of the old."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def kept(self) -> Trained | None:
        """The model; None where there is none, and where its bytes are not those that were written."""
        row = self._queries.one(f"SELECT {_COLUMNS} FROM models ORDER BY made DESC, id LIMIT 1")
        if row is None:
            return None
        trained_on, made, report, body, body_hash = row
        if not isinstance(body, bytes) or sha256(body).hexdigest() != body_hash:
            return None  # it can be trained again
        return Trained(trained_on, made, json.loads(report), body)

    def keep(self, trained_on: str, report: Mapping[str, Any], body: bytes) -> None:
        """Puts a model in the place of what was there. Inside a transaction."""
        self.forget()
        values = (new_id(), trained_on, now(), plain.dumps(dict(report)), body, sha256(body).hexdigest())
        self._queries.run(f"INSERT INTO models (id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", values)

    def forget(self) -> None:
        """Takes it away. Inside a transaction."""
        self._queries.run("DELETE FROM models")
