"""Typed pieces of a text that can be answers: dates and times, numbers with units, organisations, places, quoted terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge import lexicon
from knowledge.normalize import fold
from knowledge.segment import words


class Type(StrEnum):
    """What an entity is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    TIME = "time"
    NUMBER = "number"
    QUOTED = "quoted"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Entity:
    """A typed piece of a report's text; ``unit`` is a number's measure word."""

    type: Type
    start: int
    end: int
    unit: str = ""


_N = r"[0-9〇零一二三四五六七八九十两百]"
_DAY_PART = r"(?:上午|中午|下午|晚上?|晚间|凌晨|清晨|早上|傍晚|夜间|当晚|当日|全天)"
_CLOCK = (
    rf"(?:(?:am|pm)?\s?\d{{1,2}}[:.]\d\d(?::\d\d)?\s?(?:am|pm)?"
    rf"|{_N}{{1,3}}[时点時](?:{_N}{{1,3}}分|半|整|钟|許|许)?|\d{{1,2}}\s?(?:am|pm))"
)
_DAY = (
    rf"(?:(?:民国|公元)?(?:{_N}{{2,4}}|今|明|去|前|当|本|次|后|同)年度?(?:[第]?[一二三四1-4]季度|[上下]半年|底|初|末|中|内|q[1-4])?"
    rf"(?:\s?{_N}{{1,3}}\s?月份?(?:\s?{_N}{{1,3}}\s?[日号]|[上中下]旬|底|初|末)?)?"
    rf"|\d{{2,4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|(?<![\d.])\d{{1,2}}/\d{{1,2}}(?![\d/])|(?<![\d.])\d{{1,2}}\.\d{{1,2}}-\d{{1,2}}\.\d{{1,2}}"
    rf"|(?:今年|明年|去年|本|当|上个?|下个?|次)?(?:{_N}{{1,3}}\s?)月份?(?:\s?{_N}{{1,3}}\s?[日号]|[上中下]旬|底|初|末)?(?!票)"
    rf"|(?:上|下|本|这|每|隔|次|当)(?:个|两|一)?(?:周|星期|礼拜|月|季度|学期|学年|年度?)(?:[一二三四五六日天末底初内](?!家|起|次|届))?"
    rf"|(?:周|星期|礼拜)[一二三四五六日天]|(?<![\d.]){_N}{{1,3}}[日号](?![线楼位院馆文令公台院厅室])"
    rf"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s?\d{{1,2}},?\s\d{{4}}"
    r"|今天|明天|昨天|后天|前天|今日|明日|昨日|当天|次日|年底|年初|年末|年内|年中|月底|月初|月末|月内|季末|春节|国庆|中秋|五一|元旦|暑假|寒假|会后|会前|近期|近日|日前|即日起?|目前|随后|节前|节后"
    r"|第[一二三四1-4]季度|[上下]半年|q[1-4]|汛期|学期末|期末|期初)"
)
_AFTER = r"(?:之?前|之?后|之?内|以前|以后|以内|左右|上下|许|起|止|开始|底|初|期间|中)"
_TIME = re.compile(
    rf"(?:{_DAY}|{_CLOCK})(?:\s?[(（][^()（）]{{1,12}}[)）])?(?:[\s的]{{0,2}}(?:{_DAY}|{_DAY_PART}|{_CLOCK}))*"
    rf"(?:\s?(?:-|—|~|～|至|到|或|和|、|to)\s?(?:{_DAY}|{_DAY_PART}|{_CLOCK})(?:[\s]?(?:{_DAY_PART}|{_CLOCK}))*)*{_AFTER}?"
    rf"|{_N}{{1,4}}(?:个?(?:工作日|月|星期|小时|学期)|天|周|年|分钟|日)(?:之?内|以内|左右|之?前|之?后|一次)"
    rf"|每(?:{_N}{{1,2}}|个|隔|半)?(?:个?(?:季度|月|周|年|学期|星期|工作日)|天|日)(?:[一二三四五六日天末])?(?:\s?{_DAY_PART})?(?:\s?{_CLOCK})?(?:一次)?"
)
_LATIN = re.compile(r"[a-z0-9#@_][a-z0-9_.+#@/\-]*(?: [a-z0-9_.+#/\-]*[a-z0-9])*")
_QUOTE = re.compile(r"\"([^\"\n]{1,60})\"|《[^《》\n]{1,60}》|【[^【】\n]{1,40}】|「[^」\n]{1,60}」")
_BREAK = re.compile(r"[^\w\"()（）·\-]|[()（）]")


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    units = tuple(fold(u) for u in lexicon.words("measure_words.txt"))
    digits = r"(?:[$¥]|nt\$|约|近|超过?)?\d[\d,]*(?:\.\d+)?(?:[万亿千百]|[多余]|\+)*|[零一二三四五六七八九十百千万亿两半]{1,9}[多余几]?"
    return re.compile(
        rf"(?:第)?(?:{digits})(?:\s?[~～\-至到]\s?(?:{digits}))?\s?({lexicon.alternation(tuple(dict.fromkeys(units)))})?"
    )


@lru_cache(maxsize=1)
def _suffixes(name: str = "organisation_suffixes.txt") -> frozenset[str]:
    return frozenset(fold(s) for s in lexicon.words(name))


@lru_cache(maxsize=1)
def _place_suffixes() -> frozenset[str]:
    return frozenset(fold(s) for s in lexicon.words("place_suffixes.txt"))


@lru_cache(maxsize=1)
def cut_words() -> frozenset[str]:
    """Folded words at which an answer may begin or end."""
    return frozenset(fold(w) for w in lexicon.words("cut_words.txt"))


def find(text: str, start: int = 0, names: tuple[str, ...] = ()) -> list[Entity]:
    """Entities of a text; offsets are shifted by ``start``. ``names`` are people to look for."""
    folded = fold(text)
    found = [Entity(Type.TIME, m.start(), m.end()) for m in _TIME.finditer(folded)]
    found += _outside(_numbers(folded), found)
    found += [Entity(Type.QUOTED, *_inner(m)) for m in _QUOTE.finditer(folded)]
    found += [Entity(Type.LATIN, m.start(), m.end()) for m in _LATIN.finditer(folded) if re.search("[a-z]", m.group())]
    found += _named(folded)
    for name in names:
        at = text.find(name)
        while at >= 0:
            found.append(Entity(Type.PERSON, at, at + len(name)))
            at = text.find(name, at + 1)
    return (
        [Entity(e.type, e.start + start, e.end + start, e.unit) for e in dict.fromkeys(found)]
        if start
        else list(dict.fromkeys(found))
    )


def _outside(numbers: list[Entity], times: list[Entity]) -> list[Entity]:
    """Numbers that are not a part of a date or time."""
    inside = {x for t in times for x in range(t.start, t.end)}
    return [n for n in numbers if n.start not in inside or n.end - 1 not in inside]


def _inner(match: re.Match[str]) -> tuple[int, int]:
    """A quotation without its quotation marks; 《》 belong to a title."""
    return (match.start(), match.end()) if match.group()[0] == "《" else (match.start() + 1, match.end() - 1)


def _numbers(folded: str) -> list[Entity]:
    result = []
    for match in _number().finditer(folded):
        unit = match.group(1) or ""
        digits = any(c.isdigit() for c in match.group())
        if unit or digits:
            result.append(Entity(Type.NUMBER, match.start(), match.end(), unit))
    return result


def _named(folded: str) -> list[Entity]:
    """Organisations and places: words up to one with a known ending, back to the nearest break or function word."""
    result: list[Entity] = []
    parts: list[tuple[str, int]] = []
    previous_end = 0
    for word, at in words(folded):
        if _BREAK.search(folded[previous_end:at]) or (at > previous_end and not folded[previous_end:at].strip()):
            parts = []
        previous_end = at + len(word)
        if word in cut_words():
            parts = []
            continue
        parts.append((word, at))
        for kind, endings in ((Type.ORGANISATION, _suffixes()), (Type.PLACE, _place_suffixes())):
            if any(word.endswith(s) for s in _tails(word, endings)) and (len(word) > 1 or len(parts) > 1):
                for first in range(max(0, len(parts) - 5), len(parts)):
                    if first == 0 or first == len(parts) - 1:
                        result.append(Entity(kind, parts[first][1], previous_end))
    return result


def _tails(word: str, endings: frozenset[str]) -> list[str]:
    return [word[-n:] for n in range(1, min(5, len(word)) + 1) if word[-n:] in endings]
