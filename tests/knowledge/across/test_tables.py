"""Attendance, differences, the timeline, terms, and finding a meeting."""

from __future__ import annotations

import pytest

from knowledge import MemoryShelf
from knowledge.across import attendance, difference, meant_by, terms, timeline
from knowledge.across.likeness import SAME, likeness, pairs
from knowledge.across.meetings import FEW, speaking_of
from knowledge.across.terms import explained
from knowledge.model import Task
from knowledge.shelf import Entry


def test_attendance_shows_the_main_role_at_each_meeting_oldest_first(shelf: MemoryShelf, entries: list[Entry]) -> None:
    matrix = attendance((e, shelf.facts(e.id)) for e in entries)
    assert [e.number for e in matrix.meetings] == [1, 2, 3, 4, 5, 6]
    rows = {row.name: row for row in matrix.rows}
    assert rows["鲁承舟"].roles == ("主持", "主持", "讲话", "传达", "", "讲话")
    assert rows["缪春晖"].roles == ("列席", "出席", "请假", "", "列席", "出席")
    assert rows["缪春晖"].came == 4
    assert matrix.rows[0].came == max(row.came for row in matrix.rows)


def test_tasks_people_and_terms_between_two_meetings(shelf: MemoryShelf, entries: list[Entry]) -> None:
    by_number = {e.number: e for e in entries}
    change = difference(shelf, by_number[4], by_number[6])
    assert any(
        "启动新城片区污水管网" in o.heading and "加快新城片区污水管网" in n.heading for o, n in change.kept_tasks
    )
    assert any("综合平台" in t.heading for t in change.new_tasks)
    assert any("黑臭水体" in t.heading for t in change.gone_tasks)
    assert [p.name for p in change.new_people] == ["缪春晖"]
    assert {p.name for p in change.gone_people} == {"郜远帆", "宫晓棠"}
    assert "河管通" in change.new_terms


def test_nothing_changes_between_a_meeting_and_itself(shelf: MemoryShelf, entries: list[Entry]) -> None:
    same = difference(shelf, entries[0], entries[0])
    assert not (same.new_tasks or same.gone_tasks or same.new_people or same.gone_people or same.new_terms)
    assert len(same.kept_tasks) == len(shelf.facts(entries[0].id).tasks)


SAME_TASKS = [
    ("推进城区污水管网改造", "加快推进城区污水管网改造"),
    ("完成云岭水库除险加固", "加快云岭水库除险加固"),
    ("开展非法采砂专项整治", "深入开展非法采砂专项整治行动"),
    ("推进农村黑臭水体治理", "加快推进农村黑臭水体治理，完成首批10处"),
    ("推进城区污水管网改造，完成剩余5公里", "启动新城片区污水管网改造"),
    ("建设智慧停车场", "加快建设智慧停车场"),
    ("完成校车安全隐患排查", "校车安全隐患排查整改"),
]
OTHER_TASKS = [
    ("推进城区污水管网改造", "推进农村黑臭水体治理"),
    ("完成大坝灌浆", "完成8公里"),
    ("开展防溺水宣传", "开展非法采砂专项整治"),
    ("落实“四个到位”要求", "落实河长制各项要求"),
    ("加强组织领导", "加强资金保障"),
    ("完成首批10处治理", "完成第二批校舍维修"),
]


@pytest.mark.parametrize(("left", "right"), SAME_TASKS)
def test_a_task_in_other_words_is_the_same(left: str, right: str) -> None:
    assert likeness(left, right) >= SAME
    assert likeness(right, left) == pytest.approx(likeness(left, right))


@pytest.mark.parametrize(("left", "right"), OTHER_TASKS)
def test_a_task_of_the_same_verb_is_another(left: str, right: str) -> None:
    assert likeness(left, right) < SAME


def test_each_task_is_paired_once_with_the_most_alike() -> None:
    def task(heading: str) -> Task:
        return Task(1, heading, heading, 0, 1)

    before = [task("推进城区污水管网改造"), task("推进老城区污水管网改造")]
    after = [task("推进老城区污水管网改造"), task("推进新城区污水管网改造")]
    assert [(o.heading, n.heading) for o, n in pairs(before, after)] == [
        ("推进老城区污水管网改造", "推进老城区污水管网改造"),
        ("推进城区污水管网改造", "推进新城区污水管网改造"),
    ]


def test_the_timeline_holds_meetings_and_due_tasks_in_order(shelf: MemoryShelf, entries: list[Entry]) -> None:
    events = timeline(shelf, entries)
    days = [e.day for e in events]
    assert days == sorted(days)
    assert sum(e.task is None for e in events) == 6
    assert ("2023-11-30", "完成云岭水库溢洪道改造") in [(e.day, e.task.heading) for e in events if e.task]


def test_the_timeline_of_a_topic_leaves_the_rest_out(shelf: MemoryShelf, entries: list[Entry]) -> None:
    events = timeline(shelf, entries, "防溺水")
    assert [e.entry.number for e in events if e.task is None] == [2, 4]
    assert [e.day for e in events if e.task] == ["2024-05-20"]
    assert timeline(shelf, entries, "太空电梯") == []


def test_a_term_comes_with_its_meaning_first(shelf: MemoryShelf, entries: list[Entry]) -> None:
    found = terms(shelf, entries, "四个到位")
    assert [t.entry.number for t in found] == [1, 6, 3]
    assert found[0].meaning == "责任到位、巡查到位、整改到位、投入到位"
    assert not found[1].meaning
    assert terms(shelf, entries, "五个一批") == []


@pytest.mark.parametrize(
    ("text", "term", "meaning"),
    [
        ("要落实“两个一刻”，即放学前一刻、放假前一刻必讲安全。", "两个一刻", "放学前一刻、放假前一刻必讲安全"),
        ("做到“三个不放过”：原因不查清不放过、责任不落实不放过。", "三个不放过", "原因不查清不放过、责任不落实不放过"),
        ("推行“一线三排”（排查、排序、排除）机制。", "一线三排", "排查、排序、排除"),
        ("依托城市运行管理平台（以下简称“城运平台”）开展巡查。", "城运平台", "依托城市运行管理平台"),
        ("印发《汀澜县节水行动方案》（简称《方案》）。", "《方案》", "《汀澜县节水行动方案》"),
        ("推进“多杆合一”建设。", "多杆合一", ""),
        ("审议《汀澜县节水办法（草案）》。", "《汀澜县节水办法（草案）》", ""),
        ("印发《节水办法》（草案）。", "《节水办法》", ""),
    ],
)
def test_how_a_term_is_spelled_out(text: str, term: str, meaning: str) -> None:
    at = text.index(term)
    assert explained(text, at, at + len(term)) == meaning


def test_a_meeting_is_found_by_number_or_part_of_its_title(entries: list[Entry]) -> None:
    assert [e.number for e in meant_by(entries, "2")] == [2]
    assert [e.number for e in meant_by(entries, "#4")] == [4]
    assert [e.number for e in meant_by(entries, "第五次")] == [5]
    assert [e.number for e in meant_by(entries, "纪要")] == [4, 2]
    assert meant_by(entries, "99") == meant_by(entries, "植树") == []


def test_of_many_meetings_only_those_the_index_finds_are_read(shelf: MemoryShelf, entries: list[Entry]) -> None:
    many = [Entry(f"other{n}", 100 + n, "别的会议") for n in range(FEW)] + entries
    assert {e.id for e in speaking_of(shelf, many, "防溺水")} <= {e.id for e in entries}
    assert {"tl2", "tl4"} <= {e.id for e in speaking_of(shelf, many, "防溺水")}
