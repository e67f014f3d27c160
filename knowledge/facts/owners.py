"""Who is to do something: whoever is named in or around a clause in a way that may make them responsible.

由暴志刚牵头, 请总干事找师傅报价, 各单位要…, … —— 何明书, (跟进:戚工), 责任人：…, a cell under 责任单位, the department whose
report a line stands in. All are candidates, described by named features; a learned model says which is the one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.facts import names
from knowledge.facts.clauses import Clause
from knowledge.facts.deadlines import find_due
from knowledge.facts.phrasing import cue, words
from knowledge.facts.shapes import body_endings
from knowledge.facts.source import Field, Source
from knowledge.labels import field_kind
from knowledge.lexicon import table
from knowledge.model import Block, BlockKind
from knowledge.normalize import fold
from knowledge.segment import cut

KINDS = ("start", "by", "please", "told", "bracket", "dash", "handle", "field", "column", "heading", "label", "after")
FOLLOWED = ("modal", "charge", "speech", "due", "verb", "does", "end", "word")
_BEFORE, _AFTER, _LINES = 10, 5, 3
_LONGEST, _TRIES, _READ, _SUBJECT = 24, 5, 300, 12
_MARKER = re.compile(
    r"(?P<by>由)|(?P<please>请(?![假示教问愿]))"
    r"|(?P<told>责成|授权|委托|要求|建议|希望|交由|交|派|让|同意|决定|明确|通知|督促|指导|安排|会同|联合)"
)
_LEAD = re.compile(r"(?:并|另|再|也|还|但|而|同时|此外|其中|会后|届时|目前|今后|下一步|接下来|之后|最后|[\s\"@*【\[])+")
_STOPS = re.compile(r"[,。;:!?\n\"《》]")
_DOES = re.compile(
    r"(?:先|再|也|都|均|各|每|还|则|便|另|共同|联合|统一|统筹|具体|全面|负总责|分别|依法|统筹|轮流|自行|代|同步|抓紧|尽快|尽速|立即|马上|今后|一次|继续|于|在|对|把|将|给|向|与|和|同|从|按|依|为|以|用|到|就|根据|作为"
    r"|来|去|做|写|画|拟|提|出|拿|报|送|发|补|查|改|换|修|建|办|盯|抓|管|守|收|找|带|跑|测|装|拆|签|订|定|搬|洽|填|寻|说明|研议|承作|承办|承担|施作|担任|担纲|保管|代管|代办|登记|主讲|主持|规划|寄|付|购|租|试|跟|催|评|审|设|增|减|调|退|腾|选|拍|录|译|校|印|算|养|种|清|扫|洗|牵|落|负|配|协|参|组|召|召集|筹|统)"
)
_MODAL = re.compile(
    r"(?:也|都|均|还|更|就|则|今后|一定|将|会|可|能|拟)?(?:要(?![求点素闻件])|应当|应该|应(?![用急届邀])|必须|务必|须|需(?!求)|不得|尽快|计划|将(?!军|来|士)|会(?=在|和|把|由|请|再|将|于|放|向|跟|与|继续|议)|记得|可)"
)
_CHARGE = re.compile(r"(?:具体|统一|共同|全面|统筹)?(?:负责|牵头|主责|承办|包案|跟进|会同|配合|协助|督办|认领)")
_BRACKET = re.compile(
    r"[(【\[](?:责任人?|负责人?|跟进人?|主责|牵头(?:单位|部门|人)?|责任单位|owner|by|assignee)?\s?:?\s?@?(?P<who>[^()【】\[\]]{1,40})(?:\)|】|\]|$)"
)
_DASH = re.compile(
    r"(?:[-—–]{1,3}|→|=>)\s?(?P<label>(?:责任人|负责人|跟进人?|owner)\s?:?)?\s?@?(?P<who>[^()\-—–→,。;\n]{2,30})"
)
_HANDLE = re.compile(r"@\s?(?P<who>[\w.\-\u3400-\u9fff]{2,20})")
_PLAIN = re.compile(r"[\s@*:]*(?P<who>[^,。;()\s@*|][^,。;()\n|]*?)(?=\s*(?:[,。;()\n|]|\s{2}|\s?[-—–]{1,2}\s|$))")
_BARE = re.compile(r"\([^()]*\)$")
_RESPONSIBLE = re.compile(
    r"(?:责任(?:人|单位|部门|科室|领导)|负责(?:人|单位|部门)|牵头(?:单位|部门|人|科室)|承办(?:单位|部门|人)|主办(?:单位|部门)?|跟进人|主责|牵头|责任)\s?[:是为]?\s?@?"
    r"(?P<who>[^,。;:()\s@\-—–→、]{2,16}(?:、[^,。;:()\s@\-—–→、]{2,16}){0,4})"
)
_CLEAN = re.compile(r"(?:责任人|负责人|跟进|牵头|负责)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named at ``text[start:end]``: how (one of :data:`KINDS`) and what follows (one of :data:`FOLLOWED`)."""

    start: int
    end: int
    kind: str
    followed: str
    at: int
    """The number of the clause, or -1 for what stands outside of clauses."""


@cache
def _endings(key: str) -> tuple[str, ...]:
    return table("organisations.txt")[key]


@cache
def _idle() -> tuple[str, ...]:
    return table("task_words.txt")["idle"]


def mentions(text: str, clause: Clause, number: int, people: frozenset[str]) -> Iterator[Mention]:
    """Everybody named in a clause who may be responsible for something."""
    start, end = clause.start, clause.end
    breaks = _breaks(text, start, end, people)
    lead = _LEAD.match(text, start, end)
    begin = lead.end() if lead else start
    yield from _spelt(text, begin, end, "start", number, people, breaks)
    due = find_due(text, begin, end)
    if due and due[1] < end:
        at = due[1] + (text[due[1]] in ",前内起")
        yield from _spelt(text, at, end, "start" if due[0] <= begin + 3 else "told", number, people, breaks)
    for match in _MARKER.finditer(text, start, end):
        kind = match.lastgroup or "told"
        at = match.end()
        if due and at == due[0]:
            at = due[1]
        yield from _spelt(text, at, end, kind, number, people, breaks)
    for pattern, kind in ((_BRACKET, "bracket"), (_DASH, "dash"), (_HANDLE, "handle")):
        for match in list(pattern.finditer(text, start, min(end + 2, clause.block.end)))[-3:]:
            a, b = match.span("who")
            comma = text.find(",", a, b)
            b = comma if comma > 0 else b
            while b > a and text[b - 1] in " \u3000*":
                b -= 1
            if b - a > 1:
                yield Mention(a, b, kind, "end", number)


def _breaks(text: str, start: int, end: int, people: frozenset[str]) -> frozenset[int]:
    """Where words end in a clause; known names are words."""
    found, at = set(), start
    for word in cut(text[start : min(end, start + _READ)]):
        at += len(word)
        found.add(at)
    for name in people:
        if len(name) > 1:
            at = text.find(name, start, end)
            while at >= 0:
                found.add(at + len(name))
                at = text.find(name, at + 1, end)
    return frozenset(found)


def _spelt(
    text: str, at: int, end: int, kind: str, number: int, people: frozenset[str], breaks: frozenset[int]
) -> Iterator[Mention]:
    """The runs from ``at`` that may be somebody, each up to the end of a word."""
    while at < end and text[at] in ' \u3000@*"【[':
        at += 1
    stop = _STOPS.search(text, at, min(end, at + _LONGEST))
    limit = stop.start() if stop else min(end, at + _LONGEST)
    if at >= end or text.startswith(_idle(), at) or words("verb").match(text, at, limit):
        return
    if (due := find_due(text, at, min(end, at + 14))) and due[0] == at:
        return
    found = 0
    for b in range(at + 2, limit + 1):
        who = text[at:b]
        if b not in breaks and not (_followed(text, b, end) and who.endswith(_endings("actor"))):
            continue
        if who[-1] in "、和与及(的" or who.count("(") != who.count(")"):
            continue
        followed = _followed(text, b, end)
        acts = _BARE.sub("", who).endswith(_endings("actor")) or is_named(who, people)
        asked = kind in ("by", "please", "told") or (followed in ("modal", "charge") and len(who) <= _SUBJECT)
        if not acts and not (followed and asked):
            continue
        yield Mention(at, b, kind, followed or "word", number)
        found += 1
        if found == _TRIES:
            return


def _followed(text: str, at: int, end: int) -> str:
    if at >= end:
        return "end"
    if _CHARGE.match(text, at, end):
        return "charge"
    if _MODAL.match(text, at, end):
        return "modal"
    if cue("speech").match(text, at, end):
        return "speech"
    due = find_due(text, at, min(end, at + 14))
    if due and due[0] - at <= 1:
        return "due"
    if words("verb").match(text, at, end):
        return "verb"
    return "does" if _DOES.match(text, at, end) else ""


def is_named(who: str, people: frozenset[str]) -> bool:
    """Whether folded ``who`` is a person, or several: a known one, a likely name, either with a title."""
    parts = [p for p in re.split(r"[、和与及]", who) if p]
    return bool(parts) and all(
        p in people or any(p.startswith(k) or p.endswith(k) for k in people if len(k) > 1) or _likely(p) for p in parts
    )


def _likely(part: str) -> bool:
    return (names.is_name(part, rare=False) and not names.is_common_word(part)) or (
        len(part) > 2
        and 0 < names.title_length(part, len(part)) < len(part)
        and names.surname_length(part, 0, rare=False) > 0
    )


# ---------------------------------------------------------------- around a task


def find_mentions(source: Source, clauses: Sequence[Clause], people: frozenset[str]) -> list[list[Mention]]:
    """For each clause whom it names."""
    return [list(dict.fromkeys(mentions(source.text, c, n, people))) for n, c in enumerate(clauses)]


def candidates(
    source: Source, clauses: Sequence[Clause], named: Sequence[Sequence[Mention]], number: int, people: frozenset[str]
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
    near.extend(_fields(source, c, people))
    near.extend(_cells(text, c))
    near.extend(_above(source, c, people))
    seen: dict[tuple[str, str, int], Mention] = {}
    for m in near:
        seen.setdefault((text[m.start : m.end], m.kind, m.at), m)
    chosen = list(seen.values())
    often = Counter(text[m.start : m.end] for m in chosen)
    starts = sorted(m.start for m in chosen if m.kind in ("start", "by", "please") and m.followed != "speech")
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
        "all": float(len(chosen)),
    }
    for key in KINDS:
        shared[f"any_{key}"] = float(sum(m.kind == key for m in chosen))
    shared["any_here"] = float(sum(m.at == number for m in chosen))
    return [(m, _features(source, clauses, number, m, people, often, starts) | shared) for m in chosen]


def _features(
    source: Source,
    clauses: Sequence[Clause],
    number: int,
    m: Mention,
    people: frozenset[str],
    often: Mapping[str, int],
    starts: Sequence[int],
) -> dict[str, float]:
    text, c = source.text, clauses[number]
    who = text[m.start : m.end]
    f = {f"kind_{k}": float(m.kind == k) for k in KINDS} | {f"followed_{k}": float(m.followed == k) for k in FOLLOWED}
    f["clauses"] = float(m.at - number) if m.at >= 0 else 50.0
    f["distance"] = float(m.start - c.start)
    f["same_part"] = float(c.part[0] <= m.start < c.part[1])
    f["same_line"] = float(c.block.start - 4 <= m.start < c.block.end)
    f["between"] = float(sum(min(m.start, c.start) < s < max(m.start, c.start) for s in starts))
    f["known"] = float(who in people)
    f["named"] = float(is_named(who, people))
    f["actor"] = float(who.endswith(_endings("actor")))
    f["body"] = float(who.endswith(body_endings()))
    f["vague"] = float(who.endswith(_endings("vague")))
    f["idle"] = float(who.startswith(_idle()))
    f["titled"] = float(names.title_length(who, len(who)))
    f["length"] = float(len(who))
    f["joined"] = float(who.count("、") + who.count("和") + who.count("会同"))
    f["all_of"] = float(who.startswith(("各", "全体", "所有", "全", "每", "相关", "有关")))
    f["latin"] = float(who.isascii())
    f["digits"] = float(any(ch.isdigit() for ch in who))
    f["often"] = float(often[who])
    f["report_often"] = float(min(20, text.count(who)))
    f["verb"] = float(bool(words("verb").match(who)))
    f["due"] = float(find_due(who, 0, len(who)) is not None)
    f["marked"] = float(m.at >= 0 and clauses[m.at].ordinal)
    f["first"] = float(m.at >= 0 and clauses[m.at].place == 0)
    return f


def _fields(source: Source, c: Clause, people: frozenset[str]) -> Iterator[Mention]:
    """责任人：… in the line, or in one of the next lines."""
    for field in source.fields:
        ahead = field.block.number - c.block.number
        if (
            field.kind in ("owner", "proposer", "reporter")
            and 0 <= ahead <= _LINES
            and field.end > field.start
            and field.start > c.start - 40
        ):
            yield from _value(source.text, field, people)

    for match in _RESPONSIBLE.finditer(source.text, c.start, min(c.block.end, c.start + _READ)):
        yield Mention(match.start("who"), match.end("who"), "field", "charge", -1)


def _value(text: str, field: Field, people: frozenset[str]) -> Iterator[Mention]:
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
            Mention(m.start("who"), m.end("who"), "field", "end", -1) for m in _HANDLE.finditer(text, a, field.end)
        )


def _cells(text: str, c: Clause) -> Iterator[Mention]:
    """The cells of a row under 责任人 or the like, or that hold no more than a name."""
    if c.block.kind is not BlockKind.ROW:
        return
    for n, cell in enumerate(c.block.cells):
        kind = field_kind(c.block.header[n]) if n < len(c.block.header) else ""
        if n != c.cell and 1 < len(cell.text) <= 40 and (kind == "owner" or not kind):
            yield Mention(cell.start, cell.end, "column", "charge" if kind == "owner" else "end", -1)


def _above(source: Source, c: Clause, people: frozenset[str]) -> Iterator[Mention]:
    """Whose section a line stands in, who says it, who is named before the colon of its heading."""
    text, block = source.text, c.block
    if block.label and c.start > block.start:
        a = block.start
        yield from _label(text, a, a + len(block.label), "label")
    for depth, heading in enumerate(reversed(block.path[-2:])):
        folded = fold(heading)
        bare = re.sub(
            r"^[^\u3400-\u9fffa-z@]*(?:第?[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾\d]{1,3}[、.)]\s*)?", "", folded
        ).strip(" :*")
        if not bare:
            continue
        at = text.rfind(bare, 0, block.start)
        if at < 0:
            continue
        colon = bare.find(":")
        pieces = [(0, colon)] if 0 < colon <= _LONGEST else []
        if len(bare) <= _LONGEST:
            pieces.append((0, len(bare)))
        if bracket := re.search(r"\((?P<who>[^()]{2,16})\)$", bare):
            pieces.append(bracket.span("who"))
        if handle := _HANDLE.search(bare):
            pieces.append(handle.span("who"))
        if dash := _DASH.search(bare):
            pieces.append(dash.span("who"))
        for a, b in pieces:
            yield Mention(at + a, at + b, "heading", "end" if depth == 0 else "does", -1)
    before = source.report.blocks[block.number - 2] if block.number > 1 else None
    if (
        before is not None
        and before.kind is not BlockKind.ROW
        and before.text[-1:] in ":："
        and len(before.text) <= _LONGEST
    ):
        yield from _label(text, before.start, before.end, "after")


def _label(text: str, start: int, end: int, kind: str) -> Iterator[Mention]:
    while start < end and text[start] in " @*【[":
        start += 1
    while end > start and text[end - 1] in " *:】]":
        end -= 1
    if 1 < end - start <= _LONGEST:
        yield Mention(start, end, kind, "end", -1)


def is_department(heading: str) -> bool:
    """Whether a heading names a body or an office, whose report stands below it (三、秘書處; 一、會長)."""
    folded = re.sub(r"^[^\u3400-\u9fff]*(?:[一二三四五六七八九十]{1,3}[、.])?\s*", "", fold(heading)).strip(" :")
    return 1 < len(folded) <= 10 and (names.is_office(folded) or folded.endswith(body_endings()))


def block_of(mention: Mention, source: Source) -> Block:
    """The line a mention stands in."""
    return source.report.block_at(mention.start)
