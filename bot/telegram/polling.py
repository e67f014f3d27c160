"""Long polling: asks Telegram for updates, and for the next ones only when these are safe."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from telegram.error import InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.configuration import SettingsError
from bot.telegram.api import READ_TIMEOUT, Api
from bot.telegram.errors import Connection, seconds_of
from bot.texts import say
from knowledge import LibraryError

POLL = 10
"""Seconds that Telegram holds a request open when there is nothing new."""
PATIENCE = 90.0
"""Seconds without a successful request after which the connection is made anew, and an error is logged."""
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 15.0

_log = logging.getLogger(__name__)
Take = Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]


class Polling:
    """Fetches updates for ever, whatever happens on the way.

    :param allowed: the kinds of updates to ask for.
    :param take: keeps updates; what it has taken is confirmed to Telegram by the next request.
    :param clock: seconds of a clock that only goes forward.
    """

    def __init__(
        self,
        api: Api,
        allowed: Sequence[str],
        take: Take,
        connection: Connection,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._allowed = allowed
        self._take = take
        self._connection = connection
        self._clock = clock
        self._worked = clock()

    async def run(self) -> None:
        """Fetch until cancelled.

        :raises SettingsError: Telegram does not know the token any more.
        """
        offset, wait = None, _FIRST_WAIT
        while True:
            try:
                offset, wait = await self._round(offset), _FIRST_WAIT
            except InvalidToken:
                raise SettingsError(say("telegram.invalid_token")) from None
            except LibraryError as error:
                _log.error("%s", error)
            except RetryAfter as error:
                wait = seconds_of(error)
            except TelegramError as error:
                self._connection.trouble(error)
                await self._watch()
            else:
                continue
            await asyncio.sleep(wait)
            wait = min(wait * 1.5, _LONGEST_WAIT)

    async def _round(self, offset: int | None) -> int | None:
        """Fetch and keep once; the offset that confirms what was kept."""
        try:
            async with asyncio.timeout(POLL + 2 * READ_TIMEOUT):
                updates = await self._api.updates(offset, POLL, self._allowed)
        except TimeoutError as error:
            raise TimedOut from error
        self._worked = self._clock()
        if not updates:
            return offset
        await self._take(updates)
        return max(int(u["update_id"]) for u in updates) + 1

    async def _watch(self) -> None:
        """Make the connection anew when it has not worked for long: one that hangs does not recover by itself."""
        silent = self._clock() - self._worked
        if silent < PATIENCE:
            return
        _log.error(say("telegram.stalled", seconds=round(silent)))
        self._worked = self._clock()
        await self._api.reconnect()
