"""What an import handles: a report's text that is to come in, or a remark about what a user gave."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A report's text under the id it is to have; ``source`` says where it comes from."""

    id: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a user should know of a source. ``left_out``: nothing of it came in."""

    source: str
    text: str
    left_out: bool = True
