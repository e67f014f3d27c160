"""The meeting itself: its name, date, place, host and speakers."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.facts import roles
from knowledge.facts.day import find_day
from knowledge.facts.headline import find_title
from knowledge.facts.place import find_place
from knowledge.facts.source import Source
from knowledge.model import Meeting, Person


def read_meeting(source: Source, people: Sequence[Person]) -> Meeting:
    """What the report says of the meeting as a whole."""
    title = find_title(source)
    when, date = find_day(source)
    return Meeting(
        title=" ".join(title.text.split("\n")) if title else None,
        date=date,
        place=find_place(source),
        host=tuple(source.report.quote(p.start, p.end) for p in people if roles.HOST in p.roles),
        speakers=tuple(
            source.report.quote(p.start, p.end) for p in people if {roles.SPEECH, roles.WORD} & set(p.roles)
        ),
        when=when,
    )
