"""Whether a candidate is of the type that a question can only be answered by: a number, a time, somebody."""

from __future__ import annotations

import re

from knowledge.asking import Asking
from knowledge.entities import Type
from knowledge.item_runs import begins_inside
from knowledge.model import Kind
from knowledge.normalize import fold
from knowledge.structured import Candidate

_NUMBER = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿半双几多数全每无没甲乙丙丁ivx]")
_TIME = re.compile(r"\d|[年月日号天点时周季期后末底初晚早夜午夏秋冬春旬学届]|之前|以前|day|pm|am")
_OTHERS = re.compile(r"除了?|以外|之外|还有|其他|其余|另外|后来")
"""Questions that want a list without its first items."""
_LONG = 12
"""Characters of an answer to 谁 that may name somebody whom nothing tells for a person or a body."""


def fits_kind(asking: Asking, candidate: Candidate, text: str) -> bool:
    """Whether a candidate can answer a question of its kind, as far as the question's words leave no doubt of the kind.

    :param text: what the candidate says.
    """
    main, kinds = asking.query.kinds[0], set(asking.query.kinds)
    if main is Kind.HOW_MANY and kinds <= {Kind.HOW_MANY, Kind.WHAT}:
        return bool(_NUMBER.search(fold(text)))
    if main is Kind.WHEN and kinds <= {Kind.WHEN, Kind.WHAT, Kind.HOW_MANY}:
        return bool(_TIME.search(fold(text)))
    if main is Kind.WHICH_LIST and candidate.source == "span" and not _OTHERS.search(asking.query.text):
        passage = asking.reading.passages[candidate.passage]
        return not begins_inside(asking.reading.text.folded, passage.start, passage.end, candidate.pieces[0])
    if main is Kind.WHO and kinds <= {Kind.WHO, Kind.WHAT}:
        return len(text) <= _LONG or text.isascii() or _names_somebody(asking, candidate)
    return True


def _names_somebody(asking: Asking, candidate: Candidate) -> bool:
    somebody = (e for e in asking.reading.entities if e.type in (Type.PERSON, Type.ORGANISATION))
    return any(a <= e.start and e.end <= b for e in somebody for a, b in candidate.pieces)
