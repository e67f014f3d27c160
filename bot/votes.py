"""Thumbs under an answer: the buttons, and what pressing one does. In a group everyone has a vote of his own."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from bot.memory import Conversation, Turn
from bot.replies import place
from bot.reply import Button, clip
from bot.rooms import Room
from bot.settings import REPLIES
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.store import Feedback, Judged

_DATA = re.compile(r"v:(?P<turn>\d{1,9}):(?P<mark>[0-9a-f]{8}):(?P<good>[01])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Thumb:
    """A pressed thumb: the number of the turn, a mark of what was answered, and whether the thumb is up."""

    turn: int
    mark: str
    good: bool


def thumbs(turn: Turn) -> tuple[Button, ...]:
    """The two buttons. Their data tells the answer apart from one of the same number before a restart."""
    data = f"v:{turn.number}:{_mark(turn)}"
    return Button(say("vote.up"), f"{data}:1"), Button(say("vote.down"), f"{data}:0")


def pressed_thumb(data: str) -> Thumb | None:
    """The thumb of a button's data; ``None`` for other buttons."""
    found = _DATA.fullmatch(data)
    return Thumb(int(found["turn"]), found["mark"], found["good"] == "1") if found else None


def turn_of(thumb: Thumb, conversation: Conversation) -> Turn | None:
    """The turn of a conversation that a thumb stands under, if it is still remembered."""
    turn = conversation.turns.get(thumb.turn)
    return turn if turn and _mark(turn) == thumb.mark else None


def vote(room: Room, thumb: Thumb, turn: Turn | None, answer: str, voter: int) -> str:
    """Keep a vote; returns what to say of it.

    :param turn: what was answered; ``None`` if it is not remembered: a vote can still be changed or taken back then.
    :param answer: the message that holds the answer.
    :raises LibraryError: the chat's library cannot be written.
    """
    if turn:
        feedback = Feedback(room.made_library().database)
        judged: Judged | None = _judged(turn, room.base)
    else:
        library = room.library
        if library is None:
            return say("button.expired")
        feedback = Feedback(library.database)
        judged = feedback.judged(answer)
    if judged is None:
        return say("button.expired")
    return say(f"vote.{feedback.vote(answer, voter, thumb.good, judged)}")


def _judged(turn: Turn, base: KnowledgeBase) -> Judged:
    answer = turn.answer
    best = answer.evidence[0] if answer.evidence else None
    reports = tuple(sorted({e.report for e in answer.evidence} | ({answer.report} if answer.report else set())))
    return Judged(
        answer.query.asked,
        clip(" ".join(answer.text.split()), REPLIES.judged_characters) if answer.found else "",
        place(base, best) if answer.found and best else "",
        reports,
    )


def _mark(turn: Turn) -> str:
    return hashlib.sha256(f"{turn.answer.query.asked}\n{turn.answer.text}".encode("utf-8", "replace")).hexdigest()[:8]
