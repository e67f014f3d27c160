"""The day something is due, from the words of a report (6月底前, 下周五, 两周内), read against the day of the meeting."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from knowledge.dates import find_dates
from knowledge.model import PartialDate
from knowledge.normalize import fold
from knowledge.numerals import number

_DIGIT = r"[\d〇零一二三四五六七八九十两]"
_N = _DIGIT + "{1,4}"
_MONTH = re.compile(
    rf"(?:(?P<year>20\d\d|今|明|本)\s?年\s?)?(?:(?P<month>{_N})\s?|(?P<which>本|这个?|下)?个?)月\s?份?"
    rf"(?:(?P<day>{_N})\s?[日号]|(?P<part>[底末内初前]|[上中下]旬))?"
)
_SLASH = re.compile(r"(?<![\d/.-])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/])")
_DAY = re.compile(rf"(?<!月)(?<!{_DIGIT})(?P<day>{_N})\s?[日号](?!内)")
_WEEK = re.compile(r"(?P<which>本|这个?|下)?(?:周|星期)(?P<day>[一二三四五六日天内末])?")
_YEAR = re.compile(
    r"(?P<which>20\d\d|今|明|本)?年?(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|(?P<end>(?<=年)|年[底内末]))"
)
_SPAN = re.compile(rf"(?P<count>{_N})\s?个?\s?(?P<unit>工作日|天|日|周|星期|月|年)(?:之|以)?内")
_NEAR = {"今天": 0, "今日": 0, "今晚": 0, "明天": 1, "明日": 1, "后天": 2}
_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1)}
_BEGINS = ("起", "以后", "之后", "后")
"""Then it begins, and need not be done."""
_LONGEST = 1000
"""A longer span (days, weeks, months or years) is no deadline."""
_WEEKDAYS = "一二三四五六日"


def due_date(due: str, meeting: PartialDate | None) -> date | None:
    """The last day that a due text allows, ``None`` where it names no day or the meeting's own date is not enough.

    >>> day = PartialDate(2024, 11, 6)  # a Wednesday
    >>> [str(due_date(t, day)) for t in ("12月15日前", "3月底前", "下周五", "两周内", "年底前", "明年上半年", "会后")]
    ['2024-12-15', '2025-03-31', '2024-11-15', '2024-11-20', '2024-12-31', '2025-06-30', 'None']
    """
    text = fold(due)
    if text.endswith(_BEGINS) or (meeting is not None and meeting.year and not 1900 <= meeting.year <= 2100):
        return None
    dated = [d.date for d in find_dates(text)]
    if dated and dated[-1].day:
        named = re.search(r"([今明本])年", text)
        year = dated[-1].year or _year(named[1] if named else None, meeting)
        return _filled(year, dated[-1].month, dated[-1].day, meeting)
    for reader in _READERS:
        if found := reader(text, meeting):
            return found
    return None


def _slash(text: str, meeting: PartialDate | None) -> date | None:
    match = _SLASH.search(text)
    return _filled(None, int(match["month"]), int(match["day"]), meeting) if match else None


def _span(text: str, meeting: PartialDate | None) -> date | None:
    match, start = _SPAN.search(text), _day_of(meeting)
    count = _whole(match["count"]) if match else None
    if match is None or start is None or count is None or count > _LONGEST:
        return None
    match match["unit"]:
        case "天" | "日":
            return start + timedelta(count)
        case "周" | "星期":
            return start + timedelta(7 * count)
        case "工作日":
            return _working_days(start, count)
        case unit:
            return _months_on(start, count * (12 if unit == "年" else 1))


def _near(text: str, meeting: PartialDate | None) -> date | None:
    start = _day_of(meeting)
    return next((start + timedelta(n) for word, n in _NEAR.items() if word in text), None) if start else None


def _month(text: str, meeting: PartialDate | None) -> date | None:
    """In a month or by its end; 前 is before it begins."""
    match = next(reversed(list(_MONTH.finditer(text))), None)  # 10月至12月
    if match is None or match["part"] == "初":
        return None
    if match["month"]:
        first = _filled(_year(match["year"], meeting), _whole(match["month"]), None, meeting)
    else:
        first = _own_month(match["which"] or match["part"], meeting)
    if first is None:
        return None
    if match["day"]:
        return _valid(first.year, first.month, _whole(match["day"]) or 0)
    if match["part"] == "前":
        return first - timedelta(1)
    return first.replace(day={"上旬": 10, "中旬": 20}.get(match["part"] or "", _last_day(first)))


def _own_month(word: str | None, meeting: PartialDate | None) -> date | None:
    """The first of the meeting's month, or of the next; no word at all (每月) names no month."""
    if word is None or meeting is None or not meeting.year or not meeting.month:
        return None
    return _months_on(date(meeting.year, meeting.month, 1), int(word == "下"))


def _day(text: str, meeting: PartialDate | None) -> date | None:
    """A day of the meeting's month, or of the next if it has passed."""
    match, start = _DAY.search(text), _day_of(meeting)
    day = _whole(match["day"]) if match else None
    if start is None or day is None:
        return None
    month = start if day >= start.day else _months_on(start.replace(day=1), 1)
    return _valid(month.year, month.month, day)


def _week(text: str, meeting: PartialDate | None) -> date | None:
    match, start = _WEEK.search(text), _day_of(meeting)
    if match is None or start is None or not (match["which"] or match["day"]):
        return None
    monday = start - timedelta(start.weekday()) + timedelta(7 * (match["which"] == "下"))
    return monday + timedelta(max(_WEEKDAYS.find((match["day"] or "日").replace("天", "日")), -1) % 7)


def _within_year(text: str, meeting: PartialDate | None) -> date | None:
    match = re.search(rf"[今明本]年|(?<!{_DIGIT})年[底内末]|20\d\d年|半年|季度", text) and _YEAR.search(text)
    year = _year(match["which"], meeting) or (meeting.year if meeting else None) if match else None
    if match is None or year is None:
        return None
    quarter = _whole(match["quarter"] or ("二" if match["half"] == "上" else "四")) or 4
    month = 3 * quarter
    last = date(year, month, monthrange(year, month)[1])
    start = _day_of(meeting)
    return _months_on(last, 12) if start and last < start and not match["which"] else last


def _feast(text: str, meeting: PartialDate | None) -> date | None:
    return next((_filled(None, *day, meeting) for word, day in _FEASTS.items() if word in text), None)


_READERS: tuple[Callable[[str, PartialDate | None], date | None], ...] = (
    _slash, _span, _near, _feast, _month, _day, _week, _within_year,
)  # fmt: skip


def _filled(year: int | None, month: int | None, day: int | None, meeting: PartialDate | None) -> date | None:
    """A date whose year, if not given, is the first one that lets it come after the meeting."""
    if month is None:
        return None
    if year is None:
        if meeting is None or not meeting.year:
            return None
        begun = (meeting.month or 1, (meeting.day or 1) if day else 1)
        year = meeting.year + ((month, day or 1) < begun)
    return _valid(year, month, day or 1)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(word: str | None, meeting: PartialDate | None) -> int | None:
    if word and word.isdigit():
        return int(word)
    return meeting.year + (word == "明") if word and meeting and meeting.year else None


def _day_of(meeting: PartialDate | None) -> date | None:
    if meeting is None or not (meeting.year and meeting.month and meeting.day):
        return None
    return _valid(meeting.year, meeting.month, meeting.day)


def _months_on(day: date, count: int) -> date:
    """The same day ``count`` months on, the last of the month if there is none."""
    years, month = divmod(day.month - 1 + count, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, _last_day(first)))


def _last_day(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _working_days(day: date, count: int) -> date:
    """``count`` days on that are neither Saturday nor Sunday."""
    while count:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day


def _whole(text: str) -> int | None:
    value = number(text.replace("两", "二"))
    return None if value is None else int(value)
