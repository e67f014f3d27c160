"""What a question over several meetings finds: one finding for each meeting, with the words of its report."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.across.periods import Period
from knowledge.across.questions import Matter
from knowledge.model import Answer, Evidence, Kind, Query, Report
from knowledge.passages import Passage, passages
from knowledge.shelf import Entry


@dataclass(frozen=True, slots=True)
class Finding:
    """What one meeting says: ``text`` in short (roles, titles, a task), ``evidence`` the sentence that says it.

    ``marks`` are spans of the report's text to stress.
    """

    entry: Entry
    text: str = ""
    evidence: Evidence | None = None
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer to a question over several meetings; without ``found`` no meeting says.

    ``subject`` is what was asked about as the reports write it, ``used`` as the question did; ``several`` are people who
    may all be meant. ``deed`` is what was asked of a person (主持), ``looked`` how many meetings were in question.
    """

    matter: Matter
    subject: str
    used: str
    found: tuple[Finding, ...]
    looked: int
    period: Period | None = None
    deed: str = ""
    several: tuple[str, ...] = ()
    known: bool = True
    """Whether any meeting in question names the subject at all."""

    def as_answer(self, question: str, text: str) -> Answer:
        """The same as an answer, worded ``text``, for whatever shows where answers come from."""
        evidence = tuple(f.evidence for f in self.found if f.evidence)
        query = Query(question, question, (Kind.WHICH_LIST,), (self.subject,) if self.subject else ())
        found = bool(self.found)
        return Answer(query, found, text if found else "", 1.0 if found else 0.0, evidence)


def evidence(report: Report, passage: Passage) -> Evidence:
    """A sentence of a report as evidence."""
    text = report.text[passage.start : passage.end]
    return Evidence(report.id, passage.block.number, passage.start, passage.end, text, 1.0)


def sentence_at(report: Report, offset: int) -> Evidence | None:
    """The sentence that holds an offset; ``None`` where only page furniture stands."""
    found = (p for p in passages(report) if p.start <= offset < p.end)
    return next((evidence(report, p) for p in found), None)
