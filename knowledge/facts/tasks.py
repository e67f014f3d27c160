"""What is to be done: requirements in a speech, resolutions, action items, rows of a task table.

Every clause is a candidate; a learned model chooses by what it says and where it stands, another one who is to do it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge.facts import task_choice
from knowledge.facts.clauses import Clause, find_clauses
from knowledge.facts.deadlines import find_due
from knowledge.facts.mentions import Mention, Mentions
from knowledge.facts.owners import candidates, find_mentions
from knowledge.facts.phrasing import MAX_LENGTH, core_phrase, is_lead, is_short
from knowledge.facts.source import Source
from knowledge.facts.task_features import describe
from knowledge.labels import field_kind
from knowledge.model import BlockKind, Task
from knowledge.trees import Floats

Span = tuple[int, int]

_SUBJECT = ("start", "by", "please")
_SERIES, _FULL_SERIES = 3, 5
"""Numbered points under a heading that make a list of what is to be done, and how many make it the whole of it."""
_BEFORE_VERB = ("modal", "charge", "due", "verb")


def find_tasks(source: Source, people: frozenset[str]) -> tuple[Task, ...]:
    """The tasks of a report in the order of the text; ``people`` are folded names."""
    models = task_choice.load()
    clauses = find_clauses(source)
    chances = task_choice.chances(describe(source, clauses, people), models)
    chosen = one_of_each_point(clauses, chances, np.flatnonzero(chances >= models.threshold).tolist())
    chosen = whole_lists(source.text, clauses, chosen)
    if not chosen:
        return ()
    named = find_mentions(source, clauses, people)
    owners = task_choice.choose_owners([candidates(source, clauses, named, n, people) for n in chosen], models)
    found: dict[str, Task] = {}
    for n, owner in zip(chosen, owners, strict=True):
        task = make_task(source, clauses, named, n, owner, next_free=n + 1 not in chosen)
        if task and task.heading not in found:
            found[task.heading] = task
    return tuple(Task(k, t.heading, t.text, t.start, t.end, t.owner, t.due) for k, t in enumerate(found.values(), 1))


def one_of_each_point(clauses: Sequence[Clause], chances: Floats, chosen: Sequence[int]) -> list[int]:
    """The chosen clauses, of each numbered point of a speech (一是…; 要…; 要…) the likeliest of its first sentence only.

    What follows the first sentence of a point says how; where points are numbered, they are what is to be done.
    """
    point, points = -1, []
    for n, c in enumerate(clauses):
        if c.ordinal:
            point = n
        elif point >= 0 and clauses[point].block is not c.block:
            point = -1
        points.append(point)
    marked = {p for p in points if p >= 0}
    series = Counter(clauses[p].block.path for p in marked)
    whole = {p for p in marked if series[clauses[p].block.path] >= _SERIES}
    best: dict[int, int] = {}
    for n in chosen:
        p = points[n]
        if p in whole and (p not in best or _rank(clauses, chances, p, n) > _rank(clauses, chances, p, best[p])):
            best[p] = n
    spoken = {path for path, count in series.items() if count >= _FULL_SERIES}

    def stays(n: int) -> bool:
        block = clauses[n].block
        if points[n] in whole:
            return best[points[n]] == n
        return block.path not in spoken or block.kind is not BlockKind.PARAGRAPH

    return [n for n in chosen if stays(n)]


def whole_lists(text: str, clauses: Sequence[Clause], chosen: Sequence[int]) -> list[int]:
    """The chosen clauses, and the other phrases of a list (抓好…、管好…、守住…) that one of them belongs to."""
    wanted = set(chosen)
    joined = [text[a.end : b.start] == "、" and a.cell < 0 for a, b in zip(clauses, clauses[1:], strict=False)]
    for n in chosen:
        for step in (-1, 1):
            at = n
            while 0 <= at + step < len(clauses) and joined[min(at, at + step)]:
                at += step
                wanted.add(at)
    return sorted(wanted)


def _rank(clauses: Sequence[Clause], chances: Floats, point: int, number: int) -> tuple[bool, float]:
    """How a clause of a numbered point compares with the others: those of its first sentence first, then the likelier."""
    return clauses[number].part == clauses[point].part, float(chances[number])


def make_task(
    source: Source,
    clauses: Sequence[Clause],
    named: Mentions,
    number: int,
    owner: Mention | None,
    *,
    next_free: bool,
) -> Task | None:
    """The task that a clause states; a short one takes the next clause along, if that is no task itself."""
    c, text = clauses[number], source.text
    subject = _subject(named[number], owner)
    own_due = find_due(text, c.start, c.end)
    core = core_phrase(text, c.start, c.end, subject, own_due)
    if core is None:
        return None
    following = clauses[number + 1] if number + 1 < len(clauses) else None
    if following and following.part == c.part and is_lead(text, core):
        c = following
        core = core_phrase(text, c.start, c.end, None, None) or core
    elif following and next_free and following.part == c.part and is_short((c.start, c.end)):
        longer = core_phrase(text, core[0], following.end, (owner.start, owner.end) if owner else None, None)
        if longer and longer[1] - longer[0] <= MAX_LENGTH:
            core = longer
    quote = source.quote(*core)
    due = own_due or _due_near(source, clauses, number)
    end = c.block.end if c.block.kind is BlockKind.ROW else c.part[1]
    start = c.block.start if c.block.kind is BlockKind.ROW else max(c.part[0], c.block.start)
    return Task(
        0,
        quote.text,
        source.report.text[start:end].strip(),
        start,
        end,
        source.quote(owner.start, owner.end).text if owner else None,
        source.quote(*due).text if due else None,
    )


def _subject(mentions: Sequence[Mention], owner: Mention | None) -> Span | None:
    """Who stands where the clause begins: the owner, else a subject whose verb follows."""
    if owner and any(m == owner for m in mentions):
        return owner.start, owner.end
    first = next((m for m in mentions if m.kind in _SUBJECT and m.followed in _BEFORE_VERB), None)
    return (first.start, first.end) if first else None


def _due_near(source: Source, clauses: Sequence[Clause], number: int) -> Span | None:
    """The deadline in a field or cell, in the clause before, or in those that follow in the sentence."""
    c = clauses[number]
    if c.block.kind is BlockKind.ROW:
        for head, cell in zip(c.block.header, c.block.cells, strict=False):
            if field_kind(head) == "due" and cell.text:
                return cell.start, cell.end
        return None
    for field in source.fields:
        if field.kind == "due" and field.end > field.start and 0 <= field.block.number - c.block.number <= 1:
            if field.block is c.block and field.start >= c.start:
                return field.start, min(field.end, c.block.end)
    for k in (number - 1, number + 1, number + 2):
        if (
            0 <= k < len(clauses)
            and clauses[k].part == c.part
            and (due := find_due(source.text, clauses[k].start, clauses[k].end))
        ):
            return due
    return None
