"""The few questions in English that are understood, from ``english_questions.txt``: asked in the reports' language instead."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


def instead(question: str) -> str:
    """What to ask, or the command to run, for a question in English; ``""`` for any other.

    >>> instead("Who chaired the meeting?"), instead("what are the tasks"), instead("Who chaired the river?")
    ('谁主持会议？', '/tasks', '')
    """
    if not question.isascii():
        return ""
    bare = " ".join(re.sub(r"[^a-z ]", "", question.lower()).split())
    return next((meant for meant, pattern in _patterns() if pattern.fullmatch(bare)), "")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lines = (files("bot") / "english_questions.txt").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((meant, re.compile(pattern)) for meant, pattern in rows)
