"""The core phrase of a requirement: without 一是要围绕…, owner, deadline, and what comes after it."""

from __future__ import annotations

import re
from functools import cache

from knowledge import lexicon

MAX_LENGTH = 40
_LONGEST = 80
_LEAD = re.compile(
    r"[\s,。;:、*\-+—→>]*(?:\[[ x]\])?(?:[a-z]\d{1,2}\s)?\s*"
    r"(?:(?:会议|大会|双方|与会[^,]{0,4})?(?:指出|强调|要求|认为|决定|明确)[,:]|同时|此外|另外|并且|目前|当前|后续"
    r"|下一步|接下来|因此|所以|其次|最后|首先|再次|也|就是|我们|大家|结论|决议|决定)?[,:\s]*(?:要(?!求)|希望)?"
)
_COMMA = re.compile(r"[,:](?!\d)")
_OWNER_MARK = re.compile(r"\s?[-—–]{1,3}\s?@?$|\s?(?:责任人|负责人|跟进人|跟进|owner|assignee|by)\s?:?\s?@?$|[@→:]\s?$")


@cache
def words(key: str) -> re.Pattern[str]:
    """The expressions of a line of ``task_words.txt`` as one pattern."""
    return re.compile("|".join(sorted(lexicon.table("task_words.txt")[key], key=len, reverse=True)))


def core_phrase(
    text: str, start: int, end: int, owner: tuple[int, int] | None, due: tuple[int, int] | None, *, skip: bool = False
) -> tuple[int, int] | None:
    """Bounds of the core phrase of the requirement in ``text[start:end]`` (folded), ``None`` if nothing is left.

    ``skip`` leaves out clauses that only describe, where a later one says what is to be done.

    >>> t = "一是要围绕更好地发挥优势,进一步做好民主党派工作。"
    >>> a, b = core_phrase(t, 2, len(t), None, None)
    >>> t[a:b]
    '进一步做好民主党派工作'
    """
    first = _begin(text, start, end, owner, due)
    clauses = _clauses(text, first, _stop(text, first, end, owner))
    if len(clauses) > 1 and words("purpose").match(text, *clauses[0]):
        clauses = clauses[1:]
    elif skip and not _marked(text, clauses[0] if clauses else (first, first)):
        clauses = clauses[next((n for n, clause in enumerate(clauses) if _marked(text, clause)), 0) :]
    if not clauses:
        return None
    first = _begin(text, *clauses[0], owner, due)
    last = clauses[0][1]
    for _, stop in clauses[1:]:
        if stop - first > MAX_LENGTH:
            break
        last = stop
    return _trim(text, first, min(last, first + _LONGEST))


def _marked(text: str, clause: tuple[int, int]) -> bool:
    return bool(words("must").search(text, *clause) or words("verb").match(text, *clause))


def _begin(text: str, start: int, end: int, owner: tuple[int, int] | None, due: tuple[int, int] | None) -> int:
    """Where the phrase begins: after lead-in words, and after owner and deadline where they come first."""
    at = start
    for _ in range(4):
        before = at
        for span in (owner, due):
            if span and at <= span[0] <= at + 2 and span[1] < end:
                at = span[1]
        at = _LEAD.match(text, at, end).end()  # type: ignore[union-attr]
        if at == before:
            break
    return at


def _stop(text: str, start: int, end: int, owner: tuple[int, int] | None) -> int:
    """Where the phrase ends: before an owner written behind it."""
    if owner is None or owner[0] <= start:
        return end
    bracket = max(text.rfind("(", start, owner[0]), text.rfind("【", start, owner[0]))
    if bracket > start and not set(")】") & set(text[bracket : owner[0]]):
        return bracket
    mark = _OWNER_MARK.search(text, start, owner[0])
    return mark.start() if mark and mark.start() > start else end


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in ' ,。;:、*"':
        start += 1
    while end > start and text[end - 1] in " ,。;:、*(":
        end -= 1
    return (start, end) if end - start >= 2 else None


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Pieces between commas, the sentence's end left out."""
    while end > start and text[end - 1] in "。;!? \n":
        end -= 1
    pieces, at = [], start
    for match in _COMMA.finditer(text, start, end):
        if match.start() > at:
            pieces.append((at, match.start()))
        at = match.end()
    if end > at:
        pieces.append((at, end))
    return pieces
