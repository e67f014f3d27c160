"""A report's facts: the meeting, people, groups, tasks, aligned pairs, statements, terms and counts."""

from __future__ import annotations

from typing import Any

from knowledge.facts.aligned import find_pairs
from knowledge.facts.counts import find_counts
from knowledge.facts.groups import find_groups
from knowledge.facts.meeting import read_meeting
from knowledge.facts.people import find_people
from knowledge.facts.roles import MISSING
from knowledge.facts.source import read_source
from knowledge.facts.statements import find_statements
from knowledge.facts.tasks import find_tasks
from knowledge.facts.terms import find_terms
from knowledge.model import Facts, Report
from knowledge.normalize import fold

__all__ = ["as_json", "extract"]


def extract(report: Report) -> Facts:
    """Read the facts out of a report."""
    source = read_source(report)
    people = find_people(source)
    names = frozenset(fold(p.name) for p in people)
    return Facts(
        meeting=read_meeting(source, people),
        people=people,
        groups=find_groups(source, people),
        tasks=find_tasks(source, names),
        aligned=find_pairs(source),
        statements=find_statements(source, people),
        terms=find_terms(source),
        counts=find_counts(source),
    )


def as_json(facts: Facts) -> dict[str, Any]:
    """The facts as plain values, for JSON; people who neither came nor were excused are left out."""
    meeting = facts.meeting
    return {
        "meeting": {
            "title": meeting.title,
            "date": str(meeting.date) if meeting.date else None,
            "place": meeting.place.text if meeting.place else None,
            "host": [q.text for q in meeting.host],
            "speakers": [q.text for q in meeting.speakers],
        },
        "people": [
            {"name": p.name, "titles": list(p.titles), "roles": list(p.roles), "start": p.start, "end": p.end}
            for p in facts.people
            if p.roles != (MISSING,)
        ],
        "groups": [q.text for q in facts.groups],
        "tasks": [
            {
                "ordinal": t.ordinal,
                "heading": t.heading,
                "owner": t.owner,
                "due": t.due,
                "text": t.text,
                "start": t.start,
                "end": t.end,
            }
            for t in facts.tasks
        ],
        "aligned": [{"subject": p.subject, "object": p.object, "start": p.start, "end": p.end} for p in facts.aligned],
    }
