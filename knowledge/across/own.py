"""Questions for one's own tasks (我们部门要做什么, 我的任务), told by their words."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from knowledge import lexicon
from knowledge.normalize import fold

_FILE = "own_tasks.txt"


class Whose(StrEnum):
    """Whose tasks are asked for: those of the asker's unit, or the asker's."""

    OURS = "ours"
    MINE = "mine"


def asks_own_tasks(question: str) -> Whose | None:
    """Whose own tasks a question asks for, ``None`` if it asks for something else.

    >>> [asks_own_tasks(q) for q in ("我们部门要做什么？", "我的任务有哪些", "What must we do?", "我们的会议谁主持")]
    [<Whose.OURS: 'ours'>, <Whose.MINE: 'mine'>, <Whose.OURS: 'ours'>, None]
    """
    bare = re.sub(r"[^\w']|_", "", fold(question))
    return next((whose for whose, pattern in _patterns() if pattern.fullmatch(bare)), None)


@cache
def _patterns() -> tuple[tuple[Whose, re.Pattern[str]], ...]:
    return lexicon.patterns(_FILE, Whose)
