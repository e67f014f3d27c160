"""What several meetings say: people, topics, tasks, the meetings themselves."""

from __future__ import annotations

import pytest

from knowledge import MemoryShelf, Scope
from knowledge.across import Findings, ask_across, narrow


def asked(shelf: MemoryShelf, question: str, scope: Scope | None = None, focus: str = "") -> Findings:
    found = ask_across(shelf, question, scope or Scope(), focus)
    assert found is not None
    return found


def numbers(findings: Findings) -> list[int]:
    return [f.entry.number for f in findings.found]


@pytest.mark.parametrize(
    ("question", "meetings"),
    [
        ("鲁承舟参加过哪些会", [6, 4, 3, 2, 1]),
        ("鲁承舟主持过哪些会", [2, 1]),
        ("2024年鲁承舟参加过哪些会", [6, 4]),
        ("去年鲁承舟参加过哪些会", [3, 2, 1]),
        ("缪春晖参加过哪些会", [6, 5, 2, 1]),
        ("缪春晖请过几次假", [3]),
        ("宫晓棠列席过哪些会", [5, 4, 2, 1]),
        ("郜远帆在哪些会上发过言", [5, 4, 3]),
        ("柏县长主持过哪些会", [6, 5, 4, 3]),
        ("哪些会议讨论过防溺水", [4, 2]),
        ("最近一次提到云岭水库是什么时候", [3]),
        ("最早提到黑臭水体是哪次会议", [3]),
        ("2023年开了几次会", [3, 2, 1]),
        ("去年的会议有哪些", [3, 2, 1]),
        ("最近两次会议有什么变化", [6, 5]),
        ("历次会议的主持人是谁", [6, 5, 4, 3, 2, 1]),
    ],
)
def test_the_meetings_that_say_it(shelf: MemoryShelf, question: str, meetings: list[int]) -> None:
    assert numbers(asked(shelf, question)) == meetings


def test_every_finding_quotes_its_report(shelf: MemoryShelf) -> None:
    for question in ("柏映秋参加过哪些会", "哪些会议提到过黑臭水体", "对县住建局历次布置了什么任务", "历次会议谁主持"):
        for finding in asked(shelf, question).found:
            evidence = finding.evidence
            assert evidence is not None
            assert evidence.report == finding.entry.id
            assert shelf.report(evidence.report).text[evidence.start : evidence.end] == evidence.text
            assert all(evidence.start <= a < b <= evidence.end for a, b in finding.marks[:1])


def test_titles_change_from_meeting_to_meeting_oldest_first(shelf: MemoryShelf) -> None:
    found = asked(shelf, "佟立诚的职务有什么变化").found
    assert [f.text.split("　")[0] for f in found] == ["县住建局局长"] * 3 + ["副县长"] * 3


def test_tasks_of_a_unit_by_its_short_form_newest_first(shelf: MemoryShelf) -> None:
    findings = asked(shelf, "对住建局历次布置了什么任务")
    assert list(dict.fromkeys(numbers(findings))) == [6, 4, 3, 2]
    assert any("老城片区剩余5公里" in f.text and "2023年12月底前" in f.text for f in findings.found)


def test_a_homophone_is_found_and_told(shelf: MemoryShelf) -> None:
    findings = asked(shelf, "百映秋主持过哪些会")
    assert (findings.subject, findings.used) == ("柏映秋", "百映秋")


def test_traditional_characters_are_the_same(shelf: MemoryShelf) -> None:
    assert numbers(asked(shelf, "魯承舟主持過哪些會議")) == [2, 1]


def test_he_is_the_person_named_before(shelf: MemoryShelf) -> None:
    assert numbers(asked(shelf, "他主持过哪些会", focus="鲁承舟")) == [2, 1]
    assert ask_across(shelf, "他主持过哪些会") is None


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("张三丰参加过哪些会", False),
        ("冉思齐主持过哪些会", True),
        ("上一次讨论太空电梯是什么时候", False),
        ("对县发改局历次布置了什么任务", False),
        ("2022年开了几次会", True),
    ],
)
def test_what_is_not_there(shelf: MemoryShelf, question: str, known: bool) -> None:
    findings = asked(shelf, question)
    assert not findings.found
    assert findings.known is known


def test_two_who_may_be_meant_are_both_told(shelf: MemoryShelf) -> None:
    from knowledge import read_report

    twins = MemoryShelf()
    twins.add(read_report("2024年3月5日，区长王小明主持会议。", "a"))
    twins.add(read_report("2024年4月5日，区长王晓鸣主持会议。", "b"))
    assert set(asked(twins, "王小鸣参加过哪些会").several) == {"王小明", "王晓鸣"}


def test_a_scope_of_time_is_kept_to(shelf: MemoryShelf) -> None:
    assert numbers(asked(shelf, "鲁承舟参加过哪些会", Scope(None, "2023-01-01", "2023-12-31"))) == [3, 2, 1]
    assert numbers(asked(shelf, "去年鲁承舟参加过哪些会", Scope(None, "2023-08-01", ""))) == [3, 2]


@pytest.mark.parametrize(
    ("question", "left", "reports"),
    [
        ("2023年8月的会谁主持", "会谁主持", {"tl2"}),
        ("最近一次会议谁主持", "会议谁主持", {"tl6"}),
        ("最近三次会议谁请假了", "会议谁请假了", {"tl4", "tl5", "tl6"}),
        ("2024年3月19日的会议在哪开", "会议在哪开", {"tl4"}),
    ],
)
def test_an_ordinary_question_is_asked_of_the_meetings_it_names(
    shelf: MemoryShelf, question: str, left: str, reports: set[str]
) -> None:
    meant = narrow(shelf, question)
    assert meant.question == left
    assert meant.scope.reports == reports
    assert meant.count == len(reports)


def test_a_year_of_several_meetings_narrows_by_its_dates(shelf: MemoryShelf) -> None:
    meant = narrow(shelf, "去年的会上谁发言了")
    assert (meant.scope.since, meant.scope.until, meant.count) == ("2023-01-01", "2023-12-31", 3)


def test_a_question_that_leans_on_the_one_before_means_the_same_meeting(shelf: MemoryShelf) -> None:
    meant = narrow(shelf, "他是什么职务", ("2023年8月的会谁主持",))
    assert meant.scope.reports == {"tl2"}
    assert meant.history == ("会谁主持",)
    assert narrow(shelf, "县住建局要完成哪些任务", ("2023年8月的会谁主持",)).period is None


def test_a_deadline_narrows_nothing(shelf: MemoryShelf) -> None:
    assert narrow(shelf, "6月底前要完成什么").period is None


def test_a_time_without_meetings_counts_none(shelf: MemoryShelf) -> None:
    assert narrow(shelf, "2022年的会议谁主持").count == 0
