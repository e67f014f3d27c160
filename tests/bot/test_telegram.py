"""The Telegram bot over real HTTP against the tests' own Bot API server: what users do."""

from __future__ import annotations

import json
import threading

import pytest

from bot.commands import available
from bot.memory import Face
from bot.rights.levels import Need
from bot.telegram import handlers
from bot.texts import say
from knowledge.language import Language, speaking
from tests.bot.api_server import ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase

COMMANDS = {
    "start": ("", "我是会问"),
    "help": ("", "/attendees"),
    "ask": ("谁主持会议", "王小明"),
    "attendees": ("", "参会人员"),
    "tasks": ("", "任务"),
    "done": ("1", say("task.none", wanted="1")),
    "owner": ("1 镇水务站", say("task.none", wanted="1")),
    "due": ("1 2026-12-01", say("task.none", wanted="1")),
    "settings": ("", "我的单位：没有设"),
    "correct": ("姓名 王小明 王晓明", "王小明 → 王晓明"),
    "corrections": ("", say("corrections.none")),
    "undo": ("", say("corrections.none")),
    "history": ("", say("history.none")),
    "brief": ("", "时间"),
    "who": ("王小明", "主持"),
    "source": ("2", "第2段"),
    "meetings": ("", "会议（1）"),
    "use": ("all", "全部 1 份报告"),
    "card": ("", "简报图"),
    "attendance": ("", "王小明（1 次）：1 主持"),
    "timeline": ("", "2024-03-05"),
    "diff": ("", "只有一份报告"),
    "export": ("people", "附上的文件"),
    "upload": ("", "Word"),
    "forget": ("1", say("forget.nothing")),
    "unanswered": ("", say("unanswered.none")),
    "pair": ("", say("pair.how")),
    "invite": ("", say("rights.not_admin")),
    "members": ("", say("rights.not_admin")),
    "admins": ("", say("rights.not_owner")),
    "terms": ("", "没有引号里的提法"),
    "why": ("", "对上的词：主持"),
    "new": ("", "重新开始"),
    "language": ("", "简体中文"),
    "cancel": ("", say("dialog.none")),
}


async def test_start_greets_and_says_what_it_reads(bot: ApiServer) -> None:
    await bot.say("/start")
    [text] = await bot.replies(1)
    assert "我是会问" in text
    assert "河长制工作会议" in text


async def test_the_menu_holds_every_command_of_the_registry(bot: ApiServer) -> None:
    await bot.until(lambda: bool(bot.calls["setMyCommands"]))
    await bot.until(lambda: len(bot.calls["setMyCommands"]) == 4)
    menus = {
        (m.get("language_code"), json.loads(m["scope"])["type"]): m["commands"] for m in bot.calls["setMyCommands"]
    }
    shown = {place: [(c["command"], c["description"]) for c in json.loads(menu)] for place, menu in menus.items()}
    commands = [c for c in available(Face.TELEGRAM) if c.need in (Need.ASK, Need.KEEP)]
    assert shown["zh", "default"] == [(c.name, c.help) for c in commands]
    assert shown["zh", "all_group_chats"] == [(c.name, c.help) for c in commands if c.in_groups]
    with speaking(Language.ENGLISH):
        assert shown[None, "default"] == [(c.name, c.help) for c in commands]
        assert shown[None, "all_group_chats"] == [(c.name, c.help) for c in commands if c.in_groups]


async def test_a_question_gets_the_short_answer_then_the_quote_with_its_paragraph(bot: ApiServer) -> None:
    await bot.say("谁主持会议")
    [text] = await bot.replies(1)
    assert text.startswith("王小明\n第2段\n2024年3月5日上午")
    sent = bot.sent[0]["text"]
    assert "<blockquote>" in sent
    assert "区长<b><u>王小明</u>主持</b>会议" in sent


async def test_markup_in_report_and_question_arrives_as_text(bot: ApiServer) -> None:
    await bot.say("要完成什么")
    await bot.say("<i>&")
    first, second = await bot.replies(2)
    assert "清淤 <b>& 收尾</b>" in first
    assert second.startswith("李红")


async def test_a_silence_offers_the_nearest_passages(bot: ApiServer) -> None:
    await bot.say("谁迟到了")
    [text] = await bot.replies(1)
    assert say("answer.not_found") in text
    assert all(f"第{n}段" in text for n in (2, 3, 4))
    await bot.press("原文 第4段")
    assert "会议听取了各镇汇报" in (await bot.replies(2))[1]


@pytest.mark.parametrize("command", [c.name for c in available(Face.TELEGRAM)])
async def test_every_command_gets_a_reply(bot: ApiServer, command: str) -> None:
    await bot.say("谁主持会议")
    await bot.replies(1)
    argument, expected = COMMANDS[command]
    await bot.say(f"/{command} {argument}".strip())
    assert expected in (await bot.replies(2))[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/who", say("hint.missing", argument="姓名", name="who", example="王小明")),
        ("/taks", say("hint.nearest", name="taks", nearest="tasks")),
        ("/完全不懂", say("hint.unknown", name="完全不懂")),
        ("/source 99", say("source.range", number=99, count=4)),
        ("😀😀", say("answer.empty")),
        ("/quit", say("hint.unknown", name="quit")),
    ],
)
async def test_odd_input_gets_a_hint(bot: ApiServer, text: str, expected: str) -> None:
    await bot.say(text)
    assert await bot.replies(1) == [expected]


async def test_buttons_show_the_paragraph_and_why_and_are_always_answered(bot: ApiServer) -> None:
    await bot.say("谁主持会议")
    await bot.replies(1)
    await bot.press("原文 第2段")
    await bot.press("为什么")
    await bot.press("王小明是谁")
    await bot.press_data("s:999:0")
    await bot.press_data("'; DROP TABLE")
    replies = await bot.replies(6)
    assert "第2段" in replies[1]
    assert "把握：90%" in replies[2]
    assert "王小明" in replies[3]
    assert replies[4] == replies[5] == say("button.expired")
    assert len(bot.calls["answerCallbackQuery"]) == 5


async def test_conversations_are_kept_apart(bot: ApiServer, base: FakeBase) -> None:
    await bot.say("谁主持会议", user=7)
    await bot.replies(1)
    await bot.say("他讲了什么", user=8, chat=8)
    await bot.replies(2)
    await bot.say("他讲了什么", user=7)
    await bot.replies(3)
    typed = [
        (question, history) for question, history, _ in base.asked if not question.endswith("？")
    ]  # as suggestions do
    assert typed == [("谁主持会议", ()), ("他讲了什么", ()), ("他讲了什么", ("谁主持会议",))]


async def test_new_forgets_what_was_asked(bot: ApiServer, base: FakeBase) -> None:
    for text in ("谁主持会议", "/new", "他讲了什么"):
        await bot.say(text)
    await bot.replies(3)
    assert [history for question, history, _ in base.asked if question == "他讲了什么"] == [()]


async def test_only_listed_ids_may_ask(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base, frozenset({7, -100})) as running:
        await running.say("谁主持会议", chat=8, user=8)
        await running.say("/ask 谁主持会议", chat=-200, user=8)
        await running.press_data("y:1", user=8, chat=-200)
        await running.say("/ask 谁主持会议", chat=-100, user=8)
        await running.say("谁主持会议")
        await running.replies(3)
        await running.until(lambda: bool(running.calls["answerCallbackQuery"]))
        replies = {m["chat_id"]: m["plain"] for m in running.sent}
        assert replies.keys() == {"8", "-100", "7"}  # and nothing into the other group
        assert replies["8"] == say("telegram.denied", id=8)
        assert replies["-100"].startswith("王小明")
        assert replies["7"].startswith("王小明")
        assert len(running.calls["answerCallbackQuery"]) == 1


async def test_what_has_no_text_gets_a_hint(bot: ApiServer) -> None:
    await bot.show(sticker={
        "file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1, "height": 1,
        "is_animated": False, "is_video": False,
    })  # fmt: skip
    assert await bot.replies(1) == [say("hint.other")]


async def test_a_long_paragraph_arrives_in_messages_that_telegram_takes(server: ApiServer) -> None:
    text = "标题一二三四\n" + "、".join(f"😀事项{n}<&>" for n in range(900)) + "\n"
    base = FakeBase({}, text)
    base.changes = {"text": "事项。" * 3000, "found": True}
    async with serving(server, base) as running:
        await running.say("有哪些事项")
        await running.until(lambda: any("reply_markup" in m for m in running.sent))
        assert len(running.sent) > 2
        assert "".join(m["plain"] for m in running.sent).count("事项。") == 3000


async def test_typing_is_shown_while_thinking_takes_long(
    bot: ApiServer, base: FakeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = threading.Event()
    ask = base.ask
    monkeypatch.setattr(handlers, "TYPING_AFTER", 0.0)
    monkeypatch.setattr(base, "ask", lambda *arguments: seen.wait(20) and ask(*arguments))
    await bot.say("谁主持会议")
    await bot.until(lambda: bool(bot.calls["sendChatAction"]))
    seen.set()
    assert (await bot.replies(1))[0].startswith("王小明")
