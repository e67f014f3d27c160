"""Tasks done, owned and due over HTTP: buttons, dialogs, history, restarts, and reports that come in anew."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.settings import default_chats_folder
from bot.texts import say
from tests.bot.api_server import ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.bot.test_telegram_uploads import kept, said
from tests.store.reports import RIVER, SCHOOL

CHANGED = RIVER.replace("会议要求，", "会议要求，各村要在8月底前清理沿河垃圾，由葛立新负责。\n会议还要求，")


def at_nine() -> datetime:
    """Tuesday, nine in the morning in Shanghai."""
    return datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


async def pressed(bot: ApiServer, label: str, user: int = 7) -> str:
    count = len(bot.sent)
    await bot.press(label, user=user)
    return (await bot.replies(count + 1))[-1]


def labels(bot: ApiServer) -> list[str]:
    return [b["text"] for b in bot.buttons()]


async def test_a_task_is_set_done_and_open_again_by_buttons(bot: ApiServer) -> None:
    await kept(bot, RIVER)
    listed = await said(bot, "/tasks")
    assert "✓" not in listed
    assert labels(bot)[0] == "1"
    assert (await pressed(bot, "1")).startswith("1. ")
    assert (await pressed(bot, say("task.done"))).startswith("第1项：完成。\n✓ 1. ")
    assert "✓ 1. " in await said(bot, "/tasks")
    assert labels(bot)[0] == "✓1"
    assert "✓ 1. " in await said(bot, "/brief")
    await pressed(bot, "✓1")
    assert (await pressed(bot, say("task.reopen"))).startswith("第1项：未完成。\n1. ")
    assert "✓" not in await said(bot, "/tasks")


async def test_the_owner_is_chosen_from_those_the_report_names(bot: ApiServer) -> None:
    await kept(bot, RIVER)
    await said(bot, "/owner 1")
    assert "柯玉兰" in labels(bot)
    assert "负责：柯玉兰（更正）" in await pressed(bot, "柯玉兰")
    assert "负责：柯玉兰（更正）" in await said(bot, "/tasks")
    assert await pressed(bot, "柯玉兰") == say("button.expired")


async def test_the_owner_is_typed(bot: ApiServer) -> None:
    await kept(bot, RIVER)
    await said(bot, "/tasks")
    await pressed(bot, "1")
    assert "由谁负责" in await pressed(bot, say("task.owner"))
    assert "负责：镇 <b>河长办（更正）" in await said(bot, "镇 <b>河长办")
    assert "苏景明" in await said(bot, "谁主持会议")


async def test_the_due_date_is_chosen_or_typed(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base, clock=at_nine) as bot:
        await kept(bot, RIVER)
        await said(bot, "/due 1")
        assert labels(bot)[:2] == ["明天 11月25日", "周五 11月27日"]
        assert "期限：2026-11-30（更正）" in await pressed(bot, "本月底")
        await said(bot, "/due 1")
        assert await said(bot, "随便") == say("task.no_day", value="随便")
        assert "期限：2026-12-04（更正）" in await said(bot, "下周五")
        assert "期限：未写明（更正）" in await said(bot, "/due 1 无")


async def test_a_dialog_is_left(bot: ApiServer) -> None:
    await kept(bot, RIVER)
    await said(bot, "/owner 1")
    assert await said(bot, "/cancel") == say("dialog.left")
    assert await said(bot, "/cancel") == say("dialog.none")
    await said(bot, "/owner 1")
    assert await pressed(bot, say("dialog.leave")) == say("dialog.left")
    await said(bot, "/owner 1")
    assert (await said(bot, "谁主持会议？")).startswith("苏景明")
    assert await said(bot, "/cancel") == say("dialog.none")
    await said(bot, "/owner 1")
    await said(bot, "/brief")
    assert "更正" not in await said(bot, "谁主持会议")
    assert "更正" not in await said(bot, "/tasks")


async def test_buttons_and_dialogs_outlive_a_restart(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base):
        await kept(server, RIVER)
        await said(server, "/tasks")
        await pressed(server, "1")
    async with serving(server, base):
        assert "由谁负责" in await pressed(server, say("task.owner"))
    async with serving(server, base):
        assert "负责：柯玉兰（更正）" in await pressed(server, "柯玉兰")
        await said(server, "/due 1")
    async with serving(server, base):
        assert "期限：2026-12-01（更正）" in await said(server, "2026年12月1日")


async def test_dialogs_of_two_people_are_apart(bot: ApiServer) -> None:
    bot.administrators = {(-5, 7)}
    await bot.send_file(RIVER.encode(), chat=-5, caption="/upload")
    await bot.replies(1)
    await pressed(bot, say("upload.keep"))
    await said(bot, "/owner 1", chat=-5)
    await bot.press("柯玉兰", user=8)
    await bot.until(lambda: bot.calls["answerCallbackQuery"][-1].get("text") == say("button.not_yours"))
    assert await said(bot, "/cancel", chat=-5, user=8) == say("dialog.none")
    assert await said(bot, "/cancel", chat=-5) == say("dialog.left")


async def test_in_a_group_anybody_sets_a_task_and_history_names_who_did(bot: ApiServer) -> None:
    bot.administrators = {(-5, 7)}
    await bot.send_file(RIVER.encode(), chat=-5, caption="/upload")
    await bot.replies(1)
    await pressed(bot, say("upload.keep"))
    await said(bot, "/tasks", chat=-5)
    await pressed(bot, "1", user=8)
    assert "✓ 1. " in await pressed(bot, say("task.done"), user=9)
    assert "用户 9" in await pressed(bot, say("task.history"), user=8)
    await pressed(bot, say("task.owner"), user=8)
    assert "负责：葛立新（更正）" in await said(bot, "/owner 1 葛立新", chat=-5, user=8)


async def test_history_tells_when_who_and_from_what_to_what(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base, clock=at_nine) as bot:
        await kept(bot, RIVER)
        assert await said(bot, "/history 1") == say("history.none")
        await said(bot, "/owner 1 葛立新")
        await said(bot, "/done 1")
        assert (await said(bot, "/history 1")).split("\n")[1:] == [
            "2026-11-24 09:00　负责人：镇水务站 → 葛立新　用户 7",
            "2026-11-24 09:00　状态：未完成 → 完成　用户 7",
        ]
        assert "葛立新" in await said(bot, "/history")


async def test_a_task_is_meant_by_its_meeting_or_its_words(bot: ApiServer) -> None:
    await kept(bot, RIVER, "一.txt")
    await kept(bot, SCHOOL, "二.txt")
    assert "2 项任务" in await said(bot, "/done 1")
    assert "第1项：完成" in await said(bot, "/done 2.1")
    assert "清淤" in await said(bot, "/done 清淤")
    assert await said(bot, "/done 99") == say("task.none", wanted="99")
    await said(bot, "/tasks")
    assert labels(bot)[:2] == ["✓1.1", "✓2.1"] or "✓1.1" in labels(bot)


async def test_a_report_that_comes_in_anew_keeps_what_still_fits(bot: ApiServer) -> None:
    await kept(bot, RIVER, "纪要.txt")
    await said(bot, "/done 清淤")
    await kept(bot, CHANGED, "纪要.txt", label=say("upload.replace", number=1))
    listed = (await said(bot, "/tasks")).split("\n")
    assert [line for line in listed if "✓" in line] == [line for line in listed if "清淤" in line]
    await bot.say("/history 清淤")
    assert "未完成 → 完成" in (await bot.replies(len(bot.sent) + 1))[-1]


async def test_what_no_longer_fits_is_told(bot: ApiServer) -> None:
    await kept(bot, RIVER, "纪要.txt")
    await said(bot, "/done 清淤")
    told = await kept(bot, SCHOOL, "纪要.txt", label=say("upload.replace", number=1))
    assert "对不上" in told
    assert "清淤" in told


async def test_shared_reports_are_changed_for_this_chat_only(server: ApiServer) -> None:
    async with serving(server, FakeBase(text=RIVER)) as bot:
        assert "✓ 1. " in await said(bot, "/done 1", chat=7)
        assert "✓ 1. " in await said(bot, "/tasks", chat=7)
        assert "✓" not in await said(bot, "/tasks", chat=8)
        await kept(bot, RIVER, "r1.txt", chat=7)
        assert "✓" not in await said(bot, "/tasks", chat=7)


async def test_nothing_is_left_of_a_forgotten_report(bot: ApiServer) -> None:
    await kept(bot, RIVER)
    await said(bot, "/owner 1 葛立新甲")
    await said(bot, "/forget 1")
    await pressed(bot, say("forget.yes"))
    assert all("葛立新甲".encode() not in f.read_bytes() for f in default_chats_folder().iterdir())
