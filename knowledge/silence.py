"""Reasons to say nothing whatever the score: what is asked for is named in the report, but not said."""

from __future__ import annotations

import re

from knowledge.asking import Asking
from knowledge.facts import names
from knowledge.facts.roles import ABSENT, MISSING, OBSERVE, PRESENT
from knowledge.model import Kind
from knowledge.sayings import asks_what_was_said, statements_of
from knowledge.slots import explained
from knowledge.structured import DIRECT_FIT, Candidate

_ASKS = re.compile(r"具体|哪[一二两三四五六七八九十几些]|是什么|指(的是)?什么|什么意思|包括什么|内容是|分别是")
_AFTER = re.compile(r"[\"”」』》]?\s?(?:[,，]?(?:是|即|就是|指|包括|也就是)|[:：(（]|——)")
_BEFORE = re.compile(r"(?:等|、[^,，。;；]{1,12}(?:的|等)?|[:：])[\"“「『《]?$")

_POINT = re.compile(r"第[一二三四五六七八九十百0-9]+")
_PLAINLY_SAID = re.compile(r"(?:讲|说|谈|发表|表达)(?:了|过|些)*(?:什么|啥|哪些)(?:话|内容|意见)?$")
_QUIET = {PRESENT, OBSERVE, ABSENT, MISSING}
_PLACED = re.compile(r"[在于][^,。;]{0,6}$|(?:地点|会址|会场)[^,。;]{0,6}$")
_HELD = re.compile(r"[^,。;]{0,12}(?:召开|举行|举办|开会|开幕|进行)|[。;\n]|$")
_CHAIRS = re.compile(r"主持|召集|主席[:：]|chair|host")
_AROUND = 16
"""Characters on either side of a candidate in which somebody must be said to chair."""
_OTHER_MEETING = re.compile(r"([上下])(?:一|个)?(?:次|回|届|期|场|轮)")


def must_be_silent(asking: Asking, best: Candidate) -> bool:
    """Whether the best candidate cannot be the answer, whatever its score."""
    return (
        only_used(asking)
        or of_another_meeting(asking, best)
        or no_such_point(asking)
        or no_title_given(asking, best)
        or nobody_chairs(asking, best)
        or nowhere_said(asking, best)
        or said_nothing(asking)
    )


def no_title_given(asking: Asking, best: Candidate) -> bool:
    """Whether somebody's office is asked for whom the report names without one, and the candidate is none."""
    if asking.query.kinds[0] is not Kind.TITLE_OF or not asking.query.people:
        return False
    people = [p for p in asking.reading.facts.people if p.name in asking.query.people]
    folded = asking.reading.text.folded
    office = any(names.title_length(folded, b) for _, b in best.pieces) or bool(best.text)
    return bool(people) and not any(p.titles or p.organisation for p in people) and not office


def nobody_chairs(asking: Asking, best: Candidate) -> bool:
    """Whether the question is who chaired, and neither the report nor the candidate's surroundings say so."""
    if "host" not in asking.sections or Kind.WHO not in asking.query.kinds or asking.reading.facts.meeting.host:
        return False
    folded = asking.reading.text.folded
    near = (folded[max(0, a - _AROUND) : b + _AROUND] for a, b in best.pieces)
    return explained(asking, "host") >= DIRECT_FIT and not any(_CHAIRS.search(n) for n in near)


def nowhere_said(asking: Asking, best: Candidate) -> bool:
    """Whether the question is where the meeting was, and neither the report nor the words before the candidate say so."""
    if "place" not in asking.sections or Kind.WHERE not in asking.query.kinds or asking.reading.facts.meeting.place:
        return False
    folded = asking.reading.text.folded
    return explained(asking, "place") >= DIRECT_FIT and not any(
        _PLACED.search(folded[max(0, a - _AROUND) : a]) and _HELD.match(folded, b) for a, b in best.pieces
    )


def said_nothing(asking: Asking) -> bool:
    """Whether the question is what somebody said of whom the report tells only that he came, or spoke, but not a word of it."""
    if len(asking.query.people) != 1 or not asks_what_was_said(asking.query.text):
        return False
    (name,) = asking.query.people
    person = next((p for p in asking.reading.facts.people if p.name == name), None)
    spoke = bool(statements_of(asking, name)) or name in asking.reading.speakers
    plainly = _PLAINLY_SAID.search(asking.query.text.rstrip("?？!。"))
    return person is not None and not spoke and bool(plainly or set(person.roles) <= _QUIET)


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
