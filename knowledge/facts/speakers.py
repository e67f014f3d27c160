"""Who speaks, by the form of minutes: lines of dialogue, and headings that name who reports or gives a speech."""

from __future__ import annotations

import re
from collections import Counter

from knowledge.facts import names, roles
from knowledge.facts.listing import FULL_LATIN, all_people, entries, noted_titles
from knowledge.facts.roster import Roster
from knowledge.facts.shapes import ShapeKind, body_endings, shape
from knowledge.facts.source import Source
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind
from knowledge.normalize import fold

TEXT = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FIELD)
_HEADING_NAME = re.compile(r"(?:\(|[—–-]{1,2}\s?)(?:汇报人|报告人|分享人|讲者)?:?\s?(?P<who>[^()—–-]{2,16})\)?$")
_CONTRIBUTION = re.compile(r"(?P<who>[^,。;:《》\"]{2,40}?)\s*-{1,2}\s?(?=[《\"])")
_TURN = re.compile(r"(?:[qa]|问|答|提问|回答|回应|答复)\s?\d{0,2}")
"""Labels of turns that say who speaks behind them: A：图书馆馆长 甲——…"""
_ANSWERING = re.compile(r"(?P<who>[^,。;:—]{2,40}?)\s*(?:——|—|--|:)")
_NUMBERED_TURN = re.compile(r"[qa问答]\s?\d{1,2}[.、:]?\s*")
_ON_AIR = re.compile(r"【(?:同期声|现场声|录音|采访|受访)】")
_REPORTED = re.compile(r"(?:首先|随后|最后)?(?:报告|汇报)[: ]")
_SAYING = re.compile(
    r"(?:首先|随后|最后)?(?:发言|补充|说明|回应|答复|回覆|回复|提问|询问|建议|表示|总结|指出|强调|报告|汇报|介绍|说|问|答)+$"
)
_SPEECH_HEADING = re.compile(r"致词|致辞|讲话|小结$|总结$|^主席报告|主席报告$")
_TO_DO = re.compile(r"安排|后续|行动|待办|任务|措施|整改|分工|计划$")
_OPINION = re.compile(r"意见|发言|讨论|表态|点评")
_REPORT_HEADING = re.compile(r"报告|汇报|通报|简报")


def from_dialogue(source: Source, roster: Roster) -> None:
    """Lines that begin with a person and a colon: a report where the section is one, else a contribution."""
    lines = [(b, *span) for b in source.report.blocks if (span := _who(source, b))[1] > span[0]]
    labels = Counter(_bare(source.text[a:b]) for _, a, b in lines)
    dialogue = sum(bool(_lead(source, b, a) or _find(roster, source.text[a:e])) for b, a, e in lines)
    for block, start, end in lines:
        spoken = source.text[start:end]
        reports = bool(_REPORTED.match(source.text, end))
        usual = dialogue > 1 or labels[_bare(spoken)] > 1
        key = _find(roster, spoken) or _newcomer(
            source, roster, start, end, usual, turn=bool(_lead(source, block, start))
        )
        if key:
            for entry in entries(source.text, start, end)[:1]:
                own = roster.find(source.text[entry.start : entry.end]) == key
                for title in noted_titles(source.text, entry.end, entry.note) if own else ():
                    roster.entitle(key, title)
            role = roles.REPORT if reports else _dialogue_role(source, block)
            if role != roles.WORD or not roster.has(key, roles.SPEECH, roles.REPORT):
                roster.give(key, role)


def _who(source: Source, block: Block) -> tuple[int, int]:
    """Where a line says who speaks: before its colon, or before the dash and the title of a contribution."""
    start, end = block.start, block.value
    if block.kind in (BlockKind.ROW, BlockKind.FURNITURE, BlockKind.TITLE):
        return start, start
    if source.section(block) in ("task", "remaining", "owner") or any(_TO_DO.search(fold(h)) for h in block.path[-1:]):
        return start, start
    if not block.label:
        dash = _CONTRIBUTION.match(source.text, block.start, min(block.end, block.start + 60))
        return (start, dash.end("who")) if dash and block.kind is not BlockKind.HEADING else (start, start)
    if _TURN.fullmatch(fold(block.label).strip()):
        answer = _ANSWERING.match(source.text, block.value, min(block.end, block.value + 50))
        return answer.span("who") if answer else (start, start)
    if _ON_AIR.search(source.text, max(0, start - 1), start + 8) and source.text[block.end - 1] == ":":
        return block.value, block.end - 1
    if field_kind(block.label) or block.kind is BlockKind.HEADING and block.value < block.end:
        return start, start
    if numbered := _NUMBERED_TURN.match(source.text, start, end):
        start = numbered.end()
    if all_people(source.text, block.value, block.end):
        return start, start
    while end > start and source.text[end - 1] in ": *】_":
        end -= 1
    if verb := _SAYING.search(source.text, start + 2, end):
        end = verb.start()
    while start < end and source.text[start] in "*【@_ ":
        start += 1
    return start, end


def _lead(source: Source, block: Block, start: int) -> str:
    """What stands before the speaker in a line that is a turn by its form (Q1, A：, 【同期声】)."""
    return source.text[block.start : start].strip("*【@_ ")


def _bare(label: str) -> str:
    return re.sub(r"\W|_", "", label)


def _find(roster: Roster, label: str) -> str:
    """The known person whom a label (folded) names: 舒　望, 费委员玉婷, 主席, felix; 招生组（贺立中） names one in brackets."""
    known = {_bare(name): name for name in roster.names()}
    outside, _, note = label.rstrip(")").partition("(")
    found = entries(label, 0, len(label))
    inside = label[found[0].start : found[0].end] if len(found) == 1 and not found[0].group else ""
    for part in (label, outside, note, inside):
        bare = _bare(part)
        inner = names.surname_title_given(bare, 0, len(bare))
        plain = bare[: inner[0]] + bare[inner[1] :] if inner[1] else bare
        if bare and (key := roster.find(_known(bare, known)) or roster.find(plain) or roster.addressed(bare)):
            return key
    return ""


def _dialogue_role(source: Source, block: Block) -> str:
    """A line of dialogue in a section of reports is one; under 总结 it is a speech; 【name】 marks a contribution."""
    if source.text[block.start - 1 : block.start] == "【":
        return roles.WORD
    above = [fold(h) for h in block.path]
    for pattern, role in ((_SPEECH_HEADING, roles.SPEECH), (_REPORT_HEADING, roles.REPORT)):
        if any(pattern.search(h) for h in above):
            return role
    return roles.WORD


def _newcomer(source: Source, roster: Roster, start: int, end: int, usual: bool, *, turn: bool) -> str:
    """Somebody who speaks without being on a list: 福德里邱里長, 罗成贵（六组代表）.

    A bare name counts where lines of dialogue are ``usual``; in a ``turn`` by its form also a foreign or familiar one.
    """
    text = source.text
    found = [e for e in entries(text, start, end) if e.end > e.start]
    if len(found) != 1 or found[0].group or found[0].end - found[0].start > 24:
        return ""
    entry = found[0]
    name = names.compact(text[entry.start : entry.end])
    titles = [*entry.before, entry.title] if entry.title[1] else []
    titles += noted_titles(text, entry.end, entry.note)
    person = shape(text, entry.start, entry.end).kind is ShapeKind.PERSON or " " in name
    if not person or names.is_word(name) and not titles:
        return ""
    if not titles and not name.endswith(("先生", "女士", "小姐")):
        common = names.is_name(name, rare=False) and not names.is_common_word(name)
        alone = entry.start == start or text[end - 1] == ")" or _of_body(text, start, entry.start)
        familiar = turn and (bool(FULL_LATIN.fullmatch(name)) or text[entry.start] == "老")
        if not (usual and (common or familiar) and alone):
            return ""
    return roster.add(entry.start, entry.end, titles)


def _of_body(text: str, start: int, end: int) -> bool:
    """Whether what stands before a name is the body the person is of: 化学学院 甲, 保卫处 值班长 乙."""
    before = text[start:end].split()
    return bool(before) and (
        before[0].endswith(body_endings()) or bool(names.title_length(before[-1], len(before[-1])))
    )


def _known(label: str, known: dict[str, str]) -> str:
    """The known name a label stands for: itself, or one that begins or ends with it (felix → felixonmars)."""
    if label in known:
        return known[label]
    if len(label) < 3 or not label.isascii():
        return ""
    similar = [
        name for bare, name in known.items() if bare.startswith(label) or bare.endswith(label) or label.startswith(bare)
    ]
    return similar[0] if len(similar) == 1 else ""


def from_headings(source: Source, roster: Roster) -> None:
    """财务报告（财委古秋兰）, 测试情况 —— 盛小洲 name who reports; 主席致词 with text below is a speech."""
    for block in source.report.blocks:
        if not (block.kind is BlockKind.HEADING or block.enumerator and len(block.text) <= 40):
            continue
        if source.section(block) in ("remaining", "conclusion", "task"):
            continue
        text = source.text[block.start : block.end].rstrip(": ")
        if match := _HEADING_NAME.search(text):
            found = entries(source.text, block.start + match.start("who"), block.start + match.end("who"))
            keys = [_find(roster, source.text[e.start : e.end]) for e in found]
            if all(keys) and not _SPEECH_HEADING.search(text) and not any(_TO_DO.search(fold(h)) for h in block.path):
                opinion = any(_OPINION.search(fold(h)) for h in (text, *block.path[-1:]))
                for key in keys:
                    roster.give(key, roles.WORD if opinion else roles.REPORT)
        if (match := _SPEECH_HEADING.search(text)) and _has_text(source, block):
            for key in _speakers(source, roster, text[: match.start()], text[match.end() :]):
                roster.give(key, roles.SPEECH)


def _has_text(source: Source, heading: Block) -> bool:
    """Whether something stands below a heading."""
    following = source.report.blocks[heading.number : heading.number + 1]
    return any(
        b.kind in TEXT
        and not b.enumerator.startswith(heading.enumerator[:1] or "?")
        and len(b.text.strip("()（）無无略。")) > 4
        for b in following
    )


def _speakers(source: Source, roster: Roster, before: str, after: str) -> list[str]:
    """Who gives the speech a heading announces: the one in brackets, of the title, or the host."""
    note = re.match(r"\s?\((?P<who>[^()]{2,12})\)", after)
    if note and (key := roster.find(note.group("who")) or roster.addressed(note.group("who"))):
        return [key]
    if (key := roster.addressed(before.strip())) and before.strip() not in ("主席", "主持人"):
        return [key]
    return [name for name in roster.known_as() if roster.has(name, roles.HOST)]
