"""``/correct``, ``/corrections``, ``/undo``: what a report says wrong, or was read wrong, is put right by its readers."""

from __future__ import annotations

from bot import dialogs
from bot.changing import change, worded
from bot.dialogs import Dialog
from bot.fact_replies import Parts
from bot.memory import Conversation
from bot.reply import Button, Line, Reply, Tone, clip, note
from bot.rights.caller import require
from bot.rights.levels import Need
from bot.scope import concerned
from bot.settings import REPLIES
from bot.tasks import state
from bot.texts import say, words
from knowledge import KnowledgeBase
from knowledge.corrections import OF_MEETING, OF_PERSON, SEPARATOR, Correction, Field, corrected, read_date
from knowledge.people_index import find_people
from knowledge.store import Change

FIELDS = (*OF_PERSON, *OF_MEETING)
"""What is put right here; a task's owner and due date have commands of their own."""
CHOOSE = "correct"
WHO = {f"who_{field}": field for field in OF_PERSON}
VALUE = {f"correct_{field}": field for field in FIELDS}
"""The kinds of this module's dialogs: what, whom, and what is right."""


def correct(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """Put something right: a field and what it should say; ask for what is left out."""
    word, _, rest = argument.partition(" ")
    rest = rest.strip()
    if not word:
        return _choose(conversation, base)
    if word.lower() in words("correct.owner"):
        return state.owner(conversation, base, rest)
    if word.lower() in words("correct.due"):
        return state.due(conversation, base, rest)
    field = next((f for f in FIELDS if word.lower() in words(f"correct.{f}")), None)
    if field is None:
        return note(say("correct.fields"))
    report = _report(conversation, base)
    if isinstance(report, Reply):
        return report
    subject, _, value = rest.partition(" ") if field in OF_PERSON else ("", "", rest)
    if field in OF_PERSON and not subject:
        return _ask_who(conversation, base, field, report)
    if not value.strip():
        return _ask_value(conversation, base, field, report, subject)
    return _set(conversation, base, report, Correction(field, subject, value.strip()))


def corrections(conversation: Conversation, base: KnowledgeBase, _: str) -> Reply:
    """What has been put right, with a button that takes each back."""
    kept = conversation.room.changes if conversation.room else None
    in_force = [c for made in (kept.in_force() if kept else {}).values() for c in made if c.field is not Field.DONE]
    if not in_force:
        return note(say("corrections.none"))
    parts: Parts = [Line(say("corrections.head", count=len(in_force)), Tone.HEADING)]
    shown = sorted(in_force, key=lambda c: c.number)[-REPLIES.changes :]
    parts += [Line(_line(base, c)) for c in shown]
    parts.append(Line(say("corrections.how"), Tone.NOTE))
    return Reply(tuple(parts), tuple(Button(say("corrections.undo", number=c.number), f"u:{c.number}") for c in shown))


def undo(conversation: Conversation, base: KnowledgeBase, number: str) -> Reply:
    """Take back a change by its number, the last one without. :raises NotAllowedError: whoever acts may not."""
    require(Need.KEEP)
    kept = conversation.room.changes if conversation.room else None
    if kept is None:
        return note(say("corrections.none"))
    last = next((c.number for c in reversed(kept.history()) if not c.undone), 0)
    wanted = int(number) if number.isdecimal() and len(number) < 10 else 0 if number else last
    made = kept.undo(wanted, conversation.clock())
    if made is None:
        return note(say("corrections.no_such") if number else say("corrections.none"))
    return note(say("corrections.undone", change=_words(made)))


def answered(conversation: Conversation, base: KnowledgeBase, dialog: Dialog, value: str) -> Reply:
    """What was chosen or typed in one of this module's dialogs."""
    if dialog.kind == CHOOSE:
        return correct(conversation, base, say(f"field.{value}") if value in FIELDS else value)
    if dialog.kind in WHO:
        return _ask_value(conversation, base, WHO[dialog.kind], dialog.report, value)
    field = VALUE[dialog.kind]
    if field is Field.DATE and read_date(value) is None:
        return note(say("task.no_day", value=clip(value, 20)))
    dialogs.end(conversation)
    return _set(conversation, base, dialog.report, Correction(field, dialog.subject, value))


def _choose(conversation: Conversation, base: KnowledgeBase) -> Reply:
    report = _report(conversation, base)
    if isinstance(report, Reply):
        return report
    labels = [say(f"field.{field}") for field in FIELDS]
    return dialogs.begin(conversation, Dialog(CHOOSE, report, "", tuple(FIELDS)), say("correct.which"), labels)


def _ask_who(conversation: Conversation, base: KnowledgeBase, field: Field, report: str) -> Reply:
    names = tuple(p.name for p in base.facts(report).people)[: REPLIES.people_offered]
    question = say("correct.who", field=say(f"field.{field}"))
    return dialogs.begin(conversation, Dialog(f"who_{field}", report, "", names), question)


def _ask_value(conversation: Conversation, base: KnowledgeBase, field: Field, report: str, name: str) -> Reply:
    subject = _person(base, report, name) if field in OF_PERSON else ""
    if subject is None:
        return note(say("who.unknown", name=clip(name, 20)))
    about = say("correct.of", name=subject, field=say(f"field.{field}")) if subject else say(f"field.{field}")
    return dialogs.begin(conversation, Dialog(f"correct_{field}", report, subject), say("correct.value", about=about))


def _set(conversation: Conversation, base: KnowledgeBase, report: str, wanted: Correction) -> Reply:
    """Put something right and say so. :raises NotAllowedError: whoever acts may not."""
    require(Need.KEEP)
    field, subject = wanted.field, wanted.subject
    value = " ".join(wanted.value.split())[: REPLIES.title_value_characters]
    if field in OF_PERSON:
        person = _person(base, report, subject)
        if person is None:
            return note(say("who.unknown", name=clip(subject, 20)))
        subject = person
    if value.lower() in words("task.none_words") and field is not Field.NAME:
        value = ""
    elif field is Field.DATE:
        day = read_date(value)
        if day is None:
            return note(say("task.no_day", value=clip(value, 20)))
        value = str(day)
    if field in (Field.TITLES, Field.HOST):
        value = SEPARATOR.join(filter(None, (part.strip() for part in value.replace("，", SEPARATOR).split(SEPARATOR))))
    try:
        made = change(conversation, base, report, Correction(field, subject, value))
    except KeyError:
        return note(say("forget.gone"))
    if made is None:
        return note(say("correct.same", value=worded(field, value)))
    button = Button(say("corrections.undo", number=made.number), f"u:{made.number}")
    return Reply((Line(say("correct.done", change=_words(made)), Tone.NOTE),), (button,))


def _person(base: KnowledgeBase, report: str, name: str) -> str | None:
    """A person as shown, by that name or as the report writes it; ``None`` if there is none or several may be meant."""
    made = corrected(base, report)
    written = [p.name for p in made.facts.people if made.as_written(p.name) == name]
    found = written or [p.name for p in find_people(made.facts.people, name)]
    return found[0] if len(found) == 1 else None


def _report(conversation: Conversation, base: KnowledgeBase) -> str | Reply:
    """The one report concerned, or that one has to be chosen."""
    reports = concerned(conversation, base, 2)
    return reports[0] if len(reports) == 1 else note(say("correct.choose_report"))


def _line(base: KnowledgeBase, made: Change) -> str:
    text = say("corrections.line", number=made.number, change=_words(made))
    try:
        unfit = made.correction in corrected(base, made.report).unfit
    except KeyError:
        unfit = True
    return text + say("corrections.unfit") if unfit else text


def _words(made: Change) -> str:
    """A change in words, whom or what it is about first."""
    about = say("history.about", subject=clip(made.subject, REPLIES.title_characters)) if made.subject else ""
    return about + say(
        "corrections.change",
        what=say(f"field.{made.field}"),
        before=worded(made.field, made.before),
        after=worded(made.field, made.after),
    )
