"""Reasons to say nothing whatever the score: what is asked for is named in the report, but not said."""

from __future__ import annotations

import re

from knowledge.asking import Asking
from knowledge.model import Kind
from knowledge.structured import Candidate

_ASKS = re.compile(r"具体|哪[一二两三四五六七八九十几些]|是什么|指(的是)?什么|什么意思|包括什么|内容是|分别是")
_AFTER = re.compile(r"[\"”」』》]?\s?(?:[,，]?(?:是|即|就是|指|包括|也就是)|[:：(（]|——)")
_BEFORE = re.compile(r"(?:等|、[^,，。;；]{1,12}(?:的|等)?|[:：])[\"“「『《]?$")

_POINT = re.compile(r"第[一二三四五六七八九十百0-9]+")
_OTHER_MEETING = re.compile(r"([上下])(?:一|个)?(?:次|回|届|期|场|轮)")


def must_be_silent(asking: Asking, best: Candidate) -> bool:
    """Whether the best candidate cannot be the answer: a term is only used, another meeting or a missing point is asked for."""
    return only_used(asking) or of_another_meeting(asking, best) or no_such_point(asking)


def no_such_point(asking: Asking) -> bool:
    """Whether a point is asked for by a number that no series of the report reaches and that stands nowhere in it."""
    wanted = asking.query.ordinal
    if wanted is None or asking.query.kinds[0] is not Kind.ORDINAL:
        return False
    reached = any(ordinal == wanted for series in asking.reading.series for ordinal, _, _ in series.points)
    named = _POINT.search(asking.query.text)
    return not reached and not (named and named.group() in asking.reading.text.folded)


def of_another_meeting(asking: Asking, best: Candidate) -> bool:
    """Whether the question is about the next or the last meeting, and the candidate's passage (or the one before) is not."""
    asked = _OTHER_MEETING.search(asking.query.text)
    if not asked:
        return False
    passages = asking.reading.passages[max(0, best.passage - 1) : best.passage + 1]
    near = asking.reading.text.folded[passages[0].start : passages[-1].end]
    headings = "".join(passages[-1].block.path)
    return not re.search(
        rf"{asked.group(1)}(?:一|个)?(?:次|回|届|期|场|轮|周|月|季|学)|下(?:一|个)?步", f"{headings}{near}"
    )


def only_used(asking: Asking) -> bool:
    """Whether the question wants a quoted term explained that the report uses without saying what it stands for."""
    if not asking.query.terms or not _ASKS.search(asking.query.text):
        return False
    if not {Kind.DEFINE, Kind.WHICH_LIST} & set(asking.query.kinds):
        return False
    folded = asking.reading.text.folded
    for term in asking.query.terms:
        places = [m.span() for m in re.finditer(re.escape(term), folded)]
        if places and not any(_AFTER.match(folded, b) or _BEFORE.search(folded[max(0, a - 20) : a]) for a, b in places):
            return True
    return False
