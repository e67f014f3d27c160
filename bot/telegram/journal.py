"""What is logged of an update: ids, how long it took, what came of it. Never what was asked or answered."""

from __future__ import annotations

import logging
import time
from contextvars import ContextVar

from telegram import Update

from bot.memory import Conversation
from bot.settings import REPLIES
from bot.telegram.logs import with_fields
from knowledge import Answer

_log = logging.getLogger(__name__)


_begun: ContextVar[tuple[Update, float] | None] = ContextVar("begun", default=None)
"""The update at hand and when it began; each update is handled in a context of its own."""


def begin(update: Update) -> None:
    """Note which update is at hand from now on."""
    _begun.set((update, time.monotonic()))


def answered(outcome: str) -> None:
    """Log that the reply to the update at hand was sent."""
    if begun := _begun.get():
        update, started = begun
        took = round((time.monotonic() - started) * 1000)
        _log.info("answered", extra=with_fields(**ids(update), kind=_kind(update), outcome=outcome, ms=took))


def ids(update: object) -> dict[str, object]:
    """The numbers by which an update is found again."""
    if not isinstance(update, Update):
        return {}
    chat = update.effective_chat
    return {"update": update.update_id, "chat": chat.id if chat else None}


def outcome(conversation: Conversation, before: Answer | None) -> str:
    """What came of it: ``sure``, ``unsure`` or ``not_found`` for a question, ``shown`` for anything else.

    :param before: the conversation's last answer before it.
    """
    last = conversation.last
    if last is before or last is None:
        return "shown"
    if not last.found:
        return "not_found"
    return "unsure" if last.confidence < REPLIES.caution_below else "sure"


def _kind(update: Update) -> str:
    if update.callback_query:
        return "button"
    message = update.effective_message
    return "file" if message and message.document else "text"
