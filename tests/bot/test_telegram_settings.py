"""Settings over HTTP, and what is ours to do: across meetings, by command and by question."""

from __future__ import annotations

import pytest

from bot.texts import say
from tests.bot.api_server import ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.bot.test_telegram_tasks import pressed
from tests.bot.test_telegram_uploads import kept, said
from tests.store.reports import RIVER, SCHOOL


async def test_unit_and_name_are_set_by_dialog_and_stay(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base):
        assert "我的单位：没有设" in await said(server, "/settings")
        assert await pressed(server, say("setting.label_department")) == (
            f"{say('setting.ask_department')}\n{say('dialog.how')}"
        )
    async with serving(server, base):
        assert "我的单位：镇水务站" in await said(server, "镇水务站")
        await said(server, "/settings 姓名 柯玉兰")
    async with serving(server, base):
        shown = await said(server, "/settings")
        assert "我的单位：镇水务站\n我的姓名：柯玉兰" in shown
        assert "我的单位：没有设" in await said(server, "/settings 单位 无")


async def test_unit_and_name_are_each_users_own(bot: ApiServer) -> None:
    await said(bot, "/settings 单位 镇水务站", chat=-5, user=7)
    await said(bot, "/settings 时区 Asia/Urumqi", chat=-5, user=7)
    others = await said(bot, "/settings", chat=-5, user=8)
    assert "我的单位：没有设" in others
    assert "时区：Asia/Urumqi" in others
    assert "Asia/Shanghai" in await said(bot, "/settings", chat=8, user=8)


async def test_switches_hour_and_zone_by_buttons(bot: ApiServer) -> None:
    assert "到期提醒（前一天和当天）：关\n周报（每周一）：关" in await said(bot, "/settings")
    assert "到期提醒（前一天和当天）：开" in await pressed(bot, say("setting.label_reminders"))
    assert "到期提醒（前一天和当天）：关" in await pressed(bot, say("setting.label_reminders"))
    assert "周报（每周一）：开" in await pressed(bot, say("setting.label_digest"))
    await pressed(bot, say("setting.label_hour"))
    assert "几点发：18 点" in await pressed(bot, "18")
    await pressed(bot, say("setting.label_zone"))
    assert "时区：UTC" in await pressed(bot, "UTC")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/settings 天气 晴", say("setting.which")),
        ("/settings 时区 火星", say("setting.bad_zone", value="火星")),
        ("/settings 时区 ../../etc/passwd", say("setting.bad_zone", value="../../etc/passwd")),
        ("/settings 几点 25", say("setting.bad_hour", value="25")),
        ("/settings 提醒 也许", say("setting.bad_reminders")),
    ],
)
async def test_what_makes_no_sense_gets_a_hint(bot: ApiServer, command: str, expected: str) -> None:
    assert await said(bot, command) == expected


async def test_ours_are_listed_across_meetings(bot: ApiServer) -> None:
    await kept(bot, RIVER, "一.txt")
    await kept(bot, SCHOOL, "二.txt")
    assert await said(bot, "/tasks 我们") == say("ours.unset")
    assert "清淤" in await said(bot, "/tasks")
    await said(bot, "/settings 单位 镇水务站")
    for text in ("/tasks", "/tasks 我们", "我们部门要做什么？", "我的任务", "what must we do?"):
        ours = await said(bot, text)
        assert ours.startswith(say("ours.head", names="镇水务站", open=1, done=0))
        assert "清淤" in ours
        assert "新路线" not in ours
    assert "新路线" in await said(bot, "/tasks all")
    await said(bot, "/done 1.1")
    assert say("ours.head", names="镇水务站", open=0, done=1) in await said(bot, "/tasks")
    await said(bot, "/settings 单位 县教育局")
    assert say("ours.none", names="县教育局") in await said(bot, "/tasks")
    await said(bot, "/owner 1.1 县教育局")
    assert "清淤" in await said(bot, "我们要做什么")


async def test_a_question_about_the_report_stays_one(bot: ApiServer) -> None:
    await said(bot, "/settings 单位 镇水务站")
    assert (await said(bot, "谁主持会议")).startswith("王小明")
