"""A report made ready to be written: all that costs time is done here, in whatever process."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from knowledge.due_dates import due_date
from knowledge.facts import extract
from knowledge.model import Facts, PartialDate, Report
from knowledge.shelf import paragraphs, shown_date, shown_title
from knowledge.store.facts_codec import encode, pack

_NOTHING = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Record:
    """What the library's tables hold of a report.

    ``paragraphs`` are number, start and end; ``people`` name, start and end; ``tasks`` heading, owner, due as written,
    due as an ISO date, start and end.
    """

    id: str
    text: str
    title: str
    date: PartialDate | None
    host: tuple[str, ...]
    fingerprint: bytes
    source: str
    packed_text: bytes
    packed_facts: bytes
    paragraphs: tuple[tuple[int, int, int], ...]
    people: tuple[tuple[str, int, int], ...]
    tasks: tuple[tuple[str, str | None, str | None, str | None, int, int], ...]

    @property
    def day(self) -> str:
        """The day of the meeting, ISO, ``""`` if the report does not say it in full."""
        return str(self.date) if self.date and self.date.year and self.date.month and self.date.day else ""


def make_record(report: Report, source: str = "", facts: Facts | None = None) -> Record:
    """Make a report ready to be written; its facts are read out if they are not given."""
    facts = extract(report) if facts is None else facts
    meeting, text, date = facts.meeting, report.text, shown_date(report, facts)
    return Record(
        report.id,
        text,
        shown_title(report, facts),
        date,
        tuple(q.text for q in meeting.host),
        fingerprint(text),
        source,
        pack(text),
        encode(facts, text),
        tuple((number, start, end) for number, (start, end, _) in enumerate(paragraphs(report), 1)),
        tuple((p.name, p.start, p.end) for p in facts.people),
        tuple(
            (
                t.heading,
                t.owner,
                t.due,
                str(due) if t.due and (due := due_date(t.due, date)) else None,
                t.start,
                t.end,
            )
            for t in facts.tasks
        ),
    )


def fingerprint(text: str) -> bytes:
    """What is the same for the same text in another encoding, with other line ends or other white space.

    >>> fingerprint("会议　９时开始。\\r\\n") == fingerprint("会议9时开始。")
    True
    """
    essence = _NOTHING.sub("", unicodedata.normalize("NFKC", text))
    return hashlib.sha256(essence.encode()).digest()
