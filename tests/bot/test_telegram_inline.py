"""Inline mode over HTTP: for whom, over which library, and no false results."""

from __future__ import annotations

import json
from typing import Any

from bot.texts import say
from tests.bot.api_server import ApiServer, parse_html
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase
from tests.bot.test_telegram_uploads import kept
from tests.store.reports import RIVER


async def typed(bot: ApiServer, text: str, user: int = 7) -> dict[str, Any]:
    """What Telegram is given to show."""
    count = len(bot.calls["answerInlineQuery"])
    query = {"id": "1", "from": bot._user(user), "query": text, "offset": ""}
    await bot.update(inline_query=query)
    await bot.until(lambda: len(bot.calls["answerInlineQuery"]) > count)
    answer = bot.calls["answerInlineQuery"][-1]
    assert json.loads(answer["is_personal"]) is True
    assert int(answer["cache_time"]) <= 60
    button = json.loads(answer["button"])["text"] if "button" in answer else ""
    return {"results": json.loads(answer["results"]), "button": button}


async def test_the_answer_comes_with_quote_and_place(bot: ApiServer) -> None:
    shown = await typed(bot, "谁主持会议")
    [article] = shown["results"]
    assert article["title"] == "王小明"
    assert article["description"].startswith("第2段")
    sent = parse_html(article["input_message_content"]["message_text"])
    assert sent.startswith("王小明\n第2段\n2024年3月5日上午")
    assert shown["button"] == ""
    assert bot.sent == []


async def test_what_the_report_does_not_say_is_no_result(bot: ApiServer) -> None:
    assert await typed(bot, "谁迟到了") == {"results": [], "button": say("inline.not_found")}
    for text in ("", "谁"):
        assert await typed(bot, text) == {"results": [], "button": say("inline.type")}


async def test_each_asks_the_library_of_the_own_private_chat(bot: ApiServer) -> None:
    await kept(bot, RIVER, chat=7)
    [mine] = (await typed(bot, "谁主持会议", user=7))["results"]
    [other] = (await typed(bot, "谁主持会议", user=8))["results"]
    assert "苏景明" in mine["title"]
    assert other["title"] == "王小明"


async def test_who_may_not_ask_gets_a_button_to_the_bot(server: ApiServer, base: FakeBase) -> None:
    async with serving(server, base, frozenset({7})):
        refused = await typed(server, "谁主持会议", user=8)
        assert refused == {"results": [], "button": say("inline.denied")}
        assert (await typed(server, "谁主持会议", user=7))["results"]


async def test_inline_questions_are_not_remembered(bot: ApiServer, base: FakeBase) -> None:
    await typed(bot, "谁主持会议")
    await bot.say("他讲了什么")
    await bot.replies(1)
    assert [history for question, history, _ in base.asked if question == "他讲了什么"] == [()]
