"""Requirements in a news text: 一是…二是…, what a speaker or the meeting wants (要…), what a meeting deals with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.facts.phrasing import words
from knowledge.facts.source import Source, sentences
from knowledge.model import Block, BlockKind

Span = tuple[int, int]

_ORDINAL = re.compile(
    r"(?<![^。;:,\s\"])(?P<mark>第?[一二三四五六七八九十]{1,2}(?:是(?!一)|要(?!求))|第[一二三四五六七八九十](?=[,、])"
    r"|首先(?=[,要])|其次(?=[,要]))"
)
_STOP = re.compile(r"[。;]")
_SPOKEN = re.compile(r"指出|强调|要求|希望|表示|提出|部署|勉励|介绍|认为|在报告中|在讲话中")
_WANTED = re.compile(
    r"(?<![^,。;:\s])(?P<who>[^,。;:]{0,24}?)(?<![重主必只首简摘纪概扼紧次不就还显需])要(?![求点素闻件害领么]|是[^一二三])"
)
_DEMANDED = re.compile(
    r"(?:强调|要求)[,:](?=(?:全体|各|有关|相关|全[市县区院校省])[^,。;]{1,12}"
    r"(?:认真|加强|切实|进一步|坚持|落实|做好|严格|积极|主动|继续|把|以))"
)
_NOT_A_DEMAND = re.compile(
    r"就是要|总书记(?:强调|指出)|主席指出|参加会议|出席会议|出席座谈|参加座谈|重大意义|迫切需要|作了?发言|作了?表态|表示,"
)
_DEALT = r"(?:分析研究|研究部署|研究|部署|听取|讨论|审议(?:并原则)?通过|审议|表决通过|通过了|决定|传达学习|通报|任命|批准|接受|授予)"
_AGENDA = re.compile(rf"(?<![^,。;\s\"议])(?P<item>{_DEALT}了?[^,。;]{{4,120}})")
_RULED = re.compile(r"审议|讨论|通过|任命|批准|《")
_PLANNED = re.compile(
    r"(?:对|就|围绕)(?:下一?步|下一?阶段|今后)?(?P<list>[^,。;]{2,10}(?:、[^,。;、]{2,14}){2,9})等?(?:方面|工作)?"
    r"(?:作出|做出|进行|提出)[^,。;]{0,8}(?:部署|安排|要求)"
)
_PARALLEL = re.compile(
    r"(?<![^,。;:\s])(?:要|更加|注重|着力|必须|聚力){0,3}(?P<item>在[^,。;]{2,24}上(?:聚焦|持续|精准|再|狠|多|更)?"
    r"(?:发力|下功夫|用力|求突破|见实效|做文章|见真章|作表率|走在前))"
)
_TO_COME = re.compile(r"将(?!军|来|士)|会后|由[^,。;]{2,14}(?:负责|牵头|带回|发出|承担|组织)|限期|日内|周内|月内")
_SLOGAN = 9
_FEW = 3


def speech_spans(source: Source) -> list[Span]:
    """The requirements of a news text: what a standing meeting dealt with, else what is numbered, else what is wanted."""
    blocks = [b for b in source.report.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)]
    for find in (_agenda, _numbered_all, _parallel_and_wanted, _planned_all, _wanted_all):
        if spans := find(source.text, blocks):
            break
    else:
        spans = []
    if find is _wanted_all and len(spans) < _FEW:
        spans += _to_come(source.text, blocks)
    return spans


def _agenda(text: str, blocks: list[Block]) -> list[Span]:
    """研究…，部署…，审议通过…, where one of the first sentences lists three or more such things."""
    for block in blocks[:6]:
        for start, end in _periods(text, block)[:4]:
            items = [m.span("item") for m in _AGENDA.finditer(text, start, end)]
            if len(items) >= 3 and _RULED.search(text, start, end):
                return items
    return []


def _periods(text: str, block: Block) -> list[Span]:
    """Sentences up to 。 only."""
    cuts = [block.start, *(m.end() for m in re.compile("。").finditer(text, block.start, block.end)), block.end]
    return [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a]


def _numbered_all(text: str, blocks: list[Block]) -> list[Span]:
    found = [span for b in blocks for span in _numbered(text, b)]
    return found if len(found) > 1 else []


def _parallel_and_wanted(text: str, blocks: list[Block]) -> list[Span]:
    """在…上下功夫 three times or more, and what else is wanted."""
    found = [m.span("item") for b in blocks for m in _PARALLEL.finditer(text, b.start, b.end)]
    if len(found) < 3:
        return []
    return found + [(a, b) for a, b in _wanted_all(text, blocks) if not any(a < y and x < b for x, y in found)]


def _planned_all(text: str, blocks: list[Block]) -> list[Span]:
    return [span for b in blocks for span in _planned(text, b)]


def _wanted_all(text: str, blocks: list[Block]) -> list[Span]:
    found = [span for b in blocks for span in _wanted(text, b)]
    return [piece for span in found for piece in _split(text, *span)] if len(found) == 1 else found


def _to_come(text: str, blocks: list[Block]) -> list[Span]:
    """Where nothing is demanded: what will be done (监察室将在近期回查)."""
    return [
        (start, end)
        for b in blocks
        for start, end in sentences(text, b.start, b.end)
        if _TO_COME.search(text, start, end) and not _NOT_A_DEMAND.search(text, start, end)
    ]


def _numbered(text: str, block: Block) -> Iterator[Span]:
    """一是…; each as far as its first sentence goes, and never into the next."""
    matches = list(_ORDINAL.finditer(text, block.start, block.end))
    limits = [m.start() for m in matches[1:]] + [block.end]
    for match, limit in zip(matches, limits, strict=False):
        stop = _STOP.search(text, match.end(), limit)
        if stop and stop.start() - match.end() <= _SLOGAN:
            stop = _STOP.search(text, stop.end(), limit) or stop
        yield match.end("mark"), stop.start() if stop else limit


def _wanted(text: str, block: Block) -> Iterator[Span]:
    """要… and sentences that begin with a verb after somebody began to speak."""
    spoken = False
    for start, end in sentences(text, block.start, block.end):
        if _SPOKEN.search(text, start, end):
            spoken = True
        if not spoken or _NOT_A_DEMAND.search(text, start, end):
            continue
        found = [m for m in _WANTED.finditer(text, start, end) if not m.group("who").endswith(("我们", "我国", "强调"))]
        found = [m for n, m in enumerate(found) if n == 0 or m.group("who")]
        if found:
            stops = [m.start("who") for m in found[1:]] + [end]
            yield from ((m.start("who"), stop) for m, stop in zip(found, stops, strict=True))
        elif words("verb").match(text, start, end):
            yield start, end
        elif match := _DEMANDED.search(text, start, end):
            yield match.end(), end


def _planned(text: str, block: Block) -> Iterator[Span]:
    """对下一步完善…、强化…、壮大…等作出部署."""
    for match in _PLANNED.finditer(text, block.start, block.end):
        at = match.start("list")
        for part in match.group("list").removesuffix("等").split("、"):
            yield at, at + len(part)
            at += len(part) + 1


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """The clauses of the only requirement of a report: each is one."""
    at = start
    for match in re.compile(r"[,。;]").finditer(text, start, end):
        if at == start or words("verb").match(text, at, end):
            yield at, match.start()
        at = match.end()
