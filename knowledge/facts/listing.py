"""Lists of attendees: 主任委员 彭國棟、副主委賴韻如（請假），… or one name a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from knowledge import lexicon
from knowledge.facts import names
from knowledge.facts.shapes import Shape, ShapeKind, body_endings, shape

_SEPARATOR = re.compile(r"[、,;\n]|/(?=[\u3400-\u9fff])")
_LINK = re.compile(r"\[([^\[\]]{0,60})\]\(([^()\n]{0,200})\)")
_HANDLE = re.compile(r"@([\w.\-\\]{2,40})")
_TOKEN = re.compile(r"(?P<core>[^\s()\[\]]+)?(?P<note>\([^()]{0,80}\)?|\[[^\[\]]{0,60}\])?")
_LONGEST = 20_000
_MARK = "*_`•·-~ \t\u3000\xa0@【】。:\"'“”"
_PROXY = re.compile(
    r"(?<![^,;\s])(?:由|委托)?(?P<who>[\u3400-\u9fff ]{2,12}?)(?:同志)?(?:代理|代为出席|代表出席|代|出席)$"
)
_JOIN = re.compile(r"以及|及|和|与")
_DOOR = re.compile(r"[a-z]{0,2}\d{1,3}-\d{1,4}(?:-\d{1,4})?$")
"""The number of a flat (E2-12) stands for whoever lives there."""
_COUNT = re.compile(r"(?:等|共|计|约)?\s?[\d一二三四五六七八九十百两]{1,4}\s?(?:余)?(?:人|名|位)(?:旁听|参加|列席)?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: a person (name and title with offsets) or a group."""

    start: int
    end: int
    title: tuple[int, int] = (0, 0)
    note: str = ""
    group: bool = False
    proxy: bool = False
    """Comes for somebody else."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A run of characters without white space and the note in brackets behind it."""

    start: int
    end: int
    note: str
    shape: Shape


@cache
def _group_words(key: str) -> tuple[str, ...]:
    return lexicon.table("group_words.txt")[key]


def is_group(text: str) -> bool:
    """Whether folded text names a group: 各部门负责人, 规培医师等9人.

    >>> is_group("各部门负责人"), is_group("李凯"), is_group("合规sig组成员")
    (True, False, True)
    """
    if names.is_name(text, rare=False) and not names.is_common_word(text):
        return False
    if _DOOR.match(text):
        return True
    return len(text) > 1 and (
        text.startswith(_group_words("start"))
        or (len(text) > 3 and text.endswith(_group_words("end")))
        or bool(_COUNT.search(text))
    )


def entries(text: str, start: int, end: int) -> list[Entry]:
    """The entries of the list in ``text[start:end]`` (folded).

    A bare name after 、 shares the title before (副主任医师景卓然、茹梦洁), and one after a label the label (理事:甲、乙).
    """
    pieces = list(_pieces(text, start, min(end, start + _LONGEST)))
    styled = sum(names.surname_title_given(text, a, b) != (0, 0) for a, b, _ in pieces)
    surname_first = len(pieces) > 2 and 2 * styled > len(pieces)
    found: list[Entry] = []
    label = (0, 0)
    shared = (0, 0)
    for a, b, lead in pieces:
        colon = text.find(":", a, b)
        if 0 < colon - a <= 20 and text[colon : colon + 3] != "://":
            label = (a, colon) if names.title_length(text, colon) else (0, 0)
            a = colon + 1
        elif lead == ";":
            label = (0, 0)
        for entry in _parse(text, a, b, surname_first):
            if not entry.group and not entry.proxy and not entry.title[1]:
                alone = (entry.start, entry.end) == _trim(text, a, b if not entry.note else entry.end)
                entry = replace(entry, title=label if label[1] else shared if lead == "、" and alone else (0, 0))
            before = entry.title if entry.title[1] and entry.title[1] <= entry.start else (0, 0)
            shared = shared if entry.proxy else before
            found.append(entry)
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Bounds and leading separator of each piece between separators outside brackets."""
    depth, at, lead, position = 0, start, "", start
    while position < end:
        character = text[position]
        depth += (character in "([") - (character in ")]" and depth > 0)
        match = _SEPARATOR.match(text, position, end)
        if match and not depth:
            if text[at:position].strip(_MARK):
                yield at, position, lead
            lead, at = match.group(), match.end()
        position += 1
    if text[at:end].strip(_MARK):
        yield at, end, lead


def _parse(text: str, start: int, end: int, surname_first: bool) -> Iterator[Entry]:
    """The people, or the group, of one piece."""
    if surname_first and (title := names.surname_title_given(text, *_trim(text, start, end), bare=True)) != (0, 0):
        yield Entry(*_trim(text, start, end), title)
        return
    tokens = list(_tokens(text, start, end))
    notes = " ".join(t.note for t in tokens if t.note)
    if _COUNT.search(text[start:end].rstrip()):
        yield Entry(*_trim(text, start, end), note=notes, group=True)
        return
    tokens = [_demoted(text, t, tokens[n + 1 : n + 2]) for n, t in enumerate(tokens)]
    people = [n for n, t in enumerate(tokens) if t.shape.kind is ShapeKind.PERSON]
    if not people and tokens:
        yield from _unnamed(text, tokens, notes)
    elif people and is_group(text[tokens[-1].start : tokens[-1].end]) and tokens[-1].shape.kind is not ShapeKind.PERSON:
        yield Entry(tokens[-1].start, tokens[-1].end, group=True)
    if len(people) > 1 and not any(t.shape.kind in (ShapeKind.TITLE, ShapeKind.BODY) for t in tokens):
        yield from (
            Entry(t.start, t.end, note=t.note) for t in tokens if t.shape.kind in (ShapeKind.LATIN, ShapeKind.OTHER)
        )
    for n in people:
        token = tokens[n]
        title = token.shape.title
        before = tokens[n - 1] if n else None
        if not title[1] and before and before.shape.kind is ShapeKind.TITLE:
            title = before.start, before.end
        after = tokens[n + 1] if n + 1 < len(tokens) else None
        if not title[1] and after and after.shape.kind is ShapeKind.TITLE and len(people) == 1:
            title = after.start, after.end
        yield Entry(*token.shape.name, title, token.note if len(people) > 1 else notes)
    for token in tokens:
        yield from _proxies(text, token)


def _demoted(text: str, token: _Token, following: list[_Token]) -> _Token:
    """A would-be person right before another is what that one is or belongs to (水尾里 史里長, 康乐部长 谭志恒)."""
    if token.shape.kind is not ShapeKind.PERSON or not following or following[0].shape.kind is not ShapeKind.PERSON:
        return token
    piece = text[token.start : token.end]
    if names.title_length(text, token.end) or piece[-1] in "师员长工":
        return replace(token, shape=Shape(ShapeKind.TITLE))
    if piece.endswith(body_endings()) or names.is_word(piece) or not names.surname_length(piece, 0, rare=True):
        return replace(token, shape=Shape(ShapeKind.BODY))
    return token


def _proxies(text: str, token: _Token) -> Iterator[Entry]:
    """Who comes instead: (請假,由里幹事 麥先生代理)."""
    for match in _PROXY.finditer(token.note):
        for part in match.group("who").split():
            at = text.find(part, token.end, token.end + len(token.note) + 4)
            if at >= 0 and (found := shape(text, at, at + len(part))).kind is ShapeKind.PERSON:
                yield Entry(*found.name, found.title, proxy=True)


def _unnamed(text: str, tokens: list[_Token], notes: str) -> Iterator[Entry]:
    """A piece without a name as such: a group, a nickname, a name in Latin letters."""
    start, end = tokens[0].start, tokens[-1].end
    last = tokens[-1].shape.kind
    if (
        is_group(text[start:end])
        or (last is ShapeKind.BODY and len(tokens) == 1)
        or is_group(text[tokens[-1].start : end])
    ):
        yield Entry(start, end, note=notes, group=True)
        return
    at = len(tokens) - 1
    while (
        at > 0
        and tokens[at - 1].shape.kind is ShapeKind.LATIN
        and tokens[at].shape.kind in (ShapeKind.LATIN, ShapeKind.OTHER)
    ):
        at -= 1
    if last in (ShapeKind.LATIN, ShapeKind.OTHER) and end - tokens[at].start <= 40:
        title = (
            (tokens[at - 1].start, tokens[at - 1].end)
            if at and tokens[at - 1].shape.kind is ShapeKind.TITLE
            else (0, 0)
        )
        yield Entry(tokens[at].start, end, title, notes)


def _tokens(text: str, start: int, end: int) -> Iterator[_Token]:
    start, end = _unlinked(text, start, end)
    found: list[_Token] = []
    for match in _TOKEN.finditer(text, start, end):
        if not match.group():
            continue
        note = (match.group("note") or "").strip("()[]")
        a, b = _trim(text, *match.span("core")) if match.group("core") else (match.end(), match.end())
        if b <= a:
            if note and found:
                found[-1] = replace(found[-1], note=f"{found[-1].note} {note}".strip())
            continue
        if found and text[a - 1 : a] == "@" and found[-1].shape.kind is ShapeKind.PERSON:
            continue
        found += [_Token(x, y, note if y == b else "", shape(text, x, y)) for x, y in _joined(text, a, b)]
    if len(found) > 1 and text[max(start, found[0].start - 1)] == "@":
        found = found[1:]
    yield from found


def _joined(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A run cut at 和 or 及 where a person stands before it (副會長周俊麟及各部會首長)."""
    for match in _JOIN.finditer(text, start + 2, end - 1):
        if shape(text, start, match.start()).kind is ShapeKind.PERSON:
            after = text[match.end() : end]
            if shape(text, match.end(), end).kind is ShapeKind.PERSON or is_group(after) or len(after) > 4:
                return [(start, match.start()), *_joined(text, match.end(), end)]
    return [(start, end)]


def _unlinked(text: str, start: int, end: int) -> tuple[int, int]:
    """A piece without its Markdown link: the linked words where they come first, else what stands before the link."""
    if link := _LINK.search(text, start, end):
        before = text[start : link.start()].strip(_MARK)
        inner = text[link.start(1) : link.end(1)].strip()
        if not before:
            tail = text[link.end() : end].strip(_MARK)
            if tail and inner.startswith("@"):
                return link.end(), end
            a, b = link.span(1)
            return _trim(text, a, b)
        return start, link.start()
    if match := re.compile(r"\s*\[([^\[\]@]{1,60})\]\s*$").match(text, start, end):
        return match.span(1)
    return start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _MARK:
        start += 1
    while end > start and text[end - 1] in _MARK:
        end -= 1
    if end - start > 2 and text[end - 1] == "等":
        end -= 1
    return start, end
