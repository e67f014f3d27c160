"""Which questions are about several meetings at once, told by their words; everything else is about what one report says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge import lexicon
from knowledge.across.periods import Period, find_period
from knowledge.model import PartialDate
from knowledge.normalize import fold

LONGEST = 60
"""A longer question (characters) tells a story and is none of these."""


class Matter(StrEnum):
    """What is asked across meetings."""

    ATTENDED = "attended"
    CAPACITY = "capacity"
    LAST = "last"
    FIRST = "first"
    MENTIONS = "mentions"
    TASKS = "tasks"
    COUNT = "count"
    LIST = "list"
    HOSTS = "hosts"
    PLACES = "places"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over several meetings: the person, topic or unit it is about, what they did, and when.

    ``named`` tells that the question names the meetings (最近一次会议), so that it may well be about one of them.
    """

    matter: Matter
    subject: str = ""
    deed: str = ""
    period: Period | None = None
    named: bool = False


_SLOTS = {
    "name": r"(?P<name>[\w·]{1,16}?)",
    "owner": r"(?P<owner>[\w·]{2,20}?)",
    "topic": r"(?P<topic>[\w·]{2,30}?)",
}
_WHEN = "§"
_SUBJECT = ("name", "owner", "topic")
_FILE = "across_questions.txt"
_ALL_MEETINGS = "历次会议"
_POINTED = re.compile(
    r"(?:里|内|间|中|期间)?(?:召开的|开的|举行的|举办的|所有的?|全部的?|各次|历次|那[次场个]|这[次场个]|这几次|几次|的){0,3}"
    r"(?:领导小组|常务|工作|办公|专题|党组|全体|例行)?(?:会议?(?:纪要|报告)|会议(?![纪记]录|制度|室)|例会|会(?![议员场计费务后前期商谈见])|纪要|报告)"
)
_LINK = re.compile(r"[里内间中]?[的,]?")


@cache
def _roles() -> dict[str, str]:
    return {word: role for role, words in lexicon.table("across_deeds.txt").items() for word in words}


@cache
def _patterns() -> tuple[tuple[Matter, re.Pattern[str]], ...]:
    """The patterns in the order of the file, with what stands in braces filled in."""
    parts = dict(_SLOTS, deed=f"(?P<deed>{lexicon.alternation(tuple(_roles()))})", when=_WHEN)
    return lexicon.patterns(_FILE, Matter, parts)


def is_pronoun(subject: str) -> bool:
    """Whether what is asked about is 他 or the like: someone named before."""
    return subject in lexicon.table("across_nobody.txt")["pronoun"]


def understand(question: str, newest: PartialDate | None) -> Asked | None:
    """What a question asks across meetings, ``None`` if it is about what one report says.

    :param newest: the date of the newest meeting, which 去年 and 上个月 are counted from.

    >>> asked = understand("请问王小明去年主持过哪些会？", PartialDate(2024, 9, 10))
    >>> asked.matter.value, asked.subject, asked.deed, asked.period.since
    ('attended', '王小明', '主持', '2023-01-01')
    >>> understand("谁参加了会议？", None), understand("下一次会议什么时候？", None)
    (None, None)
    """
    folded = fold(question)
    if len(folded) > LONGEST:
        return None
    period = find_period(folded, newest)
    for text, meant, named in _wordings(folded, period):
        for matter, pattern in _patterns():
            match = pattern.fullmatch(text)
            if match and (found := _asked(matter, match, meant, named)):
                return found
    return None


def _wordings(folded: str, period: Period | None) -> Iterator[tuple[str, Period | None, bool]]:
    """Ways to take a question apart: bare text, the stretch of time it holds, and whether that names the meetings."""
    if period is None:
        yield _bare(folded), None, False
        return
    before, after = folded[: period.start], folded[period.end :]
    if period.latest == 1:  # 上次讨论, 最近一次提到
        yield _bare(folded), None, False
    if pointed := _POINTED.match(after):
        yield _bare(before + _ALL_MEETINGS + after[pointed.end() :]), period, True
    if not period.latest:
        yield _bare(before + after[_link(after) :]), period, False
        yield _bare(before + _WHEN + after[_link(after) :]), period, False


def _link(after: str) -> int:
    match = _LINK.match(after)
    return match.end() if match else 0


@cache
def _polite() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = lexicon.table("across_polite.txt")
    before, after = lexicon.alternation(table["before"]), lexicon.alternation(table["after"])
    return re.compile(f"(?:{before})+"), re.compile(f"(?:{after})+$")


def _bare(text: str) -> str:
    """A question without punctuation and polite words."""
    before, after = _polite()
    text = re.sub(rf"[^\w·{_WHEN}]|_", "", text)
    if match := before.match(text):
        text = text[match.end() :] or text
    return after.sub("", text) or text


def _asked(matter: Matter, match: re.Match[str], period: Period | None, named: bool) -> Asked | None:
    """What a pattern found; ``None`` if what it is about can be nobody and nothing."""
    groups = match.groupdict()
    subject = next((groups[s] for s in _SUBJECT if groups.get(s)), "")
    if any(s in groups for s in _SUBJECT) and _is_nobody(subject):
        return None
    return Asked(matter, subject, _roles().get(groups.get("deed") or "", ""), period, named)


def _is_nobody(subject: str) -> bool:
    table = lexicon.table("across_nobody.txt")
    return subject in table["whole"] or any(word in subject for word in table["within"])


def meant_period(question: str, newest: PartialDate | None) -> Period | None:
    """The stretch of time that says which meetings an ordinary question is about, ``None`` if it has none.

    A deadline (8月底前完成什么) or a year that something else happened in does not say it.

    >>> day = PartialDate(2024, 9, 10)
    >>> [p.words if (p := meant_period(q, day)) else "" for q in ("2023年8月的会谁主持", "8月底前要完成什么", "上次会议在哪开")]
    ['2023年8月', '', '上次']
    """
    folded = fold(question)
    period = find_period(folded, newest)
    pointed = _POINTED.match(folded, period.end) if period else None
    if period is None or pointed is None:
        return None
    noun = re.search(r"(?:领导小组|常务|工作|办公|专题|党组|全体|例行)?(?:会|例会|纪要|报告)\w{0,3}?$", pointed.group())
    end = period.end + (noun.start() if noun else 0)
    words = folded[period.start : end].removesuffix("的")
    return Period(words, period.start, end, period.since, period.until, period.latest)
