"""``/tasks``: the tasks of the meetings asked, with a button for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot import fact_replies
from bot.listings import MAX_LISTED, titled_listing
from bot.memory import Conversation, Face
from bot.reply import Button, Line, Part, Reply, Tone, clip
from bot.scope import concerned
from bot.tasks.buttons import pick_buttons
from bot.tasks.ours import names, own_tasks
from bot.tasks.reference import all_of
from bot.texts import say, words
from knowledge import KnowledgeBase
from knowledge.across import Whose
from knowledge.corrections import corrected


def tasks(conversation: Conversation, base: KnowledgeBase, name: str) -> Reply:
    """What is ours, where one has said who that is; all tasks with 全部, or those of a person or unit."""
    if name.lower() in words("tasks.all_words"):
        name = ""
    elif name.lower() in words("tasks.our_words") or (not name and names(conversation, Whose.OURS)):
        return own_tasks(conversation, base)
    otherwise = say("tasks.none_of", name=clip(name, 20)) if name else say("tasks.none")
    reply = titled_listing(conversation, base, lambda r: fact_replies.tasks(corrected(base, r), name), otherwise)
    reports = concerned(conversation, base, MAX_LISTED + 1)
    if len(reports) > MAX_LISTED or conversation.face is Face.CONSOLE:
        return reply
    listed = [m for m in all_of(base, reports) if not name or m.task in fact_replies.tasks_of(m.made, name)]
    if not listed:
        return reply
    buttons = iter(pick_buttons(listed, several=len({m.report for m in listed}) > 1))
    parts = [_first_line(p, buttons) for p in reply.parts]
    return replace(reply, parts=(*parts, Line(say("task.pick"), Tone.NOTE)))


def _first_line(part: Part, buttons: Iterator[Button]) -> Part:
    """The first line of a task with the next button; all other parts are headings, details or notes."""
    if isinstance(part, Line) and part.tone is Tone.TEXT:
        return replace(part, button=next(buttons, None))
    return part
