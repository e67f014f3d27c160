"""Lists of attendees: 主任委员 彭國棟、副主委賴韻如（請假），… or one name a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from knowledge import lexicon
from knowledge.facts import names
from knowledge.facts.shapes import Shape, ShapeKind, body_endings, shape
from knowledge.normalize import fold

_SEPARATOR = re.compile(r"[、;\n]|(?<!co\.),|/(?=[\u3400-\u9fff])|\s\+\s")
_LABEL = re.compile(r"[^,;、:()\n]{1,20}:")
_MENTION = re.compile(r"[、,;\n]|/(?=[\u3400-\u9fff])|\s*@(?=[\w])")
_MAX_LATIN = 4
_SHORT_PART = re.compile(r"\b(?:[a-z]|de|da|van|von|der|bin|al|el|la|le|di|dos)\b")
"""An initial or a particle: four words without one are two names side by side (folding leaves no trace of a wider gap)."""
FULL_LATIN = re.compile(r"[a-z.'\u00df-\u024f-]+(?: [a-z.'\u00df-\u024f-]+){1,3}")
_LONGEST_OF_NAMES = 400
AWAY = re.compile(r"请假|缺席|未到|公假|病假|事假|出差|外出|产假|休假|缺勤|未出席|未参会")
"""What is said of those who did not come."""
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,4}(?![\u3400-\u9fff])")
_DASH = re.compile(r"\s[-–—]{1,2}\s|\s?——\s?")
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
    before: tuple[tuple[int, int], ...] = ()
    """Titles that stand before the last one (党委委员、副总经理 耿越 has two)."""
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


def of_bodies(label: str) -> bool:
    """Whether a label announces bodies rather than people: 参会单位, 出席企业."""
    return fold(label).split("(")[0].strip().endswith(_group_words("bodies"))


@lru_cache(maxsize=512)
def entries(text: str, start: int, end: int) -> tuple[Entry, ...]:
    """The entries of the list in ``text[start:end]`` (folded).

    A bare name after 、 shares the title before (副主任医师景卓然、茹梦洁), and one after a label the label (理事:甲、乙).
    """
    labelled = _LABEL.match(text, start, end)
    begin = labelled.end() if labelled and not text.startswith("/", labelled.end()) else start
    pieces = list(_pieces(text, begin, min(end, start + _LONGEST)))
    styled = sum(names.surname_title_given(text, a, b) != (0, 0) for a, b, _ in pieces)
    surname_first = len(pieces) > 2 and 2 * styled > len(pieces)
    found: list[Entry] = []
    label = (start, begin - 1) if begin > start and names.title_length(text, begin - 1) else (0, 0)
    shared: tuple[tuple[int, int], ...] = ()
    for n, (a, b, lead) in enumerate(pieces):
        colon = text.find(":", a, b)
        if 0 < colon - a <= 20 and text[colon : colon + 3] != "://":
            label = (a, colon) if names.title_length(text, colon) else (0, 0)
            a = colon + 1
        elif lead == ";":
            label = (0, 0)
        waiting = _titles_before(text, pieces, n)
        for entry in _parse(text, a, b, surname_first):
            if not entry.group and not entry.proxy and not entry.title[1]:
                alone = (entry.start, entry.end) == _trim(text, a, b if not entry.note else entry.end)
                own = bool(noted_titles(text, entry.end, entry.note))
                given = (label,) * (not own) if label[1] else shared if lead == "、" and alone else ()
                entry = replace(entry, before=given[:-1], title=given[-1] if given else (0, 0))
            elif waiting and entry.title[1] and entry.title[1] <= entry.start:
                found = [e for e in found if not any(x <= e.start and e.end <= y for x, y in waiting)]
                entry, waiting = replace(entry, before=waiting), ()
            before = (*entry.before, entry.title) if entry.title[1] and entry.title[1] <= entry.start else ()
            shared = shared if entry.proxy else before
            found.append(entry)
    return tuple(_bodies_before_group(text, found))


def _bodies_before_group(text: str, found: list[Entry]) -> list[Entry]:
    """柳溪镇 in 柳溪镇、石门乡负责同志 is a body, though it could be a name: what it shares is the group's tail."""
    group = False
    for n in range(len(found) - 1, -1, -1):
        entry = found[n]
        written = text[entry.start : entry.end]
        if group and not (entry.group or entry.title[1] or entry.note) and written.endswith(body_endings()):
            found[n] = replace(entry, group=True)
        group = found[n].group
    return found


def _titles_before(text: str, pieces: list[tuple[int, int, str]], at: int) -> tuple[tuple[int, int], ...]:
    """The pieces right before one that are single titles without a name: 党委委员 in 党委委员、副总经理 耿越."""
    spans: list[tuple[int, int]] = []
    while at > 0 and pieces[at][2] == "、":
        a, b = _trim(text, *pieces[at - 1][:2])
        colon = text.find(":", a, b)
        a = colon + 1 if colon >= 0 else a
        if (
            shape(text, a, b).kind is not ShapeKind.TITLE
            or text.startswith(_group_words("start"), a)
            or " " in text[a:b]
        ):
            break
        spans.insert(0, (a, b))
        at -= 1
    return tuple(spans)


def all_people(text: str, start: int, end: int) -> bool:
    """Whether a piece is a list of full names and nothing else."""
    found = entries(text, start, end) if end - start <= _LONGEST_OF_NAMES and "。" not in text[start:end] else []
    return bool(found) and all(
        not e.group
        and (names.is_name(names.compact(text[e.start : e.end])) or FULL_LATIN.fullmatch(text, e.start, e.end))
        for e in found
    )


def noted_titles(text: str, end: int, note: str) -> list[tuple[int, int]]:
    """翁国栋（制浆车间主任） has the title in brackets, 瞿大成（副院长，病假） has one before what is said of that day."""
    spans = []
    at = text.find(note, end, end + len(note) + 4) if note else -1
    for part in re.split(r"([、,;])", note) if at >= 0 else ():
        stop = at + len(part)
        if 1 < len(part) <= 24 and names.title_length(part, len(part)) and not AWAY.search(part):
            if shape(part, 0, len(part)).kind is not ShapeKind.PERSON:
                spans.append((at, stop))
        at = stop
    return spans


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Bounds and leading separator of each piece between separators outside brackets; @甲@乙 parts at each mention."""
    mentioned = text[start:end].lstrip().startswith("@") and text.count("@", start, end) > 1
    separator = _MENTION if mentioned else _SEPARATOR
    depth, at, lead, position = 0, start, "", start
    while position < end:
        character = text[position]
        depth += (character in "([") - (character in ")]" and depth > 0)
        match = separator.match(text, position, end)
        if match and match.group() == "/" and not _name_ahead(text, match.end(), end):
            match = None  # 王晓明/华为 is one entry
        if match and not depth:
            if text[at:position].strip(_MARK):
                yield at, position, lead
            lead, at = match.group(), match.end()
        position += 1
    if text[at:end].strip(_MARK):
        yield at, end, lead


def _name_ahead(text: str, start: int, end: int) -> bool:
    """Whether a name follows, up to the next separator."""
    match = _HAN_RUN.match(text, start, end)
    run = match.group() if match else ""
    return bool(run) and not (names.is_word(run) or run.endswith(body_endings()))


def _affiliated(text: str, start: int, end: int) -> tuple[int, tuple[int, int]]:
    """Where a piece ends that goes on with what its person belongs to or is (Bob Lee - ARM), and the title if it is one."""
    if dash := _DASH.search(text, start, end):
        a, b = _trim(text, start, dash.start())
        name = names.compact(text[a:b])
        if names.is_name(name, rare=False) and not names.is_word(name) or FULL_LATIN.fullmatch(text, a, b):
            x, y = _trim(text, dash.end(), end)
            return dash.start(), (x, y) if y - x > 1 and names.title_length(text, y) else (0, 0)
    return end, (0, 0)


def _parse(text: str, start: int, end: int, surname_first: bool) -> Iterator[Entry]:
    """The people, or the group, of one piece."""
    end, office = _affiliated(text, start, end)
    if office[1]:
        yield from (
            replace(e, title=e.title if e.title[1] else office) for e in _parse(text, start, end, surname_first)
        )
        return
    if surname_first and (title := names.surname_title_given(text, *_trim(text, start, end), bare=True)) != (0, 0):
        yield Entry(*_trim(text, start, end), title)
        return
    tokens = _whole_names(text, list(_tokens(text, start, end)))
    notes = " ".join(t.note for t in tokens if t.note)
    if _COUNT.search(text[start:end].rstrip()):
        yield Entry(*_trim(text, start, end), note=notes, group=True)
        return
    tokens = [_demoted(text, t, tokens[n + 1 :]) for n, t in enumerate(tokens)]
    people = [n for n, t in enumerate(tokens) if t.shape.kind is ShapeKind.PERSON]
    if not people and tokens:
        yield from _unnamed(text, tokens, notes)
    elif people and is_group(text[tokens[-1].start : tokens[-1].end]) and tokens[-1].shape.kind is not ShapeKind.PERSON:
        yield Entry(tokens[-1].start, tokens[-1].end, group=True)
    full = any(t.shape.kind is ShapeKind.LATIN and FULL_LATIN.fullmatch(text, t.start, t.end) for t in tokens)
    if len(people) + full > 1 and not any(t.shape.kind in (ShapeKind.TITLE, ShapeKind.BODY) for t in tokens):
        yield from (
            Entry(t.start, t.end, note=t.note) for t in tokens if t.shape.kind in (ShapeKind.LATIN, ShapeKind.OTHER)
        )
    for n in people:
        token = tokens[n]
        title = token.shape.title
        before = tokens[n - 1] if n else None
        if not title[1] and before and before.shape.kind is ShapeKind.TITLE:
            title = _with_latin(tokens, n - 1), before.end
        after = tokens[n + 1] if n + 1 < len(tokens) else None
        if not title[1] and after and after.shape.kind is ShapeKind.TITLE and len(people) == 1:
            title = after.start, after.end
        yield Entry(*token.shape.name, title, token.note if len(people) + full > 1 else notes)
    for token in tokens:
        yield from _proxies(text, token)


def _whole_names(text: str, tokens: list[_Token]) -> list[_Token]:
    """Tokens with the parts of a name put together: 龚 毅, Marco Rossi; names of companies are bodies."""
    found: list[_Token] = []
    run = 0
    for token in tokens:
        last = found[-1] if found else None
        gap = text[last.end : token.start] if last and not last.note else ""
        latin = last is not None and last.shape.kind is token.shape.kind is ShapeKind.LATIN
        if last and gap.isspace() and token.end - token.start == last.end - last.start == 1:
            if names.drawn_out(text, last.start) == token.end or names.is_name(text[last.start] + text[token.start]):
                whole = last.start, token.end
                found[-1] = _Token(*whole, token.note, Shape(ShapeKind.PERSON, whole))
                continue
        if last and gap == " " and last.shape.kind is ShapeKind.LATIN and _surname_behind(text, last, token):
            found[-1] = _Token(last.start, token.end, token.note, Shape(ShapeKind.PERSON, (last.start, token.end)))
            continue
        if last and len(tokens) == 2 and _surname_apart(text, last, token):
            whole = last.start, token.end
            found[-1] = _Token(*whole, token.note, Shape(ShapeKind.PERSON, whole))
            continue
        if last and latin and gap == " " and run < _MAX_LATIN:
            run += 1
            if run == _MAX_LATIN and not _SHORT_PART.search(text, last.start, token.end):
                half = text.rfind(" ", last.start, last.end)
                found[-1] = replace(last, end=half)
                found.append(_Token(half + 1, token.end, token.note, last.shape))
                continue
            found[-1] = replace(last, end=token.end, note=token.note)
            continue
        run = 1
        found.append(token)
    return [
        replace(t, shape=Shape(ShapeKind.BODY))
        if t.shape.kind is ShapeKind.LATIN and " " in text[t.start : t.end] and names.is_company(text[t.start : t.end])
        else t
        for t in found
    ]


def _surname_apart(text: str, first: _Token, second: _Token) -> bool:
    """Whether a piece is a name with its surname set apart: 岩田 健, 尾崎 拓也."""
    surname = text[first.start : first.end]
    return (
        not first.note
        and len(surname) == 2
        and second.end - second.start <= 2
        and names.all_han(surname + text[second.start : second.end])
        and (
            first.shape.kind is ShapeKind.OTHER
            or first.shape.kind is ShapeKind.PERSON
            and second.end - second.start == 1
        )
        and second.shape.kind is ShapeKind.OTHER
        and not names.is_word(surname)
        and text[second.start] not in "等代假缺"
    )


def _surname_behind(text: str, first: _Token, second: _Token) -> bool:
    """Whether a Chinese surname stands behind a given name in Latin letters: Joyce 譚."""
    return (
        not first.note
        and text[first.start : first.end].isalpha()
        and second.end - second.start == 1
        and bool(names.surname_length(text, second.start, rare=True))
    )


def _with_latin(tokens: list[_Token], at: int) -> int:
    """Where a title begins with the Latin word before it and what that belongs to (安全 SIG 组长)."""
    begin = at
    if begin and tokens[begin - 1].shape.kind is ShapeKind.LATIN and not tokens[begin - 1].note:
        begin -= 1
        if begin and tokens[begin - 1].shape.kind is ShapeKind.OTHER and tokens[begin].end - tokens[begin].start <= 4:
            begin -= 1
    return tokens[begin].start


def _demoted(text: str, token: _Token, following: list[_Token]) -> _Token:
    """A would-be person right before another is what that one is or belongs to (水尾里 史里長, 康乐部长 谭志恒)."""
    if token.shape.kind is not ShapeKind.PERSON or not following:
        return token
    piece = text[token.start : token.end]
    if names.is_word(piece) and not token.note and any(t.shape.kind is ShapeKind.PERSON for t in following[1:]):
        return replace(token, shape=Shape(ShapeKind.OTHER))
    if following[0].shape.kind is not ShapeKind.PERSON:
        return token
    if token.shape.title[1] and token.shape.title[1] <= token.shape.name[0]:
        return token
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
