"""Numbers with their unit and what they count: 28名 | 患者代表; 12.4亿元."""

from __future__ import annotations

import re
from functools import cache

from knowledge import lexicon
from knowledge.facts.source import Source
from knowledge.model import Count
from knowledge.numerals import CHINESE_NUMERAL, number

_AFTER = re.compile(
    r"(?:的)?(?P<what>[\u3400-\u9fffa-z][^,。;:!?、\s\d\n\"(《]{0,14}(?:\([^()]{1,12}\)[^,。;:、\s\d\n]{0,8})?)"
)
_MOST = 5_000
_NOT_BEFORE = "第进同统每这那某另逐唯单"


@cache
def _counted() -> re.Pattern[str]:
    units = lexicon.table("units.txt")["unit"]
    numeral = rf"\d[\d,]*(?:\.\d+)?[万亿千百]?|(?<![第{CHINESE_NUMERAL}])[{CHINESE_NUMERAL}]{{1,9}}"
    return re.compile(
        rf"(?<![\d.:/\-a-z])(?P<number>{numeral})\s?(?P<more>余|多)?(?P<unit>{lexicon.alternation(units)})(?![a-z])"
    )


def find_counts(source: Source) -> tuple[Count, ...]:
    """Counted things, in order; dates and ordinals are left out."""
    found = []
    for n, match in enumerate(_counted().finditer(source.text)):
        if n >= _MOST:
            break
        if _is_date(source.text, match) or _is_idiom(source.text, match):
            continue
        after = _AFTER.match(source.text, match.end())
        counted = source.report.text[after.start("what") : after.end("what")] if after else ""
        text = source.report.text[match.start() : match.end()]
        unit = source.report.text[match.start("unit") : match.end("unit")]
        found.append(Count(text, number(match.group("number")), unit, counted, match.start(), match.end()))
    return tuple(found)


def _is_idiom(text: str, match: re.Match[str]) -> bool:
    """进一步, 一带一路, 这一点 count nothing."""
    before = text[max(0, match.start() - 1) : match.start()]
    idle = match.group("number") == "一" and match.group("unit") in lexicon.table("units.txt")["idiom"]
    return idle or (bool(before) and before in _NOT_BEFORE)


def _is_date(text: str, match: re.Match[str]) -> bool:
    """2015年, 8月, 18日 and 第3项 are not counts; 3个月 is."""
    unit = match.group("unit")
    value = number(match.group("number")) or 0
    if unit == "年":
        return 1900 <= value <= 2100 or (
            90 <= value <= 130 and bool(re.match(r"\s?\d{1,2}\s?月", text[match.end() : match.end() + 5]))
        )
    if unit in ("月", "日", "号"):
        return not text.startswith(("以内", "内"), match.end())
    return False
