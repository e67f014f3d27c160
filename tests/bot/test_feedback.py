"""What could not be answered and what users thought of answers: in Telegram over HTTP, in the console, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import cli, console
from bot.conversation import Conversation, reply
from bot.library_place import open_room
from bot.rooms import Room
from bot.settings import default_chats_folder
from bot.texts import say
from knowledge import KnowledgeBase, LibraryError
from knowledge.store import Feedback, Library
from tests.bot.api_server import ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.store.reports import RIVER, report


async def said(bot: ApiServer, text: str, chat: int = 7, user: int = 7) -> str:
    count = len(bot.sent)
    await bot.say(text, chat=chat, user=user)
    return (await bot.replies(count + 1))[-1]


async def toast(bot: ApiServer, label: str, user: int = 7) -> str:
    """Press a button; what its toast says."""
    count = len(bot.calls["answerCallbackQuery"])
    await bot.press(label, user=user)
    await bot.until(lambda: len(bot.calls["answerCallbackQuery"]) > count)
    return str(bot.calls["answerCallbackQuery"][-1].get("text", ""))


def votes(chat: int = 7) -> list[tuple[str, str, str, bool]]:
    library = Library(default_chats_folder() / f"{chat}.db", create=False)
    found = [(v.judged.question, v.judged.text, v.judged.place, v.good) for v in Feedback(library.database).votes()]
    library.close()
    return found


# ---------------------------------------------------------------- unanswered


async def test_what_could_not_be_answered_is_listed_for_its_chat_only_and_cleared(bot: ApiServer) -> None:
    for text in ("谁迟到了", "谁主持会议", "谁请假了", "谁迟到了？"):
        await said(bot, text)
    listed = await said(bot, "/unanswered")
    head, first, second = listed.splitlines()
    assert head == say("unanswered.head", count=2)
    assert first.endswith("谁迟到了？（2 次）")
    assert second.endswith("谁请假了")
    assert await said(bot, "未答问题", chat=8, user=8) == say("unanswered.none")
    await bot.press_data(json.loads(bot.sent[-2]["reply_markup"])["inline_keyboard"][0][0]["callback_data"])
    assert (await bot.replies(len(bot.sent) + 1))[-1] == say("unanswered.cleared", count=2)
    assert await said(bot, "/unanswered") == say("unanswered.none")


async def test_a_time_without_meetings_counts_as_unanswered(bot: ApiServer) -> None:
    await said(bot, "2019年的会谁主持")
    assert "2019年的会谁主持" in await said(bot, "/unanswered")


async def test_unanswered_questions_come_as_a_file(bot: ApiServer) -> None:
    await said(bot, "谁迟到了，=1+1")
    for command, name in (
        ("/export unanswered", "huiwen-unanswered.csv"),
        ("/export unanswered json", "huiwen-unanswered.json"),
    ):
        content = await exported(bot, command)
        assert bot.sent[-1]["result"]["document"]["file_name"] == name
        assert "谁迟到了，=1+1" in content
    assert json.loads(content)[0]["times"] == 1


async def exported(bot: ApiServer, command: str) -> str:
    count = len(bot.sent)
    await bot.say(command)
    return (await bot.replies(count + 2))[-1]


async def test_an_answer_comes_even_if_nothing_can_be_kept(bot: ApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise LibraryError("磁盘满了")

    monkeypatch.setattr(Feedback, "keep_unanswered", fails)
    assert say("answer.not_found") in await said(bot, "谁迟到了")


async def test_a_forgotten_report_takes_its_questions_along(bot: ApiServer) -> None:
    await bot.send_file(RIVER.encode())
    await bot.replies(1)
    await bot.press(say("upload.keep"))
    await bot.replies(2)
    await said(bot, "护坡加固由哪家公司承包？")
    assert "承包" in await said(bot, "/unanswered")
    await said(bot, "/forget 1")
    await bot.press(say("forget.yes"))
    await bot.replies(len(bot.sent) + 1)
    assert await said(bot, "/unanswered") == say("unanswered.none")


# ---------------------------------------------------------------- votes


async def test_thumbs_stand_in_a_row_of_their_own_and_are_acknowledged_in_a_toast(bot: ApiServer) -> None:
    await said(bot, "谁主持会议")
    rows = json.loads(bot.sent[0]["reply_markup"])["inline_keyboard"]
    assert [b["text"] for b in rows[-1]] == ["👍", "👎"]
    assert await toast(bot, "👍") == say("vote.good")
    assert votes() == [("谁主持会议", "王小明", "第2段", True)]
    assert await toast(bot, "👎") == say("vote.bad")
    assert [good for *_, good in votes()] == [False]
    assert await toast(bot, "👎") == say("vote.taken_back")
    assert votes() == []
    assert len(bot.sent) == 1


async def test_a_silence_can_be_judged_too(bot: ApiServer) -> None:
    await said(bot, "谁迟到了")
    await toast(bot, "👎")
    assert votes() == [("谁迟到了", "", "", False)]


async def test_in_a_group_everyone_has_a_vote_of_his_own(bot: ApiServer) -> None:
    bot.administrators = {(-5, 7)}
    await said(bot, "/ask 谁主持会议", chat=-5)
    assert await toast(bot, "👍", user=7) == say("vote.good")
    assert await toast(bot, "👎", user=8) == say("vote.bad")
    assert await toast(bot, "👍", user=8) == say("vote.good")
    assert [good for *_, good in votes(-5)] == [True, True]
    assert "另有 👍 2　👎 0" in await said(bot, "/unanswered", chat=-5)


async def test_after_a_restart_a_vote_can_be_changed_but_an_unknown_answer_is_not_judged(
    server: ApiServer, base: FakeBase
) -> None:
    async with serving(server, base):
        await said(server, "谁主持会议")
        await toast(server, "👍")
        await said(server, "要完成什么")
    async with serving(server, base):
        assert await toast(server, "👍") == say("button.expired")
        await said(server, "谁主持会议", chat=8, user=8)
        old = server.sent[0]
        data = json.loads(old["reply_markup"])["inline_keyboard"][-1][1]["callback_data"]
        count = len(server.calls["answerCallbackQuery"])
        await server.press_data(data, old["result"])
        await server.until(lambda: len(server.calls["answerCallbackQuery"]) > count)
    assert votes() == [("谁主持会议", "王小明", "第2段", False)]


@pytest.mark.parametrize("data", ["v:1:00000000:1", "v:1:zz:1", "v:", "v:9999999999:00000000:1", "v:1:00000000:2"])
async def test_forged_thumbs_are_expired(bot: ApiServer, data: str) -> None:
    await said(bot, "谁主持会议")
    await bot.press_data(data)
    await bot.until(lambda: bool(bot.calls["answerCallbackQuery"]))
    assert bot.calls["answerCallbackQuery"][0]["text"] == say("button.expired")
    assert not (default_chats_folder() / "7.db").exists()


async def test_votes_come_as_a_file_without_names(bot: ApiServer) -> None:
    await said(bot, "谁主持会议")
    await toast(bot, "👎")
    table = await exported(bot, "/export feedback")
    assert table.splitlines()[0].lstrip("\ufeff") == "问题,回答,出处,评价,时间"
    assert table.splitlines()[1].startswith("谁主持会议,王小明,第2段,👎,")
    [row] = json.loads(await exported(bot, "/export feedback json"))
    assert row.keys() == {"question", "answer", "place", "good", "given"}
    assert row["good"] is False


# ---------------------------------------------------------------- console and command line


@pytest.fixture
def library(tmp_path: Path) -> Path:
    file = tmp_path / "library.db"
    kept = Library(file)
    kept.add(report("river"))
    reply(Conversation(), KnowledgeBase(kept), "护坡加固由哪家公司承包？")
    kept.close()
    return file


def test_the_console_lists_and_clears(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    console.converse(open_room((), library), iter(["/unanswered", "/unanswered 清空", "/unanswered"]))
    listed, how, cleared, none = capsys.readouterr().out.splitlines()[1:]
    assert listed.endswith("护坡加固由哪家公司承包？")
    assert how == say("unanswered.how_to_clear")
    assert cleared == say("unanswered.cleared", count=1)
    assert none == say("unanswered.none")


def test_without_a_library_the_console_keeps_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    console.converse(Room(None, FakeBase()), iter(["谁迟到了", "/unanswered"]))
    assert capsys.readouterr().out.splitlines()[-1] == say("unanswered.none")


def test_the_command_line_lists_exports_and_clears(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ("--library", str(library))
    assert cli.main(["unanswered", *place]) == cli.ANSWERED
    assert capsys.readouterr().out.strip().endswith("护坡加固由哪家公司承包？")
    assert cli.main(["unanswered", "--json", *place]) == cli.ANSWERED
    assert json.loads(capsys.readouterr().out)[0]["question"] == "护坡加固由哪家公司承包？"
    assert cli.main(["export", "unanswered", str(tmp_path / "questions.json"), *place]) == cli.ANSWERED
    assert len(json.loads((tmp_path / "questions.json").read_text("utf-8"))) == 1
    assert cli.main(["export", "feedback", *place]) == cli.ANSWERED
    assert capsys.readouterr().out.startswith("\ufeff问题,回答")
    assert cli.main(["export", "feedback", "-r", "river", *place]) == cli.USAGE
    assert cli.main(["unanswered", "--clear", *place]) == cli.ANSWERED
    capsys.readouterr()
    assert cli.main(["unanswered", *place]) == cli.ANSWERED
    shown = capsys.readouterr()
    assert shown.out == ""
    assert say("unanswered.none") in shown.err
