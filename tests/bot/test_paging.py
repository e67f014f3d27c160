"""Long replies in pages, and turning them in place."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Conversation, Face, press, reply
from bot.paging import paged, pages
from bot.reply import Button, Line, Quoted, Reply, Tone
from bot.texts import say
from tests.bot.api_server import ApiServer
from tests.bot.conftest import serving
from tests.bot.fake_base import FakeBase

NAMES = [f"{a}{b}{c}" for a in "王李张刘陈杨" for b in "小大文建国" for c in "明华军平芳"]
LONG = (
    "南湖区召开会议\n参会人员："
    + "、".join(NAMES)
    + "。\n"
    + "\n".join(f"{n}. 区水利局要在{n}月底前完成第{n}条河的清淤和两岸的整治工作，确保汛期安全。" for n in range(1, 41))
)
LINES = st.lists(
    st.builds(Line, st.text("会议", min_size=1, max_size=80), st.sampled_from([Tone.TEXT, Tone.DETAIL, Tone.HEADING]))
)


def data(page: int) -> str:
    return f"g:{page}:1"


@given(LINES)
def test_no_line_is_lost_and_none_but_headings_is_said_twice(lines: list[Line]) -> None:
    shown = [p for page in pages(lines) for p in page]
    for line in lines:
        assert sum(p is line for p in shown) == 1 or line.tone is Tone.HEADING


@given(LINES)
def test_a_detail_stands_with_its_line_and_a_heading_is_never_left_alone(lines: list[Line]) -> None:
    for page in pages([Line("会议"), *lines, Line("完")])[:-1]:
        assert page[0].tone is not Tone.DETAIL  # type: ignore[union-attr]
        assert page[-1].tone is not Tone.HEADING  # type: ignore[union-attr]


def test_each_page_is_about_as_long_and_stands_under_its_heading() -> None:
    head, note = Line("任务", Tone.HEADING), Line("范围", Tone.NOTE)
    found = pages([head, *(Line(f"第{n}项" + "工作" * 20) for n in range(60)), note])
    assert len(found) > 2
    assert all(page[0] is head and page[-1] is note for page in found)
    assert max(map(len, found)) - min(map(len, found)) <= 2


def test_a_short_reply_and_a_page_there_is_not_are_left_as_they_are() -> None:
    short = Reply((Line("好"),))
    assert paged(short, 1, data) is short
    long = Reply(tuple(Line("会" * 100) for _ in range(50)))
    assert paged(long, 99, data) is long


def test_what_can_be_done_with_a_line_stands_under_its_page() -> None:
    lines = tuple(Line("会" * 100, button=Button(str(n), f"k:{n}")) for n in range(50))
    first, second = (paged(Reply(lines, (Button("全部", "a"),)), n, data) for n in (1, 2))
    assert first.buttons[0].label == "0"
    assert first.buttons[-1].label == second.buttons[-1].label == "全部"
    assert not {b.data for b in first.buttons[:-1]} & {b.data for b in second.buttons[:-1]}


def test_a_line_too_long_for_a_button_is_shown_whole() -> None:
    base = FakeBase(text=LONG)
    assert not reply(Conversation(Face.TELEGRAM), base, "/tasks 区水利局" + "和河长办" * 9).turning


def test_the_console_shows_all_at_once() -> None:
    done = reply(Conversation(Face.CONSOLE), FakeBase(text=LONG), "/tasks")
    assert not done.turning
    assert sum(isinstance(p, Line) and p.tone is Tone.TEXT for p in done.parts) > 20


def test_only_commands_that_show_something_have_pages() -> None:
    for forged in ("g:1:/forget 1", "g:1:/new", "g:1:/tasks", "g:9:/attendees", "g:1:77"):
        conversation = Conversation(Face.TELEGRAM)
        conversation.questions.append("谁主持会议")
        done = press(conversation, FakeBase(), forged)
        assert not done.in_place
        assert conversation.questions


async def test_pages_are_turned_in_place(server: ApiServer) -> None:
    async with serving(server, FakeBase(text=LONG)):
        await server.say("/tasks")
        [first] = await server.replies(1)
        assert "1. " in first
        for page in (2, 3):
            await server.press_data(f"g:{page}:/tasks", server.sent[0]["result"])
            await server.until(lambda page=page: len(server.calls["editMessageText"]) == page - 1)  # type: ignore[misc]
    edits = server.calls["editMessageText"]
    assert {e["message_id"] for e in edits} == {str(server.sent[0]["result"]["message_id"])}
    labels = [b["text"] for row in json.loads(edits[0]["reply_markup"])["inline_keyboard"] for b in row]
    assert say("button.previous_page") in labels
    assert say("page.number", page=2, pages=3)[:5] in server.sent[1]["plain"]
    assert len(server.calls["sendMessage"]) == 1


async def test_a_long_answer_has_pages(server: ApiServer) -> None:
    base = FakeBase({"谁来了": "王小明"}, text=LONG)
    whole = Reply(tuple(Quoted("会" * 150, f"第{n}段") for n in range(9)))
    assert len(pages([Line("王小明", Tone.ANSWER), *whole.parts])) == 1, "quotes stand with what they say"
    conversation = Conversation(Face.TELEGRAM)
    reply(conversation, base, "谁来了")
    conversation.keep_whole(Reply(tuple(Line("会" * 100) for _ in range(50))))
    second = press(conversation, base, f"g:2:{conversation.count}")
    assert second.in_place
    conversation.forget()
    assert press(conversation, base, f"g:2:{conversation.count}").parts[0].text == say("button.expired")
