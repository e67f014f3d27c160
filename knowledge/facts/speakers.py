"""Who speaks, by the form of minutes: lines of dialogue, and headings that name who reports or gives a speech."""

from __future__ import annotations

import re

from knowledge.facts import roles
from knowledge.facts.listing import entries
from knowledge.facts.roster import Roster
from knowledge.facts.shapes import ShapeKind, shape
from knowledge.facts.source import Source
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind
from knowledge.normalize import fold

TEXT = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FIELD)
_HEADING_NAME = re.compile(r"(?:\(|[—–-]{1,2}\s?)(?:汇报人|报告人|分享人|讲者)?:?\s?(?P<who>[^()—–-]{2,16})\)?$")
_SPEECH_HEADING = re.compile(r"致词|致辞|讲话|小结$|总结$")
_REPORT_HEADING = re.compile(r"报告|汇报|通报|简报")


def from_dialogue(source: Source, roster: Roster) -> None:
    """Lines that begin with a person and a colon: a report where the section is one, else a contribution."""
    known = {re.sub(r"\W|_", "", name): name for name in roster.names()}
    for block in source.report.blocks:
        if not block.label or field_kind(block.label) or block.kind is BlockKind.HEADING:
            continue
        label = re.sub(r"\W|_", "", fold(block.label))
        key = roster.find(_known(label, known)) or roster.addressed(label) or _newcomer(source, roster, block)
        if key:
            role = _dialogue_role(source, block)
            if role != roles.WORD or not roster.has(key, roles.SPEECH, roles.REPORT):
                roster.give(key, role)


def _dialogue_role(source: Source, block: Block) -> str:
    """A line of dialogue in a section of reports is one; under 总结 it is a speech; 【name】 marks a contribution."""
    if source.text[block.start - 1 : block.start] == "【":
        return roles.WORD
    above = [fold(h) for h in block.path]
    for pattern, role in ((_SPEECH_HEADING, roles.SPEECH), (_REPORT_HEADING, roles.REPORT)):
        if any(pattern.search(h) for h in above):
            return role
    return roles.WORD


def _newcomer(source: Source, roster: Roster, block: Block) -> str:
    """Somebody who speaks without being on a list: 福德里邱里長, 民眾胡先生."""
    start, end = block.start, min(block.value, block.start + 24)
    while end > start and source.text[end - 1] in ": *":
        end -= 1
    found = shape(source.text, start, end)
    if found.kind is not ShapeKind.PERSON or not roster.names() or end - found.name[1] > 6:
        return ""
    if not found.title[1] and not source.text[found.name[0] : found.name[1]].endswith(("先生", "女士", "小姐")):
        return ""
    return roster.add(*found.name, [found.title] if found.title[1] else [])


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
            for entry in entries(source.text, block.start + match.start("who"), block.start + match.end("who")):
                key = roster.find(source.text[entry.start : entry.end])
                if key and not _SPEECH_HEADING.search(text):
                    roster.give(key, roles.REPORT)
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
