"""Whether a report spells out a quoted term (四个纳入) or only uses it."""

from __future__ import annotations

import re

from knowledge.asking import Asking
from knowledge.model import Kind

_ASKS = re.compile(r"具体|哪[一二两三四五六七八九十几些]|是什么|指(的是)?什么|什么意思|包括什么|内容是|分别是")
_AFTER = re.compile(r"[\"”」』》]?\s?(?:[,，]?(?:是|即|就是|指|包括|也就是)|[:：(（]|——)")
_BEFORE = re.compile(r"(?:等|、[^,，。;；]{1,12}(?:的|等)?|[:：])[\"“「『《]?$")


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
