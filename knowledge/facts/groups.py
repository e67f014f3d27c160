"""Groups of attendees without names: 各县(区)党委书记、统战部部长; 有关部门负责人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge import lexicon
from knowledge.facts import names, prose
from knowledge.facts.enumeration import SEVERAL, Span, complete, cut, groups_in, is_body, shares_tail
from knowledge.facts.listing import entries, is_group, of_bodies
from knowledge.facts.source import Source, sentences
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind, Person, Quote
from knowledge.normalize import fold

_LONGEST_LIST = 20_000
_LONGEST_HEAD = 24
_LONGEST_LINE = 300
_LISTS = ("present", "observer")
_SPEAK = (
    r"作了?[^,。;]{0,6}(?:发言|交流|汇报|表态)|交流了|分别作|进行[^,。;]{0,4}(?:交流|讨论)|围绕[^,。;]{2,60}(?:发言|讨论)"
    r"|介绍了?[^,。;]{0,12}(?:经验|做法|情况)|(?:提交|作)了?书面(?:发言|交流)|(?<![的其次项])发言(?![人稿材时后中者权]|提纲|精神)"
)
_ATTEND = re.compile(
    r"(?P<come>参加|出席|列席|旁听|观摩|到会|到场|参会|与会(?!人|代表|者|同志|领导|各方|嘉宾|委员)|应询|收听收看|围坐|齐聚)"
    rf"|(?:{_SPEAK})"
)
_ALSO = re.compile(
    r"(?:参加|出席|列席|到会|与会|参会|未列)[^,。;:]{0,12}的(?P<who>[^,。;:]{0,12}?(?:还有|还包括|包括|主要有|有)):?(?=[^,。;:])"
)
_TAIL = re.compile(
    r"(?:应邀|受邀|共同|一同|分别|先后|依次|现场|亲自|也|亦|均|都|将|等|一起|逐一|一一|代表本单位|就[^,。;]{2,16}|结合[^,。;]{2,12}"
    r"|派(?:人|员|代表)|在(?:线|主会场|分会场|现场|(?:会议|大会|座谈会|会)上)|围绕[^,。;]{2,24}|(?:通过|以)(?:视频|网络|线上|电话)(?:形式|方式|连线)?|在当?本?地"
    r"|(?:共计|总计|合计|共|计|约|近){0,2}[\d一二三四五六七八九十百]{1,6}余?多?[名位人]|[\d百]{1,6}余?多?人|,)$"
)
_LONGEST_TAIL = 40
_LEAD = re.compile(
    r"(?:以及|和|与(?!会)|及|、)|(?:会上|座谈会上|会议期间|其中|随后|会后|最后|期间|此外|另外)[,]?|座谈会[,]|(?:会议|大会|座谈会)?(?:还|特别|专门|也|并|同时)?(?:特邀|邀请|邀集|召集|约请|会同)了?"
    r"|[^,]{0,12}(?:环节|期间)[,]"
)
_NUMBERED = re.compile(r"(?:来自[^,。;]{2,40}的)?[\d一二三四五六七八九十百]+余?(?:名|位|户|家)[^,。;]{2,}")
_NOT_A_GROUP = re.compile(
    r"与会|应到|实到|^(?:也|还|会|将|再|先|请|让|由|未)|未[到出参]|缺员|空缺|(?<![主重首])要(?!素|客)|设(?:立|有|分会场|主会场)|先后|应出席|出席|参加|主持|召开|举行|会议(?!组成人员|代表)|共计|^计|^共|围绕|分别|表决|转给|报名(?!.{0,14}的)|名额|席位|查到|计\d+人|不(?:在|得|再)"
    r"|未派|因|(?<!部)分[成为两]|组成(?!员|人员)|要求|欢迎|将有|请假|缺席|(?<!党)派.{0,4}人|[,。;:]"
)
_MOVES = re.compile(r"与会|先后|走进|前往|来到|察看|参观|听取|宣布|宣读|审议|传达")
_TOTAL = re.compile(
    r"(?:[,等]*(?:共计|总计|合计|共|计|约|近)+|等)\s?[\d一二三四五六七八九十百]+余?多?[名位人](?:旁听|参加|列席)?$"
)
_COUNT = re.compile(r"\s?[\d一二三四五六七八九十百]+余?多?[名位人](?:旁听|参加|列席)?$")
_JOINED = re.compile(r"以及|及|和|与|、")
_UNREAL = re.compile(r"(?:应|须|需|必须|请|未|不|没|没有|未能|无法|不能|可|可以|要|会|能|未曾|拟)$")
_COMES = re.compile(r"(?:应邀|受邀)?(?:参加|列席|出席|旁听)(?:会议|(?:有关|相关|部分)?议题|活动|座谈|大会)?$")
_KIN = (
    "亲属",
    "家属",
    "亲友",
    "生前",
    "遗孀",
    "子女",
    "夫妇",
    "先生亲属",
    "先生家属",
    "同志亲属",
    "同志家属",
    "先生生前",
    "同志生前",
)
_STOP = re.compile(r"[。,:;]")
_EXPECTED = ("应出席", "应到", "实到", "应参会")


def find_groups(source: Source, people: tuple[Person, ...]) -> tuple[Quote, ...]:
    """The groups that attend, in order."""
    found: dict[Span, None] = {}
    named = [(p.start, p.end) for p in people]
    for a, b in (*_listed(source), *_told(source, people)):
        a = _behind_person(source.text, a, b, named)
        if b > a and not any(x < b and a < y for x, y in found):
            found[(a, b)] = None
    return tuple(source.quote(a, b) for a, b in sorted(found))


def _behind_person(text: str, start: int, end: int, people: Sequence[Span]) -> int:
    """Where a group begins behind a person (某副县长以及县民政局); its end where it is but a person with a body (系席技士)."""
    for a, b in people:
        doubtful = text[a:b].endswith(lexicon.table("group_words.txt")["whole"]) or is_body(text[a:b])
        if start <= a and b <= end and b - a > 1 and not doubtful:
            joined = _JOINED.match(text, b, end)
            if b == end or joined:
                return joined.end() if joined else end
    return start


# ---------------------------------------------------------------- lists of attendees


def _listed(source: Source) -> Iterator[Span]:
    """Groups in lists of attendees."""
    text = source.text
    fields = [f for f in source.of_kind(*_LISTS) if not fold(f.label).startswith(_EXPECTED)]
    spans = [(f.start, _first_sentence(text, f.start, f.end)) for f in fields]
    yield from (span for f in fields if of_bodies(f.label) for span in _named_bodies(text, f.start, f.end))
    for block in source.report.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and source.section(block) in _LISTS:
            if len(block.text) < 400 and "。" not in block.text:
                spans.append((block.start, block.end))
    spans += _continued(source)
    for start, stop in spans:
        end = start + len(_COMES.sub("", text[start : min(stop, start + _LONGEST_LIST)]))
        found = entries(text, start, end)
        listed = list(_bodies(text, start, end))
        yield from listed
        groups = [(e.start, e.end) for e in found if e.group and not any(a < e.end and e.start < b for a, b in listed)]
        people = [(e.start, e.end) for e in found if not e.group and not complete(text[e.start : e.end])]
        for a, b in (*groups, *_offices(text, start, end, people)):
            b = _without_count(text, a, b)
            piece = text[a:b]
            if len(piece) > 1 and not names.is_name(piece, rare=False) and not _NOT_A_GROUP.search(piece):
                yield a, b


def _continued(source: Source) -> Iterator[Span]:
    """Lines that go on with a list of attendees (参会人员：…) and say of which body (企业代表：…, 视频分会场：…)."""
    listed = bodies = False
    for block in source.content():
        alone = re.sub(r"[\W_]", "", block.text) if len(block.text) <= _LONGEST_HEAD else ""
        kind = field_kind(block.label or alone)
        if kind:
            listed = kind in _LISTS
            bodies = listed and of_bodies(block.label or alone)
        elif bodies and len(block.text) <= _LONGEST_HEAD and not block.label and not _STOP.search(block.text):
            if not source.section(block):
                yield block.start, block.end
        elif listed and block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and "。" not in block.text:
            listed = bool(block.label) and len(block.text) <= _LONGEST_LINE
            if listed and not source.section(block):
                yield block.value, block.end
        else:
            listed = bodies = False


def _named_bodies(text: str, start: int, end: int) -> Iterator[Span]:
    """The bodies of a list that is one of bodies by its label; people in it keep their names."""
    for entry in entries(text, start, min(end, start + _LONGEST_LIST)):
        written = text[entry.start : entry.end]
        if not entry.title[1] and not names.is_name(written, rare=False) and not _NOT_A_GROUP.search(written):
            yield entry.start, entry.end


def _bodies(text: str, start: int, end: int) -> Iterator[Span]:
    """Bodies of which some come, behind people in a list or alone: …、卫生院、交管站、林业站负责人."""
    for a, b in cut(text, start, end, r"[,;\n]"):
        pieces: list[Span] = []
        for x, y in cut(text, a, b, "、"):
            while x < y and text[x].isspace():
                x += 1
            colon = text.find(":", x, y)
            pieces.append((colon + 1 if colon >= 0 else x, y))
        run = [pieces.pop()]
        while pieces and is_body(text[slice(*pieces[-1])]) and " " not in text[slice(*pieces[-1])]:
            run.insert(0, pieces.pop())
        if len(run) > 1 and shares_tail(text[slice(*run[-1])]):
            yield from run if len(run) >= SEVERAL else [(run[0][0], run[-1][1])]


def _first_sentence(text: str, start: int, end: int) -> int:
    """Where a list ends that running text follows in the same line."""
    stop = text.find("。", start, end)
    return stop if stop >= 0 else end


def _offices(text: str, start: int, end: int, people: Sequence[Span]) -> Iterator[Span]:
    """Offices without a holder (列席:…施妍,见证律师、班组长): those not followed by a name in the same piece."""
    for a, b in cut(text, start, end, r"[,;\n]"):
        pieces = [(x, y) for x, y in cut(text, a, b, "、") if text[x:y].strip()]
        while pieces:
            x, y = pieces.pop()
            while x < y and text[x].isspace():
                x += 1
            if any(p < y and x < q for p, q in people) or ":" in text[x:y] or not _is_group(text[x:y]):
                break
            if names.title_length(text, y) and y - x >= 2 and " " not in text[x:y]:
                yield x, y


def _without_count(text: str, start: int, end: int) -> int:
    """Where a group ends without 共…人 behind it; a bare number goes too where little else stands there (民众16人)."""
    if comes := _COMES.search(text[start:end]):
        end = start + comes.start()
    if total := _TOTAL.search(text[start:end]):
        return start + total.start()
    count = _COUNT.search(text[start:end])
    return start + count.start() if count and count.start() < 4 else end


# ---------------------------------------------------------------- running text


def _told(source: Source, people: tuple[Person, ...]) -> Iterator[Span]:
    """Groups that a sentence says attend or speak."""
    known = frozenset(source.text[p.start : p.end] for p in people)
    for block in source.report.blocks:
        for start, end in sentences(source.text, _prose_start(source, block), block.end):
            yield from _also(source.text, start, end, known)
            at = start
            for verb in _ATTEND.finditer(source.text, start, end):
                if verb.start() > at and not _UNREAL.search(source.text, at, verb.start()):
                    speech = verb.group("come") is None
                    yield from _subjects(source.text, at, verb.start(), known, speech=speech)
                comma = re.compile(r"[,;]").search(source.text, verb.end(), end)
                at = comma.end() if comma else end


def _prose_start(source: Source, block: Block) -> int:
    """Where a block's running text begins: behind the list in a line of attendees; nowhere in other lines of a form."""
    if block.kind is BlockKind.FIELD and field_kind(block.label) in _LISTS:
        return _first_sentence(source.text, block.value, block.end)
    listed = source.section(block) in (*_LISTS, "absent") and "。" not in block.text
    return block.end if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or listed else block.start


def _also(text: str, start: int, end: int, known: frozenset[str]) -> Iterator[Span]:
    """参加会议的还有…: everything up to the sentence's end."""
    if match := _ALSO.search(text, start, end):
        stop = end
        while stop > match.end() and text[stop - 1] in "。!;":
            stop -= 1
        yield from _subjects(text, match.end(), stop, known, speech=False)


def _subjects(text: str, start: int, end: int, known: frozenset[str], *, speech: bool) -> Iterator[Span]:
    """The groups among the subjects written in ``text[start:end]``, right before a verb."""
    end = _without_tail(text, start, end)
    mentions = [*prose.mentions(text, start, end), *prose.known_mentions(text, start, end, known)]
    taken = [
        (min([m.start, *(a for a, _ in m.titles)]), max([m.after, *(b for _, b in m.titles)]))
        for m in mentions
        if not text.startswith(_KIN, m.end) and not complete(text[m.start : m.end])
    ]
    found = []
    for a, b in cut(text, start, end, r"[,;]"):
        if _MOVES.search(text, a, b):
            continue
        for x, y in _gaps(text, a, b, taken):
            x, y = _bare(text, x, y)
            if speech and not complete(text[x:y]):
                continue
            for c, d, body in groups_in(text, x, y, mixed=y - x < b - a):
                c, d = _bare(text, c, d)
                piece = text[c:d]
                if d - c > 1 and (body or _is_group(piece)) and not (speech and _NUMBERED.match(piece)):
                    found.append((c, d))
    yield from found if _connected(found, taken, end) else ()


def _gaps(text: str, start: int, end: int, taken: Sequence[Span]) -> Iterator[Span]:
    """What is left between the people of an enumeration: whole pieces only, not half a person's title."""
    at = start
    for a, b in sorted(s for s in taken if s[0] < end and start < s[1]):
        if a > at and text[a - 1] in "、和与及":
            yield at, a - 1
        at = max(at, b)
    if at == start or text.startswith(("、", "和", "与", "及", "以及"), at):
        yield at, end


def _connected(found: Sequence[Span], taken: Sequence[Span], end: int) -> bool:
    """Whether the last group or person stands right before the verb, so that the verb is theirs."""
    last = max([b for _, b in (*found, *taken)], default=0)
    return bool(found) and end - last <= 14


def _is_group(piece: str) -> bool:
    if _NOT_A_GROUP.search(piece) or len(piece) > 90:
        return False
    named = is_group(piece) or complete(piece) or piece.endswith(lexicon.table("group_words.txt")["kind"])
    return (named and len(piece) > 2) or bool(_NUMBERED.match(piece))


def _bare(text: str, start: int, end: int) -> Span:
    """A piece without lead-in and trailing words."""
    while start < end and text[start] in " \u3000\n":
        start += 1
    while lead := _LEAD.match(text, start, end):
        start = lead.end()
        if not lead.group():
            break
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, _without_tail(text, start, end)


def _without_tail(text: str, start: int, end: int) -> int:
    """Where subjects end before 应邀, 就某议题, 共三十人 and the like."""
    while (tail := _TAIL.search(text, max(start, end - _LONGEST_TAIL), end)) and tail.start() < end:
        end = tail.start()
    return end
