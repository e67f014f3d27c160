"""When something is due: 4月30日前, 会后, 两个月内, 下一次例会."""

from __future__ import annotations

import re

_N = r"[\d〇零一二三四五六七八九十两]"
_DAY = (
    rf"(?:(?:20\d\d|1[01]\d|[今明本]|二[〇零]{_N}{{2}})\s?年\s?)?{_N}{{1,3}}\s?月(?:份)?\s?(?:{_N}{{1,3}}\s?[日号]|[上中下]旬|月?[底初中末])?"
    r"|(?:20\d\d[-/.])?\d{1,2}/\d{1,2}(?:\(.\))?|20\d\d-\d\d-\d\d|(?<!\d)\d{1,2}[日号](?!常|程|期)"
)
_WORD = (
    r"(?:本|下|这|这个|每|上)?(?:周|星期)[一二三四五六日天]|(?:本|下|这|这个)(?:周|月|季度|学期|星期)(?:[内底末初]|五|四)?|[今明本]年(?:内|底|初|末|[上下]半年)?"
    r"|年[内底末]|月底|季度末|学期末|会后|近日|近期|即日起?|下一?次(?:例会|会议)|下期例会|明天|今天|今晚|后天|春节|国庆|五一|中秋|元旦|端午|汛期|暑期|寒假|暑假|第[一二三四]季度"
)
_SPAN = rf"{_N}{{1,4}}\s?个?\s?(?:工作日|小时|天|日|周|星期|月|年|学期)(?:之|以)?内"
_DUE = re.compile(
    rf"(?:(?:在|于|自|从|至|到|最迟|不迟于|截止|截至|预计|争取|力争)\s?)?(?P<due>(?:(?:{_DAY})(?:\s?(?:至|到|-|~|—|、|和|及|或)\s?(?:{_DAY}))?|{_WORD})"
    rf"(?:[^,。;:\n]{{0,3}}?(?:下班|[上下中]午|早上|晚上|中午))?(?:\([^()]{{1,12}}\))?\s?(?P<tail>以前|之前|前|内|之内|以后|后|起|底前|底|末)?|{_SPAN})"
)
_EVENT = re.compile(
    r"(?<![^,。;:、在于\s])(?P<due>[^,。;:、在于]{2,16}(?:之前|以前|完成前|召开前|结束前|完成后|结束后|解散后"
    r"|(?<![以目之])前(?=[,须要需必完]|提|交|报)))"
)
_HINT = re.compile(r"[月日号周星季年期天晚节庆五秋旦午假次内前后/-]")
"""Every deadline holds one of these; most clauses hold none, which one look at each character tells."""


def find_due(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the deadline stands in ``text[start:end]`` (folded); one with 前 or 内 wins over a bare date.

    >>> t = "请展锐在下周二(10月28日)前提供评估结果"
    >>> a, b = find_due(t, 0, len(t))
    >>> t[a:b]
    '下周二(10月28日)前'
    """
    if _HINT.search(text, start, end) is None:
        return None
    best: tuple[int, int] | None = None
    for match in _DUE.finditer(text, start, end):
        span = match.span("due")
        if match.group("tail") in ("以前", "之前", "前", "内", "之内", "底前") or match.group("due").endswith("内"):
            return span
        best = best or span
    if best is None and (event := _EVENT.search(text, start, end)):
        return event.span("due")
    return best
