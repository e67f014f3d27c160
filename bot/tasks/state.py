"""``/done``, ``/owner``, ``/due``, ``/history``: the state of a task, set by its number, its words or a button."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot import dialogs
from bot.changing import DONE, change, today, worded, zone
from bot.dialogs import Dialog
from bot.fact_replies import Parts, task_lines
from bot.memory import Conversation
from bot.reply import Line, Reply, Tone, clip, note
from bot.settings import REPLIES
from bot.tasks import buttons
from bot.tasks.reference import Meant, all_of, find_task
from bot.texts import say, words
from knowledge import KnowledgeBase
from knowledge.corrections import Correction, Field
from knowledge.due_dates import due_date
from knowledge.model import Facts, PartialDate
from knowledge.normalize import fold
from knowledge.store import Change

_FIRST = re.compile(r"(\S+)\s*(.*)", re.DOTALL)


# ---------------------------------------------------------------- commands


def done(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """Set a task done; with 未完成 after it, not done."""
    wanted, _, word = argument.rpartition(" ")
    reopened = word.lower() in words("task.not_done_words") and bool(wanted)
    meant = find_task(conversation, base, wanted if reopened else argument)
    return meant if isinstance(meant, Reply) else set_done(conversation, base, meant, not reopened)


def owner(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """Say whose a task is; ask for it if only the task is named."""
    wanted, value = _parted(argument)
    meant = find_task(conversation, base, wanted)
    if isinstance(meant, Reply):
        return meant
    return set_owner(conversation, base, meant, value) if value else ask_owner(conversation, base, meant)


def due(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """Say when a task is due; ask for it if only the task is named."""
    wanted, value = _parted(argument)
    meant = find_task(conversation, base, wanted)
    if isinstance(meant, Reply):
        return meant
    return set_due(conversation, base, meant, value) if value else ask_due(conversation, meant)


def history(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """Who changed what of a task when; of all tasks and reports without one."""
    if argument:
        meant = find_task(conversation, base, argument)
        return meant if isinstance(meant, Reply) else task_history(conversation, meant)
    kept = conversation.room.changes if conversation.room else None
    made = kept.history() if kept else []
    return _told(conversation, made, say("history.all", count=len(made)), subjects=True)


# ---------------------------------------------------------------- buttons


def pressed(conversation: Conversation, base: KnowledgeBase, action: str, meant: Meant) -> Reply:
    """What a button of a task does."""
    match action:
        case buttons.DONE | buttons.REOPEN:
            return set_done(conversation, base, meant, action == buttons.DONE)
        case buttons.OWNER:
            return ask_owner(conversation, base, meant)
        case buttons.DUE:
            return ask_due(conversation, meant)
        case buttons.HISTORY:
            return task_history(conversation, meant)
        case _:
            return card(meant)


def card(meant: Meant, head: str = "") -> Reply:
    """A task, and what can be done with it."""
    parts: Parts = [Line(head, Tone.ANSWER)] if head else []
    return Reply((*parts, *task_lines(meant.made, meant.task)), buttons.card_buttons(meant))


# ---------------------------------------------------------------- dialogs

OWNER, DUE = "owner", "due"


def ask_owner(conversation: Conversation, base: KnowledgeBase, meant: Meant) -> Reply:
    """Whose is it? Buttons for whom the report names."""
    names = _candidates(meant.made.facts)
    question = say("task.ask_owner", heading=clip(meant.task.heading, REPLIES.question_characters))
    return dialogs.begin(conversation, Dialog(OWNER, meant.report, meant.task.heading, names), question)


def ask_due(conversation: Conversation, meant: Meant) -> Reply:
    """When is it due? Buttons for the days that are usual."""
    days = _usual_days(today(conversation))
    question = say("task.ask_due", heading=clip(meant.task.heading, REPLIES.question_characters))
    dialog = Dialog(DUE, meant.report, meant.task.heading, (*(d.isoformat() for _, d in days), say("task.none_word")))
    labels = [say("task.day", name=name, month=d.month, day=d.day) for name, d in days]
    return dialogs.begin(conversation, dialog, question, (*labels, say("task.no_due")))


def answered(conversation: Conversation, base: KnowledgeBase, dialog: Dialog, value: str) -> Reply:
    """The owner or the due date that was chosen or typed."""
    meant = next((m for m in _tasks(base, dialog.report) if m.task.heading == dialog.subject), None)
    if meant is None:
        dialogs.end(conversation)
        return note(say("task.gone"))
    if dialog.kind == DUE and _day(conversation, value) is None:
        return note(say("task.no_day", value=clip(value, 20)))
    dialogs.end(conversation)
    setter = set_due if dialog.kind == DUE else set_owner
    return setter(conversation, base, meant, value)


def _tasks(base: KnowledgeBase, report: str) -> Iterable[Meant]:
    try:
        return list(all_of(base, (report,)))
    except KeyError:
        return ()


# ---------------------------------------------------------------- setting


def set_done(conversation: Conversation, base: KnowledgeBase, meant: Meant, is_done: bool) -> Reply:
    """Set a task done or not."""
    return _set(conversation, base, meant, Field.DONE, DONE if is_done else "")


def set_owner(conversation: Conversation, base: KnowledgeBase, meant: Meant, value: str) -> Reply:
    """Say whose a task is; 无 for nobody's."""
    value = "" if value.lower() in words("task.none_words") else " ".join(value.split())[: REPLIES.value_characters]
    return _set(conversation, base, meant, Field.OWNER, value)


def set_due(conversation: Conversation, base: KnowledgeBase, meant: Meant, value: str) -> Reply:
    """Say when a task is due, in any words that name a day; 无 for no day."""
    day = _day(conversation, value)
    if day is None:
        return note(say("task.no_day", value=clip(value, 20)))
    return _set(conversation, base, meant, Field.DUE, day)


def _set(conversation: Conversation, base: KnowledgeBase, meant: Meant, field: Field, value: str) -> Reply:
    made = change(conversation, base, meant.report, Correction(field, meant.task.heading, value))
    assert conversation.room is not None or made is None
    now = _again(conversation, base, meant)
    key = f"task.set_{field}" if made else f"task.is_{field}"
    return card(now, say(key, value=worded(field, value), ordinal=meant.task.ordinal))


def _again(conversation: Conversation, base: KnowledgeBase, meant: Meant) -> Meant:
    """The task as it is now."""
    room = conversation.room
    return next(m for m in all_of(room.base if room else base, (meant.report,)) if m.task.ordinal == meant.task.ordinal)


def _day(conversation: Conversation, value: str) -> str | None:
    """The day some words name, ISO; ``""`` for no day, ``None`` if they name none."""
    if value.lower() in words("task.none_words"):
        return ""
    now = today(conversation)
    found = due_date(value, PartialDate(now.year, now.month, now.day))
    return found.isoformat() if found else None


def _usual_days(now: date) -> list[tuple[str, date]]:
    """Tomorrow, the end of this week, of the next, of this month and of the next, those that are still to come."""
    friday = now + timedelta((4 - now.weekday()) % 7)
    days = {
        "tomorrow": now + timedelta(1),
        "friday": friday,
        "next_friday": friday + timedelta(7),
        "month": _month_end(now),
        "next_month": _month_end(_month_end(now) + timedelta(1)),
    }
    return [(say(f"task.{name}"), day) for name, day in days.items() if day > now]


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def _candidates(facts: Facts) -> tuple[str, ...]:
    """Who may own a task: owners of other tasks, then organisations, then people, each once."""
    short = [g.text for g in facts.groups if len(g.text) <= REPLIES.owner_characters]
    names = [t.owner for t in facts.tasks if t.owner] + short + [p.name for p in facts.people]
    once = {fold(name): name for name in reversed(names) if len(name) <= REPLIES.value_characters}
    return tuple(reversed(once.values()))[: REPLIES.owners]


def _parted(argument: str) -> tuple[str, str]:
    match = _FIRST.match(argument)
    return (match[1], match[2].strip()) if match else (argument, "")


# ---------------------------------------------------------------- history


def task_history(conversation: Conversation, meant: Meant) -> Reply:
    """Who changed what of a task when, the newest last."""
    kept = conversation.room.changes if conversation.room else None
    known = {meant.task.heading, meant.made.known_as.get(meant.task.heading, "")}
    made = [c for c in kept.history(meant.report) if c.subject in known] if kept else []
    return _told(conversation, made, say("history.of", heading=meant.task.heading, count=len(made)))


def _told(conversation: Conversation, made: list[Change], head: str, *, subjects: bool = False) -> Reply:
    if not made:
        return note(say("history.none"))
    parts: Parts = [Line(head, Tone.HEADING)]
    parts += [Line(change_line(conversation, c, subjects=subjects)) for c in made[-REPLIES.changes :]]
    if (more := len(made) - REPLIES.changes) > 0:
        parts.append(Line(say("history.more", count=more), Tone.NOTE))
    return Reply(tuple(parts))


def change_line(conversation: Conversation, made: Change, *, subjects: bool = False) -> str:
    """A change on one line: when, what, from what to what, by whom."""
    when = datetime.fromisoformat(made.made).astimezone(zone(conversation))
    about = (
        say("history.about", subject=clip(made.subject, REPLIES.title_characters)) if subjects and made.subject else ""
    )
    return say(
        "history.line",
        when=f"{when:%Y-%m-%d %H:%M}",
        what=about + say(f"field.{made.field}"),
        before=worded(made.field, made.before),
        after=worded(made.field, made.after),
        who=say("history.user", id=made.user) if made.user is not None else say("history.console"),
        undone=say("history.undone") if made.undone else "",
    )
