"""Several meetings at once: what they say of a person, a topic or a unit, how they differ, what is due when.

Works on a :class:`knowledge.shelf.Shelf` and the facts it keeps; values in, values out.
"""

from knowledge.across.answering import Narrowed, ask_across, narrow
from knowledge.across.attendance import Attendance, Part, attendance, part_of
from knowledge.across.difference import Difference, difference
from knowledge.across.findings import Finding, Findings
from knowledge.across.meetings import meant_by, newest_date, newest_first, speaking_of, within
from knowledge.across.own import Whose, asks_own_tasks
from knowledge.across.periods import Period, find_period
from knowledge.across.questions import Matter
from knowledge.across.tasks import is_for
from knowledge.across.terms import Term, terms
from knowledge.across.timeline import Event, timeline

__all__ = [
    "Attendance",
    "Difference",
    "Event",
    "Finding",
    "Findings",
    "Matter",
    "Narrowed",
    "Part",
    "Period",
    "Term",
    "Whose",
    "ask_across",
    "asks_own_tasks",
    "attendance",
    "difference",
    "find_period",
    "is_for",
    "meant_by",
    "narrow",
    "newest_date",
    "newest_first",
    "part_of",
    "speaking_of",
    "terms",
    "timeline",
    "within",
]
