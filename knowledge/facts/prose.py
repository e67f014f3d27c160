"""People named in running text: 市委书记张剡出席…, 张剡指出…, 车俊常委建议…"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.facts import names
from knowledge.facts.shapes import body_endings, something_else
from knowledge.facts.titles import title_spans

JOIN = re.compile(r"(?:\([^()]{1,16}\))?\s?(?:、|,|和|与|及|以及)\s?")
_LATIN = re.compile(
    r"(?<![A-Za-z0-9@/._&-])[A-Z\u00c0-\u00de](?:[\w'’\u00df-\u024f-]{0,20}|\.)(?: (?:(?:de|da|van|von|der|bin|al|el|la|le|di|dos) )?"
    r"[A-Z\u00c0-\u00de](?:[a-z\u00df-\u024f'’-][A-Za-z\u00df-\u024f'’-]{0,20}|\.)){1,3}(?![A-Za-z0-9&])"
)
_NOTE = re.compile(r"\s?\([^()]{1,24}\)\s?|\s")
_CLAUSE_START = re.compile(
    r"(?:[。!?;:,、\n\"'()]|会上|其中|由|还有|邀请|(?<=[心科部处局室司站院会])的|来自[^,。;、]{2,16}?的|\d日(?:上午|下午|晚)?)\s*"
)
_ENTRY = re.compile(r"[\u3400-\u9fff]{2,4}(?=、)")
_DOES = re.compile(r"主持|出席|同志|先生|女士|在(?:主持|讲话|发言|致辞|总结|会上|汇报)")
_CITED = ("总书记",)
_HEADS = ("总书记", "主席", "总统", "总理")
_OUTSIDE = re.compile(r"受[^,。;]{0,12}$|感谢|表扬|聘任|任命|慰问|看望")
_HONOURED = ("纪念", "缅怀", "悼念", "追思", "学习", "怀念", "诞辰")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in running text, with the titles written for it; ``address`` marks a surname with a form of address (邝总)."""

    start: int
    end: int
    titles: tuple[tuple[int, int], ...] = ()
    after: int = 0
    """Where the text goes on: after the name, or after a form of address behind it."""
    address: bool = False


def mentions(text: str, start: int, end: int, raw: str = "") -> list[Mention]:
    """The people named in ``text[start:end]`` (folded, one sentence), in order; ``raw``: the text with capital letters.

    >>> t = "市委书记张剡出席会议,副书记、代市长杨自力主持会议。"
    >>> [t[m.start:m.end] for m in mentions(t, 0, len(t))]
    ['张剡', '杨自力']
    """
    found: dict[int, Mention] = {}
    for mention in _titled(text, start, end):
        found.setdefault(mention.start, mention)
    for at in clause_starts(text, start, end):
        if (bare := _bare(text, at, end)) and not any(
            m.start < bare.end and bare.start < m.end for m in found.values()
        ):
            found[at] = bare
    for mention in _latin(raw, text, start, end, found) if raw else ():
        found.setdefault(mention.start, mention)
    _listed(text, end, found)
    return [found[at] for at in sorted(found)]


def _latin(raw: str, text: str, start: int, end: int, found: dict[int, Mention]) -> Iterator[Mention]:
    """Names of two or more capitalised words after a title, next to another name, or before what people do."""
    ends = {m.end for m in found.values()}
    floors = [start, *(max(m.end, m.after) for m in found.values())]
    for match in _LATIN.finditer(raw, start, end):
        at, stop = match.span()
        if names.is_company(text[at:stop]):
            continue
        before = at
        while before > start and text[before - 1] in " \u3000":
            before -= 1
        after = _NOTE.match(text, stop, end)
        going_on = after.end() if after else stop
        spans = title_spans(text, max(f for f in floors if f <= at), before) if names.title_length(text, before) else ()
        joined = text[before - 1 : before] in ("、", "和") and before - 1 in ends
        if spans or joined or _strong(text, going_on):
            ends.add(stop)
            yield Mention(at, stop, spans, stop)


def known_mentions(text: str, start: int, end: int, known: frozenset[str]) -> Iterator[Mention]:
    """Names known from elsewhere, anywhere in a sentence; longer names first."""
    for name in sorted((n for n in known if n in text[start:end]), key=len, reverse=True):
        at = text.find(name, start, end)
        while at >= 0:
            stop = at + len(name)
            honoured = text.startswith(_CITED, stop) or text[max(0, at - 3) : at].rstrip("了").endswith(_HONOURED)
            if not honoured and not (name.isascii() and _inside_word(text, at, stop)):
                yield Mention(at, stop, after=stop + names.short_title_length(text, stop))
            at = text.find(name, stop, end)


def _inside_word(text: str, start: int, end: int) -> bool:
    around = text[start - 1 : start], text[end : end + 1]
    return any(character.isascii() and character.isalnum() for character in around)


def _titled(text: str, start: int, end: int) -> Iterator[Mention]:
    """Names right after a title."""
    at = start
    while at := names.title_ending(text, at, end):
        if not names.title_length(text, at):
            continue
        begin = at
        while begin < end and text[begin] in ' \u3000"':
            begin += 1
        stop = names.name_end(text, begin, rare=True, titled=True)
        if not stop and text[at - names.title_length(text, at) : at] in names.titles("foreign"):
            stop = names.transliterated_end(text, begin)
        if not stop or stop > end or names.is_word(text[begin:stop]) and not _certain(text, start, at, begin, stop):
            continue
        if any(names.title_length(text, p) > 1 for p in range(begin + 2, _dot(text, begin, stop))):
            continue
        if stop - begin < 4 and names.title_length(text, stop) > 1:
            continue
        plain = text[at - names.title_length(text, at) : at] in names.titles("plain")
        sure = stop - begin > 3 and names.surname_length(text, begin, rare=False) == 2
        common = plain and not sure or names.is_common_word(text[begin:stop])
        if common and names.boundary(text, stop) < 3:
            continue
        if any(names.title_length(text, p) > p - begin - (p - begin > 1) for p in range(begin + 1, stop + 1)):
            continue
        spans = title_spans(text, start, at)
        if spans:
            yield Mention(begin, stop, spans, stop + names.short_title_length(text, stop))
            at = stop


def _between_names(text: str, at: int, end: int) -> int:
    """Where an entry ends that looks like no name itself but has one behind it (宁远、巴音青格、冯澈), 0 without."""
    entry = _ENTRY.match(text, at, end)
    following = entry and names.name_end(text, entry.end() + 1, rare=False, titled=True)
    if not entry or not following or something_else(entry.group()):
        return 0
    return entry.end() if text[following : following + 1] in ("、", "和", "与") or _strong(text, following) else 0


def _dot(text: str, start: int, end: int) -> int:
    """Where the first dot of a name in parts stands (英格丽·哈勒), ``start`` if it has none."""
    return next((p for p in range(start, end) if text[p] in "·•・"), start)


def _certain(text: str, floor: int, title: int, start: int, end: int) -> bool:
    """Whether a word of the language must be a name here: after a long title, before what only people do, or in a list."""
    spans = title_spans(text, floor, title)
    office = text[title - names.title_length(text, title) : title]
    if not spans or spans[-1][1] - spans[-1][0] < 4 or office in names.titles("plain"):
        return False
    if not names.surname_length(text, start, rare=True) or names.follows(text, start, "adverb", "act"):
        return False
    return bool(names.follows(text, end, "speech", "act")) or text[end : end + 1] in ("、", ",")


def clause_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Where a clause may begin with its subject."""
    while start < end and not text[start].isalnum():
        start += 1
    yield start
    for match in _CLAUSE_START.finditer(text, start, end):
        yield match.end()


def _strong(text: str, at: int) -> bool:
    """Whether what follows can only follow a person."""
    return bool(names.follows(text, at, "speech")) or bool(_DOES.match(text, at))


def _bare(text: str, at: int, end: int) -> Mention | None:
    """A name at the start of a clause that does what people do."""
    surname = names.surname_length(text, at, rare=False)
    if surname and (address := names.short_title_length(text, at + surname)):
        stop = at + surname + address
        if stop <= end and names.boundary(text, stop) and not names.is_word(text[at:stop]):
            return Mention(at, stop, (), stop, address=True)
    stop = names.name_end(text, at, rare=False)
    if stop and stop <= end and not names.is_common_word(text[at:stop]) and _strong(text, stop):
        return Mention(at, stop, after=stop)
    foreign = names.foreign_end(text, at) - at
    for size in (2, 3, 4, *([foreign] if foreign > 4 else [])):
        address = names.short_title_length(text, at + size)
        stop = at + size + address
        if (
            address
            and stop <= end
            and names.boundary(text, stop)
            and _can_be_addressed(text[at : at + size], _strong(text, stop))
        ):
            return None if text.startswith(_HEADS, at + size) else Mention(at, at + size, ((at + size, stop),), stop)
    return None


def introduced(text: str, start: int, mention: Mention) -> bool:
    """Whether a name is so presented that the person counts without doing anything named: with an office of some length.

    Not those who wrote the report, are thanked or appointed, or do not come (受…委托).
    """
    if not mention.titles or mention.titles[-1][0] >= mention.start:
        return False
    begin, (first, last) = mention.titles[0][0], mention.titles[-1]
    name = names.compact(text[mention.start : mention.end])
    foreign = name.isascii() or not names.is_han(name[1:2] or " ") or any(c in "·•・" for c in name)
    lead = text[max(start, begin - 4) : mention.start]
    return (
        last - first > 2
        and text[first:last] not in names.titles("plain")
        and not any(word in lead for word in names.titles("press"))
        and not _OUTSIDE.search(text, max(start, begin - 16), begin)
        and (foreign or names.is_name(name, rare=False) and names.boundary(text, mention.end) == 3)
        and not names.is_common_word(name)
    )


def _can_be_addressed(name: str, speaks: bool) -> bool:
    named = names.is_name(name, rare=speaks and len(name) == 3)
    if named and not names.surname_length(name, 0, rare=False) and name.endswith(body_endings()):
        return False
    return named and not names.is_common_word(name) and not names.title_length(name, len(name))


def _listed(text: str, end: int, found: dict[int, Mention]) -> None:
    """Names that go on from a name with 、 or 和; they share a title written before the first."""
    queue = sorted(found)
    while queue:
        before = found[queue.pop(0)]
        match = JOIN.match(text, before.end)
        if not match or before.address:
            continue
        at = match.end()
        stop = names.name_end(text, at, rare=True, titled=True) or _between_names(text, at, end)
        if not stop or stop > end or (at in found and found[at].titles):
            continue
        if names.is_common_word(text[at:stop]) and not (text.startswith(("、", "和"), stop) or _strong(text, stop)):
            continue
        if any(m.start < stop and at < m.end and m.start != at for m in found.values()) or names.title_length(
            text, stop
        ):
            continue
        shared = (
            before.titles if before.titles and before.titles[-1][1] <= before.start and "," not in match.group() else ()
        )
        if "," in match.group() and not _strong(text, stop):
            continue
        found[at] = Mention(at, stop, shared, stop)
        queue.insert(0, at)
