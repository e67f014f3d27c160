"""Sending within limits and again: with a clock of its own, so that a minute takes no time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import httpx
import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.limits import Fate, Limits, Pace, fate_of


class Time:
    """A clock that goes on when everybody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        self._sleepers.append((self.now + seconds, woken))
        await woken.wait()

    async def run(self, *work: Any) -> list[Any]:
        tasks = asyncio.gather(*work, return_exceptions=True)
        while not tasks.done():
            for _ in range(50):  # let all that can go on go on
                await asyncio.sleep(0)
            if self._sleepers and not tasks.done():
                self._sleepers.sort(key=lambda s: s[0])
                self.now, woken = self._sleepers.pop(0)
                woken.set()
        return tasks.result()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def limits(time: Time) -> Limits:
    return Limits(clock=lambda: time.now, sleep=time.sleep)


class Server:
    """Takes messages, and fails as it is told."""

    def __init__(self, limits: Limits, time: Time, failures: Sequence[TelegramError] = ()) -> None:
        self._limits, self._time, self._failures = limits, time, list(failures)
        self.taken: list[tuple[float, int, object]] = []
        self.requests: list[float] = []

    async def send(self, chat: int, what: object = "", endpoint: str = "sendMessage") -> Any:
        async def callback() -> bool:
            self.requests.append(self._time.now)
            if self._failures:
                raise self._failures.pop(0)
            self.taken.append((self._time.now, chat, what))
            return True

        return await self._limits.process_request(callback, (), {}, endpoint, {"chat_id": chat}, None)


def most_in(times: list[float], seconds: float) -> int:
    """The most that are in any span of time."""
    return max(sum(start <= t < start + seconds for t in times) for start in times)


async def test_all_limits_are_kept_and_nothing_is_lost(limits: Limits, time: Time) -> None:
    server = Server(limits, time)
    private = [(chat, n) for n in range(3) for chat in range(1, 101)]
    group = [(-5, n) for n in range(50)]
    await time.run(*(server.send(chat, n) for chat, n in [*group, *private]))
    assert len(server.taken) == 350
    assert most_in([t for t, *_ in server.taken], 1.0) == 30
    assert most_in([t for t, chat, _ in server.taken if chat == -5], 60.0) == 20
    for chat in (-5, 1, 100):
        mine = [(t, n) for t, c, n in server.taken if c == chat]
        assert [n for _, n in mine] == sorted(n for _, n in mine)
        assert all(later - earlier >= 1.0 for (earlier, _), (later, _) in pairwise(mine))


async def test_a_full_group_keeps_nobody_else_waiting(limits: Limits, time: Time) -> None:
    server = Server(limits, time)
    await time.run(*(server.send(-5, n) for n in range(21)), *(server.send(chat) for chat in range(1, 11)))
    assert max(t for t, chat, _ in server.taken if chat > 0) < 2.0
    assert max(t for t, chat, _ in server.taken if chat < 0) >= 60.0


async def test_without_limits_nothing_waits(time: Time) -> None:
    server = Server(Limits(keep=False, clock=lambda: time.now, sleep=time.sleep), time)
    await time.run(*(server.send(7, n) for n in range(100)))
    assert [t for t, *_ in server.taken] == [0.0] * 100


async def test_what_telegram_asks_to_wait_is_waited_by_that_chat_only(limits: Limits, time: Time) -> None:
    server = Server(limits, time, [RetryAfter(9), RetryAfter(4)])
    await time.run(server.send(7, "a"), server.send(7, "b"), server.send(7, "c"))
    assert [what for *_, what in server.taken] == ["a", "b", "c"]
    assert server.taken[0][0] >= 13
    other = Server(limits, time)
    busy = Server(limits, time, [RetryAfter(30)])
    start = time.now
    await time.run(busy.send(8), other.send(9))
    assert other.taken[0][0] - start < 2
    assert busy.taken[0][0] - start >= 30


def failed(cause: Exception | None, error: Callable[[], TelegramError] = lambda: NetworkError("x")) -> TelegramError:
    made = error()
    made.__cause__ = cause
    return made


NOT_SENT = [
    failed(httpx.ConnectError("")),
    failed(httpx.ConnectTimeout(""), TimedOut),
    failed(httpx.PoolTimeout(""), TimedOut),
]
UNKNOWN = [failed(httpx.ReadTimeout(""), TimedOut), failed(httpx.RemoteProtocolError("")), failed(ValueError())]
REFUSED = [failed(None, lambda: NetworkError("Bad Gateway")), failed(TelegramError("no JSON"))]


@pytest.mark.parametrize(
    ("errors", "fate"), [(NOT_SENT, Fate.NOT_SENT), (UNKNOWN, Fate.UNKNOWN), (REFUSED, Fate.REFUSED)]
)
def test_what_became_of_a_request_is_told_by_its_error(errors: list[NetworkError], fate: Fate) -> None:
    assert {fate_of(error) for error in errors} == {fate}


async def test_what_was_not_sent_is_sent_however_long_it_takes(limits: Limits, time: Time) -> None:
    server = Server(limits, time, NOT_SENT * 20)
    assert await time.run(server.send(7)) == [True]
    assert len(server.taken) == 1


async def test_what_the_server_refuses_is_repeated_for_a_while(limits: Limits, time: Time) -> None:
    server = Server(limits, time, REFUSED * 3)
    assert await time.run(server.send(7)) == [True]
    for_ever = Server(limits, time, REFUSED * 100)
    [error] = await time.run(for_ever.send(7))
    assert isinstance(error, NetworkError)
    assert len(for_ever.requests) == 11


@pytest.mark.parametrize("error", UNKNOWN)
async def test_what_may_have_arrived_is_repeated_once(limits: Limits, time: Time, error: TelegramError) -> None:
    server = Server(limits, time, [error] * 5)
    assert await time.run(server.send(7)) == [error]
    assert len(server.requests) == 2


@pytest.mark.parametrize("error", [BadRequest("can't parse"), Forbidden("blocked"), TelegramError("other")])
async def test_what_cannot_be_sent_is_not_repeated(limits: Limits, time: Time, error: TelegramError) -> None:
    server = Server(limits, time, [error])
    assert await time.run(server.send(7)) == [error]
    assert len(server.requests) == 1


async def test_typing_is_shown_at_once_or_not_at_all(limits: Limits, time: Time) -> None:
    server = Server(limits, time)
    await time.run(server.send(7), server.send(7, endpoint="sendChatAction"))
    assert [t for t, *_ in server.taken] == [0.0, 0.0]
    failing = Server(limits, time, NOT_SENT)
    await time.run(failing.send(7, endpoint="sendChatAction"))
    assert len(failing.requests) == 1


async def test_chats_long_idle_are_not_remembered_but_a_busy_group_is(limits: Limits, time: Time) -> None:
    server = Server(limits, time)
    await time.run(*(server.send(-5) for _ in range(19)))
    for chat in range(1, 1011):
        await time.run(server.send(chat))
    assert len(limits._lines) <= 1001
    await time.run(*(server.send(-5) for _ in range(3)))
    assert most_in([t for t, chat, _ in server.taken if chat == -5], 60.0) == 20


def test_a_pace_is_free_until_it_is_full() -> None:
    pace = Pace(2, 10.0)
    pace.take(0.0)
    assert pace.free_at() < 0
    pace.take(3.0)
    assert pace.free_at() == 10.5
    pace.take(11.0)
    assert pace.free_at() == 13.5
    assert pace.idle_at() == 21.5
