"""The commands over several meetings, and what a conversation asks."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bot.asking import answer
from bot.conversation import Conversation, Face, press, reply
from bot.reply import Line, Quoted, Reply, note
from bot.settings import REPLIES
from bot.texts import say
from knowledge import KnowledgeBase, read_report
from knowledge.shelf import EVERYTHING, Scope
from tests.bot.fake_base import FakeBase
from tests.conftest import MEETINGS


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    kept = KnowledgeBase()
    for path in sorted(MEETINGS.glob("*.txt")):
        kept.add(read_report(path.read_text("utf-8"), path.stem))
    return kept


def texts(given: Reply) -> list[str]:
    return [p.text for p in given.parts]


def many(count: int) -> KnowledgeBase:
    kept = KnowledgeBase()
    for n in range(1, count + 1):
        kept.add(
            read_report(
                f"东屏镇第{n}次例会\n2024年{1 + (n - 1) // 28}月{1 + (n - 1) % 28}日，镇长丁伯安主持会议。", f"r{n}"
            )
        )
    return kept


def test_a_long_list_of_meetings_has_pages_and_buttons_to_turn_them() -> None:
    kept, conversation = many(REPLIES.meetings * 2), Conversation(Face.TELEGRAM)
    first = reply(conversation, kept, "/meetings")
    assert texts(first)[1].startswith(f"{REPLIES.meetings * 2}. 2024-02-")
    assert [b.label for b in first.turning] == [say("button.next_page")]
    last = press(conversation, kept, first.turning[0].data)
    while len(last.turning) > 1:
        last = press(conversation, kept, last.turning[1].data)
    assert [t for t in texts(last) if t.startswith("1. ")]
    assert [b.label for b in last.turning] == [say("button.previous_page")]


def test_a_long_list_of_meetings_has_numbered_pages_in_the_console() -> None:
    kept, conversation = many(REPLIES.meetings + 3), Conversation()
    first = reply(conversation, kept, "/meetings")
    assert texts(first)[1].startswith(f"{REPLIES.meetings + 3}. 2024-01-{REPLIES.meetings + 3}")
    second = reply(conversation, kept, "/meetings 2")
    assert [t for t in texts(second) if t.startswith("1. ")]
    assert reply(conversation, kept, "/meetings 9") == note(say("meetings.no_page", page=9, pages=2))


def test_meetings_of_a_year_or_with_a_word_in_the_title(base: KnowledgeBase) -> None:
    conversation = Conversation()
    assert len([t for t in texts(reply(conversation, base, "/meetings 2023年")) if "2023-" in t]) == 3
    assert len([t for t in texts(reply(conversation, base, "/meetings 纪要")) if "纪要" in t]) == 2
    assert reply(conversation, base, "/meetings 植树") == note(say("meetings.none_titled", title="植树"))


@pytest.mark.parametrize(
    ("wanted", "scope"),
    [
        ("2", Scope(frozenset({"tl2"}))),
        ("第五次", Scope(frozenset({"tl5"}))),
        ("2023年", Scope(None, "2023-01-01", "2023-12-31")),
        ("去年", Scope(None, "2023-01-01", "2023-12-31")),
        ("2023", Scope(None, "2023-01-01", "2023-12-31")),
        ("2023年8月", Scope(frozenset({"tl2"}))),
        ("纪要 全部", Scope(frozenset({"tl2", "tl4"}))),
        ("最近两次会议", Scope(frozenset({"tl5", "tl6"}))),
        ("全部", EVERYTHING),
        ("ALL", EVERYTHING),
    ],
)
def test_use_changes_what_is_asked(base: KnowledgeBase, wanted: str, scope: Scope) -> None:
    conversation = Conversation(scope=Scope(frozenset({"tl1"})))
    reply(conversation, base, f"/use {wanted}")
    assert conversation.scope == scope


def test_what_cannot_be_used_changes_nothing(base: KnowledgeBase) -> None:
    conversation = Conversation(scope=Scope(frozenset({"tl1"})))
    for wanted in ("99", "植树", "会议", "2019年"):
        reply(conversation, base, f"/use {wanted}")
        assert conversation.scope == Scope(frozenset({"tl1"}))


def test_a_scope_of_time_reaches_the_base() -> None:
    fake = FakeBase()
    fake.add(read_report("另一个会议\n2024年5月1日，王小明主持会议。", "r2"))
    scopes: list[Scope] = []
    asked = fake.ask

    def ask(question: str, history: object = (), report: object = None, scope: Scope = EVERYTHING) -> object:
        scopes.append(scope)
        return asked(question)

    fake.ask = ask  # type: ignore[method-assign, assignment]
    reply(Conversation(scope=Scope(None, "2024-01-01", "2024-12-31")), fake, "谁主持会议")
    assert scopes == [Scope(None, "2024-01-01", "2024-12-31")]


def test_the_reply_says_what_was_asked_only_where_there_are_several_reports(base: KnowledgeBase) -> None:
    assert texts(reply(Conversation(), base, "谁主持会议"))[-1] == "范围：全部 6 份报告"
    single = FakeBase({"谁主持会议": "王小明"})
    assert not [t for t in texts(reply(Conversation(), single, "谁主持会议")) if "范围" in t]
    assert not [t for t in texts(reply(Conversation(), single, "/attendees")) if "范围" in t]


def test_an_answer_over_several_meetings_is_remembered_with_its_places(base: KnowledgeBase) -> None:
    conversation = Conversation()
    given = reply(conversation, base, "柏映秋主持过哪些会")
    assert conversation.last is not None
    assert conversation.last.found
    shown = press(conversation, base, given.buttons[1].data)
    assert isinstance(shown.parts[0], Quoted)
    assert "柏映秋" in shown.parts[0].text
    reply(conversation, base, "张三丰主持过哪些会")
    assert not conversation.last.found


def test_the_table_opens_in_a_spreadsheet(base: KnowledgeBase) -> None:
    [table] = texts(reply(Conversation(), base, "/attendance csv"))
    rows = list(csv.reader(io.StringIO(table)))
    assert {len(row) for row in rows} == {8}
    assert next(row for row in rows if row[0] == "缪春晖")[1:] == ["列席", "出席", "请假", "", "列席", "出席", "4"]


def test_tables_of_a_stretch_of_time(base: KnowledgeBase) -> None:
    assert texts(reply(Conversation(), base, "/attendance 2023年"))[0] == say("attendance.head", count=3)
    assert texts(reply(Conversation(), base, "/attendance 谁")) == [say("attendance.argument")]
    days = [t for t in texts(reply(Conversation(), base, "/timeline 2023年")) if "次会议" in t]
    assert [d[:10] for d in days] == ["2023-03-14", "2023-08-22", "2023-12-05"]
    for command in ("/attendance 2019年", "/timeline 2019年"):
        assert "2023-03-14" in texts(reply(Conversation(), base, command))[0]


def test_exports_are_of_the_scope(base: KnowledgeBase) -> None:
    conversation = Conversation()
    [everything] = texts(reply(conversation, base, "/export"))
    assert everything.count("\n# ") == 5
    reply(conversation, base, "/use 2")
    [people] = texts(reply(conversation, base, "/export people"))
    rows = list(csv.DictReader(io.StringIO(people)))
    assert {row["编号"] for row in rows} == {"2"}
    assert [row["姓名"] for row in rows if row["身份"] == "请假"] == ["郜远帆"]
    assert json.loads(texts(reply(conversation, base, "/export json"))[0])[0]["id"] == "tl2"
    assert "BEGIN:VCALENDAR" in texts(reply(conversation, base, "/export ics"))[0]


def test_what_cannot_be_exported_is_said(base: KnowledgeBase) -> None:
    assert "md" in texts(reply(Conversation(), base, "/export xls"))[0]
    long = KnowledgeBase()
    long.add(read_report("例会\n" + "会议要求抓好落实。\n" * 3000, "r1"))
    assert "huiwen export json" in texts(reply(Conversation(), long, "/export json"))[0]


def test_a_report_forgotten_meanwhile_is_let_go_of() -> None:
    kept, conversation = many(3), Conversation(scope=Scope(frozenset({"r2"})))
    button = reply(conversation, kept, "谁主持会议").buttons[0]
    kept.remove("r2")
    assert press(conversation, kept, button.data) == note(say("button.expired"))
    assert conversation.scope == EVERYTHING
    assert "丁伯安" in texts(reply(conversation, kept, "谁主持会议"))[0]


def test_scripts_get_the_same_answers(base: KnowledgeBase) -> None:
    given = answer(base, "柏映秋主持过哪些会")
    assert given.found
    assert [e.report for e in given.evidence] == ["tl6", "tl5", "tl4", "tl3"]
    assert "鲁承舟" in answer(base, "2023年8月的会谁主持").text
    assert not answer(base, "2022年的会谁主持").found
    assert not answer(base, "张三丰主持过哪些会").found


def test_too_many_reports_are_not_listed_together() -> None:
    kept = many(13)
    assert texts(reply(Conversation(), kept, "/attendees")) == [say("scope.too_many", limit=12)]


def test_two_meetings_may_be_named_in_either_order(base: KnowledgeBase) -> None:
    one, other = (texts(reply(Conversation(), base, f"/diff {pair}")) for pair in ("2 3", "3 2"))
    assert one == other
    assert one[0].startswith("从 2. ")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("/diff 1", "diff.which"), ("/diff 1 1", "diff.same"), ("/diff 1 2 3", "diff.which")],
)
def test_what_cannot_be_compared_is_said(base: KnowledgeBase, typed: str, said: str) -> None:
    assert texts(reply(Conversation(), base, typed)) == [say(said)]


def test_a_quote_of_a_meeting_is_never_longer_than_a_screen(base: KnowledgeBase) -> None:
    for question in ("柏映秋参加过哪些会", "历次会议谁主持", "哪些会议提到过污水管网"):
        parts = reply(Conversation(), base, question).parts
        assert all(len(p.text) <= 210 for p in parts if isinstance(p, Quoted))
        assert isinstance(parts[0], Line)
