"""Resolutions and action items of minutes: sections, tables, checkboxes, topics, and assignments in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.facts.names import is_office
from knowledge.facts.phrasing import words
from knowledge.facts.shapes import body_endings
from knowledge.facts.source import Field, Source, heading_kind
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind
from knowledge.normalize import fold

Span = tuple[int, int]

SECTIONS = ("conclusion", "remaining", "task")
_EMPTY = re.compile(r"(?:暂?无|没有|无明确[^,。]{0,8}|略|none|tba|tbd|n/a)[。.\s]*$")
_PAST = re.compile(r"已(?!定|有)|(?<![不除为])了(?!解|结)|曾|上周|去年|以来|就绪|正常|进展")
_SIGNED = re.compile(r"[-—–]{1,3}\s?@?[\u3400-\u9fff]{2,4}(?:、[\u3400-\u9fff]{2,4})*[。;\s]*$")
_RULING = re.compile(r"决议|决定|裁示|议决|处理")
_STRONG = re.compile(
    r"(?<!所|必|急)需(?!求)|(?<![重主必只首简纪就])要(?![求点素闻件])|应当|应该|必须|务必|请"
    r"|由[^,。;:由]{2,16}(?:负责|牵头|跟进)"
)
_OPEN = re.compile(r"(?:尚未|未|待)(?:明确|确定|定|知)[。.\s]*$|^(?:待确认|等待)|^[^,]{0,20}问题[。.\s]*$")
_NUMBERED = re.compile(r"(?<![^。;:\s])\d{1,2}[、.)](?!\d)\s?")
_PIECE = re.compile(r"[。;!?](?=.)")
_VOTE = re.compile(
    r"(?:[\s*,、()0-9一二三四五六七八九十票人。.]|全体|全数|一致|无异议|表决|照案|会议|赞成|反对|弃权|不?同意|通过|准予备查)+$"
)
_BALLOT = re.compile(
    r"(?<![^,。;:\s*])(?P<what>[^,。;:*]{2,30}?表决)[*]{0,2}"
    r"(?=[,:*]{0,3}\s?(?:[^,。;]{2,8}附议,?)?\s?(?:同意|赞成)\s?\d+票)"
)
_OWNER_ONLY = re.compile(r"(?:责任人|负责人|跟进人|跟进)\s?:[^,。;]{0,30}[。.]?$")
_TRAILING = re.compile(r"\s?[-—–→(【\[]|\s?@")
WORK = re.compile(r"事项|任务|内容|工作|措施|item|action|行动|待办|要求|整改|todo|task|清单|改进|决议|动作")
_TOPIC = re.compile(r"^(?:议题|议案|案由|提案|动议|讨论事项)")
_DONE = re.compile(r"^\s*\[x\]")


def minutes_spans(source: Source) -> list[Span]:
    """The spans of a report's minutes that state something to be done; of overlapping ones the first counts."""
    topics = list(_topics(source))
    if topics:
        return [*topics, *_tables(source)]
    ballots = list(_ballots(source))
    if len(ballots) > 2:
        return [*_tables(source), *ballots]
    return [
        *_tables(source),
        *_headings(source),
        *_owner_lines(source),
        *_motions(source),
        *_sections(source),
        *_narrative(source),
    ]


def _ballots(source: Source) -> Iterator[Span]:
    """What was put to the vote: P00到P02包裹表決，同意3票."""
    for block in source.report.blocks:
        for match in _BALLOT.finditer(source.text, block.start, min(block.end, block.start + 2_000)):
            yield match.span("what")


def _motions(source: Source) -> Iterator[Span]:
    """案由：審議…, where the minutes record no resolutions."""
    if not any(f.end > f.start for f in source.of_kind("conclusion")):
        for field in source.of_kind("explain"):
            if fold(field.label) in ("案由", "议案") and words("verb").match(source.text, field.start, field.end):
                yield field.start, field.end


def body(source: Source, heading: Block) -> Span:
    """Where the text under a heading begins and ends."""
    for block in source.report.blocks[heading.number :]:
        if block.kind is BlockKind.HEADING and block.level <= heading.level:
            return heading.end, block.start
    return heading.end, len(source.text)


def _tables(source: Source) -> Iterator[Span]:
    for block in source.report.blocks:
        if block.kind is BlockKind.ROW and block.level != 1:
            kinds = [field_kind(h) for h in block.header]
            work = "due" in kinds or any(WORK.search(fold(h)) for h in block.header)
            if "owner" in kinds and "topic" not in kinds and len(block.cells) > 1 and work:
                yield block.start, block.end


def _headings(source: Source) -> Iterator[Span]:
    """The headings inside a section of resolutions or open items, each of which is one (遗留事项 > revy: 双仓库问题)."""
    for block in source.report.blocks:
        if (
            block.kind is BlockKind.HEADING
            and block.path
            and heading_kind(block.path[-1]) in SECTIONS
            and not heading_kind(block.text)
        ):
            start, end = body(source, block)
            if not any(
                f.kind == "owner" and start <= f.start < end and f.block.kind is not BlockKind.FIELD
                for f in source.fields
            ):
                yield block.start, block.end


def _owner_lines(source: Source) -> Iterator[Span]:
    """责任人：@zeno，会后联系 fjx 更新时间表."""
    for field in source.of_kind("owner"):
        comma = source.text.find(",", field.start, field.end)
        if (
            field.block.kind is BlockKind.FIELD
            and field.block.start >= field.start - 12
            and comma > 0
            and field.end - comma > 6
        ):
            if not _under_heading_task(source, field.block):
                yield field.start, field.end


def _under_heading_task(source: Source, block: Block) -> bool:
    """Whether a line stands under a heading that is a task itself."""
    kinds = [heading_kind(h) for h in block.path]
    return any(above in SECTIONS and not below for above, below in zip(kinds, kinds[1:], strict=False))


def _sections(source: Source) -> Iterator[Span]:
    """Lines under 会议结论, 遗留问题, action items, and such fields with their value on the line."""
    actions = any(source.section(b) == "task" and b.kind is BlockKind.ITEM for b in source.report.blocks)
    for block in source.report.blocks:
        kind = source.section(block)
        if (
            block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
            and kind in SECTIONS
            and not (actions and kind == "conclusion")
        ):
            if not _under_heading_task(source, block) or kind == "task":
                yield from _lines(source.text, block.start, block.end, kind)
    for field in source.of_kind(*SECTIONS):
        kind = "task" if _RULING.search(fold(field.label)) else field.kind
        if field.end > field.start and field.block.kind is not BlockKind.ROW and not (actions and kind == "conclusion"):
            if not _under_heading_task(source, field.block):
                yield from _lines(source.text, field.start, _value_end(source, field), kind)


def _value_end(source: Source, field: Field) -> int:
    """Where a field's value ends, with the owner and the deadline written behind it."""
    behind = (
        f for f in source.fields if f.block is field.block and f.start > field.start and f.kind in ("owner", "due")
    )
    return max([field.end, *(f.end for f in behind)])


def _lines(text: str, start: int, end: int, kind: str) -> Iterator[Span]:
    """The sentences of a line that state something to be done; of an action item at least the first."""
    if _DONE.match(text[start:end]):
        return
    for n, (a, b) in enumerate(_pieces(text, start, end)):
        sentence = text[a:b].strip()
        if len(sentence) < 4 or _EMPTY.match(sentence) or _VOTE.match(sentence) or _OWNER_ONLY.match(sentence):
            continue
        demanded = words("must").search(sentence) or words("decide").search(sentence) or words("verb").match(sentence)
        listed = (
            kind != "conclusion" and n == 0 and not _OPEN.search(sentence) and not sentence.startswith(("http", "|"))
        )
        if listed or (demanded and not _past(sentence)):
            yield a, b


def _past(sentence: str) -> bool:
    """Whether the first clause, or all of them, tell of something done."""
    return bool(_PAST.search(sentence.split(",")[0])) and not _STRONG.search(sentence)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences, cut also at ; and before inner numbers (1、…。2、…)."""
    cuts = sorted(
        {
            start,
            *(m.end() for m in _PIECE.finditer(text, start, end)),
            *(m.end() for m in _NUMBERED.finditer(text, start, end)),
        }
    )
    for a, b in zip(cuts, [*cuts[1:], end], strict=True):
        b = next((m.start() for m in _NUMBERED.finditer(text, a, b) if m.end() == b), b)
        if b > a and not (a > start and _TRAILING.match(text, a, b) and b - a < 24):
            yield a, end if b < end and end - b < 24 and _TRAILING.match(text, b, end) else b


def _topics(source: Source) -> Iterator[Span]:
    """议题 1. 讨论…: the topics themselves, where the minutes mostly record no more than votes."""
    topics = [
        b
        for b in source.report.blocks
        if b.kind is BlockKind.HEADING and _TOPIC.match(fold(b.enumerator)) and len(b.text) > 3
    ]
    discussed = [b for b in topics if fold(b.text).startswith(("讨论", "审议", "审查", "请购", "理赔", "研议"))]
    if len(topics) > 2 and 2 * len(discussed) > len(topics):
        yield from ((b.start, b.end) for b in topics)


def _narrative(source: Source) -> Iterator[Span]:
    """Assignments and rulings in running text: 由仲伟牵头, 操作工必须先通知质检."""
    for block in source.report.blocks:
        kind = source.section(block)
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or kind in (
            *SECTIONS,
            "present",
            "observer",
            "absent",
            "topic",
        ):
            continue
        reported = block.kind is BlockKind.ITEM and bool(block.path) and is_department(block.path[-1])
        for a, b in _pieces(source.text, block.start, block.end):
            wanted = words("must" if reported else "narrative").search(source.text, a, b)
            if _OWNER_ONLY.match(source.text[a:b].strip()):
                continue
            if (wanted or _SIGNED.search(source.text, a, b)) and not _past(source.text[a:b]):
                yield a, b


def is_department(heading: str) -> bool:
    """Whether a heading names a body or an office, whose report stands below it (三、秘書處; 一、會長)."""
    folded = re.sub(r"^[^\u3400-\u9fff]*(?:[一二三四五六七八九十]{1,3}[、.])?\s*", "", fold(heading)).strip(" :")
    return 1 < len(folded) <= 10 and (is_office(folded) or folded.endswith(body_endings()))
