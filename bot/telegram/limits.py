"""Sending within Telegram's limits, and again when it did not arrive: nothing is lost, and hardly anything sent twice.

A request that certainly did not arrive is repeated. One that may have arrived (the server took it and did not answer) is
repeated once: what it says may then stand there twice, but no more often.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.telegram.errors import seconds_of

OVERALL = (30, 1.0)
"""Messages in any so many seconds. Source: Bots FAQ, "My bot is hitting limits"."""
OF_A_CHAT = (1, 1.0)
OF_A_GROUP = (20, 60.0)
_MARGIN = 1.05
"""Telegram counts when requests arrive: some take longer than others."""
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 15.0
_REFUSED_TIMES = 10
"""How often a request is repeated that the server answers with an error of its own."""
_REPEATED_TIMES = 2
"""How often anything but a message is repeated: what it is about is soon over."""
_IDLE_CHATS = 1000
"""Chats whose last messages are remembered although nothing is being sent there."""
_SAYING = ("send", "edit", "forward", "copy")
_MOMENTARY = "sendChatAction"
_NOT_SENT = {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol"}
"""Names of the HTTP library's errors after which nothing was sent."""

Sleep = Callable[[float], Awaitable[None]]
Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Fate(Enum):
    """What became of a request that failed."""

    NOT_SENT = auto()
    REFUSED = auto()
    UNKNOWN = auto()


class Pace:
    """At most so many in any span of so many seconds."""

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds * _MARGIN
        self._taken: deque[float] = deque(maxlen=count)

    def free_at(self) -> float:
        """When the next one may be taken; in the past if now."""
        return self._taken[0] + self._seconds if len(self._taken) == self._taken.maxlen else float("-inf")

    def idle_at(self) -> float:
        """When nothing that was taken counts any more."""
        return self._taken[-1] + self._seconds if self._taken else float("-inf")

    def take(self, now: float) -> None:
        """Note one."""
        self._taken.append(now)


@dataclass(slots=True)
class _Line:
    """A chat's: one message after the other."""

    paces: tuple[Pace, ...]
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Limits(BaseRateLimiter[None]):
    """Keeps the limits and repeats what failed.

    :param keep: whether to keep the limits; what Telegram asks for after they were passed is done anyway.
    :param clock: seconds of a clock that only goes forward.
    """

    def __init__(
        self, *, keep: bool = True, clock: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._keep = keep
        self._clock = clock
        self._sleep = sleep
        self._overall = Pace(*OVERALL)
        self._lines: dict[object, _Line] = {}

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Answer:
        """Make a request when its turn has come, again if need be.

        :raises TelegramError: it failed, and repeating it would not help or might say it twice.
        """

        async def request() -> Answer:
            return await callback(*args, **kwargs)

        chat = data.get("chat_id")
        if endpoint == _MOMENTARY:
            return await request()
        if chat is None or not endpoint.startswith(_SAYING):
            return await self._insist(request, (), _REPEATED_TIMES, _REPEATED_TIMES)
        line = self._line(chat)
        line.users += 1
        try:
            async with line.lock:
                return await self._insist(request, (*line.paces, self._overall), _REFUSED_TIMES, 1)
        finally:
            line.users -= 1

    async def _insist(
        self, request: Callable[[], Awaitable[Answer]], paces: tuple[Pace, ...], refused: int, unknown: int
    ) -> Answer:
        """Make a request until it is answered; so many times more where the server refuses or its answer is lost."""
        left, wait = {Fate.REFUSED: refused, Fate.UNKNOWN: unknown}, _FIRST_WAIT
        while True:
            await self._turn(paces)
            try:
                return await request()
            except RetryAfter as error:
                await self._sleep(seconds_of(error))
            except BadRequest:
                raise
            except NetworkError as error:
                fate = fate_of(error)
                if fate is not Fate.NOT_SENT and not left[fate]:
                    raise
                left[fate] = left.get(fate, 0) - 1
                await self._sleep(wait)
                wait = min(wait * 1.5, _LONGEST_WAIT)

    async def _turn(self, paces: tuple[Pace, ...]) -> None:
        """Wait until there is room in all of these, and take it."""
        if not self._keep:
            return
        while (wait := max((p.free_at() for p in paces), default=0.0) - self._clock()) > 0:
            await self._sleep(wait)
        for pace in paces:
            pace.take(self._clock())

    def _line(self, chat: object) -> _Line:
        if len(self._lines) > _IDLE_CHATS:
            now = self._clock()
            busy = {c: n for c, n in self._lines.items() if n.users or any(p.idle_at() > now for p in n.paces)}
            self._lines = busy
        if chat not in self._lines:
            paces = (OF_A_GROUP, OF_A_CHAT) if str(chat).startswith(("-", "@")) else (OF_A_CHAT,)
            self._lines[chat] = _Line(tuple(Pace(*p) for p in paces))
        return self._lines[chat]


def fate_of(error: NetworkError) -> Fate:
    """What became of a request that failed."""
    cause = error.__cause__
    if type(cause).__name__ in _NOT_SENT:
        return Fate.NOT_SENT
    if isinstance(error, TimedOut) or (cause is not None and not isinstance(cause, TelegramError)):
        return Fate.UNKNOWN
    return Fate.REFUSED
