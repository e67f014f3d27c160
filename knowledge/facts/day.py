"""When the meeting was held, as precise as the report settles it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace

from knowledge.dates import complete, find_dates, says_published
from knowledge.facts.headline import is_letterhead, undated
from knowledge.facts.source import Field, Source, sentences
from knowledge.model import Block, BlockKind, PartialDate, Quote
from knowledge.normalize import fold

_MONTH_DAY = re.compile(r"(?<![\d.])(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\d.])")
_DAY = re.compile(
    r"(?<![\d月年.\-/~至])(\d{1,2})日?(?:\s?[-~至、到]\s?\d{1,2})?日(?!电|讯|报|常|内|前|均|起|之前|以前|后)"
)
_SLASHED_DAY = re.compile(
    r"(?<![\d/.:])(?P<month>1[0-2]|0?[1-9])[/.](?P<day>3[01]|[12]\d|0?[1-9])(?![\d/.%])"
    r"(?=\s?(?:\((?:周|星期|礼拜)?[一二三四五六日天]\)|(?:周|星期)[一二三四五六日天]|上午|下午|晚|早|中午|\d{1,2}:\d\d))"
)
_WEEKDAY = re.compile(
    r"(?P<last>上)?(?:本|这)?(?:周|星期)(?P<day>[一二三四五六日天])(?=上午|下午|晚|早|中午|,|在|于|召|举)"
)
_DATELINE = re.compile(r"[^。,:\d]{0,12}[电讯](?=[\s(:,。】]|记者|题|$)")
_RELATIVE = re.compile(
    r"[昨今](?:[日天晚]?\((?P<day>\d{1,2})日?\)[日天晚]?|日|晚|天(?!是))|前(?:天|日)(?=上午|下午|晚|,|在|于|召|举)|今[早晨晚]"
)
_SHORT_YEAR = re.compile(r"(?<!\d)([23]\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_SLASHED = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})(?![\d:/.-])")
_HELD = re.compile(
    r"召开|举行|举办|开展|主持|开幕|闭幕|落幕|开班|出席|参加|召集|召集人|会商|座谈|围坐|齐聚|办理|揭牌|签约"
)
_OPENS = re.compile(
    r"[^,。;:]{2,40}(?:会|会议|论坛|活动|仪式)(?:于|在)?(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日[^,。;:]{0,24}(?:召开|举行|举办|开幕)"
    r"|[^,。;:]{2,40}(?:\d{1,2}月)?\d{1,2}日[^。;:]{0,40}(?:召开|举行)[^。;:]{0,40}(?:会|会议|论坛|活动|仪式)(?=[,。;]|$)"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s?年(?!度|版|以来|前))|(?<!\d)(2\d)年(?!内|级|来|前|后|以)")
_NUMBERED = re.compile(r"[〔\[(【](20\d\d)[〕\])】].{0,8}号")
_PLANNED = re.compile(
    r"年?(?:度?(?:工作)?(?:计划|规划|目标|重点|预算|安排)|起|前|底前|要|将|力争|建成|实现|全面|.{0,12}(?:举行|开工|投用|完成|计划|规划))"
)
_EARLY = 3
_LOGGED = re.compile(r"meeting started|https?://[^\s/]*(?:log|minutes|meetbot|irc)[^\s]*20\d\d")
_PRINTED = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TITLE, BlockKind.FURNITURE, BlockKind.ROW, BlockKind.ITEM)
_HEAD_LINES = 8
_HEAD_NUMBER = 14
_LAST_WORDS = 60


def find_day(source: Source) -> tuple[Quote | None, PartialDate | None]:
    """The date's words and the date, as precise as the report settles it."""
    for find in (_field_date, _title_date, _told_date, _line_date, _any_field_date):
        if found := find(source):
            words, date = found
            return words, _with_year(source, date)
    kept = source.report.published if _front_matter(source) or _LOGGED.search(source.text) else None
    return None, _dated_line(source) or kept


def _first_date(source: Source, quote: Quote) -> tuple[Quote, PartialDate] | None:
    """The first date in a piece of the text that is not a news agency's."""
    folded = source.text[quote.start : quote.end]
    for dated in find_dates(quote.text):
        if dated.date.month and not _DATELINE.match(folded, dated.end):
            return source.report.quote(quote.start + dated.start, quote.start + dated.end), dated.date
    if match := _SHORT_YEAR.search(folded):
        date = PartialDate(2000 + int(match.group(1)), int(match.group(2)), int(match.group(3)))
        return source.report.quote(quote.start + match.start(), quote.start + match.end()), date
    return None


def _field_date(source: Source) -> tuple[Quote, PartialDate] | None:
    """时间：…"""
    return _date_of_fields(source, lambda f: not says_published(source.text[f.block.start : f.block.end]))


def _any_field_date(source: Source) -> tuple[Quote, PartialDate] | None:
    """日期：… among the notes on a page (日期：…　供稿：…), where nothing else tells the day."""
    return _date_of_fields(source, lambda f: True)


def _date_of_fields(source: Source, wanted: Callable[[Field], bool]) -> tuple[Quote, PartialDate] | None:
    fields = (f for f in source.of_kind("date") if f.block.kind is not BlockKind.ROW and wanted(f))
    quotes = [source.report.quote(f.start, f.end) for f in fields]
    return next((found for q in quotes if (found := _first_date(source, q) or _month_and_day(source, q))), None)


def _month_and_day(source: Source, quote: Quote) -> tuple[Quote, PartialDate] | None:
    """6/7(五) at the start of a date's field."""
    if match := _SLASHED.match(source.text, quote.start, quote.end):
        month, day = int(match.group(1)), int(match.group(2))
        if 1 <= month <= 12 and 1 <= day <= 31:
            return source.report.quote(match.start(1), match.end(2)), PartialDate(None, month, day)
    return None


def _title_date(source: Source) -> tuple[Quote, PartialDate] | None:
    """A date at either end of the headline, or one with its year; 0307 counts as March 7th."""
    head = source.report.title
    if head is None or is_letterhead(head.text) or says_published(fold(head.text)):
        return None
    if any(d.date.year for d in find_dates(head.text)) or undated(source, head) != head:
        return _first_date(source, head)
    if match := _MONTH_DAY.search(fold(head.text)):
        date = PartialDate(None, int(match.group(1)), int(match.group(2)))
        return source.report.quote(head.start + match.start(), head.start + match.end()), date
    return None


def _told_date(source: Source) -> tuple[Quote, PartialDate] | None:
    """The date in the first sentences that tell of the meeting: 8月18日, 31日, 昨日."""
    lines = [b for b in source.content() if b.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)]
    head = [b for b in lines if b.number <= _HEAD_NUMBER and not _is_note(b)][:_HEAD_LINES]
    for held in (True, False):
        for block in head if held else head[:3] + [b for b in head[3:] if "。" in b.text][:2]:
            for start, end in list(sentences(source.text, block.start, block.end))[:6]:
                if held and not _HELD.search(source.text, start, end):
                    continue
                if found := _earliest(source, block, start, min(end, start + 200), held=held):
                    return found
    return _held_later(source, head)


def _held_later(source: Source, head: list[Block]) -> tuple[Quote, PartialDate] | None:
    """The date in a later sentence of the first lines that begins with the meeting: 全国某某会议13日至14日在京召开."""
    for block in head:
        for start, end in sentences(source.text, block.start, block.end):
            if _OPENS.match(source.text, start, end) and (found := _earliest(source, block, start, end, held=True)):
                return found
    return None


def _is_note(block: Block) -> bool:
    """Whether a line says when the page or the document appeared, or only who wrote it, and tells nothing."""
    return "。" not in block.text and (
        says_published(fold(block.text)) or is_letterhead(block.text) or _is_signature(block.text)
    )


def _is_signature(line: str) -> bool:
    """某某办公室　　2021年11月5日: a body and a day, wide apart."""
    dates = list(find_dates(line))
    rest = line[: dates[0].start] if dates else ""
    return len(dates) == 1 and dates[0].end == len(line.rstrip()) and bool(re.fullmatch(r"\S{4,30}\s{2,}", rest))


def _earliest(source: Source, block: Block, start: int, end: int, *, held: bool) -> tuple[Quote, PartialDate] | None:
    """What stands first in a sentence of: a date, a day of a month named elsewhere, 昨日, 7/17(周四)."""
    found = (
        _relative(source, start, end) if held else None,
        _first_date(source, source.report.quote(start, end)),
        _slashed_day(source, start, end),
        _day_only(source, block, start, end),
        _weekday(source, start, end),
    )
    return min((f for f in found if f), key=lambda f: f[0].start, default=None)


def _slashed_day(source: Source, start: int, end: int) -> tuple[Quote, PartialDate] | None:
    """7/17(周四), 7/17 14:00."""
    match = _SLASHED_DAY.search(source.text, start, end)
    if match is None:
        return None
    date = PartialDate(None, int(match.group("month")), int(match.group("day")))
    return source.report.quote(match.start(), match.end()), date


def _weekday(source: Source, start: int, end: int) -> tuple[Quote, PartialDate] | None:
    """上周五, 周三上午: the last such day before publication."""
    match = _WEEKDAY.search(source.text, start, end)
    told = source.report.published
    if match is None or not (told and told.year and told.month and told.day):
        return None
    day = datetime.date(told.year, told.month, told.day)
    back = (day.weekday() - "一二三四五六日".index(match.group("day").replace("天", "日"))) % 7
    if match.group("last") and back <= day.weekday():
        back += 7
    day -= datetime.timedelta(days=back)
    return source.report.quote(match.start(), match.end()), PartialDate(day.year, day.month, day.day)


def _relative(source: Source, start: int, end: int) -> tuple[Quote, PartialDate] | None:
    """昨日 and 今天, told on the day of the dateline or of publication."""
    match = _RELATIVE.search(source.text, start, min(end, start + 120))
    if match is None:
        return None
    words = source.report.quote(match.start(), match.end())
    told = (
        next((d.date for d in find_dates(source.text[start : match.start()]) if d.date.day), None)
        or source.report.published
        or _printed(source)
    )
    if told is None or not told.month or not told.day:
        return None
    date = _with_year(source, told)
    if match.group("day"):
        return words, _near(date, int(match.group("day")))
    if back := "今昨前".index(match.group()[0]):
        day = datetime.date(date.year or 2001, told.month, told.day) - datetime.timedelta(days=back)
        date = PartialDate(day.year if date.year else None, day.month, day.day)
    return words, date


def _near(published: PartialDate, day: int) -> PartialDate:
    """The day of the month told on a certain date: the last such day, that of the month before if it is still to come."""
    if not (published.month and published.day and day > published.day + 1):
        return replace(published, day=day)
    month = published.month - 1 or 12
    year = published.year - (month == 12) if published.year else None
    return PartialDate(year, month, day)


def _day_only(source: Source, block: Block, start: int, end: int) -> tuple[Quote, PartialDate] | None:
    """31日 in the text, in the month of the dateline or of publication."""
    match = _DAY.search(source.text, start, min(end, start + 200))
    if match is None or not 1 <= int(match.group(1)) <= 31:
        return None
    words, day = source.report.quote(match.start(), match.end()), int(match.group(1))
    before = find_dates(source.text[block.start : match.start()])
    if month := next((d.date for d in before if d.date.month), None):
        return words, PartialDate(month.year, month.month, day)
    published = source.report.published or _printed(source) or _signed(source)
    return (words, _near(published, day)) if published and published.month else None


def _signed(source: Source) -> PartialDate | None:
    """The full date in the report's last words: (2024年5月24日)."""
    dates = [d.date for d in find_dates(source.report.text[-_LAST_WORDS:])]
    return next((d for d in reversed(dates) if d.year and d.month and d.day), None)


def _line_date(source: Source) -> tuple[Quote, PartialDate] | None:
    """A short line at the top that gives the full date: 2019/07/20（六）　上午 10:00～12:30."""
    for block in dated_lines(source):
        if found := _first_date(source, source.report.quote(block.start, block.end)):
            return found
    return None


def dated_lines(source: Source) -> list[Block]:
    """Short lines at the top that hold a full date."""
    return [
        b
        for b in source.content()[:_HEAD_LINES]
        if len(b.text) <= 70 and "。" not in b.text and any(d.date.year and d.date.day for d in find_dates(b.text))
    ]


def _dated_line(source: Source) -> PartialDate | None:
    """The only full date in lines about the minutes or a recording, where the report has no other."""
    found = {
        d.date
        for b in source.report.blocks
        if re.search(r"会议|纪要|录像|录屏|meeting|minutes|slides|record", source.text[b.start : b.end])
        for d in find_dates(b.text[:400])
        if d.date.year and d.date.day
    }
    return found.pop() if len(found) == 1 else None


def _front_matter(source: Source) -> bool:
    return source.text.startswith("---")


def _with_year(source: Source, date: PartialDate) -> PartialDate:
    """A date with the year that the publication, the title, a printed date or the years told of settle."""
    if date.year or not date.month:
        return date
    published = source.report.published
    if published and published.year:
        return complete(date, published)
    head = source.report.title
    if head and (match := re.search(r"(?<!\d)(20\d\d)(?!\d)", fold(head.text))):
        return replace(date, year=int(match.group(1)))
    if printed := _printed(source):
        return complete(date, printed)
    if number := _NUMBERED.search(source.text):
        return replace(date, year=int(number.group(1)))
    return replace(date, year=_told_year(source.text, date.month))


def _printed(source: Source) -> PartialDate | None:
    """The full date of a short line: when the page or the minutes came out."""
    lines = (b for b in source.content() if len(b.text) <= 70 and "。" not in b.text and b.kind in _PRINTED)
    dates = (d.date for b in lines for d in find_dates(b.text))
    return next((d for d in dates if d.year and d.month and d.day), None)


def _told_year(text: str, month: int) -> int | None:
    """The year a report tells of: the only one, else the last that is over or running, plans (2027年建成) left out."""
    found = {
        (int(m.group(1) or 2000 + int(m.group(2))), bool(_PLANNED.match(text, m.end()))) for m in _YEAR.finditer(text)
    }
    if len({year for year, _ in found}) == 1:
        return next(iter(found))[0]
    told = [year for year, planned in found if not planned]
    # Early in a year reports tell of the year before.
    return max(told) if told and month > _EARLY else None
