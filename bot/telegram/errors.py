"""When something goes wrong: log it, then apologise with a number that finds it in the log."""

from __future__ import annotations

import contextlib
import logging
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from telegram import Message, Update
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TelegramError
from telegram.ext import CallbackContext

from bot.reply import note
from bot.telegram.journal import ids
from bot.telegram.logs import with_fields
from bot.telegram.sending import send
from bot.texts import say
from knowledge import HuiwenError

_log = logging.getLogger(__name__)
_HARMLESS = ("message is not modified", "query is too old", "message to be replied not found")


async def on_error(update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """Handle what a handler raised: log first, then tell the user without details."""
    error = context.error
    if isinstance(error, HuiwenError):
        await _tell(update, str(error))
    elif isinstance(error, BadRequest) and any(text in str(error).lower() for text in _HARMLESS):
        _log.debug("ignored: %s", error)
    elif isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        _log.warning("a reply may not have arrived: %s", error)
    else:
        await apologize(update, error)


async def apologize(update: object, error: BaseException | str | None) -> None:
    """Log what went wrong, and tell the user no more of it than the number it has in the log."""
    number = secrets.token_hex(4)
    if isinstance(error, str):
        _log.error("error %s: %s", number, error, extra=with_fields(**ids(update)))
    else:
        _log.error("error %s", number, exc_info=error, extra=with_fields(**ids(update)))
    await _tell(update, say("telegram.error", id=number))


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


async def _tell(update: object, text: str) -> None:
    """Say something where the error came from, if that is a message."""
    message = update.effective_message if isinstance(update, Update) else None
    if isinstance(message, Message):
        with contextlib.suppress(TelegramError):
            await send(message, note(text))


class Connection:
    """Reports trouble with the connection in one line, and the same trouble only once in a while.

    :param every: seconds between two lines about the same trouble.
    """

    def __init__(self, every: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._every = every
        self._clock = clock
        self._told: dict[str, float] = {}

    def trouble(self, error: TelegramError) -> None:
        """Log what is wrong."""
        kind = type(error).__name__
        now = self._clock()
        if now - self._told.get(kind, -self._every) < self._every:
            return
        self._told[kind] = now
        if isinstance(error, Conflict):
            _log.error(say("telegram.conflict"))
        else:
            _log.warning(say("telegram.unreachable", reason=f"{kind}: {error}"))
