"""Labels of minutes (时间：, 主持人：, 到会理事（9 人）：) and what they introduce."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from knowledge import lexicon
from knowledge.normalize import fold

_HEAD_FIELDS = ("date", "place", "host", "record", "present", "observer", "absent")


@cache
def field_kinds() -> dict[str, str]:
    """Folded field label → what it introduces (date, place, host, …)."""
    return {label.lower(): kind for kind, labels in lexicon.table("field_labels.txt").items() for label in labels}


def spread(labels: tuple[str, ...]) -> str:
    """A regular expression for any of the labels, longest first, short ones also drawn out (主 持 人, 记　录).

    >>> bool(re.fullmatch(spread(("记录", "记录人")), "记 录 人"))
    True
    """
    return "|".join(
        r"\s{0,4}".join(label) if 2 <= len(label) <= 4 and not label.isascii() else re.escape(label)
        for label in sorted(labels, key=len, reverse=True)
    )


@cache
def spaced_label() -> re.Pattern[str]:
    """A known label that only white space parts from its value (會議地點 學生會辦公室)."""
    labels = [label for label in field_kinds() if not label.isascii()]
    long = spread(tuple(label for label in labels if len(label) >= 4))
    short = spread(tuple(label for label in labels if len(label) < 4))
    head = spread(tuple(label for label in labels if field_kinds()[label] in _HEAD_FIELDS and len(label) > 1))
    return re.compile(
        rf"^(?:({long})[*】]{{0,3}}\s+|({head})[*】]{{0,3}}\s(?=[^。]{{1,80}}$)|({short})[*】]{{0,3}}(?:\s{{2,}}|\t))(?=\S)"
    )


@cache
def _label_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = lexicon.table("field_patterns.txt")
    return tuple((kind, re.compile("|".join(f"(?:{e})" for e in expressions))) for kind, expressions in table.items())


@lru_cache(maxsize=8192)
def field_kind(label: str) -> str:
    """What a label introduces, ``""`` if it is not a known one.

    >>> field_kind("會議主持人"), field_kind("到会理事（9 人）"), field_kind("zeno")
    ('host', 'present', '')
    """
    words = re.sub(r"\*|\(.*?\)", "", fold(label)).split()
    folded = "".join(words)
    spelt_out = len(words) > 1 and len(words[0]) > 2  # a text before the label (整理清单 责任人), not 主 持 人
    if folded in field_kinds() or spelt_out or not 2 <= len(folded) <= 16:
        return field_kinds().get(folded, "")
    return next((kind for kind, pattern in _label_patterns() if pattern.fullmatch(folded)), "")
