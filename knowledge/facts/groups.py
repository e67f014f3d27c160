"""Groups of attendees without names: 各县(区)党委书记、统战部部长; 有关部门负责人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge import lexicon
from knowledge.facts import names, prose
from knowledge.facts.listing import entries, is_group
from knowledge.facts.source import Source, sentences
from knowledge.model import BlockKind, Person, Quote

Span = tuple[int, int]

_ATTEND = re.compile(
    r"(?:参加|出席|列席|旁听|观摩|到会|参会|与会|应询|作了?[^,。;]{0,6}(?:发言|交流|汇报|表态)|交流了|分别作|进行[^,。;]{0,4}(?:交流|讨论)|围绕[^,。;]{2,30}(?:发言|讨论))"
)
_TAIL = re.compile(
    r"(?:应邀|受邀|共同|一同|分别|先后|现场|也|均|都|将|等|共计|一起|代表本单位|就[^,。;]{2,16}|在(?:线|主会场|分会场|现场)|围绕[^,。;]{2,24}|通过视频)*$"
)
_LEAD = re.compile(
    r"(?:以及|和|与|及)|(?:会上|座谈会上|会议期间|其中|随后|会后|最后|期间|此外|另外)[,]?|座谈会[,]"
    r"|[^,]{0,12}(?:环节|期间)[,]"
)
_NUMBERED = re.compile(r"(?:来自[^,。;]{2,30}的)?[\d一二三四五六七八九十百]+余?(?:名|位|户|家)[^,。;]{2,}")
_NEW = re.compile(
    r"[、及和与]+(?=各|全体|部分|有关|相关|所有|其他|近[一二三两]|来自|市直|县直|省直|\"|以及|[\d]{1,4}余?[名位]"
    r"|[^,。;、]{2,14}\d+余?[名位])|以及"
)
_NOT_A_GROUP = re.compile(
    r"应到|实到|应出席|出席|参加|主持|召开|举行|会议|共计|^计|^共|围绕|分别|表决|转给|报名|名额|席位|查到|计\d+人|不(?:在|得|再)"
)
_SEVERAL = 3
_AND = re.compile(r"以及|和|与|及")


def find_groups(source: Source, people: tuple[Person, ...]) -> tuple[Quote, ...]:
    """The groups that attend, in order."""
    found: dict[Span, None] = {}
    for a, b in (*_listed(source), *_told(source, people)):
        if not any(x < b and a < y for x, y in found):
            found[(a, b)] = None
    return tuple(source.quote(a, b) for a, b in sorted(found))


def _listed(source: Source) -> Iterator[Span]:
    """Groups in lists of attendees."""
    spans = [(f.start, f.end) for f in source.of_kind("present", "observer")]
    for block in source.report.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and source.section(block) in ("present", "observer"):
            if len(block.text) < 200 and "。" not in block.text:
                spans.append((block.start, block.end))
    for start, end in spans:
        for entry in entries(source.text, start, end):
            if entry.group and not _NOT_A_GROUP.search(source.text, entry.start, entry.end):
                yield entry.start, entry.end


def _told(source: Source, people: tuple[Person, ...]) -> Iterator[Span]:
    """Groups that a sentence says attend or speak."""
    known = frozenset(source.text[p.start : p.end] for p in people)
    for block in source.report.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or source.section(block) in (
            "present",
            "observer",
            "absent",
        ):
            continue
        for start, end in sentences(source.text, block.start, block.end):
            at = start
            for verb in _ATTEND.finditer(source.text, start, end):
                if verb.start() > at:
                    yield from _subjects(source.text, at, verb.start(), known)
                comma = re.compile(r"[,;]").search(source.text, verb.end(), end)
                at = comma.end() if comma else end


def _subjects(text: str, start: int, end: int, known: frozenset[str]) -> Iterator[Span]:
    """The groups among the subjects written in ``text[start:end]``, right before a verb."""
    end = start + len(_TAIL.sub("", text[start:end]))
    mentions = [*prose.mentions(text, start, end), *prose.known_mentions(text, start, end, known)]
    taken = [(min([m.start, *(a for a, _ in m.titles)]), max([m.after, *(b for _, b in m.titles)])) for m in mentions]
    found = []
    for a, b in _cut(text, start, end, r"[,;]"):
        mixed = any(x < b and a < y for x, y in taken)
        for c, d in _cut(text, a, b, "、") if mixed else _split(text, a, b):
            c, d = _bare(text, c, d)
            if d - c > 2 and not any(x < d and c < y for x, y in taken) and _is_group(text[c:d]):
                found.append((c, d))
    yield from found if _connected(text, found, taken, end) else ()


def _connected(text: str, found: Sequence[Span], taken: Sequence[Span], end: int) -> bool:
    """Whether the last group or person stands right before the verb, so that the verb is theirs."""
    last = max([b for _, b in (*found, *taken)], default=0)
    return bool(found) and end - last <= 14


def _is_group(piece: str) -> bool:
    if _NOT_A_GROUP.search(piece) or len(piece) > 90:
        return False
    titled = 3 <= len(piece) <= 24 and bool(names.title_length(piece, len(piece)))
    return is_group(piece) or bool(_NUMBERED.match(piece)) or titled or piece.startswith('"')


def _cut(text: str, start: int, end: int, mark: str) -> Iterator[Span]:
    """Pieces between marks outside brackets and quotes."""
    at, depth, quoted = start, 0, False
    pattern = re.compile(mark)
    for position in range(start, min(end, start + 2_000)):
        character = text[position]
        depth += (character == "(") - (character == ")")
        quoted ^= character == '"'
        if depth <= 0 and not quoted and pattern.match(character):
            yield at, position
            at = position + 1
    if end > at:
        yield at, end


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """A piece between commas, cut where it lists three or more groups each complete in itself, or a group with its own number or 各."""
    parts = list(_cut(text, start, end, "、"))
    last = (
        next((m for m in _AND.finditer(text, *parts[-1]) if _complete(text, parts[-1][0], m.start())), None)
        if parts
        else None
    )
    if last:
        parts[-1:] = [(parts[-1][0], last.start()), (last.end(), parts[-1][1])]
    if len(parts) >= _SEVERAL and all(_complete(text, a, b) for a, b in parts):
        yield from parts
        return
    at = start
    for match in _NEW.finditer(text, start + 2, end):
        if match.start() > at and _complete(text, at, match.start()):
            yield at, match.start()
            at = match.end()
    yield at, end


def _complete(text: str, start: int, end: int) -> bool:
    """Whether a piece names people by itself (科主任, 29名代表, “两代表一委员”), not only a body."""
    piece = text[start:end].rstrip("等")
    counted = bool(re.search(r"\d+余?[名位人]", piece))
    people = piece.endswith(lexicon.table("group_words.txt")["whole"]) or bool(names.title_length(piece, len(piece)))
    return people or counted or piece.startswith('"')


def _bare(text: str, start: int, end: int) -> Span:
    """A piece without lead-in and trailing words."""
    while start < end and text[start] in " \u3000\n":
        start += 1
    while lead := _LEAD.match(text, start, end):
        start = lead.end()
        if not lead.group():
            break
    end = start + len(_TAIL.sub("", text[start:end].rstrip()))
    return start, end
