"""Many questions at once: answers as JSON lines in the order of the questions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.library_place import open_library
from bot.reports import folder_files
from bot.rows import QuestionRow, answer_row
from knowledge import KnowledgeBase, LibraryError, ReportError
from knowledge.files import load_report


def load_folder(folder: Path, rows: Sequence[QuestionRow], warn: Callable[[str], None]) -> KnowledgeBase:
    """The reports of a folder that the rows ask.

    :param warn: told of a file that is left out of the questions to all reports together, or read in part only.
    :raises ReportError: a report that a row names is missing or cannot be used.
    """
    files = folder_files(folder)
    named = {row.report for row in rows if row.report is not None}
    if missing := sorted(named - files.keys()):
        raise ReportError(f"{folder}：没有报告“{missing[0]}”。")
    wanted = files if any(row.report is None for row in rows) else {n: files[n] for n in sorted(named)}
    base = KnowledgeBase()
    for name, path in wanted.items():
        try:
            base.add(load_report(path, warn))
        except ReportError as error:
            if name in named:
                raise
            warn(f"略过 {error}")
    return base


def load_library(library: Path, rows: Sequence[QuestionRow]) -> KnowledgeBase:
    """A library that the rows ask.

    :raises LibraryError: it cannot be opened, or a report that a row names is not in it.
    """
    kept = open_library(library)
    for row in rows:
        if row.report is not None:
            try:
                kept.entry(row.report)
            except KeyError:
                raise LibraryError(f"{library}：没有报告“{row.report}”。") from None
    return KnowledgeBase(kept)


def answers(base: KnowledgeBase, rows: Sequence[QuestionRow]) -> Iterator[dict[str, Any]]:
    """One answer row for each question row; ``ms`` is the time of that question alone, in milliseconds."""
    for row in rows:
        start = time.perf_counter()
        answer = base.ask(row.question, row.history, row.report)
        spent = (time.perf_counter() - start) * 1000
        yield {"id": row.id, **answer_row(answer), "ms": round(spent, 3)}
