"""The day something is due, from the words of a report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.due_dates import due_date
from knowledge.model import PartialDate

WEDNESDAY = PartialDate(2024, 11, 6)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2025年3月31日前", "2025-03-31"),
        ("12月15日前", "2024-12-15"),
        ("3月15日前", "2025-03-15"),  # the March after the meeting
        ("明年3月15日前", "2025-03-15"),
        ("3/28", "2025-03-28"),
        ("下周二（10月28日）前", "2025-10-28"),
        ("三月底前", "2025-03-31"),
        ("2月底", "2025-02-28"),
        ("12月上旬", "2024-12-10"),
        ("6月前", "2025-05-31"),
        ("10月至12月", "2024-12-31"),
        ("本月底前", "2024-11-30"),
        ("下个月", "2024-12-31"),
        ("下月10日前", "2024-12-10"),
        ("15日前", "2024-11-15"),
        ("5号前", "2024-12-05"),
        ("本周五前", "2024-11-08"),
        ("下周", "2024-11-17"),
        ("星期天", "2024-11-10"),
        ("明天", "2024-11-07"),
        ("三天内", "2024-11-09"),
        ("十五日内", "2024-11-21"),
        ("两周内", "2024-11-20"),
        ("两个月内", "2025-01-06"),
        ("一年内", "2025-11-06"),
        ("10个工作日内", "2024-11-20"),
        ("年底前", "2024-12-31"),
        ("2025年底", "2025-12-31"),
        ("明年上半年", "2025-06-30"),
        ("第三季度", "2025-09-30"),
        ("元旦前", "2025-01-01"),
    ],
)
def test_a_deadline_is_read_against_the_day_of_the_meeting(due: str, expected: str) -> None:
    assert str(due_date(due, WEDNESDAY)) == expected


@pytest.mark.parametrize(
    "due", ["会后", "每月", "每周", "下次会议", "11月起", "立即", "近期", "2月30日", "春节前", "9999年内", ""]
)
def test_what_names_no_day_has_none(due: str) -> None:
    assert due_date(due, WEDNESDAY) is None


@pytest.mark.parametrize("due", ["12月15日前", "两周内", "年底前", "下周五", "本月底"])
def test_without_the_date_of_the_meeting_only_a_full_date_tells(due: str) -> None:
    assert due_date(due, None) is None
    assert str(due_date(f"{due}（2024年12月1日）", None)) == "2024-12-01"


def test_the_year_of_the_meeting_is_enough_for_a_month() -> None:
    assert str(due_date("6月底前", PartialDate(2024))) == "2024-06-30"


@given(
    st.text("一二三十两0129年月日号周天内前底末初上下半季度第个工作今明本/至-", max_size=12),
    st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31)),
)
def test_any_words_are_read_without_an_error(due: str, meeting: PartialDate) -> None:
    due_date(due, meeting)
