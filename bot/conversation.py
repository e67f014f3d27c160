"""One conversation, whatever its face: a line of text or a pressed button in, a reply out. Pure but for its memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot import chat_settings, commands, correcting, dialogs, offers
from bot.aliases import command_named
from bot.dialogs import Dialog
from bot.english_questions import instead
from bot.memory import Conversation, Conversations, Face, Turn
from bot.replies import source_reply, why_reply
from bot.reply import Reply, note
from bot.rooms import NothingKeptError
from bot.scope import settle
from bot.settings import UPLOADS
from bot.several import questions
from bot.tasks import state
from bot.tasks.buttons import PATTERN as _TASK
from bot.tasks.buttons import pressed_task
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.normalize import clean

__all__ = ["Conversation", "Conversations", "Face", "is_question", "press", "reply"]

_PAGE = re.compile(r"g:(?P<page>\d{1,5}):(?P<of>/.+|\d{1,9})", re.DOTALL)
"""A page of what a command says, or of the answer of a number."""
_LANGUAGE = re.compile(r"l:(?P<language>[\w-]{2,10})", re.ASCII)
_OFFER = re.compile(r"o:(?P<number>\d{1,9}):(?P<index>\d)", re.ASCII)
_CHOICE = re.compile(r"d:(?P<token>[0-9a-f]{8}):(?P<index>\d{1,2}|x)", re.ASCII)
_UNDO = re.compile(r"u:(?P<number>\d{1,9})", re.ASCII)
_SETTING = re.compile(rf"g:(?P<key>{'|'.join(chat_settings.KEYS)})", re.ASCII)
_BUTTON = re.compile(r"(?P<action>[syf]):(?P<turn>\d{1,9})(?::(?P<index>\d{1,3}))?", re.ASCII)

_QUESTION_MARKS = ("?", "？")
_DIALOGS: dict[str, Callable[[Conversation, KnowledgeBase, Dialog, str], Reply]] = {
    state.OWNER: state.answered,
    state.DUE: state.answered,
    **dict.fromkeys(chat_settings.DIALOGS, chat_settings.answered),
    **dict.fromkeys((correcting.CHOOSE, *correcting.WHO, *correcting.VALUE), correcting.answered),
}


def reply(conversation: Conversation, base: KnowledgeBase, text: str) -> Reply:
    """The reply to a line of text: a command if it begins with a slash or is a command's Chinese name, else a question."""
    settle(conversation, base)
    typed, text = clean(text).strip(), " ".join(clean(text).split())
    if len(asked_at_once := questions(_asked(typed))) > 1 and not dialogs.current(conversation):
        return commands.ask_each(conversation, base, asked_at_once)
    if text.startswith(("/", "／")):
        return _commanded(conversation, base, "/" + text[1:])
    command = command_named(text)
    if command and conversation.face in commands.COMMANDS[command].faces:
        return _commanded(conversation, base, f"/{command}")
    if asked := dialogs.current(conversation):
        return _answered(conversation, base, asked, text)
    meant = instead(text)
    if meant.startswith("/"):
        return _commanded(conversation, base, meant)
    return commands.ask(conversation, base, meant or text)


def _commanded(conversation: Conversation, base: KnowledgeBase, text: str) -> Reply:
    """A command; what was asked before it is not waited for any more."""
    asked = dialogs.current(conversation)
    try:
        given = commands.run(conversation, base, text)
    except NothingKeptError as error:
        given = note(str(error))
    if asked and dialogs.current(conversation) == asked:
        dialogs.end(conversation)
    return given


def _answered(conversation: Conversation, base: KnowledgeBase, asked: Dialog, text: str) -> Reply:
    """A line typed in a dialog; a question is answered as ever, and ends it."""
    if text.endswith(_QUESTION_MARKS):
        dialogs.end(conversation)
        return commands.ask(conversation, base, text)
    return _DIALOGS[asked.kind](conversation, base, asked, text)


def is_question(text: str) -> bool:
    """Whether a line of text asks something, and is neither another command nor as long as a report.

    >>> is_question("谁主持会议"), is_question("/ask 谁主持会议"), is_question("/new"), is_question("参会人员")
    (True, True, False, False)
    """
    text = clean(text).strip()
    if text.startswith(("/", "／")):
        text = _asked(text)
    elif command_named(text):
        return False
    return len(text) < UPLOADS.text_characters and any(c.isalnum() for c in text)


def _turned(conversation: Conversation, base: KnowledgeBase, page: int, of: str) -> Reply:
    """Another page of what the button stands under; no other command than one that has pages."""
    if not of.startswith("/"):
        shown = commands.answer_page(conversation, int(of), page)
    elif commands.has_pages(of):
        shown = commands.run(conversation, base, of, page)
    else:
        return note(say("button.expired"))
    return replace(shown, in_place=bool(shown.turning))


def _asked(text: str) -> str:
    """What a line asks: itself, or what follows ``/ask``; ``""`` if it is another command."""
    if not text.startswith(("/", "／")):
        return text
    name, *rest = text[1:].split(None, 1) or [""]
    return "".join(rest) if (command_named(name) or name.lower()) == "ask" else ""


def press(conversation: Conversation, base: KnowledgeBase, data: str) -> Reply:
    """The reply to a pressed button. Its data comes from the client: what does not fit this conversation is expired."""
    settle(conversation, base)
    try:
        return _done(conversation, base, data)
    except NothingKeptError as error:
        return note(str(error))


def _done(conversation: Conversation, base: KnowledgeBase, data: str) -> Reply:
    """What a button does, by its data."""
    if page := _PAGE.fullmatch(data):
        return _turned(conversation, base, int(page["page"]), page["of"])
    if language := _LANGUAGE.fullmatch(data):
        return reply(conversation, base, f"/language {language['language']}")
    if offer := _OFFER.fullmatch(data):
        done = offers.taken(conversation, base, int(offer["number"]), int(offer["index"]))
        return done or note(say("button.expired"))
    if match := _TASK.fullmatch(data):
        meant = pressed_task(base, int(match["number"]), match["key"])
        return state.pressed(conversation, base, match["action"], meant) if meant else note(say("task.gone"))
    if match := _SETTING.fullmatch(data):
        return chat_settings.ask(conversation, match["key"])
    if match := _UNDO.fullmatch(data):
        return correcting.undo(conversation, base, match["number"])
    if match := _CHOICE.fullmatch(data):
        return _chosen(conversation, base, match["token"], match["index"])
    match = _BUTTON.fullmatch(data)
    turn = conversation.turns.get(int(match["turn"])) if match else None
    if match is None or turn is None:
        return note(say("button.expired"))
    index = int(match["index"] or 0)
    return _pressed(conversation, base, match["action"], turn, index) or note(say("button.expired"))


def _chosen(conversation: Conversation, base: KnowledgeBase, token: str, index: str) -> Reply:
    """A button of a dialog, as long as it is the one under way."""
    asked = dialogs.current(conversation)
    if asked is None or asked.token != token:
        return note(say("button.expired"))
    if index == dialogs.LEAVE:
        return commands.run(conversation, base, "/cancel")
    if int(index) >= len(asked.options):
        return note(say("button.expired"))
    return _DIALOGS[asked.kind](conversation, base, asked, asked.options[int(index)])


def _pressed(conversation: Conversation, base: KnowledgeBase, action: str, turn: Turn, index: int) -> Reply | None:
    """What a button of an answer does; ``None`` if the answer has no such button."""
    answer = turn.answer
    if action == "y":
        return why_reply(answer, base)
    if action == "s" and index < len(answer.evidence):
        passage = answer.evidence[index]
        return source_reply(base, passage.report, passage.paragraph, answer)
    if action == "f" and index < len(turn.follow_ups):
        return reply(conversation, base, turn.follow_ups[index])
    return None
