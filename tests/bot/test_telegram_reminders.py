"""Reminders and the weekly digest over HTTP, by a clock of the test's own: when, what, once, over restarts, or not at all."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.texts import say
from tests.bot.api_server import ApiError, ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.bot.test_telegram_inbox import program
from tests.bot.test_telegram_tasks import pressed
from tests.bot.test_telegram_uploads import kept, said
from tests.store.reports import RIVER

TODAY = say("remind.today", count=1)
TOMORROW = say("remind.tomorrow", count=1)


class Hands:
    """A clock that a test sets: at first Sunday, 17 September 2023, noon in Shanghai. The river is due on the 20th."""

    def __init__(self) -> None:
        self.time = datetime(2023, 9, 17, 4, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def at(self, day: int, hour: int) -> None:
        """Shanghai's hour of a day of September."""
        self.time = datetime(2023, 9, day, hour, tzinfo=UTC) - timedelta(hours=8)


async def looked(server: ApiServer) -> None:
    """Give the bot time for several looks at the clock."""
    await asyncio.sleep(0.4)


def told(server: ApiServer) -> list[str]:
    """What the bot said by itself."""
    return [m["plain"] for m in server.sent if say("remind.off") in m["plain"]]


async def until_told(server: ApiServer, count: int) -> str:
    await server.until(lambda: len(told(server)) >= count)
    await looked(server)
    assert len(told(server)) == count
    return told(server)[-1]


async def test_a_day_before_and_on_the_day_once_each(server: ApiServer, base: FakeBase) -> None:
    clock = Hands()
    async with serving(server, base, clock=clock, every=0.05):
        await kept(server, RIVER)
        await said(server, "/settings 提醒 开")
        clock.at(18, 23)
        await looked(server)
        clock.at(19, 8)
        await looked(server)
        assert not told(server)
        clock.at(19, 9)
        assert (await until_told(server, 1)).startswith(f"{TOMORROW}\n1.1　")
        clock.at(20, 9)
        assert (await until_told(server, 2)).startswith(f"{TODAY}\n1.1　")
        clock.at(21, 9)
        await looked(server)
        assert len(told(server)) == 2


async def test_it_is_off_unless_switched_on(server: ApiServer, base: FakeBase) -> None:
    clock = Hands()
    clock.at(20, 12)
    async with serving(server, base, clock=clock, every=0.05):
        await kept(server, RIVER)
        await looked(server)
        assert not told(server)
        await said(server, "/settings 提醒 开")
        await until_told(server, 1)


async def test_a_restart_goes_on_and_says_nothing_twice(server: ApiServer, base: FakeBase) -> None:
    clock = Hands()
    async with serving(server, base, clock=clock, every=0.05):
        await kept(server, RIVER)
        await said(server, "/settings 提醒 开")
    clock.at(19, 10)
    async with serving(server, base, clock=clock, every=0.05):
        await until_told(server, 1)
    async with serving(server, base, clock=clock, every=0.05):
        await looked(server)
        assert len(told(server)) == 1
    clock.at(20, 23)
    async with serving(server, base, clock=clock, every=0.05):
        assert TODAY in await until_told(server, 2)


async def test_the_chats_zone_and_hour_count(server: ApiServer, base: FakeBase) -> None:
    clock = Hands()
    async with serving(server, base, clock=clock, every=0.05):
        await kept(server, RIVER)
        for setting in ("时区 UTC", "几点 7", "提醒 开"):
            await said(server, f"/settings {setting}")
        clock.at(19, 14)  # six in UTC
        await looked(server)
        assert not told(server)
        clock.at(19, 15)
        await until_told(server, 1)


async def test_what_is_done_is_not_said_and_a_new_due_date_counts(server: ApiServer, base: FakeBase) -> None:
    clock = Hands()
    async with serving(server, base, clock=clock, every=0.05):
        await kept(server, RIVER)
        await said(server, "/settings 提醒 开")
        await said(server, "/done 1")
        clock.at(20, 9)
        await looked(server)
        assert not told(server)
        await said(server, "/done 1 未完成")
        await until_told(server, 1)
        await said(server, "/due 1 2023-09-25")
        clock.at(24, 9)
        assert TOMORROW in await until_told(server, 2)
        await pressed(server, "1.1")
        assert "✓ 1. " in await pressed(server, say("task.done"))


async def test_the_digest_comes_on_mondays(server: ApiServer, base: FakeBase) -> None:
    clock = Hands()
    async with serving(server, base, clock=clock, every=0.05):
        await kept(server, RIVER)
        await said(server, "/settings 周报 开")
        await looked(server)
        assert not told(server)
        clock.at(18, 9)
        assert (await until_told(server, 1)).startswith(say("remind.week", count=1))
        clock.at(25, 9)
        assert (await until_told(server, 2)).startswith(say("remind.overdue", count=1))


async def test_a_chat_that_blocked_the_bot_is_left_alone(server: ApiServer, base: FakeBase) -> None:
    clock = Hands()
    async with serving(server, base, clock=clock, every=0.05):
        await kept(server, RIVER)
        await said(server, "/settings 提醒 开")
        server.faults["sendMessage"].append(ApiError(403, "Forbidden: bot was blocked by the user"))
        clock.at(19, 9)
        await server.until(lambda: not server.faults["sendMessage"])
        clock.at(20, 9)
        await looked(server)
        assert not told(server)
        assert "到期提醒（前一天和当天）：关" in await said(server, "/settings")


async def test_what_could_not_be_sent_is_sent_later(server: ApiServer, base: FakeBase) -> None:
    clock = Hands()
    async with serving(server, base, clock=clock, every=0.05):
        await kept(server, RIVER)
        await said(server, "/settings 提醒 开")
        server.faults["sendMessage"] += [ApiError(500, "Internal Server Error")] * 2
        clock.at(19, 9)
        await until_told(server, 1)


async def test_each_chat_hears_of_its_own(server: ApiServer, base: FakeBase) -> None:
    clock = Hands()
    async with serving(server, base, clock=clock, every=0.05):
        await kept(server, RIVER, chat=7)
        await said(server, "/settings 提醒 开", chat=7)
        await said(server, "/settings 提醒 开", chat=8)
        clock.at(19, 9)
        await until_told(server, 1)
        assert server.sent[-1]["chat_id"] == "7"


async def test_killed_as_it_is_said_it_is_not_said_again(server: ApiServer, tmp_path: Path) -> None:
    async with program(server, tmp_path):
        await kept(server, RIVER)
        for text in ("/due 1 明天", "/settings 几点 0", "/settings 提醒 开"):
            await said(server, text)
    # The process looks at the clock as soon as it starts.
    async with program(server, tmp_path):
        await server.until(lambda: bool(told(server)), within=60)
    async with program(server, tmp_path):
        await said(server, "/new")
        await looked(server)
        assert told(server)[0].startswith(TOMORROW)
        assert len(told(server)) == 1
