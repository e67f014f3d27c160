"""Who is spoken to in which language, over real HTTP and in the console."""

from __future__ import annotations

import pytest

from bot import cli
from bot.conversation import Conversation, Face, press, reply
from bot.reply import Line, Quoted, Reply
from bot.suggestions import label
from bot.texts import say
from knowledge import KnowledgeBase, read_report
from knowledge.language import Language, speaking, spoken
from tests.bot.api_server import ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import TEXT, FakeBase


def text(done: Reply) -> str:
    return "\n".join(p.text for p in done.parts if isinstance(p, Line | Quoted))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zh-hans", "报告中没有提到这一点。"),
        ("zh-TW", "報告中沒有提到這一點。"),
        ("zh-hant", "報告中沒有提到這一點。"),
        ("en-GB", "The report does not say."),
        ("de", "The report does not say."),
        ("", "报告中没有提到这一点。"),
    ],
)
async def test_the_bot_speaks_the_language_of_the_users_program(bot: ApiServer, code: str, expected: str) -> None:
    bot.languages[7] = code
    await bot.say("谁迟到了")
    assert (await bot.replies(1))[0].startswith(expected)


async def test_two_users_are_each_spoken_to_in_their_language(bot: ApiServer) -> None:
    bot.languages |= {7: "en", 8: "zh-hk"}
    await bot.say("/new", user=7)
    await bot.replies(1)
    await bot.say("/new", user=8, chat=8)
    assert await bot.replies(2) == ["All right, starting over.", "好，重新開始。"]


async def test_a_language_chosen_stays_until_auto(bot: ApiServer) -> None:
    bot.languages[7] = "zh-hans"
    for number, (text, chat) in enumerate(
        (("/language English", 7), ("/new", 7), ("/new", -5), ("/语言 auto", 7), ("/new", 7)), 1
    ):
        await bot.say(text, chat=chat)
        await bot.replies(number)
    with speaking(Language.ENGLISH):
        english = [say("language.done"), say("new.done"), say("new.done")]
    assert await bot.replies(5) == [*english, say("language.auto_done"), say("new.done")]


async def test_a_language_is_chosen_by_button(bot: ApiServer) -> None:
    await bot.say("/language")
    await bot.replies(1)
    await bot.press("繁體")
    await bot.say("/new")
    assert (await bot.replies(3))[1:] == ["好，現在說繁體中文。", "好，重新開始。"]


async def test_quotes_stay_as_the_report_writes_them(bot: ApiServer) -> None:
    bot.languages[7] = "zh-TW"
    await bot.say("谁主持会议")
    [answer] = await bot.replies(1)
    assert "王小明主持会议" in answer


async def test_an_error_and_a_refusal_speak_the_users_language(server: ApiServer, base: FakeBase) -> None:
    server.languages |= {7: "en", 9: "en"}
    async with serving(server, base, frozenset({7})):
        await server.say("出错", user=7)
        await server.replies(1)
        await server.say("谁主持会议", user=9, chat=9)
        wrong, denied = await server.replies(2)
    assert wrong.startswith("Sorry, something went wrong")
    assert denied.startswith("I answer only those who were let in")


@pytest.mark.parametrize("face", Face)
def test_the_names_of_commands_work_in_every_language(face: Face) -> None:
    for typed in ("参会人员", "參會人員", "participants", "Action items"):
        for language in Language:
            with speaking(language):
                done = reply(Conversation(face), FakeBase(), typed)
                assert done == reply(Conversation(face), FakeBase(), "/tasks" if "items" in typed else "/attendees")


def test_an_unknown_language_is_told() -> None:
    assert "klingon" in text(reply(Conversation(), FakeBase(), "/language klingon"))


def test_a_button_of_a_language_that_there_is_not_does_no_harm() -> None:
    conversation = Conversation(Face.TELEGRAM)
    press(conversation, FakeBase(), "l:xx")
    assert conversation.language is None


def test_a_suggested_question_is_shown_in_the_language_spoken_and_asked_in_chinese() -> None:
    with speaking(Language.ENGLISH):
        assert label("谁主持会议？") == "Who chaired the meeting?"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "en_US.UTF-8"}, "The report does not say."),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "報告中沒有提到這一點。"),
        ({"LANG": "C.UTF-8"}, "报告中没有提到这一点。"),
        ({}, "报告中没有提到这一点。"),
    ],
)
def test_the_console_speaks_the_language_of_the_locale(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    cli.main(["ask", "会议投入了多少资金？"])
    assert capsys.readouterr().out.startswith(expected)
    assert spoken() is Language.SIMPLIFIED


def test_the_console_speaks_the_language_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--language", "en", "ask", "会议投入了多少资金？"])
    assert capsys.readouterr().out.startswith("The report does not say.")


async def test_a_language_chosen_outlives_the_bot(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base):
        await server.say("/language English")
        await server.replies(1)
    async with serving(server, base):
        await server.say("/new")
        assert (await server.replies(2))[1] == "All right, starting over."


@pytest.mark.parametrize(
    ("code", "taken", "carried", "silent"),
    [
        ("zh-hans", "“汪小明”按“王小明”来找。", "接着上面的话题：王小明。", "报告中没有提到"),
        ("zh-tw", "“汪小明”按“王小明”來找。", "接著上面的話題：王小明。", "報告中沒有提到"),
        ("en", "“汪小明” was taken for “王小明”.", "Carried over from before: 王小明.", "The report does not say"),
    ],
)
async def test_names_put_right_and_follow_ups_are_told_in_every_language(
    server: ApiServer, code: str, taken: str, carried: str, silent: str
) -> None:
    base = KnowledgeBase()
    base.add(read_report(TEXT, "r1"))
    server.languages[7] = code
    async with serving(server, base):
        await server.say("汪小明是什么职务？")
        await server.replies(1)
        await server.say("他主持会议了吗？")
        await server.replies(2)
        await server.say("会议投入了多少资金？")
        replies = await server.replies(3)
    assert taken in replies[0]
    assert carried in replies[1]
    assert silent in replies[2]
