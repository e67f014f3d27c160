"""One thing looked at, and how all of them are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.texts import say


class State(StrEnum):
    """How it stands with something."""

    FINE = "fine"
    NOTE = "note"
    """Works, but its user may expect otherwise."""
    PROBLEM = "problem"
    UNCHECKED = "unchecked"


MARKS = {State.FINE: "✓", State.NOTE: "!", State.PROBLEM: "✗", State.UNCHECKED: "–"}

NAMES = (
    "python", "packages", "segmenter", "data", "answers", "font", "disk",
    "config", "folders", "library", "chats", "bot_file",
    "token", "clock", "webhook", "poller", "privacy", "inline", "allowed",
)  # fmt: skip
"""What is looked at, in this order. A check's label is the text ``check.<name>``."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of something, and what to do about it (``""`` if nothing)."""

    name: str
    state: State
    found: str
    advice: str = ""


def in_order(checks: Iterable[Check]) -> list[Check]:
    """Checks in the order of ``NAMES``."""
    return sorted(checks, key=lambda check: NAMES.index(check.name))


def lines(checks: Iterable[Check]) -> Iterator[str]:
    """Checks as a person reads them."""
    for check in checks:
        yield say("doctor.line", mark=MARKS[check.state], label=say(f"check.{check.name}"), found=check.found)
        if check.advice:
            yield say("doctor.advice", advice=check.advice)


def as_json(checks: Iterable[Check]) -> dict[str, object]:
    """Checks as a program reads them."""
    rows = [{"name": c.name, "state": c.state, "found": c.found, "advice": c.advice} for c in checks]
    return {"ok": all(row["state"] != State.PROBLEM for row in rows), "checks": rows}
