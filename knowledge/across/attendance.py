"""Who came to which meeting, and as what: people by meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.facts.roles import ABSENT, CONVEY, HOST, MISSING, OBSERVE, PRESENT, RECORD, REPORT, SPEECH, WORD
from knowledge.shelf import Entry, Shelf

RANK = (HOST, SPEECH, OBSERVE, ABSENT, MISSING, WORD, REPORT, CONVEY, RECORD, PRESENT)
"""Of several roles of a person at a meeting the first of these is shown."""
_AWAY = (ABSENT, MISSING)


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


def attendance(shelf: Shelf, entries: Sequence[Entry]) -> Attendance:
    """Who came to these meetings; people only mentioned are left out.

    :param entries: newest first, as :func:`knowledge.across.meetings.newest_first` gives them.
    """
    meetings = tuple(reversed(entries))
    roles: dict[str, list[str]] = {}
    for at, entry in enumerate(meetings):
        for person in shelf.facts(entry.id).people:
            if role := main_role(person.roles):
                roles.setdefault(person.name, [""] * len(meetings))[at] = role
    rows = [Row(name, tuple(row)) for name, row in roles.items()]
    return Attendance(meetings, tuple(sorted(rows, key=lambda r: -r.came)))


def main_role(roles: Sequence[str]) -> str:
    """The role that says most; an unknown one if there is no other.

    >>> main_role(("出席", "讲话")), main_role(("列席", "汇报")), main_role(())
    ('讲话', '列席', '')
    """
    return next((r for r in RANK if r in roles), roles[0] if roles else "")
