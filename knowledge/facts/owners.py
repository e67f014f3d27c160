"""Who is to do something: whoever is named in or around a clause in a way that may make them responsible.

由暴志刚牵头, 请总干事找师傅报价, 各单位要…, … —— 何明书, (跟进:戚工), 责任人：…, a cell under 责任单位, the department whose
report a line stands in. All are candidates, described by named features; a learned model says which is the one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge.facts import names
from knowledge.facts.clauses import Clause
from knowledge.facts.deadlines import find_due
from knowledge.facts.mentions import (
    DASH,
    FOLLOWED,
    HANDLE,
    KINDS,
    LONGEST,
    READ,
    Mention,
    Mentions,
    endings,
    idle,
    is_named,
)
from knowledge.facts.phrasing import words
from knowledge.facts.shapes import body_endings
from knowledge.facts.source import Field, Source
from knowledge.labels import field_kind
from knowledge.model import BlockKind
from knowledge.normalize import fold

_BEFORE, _AFTER, _LINES = 10, 5, 3
_PLAIN = re.compile(r"[\s@*:]*(?P<who>[^,。;()\s@*|][^,。;()\n|]*?)(?=\s*(?:[,。;()\n|]|\s{2}|\s?[-—–]{1,2}\s|$))")
_RESPONSIBLE = re.compile(
    r"(?:责任(?:人|单位|部门|科室|领导)|负责(?:人|单位|部门)|牵头(?:单位|部门|人|科室)|承办(?:单位|部门|人)|主办(?:单位|部门)?|跟进人|主责|牵头|责任)\s?[:是为]?\s?@?"
    r"(?P<who>[^,。;:()\s@\-—–→、]{2,16}(?:、[^,。;:()\s@\-—–→、]{2,16}){0,4})"
)
_NUMBERED = re.compile(r"^[^\u3400-\u9fffa-z@]*(?:第?[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾\d]{1,3}[、.)]\s*)?")
_BRACKETED = re.compile(r"\((?P<who>[^()]{2,16})\)$")
_OFFICE_NUMBER = re.compile(r"^[^\u3400-\u9fff]*(?:[一二三四五六七八九十]{1,3}[、.])?\s*")
_CLEAN = re.compile(r"(?:责任人|负责人|跟进|牵头|负责)$")


def find_mentions(source: Source, clauses: Sequence[Clause], people: frozenset[str]) -> Mentions:
    """For each clause whom it names."""
    return Mentions(source, clauses, people)


def candidates(
    source: Source, clauses: Sequence[Clause], named: Mentions, number: int, people: frozenset[str]
) -> list[tuple[Mention, dict[str, float]]]:
    """Everybody who may be responsible for what clause ``number`` says, each with features."""
    text, c = source.text, clauses[number]
    near: list[Mention] = []
    for k in range(max(0, number - _BEFORE), min(len(clauses), number + _AFTER + 1)):
        other = clauses[k]
        if (
            other.block is c.block
            and (c.cell < 0 or other.cell == c.cell)
            or 0 < other.block.number - c.block.number <= _LINES
            and c.block.kind is BlockKind.HEADING
        ):
            near.extend(named[k])
    near.extend(_fields(source, c))
    near.extend(_cells(text, c))
    near.extend(_above(source, c))
    seen: dict[tuple[str, str, int], Mention] = {}
    for m in near:
        seen.setdefault((text[m.start : m.end], m.kind, m.at), m)
    chosen = list(seen.values())
    shared = _of_task(source, clauses, number, chosen)
    often = Counter(text[m.start : m.end] for m in chosen)
    starts = sorted(m.start for m in chosen if m.kind in ("start", "by", "please") and m.followed != "speech")
    found = []
    for m in chosen:
        who = text[m.start : m.end]
        features = _of_wording(who, people) | _of_place(clauses, number, m, starts) | shared
        features["often"] = float(often[who])
        features["report_often"] = float(min(20, text.count(who)))
        found.append((m, features))
    return found


def _of_task(source: Source, clauses: Sequence[Clause], number: int, found: Sequence[Mention]) -> dict[str, float]:
    """What all who may be responsible for a task share: what it is like, and how they are named."""
    text, c = source.text, clauses[number]
    kinds = Counter(m.kind for m in found)
    shared = {
        "task_row": float(c.block.kind is BlockKind.ROW),
        "task_item": float(c.block.kind is BlockKind.ITEM),
        "task_paragraph": float(c.block.kind is BlockKind.PARAGRAPH),
        "task_heading": float(c.block.kind is BlockKind.HEADING),
        "task_place": float(c.place),
        "task_section": float(source.section(c.block) in ("task", "remaining", "conclusion")),
        "task_verb": float(bool(words("verb").match(text, c.start, c.end))),
        "task_marked": float(c.ordinal),
        "task_length": float(c.end - c.start),
        "all": float(len(found)),
        "any_here": float(sum(m.at == number for m in found)),
    }
    return shared | {f"any_{kind}": float(kinds[kind]) for kind in KINDS}


def _of_place(clauses: Sequence[Clause], number: int, m: Mention, starts: Sequence[int]) -> dict[str, float]:
    """How and where somebody is named; ``starts`` is where clauses name somebody first."""
    c = clauses[number]
    low, high = min(m.start, c.start), max(m.start, c.start)
    return _HOW[m.kind, m.followed] | {
        "clauses": float(m.at - number) if m.at >= 0 else 50.0,
        "distance": float(m.start - c.start),
        "same_part": float(c.part[0] <= m.start < c.part[1]),
        "same_line": float(c.block.start - 4 <= m.start < c.block.end),
        "between": float(sum(low < start < high for start in starts)),
        "marked": float(m.at >= 0 and clauses[m.at].ordinal),
        "first": float(m.at >= 0 and clauses[m.at].place == 0),
    }


_HOW = {
    (kind, followed): {f"kind_{k}": float(k == kind) for k in KINDS}
    | {f"followed_{k}": float(k == followed) for k in FOLLOWED}
    for kind in KINDS
    for followed in FOLLOWED
}


@lru_cache(maxsize=4096)
def _of_wording(who: str, people: frozenset[str]) -> dict[str, float]:
    """What somebody is called."""
    return {
        "known": float(who in people),
        "named": float(is_named(who, people)),
        "actor": float(who.endswith(endings("actor"))),
        "body": float(who.endswith(body_endings())),
        "vague": float(who.endswith(endings("vague"))),
        "idle": float(who.startswith(idle())),
        "titled": float(names.title_length(who, len(who))),
        "length": float(len(who)),
        "joined": float(who.count("、") + who.count("和") + who.count("会同")),
        "all_of": float(who.startswith(("各", "全体", "所有", "全", "每", "相关", "有关"))),
        "latin": float(who.isascii()),
        "digits": float(any(ch.isdigit() for ch in who)),
        "verb": float(bool(words("verb").match(who))),
        "due": float(find_due(who, 0, len(who)) is not None),
    }


def _fields(source: Source, c: Clause) -> Iterator[Mention]:
    """责任人：… in the line, or in one of the next lines."""
    for field in source.fields:
        ahead = field.block.number - c.block.number
        if (
            field.kind in ("owner", "proposer", "reporter")
            and 0 <= ahead <= _LINES
            and field.end > field.start
            and field.start > c.start - 40
        ):
            yield from _value(source.text, field)

    for match in _RESPONSIBLE.finditer(source.text, c.start, min(c.block.end, c.start + READ)):
        yield Mention(match.start("who"), match.end("who"), "field", "charge", -1)


def _value(text: str, field: Field) -> Iterator[Mention]:
    plain = _PLAIN.match(text, field.start, field.end)
    if plain is None:
        return
    a, b = plain.span("who")
    if cleaned := _CLEAN.search(text[a:b]):
        b = a + cleaned.start()
    followed = {"owner": "charge", "proposer": "speech", "reporter": "does"}[field.kind]
    yield Mention(a, b, "field", followed, -1)
    last = text[a:b].split()[-1:] or [""]
    if last[0] and len(last[0]) < b - a:
        yield Mention(b - len(last[0]), b, "field", followed, -1)
    if field.end - a > b - a:
        yield from (
            Mention(m.start("who"), m.end("who"), "field", "end", -1) for m in HANDLE.finditer(text, a, field.end)
        )


def _cells(text: str, c: Clause) -> Iterator[Mention]:
    """The cells of a row under 责任人 or the like, or that hold no more than a name."""
    if c.block.kind is not BlockKind.ROW:
        return
    for n, cell in enumerate(c.block.cells):
        kind = field_kind(c.block.header[n]) if n < len(c.block.header) else ""
        if n != c.cell and 1 < len(cell.text) <= 40 and (kind == "owner" or not kind):
            yield Mention(cell.start, cell.end, "column", "charge" if kind == "owner" else "end", -1)


def _above(source: Source, c: Clause) -> Iterator[Mention]:
    """Whose section a line stands in, who says it, who is named before the colon of its heading."""
    text, block = source.text, c.block
    if block.label and c.start > block.start:
        a = block.start
        yield from _label(text, a, a + len(block.label), "label")
    for depth, heading in enumerate(reversed(block.path[-2:])):
        folded = fold(heading)
        bare = _NUMBERED.sub("", folded).strip(" :*")
        if not bare:
            continue
        at = text.rfind(bare, 0, block.start)
        if at < 0:
            continue
        colon = bare.find(":")
        pieces = [(0, colon)] if 0 < colon <= LONGEST else []
        if len(bare) <= LONGEST:
            pieces.append((0, len(bare)))
        if bracket := _BRACKETED.search(bare):
            pieces.append(bracket.span("who"))
        if handle := HANDLE.search(bare):
            pieces.append(handle.span("who"))
        if dash := DASH.search(bare):
            pieces.append(dash.span("who"))
        for a, b in pieces:
            yield Mention(at + a, at + b, "heading", "end" if depth == 0 else "does", -1)
    before = source.report.blocks[block.number - 2] if block.number > 1 else None
    if (
        before is not None
        and before.kind is not BlockKind.ROW
        and before.text[-1:] in ":："
        and len(before.text) <= LONGEST
    ):
        yield from _label(text, before.start, before.end, "after")


def _label(text: str, start: int, end: int, kind: str) -> Iterator[Mention]:
    while start < end and text[start] in " @*【[":
        start += 1
    while end > start and text[end - 1] in " *:】]":
        end -= 1
    if 1 < end - start <= LONGEST:
        yield Mention(start, end, kind, "end", -1)


def is_department(heading: str) -> bool:
    """Whether a heading names a body or an office, whose report stands below it (三、秘書處; 一、會長)."""
    folded = _OFFICE_NUMBER.sub("", fold(heading)).strip(" :")
    return 1 < len(folded) <= 10 and (names.is_office(folded) or folded.endswith(body_endings()))
