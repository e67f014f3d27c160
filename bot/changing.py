"""Something a user says of a report, kept in the chat's library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo
from zoneinfo import ZoneInfo

from bot.memory import Conversation
from bot.reply import Line, Tone, clip
from bot.rooms import NothingKeptError
from bot.settings import REPLIES
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.corrections import OF_MEETING, SEPARATOR, Corrected, Correction, Field, corrected, stated_of
from knowledge.store import Change, Changes, Wishes

ZONE = "zone"
"""The setting of a chat that names its time zone."""
DEFAULT_ZONE = "Asia/Shanghai"
DONE = "1"
"""The value of a task that is done."""


def change(conversation: Conversation, base: KnowledgeBase, report_id: str, correction: Correction) -> Change | None:
    """Keep what a user says; ``None`` if it is said already.

    :raises LibraryError: it cannot be kept.
    """
    made = corrected(base, report_id)
    before = shown(made, correction.field, correction.subject)
    if before == correction.value:
        return None
    kept = Correction(correction.field, made.original(correction.field, correction.subject), correction.value)
    return made_changes(conversation).make(report_id, kept, before, conversation.user, conversation.clock())


def shown(made: Corrected, field: Field, subject: str) -> str:
    """What is shown of a field now: a person is named as shown, a task by its heading."""
    if field in OF_MEETING:
        return stated_of(made.facts.meeting, field)
    if field is Field.NAME:
        return subject
    if field is Field.TITLES:
        return SEPARATOR.join(next((p.titles for p in made.facts.people if p.name == subject), ()))
    if field is Field.DONE:
        return DONE if made.marked(Field.DONE, subject) else ""
    task = next((t for t in made.facts.tasks if t.heading == subject), None)
    return ((task.owner if field is Field.OWNER else task.due) or "") if task else ""


def worded(field: Field, value: str) -> str:
    """A value in words."""
    if field is Field.DONE:
        return say("change.done") if value else say("change.not_done")
    return value or say("tasks.unstated")


def made_changes(conversation: Conversation) -> Changes:
    """Where changes are kept. :raises LibraryError: nowhere."""
    if conversation.room is None:
        raise NothingKeptError
    return conversation.room.made_changes()


def zone(conversation: Conversation) -> tzinfo:
    """The time zone of the chat."""
    library = conversation.room.library if conversation.room else None
    return ZoneInfo(Wishes(library.database).of().get(ZONE, DEFAULT_ZONE) if library is not None else DEFAULT_ZONE)


def today(conversation: Conversation) -> date:
    """The day it is in the chat."""
    return conversation.clock().astimezone(zone(conversation)).date()


def unfit_lines(unfit: Sequence[Correction]) -> list[Line]:
    """What of a report that came in anew has no place any more."""
    if not unfit:
        return []
    lines = [
        say(
            "change.unfit_line",
            subject=clip(c.subject, REPLIES.title_characters),
            field=say(f"field.{c.field}"),
            value=worded(c.field, c.value),
        )
        for c in unfit
    ]
    return [Line(say("change.unfit", count=len(unfit)), Tone.CAUTION), *(Line(line, Tone.DETAIL) for line in lines)]
