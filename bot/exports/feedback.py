"""Unanswered questions and votes as CSV and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from bot.exports.tables import MARK, table_line
from bot.texts import say
from knowledge.store import Feedback

Row = dict[str, str | int | bool]


def _unanswered(feedback: Feedback) -> list[Row]:
    return [{"question": u.question, "times": u.times, "asked": u.asked} for u in feedback.unanswered()]


def _votes(feedback: Feedback) -> list[Row]:
    return [
        {
            "question": v.judged.question,
            "answer": v.judged.text,
            "place": v.judged.place,
            "good": v.good,
            "given": v.given,
        }
        for v in feedback.votes()
    ]


FEEDBACK: dict[str, tuple[Callable[[Feedback], list[Row]], tuple[str, ...]]] = {
    "unanswered": (_unanswered, ("column.question", "column.times", "column.asked")),
    "feedback": (_votes, ("column.question", "column.answer", "column.place", "column.good", "column.given")),
}
"""What can be exported of the feedback, by name: its rows, and the texts that head their columns."""


def feedback_json(kind: str, feedback: Feedback | None) -> Iterator[str]:
    """A JSON array, a row a line."""
    rows = FEEDBACK[kind][0](feedback) if feedback else []
    yield "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n" if rows else "[]\n"


def feedback_table(kind: str, feedback: Feedback | None) -> Iterator[str]:
    """A CSV table with one head line."""
    rows_of, columns = FEEDBACK[kind]
    yield MARK + table_line([say(column) for column in columns])
    for row in rows_of(feedback) if feedback else []:
        yield table_line([_cell(row[column.removeprefix("column.")]) for column in columns])


def _cell(value: str | int | bool) -> str:
    return say("vote.up" if value else "vote.down") if isinstance(value, bool) else str(value)
