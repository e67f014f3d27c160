"""Who is to do something: 由暴志刚牵头, 请总干事找师傅报价, … -- 何明书, (跟进:戚工)."""

from __future__ import annotations

import re

from knowledge import lexicon
from knowledge.facts import names
from knowledge.facts.phrasing import words
from knowledge.facts.source import Field

_WHO = r"[^,。;:、()\s由请]"
_NAMES = rf"{_WHO}{{1,14}}?(?:[、和与及]{_WHO}{{2,14}}?){{0,4}}"
_TRAILING = re.compile(
    r"(?:\s?[-—–]{1,3}|→|:)\s?@?(?P<who>[^,。;:()\-—–→\n]{2,30}?)(?:\s?[,(]\s?(?:[^,。;]{1,14}\)?|[^()]{1,20}\)))?[。;\s]*$"
)
_SIGNED = re.compile(r"\s?[-—–]{1,3}\s?@?(?P<who>[^,。;:()\-—–→\n]{2,16})[。;\s]*$")
_LEADING = re.compile(
    r"(?<![^,。;\s])(?:[a-z]\d{1,2}\s|\[ \]\s*)?@?(?P<who>[^,。;:()\-—–→\n]{2,24}?)\s?(?::|[-—–]{2})\s?(?=\S)"
)
_BRACKET = re.compile(
    r"[(【\[](?:跟进|负责|责任人|负责人|责任|主责|牵头|owner|by)?(?:人)?\s?:?\s?@?(?P<who>[^()【】\[\],:]{1,30}?)(?:负责|跟进|牵头)?(?:[,,][^()]{0,24})?[)】\]]\s*[。;]?$"
)
_DOES = lexicon.alternation(tuple(w for w in lexicon.table("task_words.txt")["verb"] if len(w) > 1))
_DOES += (
    "|负责|牵头|统一|继续|先|每|起草|承担|撰写|代管|承办|拟定|办理|跟踪|把|将|带|在|于|施作|更换|出具|轮流|担任|添置|协助|送|书面|指导|按|对|取样|全部|包案|保管|召集"
    "|主持|规划|各|查|维护|重新|设计|招募|印制|代办|登记|主讲|找|与|和|向|会同|自行|填|支持|再|多|陪同|采用|说明|寻|报告|报价|近日|近期|来|审查|提出|填|帮忙|踊跃|洽|补|派|增|依|下次|务必|(?<![a-z])\\d"
)
_BY = re.compile(rf"由\s?@?(?P<who>{_NAMES})\s?(?={_DOES})")
_TAKES = re.compile(rf"(?<![^,。;:\s])(?P<who>{_NAMES})(?:具体|统一|共同|全面|统筹)?(?:负责|牵头)(?!人)")
_PLEASE = re.compile(
    rf"(?:(?<![^,。;:、)→\s])|另|并|再|须|需)请\s?(?P<who>(?:各|全体|有空的|相关|有关)?[^,。;:、()请]{{2,14}}?)\s?(?={_DOES})"
)
_SUBJECT = re.compile(
    r"(?<![^,。;:\n])(?P<who>(?:[^,。;:()\n]|\([^()]{1,8}\)){2,24}?)(?:也|都|均|还|更|就|则|今后|一定)?"
    r"(?:(?<![重主必只首简不就还])要(?![求点素闻件])|需(?!求)|须|应当|应该|应(?![用急届邀])|必须|务必|不得|尽快|计划|会(?=在|和|把|由|请|再|将|于|放|向|跟|与)|将(?!军|来)|记得)"
)
_BEGINS = lexicon.alternation(tuple(w for w in lexicon.table("task_words.txt")["verb"] if len(w) > 1))
_ALL = re.compile(
    rf"(?<![^,。;:\s])(?P<who>(?:全体|各|所有|全[院市县区校省])(?:[^,。;:()]|\([^()]{{1,8}}\)){{1,14}}?)(?=限期|{_BEGINS})"
)
_HANDLE = re.compile(r"(?<=@)[\w.\-]+")
_CHARGED = re.compile(r"由\s?@?(?P<who>[\w.\-]{2,14}?)(?=\s|提供|负责|跟进|牵头|协调)")
_PLAIN = re.compile(r"[\s@*]*(?P<who>[^,。;:()\s@][^,。;:()\n]*?)(?=\s*(?:[,。;:()\n]|\s{2}|[-—–]|$))")
_FEW_NAMES = re.compile(r"[\u3400-\u9fff]{2,4}(?:[、和][\u3400-\u9fff]{2,4})*")
_CALLED = re.compile(r"(?:(?:他|她|会议|大会)?(?:要求|希望|强调|指出|号召|提出|表示)[,:]?)?(?:与会)?")


def find_owner(
    text: str, start: int, end: int, people: frozenset[str], fields: tuple[Field, ...] = ()
) -> tuple[int, int] | None:
    """Where the one responsible stands in ``text[start:end]`` (folded), ``None`` if nobody is named."""
    for field in fields:
        if field.kind in ("owner", "proposer") and start <= field.start <= end and field.end > field.start:
            named = _named(text, field.start, field.end, people)
            if named:
                return named
    for pattern, check in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            a, b = match.span("who")
            a += len(_CALLED.match(text[a:b]).group())  # type: ignore[union-attr]
            who = text[a:b].strip(" @*")
            if who and check(who, people):
                while text[a] in " @*":
                    a += 1
                return a, a + len(who)
    return None


def find_please(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Who is asked or charged to do something in ``text[start:end]``: 請總幹事…, 由承奕施作."""
    for pattern in (_PLEASE, _BY):
        for match in pattern.finditer(text, start, end):
            if _anyone(match.group("who").strip(), frozenset()):
                return match.span("who")
    return None


def _named(text: str, start: int, end: int, people: frozenset[str]) -> tuple[int, int] | None:
    """The names at the start of a field's value; a known name anywhere in it; nobody if it says so."""
    if text.startswith(("未指定", "待定", "无", "tbd"), start):
        handle = _HANDLE.search(text, start, end)
        return handle.span() if handle else None
    if charged := _CHARGED.search(text, start, end):
        return charged.span("who")
    plain = _PLAIN.match(text, start, end)
    if plain is None:
        return None
    a, b = plain.span("who")
    last = text[a:b].split()[-1]
    return (b - len(last), b) if last in people else (a, b)


def is_actor(who: str, people: frozenset[str]) -> bool:
    """Whether folded ``who`` names a person or a body that can act.

    >>> is_actor("各单位", frozenset()), is_actor("有关部门", frozenset()), is_actor("这一点", frozenset())
    (True, True, False)
    """
    if who.startswith(_idle()) or who.endswith(_words("vague")):
        return False
    if who in people or any(p in who for p in people if len(p) > 1 and len(who) <= len(p) + 6):
        return True
    if all(is_actor_part(part, people) for part in re.split(r"[、和与及]", who) if part):
        return True
    return who.endswith(_words("actor")) and len(who) <= 24


def is_actor_part(part: str, people: frozenset[str]) -> bool:
    """Whether one of several joined words names an actor."""
    named = part in people or (names.is_name(part, rare=False) and not names.is_common_word(part))
    return named or (part.endswith(_words("actor")) and len(part) > 1)


def _anyone(who: str, people: frozenset[str]) -> bool:
    return not who.startswith(_idle()) and not words("verb").match(who) and 1 < len(who.strip()) <= 16


def _idle() -> tuple[str, ...]:
    """Words that nobody's name begins with."""
    return lexicon.table("task_words.txt")["idle"]


def _words(key: str) -> tuple[str, ...]:
    return lexicon.table("organisations.txt")[key]


def _named_or_actor(who: str, people: frozenset[str]) -> bool:
    return is_actor(who, people) or (not words("verb").match(who) and bool(_FEW_NAMES.fullmatch(who)))


def _bracketed(who: str, people: frozenset[str]) -> bool:
    return all(_is_known(part.strip(), people) for part in re.split(r"[、和,]", who))


def _is_known(who: str, people: frozenset[str]) -> bool:
    named = names.is_name(who) and not names.is_common_word(who)
    return who in people or named or any(who.endswith(person) for person in people)


_PATTERNS = (
    (_TRAILING, _bracketed),
    (_SIGNED, _named_or_actor),
    (_LEADING, _bracketed),
    (_BRACKET, _bracketed),
    (_BY, _anyone),
    (_PLEASE, _anyone),
    (_TAKES, is_actor),
    (_SUBJECT, is_actor),
    (_ALL, is_actor),
)
