"""The people of a meeting: from lists, fields, tables, dialogue and running text, with titles and roles."""

from __future__ import annotations

import re

from knowledge.facts import name_lists, names, prose, roles
from knowledge.facts.appointments import appointed
from knowledge.facts.attendance import (
    Columns,
    came,
    columns,
    default_role,
    head_of,
    of_name,
    office_columns,
    tables,
    titles_in,
)
from knowledge.facts.listing import AWAY, FULL_LATIN, Entry, all_people, entries, noted_titles, of_bodies
from knowledge.facts.roster import Roster
from knowledge.facts.shapes import body_endings
from knowledge.facts.source import Field, Source, sentences
from knowledge.facts.speakers import TEXT, from_dialogue, from_headings
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind, Person
from knowledge.normalize import fold

_LIST_ROLES = {
    "present": roles.PRESENT,
    "observer": roles.OBSERVE,
    "absent": roles.ABSENT,
    "host": roles.HOST,
    "record": roles.RECORD,
    "reporter": roles.REPORT,
}
_MISSING = re.compile(r"未到|未出席|未参会")
_AGENDA_NAME = re.compile(r"\((?P<who>[^()]{2,30})\)\s*$")
_NOT_A_LIST = re.compile(r"。|总计|直接在|如下|\(如果")
_PARAGRAPH_END = re.compile(r"[。;!?]\s*$|^[\d一二三四五六七八九十]+[、.)]")
_ELECTION = re.compile(r"选举|当选|推选|换届|任命|组成人员|名单如下|产生")
_DECORATION = re.compile(r"[\W_]")
_BRACKETS = re.compile(r"\([^()]*\)")
_NOTE_PART = re.compile(r"[、,;/\s]")
_NO_NAME = re.compile(r"[\W\d_]*|[详见如][^·]*[簿册表件]")
_NOTED_ROLE = (
    (re.compile(r"主持(?:人)?$|^召集人$"), roles.HOST),
    (re.compile(r"[记纪]录(?:人|员)?$|^书记员$|^会议书记$"), roles.RECORD),
    (re.compile(r"列席$|旁听$"), roles.OBSERVE),
    (re.compile(r"(?:汇报|报告)(?:人)?$"), roles.REPORT),
)
"""What a note in brackets says that somebody did."""
_PLACES = ("线上", "线下", "现场", "远程", "视频", "主会场", "分会场", "电话", "连线")
_ATTENDING = ("present", "observer", "absent")
_LONGEST_LIST = 300
_OFFICE = re.compile(r"(?:出席|到会|列席|缺席|未到|请假|应到|实到|与会|参会)(?P<office>理事|监事|董事|议员|常委)")


def find_people(source: Source) -> tuple[Person, ...]:
    """Everyone who takes part in the meeting, is excused, or is given an office by it."""
    roster = Roster(source)
    _from_fields(source, roster)
    _from_sections(source, roster)
    _from_tables(source, roster)
    _from_agenda(source, roster)
    _from_prose(source, roster)
    from_headings(source, roster)
    from_dialogue(source, roster)
    return roster.people()


# ---------------------------------------------------------------- lists


def _from_fields(source: Source, roster: Roster) -> None:
    """出席人员：…, 主持人：…, 记录：…"""
    for found in source.of_kind(*_LIST_ROLES):
        if found.kind == "host" and _elected(source, found.block):
            continue
        if of_bodies(found.label) and not _titled_people(source.text, found.start, found.end):
            continue
        _add_list(source, roster, found.start, found.end, _list_role(found.kind, found.label), _office(source, found))
    _from_offices_held(source, roster)
    listed, before = "", None
    for block in source.content():
        alone = _DECORATION.sub("", block.text) if len(block.text) <= 24 else ""
        kind = field_kind(block.label or alone)
        if kind in _ATTENDING and (block.kind is BlockKind.FIELD or alone and not block.label):
            listed = _list_role(kind, block.label or alone)
        elif not (listed and before and _continues(source, before, block, listed)):
            listed = ""
        elif not source.section(block):
            _add_list(source, roster, block.start, block.end, listed)
        before = block


def _from_sections(source: Source, roster: Roster) -> None:
    """Lines under a heading such as 参会人员."""
    for block in source.report.blocks:
        kind = source.section(block)
        if block.kind is BlockKind.HEADING and field_kind(block.label) == "reporter":
            _add_list(source, roster, block.value, block.end, roles.REPORT)
        elif kind in ("present", "observer", "absent") and block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            if (
                len(block.text) <= 400
                and source.text[block.start] != "("
                and not _NOT_A_LIST.search(source.text[block.start : block.end])
            ):
                heading = block.path[-1] if block.path else ""
                _add_list(source, roster, block.start, block.end, _list_role(kind, heading))


def _titled_people(text: str, start: int, end: int) -> bool:
    """Whether a list of bodies by its label holds people all the same: names with titles, or commoner ones than not."""
    found = entries(text, start, end)
    people = [
        e
        for e in found
        if not e.group and (e.title[1] or names.is_name(names.compact(text[e.start : e.end]), rare=False))
    ]
    return bool(people) and 2 * len(people) >= len(found)


def _elected(source: Source, block: Block) -> bool:
    """Whether a line stands under the result of an election, where 主席：… is who was elected."""
    above = [fold(h) for h in block.path[-1:]]
    before = fold(source.report.blocks[block.number - 2].text[-40:]) if block.number > 1 else ""
    if before.endswith((":", "如下", "如下。")):
        above.append(before)
    return any(_ELECTION.search(h) for h in above)


def _from_offices_held(source: Source, roster: Roster) -> None:
    """副主席：娄小满、邝志强 — lines that say who holds an office."""
    previous = False
    for block in source.content():
        kind = field_kind(block.label) if block.label else ""
        office = "".join(_BRACKETS.sub("", fold(block.label)).split())
        held = (not kind or kind == "host") and names.is_office(office) and block.value < block.end
        elected = held and (previous or _elected(source, block))
        previous = False
        if held and (elected or not kind) and all_people(source.text, block.value, block.end):
            previous = elected
            bare = block.label[: fold(block.label).find("(")] if "(" in fold(block.label) else block.label
            bare = bare.rstrip()
            at = source.report.text.find(bare, block.start, block.value)
            for key in _add_list(source, roster, block.value, block.end, ""):
                if at >= 0 and (elected or not roster.titled(key)):
                    roster.entitle(key, (at, at + len(bare)))


def _continues(source: Source, before: Block, block: Block, role: str) -> bool:
    """Whether a line goes on with the list of attendees above it: 监事：…, 设计单位：…, or just more names."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or len(block.text) > _LONGEST_LIST:
        return False
    text = source.text[block.start : block.end]
    if field_kind(block.label) or _NOT_A_LIST.search(text) or _PARAGRAPH_END.search(text):
        return False
    if source.text[before.end - 1] in "、,":
        return True
    label = "".join(_BRACKETS.sub("", fold(block.label)).split())
    if label in _PLACES or names.is_office(label):
        return block.value < block.end
    if block.label and not (label.endswith(body_endings()) or "/" in label or len(label) <= 6 or label.isascii()):
        return False
    start = block.value if block.label else block.start
    found = [e for e in entries(source.text, start, block.end) if e.end > e.start]
    people = [e for e in found if not e.group and names.is_name(names.compact(source.text[e.start : e.end]))]
    sure = [e for e in people if e.title[1] or names.is_name(names.compact(source.text[e.start : e.end]), rare=False)]
    latin = [e for e in found if FULL_LATIN.fullmatch(source.text, e.start, e.end)]
    others = len(found) - len(people) - len(latin) - sum(e.group for e in found)
    return bool(sure) and len(sure) >= len(people) / 2 and others <= len(people) / 3


def _list_role(kind: str, label: str) -> str:
    """The role a list gives; those who did not come without leave (未到) are told from the excused."""
    return roles.MISSING if kind == "absent" and _MISSING.search(fold(label)) else _LIST_ROLES[kind]


def _add_list(
    source: Source, roster: Roster, start: int, end: int, role: str, office: tuple[int, int] = (0, 0)
) -> list[str]:
    """Note the people of a list; returns the names they go by."""
    found = []
    listed = entries(source.text, start, end)
    behind = [_representative(source.text, e) for e in listed]
    if sum(b != (0, 0) for b in behind) > 1:  # 大唐热电（李红）、国网供电（张强）
        for a, b in behind:
            if b:
                found.append(roster.add(a, b, (), role))
        listed = tuple(e for e, b in zip(listed, behind, strict=True) if b == (0, 0))
    for entry in listed:
        if entry.group or not _plausible(source.text[entry.start : entry.end]):
            continue
        given = roles.PRESENT if entry.proxy else role
        if role == roles.PRESENT and AWAY.search(entry.note) and not entry.proxy:
            given = roles.ABSENT
        titles = [*entry.before, entry.title] if entry.title[1] else []
        titles += noted_titles(source.text, entry.end, entry.note) or [office] * (bool(office[1]) and not titles)
        key = roster.add(*_spelling(source.text, entry), titles, given)
        for part in _NOTE_PART.split(entry.note) if given != roles.ABSENT else ():
            for pattern, noted in _NOTED_ROLE:
                if pattern.search(part):
                    roster.give(key, noted)
        found.append(key)
    return found


def _representative(text: str, entry: Entry) -> tuple[int, int]:
    """Where the person stands whom a body in a list names in brackets, (0, 0) if it does not."""
    written = text[entry.start : entry.end]
    if (
        not names.is_name(entry.note, rare=False)
        or names.is_word(entry.note)
        or entry.title[1]
        or entry.note.endswith("代")
    ):
        return 0, 0
    if not entry.group and (names.is_name(written) or written.isascii()):
        return 0, 0
    at = text.find(entry.note, entry.end, entry.end + len(entry.note) + 3)
    return (at, at + len(entry.note)) if at >= 0 and len(written) > 2 else (0, 0)


def _spelling(text: str, entry: Entry) -> tuple[int, int]:
    """Where the name stands as it is to be known.

    For a nickname with the name behind it (Zoe（施若曦）, 老魏（魏国强，经理）) that is the name; for 龔政務次長致遠 it is
    龔致遠 where the report has written so before.
    """
    written = text[entry.start : entry.end]
    named = _NOTE_PART.split(entry.note)[0]
    familiar = len(written) == 2 and written[0] in "小老阿" and named.startswith(written[1])
    if names.is_name(named) and (familiar or written.isascii() and text.count(named) > 1):
        at = text.find(named, entry.end, entry.end + len(named) + 3)
        if at >= 0:
            return at, at + len(named)
    if entry.start < entry.title[0] and entry.title[1] < entry.end:
        plain = text[entry.start : entry.title[0]] + text[entry.title[1] : entry.end]
        if len(plain) > 2 and 0 <= (at := text.find(plain)) < entry.start:
            return at, at + len(plain)
    return entry.start, entry.end


def _office(source: Source, found: Field) -> tuple[int, int]:
    """The title in a label: 到会理事, 出席董事."""
    label = fold(found.label)
    match = _OFFICE.match(label)
    at = source.text.rfind(label, found.block.start, found.start) if match else -1
    return (at + match.start("office"), at + match.end("office")) if match and at >= 0 else (0, 0)


def _plausible(name: str) -> bool:
    return name not in ("无", "略", "待定", "tba", "tbd", "n/a", "none", "同上") and not _NO_NAME.fullmatch(name)


# ---------------------------------------------------------------- tables and agenda


def _from_tables(source: Source, roster: Roster) -> None:
    """Tables of attendees, columns headed by an office (组长, 副组长), and columns of speakers."""
    for head, rows in tables(source):
        header = rows[0].header
        listed = _LIST_ROLES.get(source.section(rows[0]), "")
        known = columns(header)
        role = default_role(source, head or rows[0], known, listed) if known else None
        if known and role is not None:
            for row in rows:
                _from_row(source, roster, row, known, role)
            continue
        for row in rows:
            if listed and not known and not header:
                _from_bare_row(source, roster, row, listed)
            for n, cell in enumerate(row.cells[: len(header)]):
                kind = field_kind(header[n])
                if kind in ("reporter", "present") and cell.text and not head_of(header[n]).endswith(("单位", "部门")):
                    said = fold(header[n]).startswith(("发言", "speaker"))
                    _add_list(source, roster, cell.start, cell.end, roles.WORD if said else _LIST_ROLES[kind])
        if head and (offices := office_columns(header)):
            _from_offices(source, roster, head, rows, offices)


def _from_row(source: Source, roster: Roster, row: Block, known: Columns, role: str) -> None:
    """The people in a row of a table of attendees, with what its other cells say of them."""
    text, cells = source.text, row.cells
    for n in known.names:
        if n >= len(cells) or not cells[n].text:
            continue
        told = [cells[k].text for k in of_name(known, n, known.status) if k < len(cells)]
        given = came(told, role)
        found = _add_list(source, roster, cells[n].start, cells[n].end, given[0] if given else "")
        for key in found:
            for more in given[1:]:
                roster.give(key, more)
        for k in (*of_name(known, n, known.titles), *of_name(known, n, known.offices)) if len(found) == 1 else ():
            if k < len(cells):
                whatever = k in known.titles
                for title in titles_in(text, cells[k].start, cells[k].end, whatever=whatever):
                    roster.entitle(found[0], title)


def _from_bare_row(source: Source, roster: Roster, row: Block, role: str) -> None:
    """A row without heads in a section of attendees: the cell that is a name, and the one that is a title."""
    found: list[str] = []
    for cell in row.cells:
        if not found and names.is_name(names.compact(fold(cell.text.strip()) or "-"), rare=False):
            found = _add_list(source, roster, cell.start, cell.end, role)
    for cell in row.cells if found else ():
        for title in titles_in(source.text, cell.start, cell.end, whatever=False):
            roster.entitle(found[0], title)


def _from_offices(source: Source, roster: Roster, head: Block, rows: list[Block], offices: tuple[int, ...]) -> None:
    """组长 | 副组长 over names: the people hold these offices, whether they came or not."""
    for row in rows:
        for n in offices:
            if n < len(row.cells) and all_people(source.text, row.cells[n].start, row.cells[n].end):
                for key in _add_list(source, roster, row.cells[n].start, row.cells[n].end, ""):
                    roster.entitle(key, (head.cells[n].start, head.cells[n].end))


def _from_agenda(source: Source, roster: Roster) -> None:
    """An agenda item that ends with a name in brackets is reported by that person."""
    for block in source.report.blocks:
        if block.kind not in (BlockKind.ITEM, BlockKind.PARAGRAPH) or source.section(block) != "topic":
            continue
        if match := _AGENDA_NAME.search(source.text[block.start : block.end]):
            at = block.start + match.start("who")
            parts = [p.strip() for p in re.split(r"[、,/]", match.group("who"))]
            if all(names.is_name(p, rare=False) and not names.is_word(p) for p in parts):
                _add_list(source, roster, at, at + len(match.group("who")), roles.REPORT)


# ---------------------------------------------------------------- running text


def _from_prose(source: Source, roster: Roster) -> None:
    text = source.text
    raw = source.report.text
    lines = [
        (s, e)
        for b in source.report.blocks
        if _is_prose(source, b)
        for s, e in sentences(text, _begin(roster, b), b.end)
    ]
    found = [(s, e, prose.mentions(text, s, e, raw)) for s, e in lines]
    elected = [m for s, e in lines for m in appointed(text, s, e)]
    named = [*(m for _, _, people in found for m in people if not m.address), *elected]
    known = roster.names() | {names.compact(text[m.start : m.end]) for m in named}
    found = [(s, e, _with_known(source, s, e, people, known)) for s, e, people in found]
    for s, e, people in found:
        for mention, role in roles.assign(text, s, e, people):
            if key := _key(source, roster, mention):
                roster.give(key, role) if mention.address else roster.add(
                    mention.start, mention.end, mention.titles, role
                )
    _spoken(source, roster, found)
    for mention in [
        m
        for s, _, people in found
        for m in people
        if m.titles and (roster.find(text[m.start : m.end]) or prose.introduced(text, s, m))
    ] + elected:
        roster.add(mention.start, mention.end, mention.titles)


def _begin(roster: Roster, block: Block) -> int:
    """Where a line's text begins: after the speaker in a line of dialogue."""
    return block.value if block.label and roster.find(fold(block.label)) else block.start


def _spoken(source: Source, roster: Roster, found: list[tuple[int, int, list[prose.Mention]]]) -> None:
    """Those who say something without a verb of their own role (指出, 建议). 他 at a sentence's start is who spoke last."""
    minutes = any(True for _ in source.of_kind("present", "host"))
    said: dict[str, tuple[prose.Mention, set[str]]] = {}
    last: tuple[str, prose.Mention] | None = None
    for start, end, people in found:
        if last and not people and source.text.startswith(("他", "她"), start):
            if verb := roles.said(source.text, start, end):
                said.setdefault(last[0], (last[1], set()))[1].add(verb)
        for n, mention in enumerate(people):
            later = next((m for m in people[n + 1 :] if source.text[m.start - 1] not in "、和"), None)
            limit = later.start if later else end
            if key := _key(source, roster, mention):
                last = key, mention
                if verb := roles.said(source.text, mention.after, limit):
                    said.setdefault(key, (mention, set()))[1].add(verb)
    for key, (mention, verbs) in said.items():
        speech = roles.SPEECH in verbs and (not minutes or roster.has(key, roles.HOST))
        if speech and not minutes:
            roster.drop(key, roles.REPORT)
        if speech and not roster.has(key, roles.SPEECH, roles.WORD) or not roster.has(key, *roles.SPOKEN):
            role = roles.SPEECH if speech else roles.WORD
            roster.give(key, role) if mention.address else roster.add(mention.start, mention.end, mention.titles, role)


def _with_known(
    source: Source, start: int, end: int, people: list[prose.Mention], known: frozenset[str]
) -> list[prose.Mention]:
    """The mentions of a sentence, with names in a row and names known from elsewhere."""
    found = list(people)
    listed = (*name_lists.name_runs(source.text, start, end), *name_lists.acting_lists(source.text, start, end))
    for more in (listed, prose.known_mentions(source.text, start, end, known)):
        for mention in more:
            if not any(m.start < mention.end and mention.start < m.end for m in found):
                found.append(mention)
    return sorted(found, key=lambda m: m.start)


def _key(source: Source, roster: Roster, mention: prose.Mention) -> str:
    """Under which name a mention counts; a form of address counts for somebody known only."""
    name = source.text[mention.start : mention.end]
    return roster.addressed(name) if mention.address else name


def _is_prose(source: Source, block: Block) -> bool:
    if block.kind not in (*TEXT, BlockKind.TITLE) or source.section(block) in ("present", "observer", "absent"):
        return False
    return block.kind is not BlockKind.FIELD or field_kind(block.label) not in (*_LIST_ROLES, "date", "place")
