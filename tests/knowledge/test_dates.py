"""Dates as reports write them, and what settles their year."""

from __future__ import annotations

import pytest

from knowledge.dates import complete, find_dates
from knowledge.model import PartialDate
from knowledge.reader import read_report


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2021年3月9日上午", ["2021-03-09"]),
        ("2021 年 3 月 9 日", ["2021-03-09"]),
        ("3月9日至11日", ["03-09"]),
        ("2021年3月9—11日、3月9、10日", ["2021-03-09", "03-09"]),
        ("20210309、9 March 2021、2021年03月09", ["2021-03-09"] * 3),
        ("二〇二一年三月九日", ["2021-03-09"]),
        ("2021年3月", ["2021-03"]),
        ("2021/3/9、2021-03-09、2021.3.9", ["2021-03-09"] * 3),
        ("09-03-2021", ["2021-03-09"]),
        ("110年3月9日", ["2021-03-09"]),
        ("民國一一〇年三月九日", ["2021-03-09"]),
        ("Mar. 9, 2021 at 15:00", ["2021-03-09"]),
        ("第3次会议有12人、比例为3.9", []),
        ("13月40日", []),
    ],
)
def test_dates_are_found_in_every_spelling(text: str, dates: list[str]) -> None:
    assert [str(d.date) for d in find_dates(text)] == dates


def test_a_found_date_says_where_it_stands() -> None:
    text = "会议于3月9日召开"
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "3月9日"


@pytest.mark.parametrize(
    ("date", "against", "expected"),
    [
        (PartialDate(None, 3, 9), PartialDate(2021, 3, 10), "2021-03-09"),
        (PartialDate(None, 12, 30), PartialDate(2021, 1, 4), "2020-12-30"),
        (PartialDate(2019, 3, 9), PartialDate(2021, 3, 10), "2019-03-09"),
        (PartialDate(None, 3, 9), None, "03-09"),
    ],
)
def test_publication_settles_the_year(date: PartialDate, against: PartialDate | None, expected: str) -> None:
    assert str(complete(date, against)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "来源：某某晚报 2021-03-10 08:00",
        "2021-03-10　来源：宣传科　作者：佚名　点击：86",
        "[查看原文](https://news.example/2021/03/10/a.shtml)",
        "（2021年3月10日 来源：某某发布）",
    ],
)
def test_a_line_of_the_page_tells_when_it_was_published(line: str) -> None:
    report = read_report(f"某市召开水利会议\n{line}\n3月9日，某市召开水利会议，部署春灌工作。\n")
    assert str(report.published) == "2021-03-10"
