"""Who annotates, by id and name: the same name is the same person, on whichever machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from annotator import plain


@dataclass
class People:
    """Annotators by id; gives those who stand for second versions an id that follows from their name."""

    names: dict[str, str]
    ids: dict[str, str] = field(init=False)
    made: dict[str, str] = field(default_factory=dict)
    """id → name of those whom nobody has entered yet"""

    def __post_init__(self) -> None:
        self.ids = {}
        for id_, name in sorted(self.names.items(), reverse=True):
            self.ids[name] = id_

    def name(self, id_: str) -> str:
        return self.names[id_]

    def second(self, id_: str, number: int) -> str:
        """The id of who stands for a person's version of that number, from 2 on."""
        name = f"{self.names[id_]} ({number})"
        if name not in self.ids:
            self.ids[name] = annotator_id(name)
            self.names[self.ids[name]] = self.made[self.ids[name]] = name
        return self.ids[name]


def annotator_id(name: str) -> str:
    """The id of an annotator who is new: the same on every machine."""
    return derived("annotator", name)


def derived(*parts: str) -> str:
    """An id that follows from what it is of: 32 hex digits, as `new_id` makes them by chance."""
    return sha256(plain.dumps(parts).encode()).hexdigest()[:32]
