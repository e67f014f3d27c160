"""Stretches of time in a question (2023年8月, 去年, 最近三次会议), read against the newest meeting, never against today."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from knowledge import lexicon
from knowledge.model import PartialDate
from knowledge.numerals import number

SEVERAL = 3
"""What 几次 counts as."""
_MOST = 100
"""No larger count of meetings, months or years is read."""


@dataclass(frozen=True, slots=True)
class Period:
    """Meetings from ``since`` to ``until`` (ISO dates, both inclusive, ``""`` if open), or the ``latest`` so many.

    ``words`` are those of the question, which they span from ``start`` to ``end``.
    """

    words: str
    start: int
    end: int
    since: str = ""
    until: str = ""
    latest: int = 0


_N = r"[0-9〇零○一二三四五六七八九十两]"
_YEAR_FIGURES = r"(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3}"
_MEETING = "会议|例会|会|纪要|报告"


@cache
def _words(key: str) -> str:
    return lexicon.alternation(lexicon.table("across_periods.txt")[key])


@cache
def _shifts() -> dict[str, tuple[str, int]]:
    """去年 → year, -1."""
    rows = lexicon.table("across_periods.txt").items()
    return {w: (key[:-2], int(key[-2:])) for key, words in rows if key[-2] in "+-" for w in words}


@cache
def _point() -> re.Pattern[str]:
    years = lexicon.alternation(tuple(w for w, (unit, _) in _shifts().items() if unit == "year"))
    others = lexicon.alternation(tuple(w for w, (unit, _) in _shifts().items() if unit != "year"))
    month = rf"(?P<month>{_N}{{1,3}})月(?:份)?(?:(?P<day>{_N}{{1,3}})[日号])?"
    part = rf"(?:的)?(?:{month}|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度)"
    year = rf"(?P<year>{_YEAR_FIGURES}|(?<!\d)\d\d(?=年))年(?:度)?|(?P<relative>{years})"
    return re.compile(
        rf"(?P<iso>20\d\d[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?)(?!\d)|(?P<other>{others})|(?:{year})(?:{part})?"
        rf"|(?<![\d{_N[1:-1]}])(?P<bare>{_N}{{1,3}})月(?:份)?(?:(?P<bare_day>{_N}{{1,3}})[日号])?"
        rf"|(?P<bare_half>[上下])半年|第?(?P<bare_quarter>[一二三四1-4])季度"
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    count = rf"(?P<count>{_N}{{1,3}}|几)"
    return {
        "latest": re.compile(rf"(?:{_words('latest')}){count}[次场个份回届]的?(?=(?:{_MEETING}))"),
        "newest": re.compile(rf"(?<!上)(?:{_words('newest')})(?:召开|举行|开)?的?(?=(?:{_MEETING}))"),
        "recent": re.compile(rf"(?:{_words('recent')})(?:{count}个?(?P<unit>月|年)|(?P<half>半年))(?:里|内|间|以来)?"),
    }


_JOINED = re.compile(r"\s*(?:到|至|[-~—])\s*")
_OPEN_END = re.compile(r"(?:以来|以后|之后|起|至今|到现在|到目前|开始)")
_OPEN_START = re.compile(r"(?:以前|之前|前)")


_ANY_DAY = PartialDate(2000, 12, 31)


def names_period(text: str) -> bool:
    """Whether a folded text names a stretch of time, whatever it is counted from."""
    return find_period(text, _ANY_DAY) is not None


def find_period(text: str, newest: PartialDate | None) -> Period | None:
    """The first stretch of time a folded text names.

    >>> day = PartialDate(2024, 9, 10)
    >>> [(p.since, p.until, p.latest) for q in ("2023年8月", "去年", "上个月", "近三次会议", "3月到6月", "2024年以来")
    ...  if (p := find_period(q, day))]  # doctest: +NORMALIZE_WHITESPACE
    [('2023-08-01', '2023-08-31', 0), ('2023-01-01', '2023-12-31', 0), ('2024-08-01', '2024-08-31', 0), ('', '', 3),
     ('2024-03-01', '2024-06-30', 0), ('2024-01-01', '', 0)]
    """
    found = [p for reader in (_latest, _newest, _recent, _dated) if (p := reader(text, newest))]
    return min(found, key=lambda p: (p.start, -p.end), default=None)


def _latest(text: str, _: PartialDate | None) -> Period | None:
    match = _patterns()["latest"].search(text)
    count = _count(match["count"]) if match else 0
    return Period(match.group(), *match.span(), latest=count) if match and count else None


def _newest(text: str, _: PartialDate | None) -> Period | None:
    match = _patterns()["newest"].search(text)
    return Period(match.group(), *match.span(), latest=1) if match else None


def _recent(text: str, newest: PartialDate | None) -> Period | None:
    match = _patterns()["recent"].search(text)
    if match is None or newest is None or not newest.year:
        return None
    months = 6 if match["half"] else _count(match["count"]) * (12 if match["unit"] == "年" else 1)
    if not months:
        return None
    year, month = _months_before(newest, months)
    day = min(newest.day or 1, monthrange(year, month)[1])
    return Period(match.group(), *match.span(), since=f"{year:04d}-{month:02d}-{day:02d}")


def _dated(text: str, newest: PartialDate | None) -> Period | None:
    points = [(m.start(), m.end(), span) for m in _point().finditer(text) if (span := _span(m, newest))]
    if not points:
        return None
    start, end, (since, until) = points[0]
    if len(points) > 1 and _JOINED.fullmatch(text, end, points[1][0]):
        end, until = points[1][1], points[1][2][1]
    elif match := _OPEN_END.match(text, end):
        end, until = match.end(), ""
    elif match := _OPEN_START.match(text, end):
        end, since, until = match.end(), "", _day_before(since)
    return Period(text[start:end], start, end, since, until)


def _span(match: re.Match[str], newest: PartialDate | None) -> tuple[str, str] | None:
    """First and last day of a point of time, ``None`` if it names no day there is."""
    group = match.groupdict()
    for key, reader in _READERS:
        if group[key]:
            try:
                return reader(group, newest)
            except ValueError:  # month 13, no number, or no newest meeting to count from
                return None
    return None


def _iso(group: dict[str, str | None], _: PartialDate | None) -> tuple[str, str]:
    parts = [int(p) for p in re.split(r"[-/.]", group["iso"] or "")]
    return _bounds(*parts)


def _yearly(group: dict[str, str | None], newest: PartialDate | None) -> tuple[str, str]:
    if group["relative"]:
        year = _known(newest) + _shifts()[group["relative"]][1]
    else:
        year = _whole(group["year"])
        year += 2000 if year < 100 else 0
    if group["half"]:
        return _half(year, group["half"])
    if group["quarter"]:
        return _quarter(year, _whole(group["quarter"]))
    return _bounds(year, _given(group["month"]), _given(group["day"]))


def _other(group: dict[str, str | None], newest: PartialDate | None) -> tuple[str, str]:
    unit, shift = _shifts()[group["other"] or ""]
    _known(newest)
    if newest is None or not newest.month:
        raise ValueError("no month to count from")
    year, month = _months_before(newest, -shift * (3 if unit == "quarter" else 1))
    return _quarter(year, (month + 2) // 3) if unit == "quarter" else _bounds(year, month)


def _bare(group: dict[str, str | None], newest: PartialDate | None) -> tuple[str, str]:
    """A month without a year is the last one there was up to the newest meeting."""
    month, day = _whole(group["bare"]), _given(group["bare_day"])
    year = _known(newest)
    later = newest is not None and newest.month is not None and month > newest.month
    return _bounds(year - later, month, day)


def _bare_half(group: dict[str, str | None], newest: PartialDate | None) -> tuple[str, str]:
    return _half(_known(newest), group["bare_half"] or "")


def _bare_quarter(group: dict[str, str | None], newest: PartialDate | None) -> tuple[str, str]:
    return _quarter(_known(newest), _whole(group["bare_quarter"]))


_READERS: tuple[tuple[str, Callable[[dict[str, str | None], PartialDate | None], tuple[str, str]]], ...] = (
    ("iso", _iso), ("year", _yearly), ("relative", _yearly), ("other", _other), ("bare", _bare),
    ("bare_half", _bare_half), ("bare_quarter", _bare_quarter),
)  # fmt: skip


def _bounds(year: int, month: int | None = None, day: int | None = None) -> tuple[str, str]:
    """First and last day of a year, a month or a day. :raises ValueError: there is no such day."""
    first = date(year, 1 if month is None else month, 1 if day is None else day)
    last = first if day is not None else first.replace(month=12 if month is None else month)
    if day is None:
        last = last.replace(day=monthrange(last.year, last.month)[1])
    return first.isoformat(), last.isoformat()


def _half(year: int, which: str) -> tuple[str, str]:
    return (_bounds(year, 1)[0], _bounds(year, 6)[1]) if which == "上" else (_bounds(year, 7)[0], _bounds(year, 12)[1])


def _quarter(year: int, quarter: int) -> tuple[str, str]:
    return _bounds(year, 3 * quarter - 2)[0], _bounds(year, 3 * quarter)[1]


def _months_before(day: PartialDate, months: int) -> tuple[int, int]:
    """Year and month ``months`` before a date; a date without a month counts as its last one."""
    years, month = divmod((day.month or 12) - 1 - months, 12)
    return (day.year or 1) + years, month + 1


def _day_before(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()


def _known(newest: PartialDate | None) -> int:
    if newest is None or not newest.year:
        raise ValueError("no year to count from")
    return newest.year


def _count(text: str | None) -> int:
    """A small number of meetings or months; 几 is :data:`SEVERAL`, 0 if it is none."""
    if not text:
        return 0
    value = SEVERAL if text == "几" else int(number(text) or 0)
    return value if value <= _MOST else 0


def _given(text: str | None) -> int | None:
    return _whole(text) if text else None


def _whole(text: str | None) -> int:
    value = number(text) if text else None
    if value is None:
        raise ValueError(f"no number: {text}")
    return int(value)
