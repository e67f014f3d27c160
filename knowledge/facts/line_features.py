"""What the line of a clause is like, as named numbers: its section, its label, its neighbours, its table, who speaks in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge.facts.owners import is_department
from knowledge.facts.phrasing import cue, words
from knowledge.facts.report_features import describe_runs
from knowledge.facts.source import Field, Source
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind
from knowledge.normalize import fold

SPEECH = ("demand", "say", "report", "discuss", "rule")
"""Kinds of words of saying."""
_KINDS = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW, BlockKind.FIELD)
_FIELDS = (
    "date", "place", "host", "record", "present", "observer", "absent", "reporter",
    "owner", "due", "topic", "conclusion", "remaining", "explain", "proposer", "task", "title",
)  # fmt: skip
_WORK = re.compile(
    r"事项|任务|内容|工作|措施|item|action|行动|待办|要求|整改|todo|task|清单|改进|决议|动作|对策|结论|处理|意见"
)
_NUMERAL = ("一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾", "0123456789", "①②③④⑤⑥⑦⑧⑨⑩")
_VOTED = re.compile(
    r"(?:[\s*,、()0-9一二三四五六七八九十票人。.:]|全体|全数|一致|无异议|表决|照案|会议|本案|原则|赞成|反对|弃权|不?同意|通过|准予备查|洽悉|鼓掌|出席)+$"
)
_TOPIC_LABELS = ("案由", "议案", "议题", "提案", "主旨")
_REACH = 14
_FAR, _SPOKEN = 400, 20_000
"""How many characters of a line are looked at for requirements, and for words of saying."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what all its clauses share."""

    features: Mapping[str, float]
    heading: str
    label: str
    spoken: Sequence[tuple[int, int, str]]
    """Its words of saying: bounds and kind."""
    heads: Sequence[str]
    """Of a row: the folded heads of its columns, and what they introduce."""
    columns: Sequence[str]


class Lines:
    """The lines of a report, described when asked for."""

    def __init__(self, source: Source, people: frozenset[str]) -> None:
        self._source, self._people = source, people
        self._runs = describe_runs(source)
        self._known: dict[int, Line] = {}
        self._fields: dict[int, list[Field]] = defaultdict(list)
        for field in source.fields:
            self._fields[field.block.number].append(field)

    def of(self, block: Block) -> Line:
        """What the clauses of a line share."""
        if block.number not in self._known:
            self._known[block.number] = self._describe(block)
        return self._known[block.number]

    def fields(self, block: Block) -> Sequence[Field]:
        """The labelled values in a line."""
        return self._fields.get(block.number, ())

    def _describe(self, block: Block) -> Line:
        text = self._source.text
        heading = fold(block.path[-1]) if block.path else ""
        label = fold(block.label)
        columns = tuple(map(field_kind, block.header))
        heads = tuple(map(fold, block.header))
        features = (
            _standing(self._source, block, heading)
            | _labelling(self._source, block, label, self._people)
            | self._runs[block.number]
            | self._neighbours(block)
            | _ruling(self._source, block)
            | _row(block, heads, columns)
        )
        features["vote_within"] = float(bool(cue("vote").search(text, block.start, block.end)))
        stop = min(block.end, block.start + _SPOKEN)
        spoken = sorted((m.start(), m.end(), key) for key in SPEECH for m in cue(key).finditer(text, block.start, stop))
        return Line(features, heading, label, spoken, heads, columns)

    def _neighbours(self, block: Block) -> dict[str, float]:
        """What stands above and below, and which fields share the line."""
        blocks = self._source.report.blocks
        following = blocks[block.number] if block.number < len(blocks) else None
        before = blocks[block.number - 2] if block.number > 1 else None
        below = field_kind(following.label) if following and following.kind is BlockKind.FIELD else None
        return {
            "owner_below": float(below == "owner"),
            "field_below": float(below is not None),
            "conclusion_below": float(below in ("conclusion", "task", "explain")),
            "colon_above": float(before is not None and fold(before.text[-1:]) == ":"),
            "heading_above": float(before is not None and before.kind is BlockKind.HEADING),
            "fields_within": float(sum(x.kind in ("owner", "due") for x in self.fields(block))),
        }


def _standing(source: Source, block: Block, heading: str) -> dict[str, float]:
    """Where a line stands: its kind, its section and the headings above it."""
    section = source.section(block)
    f = _one_of("kind", _KINDS, block.kind) | _one_of("section", _FIELDS, section)
    f["section_any"] = float(bool(section))
    f["heading_depth"] = float(len(block.path))
    f["heading_demands"] = float(_demands(heading))
    f["headings_demand"] = float(any(_demands(fold(h)) for h in block.path[:-1]))
    f["heading_report"] = float(bool(cue("heading_report").search(heading)))
    f["heading_department"] = float(is_department(heading)) if heading else 0.0
    f["level"] = float(block.level)
    f["size"] = float(block.end - block.start)
    f["size_value"] = float(block.end - max(block.start, block.value))
    f["line"] = block.number / max(1, len(source.report.blocks))
    return f


def _labelling(source: Source, block: Block, label: str, people: frozenset[str]) -> dict[str, float]:
    """What marks a line at its beginning: a label, a number, a box."""
    kind = field_kind(block.label) if block.label else ""
    lead = source.text[max(0, block.start - 8) : block.start]
    f = dict(_one_of("field", _FIELDS, kind))
    f["labelled"] = float(bool(label))
    f["label_size"] = float(len(label))
    f["label_person"] = float(bool(label) and label.lstrip("@") in people)
    f["label_demands"] = float(bool(label) and _demands(label))
    f["enumerated"] = float(next((n + 1 for n, s in enumerate(_NUMERAL) if any(c in s for c in block.enumerator)), 0))
    f["ordinal"] = float(block.ordinal or 0)
    f["box_open"] = float("[ ]" in lead or source.text.startswith("[ ]", block.start))
    f["box_done"] = float("[x]" in lead or source.text.startswith("[x]", block.start) or "~~" in lead)
    return f


@cache
def _one_of(prefix: str, names: tuple[str, ...], name: str) -> dict[str, float]:
    """A feature for each of several names, 1 for the one that applies."""
    return {f"{prefix}_{n}": float(n == name) for n in names}


@lru_cache(maxsize=1024)
def _demands(heading: str) -> bool:
    return bool(cue("heading").search(heading))


def _row(block: Block, heads: Sequence[str], columns: Sequence[str]) -> dict[str, float]:
    """What the heads of a table say, and how much of the row is filled."""
    cells = block.cells
    return {
        "columns_work": float(any(map(_WORK.search, heads))),
        "columns_owner": float("owner" in columns),
        "columns_due": float("due" in columns),
        "cells": float(len(cells)),
        "cell_filled": sum(bool(x.text) for x in cells) / max(1, len(cells)),
    }


def is_work(head: str) -> bool:
    """Whether the head of a column says that what is to be done stands below it."""
    return bool(_WORK.search(head))


def _ruling(source: Source, block: Block) -> dict[str, float]:
    """For a topic (a heading, 案由): whether a ruling follows before the next one, how long, and whether it is more than a vote."""
    f = {
        "ruling_below": 0.0,
        "ruling_vote": 0.0,
        "ruling_size": 0.0,
        "owner_under": 0.0,
        "task_under": 0.0,
        "size_under": 0.0,
    }
    topic = (
        block.kind is BlockKind.HEADING
        or bool(block.enumerator)
        or block.text[:1] in "【["
        or fold(block.label) in _TOPIC_LABELS
    )
    if not topic:
        return f
    size, label = 0, fold(block.label)
    for b in source.report.blocks[block.number : block.number + _REACH]:
        if block.kind is BlockKind.HEADING and b.kind is BlockKind.HEADING and b.level <= block.level:
            break
        if label and b.label and fold(b.label) == label:
            break
        kind = field_kind(b.label) if b.label else ""
        size += b.end - b.start
        if kind == "owner":
            f["owner_under"] = 1.0
        if kind in ("conclusion", "task") and not f["ruling_below"]:
            value = source.text[b.value : b.end].strip()
            f["ruling_below"] = 1.0
            f["ruling_size"] = float(len(value))
            f["ruling_vote"] = float(bool(_VOTED.match(value)))
        if words("must").search(source.text, b.start, min(b.end, b.start + _FAR)):
            f["task_under"] += 1.0
    f["size_under"] = float(size)
    return f
