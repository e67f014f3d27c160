"""Replies that Telegram refuses for a while, does not take, or takes without saying so: over HTTP."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.texts import say
from tests.bot.api_server import ApiError, ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.store.reports import RIVER


@pytest.mark.parametrize("limits", [True, False], ids=["paced", "refused"])
async def test_under_telegrams_limits_no_answer_is_lost_or_doubled(
    server: ApiServer, base: FakeBase, limits: bool
) -> None:
    server.limits = True
    async with serving(server, base, limits=limits) as running:
        for chat in range(1, 41):
            await running.say("/new", chat=chat, user=chat)
        for n in (2, 3, 4):
            await running.say(f"/source {n}")
        await running.replies(43, within=60)
        await running.say("谁主持会议", chat=50, user=50)
        await running.until(lambda: any(m["chat_id"] == "50" for m in running.sent))
    counts = Counter(m["chat_id"] for m in running.sent)
    assert counts == {**{str(chat): 1 for chat in range(1, 41)}, "7": 4, "50": 1}
    mine = [m["plain"] for m in running.sent if m["chat_id"] == "7"]
    assert mine[0] == say("new.done")
    assert ["第2段" in mine[1], "第3段" in mine[2], "第4段" in mine[3]] == [True] * 3
    assert limits or server.refused


async def test_an_answer_that_telegram_does_not_take_is_sent_again(bot: ApiServer) -> None:
    bot.faults["sendMessage"] += [ApiError(502, "Bad Gateway")] * 2
    await bot.say("谁主持会议")
    await bot.say("/new")
    assert [t.split("\n")[0] for t in await bot.replies(2)] == ["王小明", say("new.done")]


async def test_an_answer_that_may_have_arrived_is_sent_once_more_at_most(bot: ApiServer) -> None:
    bot.lost_answers["sendMessage"] = 5
    await bot.say("谁主持会议")
    await bot.replies(2)
    bot.lost_answers["sendMessage"] = 0
    await bot.say("/new")
    assert [t.split("\n")[0] for t in await bot.replies(3)] == ["王小明", "王小明", say("new.done")]


async def test_a_button_that_cannot_be_acknowledged_is_answered(bot: ApiServer) -> None:
    await bot.say("谁主持会议")
    await bot.replies(1)
    bot.faults["answerCallbackQuery"] += [ApiError(502, "Bad Gateway")] * 3
    await bot.press("为什么")
    assert "把握" in (await bot.replies(2))[1]


@pytest.mark.parametrize(("failures", "said"), [(2, "柳湾镇河道治理工作会议"), (3, "请再发一次")])
async def test_a_file_that_does_not_come_is_fetched_again_for_a_while(bot: ApiServer, failures: int, said: str) -> None:
    bot.faults["download"] += [ApiError(502, "Bad Gateway")] * failures
    await bot.send_file(RIVER.encode())
    assert said in (await bot.replies(1))[0]
