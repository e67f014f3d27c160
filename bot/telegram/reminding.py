"""The loop that reminds chats. What they want and what they were told is in their files, so that a restart changes nothing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError, TimedOut

from bot.chat_settings import SWITCHES
from bot.clock import Clock
from bot.reminders import Saying, Schedule, claim, release
from bot.rooms import Room, Rooms
from bot.telegram.sending import chat_itself, send
from knowledge import HuiwenError
from knowledge.language import speaking
from knowledge.store import Wishes

EVERY = 30.0
"""Seconds between two looks at the clock."""

_log = logging.getLogger(__name__)


class Reminding:
    """Which chats want to be reminded, and reminding them.

    :param may: whether a chat may be written to.
    """

    def __init__(self, rooms: Rooms, clock: Clock, may: Callable[[int], bool]) -> None:
        self._rooms = rooms
        self._clock = clock
        self._may = may
        self._schedules: dict[int, Schedule] = {}

    def look(self, chat: int, room: Room) -> None:
        """Learn what a chat wants now."""
        library = room.library
        schedule = Schedule.of(Wishes(library.database).of()) if library is not None else None
        if schedule:
            self._schedules[chat] = schedule
        else:
            self._schedules.pop(chat, None)

    def look_at_all(self) -> None:
        """Learn what all chats want, from their files. A file that cannot be read is left out."""
        for chat in self._rooms.chats():
            try:
                with self._rooms.entered(chat) as room:
                    self.look(chat, room)
            except HuiwenError as error:
                _log.warning("%s", error)

    async def run(self, bot: Bot, stop: asyncio.Event, every: float = EVERY) -> None:
        """Remind whoever wants it until ``stop`` is set; what is being said then is said first."""
        await asyncio.to_thread(self.look_at_all)
        while not stop.is_set():
            for chat, schedule in list(self._schedules.items()):
                if stop.is_set():
                    return
                try:
                    await self._remind(bot, chat, schedule)
                except (HuiwenError, TelegramError) as error:
                    _log.warning("chat %s could not be reminded: %s", chat, type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), every)

    async def _remind(self, bot: Bot, chat: int, schedule: Schedule) -> None:
        today = schedule.day(self._clock())
        if today is None or not self._may(chat):
            return

        def think() -> list[Saying]:
            with self._rooms.entered(chat) as room, speaking(schedule.language):
                return list(claim(room, schedule, today))

        for saying in await asyncio.to_thread(think):
            await self._say(bot, chat, saying)

    async def _say(self, bot: Bot, chat: int, saying: Saying) -> None:
        """Send it. It is marked already: what may have arrived is never sent again, what surely has not is, later."""
        try:
            await send(chat_itself(bot, chat), saying.reply)
        except TimedOut:
            raise
        except (Forbidden, BadRequest):  # blocked, removed, gone: such a chat is left alone
            await asyncio.to_thread(self._leave_alone, chat)
            raise
        except TelegramError:
            await asyncio.to_thread(self._release, chat, saying)
            raise

    def _release(self, chat: int, saying: Saying) -> None:
        with self._rooms.entered(chat) as room:
            release(room, saying)

    def _leave_alone(self, chat: int) -> None:
        self._schedules.pop(chat, None)
        with self._rooms.entered(chat) as room:
            if room.library is not None:
                for switch in SWITCHES:
                    Wishes(room.library.database).set(switch, "")
