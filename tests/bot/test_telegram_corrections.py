"""What users put right, over HTTP: by commands and dialogs, shown everywhere, taken back, kept through a re-import."""

from __future__ import annotations

import pytest

from bot.texts import say
from tests.bot.api_server import ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.bot.test_telegram_tasks import labels, pressed
from tests.bot.test_telegram_uploads import kept, said
from tests.store.reports import RIVER, SCHOOL


async def test_a_name_put_right_is_shown_everywhere_and_the_quote_stays(bot: ApiServer) -> None:
    await kept(bot, RIVER)
    assert "已改正：苏景明　姓名：苏景明 → 苏景铭" in await said(bot, "/correct 姓名 苏景明 苏景铭")
    assert "苏景铭（更正）" in await said(bot, "/attendees")
    assert "主持：苏景铭（更正）" in await said(bot, "/brief")
    assert (await said(bot, "/who 苏景铭")).startswith("苏景铭（更正）\n" + say("change.written", written="苏景明"))
    answer = await said(bot, "谁主持会议")
    assert answer.startswith("苏景铭\n" + say("answer.corrected", written="苏景明"))
    assert "镇长苏景明主持会议" in answer
    assert (await said(bot, "苏景铭是什么职务？")).startswith("镇长")
    assert "苏景铭" in await said(bot, "/meetings")


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("/correct 职务 苏景明 镇党委副书记、镇长", "苏景明　镇党委副书记、镇长（更正）"),
        ("/correct 标题 柳湾镇河道治理动员会", "柳湾镇河道治理动员会（更正）"),
        ("/correct 时间 2023年8月17日", "2023-08-17（更正；报告写的是：2023年8月16日"),
        ("/correct 地点 镇政府三楼会议室", "地点：镇政府三楼会议室（更正）"),
        ("/correct 主持 柯玉兰", "主持：柯玉兰（更正）"),
        ("/correct 负责人 1 葛立新", "负责：葛立新（更正）"),
        ("/correct 期限 1 2023-10-01", "期限：2023-10-01（更正）"),
    ],
)
async def test_each_field_is_put_right(bot: ApiServer, command: str, shown: str) -> None:
    await kept(bot, RIVER)
    await said(bot, command)
    everything = [await said(bot, c) for c in ("/attendees", "/brief", "/tasks")]
    assert any(shown in text for text in everything)


async def test_a_dialog_asks_what_whom_and_what_is_right(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base):
        await kept(server, RIVER)
        assert await said(server, "/correct") == f"{say('correct.which')}\n{say('dialog.how')}"
        await pressed(server, "职务")
        assert "苏景明" in labels(server)
        assert "苏景明的职务应该是什么？" in await pressed(server, "苏景明")
    async with serving(server, base):
        assert "镇长 → 镇委书记" in await said(server, "镇委书记")
        await said(server, "/correct 时间")
        assert await said(server, "三月") == say("task.no_day", value="三月")
        assert "→ 2023-08-18" in await said(server, "2023年8月18日")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/correct 天气 晴", say("correct.fields")),
        ("/correct 姓名 马青 马清", say("who.unknown", name="马青")),
        ("/correct 主持 苏景明", say("correct.same", value="苏景明")),
        ("/correct 时间 随便", say("task.no_day", value="随便")),
        ("/undo", say("corrections.none")),
        ("/undo 99", say("corrections.no_such")),
        ("/undo ²", say("corrections.no_such")),
    ],
)
async def test_what_cannot_be_put_right_gets_a_hint(bot: ApiServer, command: str, expected: str) -> None:
    await kept(bot, RIVER)
    assert await said(bot, command) == expected


async def test_corrections_are_listed_and_taken_back(bot: ApiServer) -> None:
    await kept(bot, RIVER)
    await said(bot, "/correct 主持 柯玉兰")
    await said(bot, "/correct 姓名 苏景明 苏景铭")
    assert "1. 主持：苏景明 → 柯玉兰\n2. 苏景明　姓名：苏景明 → 苏景铭" in await said(bot, "/corrections")
    assert "已撤销：主持" in await pressed(bot, say("corrections.undo", number=1))
    assert "主持：苏景铭（更正）" in await said(bot, "/brief")
    assert "已撤销：苏景明" in await said(bot, "/undo")
    assert "更正" not in await said(bot, "/brief")
    assert await said(bot, "/corrections") == say("corrections.none")


async def test_they_stay_through_a_re_import_and_a_restart(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base):
        await kept(server, RIVER, "纪要.txt")
        await said(server, "/correct 姓名 苏景明 苏景铭")
        again = RIVER.replace("拨付资金12万元", "拨付资金15万元")
        await kept(server, again, "纪要.txt", label=say("upload.replace", number=1))
    async with serving(server, base):
        assert (await said(server, "谁主持会议")).startswith("苏景铭")
        told = await kept(server, SCHOOL.replace("苏景明", "马青"), "纪要.txt", label=say("upload.replace", number=1))
        assert "苏景明　姓名：苏景铭" in told
        assert say("corrections.unfit") in await said(server, "/corrections")


async def test_shared_reports_are_put_right_for_this_chat_only(server: ApiServer) -> None:
    async with serving(server, FakeBase(text=RIVER)) as bot:
        await said(bot, "/correct 姓名 苏景明 苏景铭", chat=7)
        assert "苏景铭（更正）" in await said(bot, "/attendees", chat=7)
        assert "苏景铭" not in await said(bot, "/attendees", chat=8)


async def test_an_export_is_as_put_right(bot: ApiServer) -> None:
    await kept(bot, RIVER)
    await said(bot, "/correct 姓名 苏景明 苏景铭")
    await said(bot, "/done 1")
    for kind, expected in (("people", "苏景铭"), ("tasks", "完成,")):
        await bot.say(f"/export {kind}")
        await bot.until(lambda: "document" in bot.sent[-1])
        assert expected in bot.sent[-1]["plain"]
        await said(bot, "/cancel")


async def test_several_reports_ask_which(bot: ApiServer) -> None:
    await kept(bot, RIVER, "一.txt")
    await kept(bot, SCHOOL, "二.txt")
    assert await said(bot, "/correct 主持 柯玉兰") == say("correct.choose_report")
    await said(bot, "/use 1")
    assert "→ 柯玉兰" in await said(bot, "/correct 主持 柯玉兰")
