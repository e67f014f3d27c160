"""Attendees, tasks, the brief and a person's card, from facts a test gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import Conversation, reply
from bot.reply import Line, Quoted
from bot.texts import say
from knowledge import Facts, MemoryShelf, read_report
from knowledge.model import Meeting, Pair, PartialDate, Person, Quote, Statement, Task
from tests.bot.fake_base import TEXT, FakeBase

WORDS = "要在6月底前完成东风河清淤"


class GivenFacts(MemoryShelf):
    """A shelf whose reports all have the same facts."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.given = facts

    def facts(self, report_id: str) -> Facts:
        """The given facts, whatever the report."""
        return self.given


class FactsBase(FakeBase):
    """A base whose facts are given."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.given = facts
        kept = next(iter(self))
        self.shelf = GivenFacts(facts)
        self.shelf.add(kept)

    def facts(self, report_id: str) -> Facts:
        """The given facts, whatever the report."""
        return self.given


@pytest.fixture
def facts() -> Facts:
    start = TEXT.index(WORDS)
    return Facts(
        meeting=Meeting("南湖区河长制工作会议", PartialDate(2024, 3, 5), None, (Quote(30, 33, "王小明"),)),
        people=(
            Person("王小明", 30, 33, ("区长",), ("主持",)),
            Person("李红", 40, 42, ("副区长",), ("出席", "讲话")),
            Person("赵强", 60, 62),
        ),
        groups=(Quote(90, 93, "各镇"),),
        tasks=(
            Task(1, "完成东风河清淤", "", 1, 2, "区水利局", "6月底前"),
            Task(2, "巡河", "由李红负责巡河", 1, 2),
        ),
        aligned=(Pair("东风镇", "清淤", 1, 2),),
        statements=(Statement("李红", "强调", start, start + len(WORDS)),),
    )


def said(facts: Facts, text: str) -> list[str]:
    return [p.text for p in reply(Conversation(), FactsBase(facts), text).parts]


def test_attendees_come_in_the_order_of_the_report_then_groups_then_those_only_mentioned(facts: Facts) -> None:
    assert said(facts, "/attendees") == [
        "参会人员（2）", "王小明　区长　主持", "李红　副区长　出席、讲话",
        "单位和群体（1）", "各镇", "另外提到（1）", "赵强",
    ]  # fmt: skip


def test_a_task_says_who_and_when_or_that_the_report_does_not(facts: Facts) -> None:
    assert said(facts, "/tasks") == [
        "任务和要求（2）", "1. 完成东风河清淤", "负责：区水利局　期限：6月底前", "2. 巡河", "负责：未写明　期限：未写明",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "task"), [("区水利局", "1. 完成东风河清淤"), ("李红", "2. 巡河"), ("李宏", "2. 巡河")]
)
def test_tasks_of_a_unit_or_a_person_also_by_sound(facts: Facts, name: str, task: str) -> None:
    shown = said(facts, f"/tasks {name}")
    assert shown[1] == task
    assert len(shown) == 3


def test_tasks_of_nobody(facts: Facts) -> None:
    assert said(facts, "/tasks 财政局") == [say("tasks.none_of", name="财政局")]
    assert said(Facts(), "/tasks") == [say("tasks.none")]
    assert said(Facts(), "/attendees") == [say("attendees.none")]


def test_the_brief_fits_a_screen_and_says_what_is_not_stated(facts: Facts) -> None:
    many = replace(facts, tasks=facts.tasks * 5)
    shown = said(many, "/brief")
    assert shown[:6] == [
        "南湖区河长制工作会议", "时间：2024-03-05", "地点：未写明", "主持：王小明", "发言：未写明",
        "人员：2 人，另有 1 类单位和群体",
    ]  # fmt: skip
    assert len(shown) <= 12
    assert shown[-1] == say("brief.more_tasks", count=7)


def test_a_card_shows_titles_roles_and_words(facts: Facts) -> None:
    assert said(facts, "/who 李红") == ["李红", "职务：副区长", "角色：出席、讲话", "说过的话：", f"强调：{WORDS}"]
    parts = reply(Conversation(), FactsBase(facts), "/who 李红").parts
    assert [p.place for p in parts if isinstance(p, Quoted)] == ["第3段"]


def test_a_homophone_is_found_and_said(facts: Facts) -> None:
    assert said(facts, "/who 王晓明")[:2] == [say("answer.taken_for", used="王晓明", name="王小明"), "王小明"]


def test_two_who_may_be_meant_are_both_named(facts: Facts) -> None:
    twins = replace(facts, people=(Person("王小明", 1, 4, ("区长",), ("主持",)), Person("王晓鸣", 5, 8, (), ("出席",))))
    assert said(twins, "/who 王小鸣") == [say("who.several", count=2), "王小明　区长　主持", "王晓鸣　出席"]


def test_a_unit_has_what_it_spoke_about(facts: Facts) -> None:
    assert said(facts, "/who 东风镇") == ["东风镇：清淤"]


def test_nobody_of_that_name(facts: Facts) -> None:
    assert said(facts, "/who 诸葛亮") == [say("who.unknown", name="诸葛亮")]
    assert said(facts, "/who 赵强") == ["赵强", say("who.nothing_more")]


def test_with_several_reports_each_list_stands_under_its_title(facts: Facts) -> None:
    base = FactsBase(facts)
    base.add(read_report("另一个会议\n2024年5月1日召开。", "r2"))
    parts = reply(Conversation(), base, "/tasks").parts
    assert [p.text for p in parts if isinstance(p, Line)].count("南湖区河长制工作会议") == 2
