"""The slash commands, one registry for both faces."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot import (
    across_commands,
    aliases,
    chat_settings,
    correcting,
    dialogs,
    fact_replies,
    forgetting,
    language_choice,
    paging,
    uploads,
)
from bot.asking import answered
from bot.card_reply import card
from bot.fact_replies import Parts
from bot.listings import listing, titled_listing
from bot.memory import Conversation, Face
from bot.replies import source_reply, why_reply
from bot.reply import Button, Line, Reply, Tone, clip, joined, note, title_of
from bot.rights import commands as rights
from bot.rights.caller import NotAllowedError, may, require
from bot.rights.levels import Need
from bot.tasks import state
from bot.tasks.listing import tasks as listed_tasks
from bot.texts import say
from bot.unanswered import unanswered
from knowledge import KnowledgeBase
from knowledge.corrections import corrected
from knowledge.normalize import clean

MAX_QUESTION = 500
"""Characters of a question that are read; users are told when there are more."""
MAX_AT_ONCE = 5
"""Questions of one message that are answered."""
BUTTONS_EACH = 2
"""Buttons of each of their answers."""
MAX_TITLES = 5
"""Reports named in a greeting."""

_EVERYWHERE = frozenset(Face)


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command. ``argument`` is a key of the texts' [argument] section, ``""`` without one."""

    name: str
    run: Callable[[Conversation, KnowledgeBase, str], Reply]
    argument: str = ""
    required: bool = False
    example: str = ""
    faces: frozenset[Face] = _EVERYWHERE
    need: Need = Need.ASK
    in_groups: bool = False
    """Whether a group's menu shows it; it works there all the same."""
    in_pages: bool = False
    """Whether what it says may be long, and is then shown in pages where there are buttons."""

    @property
    def help(self) -> str:
        """What it does, in one line."""
        return say(f"command.{self.name}")

    @property
    def usage(self) -> str:
        """How it is written, e.g. ``/tasks [姓名]``."""
        if not self.argument:
            return f"/{self.name}"
        argument = say(f"argument.{self.argument}")
        return f"/{self.name} {argument}" if self.required else f"/{self.name} [{argument}]"


def available(face: Face) -> tuple[Command, ...]:
    """The commands of a face, in the order of the help."""
    return tuple(c for c in COMMANDS.values() if face in c.faces)


def named(text: str) -> tuple[str, str]:
    """The command that a line gives, and its argument; without a command ``""`` and the line.

    >>> named("/任务 王小明"), named("／tasks"), named("任务"), named("谁主持会议")
    (('tasks', '王小明'), ('tasks', ''), ('tasks', ''), ('', '谁主持会议'))
    """
    text = " ".join(clean(text).split())
    if not text.startswith(("/", "／")):
        command = aliases.command_named(text)
        return (command, "") if command else ("", text)
    name, _, argument = text.lstrip("/／").partition(" ")
    return aliases.command_named(name) or name.lower(), argument.strip()


def run(conversation: Conversation, base: KnowledgeBase, text: str, page: int = 1) -> Reply:
    """Carry out a line that begins with a slash; of a long reply show a page."""
    name, argument = named(text)
    command = COMMANDS.get(name)
    if command is None or conversation.face not in command.faces:
        return _unknown(name, conversation.face)
    try:
        require(command.need)
        if command.required and not argument:
            shown = say(f"argument.{command.argument}")
            return note(say("hint.missing", argument=shown, name=name, example=command.example))
        done = command.run(conversation, base, argument)
    except NotAllowedError as refusal:
        return note(str(refusal))
    if not command.in_pages or conversation.face is Face.CONSOLE:
        return done
    line = f"/{name} {argument}".strip()
    return paging.paged(done, page, lambda n: f"g:{n}:{line}")


def has_pages(text: str) -> bool:
    """Whether a line is a command that shows something in pages, and changes nothing."""
    command = COMMANDS.get(text.lstrip("/").partition(" ")[0])
    return command is not None and command.in_pages


def ask(conversation: Conversation, base: KnowledgeBase, question: str) -> Reply:
    """Answer a question and remember it; what holds no letter or number is none."""
    if not any(c.isalnum() for c in question):
        return note(say("answer.empty"))
    before = conversation.count
    given = answered(conversation, base, question[:MAX_QUESTION])
    if len(question) > MAX_QUESTION:
        given = replace(given, parts=(*given.parts, Line(say("answer.cut", limit=MAX_QUESTION), Tone.NOTE)))
    if conversation.face is Face.CONSOLE or conversation.count == before:
        return given
    conversation.keep_whole(given)
    return answer_page(conversation, conversation.count, 1)


def answer_page(conversation: Conversation, number: int, page: int) -> Reply:
    """A page of the answer of a number."""
    whole = conversation.whole.get(number)
    return note(say("button.expired")) if whole is None else paging.paged(whole, page, lambda n: f"g:{n}:{number}")


def ask_each(conversation: Conversation, base: KnowledgeBase, questions: Sequence[str]) -> Reply:
    """Answer several questions in order, each under its number; at most :data:`MAX_AT_ONCE`, and users are told."""
    parts: Parts = []
    buttons: list[Button] = []
    for number, question in enumerate(questions[:MAX_AT_ONCE], 1):
        given = ask(conversation, base, " ".join(question.split()))
        parts += [Line(f"{number}. {question}", Tone.HEADING), *given.parts]
        buttons += [Button(f"{number}. {b.label}", b.data) for b in given.buttons[:BUTTONS_EACH]]
    if len(questions) > MAX_AT_ONCE:
        parts.append(Line(say("several.more", limit=MAX_AT_ONCE), Tone.NOTE))
    return Reply(tuple(parts), tuple(buttons))


def _unknown(name: str, face: Face) -> Reply:
    near = get_close_matches(name[:32], [c.name for c in available(face)], n=1)
    if near:
        return note(say("hint.nearest", name=clip(name, 20), nearest=near[0]))
    return note(say("hint.unknown", name=clip(name, 20)))


def _help(conversation: Conversation, base: KnowledgeBase, _: str) -> Reply:
    parts: Parts = [Line(say("help.title")), Line(say("help.examples"), Tone.DETAIL), _reading(base)]
    parts.append(Line(say("help.commands"), Tone.NOTE))
    parts += [Line(f"{c.usage}　{c.help}") for c in available(conversation.face) if _of_use(c)]
    called = [aliases.names(c)[0] for c in ("tasks", "attendees", "brief")]
    parts.append(Line(say("help.aliases", names=joined(called), first=called[0]), Tone.NOTE))
    return Reply(tuple(parts))


def _of_use(command: Command) -> bool:
    """Whether the help tells whoever asks about a command: what is for admins, admins only."""
    return Need.ASK <= command.need <= Need.KEEP or may(max(command.need, Need.MANAGE))


def _start(_: Conversation, base: KnowledgeBase, __: str) -> Reply:
    lines = (Line(say("help.hello"), Tone.ANSWER), Line(say("help.title")), Line(say("help.examples"), Tone.DETAIL))
    return Reply((*lines, _reading(base)))


def _reading(base: KnowledgeBase) -> Line:
    titles = joined([f"《{clip(title_of(base, r.id), 40)}》" for r, _ in zip(base, range(MAX_TITLES), strict=False)])
    key = "help.reports" if len(base) <= MAX_TITLES else "help.more_reports"
    return Line(say(key, titles=titles, count=len(base)), Tone.NOTE)


def _attendees(conversation: Conversation, base: KnowledgeBase, _: str) -> Reply:
    return titled_listing(
        conversation, base, lambda r: fact_replies.attendees(corrected(base, r)), say("attendees.none")
    )


def _brief(conversation: Conversation, base: KnowledgeBase, _: str) -> Reply:
    return listing(conversation, base, lambda r: fact_replies.brief(base, r), say("scope.empty"))


def _who(conversation: Conversation, base: KnowledgeBase, name: str) -> Reply:
    otherwise = say("who.unknown", name=clip(name, 20))
    return titled_listing(conversation, base, lambda r: fact_replies.who(base, r, name), otherwise)


def _source(conversation: Conversation, base: KnowledgeBase, number: str) -> Reply:
    answer = conversation.last
    best = answer.evidence[0] if answer and answer.evidence else None
    report_id = conversation.chosen or (best.report if best else "") or (next(iter(base)).id if len(base) == 1 else "")
    if not report_id:
        return note(say("source.which"))
    match = re.search(r"\d{1,7}", number)
    if match is None:
        if number or best is None:
            return note(say("source.none"))
        return source_reply(base, best.report, best.paragraph, answer)
    return source_reply(base, report_id, int(match.group()), answer)


def _why(conversation: Conversation, base: KnowledgeBase, _: str) -> Reply:
    return why_reply(conversation.last, base) if conversation.last else note(say("why.none"))


def _new(conversation: Conversation, _: KnowledgeBase, __: str) -> Reply:
    conversation.forget()
    return note(say("new.done"))


def _cancel(conversation: Conversation, _: KnowledgeBase, __: str) -> Reply:
    asked = dialogs.current(conversation)
    dialogs.end(conversation)
    return note(say("dialog.left") if asked else say("dialog.none"))


def _quit(_: Conversation, __: KnowledgeBase, ___: str) -> Reply:
    return note(say("quit.bye"), ends=True)


_CONSOLE, _TELEGRAM = frozenset({Face.CONSOLE}), frozenset({Face.TELEGRAM})

COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command("start", _start, faces=_TELEGRAM),
        Command("help", _help, in_groups=True),
        Command("ask", ask, "question", required=True, example="谁主持会议", faces=_TELEGRAM, in_groups=True),
        Command("attendees", _attendees, in_groups=True, in_pages=True),
        Command("tasks", listed_tasks, "name", in_groups=True, in_pages=True),
        Command("done", state.done, "task", required=True, example="3", in_groups=True),
        Command("owner", state.owner, "task_owner", required=True, example="3 市发改委", in_groups=True),
        Command("due", state.due, "task_due", required=True, example="3 2026-12-01", in_groups=True),
        Command("history", state.history, "task", in_groups=True),
        Command(
            "correct", correcting.correct, "correction", example="姓名 王小名 王小明", in_groups=True, need=Need.KEEP
        ),
        Command("corrections", correcting.corrections, in_groups=True),
        Command("undo", correcting.undo, "change", need=Need.KEEP),
        Command("brief", _brief, in_groups=True, in_pages=True),
        Command("who", _who, "name", required=True, example="王小明", in_groups=True, in_pages=True),
        Command("source", _source, "number", example="3", in_groups=True),
        Command("meetings", across_commands.meetings, "page", in_groups=True, in_pages=True),
        Command("use", across_commands.use, "meeting", in_groups=True),
        Command("card", card, "card", in_groups=True),
        Command("attendance", across_commands.attendance, "csv", in_pages=True),
        Command("timeline", across_commands.timeline, "topic", in_pages=True),
        Command("diff", across_commands.diff, "two", in_pages=True),
        Command("export", across_commands.export, "format"),
        Command("upload", uploads.how_to, faces=_TELEGRAM),
        Command("forget", forgetting.forget, "kept", required=True, example="2", faces=_TELEGRAM, need=Need.KEEP),
        Command("unanswered", unanswered, "clear", need=Need.KEEP),
        Command("terms", across_commands.terms, "term", in_pages=True),
        Command("why", _why, in_groups=True),
        Command("new", _new, in_groups=True),
        Command("settings", chat_settings.settings, "setting", in_groups=True),
        Command("cancel", _cancel, in_groups=True),
        Command("language", language_choice.choose, "language"),
        Command("pair", rights.pair, "code", faces=_TELEGRAM, need=Need.NOTHING),
        Command("invite", rights.invite, faces=_TELEGRAM, need=Need.MANAGE),
        Command("members", rights.members, "member", faces=_TELEGRAM, need=Need.MANAGE),
        Command("admins", rights.admins, "admin", faces=_TELEGRAM, need=Need.OWN),
        Command("quit", _quit, faces=_CONSOLE),
    )
}
