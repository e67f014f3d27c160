"""The values that travel from a report's text to an answer.

Everything here is frozen and carries character offsets (Unicode code points, half open) into ``Report.text``, so that
whatever is shown can be traced to its place: ``report.text[x.start:x.end]`` is always what ``x`` quotes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of a report: ``text == report.text[start:end]``."""

    start: int
    end: int
    text: str

    def __bool__(self) -> bool:
        return bool(self.text)


class BlockKind(StrEnum):
    """What a line of a report is for."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    FIELD = "field"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """One non-empty line of a report.

    ``start`` and ``end`` enclose the content without list marks, emphasis and white space; ``number`` counts the
    report's non-empty lines from 1 and is what users see as the paragraph number. ``path`` holds the headings above,
    outermost first. ``label`` is what stands before a colon at the start (时间, 主持人, a speaker's nickname) and
    ``value`` where the text after it begins. ``cells`` are a table row's fields, ``header`` the texts of the table's
    head row.
    """

    kind: BlockKind
    number: int
    start: int
    end: int
    text: str
    level: int = 0
    path: tuple[str, ...] = ()
    enumerator: str = ""
    ordinal: int | None = None
    label: str = ""
    value: int = 0
    cells: tuple[Quote, ...] = ()
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as the text settles it; unknown parts are ``None``."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY`` or ``MM-DD``."""
        parts = [f"{self.year:04d}" if self.year else "", f"{self.month:02d}" if self.month else ""]
        parts.append(f"{self.day:02d}" if self.day else "")
        return "-".join(p for p in parts if p)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as read: its text, and its lines with what each is for."""

    id: str
    text: str
    blocks: tuple[Block, ...]
    title: Quote | None = None
    published: PartialDate | None = None

    def quote(self, start: int, end: int) -> Quote:
        """The piece of the text between two offsets."""
        return Quote(start, end, self.text[start:end])

    def block_at(self, offset: int) -> Block:
        """The line that holds ``offset``, or the nearest one before it."""
        found = self.blocks[0]
        for block in self.blocks:
            if block.start > offset:
                break
            found = block
        return found


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting itself. ``date`` is as precise as the report settles it; what is not stated is ``None`` or empty."""

    title: str | None = None
    date: PartialDate | None = None
    place: Quote | None = None
    host: tuple[Quote, ...] = ()
    speakers: tuple[Quote, ...] = ()
    when: Quote | None = None
    """The words of the report that give the date or time."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named, where first named, with titles and roles as the report writes them."""

    name: str
    start: int
    end: int
    titles: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A requirement, decision or action item. ``heading`` is its core phrase (at most 80 characters)."""

    ordinal: int
    heading: str
    text: str
    start: int
    end: int
    owner: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One of the pairs of A、B、C分别围绕X、Y、Z."""

    subject: str
    object: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what: ``start`` to ``end`` is what was said."""

    speaker: str
    verb: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its unit and what it counts, e.g. 28名 | 患者（家属）代表."""

    text: str
    value: float | None
    unit: str
    counted: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read out of one report."""

    meeting: Meeting = Meeting()
    people: tuple[Person, ...] = ()
    groups: tuple[Quote, ...] = ()
    tasks: tuple[Task, ...] = ()
    aligned: tuple[Pair, ...] = ()
    statements: tuple[Statement, ...] = ()
    terms: tuple[Quote, ...] = ()
    counts: tuple[Count, ...] = ()


# ---------------------------------------------------------------- questions and answers


class Kind(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHICH_LIST = "which-list"
    HOW_MANY = "how-many"
    HOW = "how"
    WHY = "why"
    YES_NO = "yesno"
    TITLE_OF = "title-of"
    DEFINE = "define"
    ORDINAL = "ordinal"
    ALIGNED = "aligned"
    TOPIC = "topic"
    WHAT = "what"


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood.

    ``text`` is the question with what earlier questions supply written into it (a person for 他, the topic for
    那…呢); ``asked`` is what the user typed. ``people`` and ``taken_for`` name people of the report, the latter with
    the spelling used (杨自立 → 杨自力).
    """

    asked: str
    text: str
    kinds: tuple[Kind, ...]
    people: tuple[str, ...] = ()
    taken_for: tuple[tuple[str, str], ...] = ()
    ordinal: int | None = None
    terms: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a report, verbatim: ``text == report.text[start:end]``, at most 200 characters.

    ``met`` are spans of the report's text inside it where words of the question stand, or words that say the same.
    """

    report: str
    paragraph: int
    start: int
    end: int
    text: str
    score: float
    met: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to the user.

    ``found`` is false when the report does not say; ``evidence`` then holds the nearest passages. ``pieces`` are the
    parts of ``text`` as they stand in the report (each inside an evidence passage); a counted answer has none.
    ``confidence`` is the calibrated chance (0 to 1) that the answer is right.
    """

    query: Query
    found: bool
    text: str
    confidence: float
    evidence: tuple[Evidence, ...]
    pieces: tuple[Quote, ...] = ()
    report: str = ""
    matched: tuple[str, ...] = ()
    reasons: tuple[tuple[str, float], ...] = field(default=())
    """Named features that spoke most for and against the answer, with their weight (for ``/why``)."""
    corrected: tuple[tuple[str, str], ...] = ()
    """What a user has put right in ``text``: what the report writes (``""`` if it does not say), and what is right."""
