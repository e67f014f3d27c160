"""Where an enumeration of attendees without names is cut: 总务科、财务科、物管办等科室负责人; 各县(区)党委书记、统战部部长."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from knowledge import lexicon
from knowledge.facts import names

Span = tuple[int, int]

_AND = re.compile(r"以及|和|与(?!会)|及")
_NEW = re.compile(
    r"各|全体|部分|有关|相关|所有|其他|其余|近[一二三两]|来自|[市县省区]直|\"|[\d一二三四五六七八九十百]{1,5}余?[名位家]"
    r"|[^,。;、]{2,14}\d+余?[名位]"
)
_LED = re.compile(r"各|全体|部分|有关|相关|所有|其他|其余|兼职|[省市县区]属")
_ALL = re.compile(r"全体|其他|其余|所有")
_COUNTED = re.compile(r"\d+余?[名位人]")
_SHARED = re.compile(r"的(?:[\d一二三四五六七八九十百]+余?[名位])?[\u3400-\u9fff]{1,8}$")
_TAIL = re.compile(
    r"等|(?:的|有关|相关|主要|分管|党政|行政|业务|部门|班子|现场|安全|技术)*(?:负责|代表|领导|成员|人员|同志|工作人员)"
)
SEVERAL = 3
_SHORT = 4


def cut(text: str, start: int, end: int, mark: str) -> Iterator[Span]:
    """Pieces between marks outside brackets and quotes."""
    at, depth, quoted = start, 0, False
    paired = text.count('"', start, end) % 2 == 0  # else a quotation begins or ends outside
    pattern = re.compile(mark)
    for position in range(start, min(end, start + 2_000)):
        character = text[position]
        depth += (character == "(") - (character == ")")
        quoted ^= paired and character == '"'
        if depth <= 0 and not quoted and pattern.match(character):
            yield at, position
            at = position + 1
    if end > at:
        yield at, end


def groups_in(text: str, start: int, end: int, *, mixed: bool = False) -> Iterator[tuple[int, int, bool]]:
    """The groups that the piece between commas ``text[start:end]`` (folded) lists; the flag marks one of several bodies.

    ``mixed``: people are named in the same list, so every entry stands for itself.

    Three or more that are each complete are a group each, and so are three or more bodies that share the tail
    (负责人); a lead that reaches over what follows (各, 有关, 部分) or 的 keeps the pieces together.

    >>> def groups(t): return [t[a:b] for a, b, _ in groups_in(t, 0, len(t))]
    >>> groups("医务科、护理部、药学部等科室负责人"), groups("各县(区)党委书记、统战部部长")
    (['医务科', '护理部', '药学部等科室负责人'], ['各县(区)党委书记、统战部部长'])
    """
    units = _units(text, start, end)
    if len(units) < SEVERAL and not mixed:
        units = _joined(text, units)
    for unit in units:
        if _lists_bodies(text, unit):
            yield from ((a, b, True) for a, b in unit)
        else:
            yield unit[0][0], unit[-1][1], False


def complete(piece: str) -> bool:
    """Whether a piece names people by itself (科主任, 29名代表, “两代表一委员”), not only a body."""
    piece = piece.rstrip("等")
    return _ends_people(piece) or bool(_COUNTED.search(piece)) or piece.startswith('"') or bool(_ALL.match(piece))


def _units(text: str, start: int, end: int) -> list[list[Span]]:
    """Pieces put together up to one that names people; 副主任 stays with the 主任 before it."""
    units: list[list[Span]] = [[]]
    for piece in _pieces(text, start, end):
        if _is_name(text[piece[0] : piece[1]]):
            units.append([])
            continue
        if len(units) > 1 and not units[-1] and _is_deputy(text, units[-2], piece):
            units[-2].append(piece)
            continue
        units[-1].append(piece)
        if complete(text[piece[0] : piece[1]]):
            units.append([])
    return [u for u in units if u]


def _is_deputy(text: str, unit: list[Span], piece: Span) -> bool:
    """Whether a piece is the deputy of whom the unit before it names: 市政府秘书长、副秘书长."""
    if not text.startswith("副", piece[0]):
        return False
    short = piece[1] - piece[0] < _SHORT
    return short or text[unit[-1][0] : unit[-1][1]].endswith(text[piece[0] + 1 : piece[1]])


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Pieces between 、, cut at 和 too where people are named before it, or bodies on either side."""
    for a, b in cut(text, start, end, "、"):
        at = a
        for match in _AND.finditer(text, a + 2, b - 1):
            left, right = text[at : match.start()], text[match.end() : b]
            if match.start() > at and not _inside(text, at, match.start()):
                whole = _ends_people(left) or (match.group() == "以及" and complete(left))
                if whole or _NEW.match(right) or _lists(left, right if b == end else right + "负责人"):
                    yield at, match.start()
                    at = match.end()
        if b > at:
            yield at, b


def _is_name(piece: str) -> bool:
    """Whether a piece is a person whom nothing else in the report tells for one."""
    return names.is_name(piece, rare=False) and not (names.is_word(piece) or is_body(piece) or complete(piece))


def _inside(text: str, start: int, at: int) -> bool:
    """Whether a place lies inside brackets or quotes."""
    before = text[start:at]
    return before.count("(") > before.count(")") or before.count('"') % 2 == 1


def _ends_people(piece: str) -> bool:
    """Whether a piece ends with those it names; a mere kind (患者, 教练员) may share the 代表 of the next."""
    if piece.endswith(_words("kind")):
        return False
    return piece.endswith(_words("whole")) or bool(
        re.search(r"\d余?[名位人]$", piece) or names.title_length(piece, len(piece))
    )


@cache
def _words(key: str) -> tuple[str, ...]:
    return lexicon.table("group_words.txt")[key]


def _lists(left: str, right: str) -> bool:
    head = _TAIL.split(right, maxsplit=1)[0]
    return is_body(left) and is_body(head)


def shares_tail(piece: str) -> bool:
    """Whether a piece is the last of several bodies, with the tail that all share: 林业站负责人."""
    head = _TAIL.split(piece, maxsplit=1)[0]
    return head != piece and is_body(head) and not _LED.search(piece)


def _joined(text: str, units: list[list[Span]]) -> list[list[Span]]:
    """Two units as one where the first leads the second (各支部书记、委员), or 和 joins kinds of people (导师和研究生代表)."""
    if len(units) != 2:
        return units
    first, second = units
    left, right = text[first[0][0] : first[-1][1]], text[second[0][0] : second[-1][1]]
    apart = (
        text.startswith("以及", first[-1][1])
        or _NEW.match(right)
        or _COUNTED.search(left)
        or left.startswith('"')
        or _lists_bodies(text, first)
    )
    listed = text[first[-1][1]] == "、" and len(right) >= _SHORT and not _LED.search(left)
    return units if apart or listed else [[*first, *second]]


def _lists_bodies(text: str, unit: list[Span]) -> bool:
    """Whether a unit lists three or more bodies that could each stand for itself."""
    if len(unit) < SEVERAL or not all(is_body(text[a:b]) for a, b in unit[:-1]):
        return False
    last = text[unit[-1][0] : unit[-1][1]]
    head = _TAIL.split(last, maxsplit=1)[0]
    return not _LED.search(head) and not _SHARED.search(last) and (is_body(head) or "等" in last)


@cache
def _body_ends() -> tuple[str, ...]:
    return (*lexicon.table("organisations.txt")["end"], "镇", "乡")


def is_body(piece: str) -> bool:
    """Whether a piece is one body with a name of its own; an area (某市) or a kind (企业) is not."""
    piece = re.sub(r"\([^()]*\)$", "", piece)
    return (
        len(piece) > 1
        and piece.endswith(_body_ends())
        and piece not in lexicon.table("organisations.txt")["generic"]
        and not _LED.search(piece)
        and not piece[0].isdigit()
        and "的" not in piece
    )
