"""Answers as JSON rows, and the question rows of ``huiwen batch``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge import Answer, ReportError
from knowledge.files import read_text

MAX_EVIDENCE = 5


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One row of a question file: ``report`` is a file's stem, or ``None`` for all reports together."""

    id: Any
    report: str | None
    question: str
    history: tuple[str, ...] = ()


def answer_row(answer: Answer) -> dict[str, Any]:
    """What is written of an answer: found, answer, confidence, evidence."""
    return {
        "found": answer.found,
        "answer": answer.text if answer.found else "",
        "confidence": round(answer.confidence, 4),
        "evidence": [
            {
                "report": e.report,
                "paragraph": e.paragraph,
                "start": e.start,
                "end": e.end,
                "text": e.text,
                "score": round(e.score, 4),
            }
            for e in answer.evidence[:MAX_EVIDENCE]
        ],
    }


def to_line(row: dict[str, Any]) -> str:
    """A row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False)


def read_questions(path: Path) -> list[QuestionRow]:
    """The rows of a question file.

    :raises ReportError: it cannot be read, or a line is not a question row; the text names file and line.
    """
    return list(_rows(read_text(path).text, path))


def _rows(text: str, path: Path) -> Iterator[QuestionRow]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path} 第 {number} 行"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise ReportError(f"{place}：不是一行 JSON。") from None
        if problem := _problem(row):
            raise ReportError(f"{place}：{problem}")
        yield QuestionRow(row["id"], row.get("report"), row["question"], tuple(row.get("history") or ()))


def _problem(row: object) -> str:
    """What is wrong with a question row, ``""`` if nothing is."""
    if not isinstance(row, dict) or "id" not in row:
        return "缺少 id。"
    if not isinstance(row.get("question"), str):
        return "question 应是一段文字。"
    if not isinstance(row.get("report"), str | None):
        return "report 应是报告的文件名（不带后缀）或 null。"
    history = row.get("history") or []
    if not isinstance(history, list) or not all(isinstance(h, str) for h in history):
        return "history 应是一列文字。"
    return ""
