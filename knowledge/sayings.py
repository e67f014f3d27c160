"""What somebody said, as the report tells it: answers to 他讲了什么."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.asking import Asking
from knowledge.model import Kind, Statement
from knowledge.normalize import fold
from knowledge.slots import explained_by

Piece = tuple[int, int]
_ASKED = re.compile(
    r"(?<![要将会来])(?:说|讲|谈|提|要求|强调|指出|表示|建议|发言|发表)(?:了|过|到|出|的|些)*(?:什么|啥|哪些|哪几|几)"
    r"|(?:什么|啥|哪些)(?:要求|意见|建议|看法)$|怎么(?:说|讲|看)的?$"
)
_END = re.compile(r"[。！？!?]|$")
_DOUBTFUL = 0.6
"""What a statement fits at most where more is asked than what somebody said."""
_MOST = 3
"""Statements of one speaker that are put together."""


def asks_what_was_said(question: str) -> bool:
    """Whether a folded question is about what somebody said.

    >>> asks_what_was_said("王小明在会上讲了什么"), asks_what_was_said("王小明是什么职务")
    (True, False)
    """
    return bool(_ASKED.search(question.rstrip("?？!。")))


def statements_of(asking: Asking, name: str) -> list[Statement]:
    """The statements of one person, in order."""
    return [s for s in asking.reading.facts.statements if s.speaker == name]


def said(asking: Asking) -> Iterator[tuple[tuple[Piece, ...], float]]:
    """First sentences of what those said whom the question names: each, and those of one speaker together.

    Each with how well it fits, 0 to 1: fully where the question is after nothing but what this person said.
    """
    for name in asking.query.people:
        sentences = [_first_sentence(asking, s) for s in statements_of(asking, name)]
        alone = _only_about(asking, name)
        for piece in sentences:
            yield (piece,), _DOUBTFUL * asking.cover([piece])
        if sentences and (alone or len(sentences) <= _MOST):
            yield tuple(sentences[:_MOST]), 1.0 if alone else _DOUBTFUL


def _only_about(asking: Asking, name: str) -> bool:
    """Whether a question is after what somebody said, and nothing else with it (not on what occasion, to whom, how many points)."""
    question = asking.query.text
    asked = _ASKED.search(question.rstrip("?？!。"))
    if not asked or Kind.HOW_MANY in asking.query.kinds:
        return False
    spans = [asked.span(), *(m.span() for m in re.finditer(re.escape(fold(name)), question))]
    return explained_by(asking, spans) == 1.0


def _first_sentence(asking: Asking, statement: Statement) -> Piece:
    end = _END.search(asking.reading.report.text, statement.start, statement.end)
    return statement.start, end.start() if end and end.start() > statement.start else statement.end
