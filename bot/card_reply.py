"""``/card``: a meeting's brief as a picture to forward."""

from __future__ import annotations

import re

from bot import across_commands
from bot.card_files import SUFFIX, attached, missing
from bot.cards.brief import Brief, Field, Item, draw_brief
from bot.cards.fonts import Forms, fonts
from bot.fact_replies import brief_fields, mark
from bot.memory import Conversation, Face
from bot.reply import Line, Reply, Tone, clip, joined, note, title_of
from bot.scope import meetings as in_scope
from bot.scope import scoped
from bot.settings import REPLIES
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.corrections import Corrected, corrected
from knowledge.corrections import Field as Corrections
from knowledge.model import Task
from knowledge.normalize import fold

_TRADITIONAL_SHARE = 0.05
"""Of a report's Chinese characters that are Traditional, from which it is drawn in those forms."""


def card(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """The picture of the meeting named, else of the one spoken of, else of the newest. A console names a file too."""
    wanted, file = _file_named(argument) if conversation.face is Face.CONSOLE else (argument, "")
    if wanted:
        found, problem = across_commands.one_meeting(base, wanted)
        if found is None:
            return problem
        report_id = found.id
    elif not (report_id := _spoken_of(conversation, base)):
        return note(say("scope.empty"))
    title = title_of(base, report_id)
    picture = draw_brief(brief_of(base, report_id), fonts(forms_of(base.report(report_id).text)))
    done = Line(say("card.done", title=clip(title, REPLIES.meeting_characters)), Tone.NOTE)
    reply = Reply((done, *missing(picture)), attachment=attached(picture, file or title))
    return scoped(conversation, base, reply, (report_id,))


def brief_of(base: KnowledgeBase, report_id: str) -> Brief:
    """What stands on a meeting's card."""
    made = corrected(base, report_id)
    meeting = made.facts.meeting
    tasks = tuple(_item(made, t) for t in made.facts.tasks)
    values = brief_fields(made)
    if not made.marked(Corrections.HOST):
        values["brief.host"] = joined([_with_titles(made, h.text) for h in meeting.host])
    if len(meeting.speakers) > REPLIES.card_names:
        names = joined([s.text for s in meeting.speakers[: REPLIES.card_names]])
        values["brief.speakers"] = say("card.names", names=names, count=len(meeting.speakers))
    if not tasks:
        values["card.tasks"] = ""
    fields = [_field(label, value) for label, value in values.items()]
    return Brief(
        say("card.kind"),
        mark(title_of(base, report_id), right=made.marked(Corrections.TITLE)),
        tuple(fields),
        say("brief.tasks", count=len(tasks)),
        tasks,
        lambda left: say("card.more", count=left),
        say("card.foot"),
    )


def forms_of(text: str) -> Forms:
    """The forms of Chinese characters a text is written in.

    >>> forms_of("會議由張局長主持"), forms_of("会议由张局长主持")
    (<Forms.TRADITIONAL: 'hant'>, <Forms.SIMPLIFIED: 'hans'>)
    """
    changed = [c != folded for c, folded in zip(text, fold(text), strict=True) if "一" <= c <= "\u9fff"]
    return Forms.TRADITIONAL if changed and sum(changed) / len(changed) > _TRADITIONAL_SHARE else Forms.SIMPLIFIED


def _file_named(argument: str) -> tuple[str, str]:
    """The meeting and the file of an argument.

    >>> _file_named("2 图 一.png"), _file_named("会.png"), _file_named("2")
    (('2', '图 一.png'), ('', '会.png'), ('2', ''))
    """
    if not argument.lower().endswith(SUFFIX):
        return argument, ""
    number = re.match(r"(\d+)\s+", argument)
    return (number[1], argument[number.end() :]) if number else ("", argument)


def _spoken_of(conversation: Conversation, base: KnowledgeBase) -> str:
    """The report chosen, that of the last answer, or the newest in scope; ``""`` if there is none."""
    if current := conversation.chosen or (conversation.last.report if conversation.last else ""):
        return current
    newest = in_scope(conversation, base)[:1]
    return newest[0].id if newest else ""


def _field(label: str, value: str) -> Field:
    return Field(say(label), value or say("brief.unstated"), bool(value))


def _with_titles(made: Corrected, name: str) -> str:
    person = next((p for p in made.facts.people if p.name == name), None)
    shown = mark(name, right=made.marked(Corrections.NAME, name))
    if person is None or not person.titles:
        return shown
    titles = mark(joined(person.titles), right=made.marked(Corrections.TITLES, name))
    return say("card.person", name=shown, titles=titles)


def _item(made: Corrected, task: Task) -> Item:
    """A task with what is stated of it, what users have set marked."""
    told = (
        ("card.owner", "owner", task.owner, Corrections.OWNER),
        ("card.due", "due", task.due, Corrections.DUE),
    )
    details = [
        say(key, **{name: mark(value, right=made.marked(field, task.heading))})
        for key, name, value, field in told
        if value
    ]
    heading = say("tasks.done", heading=task.heading) if made.done(task) else task.heading
    return Item(f"{task.ordinal}.", heading, "　".join(details))
