"""Several questions in one message, told apart: one a line, or one after the other, each with its question mark.

Only where every piece is a question. Anything else (a report, a question with its preamble, 是吗？ after a statement) stays whole.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from bot.settings import UPLOADS
from knowledge.normalize import fold

_ENDS = "?？"
_MARKS = "?？!！"
_OPENING, _CLOSING = '“‘「『《（(【"', '”’」』》）)】"'
_NUMBER = re.compile(r"^(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、:：]\s*(?!\d)|[-*•·①-⑳]\s*)")
_LEANING = ("还是", "或者", "或", "对", "是吗", "是吧", "是不是", "好吗", "行吗", "可以吗")
"""How a piece begins that belongs to the one before it."""
_SHORTEST = 3


def questions(text: str) -> tuple[str, ...]:
    """The questions of a message, without their numbers, each once; the whole text where it is not several.

    >>> questions("谁主持会议？在哪里开的？")
    ('谁主持会议？', '在哪里开的？')
    >>> questions("1. 谁主持会议\\n2. 第二项任务是什么")
    ('谁主持会议', '第二项任务是什么')
    >>> questions("会议是王小明主持的，对吗？")
    ('会议是王小明主持的，对吗？',)
    """
    if len(text) >= UPLOADS.text_characters:
        return (text,)
    pieces = [
        _NUMBER.sub("", piece) for line in text.splitlines() if line.strip() for piece in _sentences(line.strip())
    ]
    found = tuple(dict.fromkeys(pieces))
    return found if len(found) > 1 and all(map(_asks, pieces)) else (text,)


def _sentences(line: str) -> list[str]:
    """A line cut after its question marks, but not within quotation marks or brackets."""
    pieces, start, depth = [], 0, 0
    for at, sign in enumerate(line):
        depth = 1 - min(depth, 1) if sign == '"' else max(0, depth + (sign in _OPENING) - (sign in _CLOSING))
        following = line[at + 1 : at + 2]
        if depth or (following and following in _MARKS) or not _ends(line[start : at + 1]):
            continue
        if sign == "?" and following.isascii() and following.isalnum():  # of an address
            continue
        pieces.append(line[start : at + 1].strip())
        start = at + 1
    rest = line[start:].strip()
    return [p for p in (*pieces, rest) if p]


def _asks(piece: str) -> bool:
    """Whether a piece is a question that stands by itself."""
    words = "".join(c for c in piece if c.isalnum())
    if len(words) < _SHORTEST or fold(piece).startswith(_LEANING):
        return False
    return _ends(piece) or any(word in fold(piece) for word in _question_words())


def _ends(piece: str) -> bool:
    """Whether it ends with a question mark, whatever marks stand around that."""
    return any(c in _ENDS for c in piece[len(piece.rstrip(_MARKS)) :])


@cache
def _question_words() -> tuple[str, ...]:
    lines = (files("bot") / "question_words.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
