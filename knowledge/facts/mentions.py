"""Whom a clause names in a way that may make them responsible: 由暴志刚牵头, 请总干事找师傅报价, 各单位要…, … —— 何明书."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge.facts import names
from knowledge.facts.clauses import Clause
from knowledge.facts.deadlines import find_due
from knowledge.facts.phrasing import cue, words
from knowledge.facts.source import Source
from knowledge.lexicon import table
from knowledge.segment import cut

KINDS = ("start", "by", "please", "told", "bracket", "dash", "handle", "field", "column", "heading", "label", "after")
FOLLOWED = ("modal", "charge", "speech", "due", "verb", "does", "end", "word")
LONGEST, _TRIES, READ, _SUBJECT, _SOON = 24, 5, 300, 12, 14
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
DASH = re.compile(
    r"(?:[-—–]{1,3}|→|=>)\s?(?P<label>(?:责任人|负责人|跟进人?|owner)\s?:?)?\s?@?(?P<who>[^()\-—–→,。;\n]{2,30})"
)
HANDLE = re.compile(r"@\s?(?P<who>[\w.\-\u3400-\u9fff]{2,20})")
_BARE = re.compile(r"\([^()]*\)$")
_AND = re.compile(r"[、和与及]")


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
def endings(key: str) -> tuple[str, ...]:
    """How those who act (``actor``), or are too vague to (``vague``), end."""
    return table("organisations.txt")[key]


@cache
def _last_characters() -> frozenset[str]:
    """The last characters of those who act."""
    return frozenset(ending[-1] for ending in endings("actor"))


@cache
def idle() -> tuple[str, ...]:
    """What stands where somebody might be named, but is nobody."""
    return table("task_words.txt")["idle"]


def mentions(text: str, clause: Clause, number: int, people: frozenset[str]) -> Iterator[Mention]:
    """Everybody named in a clause who may be responsible for something."""
    start, end = clause.start, clause.end
    naming = _Naming(text, clause, number, people)
    lead = _LEAD.match(text, start, end)
    begin = lead.end() if lead else start
    yield from naming.spelt(begin, "start")
    due = find_due(text, begin, end)
    if due and due[1] < end:
        at = due[1] + (text[due[1]] in ",前内起")
        yield from naming.spelt(at, "start" if due[0] <= begin + 3 else "told")
    for match in _MARKER.finditer(text, start, end):
        kind = match.lastgroup or "told"
        at = match.end()
        if due and at == due[0]:
            at = due[1]
        yield from naming.spelt(at, kind)
    for pattern, kind in ((_BRACKET, "bracket"), (DASH, "dash"), (HANDLE, "handle")):
        for match in list(pattern.finditer(text, start, min(end + 2, clause.block.end)))[-3:]:
            a, b = match.span("who")
            comma = text.find(",", a, b)
            b = comma if comma > 0 else b
            while b > a and text[b - 1] in " \u3000*":
                b -= 1
            if b - a > 1:
                yield Mention(a, b, kind, "end", number)


class _Naming:
    """Looks for somebody in one clause; what follows a place is read once."""

    def __init__(self, text: str, clause: Clause, number: int, people: frozenset[str]) -> None:
        self._text, self._end, self._number, self._people = text, clause.end, number, people
        self._breaks = _breaks(text, clause.start, clause.end, people)
        self._followed: dict[int, str] = {}

    def spelt(self, at: int, kind: str) -> Iterator[Mention]:
        """The runs from ``at`` that may be somebody, each up to the end of a word."""
        text, end = self._text, self._end
        while at < end and text[at] in ' \u3000@*"【[':
            at += 1
        stop = _STOPS.search(text, at, min(end, at + LONGEST))
        limit = stop.start() if stop else min(end, at + LONGEST)
        if at >= end or text.startswith(idle(), at) or words("verb").match(text, at, limit):
            return
        if (due := find_due(text, at, min(end, at + _SOON))) and due[0] == at:
            return
        found = 0
        for b in range(at + 2, limit + 1):
            if not (b in self._breaks or text[b - 1] in _last_characters()):
                continue
            if followed := self._bounded(at, b, kind):
                yield Mention(at, b, kind, followed, self._number)
                found += 1
                if found == _TRIES:
                    return

    def _bounded(self, at: int, b: int, kind: str) -> str:
        """What follows if somebody may be named from ``at`` to ``b`` (one of :data:`FOLLOWED`), else ``""``."""
        who, at_break = self._text[at:b], b in self._breaks
        acts = who.endswith(endings("actor"))
        if not (at_break or acts) or who[-1] in "、和与及(的" or who.count("(") != who.count(")"):
            return ""
        followed = self.followed(b)
        if not (at_break or followed):
            return ""
        asked = kind in ("by", "please", "told") or (followed in ("modal", "charge") and len(who) <= _SUBJECT)
        if (followed and asked) or acts or is_named(who, self._people) or _acts_in_brackets(who):
            return followed or "word"
        return ""

    def followed(self, at: int) -> str:
        """What follows at ``at``: one of :data:`FOLLOWED` but ``word``, for which it is ``""``."""
        if at not in self._followed:
            self._followed[at] = _followed(self._text, at, self._end)
        return self._followed[at]


def _acts_in_brackets(who: str) -> bool:
    """Whether a body or office is followed by a remark in brackets."""
    return who[-1] == ")" and _BARE.sub("", who).endswith(endings("actor"))


def _breaks(text: str, start: int, end: int, people: frozenset[str]) -> frozenset[int]:
    """Where words end in a clause; known names are words."""
    found, at = set(), start
    for word in cut(text[start : min(end, start + READ)]):
        at += len(word)
        found.add(at)
    for name in names.full_names(people):
        at = text.find(name, start, end)
        while at >= 0:
            found.add(at + len(name))
            at = text.find(name, at + 1, end)
    return frozenset(found)


def _followed(text: str, at: int, end: int) -> str:
    if at >= end:
        return "end"
    if _CHARGE.match(text, at, end):
        return "charge"
    if _MODAL.match(text, at, end):
        return "modal"
    if cue("speech").match(text, at, end):
        return "speech"
    due = find_due(text, at, min(end, at + _SOON))
    if due and due[0] - at <= 1:
        return "due"
    if words("verb").match(text, at, end):
        return "verb"
    return "does" if _DOES.match(text, at, end) else ""


@lru_cache(maxsize=4096)
def is_named(who: str, people: frozenset[str]) -> bool:
    """Whether folded ``who`` is a person, or several: a known one, a likely name, either with a title."""
    full = names.full_names(people)
    parts = [p for p in _AND.split(who) if p]
    return bool(parts) and all(p in people or p.startswith(full) or p.endswith(full) or _likely(p) for p in parts)


def _likely(part: str) -> bool:
    return (names.is_name(part, rare=False) and not names.is_common_word(part)) or (
        len(part) > 2
        and 0 < names.title_length(part, len(part)) < len(part)
        and names.surname_length(part, 0, rare=False) > 0
    )


class Mentions:
    """For each clause whom it names; a clause is read when first asked for, since most are far from any task."""

    def __init__(self, source: Source, clauses: Sequence[Clause], people: frozenset[str]) -> None:
        self._text, self._clauses, self._people = source.text, clauses, people
        self._read: dict[int, list[Mention]] = {}

    def __getitem__(self, number: int) -> Sequence[Mention]:
        if number not in self._read:
            found = mentions(self._text, self._clauses[number], number, self._people)
            self._read[number] = list(dict.fromkeys(found))
        return self._read[number]
