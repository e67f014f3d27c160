"""What a unit or a person was asked to do from meeting to meeting."""

from __future__ import annotations

import re

from knowledge.across.findings import Finding, Findings, sentence_at
from knowledge.across.meetings import speaking_of
from knowledge.across.people import people_meant
from knowledge.across.questions import Asked
from knowledge.model import Task
from knowledge.normalize import fold
from knowledge.shelf import Entry, Shelf

_BETWEEN = re.compile(r"[、,;/\s]+")
_SHORTEST = 3
"""A short form of fewer characters (住建) may stand for too much."""


def tasks_of(shelf: Shelf, entries: list[Entry], asked: Asked) -> Findings:
    """The tasks whose owner a unit or person is, or whose text names it, newest meeting first."""
    near = speaking_of(shelf, entries, asked.subject)
    for owner in dict.fromkeys((asked.subject, *people_meant(shelf, entries, asked.subject))):
        found = tuple(
            _finding(shelf, entry, task)
            for entry in near
            for task in shelf.facts(entry.id).tasks
            if is_for(task, owner)
        )
        if found:
            return Findings(asked.matter, owner, asked.subject, found, len(entries), asked.period)
    return Findings(asked.matter, asked.subject, asked.subject, (), len(entries), asked.period, known=False)


def is_for(task: Task, owner: str) -> bool:
    """Whether a task is somebody's: among its owners, also by a short form, or named in its words.

    >>> task = Task(1, "完成管网改造", "", 0, 6, owner="市住房和城乡建设局、市财政局")
    >>> [is_for(task, owner) for owner in ("住建局", "财政局", "教育局")]
    [True, True, False]
    """
    wanted = fold(owner)
    if any(wanted in o or is_short_for(wanted, o) for o in _BETWEEN.split(fold(task.owner or ""))):
        return True
    return wanted in fold(f"{task.heading}\n{task.text}")


def is_short_for(short: str, full: str) -> bool:
    """Whether the characters of a short form stand in a full name in their order, the last of both the same.

    >>> is_short_for("住建局", "市住房和城乡建设局"), is_short_for("教育局", "市交通局")
    (True, False)
    """
    if len(short) < _SHORTEST or len(full) <= len(short) or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def _finding(shelf: Shelf, entry: Entry, task: Task) -> Finding:
    report = shelf.report(entry.id)
    shown = "　".join(filter(None, (task.heading, task.due and f"（{task.due}）"))).replace("　（", "（")
    return Finding(entry, shown, sentence_at(report, task.start), ((task.start, task.end),))
