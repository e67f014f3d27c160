"""Meetings and dated tasks as lines in the order of their days."""

from __future__ import annotations

from collections.abc import Sequence

from bot.fact_replies import Parts
from bot.meeting_line import titled
from bot.reply import Line, Tone
from bot.settings import REPLIES
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.across import Event


def timeline_parts(base: KnowledgeBase, events: Sequence[Event], head: str, left: int) -> Parts:
    """The events under a heading, the newest where there are too many.

    :param left: older meetings that were not looked at.
    """
    parts: Parts = [Line(head, Tone.HEADING), *(_line(base, e) for e in events[-REPLIES.events :])]
    if (more := len(events) - REPLIES.events) > 0:
        parts.append(Line(say("timeline.more", count=more), Tone.NOTE))
    if left:
        parts.append(Line(say("timeline.left", count=left), Tone.NOTE))
    return parts


def _line(base: KnowledgeBase, event: Event) -> Line:
    entry, task = event.entry, event.task
    if task is None:
        return Line(say("timeline.meeting", day=event.day, number=entry.number, title=titled(entry)))
    owner = say("timeline.owner", owner=task.owner) if task.owner else ""
    number = base.report(entry.id).block_at(event.start).number
    text = say("timeline.task", day=event.day, task=task.heading, owner=owner, due=task.due)
    return Line(text + say("timeline.place", meeting=entry.number, number=number), Tone.DETAIL)
