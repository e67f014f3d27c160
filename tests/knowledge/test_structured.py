"""Answers that are more than one piece of a passage: titles, slots, points, sides of a pair."""

from __future__ import annotations

import pytest

from knowledge import KnowledgeBase, read_report

REPORT = """临川区召开河道整治调度会
5月20日，临川区召开河道整治调度会，副区长厉明川主持会议，区水务局局长祁雨薇出席会议。
会议部署四项任务。一是清理河道垃圾；二是封堵排污口；三是修复护岸；四是建立巡河制度。
会上，东湾镇、西岭乡、南桥街道分别围绕清淤、截污、绿化作了交流发言。
"""


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    result = KnowledgeBase()
    result.add(read_report(REPORT, "river"))
    return result


def test_all_titles_of_a_person_are_given(base: KnowledgeBase) -> None:
    assert base.ask("祁雨薇是什么职务？").text == "区水务局局长"


def test_a_title_leads_to_its_holder(base: KnowledgeBase) -> None:
    assert "祁雨薇" in base.ask("水务局局长是谁？").text


@pytest.mark.parametrize(
    ("question", "point"), [("第二项任务是什么？", "封堵排污口"), ("第四项任务是什么？", "建立巡河制度")]
)
def test_a_point_is_found_by_its_number(base: KnowledgeBase, question: str, point: str) -> None:
    assert point in base.ask(question).text


def test_the_next_point_is_found_from_the_one_before(base: KnowledgeBase) -> None:
    assert "修复护岸" in base.ask("那第三项呢？", ["第二项任务是什么？"]).text


def test_a_point_that_is_not_there_is_not_made_up(base: KnowledgeBase) -> None:
    assert "巡河" not in base.ask("第七项任务是什么？").text


def test_all_who_spoke_are_listed(base: KnowledgeBase) -> None:
    text = base.ask("哪些单位作了交流发言？").text
    assert all(name in text for name in ("东湾镇", "西岭乡", "南桥街道"))
