"""One conversation, whatever its face: a line of text or a pressed button in, a reply out. Pure but for its memory."""

from __future__ import annotations

import re

from bot import commands, offers
from bot.aliases import command_named
from bot.memory import Conversation, Conversations, Face, Turn
from bot.replies import source_reply, why_reply
from bot.reply import Reply, note
from bot.scope import settle
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.normalize import clean

__all__ = ["Conversation", "Conversations", "Face", "press", "reply"]

_PAGE = re.compile(r"m:(?P<page>\d{1,3})", re.ASCII)
_LANGUAGE = re.compile(r"l:(?P<language>[\w-]{2,10})", re.ASCII)
_OFFER = re.compile(r"o:(?P<number>\d{1,9}):(?P<index>\d)", re.ASCII)
_BUTTON = re.compile(r"(?P<action>[syf]):(?P<turn>\d{1,9})(?::(?P<index>\d{1,3}))?", re.ASCII)


def reply(conversation: Conversation, base: KnowledgeBase, text: str) -> Reply:
    """The reply to a line of text: a command if it begins with a slash or is a command's Chinese name, else a question."""
    settle(conversation, base)
    text = " ".join(clean(text).split())
    if text.startswith(("/", "／")):
        return commands.run(conversation, base, "/" + text[1:])
    command = command_named(text)
    if command and conversation.face in commands.COMMANDS[command].faces:
        return commands.run(conversation, base, f"/{command}")
    return commands.ask(conversation, base, text)


def press(conversation: Conversation, base: KnowledgeBase, data: str) -> Reply:
    """The reply to a pressed button. Its data comes from the client: what does not fit this conversation is expired."""
    settle(conversation, base)
    if page := _PAGE.fullmatch(data):
        return reply(conversation, base, f"/meetings {page['page']}")
    if language := _LANGUAGE.fullmatch(data):
        return reply(conversation, base, f"/language {language['language']}")
    if offer := _OFFER.fullmatch(data):
        done = offers.taken(conversation, base, int(offer["number"]), int(offer["index"]))
        return done or note(say("button.expired"))
    match = _BUTTON.fullmatch(data)
    turn = conversation.turns.get(int(match["turn"])) if match else None
    if match is None or turn is None:
        return note(say("button.expired"))
    index = int(match["index"] or 0)
    return _pressed(conversation, base, match["action"], turn, index) or note(say("button.expired"))


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
