"""Pairs of A、B、C分别围绕X、Y、Z: who goes with what, only when both lists have the same length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.facts.source import Source, sentences
from knowledge.model import BlockKind, Pair

_MAX_PART = 60
_SPLIT = re.compile(
    r"(?:先后|现场|也|还|则|会上|依次)?(?:分别|依次)(?:先后)?(?:代表[^,。;]{1,12})?"
    r"(?P<link>围绕|就|以|从|对|针对|结合|聚焦|介绍了?|汇报了?|通报了?|宣读了?|解读了?|讲解了?|传达了?|讲述了?|分享了?"
    r"|担任|出任|当选为?|负责|承担|获得?|取得|位列|来自|任|为|是|被评为|题为)[:]?\s?"
)
_STOP = re.compile(
    r"等(?=[^级候待])|(?:方面|主题|课题|问题)?(?:(?<!工)作|做|进行|展开|发表|提出)了?[^,。;、]{0,8}"
    r"(?:发言|报告|汇报|交流|介绍|说明|讲话|分享|授课|讨论|演讲|意见|建议|部署|表态)|[。;!?\n]"
)
_LEAD = re.compile(r"^(?:会上|会议期间|座谈会上|大会上|会后|随后|其中|期间|来自|由)[,]?")
_JOIN = re.compile(r"、")
_LAST_JOIN = re.compile(r"以及|和|与|及")


def find_pairs(source: Source) -> tuple[Pair, ...]:
    """The pairs of every sentence that sets two lists against each other with 分别."""
    found: list[Pair] = []
    for block in source.report.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.ROW):
            continue
        for start, end in sentences(source.text, block.start, block.end):
            for match in _SPLIT.finditer(source.text, start, end):
                found += _pairs(source, start, match, end)
    return tuple(found)


def _pairs(source: Source, start: int, match: re.Match[str], end: int) -> Iterator[Pair]:
    text = source.text
    at = max(start, text.rfind(",", start, match.start()) + 1)
    if lead := _LEAD.match(text[at : match.start()]):
        at += lead.end()
    stop = _STOP.search(text, match.end(), end)
    left = _parts(text, at, match.start())
    right = _parts(text, match.end(), stop.start() if stop else end)
    wanted = len(left) if len(left) > 1 else 0
    pairs = next(((a, b) for a in _variants(text, left) for b in _variants(text, right) if len(a) == len(b) > 1), None)
    if pairs is None or not wanted:
        return
    for (a, b), (c, d) in zip(*pairs, strict=True):
        subject, object_ = source.quote(a, b), source.quote(c, d)
        if subject and object_:
            yield Pair(subject.text, object_.text, start, end)


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Pieces between 、 outside quotes and brackets."""
    parts, depth, at, quoted = [], 0, start, False
    for position in range(start, min(end, start + 600)):
        character = text[position]
        quoted ^= character == '"'
        depth += (character in "(《<[") - (character in ")》>]")
        if character in "、" and depth <= 0 and not quoted:
            parts.append((at, position))
            at = position + 1
    parts.append((at, end))
    return [(a, b) for a, b in parts if 0 < b - a <= _MAX_PART]


def _variants(text: str, parts: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The parts as they are, and with the last one split at 和."""
    yield parts
    if parts:
        a, b = parts[-1]
        for match in _LAST_JOIN.finditer(text, a + 1, b - 1):
            yield [*parts[:-1], (a, match.start()), (match.end(), b)]
