"""The core phrase of a requirement: without 一是要…, owner, deadline, and what is written behind it."""

from __future__ import annotations

import re
from functools import cache

from knowledge import lexicon

MAX_LENGTH = 40
_LONGEST = 80
_SHORT, _LEAST = 8, 4
_NO_LEAD = ("经", "为", "以", "通过")
_LEAD = (
    r"[\s,。;:、*\"+\-—→>●■□◆▲▪·]*(?:\[[ x]\])?(?:[a-z]{1,4}-?\d{1,3}(?=[\s【\[])\s*)?(?:[【\[][^【】\[\]]{1,20}[】\]])?\s*"
    r"(?:(?:会议|大会|双方|与会[^,]{0,4})?(?:指出|强调|要求|认为|决定|明确)[,:]|同时|此外|另外|并且|目前|当前|后续|会后|会上"
    r"|下一步|接下来|因此|所以|其次|最后|首先|再次|也|并|还|再|那|就是|我们|大家|结论|决议|议决)?[,:\s]*"
    r"(?:(?:还|就|则|都|均|也)?(?:要(?!求|[点素闻件害领])|须|应(?![用急届邀])当?|应该|必须(?=[^,]{6})|将(?=在|于|对|由|把|会|[^,]{0,2}{verbs}))|希望|会(?=把|在|将))?"
)
_TAIL = re.compile(
    r"\s*(?:[(【\[](?:责任|负责|牵头|跟进|主责|时限|完成|owner|by|ddl)[^()]{0,40}[)】\]]?"
    r"|[(【\[][^()]{0,30}$"
    r"|\s(?:责任人|负责人|跟进人|责任单位|牵头单位|截止日期|截止时间|截止|时限|完成时间|完成时限|owner|ddl|due)\s*:?.*"
    r"|\s?@.*|(?:\s[-—–]{1,3}|[-—–]{2,3}|→|=>)\s?[^()\-—–]{2,24}(?:\([^()]*\))?|~~|[⏰📅].*)$"
)


@cache
def words(key: str) -> re.Pattern[str]:
    """The expressions of a line of ``task_words.txt`` as one pattern."""
    return re.compile("|".join(sorted(lexicon.table("task_words.txt")[key], key=len, reverse=True)))


@cache
def cue(key: str) -> re.Pattern[str]:
    """The expressions of a line of ``task_cues.txt`` as one pattern."""
    return re.compile("|".join(lexicon.table("task_cues.txt")[key]))


def core_phrase(
    text: str, start: int, end: int, owner: tuple[int, int] | None, due: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Bounds of the core phrase of the requirement in ``text[start:end]`` (folded), ``None`` if nothing is left.

    >>> t = "要进一步做好民主党派工作"
    >>> a, b = core_phrase(t, 0, len(t), None, None)
    >>> t[a:b]
    '进一步做好民主党派工作'
    """
    first = _begin(text, start, end, owner, due)
    last = _stop(text, first, end, owner)
    core = _trim(text, first, min(last, first + _LONGEST))
    if core is None or core[1] - core[0] < _LEAST:  # what remains says nothing: with owner and deadline then
        return _trim(text, start, min(end, start + _LONGEST))
    return core


def is_lead(text: str, span: tuple[int, int]) -> bool:
    """Whether a clause only leads in to the next: 围绕…, 根据…, 如果…."""
    found = words("purpose").match(text, *span)
    return found is not None and found.group() not in _NO_LEAD and not text.startswith(("通过", "把"), span[0])


def is_short(span: tuple[int, int]) -> bool:
    """Whether a phrase says too little to stand alone."""
    return span[1] - span[0] < _SHORT


def _begin(text: str, start: int, end: int, owner: tuple[int, int] | None, due: tuple[int, int] | None) -> int:
    """Where the phrase begins: after lead-in words, and after owner and deadline where they come first."""
    at = start
    for _ in range(5):
        before = at
        for span in (owner, due):
            if span and at <= span[0] <= at + 2 and span[1] < end - 2:
                at = span[1]
        at = _lead().match(text, at, end).end()  # type: ignore[union-attr]
        if at == before:
            break
    return at


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(_LEAD.replace("{verbs}", f"(?:{words('verb').pattern})"))


def _stop(text: str, start: int, end: int, owner: tuple[int, int] | None) -> int:
    """Where the phrase ends: before an owner or a deadline written behind it."""
    tail = _TAIL.search(text[start:end])
    stop = start + tail.start() if tail and tail.start() >= 2 else end
    if owner and start + 2 < owner[0] < stop and owner[1] >= stop - 8:
        bracket = max(text.rfind("(", start, owner[0]), text.rfind("【", start, owner[0]))
        if bracket > start + 2 and not set(")】") & set(text[bracket : owner[0]]):
            return bracket
    return stop


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in ' ,。;:、*"\u3000~':
        start += 1
    while end > start and text[end - 1] in " ,。;:、*(\u3000~":
        end -= 1
    return (start, end) if end - start >= 2 else None
