"""Which task a user means: by its number, by the meeting's and its own (2.3), or by words of its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.meeting_line import titled
from bot.memory import Conversation
from bot.reply import Line, Reply, Tone, clip, note
from bot.scope import concerned
from bot.settings import REPLIES
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.corrections import Corrected, corrected
from knowledge.model import Task
from knowledge.normalize import fold

_NUMBERED = re.compile(r"(?:(?P<meeting>\d{1,9})\s*[.．。\-]\s*)?第?(?P<task>\d{1,3})[项条]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Meant:
    """A task with its report."""

    report: str
    number: int
    """The meeting's."""
    made: Corrected
    task: Task

    @property
    def reference(self) -> str:
        """How it is called among several meetings."""
        return f"{self.number}.{self.task.ordinal}"


def find_task(conversation: Conversation, base: KnowledgeBase, wanted: str) -> Meant | Reply:
    """The task meant, or what to say where it is none or one of several."""
    match = _NUMBERED.fullmatch(wanted)
    if match and match["meeting"]:
        report = next((e.id for e in base.shelf.entries() if e.number == int(match["meeting"])), "")
        found = [m for m in all_of(base, (report,) if report else ()) if m.task.ordinal == int(match["task"])]
    else:
        reports = concerned(conversation, base, REPLIES.table_meetings)
        found = [m for m in all_of(base, reports) if _is(m.task, match["task"] if match else "", wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        return note(say("task.none", wanted=clip(wanted, 20)))
    lines = [
        Line(
            say("task.listed", reference=m.reference, heading=m.task.heading, title=titled(base.shelf.entry(m.report)))
        )
        for m in found[: REPLIES.findings]
    ]
    return Reply((Line(say("task.several", wanted=clip(wanted, 20), count=len(found)), Tone.NOTE), *lines))


def _is(task: Task, ordinal: str, wanted: str) -> bool:
    return task.ordinal == int(ordinal) if ordinal else fold(wanted) in fold(task.heading)


def all_of(base: KnowledgeBase, reports: tuple[str, ...]) -> Iterator[Meant]:
    """The tasks of these reports."""
    for report in reports:
        made, number = corrected(base, report), base.shelf.entry(report).number
        yield from (Meant(report, number, made, task) for task in made.facts.tasks)
