"""Updates in turn: those of one chat one after the other, chats beside each other, each kept until it is answered."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.inbox import Inbox, Update, Waiting
from bot.texts import say
from knowledge import LibraryError

Result = TypeVar("Result")
Answer = Callable[[Update, int], Coroutine[None, None, None]]
"""Answers an update, given how often that has begun. It raises nothing but what ends the program."""

_log = logging.getLogger(__name__)


class Turns:
    """What comes in is written down, lined up by chat, and answered.

    :param answer: gets the update and how often answering it has begun, this time included.
    """

    def __init__(self, inbox: Inbox, answer: Answer) -> None:
        self._inbox = inbox
        self._answer = answer
        self._lines: dict[int | None, deque[int]] = {}
        self._at_work: set[asyncio.Task[None]] = set()
        self._writer = ThreadPoolExecutor(
            1, "inbox"
        )  # one writer: SQLite has no more, and the event loop must not wait

    async def take(self, updates: Sequence[Update]) -> None:
        """Keep updates; when this returns they are safe, and each that is new will be answered.

        :raises LibraryError: they could not be kept.
        """
        self._line_up(await self._written(self._inbox.keep, updates))

    async def resume(self) -> None:
        """Go on with what an earlier run has left.

        What may be the reason that the earlier ones ended goes first and alone, so that it takes nobody with it.
        """
        waiting = await self._written(self._inbox.waiting)
        if waiting:
            _log.info(say("telegram.resumed", count=len(waiting)))
        for one in waiting:
            if one.begun > 1:
                await self._one(one.number)
        self._line_up([one for one in waiting if one.begun <= 1])

    async def close(self, seconds: float) -> None:
        """Let what is being answered come to its end, but no longer than ``seconds``; all else waits for the next run."""
        for line in self._lines.values():
            line.clear()
        if self._at_work:
            _, late = await asyncio.wait(self._at_work, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._writer.shutdown()

    def _line_up(self, waiting: Sequence[Waiting]) -> None:
        for one in waiting:
            line = self._lines.get(one.chat)
            if line is not None:
                line.append(one.number)
                continue
            self._lines[one.chat] = deque([one.number])
            task = asyncio.create_task(self._work(one.chat))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)

    async def _work(self, chat: int | None) -> None:
        """Answer one chat's updates until none is left."""
        line = self._lines[chat]
        try:
            while line:
                await self._one(line.popleft())
        finally:
            del self._lines[chat]

    async def _one(self, number: int) -> None:
        try:
            if begun := await self._written(self._inbox.begin, number):
                await asyncio.create_task(self._answer(*begun))  # in a context of its own
                await self._written(self._inbox.answered, number)
        except LibraryError as error:  # it stays in the inbox for the next run
            _log.error("%s", error)

    async def _written(self, call: Callable[..., Result], *arguments: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._writer, call, *arguments)
