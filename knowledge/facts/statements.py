"""Who said what: 张剡强调，…; 会议指出，…; zeno: …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.facts import prose
from knowledge.facts.source import Source, sentences
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind, Person, Statement
from knowledge.normalize import fold

_VERB = re.compile(
    r"(?:指出|强调|要求|表示|提出|希望|建议|认为|介绍|汇报|通报|报告(?!会|书)|反馈|说明|反映|答复|回应|回答|补充|提议|提醒|呼吁|宣布|说道|传达|领学|宣读"
    r"|解读|分析|质疑|主张|坦言|直言|承诺|提问|询问|(?:讲话|发言|致辞|致词|总结|部署|表态)(?=[,:])|说(?=[,:\"了])|问(?=[,:\"])|答(?=[,:\"]))"
    r"(?:了|说|到|[中时]?(?:指出|强调|要求|表示|提出))?"
)
_MEETING = re.compile(
    r"(?<![^。;!?\s])(?P<who>会议|大会|全会|与会[^,。;]{1,10}|座谈会)"
    r"(?=[^,。;]{0,6}(?:指出|强调|要求|认为|表示|决定|提出|明确|审议|通过|听取))"
)
_GAP = 40


def find_statements(source: Source, people: tuple[Person, ...]) -> tuple[Statement, ...]:
    """Statements in the order of the text. A statement reaches to the next speaker or the end of its line."""
    known = {fold(p.name): p.name for p in people}
    found: list[Statement] = []
    for block in source.report.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.ROW, BlockKind.TITLE):
            continue
        spoken = list(_in_line(source, block, known))
        if not spoken and block.label and not field_kind(block.label) and block.value < block.end:
            spoken = [(block.label, "", block.start, block.value)]
        for n, (who, verb, _, start) in enumerate(spoken):
            end = spoken[n + 1][2] if n + 1 < len(spoken) else block.end
            if end > start:
                found.append(Statement(who, verb, start, end))
    return tuple(found)


def _in_line(source: Source, block: Block, known: dict[str, str]) -> Iterator[tuple[str, str, int, int]]:
    """Speaker, verb, where the sentence begins and where what was said begins."""
    text = source.text
    for start, end in sentences(text, block.start, block.end):
        mentioned = prose.known_mentions(text, start, end, frozenset(known))
        speakers = [(m.start, m.after, known[text[m.start : m.end]]) for m in mentioned]
        for match in _MEETING.finditer(text, start, end):
            speakers.append((*match.span("who"), source.report.text[match.start("who") : match.end("who")]))
        for _, after, who in sorted(speakers):
            verb = _VERB.search(text, after, min(end, after + _GAP))
            if who and verb and not re.search(r"[。;]", text[after : verb.start()]):
                begin = verb.end()
                while begin < end and text[begin] in ',:," ':
                    begin += 1
                yield who, source.report.text[verb.start() : verb.end()], start, begin
                break
