"""What one entry of a list, without white space, is: a person's name with or without a title, a title, a body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge import lexicon
from knowledge.facts import names
from knowledge.facts.enumeration import complete

_ORGANISED = re.compile(r"(?P<name>[\u3400-\u9fff]{2,4})[-—–@/](?P<org>.{2,30})$")
_ORGANISATION_FIRST = re.compile(r"(?P<org>[^-—–@/]{2,20})[-—–@/](?P<name>[\u3400-\u9fff]{2,4})$")
_LATIN = re.compile(r"[a-z0-9_.\-@\\+\u00df-\u024f'&]+$")
_ADDRESS = (
    "先生",
    "女士",
    "小姐",
    "老师",
    "同志",
    "太太",
    "奶奶",
    "爷爷",
    "伯伯",
    "叔叔",
    "大爷",
    "大妈",
    "阿姨",
    "师傅",
    "爸爸",
    "妈妈",
    "工",
    "姐",
    "哥",
)


class ShapeKind(StrEnum):
    """What a run of characters looks like."""

    PERSON = "person"
    TITLE = "title"
    BODY = "body"
    LATIN = "latin"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Shape:
    """Kind, and for a person where the name and the title stand."""

    kind: ShapeKind
    name: tuple[int, int] = (0, 0)
    title: tuple[int, int] = (0, 0)


@cache
def body_endings() -> tuple[str, ...]:
    """How names of bodies and areas end."""
    table = lexicon.table("organisations.txt")
    return (*table["end"], *table["place"])


def shape(text: str, start: int, end: int) -> Shape:
    """What ``text[start:end]`` (folded) is.

    >>> shape("副主委赖韵如", 0, 6).name, shape("石育贤会长", 0, 5).title, shape("景区票务部尚可欣", 0, 8).name
    ((3, 6), (3, 5), (5, 8))
    """
    piece = text[start:end]
    if _LATIN.match(piece):
        return Shape(ShapeKind.TITLE if names.title_length(text, end) == end - start else ShapeKind.LATIN)
    if names.title_length(text, end) == end - start:
        return Shape(ShapeKind.TITLE)
    if (match := _ORGANISATION_FIRST.match(piece)) and _behind_organisation(match.group("org"), match.group("name")):
        return Shape(ShapeKind.PERSON, (start + match.start("name"), end))
    if match := _ORGANISED.match(piece):
        if names.is_name(match.group("name")) or not names.is_word(match.group("name")):
            at = start + match.start("org")
            return Shape(
                ShapeKind.PERSON,
                (start, start + match.end("name")),
                (at, end) if names.title_length(text, end) else (0, 0),
            )
    if (
        end - start == 2
        and piece[0] in "小老"
        and names.surname_length(piece, 1, rare=False)
        and not names.is_word(piece)
    ):
        return Shape(ShapeKind.PERSON, (start, end))
    if found := _addressed(text, start, end, whole=True):
        return found
    if (
        names.is_name(piece)
        and not piece.endswith(_ADDRESS[:5])
        and not (names.is_word(piece) and names.title_length(text, end))
    ):
        return Shape(ShapeKind.PERSON, (start, end))
    for parse in (_name_address, _exactly_styled, _title_name, _name_title, _styled, _addressed, _body_name):
        if found := parse(text, start, end):
            return found
    if names.title_length(text, end):
        return Shape(ShapeKind.TITLE)
    return Shape(ShapeKind.BODY if len(piece) > 2 and piece.endswith(body_endings()) else ShapeKind.OTHER)


def _behind_organisation(organisation: str, name: str) -> bool:
    """Whether 华为-王晓明 puts the body first: what stands behind is a name, what stands before is none."""
    if not names.is_name(name, rare=False) or names.is_word(name):
        return False
    named = names.is_name(organisation, rare=False) and not names.is_word(organisation)
    return not named or organisation.endswith(body_endings())


def _name_address(text: str, start: int, end: int) -> Shape | None:
    """甄樹榮先生: a full name with a form of address is kept as written."""
    for address in ("先生", "女士", "小姐"):
        if text.endswith(address, start, end) and names.is_name(text[start : end - 2]):
            return Shape(ShapeKind.PERSON, (start, end))
    return None


def _exactly_styled(text: str, start: int, end: int) -> Shape | None:
    """談董事景行: a surname, a title without a department, and the given name."""
    title = names.surname_title_given(text, start, end)
    if title != (0, 0) and title[1] - title[0] == names.title_length(text, title[1]) and end - title[1] == 2:
        return Shape(ShapeKind.PERSON, (start, end), title)
    return None


def _title_name(text: str, start: int, end: int) -> Shape | None:
    """副主委賴韻如; of two readings the one with the commoner surname."""
    for rare in (False, True):
        for size in (4, 3, 2):
            at = end - size
            if at <= start or not names.title_length(text, at) or names.title_length(text, end) >= size:
                continue
            doubtful = rare and (names.is_word(text[at:end]) or names.surname_title_given(text, start, end) != (0, 0))
            if names.is_name(text[at:end], rare=rare) and not doubtful:
                return Shape(ShapeKind.PERSON, (at, end), (start, at))
    return None


def _name_title(text: str, start: int, end: int) -> Shape | None:
    """石育賢會長, 任冠宇委員."""
    length = names.title_length(text, end)
    if not length:
        return None
    for size in (3, 2, 4):
        at = start + size
        named = names.is_name(text[start:at], rare=size == 3)
        doubtful = not names.surname_length(text, start, rare=False)
        if (
            named
            and doubtful
            and (not names.surname_length(text, start, rare=True) or text[start:at].endswith(body_endings()))
        ):
            continue
        if at < end and named and not names.is_word(text[start:at]):
            if end - at == length or (end - at == length + 1 and text[at] in "副代总前原"):
                return Shape(ShapeKind.PERSON, (start, at), (at, end))
    return None


def _styled(text: str, start: int, end: int) -> Shape | None:
    """沈會長暉閎 is kept as one name."""
    for at in range(start, max(start + 1, end - 4)):
        if at > start and not text[start:at].endswith(body_endings()):
            continue
        title = names.surname_title_given(text, at, end)
        if title != (0, 0) and title[0] > at and (at == start or names.surname_length(text, at, rare=False)):
            return Shape(ShapeKind.PERSON, (at, end), title)
    return None


def _addressed(text: str, start: int, end: int, *, whole: bool = False) -> Shape | None:
    """聶課員, 任先生, E棟任先生: the surname with a form of address is all the name there is."""
    for size in (2, 3, 4, 5, 6):
        at = end - size
        if at < start:
            break
        polite = at == start and text[start:end].endswith(_ADDRESS[:3])
        surname = names.surname_length(text, at, rare=True, listed=polite)
        if not surname or size == surname:
            continue
        address = text[at + surname : end]
        if (whole and at > start) or not (
            at == start or text[start:at].endswith(body_endings()) or text[at - 1].isdigit()
        ):
            continue
        office = names.is_office(address)
        if office and names.title_length(text, end) > size - surname:
            continue
        if address in _ADDRESS or office:
            return Shape(ShapeKind.PERSON, (at, end), (0, 0) if address in _ADDRESS else (at + surname, end))
    return None


def piece_of_body(text: str, start: int, end: int) -> bool:
    """Whether a piece ends like the name of a body or an area (桐城路小学)."""
    return text[start:end].endswith(body_endings())


def _body_name(text: str, start: int, end: int) -> Shape | None:
    """景区票务部尚可欣, 深开鸿巴延兴."""
    if names.title_length(text, end):
        return None
    for size in (4, 3, 2):
        at = end - size
        if at - start >= 2 and text[start:at].endswith(body_endings()) and names.is_name(text[at:end], rare=False):
            if not names.is_word(text[at:end]) and not text[start:end].endswith(body_endings()):
                return Shape(ShapeKind.PERSON, (at, end))
    written = (
        5 <= end - start <= 6
        and text[end - 1] not in "员人"
        and not piece_of_body(text, start, end)
        and names.all_han(text[start:end])
    )
    if written and names.is_name(text[end - 3 : end], rare=False):
        return Shape(ShapeKind.PERSON, (end - 3, end))
    return None


def something_else(entry: str) -> bool:
    """Whether an entry in a list of people is no name, though it stands among names: a word, a title, a body, a group."""
    if names.is_name(entry, rare=False) and not names.is_common_word(entry):
        return bool(names.title_length(entry, len(entry)) == len(entry) - 1 and complete(entry))
    bare = not names.is_name(entry) and len(entry) > 4 and "·" not in entry
    return (
        bare
        or names.is_word(entry)
        or complete(entry)
        or entry.endswith(body_endings())
        or bool(names.title_length(entry, len(entry)))
    )
