"""Who came to which meeting, and as what: people by meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.across.meetings import day
from knowledge.facts.roles import (
    ABSENT,
    CONVEY,
    HOST,
    MISSING,
    OBSERVE,
    PRESENT,
    RECORD,
    REPORT,
    SPEECH,
    SPOKEN,
    WORD,
)
from knowledge.model import Facts
from knowledge.shelf import Entry

RANK = (HOST, SPEECH, OBSERVE, ABSENT, MISSING, WORD, REPORT, CONVEY, RECORD, PRESENT)
"""Of several roles of a person at a meeting the first of these is shown."""
_AWAY = (ABSENT, MISSING)


class Part(StrEnum):
    """How much somebody takes part in a meeting."""

    LED = "led"
    SPOKE = "spoke"
    THERE = "there"
    AWAY = "away"


def part_of(role: str) -> Part:
    """What a role comes down to.

    >>> part_of("主持").value, part_of("汇报").value, part_of("记录").value, part_of("请假").value
    ('led', 'spoke', 'there', 'away')
    """
    if role == HOST:
        return Part.LED
    if role in SPOKEN:
        return Part.SPOKE
    return Part.AWAY if role in _AWAY else Part.THERE


@dataclass(frozen=True, slots=True)
class Row:
    """A person's role at each meeting of the matrix, in its order; ``""`` where the report does not name the person."""

    name: str
    roles: tuple[str, ...]

    @property
    def came(self) -> int:
        """To how many of the meetings the person came."""
        return sum(bool(r) and r not in _AWAY for r in self.roles)


@dataclass(frozen=True, slots=True)
class Attendance:
    """The meetings, oldest first, and the people, who came most often first."""

    meetings: tuple[Entry, ...]
    rows: tuple[Row, ...]


def attendance(meetings: Iterable[tuple[Entry, Facts]]) -> Attendance:
    """Who came to these meetings; people only mentioned are left out."""
    meetings = sorted(meetings, key=lambda m: (day(m[0].date), m[0].number))
    roles: dict[str, list[str]] = {}
    for at, (_, facts) in enumerate(meetings):
        for person in facts.people:
            if role := main_role(person.roles):
                roles.setdefault(person.name, [""] * len(meetings))[at] = role
    rows = [Row(name, tuple(row)) for name, row in roles.items()]
    return Attendance(tuple(entry for entry, _ in meetings), tuple(sorted(rows, key=lambda r: -r.came)))


def main_role(roles: Sequence[str]) -> str:
    """The role that says most; an unknown one if there is no other.

    >>> main_role(("出席", "讲话")), main_role(("列席", "汇报")), main_role(())
    ('讲话', '列席', '')
    """
    return next((r for r in RANK if r in roles), roles[0] if roles else "")
