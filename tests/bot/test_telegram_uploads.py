"""Reports sent to the bot, over HTTP: shown, kept when the sender says so, forgotten, and never seen by another chat."""

from __future__ import annotations

import json

import pytest

from bot.settings import UPLOADS, default_chats_folder
from bot.texts import say
from tests.bot.api_server import ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.store.reports import CLINIC, RIVER, SCHOOL


async def kept(
    bot: ApiServer, text: str, name: str | None = "报告.txt", chat: int = 7, label: str = say("upload.keep")
) -> str:
    """Send a report and have it kept; what the bot says then."""
    count = len(bot.sent)
    await bot.send_file(text.encode(), name, chat=chat)
    await bot.replies(count + 1)
    await bot.press(label)
    return (await bot.replies(count + 2))[-1]


async def said(bot: ApiServer, text: str, chat: int = 7, user: int = 7) -> str:
    count = len(bot.sent)
    await bot.say(text, chat=chat, user=user)
    return (await bot.replies(count + 1))[-1]


async def test_a_file_is_shown_then_kept_then_asked(bot: ApiServer) -> None:
    await bot.send_file(RIVER.encode("gb18030"), "河道.txt")
    [shown] = await bot.replies(1)
    assert shown.startswith("柳湾镇河道治理工作会议\n日期：2023-08-16\n主持：苏景明")
    assert "苏景明、柯玉兰" in shown
    assert "任务和要求：" in shown
    assert shown.endswith(say("upload.ask"))
    await bot.press(say("upload.keep"))
    assert "已保存为 1《柳湾镇河道治理工作会议》" in (await bot.replies(2))[1]
    assert "苏景明" in (await said(bot, "谁主持会议")).partition("\n")[0]


async def test_what_is_not_wanted_is_not_kept(bot: ApiServer) -> None:
    await bot.send_file(RIVER.encode())
    await bot.replies(1)
    await bot.press(say("upload.drop"))
    assert (await bot.replies(2))[1] == say("upload.dropped")
    await bot.press(say("upload.keep"))
    assert (await bot.replies(3))[2] == say("button.expired")
    assert not default_chats_folder().exists()


async def test_nothing_crosses_from_one_chat_to_another(bot: ApiServer) -> None:
    await kept(bot, RIVER, chat=7)
    await kept(bot, SCHOOL, chat=8)
    assert "青石河" not in await said(bot, "/tasks", chat=8)
    assert "校车" in await said(bot, "/meetings", chat=8)
    assert "河道" not in await said(bot, "/meetings", chat=8)
    assert "贺文涛" not in await said(bot, "谁负责青石河清淤", chat=8)
    assert "南湖区" in await said(bot, "/meetings", chat=9)  # what the bot was started with, and nothing else
    for name, mine, other in (("7.db", "青石河", "邹丽萍"), ("8.db", "邹丽萍", "青石河")):
        await said(bot, "/export json", chat=int(name[0]))
        await bot.until(lambda: "document" in bot.sent[-1])
        document = bot.sent[-1]["plain"]
        assert mine in document
        assert other not in document
        assert (default_chats_folder() / name).exists()


async def test_a_question_of_the_bot_is_answered_only_by_whom_it_asked_and_by_administrators(bot: ApiServer) -> None:
    for text, decides in ((RIVER, 7), (SCHOOL, 9)):
        count = len(bot.sent)
        bot.administrators = {(-5, 7), (-5, 9)}
        await bot.send_file(text.encode(), f"{decides}.txt", chat=-5, user=7, caption="/upload")
        await bot.replies(count + 1)
        asked = len(bot.calls["answerCallbackQuery"])
        await bot.press(say("upload.keep"), user=8)
        await bot.until(lambda asked=asked: len(bot.calls["answerCallbackQuery"]) > asked)  # type: ignore[misc]
        assert bot.calls["answerCallbackQuery"][-1]["text"] == say("button.not_yours")
        await bot.press(say("upload.keep"), user=decides)
        assert "已保存为" in (await bot.replies(count + 2))[-1]


async def test_in_a_group_only_what_is_meant_for_the_bot_is_read(bot: ApiServer) -> None:
    bot.administrators = {(-5, 7)}
    await bot.send_file(RIVER.encode(), chat=-5)
    await bot.say(RIVER * 20, chat=-5)
    document = bot._message(-5, 9) | {"document": bot.document(RIVER.encode())}
    await bot.say("/upload", chat=-5, reply_to_message=document)
    [shown] = await bot.replies(1)
    assert shown.startswith("柳湾镇河道治理工作会议")
    pasted = bot._message(-5, 9) | {"text": SCHOOL}
    await bot.say("/upload", chat=-5, reply_to_message=pasted)
    assert "邹丽萍" in (await bot.replies(2))[1]


async def test_a_file_too_large_is_refused_before_it_is_fetched(bot: ApiServer) -> None:
    large = bot.document(b"") | {"file_size": UPLOADS.file_bytes + 1, "file_name": "年鉴.pdf"}
    await bot.show(document=large)
    [text] = await bot.replies(1)
    assert text.startswith("年鉴.pdf：超过 20 MB")
    assert not bot.calls["getFile"]


async def test_a_file_whose_size_was_not_told_is_refused_by_telegram(bot: ApiServer) -> None:
    large = bot.document(bytes(UPLOADS.file_bytes + 1))
    del large["file_size"]
    await bot.show(document=large)
    assert "超过 20 MB" in (await bot.replies(1))[0]


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"", "空.txt", "空.txt"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "照片.docx", "照片.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧.doc", "旧.doc"),
        (b"%PDF-1.7 broken", "坏.pdf", "坏.pdf"),
    ],
)
async def test_a_file_that_cannot_be_read_gets_its_reason(
    bot: ApiServer, content: bytes, name: str, expected: str
) -> None:
    await bot.send_file(content, name)
    [text] = await bot.replies(1)
    assert text.startswith(f"{expected}：")
    assert "编号" not in text


async def test_names_without_sense_do_no_harm(bot: ApiServer) -> None:
    await kept(bot, RIVER, None)
    assert "现有 2 份" in await kept(bot, SCHOOL, "../../<b>\u202etxt.\x00")
    assert sorted(p.name for p in default_chats_folder().glob("*.db")) == ["7.db"]


async def test_the_same_text_is_not_kept_twice(bot: ApiServer) -> None:
    await kept(bot, RIVER)
    await bot.send_file(RIVER.encode("utf-16"), "改了名字.txt")
    assert (await bot.replies(3))[2] == say("upload.known", number=1, title="柳湾镇河道治理工作会议")


async def test_another_text_of_the_same_name_replaces_only_when_told_to(bot: ApiServer) -> None:
    await kept(bot, RIVER, "纪要.txt")
    assert "已保存为 2" in await kept(bot, SCHOOL, "纪要.txt", label=say("upload.keep_too"))
    replaced = await kept(bot, CLINIC, "纪要.txt", label=say("upload.replace", number=1))
    assert "已保存为 1《柳湾镇卫生院" in replaced
    listed = await said(bot, "/meetings")
    assert "校车" in listed
    assert "河道" not in listed


async def test_a_long_text_is_a_report_and_a_short_one_a_question(bot: ApiServer) -> None:
    long = RIVER + "会议强调，要加强巡查。\n" * (UPLOADS.text_characters // 10)
    assert say("upload.ask") in await said(bot, long)
    assert (await said(bot, "谁主持会议")).startswith("王小明")


async def test_a_forwarded_text_is_a_report_sooner(bot: ApiServer) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "某人", "date": 1_700_000_000}
    text = (RIVER + SCHOOL)[: UPLOADS.forwarded_characters + 10]
    await bot.say(text, forward_origin=origin)
    assert say("upload.ask") in (await bot.replies(1))[0]


async def test_a_text_that_telegram_cut_is_put_together_again(bot: ApiServer) -> None:
    long = (
        RIVER
        + "会议强调，要加强巡查值守。\n" * 400
        + "会议还要求，镇水务站要在10月底前完成柏树沟护岸，由葛立新负责。\n"
    )
    assert 4096 < len(long) < 8192
    await bot.say(long[:4096])
    await bot.say(long[4096:])
    await bot.replies(2)
    await bot.press(say("upload.keep"))
    assert "现有 1 份" in (await bot.replies(3))[2]
    assert "柏树沟" in await said(bot, "/tasks 葛立新")


async def test_a_report_is_forgotten_after_a_question_and_to_its_last_byte(bot: ApiServer) -> None:
    await kept(bot, RIVER, "一.txt")
    await kept(bot, SCHOOL, "二.txt")
    assert "要忘记 1《柳湾镇河道" in await said(bot, "/forget 1")
    await bot.press(say("forget.no"))
    assert (await bot.replies(6))[5] == say("forget.left")
    await said(bot, "/forget 河道")
    await bot.press(say("forget.yes"))
    assert "还有 1 份" in (await bot.replies(8))[7]
    assert "河道" not in await said(bot, "/meetings")
    assert "没有" in await said(bot, "/forget 1")
    for file in default_chats_folder().iterdir():
        assert "河道治理".encode() not in file.read_bytes()


async def test_what_the_bot_was_started_with_cannot_be_forgotten(bot: ApiServer) -> None:
    assert await said(bot, "/forget 1") == say("forget.nothing")
    assert (await said(bot, "谁主持会议")).startswith("王小明")


async def test_kept_reports_are_there_after_a_restart(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base):
        await kept(server, RIVER)
    async with serving(server, base):
        assert "苏景明" in (await said(server, "谁主持会议")).partition("\n")[0]


async def test_an_export_is_a_file(bot: ApiServer) -> None:
    await kept(bot, RIVER)
    await bot.say("/export json")
    await bot.until(lambda: "document" in bot.sent[-1])
    assert bot.sent[-1]["document"].filename == "huiwen.json"
    [meeting] = json.loads(bot.sent[-1]["plain"])
    assert meeting["text"] == RIVER
