"""Dates and times as reports write them, read against a given year, never against today."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import Block, BlockKind, PartialDate
from knowledge.normalize import fold
from knowledge.numerals import number

_N = r"[0-9〇零一二三四五六七八九十]"
_RANGE = rf"(?:\s?[-~至、]\s?{_N}{{1,3}}(?=\s?[日号]))?"
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"(?P<era>民国|中华民国)?(?P<y>\d{{4}}|[一二][〇零○一二三四五六七八九]{{3}}|(?<!\d)\d{{2,3}}(?=\s?年\s?{_N}{{1,3}}\s?月)|(?<=民国)[〇零○一二三四五六七八九]{{2,3}})\s?年\s?"
    rf"(?:(?P<m>{_N}{{1,3}})\s?月(?:份)?\s?(?:(?P<d>{_N}{{1,3}}){_RANGE}\s?[日号]|(?P<d6>\d\d)(?![\d月:年]))?)?"
    rf"|(?<![\d.])(?P<m2>{_N}{{1,3}})\s?月\s?(?P<d2>{_N}{{1,3}}){_RANGE}\s?[日号]"
    r"|(?<![\d.])(?P<y7>20\d\d)(?P<m7>0[1-9]|1[0-2])(?P<d7>0[1-9]|[12]\d|3[01])(?![\d.])"
    rf"|(?<!\d)(?P<d8>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?P<mon8>{_MONTH})[a-z]*\.?,?[\s-](?P<y8>20\d\d)(?!\d)"
    rf"|(?<!\d)(?P<y9>20\d\d)[\s-](?P<mon9>{_MONTH})[a-z]*\.?[\s-](?P<d9>\d{{1,2}})(?!\d)"
    r"|(?<![\d.])(?P<y3>20\d\d|19\d\d|1[01]\d)(?:[-/.]|\s/\s)(?P<m3>\d{1,2})(?:(?:[-/.]|\s/\s)(?P<d3>\d{1,2}))?(?![\d.])"
    r"|(?<!\d)(?P<d5>\d{1,2})-(?P<m5>\d{1,2})-(?P<y5>20\d\d)(?!\d)"
    rf"|(?P<mon>{_MONTH})[a-z]*\.?\s?(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y4>20\d\d)"
)
_MONTHS = {
    m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found in a text."""

    start: int
    end: int
    date: PartialDate


def find_dates(text: str) -> Iterator[Dated]:
    """Dates in a text, with offsets; years of the 民国 calendar (two or three digits) become Gregorian.

    >>> [str(d.date) for d in find_dates("2015年8月18日、106年10月18日、11月5日、2024-02-20、Nov.2, 2021、二〇二〇年三月")]
    ['2015-08-18', '2017-10-18', '11-05', '2024-02-20', '2021-11-02', '2020-03']
    >>> [str(d.date) for d in find_dates("6月7至8日、20240607、7 June 2024")]
    ['06-07', '2024-06-07', '2024-06-07']
    """
    folded = fold(text)
    for match in _DATE.finditer(folded):
        group = match.groupdict()
        year, month, day = (_first(group, key) for key in ("y", "m", "d"))
        if named := group["mon"] or group["mon8"] or group["mon9"]:
            month = _MONTHS[named]
        if year is not None and year < 200:
            year += 1911
        if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
            continue
        if year is not None and not 1900 <= year <= 2100:
            continue
        yield Dated(match.start(), match.end(), PartialDate(year, month, day))


def _first(group: dict[str, str | None], key: str) -> int | None:
    """The number of the one alternative that matched: y, y3, y4, …"""
    return _whole(next((v for k, v in group.items() if v and k.rstrip("0123456789") == key), None))


def _whole(text: str | None) -> int | None:
    value = number(text) if text else None
    return None if value is None else int(value)


_LINKED = re.compile(r"https?://[^\s()]{0,200}?[/.-](20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_APPEARED = re.compile(
    r"(?:发布|播出|发稿|刊发|刊登|录入|更新|上传|发表|推送|见报|印发)(?:日期|时间|于)?\s?:?|来源|浏览|阅读|点击|责编|编辑:|供稿"
    r"|第?\s?\d+\s?版|(?:日|晚|晨|时|周)报(?:$|\s)|^原创\s"
)
_EDGE_LINES = 10
_LONGEST_EDGE = 120


def says_published(line: str) -> bool:
    """Whether a short folded line says when the text appeared (发布日期：…　浏览 845), rather than when people met.

    >>> says_published("播出日期:2024年5月17日 早间版"), says_published("会议时间:2024年5月17日")
    (True, False)
    """
    return len(line) <= _LONGEST_EDGE and "。" not in line and bool(_APPEARED.search(line))


def published_date(text: str, blocks: Sequence[Block]) -> PartialDate | None:
    """The date a page says it was published: in its furniture lines, a line about its appearance, or a dated link.

    >>> str(published_date("(2015-08-19 10:19:00) 来源:", [Block(BlockKind.FURNITURE, 1, 0, 25, "(2015-08-19 10:19:00) 来源:")]))
    '2015-08-19'
    """
    for block in blocks:
        if block.kind is BlockKind.FURNITURE:
            if match := re.search(r"/(20\d\d)/?([01]\d)/?([0-3]\d)/", block.text):
                return PartialDate(*map(int, match.groups()))
            for dated in find_dates(block.text):
                if dated.date.year and dated.date.month:
                    return dated.date
    edge = [fold(b.text) for b in (*blocks[:_EDGE_LINES], *blocks[_EDGE_LINES:][-3:])]
    printed = (d.date for line in edge if says_published(line) for d in find_dates(line))
    if found := next((d for d in printed if d.year and d.month and d.day), None):
        return found
    linked = _LINKED.search(text)
    return PartialDate(*map(int, linked.groups())) if linked else None


def complete(date: PartialDate, against: PartialDate | None) -> PartialDate:
    """``date`` with the year that a publication date settles: the same year, or the year before when the date would
    otherwise lie after publication.

    >>> str(complete(PartialDate(None, 12, 30), PartialDate(2016, 1, 4)))
    '2015-12-30'
    """
    if date.year or not date.month or against is None or not against.year:
        return date
    later = against.month is not None and (date.month, date.day or 1) > (against.month, against.day or 31)
    return PartialDate(against.year - later, date.month, date.day)
