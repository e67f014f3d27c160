"""What is ours to do: the tasks of a user's unit or of the user, over all meetings asked, what is open first."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat_settings import DEPARTMENT, NAME, own
from bot.fact_replies import Parts, task_lines
from bot.meeting_line import meeting_line
from bot.memory import Conversation, Face
from bot.reply import Button, Line, Reply, Tone, joined
from bot.scope import meetings, scoped
from bot.settings import REPLIES
from bot.tasks.buttons import pick_buttons
from bot.tasks.reference import Meant, all_of
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.across import Whose, is_for


def names(conversation: Conversation, whose: Whose) -> tuple[str, ...]:
    """Whose tasks those are: the unit's or one's own, whichever is set where only one is."""
    said = own(conversation)
    wanted = (said.name, said.department) if whose is Whose.MINE else (said.department, said.name)
    return tuple(filter(None, wanted))[:1]


def own_tasks(conversation: Conversation, base: KnowledgeBase, whose: Whose = Whose.OURS) -> Reply:
    """The tasks of one's unit or one's own; how to say who one is while that is not known."""
    mine = names(conversation, whose)
    if not mine:
        buttons = tuple(Button(say(f"setting.label_{key}"), f"g:{key}") for key in (DEPARTMENT, NAME))
        return Reply((Line(say("ours.unset"), Tone.NOTE),), buttons)
    entries = meetings(conversation, base)[: REPLIES.table_meetings]
    found = [m for m in all_of(base, tuple(e.id for e in entries)) if any(is_for(m.task, name) for name in mine)]
    if not found:
        return scoped(conversation, base, Reply((Line(say("ours.none", names=joined(mine)), Tone.NOTE),)))
    open_ = [m for m in found if not m.made.done(m.task)]
    head = say("ours.head", names=joined(mine), open=len(open_), done=len(found) - len(open_))
    shown = [*open_, *(m for m in found if m.made.done(m.task))][: REPLIES.own_tasks]
    parts: Parts = [Line(head, Tone.HEADING), *_by_meeting(base, shown)]
    if (more := len(found) - len(shown)) > 0:
        parts.append(Line(say("across.more", count=more), Tone.NOTE))
    parts.append(Line(say("ours.all"), Tone.NOTE))
    several = len(base) > 1
    buttons = pick_buttons(shown, several=several) if conversation.face is Face.TELEGRAM else ()
    return scoped(conversation, base, Reply(tuple(parts), buttons))


def _by_meeting(base: KnowledgeBase, shown: Iterable[Meant]) -> Parts:
    """The tasks, each run of one meeting under its line."""
    parts: Parts = []
    last = ""
    for meant in shown:
        if meant.report != last and len(base) > 1:
            parts.append(Line(meeting_line(base.shelf.entry(meant.report)), Tone.HEADING))
        last = meant.report
        parts += task_lines(meant.made, meant.task)
    return parts
