"""Stretches of time in questions, counted from a newest meeting on 10 September 2024."""

from __future__ import annotations

import pytest

from knowledge.across import find_period
from knowledge.across.questions import meant_period
from knowledge.model import PartialDate

NEWEST = PartialDate(2024, 9, 10)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2023年8月", "2023-08-01", "2023-08-31"),
        ("2023年2月", "2023-02-01", "2023-02-28"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("二〇二三年三月", "2023-03-01", "2023-03-31"),
        ("23年8月", "2023-08-01", "2023-08-31"),
        ("2023-08", "2023-08-01", "2023-08-31"),
        ("2023年8月22日", "2023-08-22", "2023-08-22"),
        ("2023年", "2023-01-01", "2023-12-31"),
        ("今年", "2024-01-01", "2024-12-31"),
        ("去年", "2023-01-01", "2023-12-31"),
        ("前年", "2022-01-01", "2022-12-31"),
        ("去年8月", "2023-08-01", "2023-08-31"),
        ("今年上半年", "2024-01-01", "2024-06-30"),
        ("2023年第三季度", "2023-07-01", "2023-09-30"),
        ("上季度", "2024-04-01", "2024-06-30"),
        ("上个月", "2024-08-01", "2024-08-31"),
        ("本月", "2024-09-01", "2024-09-30"),
        ("近三个月", "2024-06-10", ""),
        ("最近一年", "2023-09-10", ""),
        ("3月到6月", "2024-03-01", "2024-06-30"),
        ("2023年8月至2024年3月", "2023-08-01", "2024-03-31"),
        ("2024年以来", "2024-01-01", ""),
        ("2024年之前", "", "2023-12-31"),
    ],
)
def test_a_stretch_of_time_has_its_first_and_last_day(text: str, since: str, until: str) -> None:
    period = find_period(text, NEWEST)
    assert period is not None
    assert (period.since, period.until, period.latest) == (since, until, 0)
    assert period.words == text


def test_a_month_without_a_year_is_the_last_one_that_was() -> None:
    assert [p.since for m in ("8月", "10月") if (p := find_period(m, NEWEST))] == ["2024-08-01", "2023-10-01"]


def test_last_month_in_january_is_december() -> None:
    period = find_period("上个月", PartialDate(2024, 1, 5))
    assert period is not None
    assert (period.since, period.until) == ("2023-12-01", "2023-12-31")


@pytest.mark.parametrize(
    ("text", "latest"),
    [("最近三次会议", 3), ("近两次会", 2), ("最近一次会议", 1), ("上次会议", 1), ("最近几次会议", 3)],
)
def test_the_newest_meetings_are_counted(text: str, latest: int) -> None:
    period = find_period(text, NEWEST)
    assert period is not None
    assert period.latest == latest


@pytest.mark.parametrize("text", ["谁主持会议", "2023年13月", "0月", "三个月", "上上次会议", "共12项"])
def test_what_names_no_time(text: str) -> None:
    assert find_period(text, NEWEST) is None


def test_without_a_dated_meeting_only_whole_dates_mean_something() -> None:
    assert find_period("去年", None) is None
    assert find_period("8月", None) is None
    assert find_period("2023年", None) is not None


@pytest.mark.parametrize(
    "question",
    [
        "2023年8月的会谁主持",
        "去年8月那次会议谁参加了",
        "2023年8月召开的会议谁发言",
        "上个月的会上谁讲话",
        "最近一次会议谁主持",
    ],
)
def test_time_that_tells_the_meeting(question: str) -> None:
    assert meant_period(question, NEWEST) is not None


@pytest.mark.parametrize(
    "question",
    [
        "8月底前要完成什么", "2023年完成了多少公里", "去年共发生爆管多少起", "2023年会计工作怎么样", "本月要做哪些工作",
        "今年会后要做什么", "2024年6月底前完成哪些治理", "今年的任务是什么",
    ],
)  # fmt: skip
def test_time_that_tells_something_else(question: str) -> None:
    assert meant_period(question, NEWEST) is None
