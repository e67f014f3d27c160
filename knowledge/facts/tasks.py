"""What is to be done: requirements in a speech, resolutions, action items, rows of a task table."""

from __future__ import annotations

from knowledge.facts.deadlines import find_due
from knowledge.facts.names import is_office
from knowledge.facts.owners import find_owner, find_please
from knowledge.facts.phrasing import core_phrase
from knowledge.facts.requirements import speech_spans
from knowledge.facts.resolutions import SECTIONS, WORK, body, is_department, minutes_spans
from knowledge.facts.source import Source
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind, Task
from knowledge.normalize import fold


def find_tasks(source: Source, people: frozenset[str]) -> tuple[Task, ...]:
    """The tasks of a report in the order of the text; ``people`` are folded names."""
    minutes = is_minutes(source)
    spans = minutes_spans(source) if minutes else speech_spans(source)
    found: list[Task] = []
    for start, end in spans:
        if not any(t.start < end and start < t.end for t in found):
            task = _task(source, start, end, people, minutes)
            if task and not any(t.heading == task.heading for t in found):
                found.append(task)
    found.sort(key=lambda t: t.start)
    return tuple(Task(n, t.heading, t.text, t.start, t.end, t.owner, t.due) for n, t in enumerate(found, 1))


def is_minutes(source: Source) -> bool:
    """Whether a report has the form of minutes (fields, sections) and not of a news text."""
    return any(True for _ in source.of_kind("present", "host", "reporter", "date", "place", *SECTIONS)) or any(
        kind in (*SECTIONS, "present") for kind in source.sections
    )


def _task(source: Source, start: int, end: int, people: frozenset[str], minutes: bool) -> Task | None:
    """The task stated in a span."""
    text, report = source.text, source.report
    block = report.block_at(start)
    if block.kind is BlockKind.ROW:
        return _row_task(block)
    fields = tuple(f for f in source.fields if f.block is block and start <= f.start <= end)
    owner = find_owner(text, start, end, people, fields) or _owner_below(source, block, people)
    due = next(((f.start, f.end) for f in fields if f.kind == "due"), None) or find_due(text, start, end)
    inside = owner if owner and start <= owner[0] < end else None
    start = block.value if block.kind is BlockKind.HEADING and block.label and start == block.start else start
    stop = min(
        [end, *(f.start - len(f.label) - 1 for f in fields if f.kind in ("owner", "due") and f.start > start + 6)]
    )
    core = core_phrase(text, start, stop, inside, due, skip=minutes)
    if core is None:
        return None
    quote = source.quote(*core)
    return Task(
        0,
        quote.text,
        report.text[start:end].strip(),
        start,
        end,
        source.quote(*owner).text if owner else None,
        source.quote(*due).text if due else None,
    )


def _owner_below(source: Source, block: Block, people: frozenset[str]) -> tuple[int, int] | None:
    """Who is responsible by what stands around a task: below a heading, in the next line, in the section's name."""
    if block.kind is BlockKind.HEADING:
        return _owner_of_topic(source, block, people)
    if block.kind is BlockKind.ITEM and block.path and is_department(block.path[-1]):
        return _department(source, block)
    if block.kind is BlockKind.FIELD and fold(block.label) == "案由":
        proposer = next((f for f in source.of_kind("proposer") if f.start > block.end), None)
        return find_owner(source.text, proposer.start, proposer.end, people, (proposer,)) if proposer else None
    following = source.report.blocks[block.number : block.number + 1]
    if following and following[0].kind is BlockKind.FIELD and field_kind(following[0].label) == "owner":
        below = next((f for f in source.fields if f.block is following[0]), None)
        return find_owner(source.text, below.start, below.end, people, (below,)) if below else None
    return None


def _owner_of_topic(source: Source, block: Block, people: frozenset[str]) -> tuple[int, int] | None:
    """For a heading that is a task: who is named below it, or before its colon (revy: 双仓库问题)."""
    start, end = body(source, block)
    inner = [f for f in source.fields if start <= f.start < end]
    for field in [f for f in inner if f.kind == "owner"] + [f for f in inner if f.kind == "conclusion"]:
        if found := find_owner(source.text, field.start, field.end, people, (field,)):
            return found
    label = fold(block.label)
    proposer = (block.start, block.start + len(label)) if label and (label in people or label.isascii()) else None
    return find_please(source.text, start, end) or proposer


def _department(source: Source, block: Block) -> tuple[int, int] | None:
    """Whose report a line stands in, unless the line asks somebody else."""
    name = fold(block.path[-1]).split("、")[-1].strip()
    if is_office(name) or "请" in source.text[block.start : block.end]:
        return None
    at = source.text.rfind(name, 0, block.start)
    return (at, at + len(name)) if at >= 0 and name else None


def _row_task(block: Block) -> Task | None:
    """A row of a table of tasks: the cell under 事项 or the like is the task, else the longest without a label of its own."""
    owner = due = best = None
    named = False
    for head, cell in zip(block.header, block.cells, strict=False):
        kind = field_kind(head)
        if kind == "owner":
            owner = cell.text or owner
        elif kind == "due":
            due = cell.text or None
        elif best is None or (bool(WORK.search(fold(head))), len(cell.text)) > (named, len(best.text)):
            best, named = cell, bool(WORK.search(fold(head)))
    if best is None or len(best.text) < 2 or fold(best.text) in ("tba", "tbd"):
        return None
    return Task(0, best.text[:80], block.text, block.start, block.end, owner, due)
