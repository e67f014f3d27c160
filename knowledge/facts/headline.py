"""The meeting's name: the headline without its date, or the name inside the first sentence of a text without one."""

from __future__ import annotations

import re
from functools import cache

from knowledge import lexicon
from knowledge.dates import find_dates
from knowledge.facts.source import Source, sentences
from knowledge.model import BlockKind, Quote
from knowledge.normalize import fold

_CLOCK = re.compile(
    r"\(?utc[+\-]?[\d:]*\)?\s?(?:beijing)?|gmt[+\-]?\d*|\bat\b|\d{1,2}:\d{2}(?::\d\d)?\s?(?:[ap]m)?(?:\s?[-~—至]\s?\d{1,2}:\d{2})?\s?(?:[ap]m)?"
    r"|\((?:周|星期)[一二三四五六日天]\)|(?:周|星期)[一二三四五六日天](?!\w)"
)
_CONVENED = re.compile(r"(?:组织|主持)?(?:召开|举行|举办)了?(?:(?:本年度|本次|一次)(?=.))?(?=.{4,60}$)")
_AFTER_DATE = re.compile(r"\d日(?:上午|下午|晚上?)?,(?P<name>[^,。;]{8,50})[,。;]")
_RECORDING = re.compile(r"\[([^\[\]\n]{4,40}?(?:例会|会议))(?:回放|录像|录屏|纪要)?\]")
_LEAD = re.compile(r"[\s\S]*(?:电|讯|日上午|日下午|日晚|日|近日|日前)\s?")
_EDGE = " -—_()*#,、"
_HEAD_LINES = 4


@cache
def _words(key: str) -> tuple[str, ...]:
    return lexicon.table("meeting_words.txt")[key]


@cache
def _named_meeting() -> re.Pattern[str]:
    words = lexicon.alternation(_words("end"))
    return re.compile(
        rf"(?P<name>[^,。;:!?\n]{{0,50}}?(?:{words}))(?=[^\u3400-\u9fff]|在|于|今|昨|上午|下午|召|举|圆|隆|胜|顺|$)"
    )


def find_title(source: Source) -> Quote | None:
    """The headline without its date; the line below where that names the meeting; else the name in the first sentence."""
    head = source.report.title
    bare = undated(source, head) if head else None
    generic = bare is not None and fold(bare.text).strip(" #") in _words("generic")
    if generic:
        bare = next((source.quote(f.start, f.end) for f in source.of_kind("title") if f.end > f.start), head)
    if bare and (generic or _is_named(bare.text)):
        return bare
    for block in source.content()[:_HEAD_LINES]:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and len(block.text) <= 60 and _is_named(block.text):
            if not re.search(r"[。:;：；]$|[,，]", block.text):
                return undated(source, Quote(block.start, block.end, block.text))
    return bare or _name_in_text(source) or head


def _is_named(title: str) -> bool:
    folded = fold(title)
    bodies = _words("body")
    return any(w in folded for w in _words("end") if w not in bodies) or (
        folded.endswith("会") and not folded.endswith(bodies)
    )


def undated(source: Source, quote: Quote) -> Quote | None:
    """A headline without the date and time written at either end; ``None`` if nothing else is there."""
    text = source.text
    start, end = quote.start, quote.end
    spans = [
        (start + d.start, start + d.end)
        for d in find_dates(quote.text)
        if d.date.day or (d.date.month and not d.date.year)
    ]
    spans += [m.span() for m in _CLOCK.finditer(text, start, end)]
    changed = True
    while changed:
        changed = False
        for a, b in spans:
            if not text[start:a].strip(_EDGE) and b > start:
                start, changed = b, True
            elif not text[b:end].strip(_EDGE) and a < end:
                end, changed = a, True
            if start >= end:
                return None
    while start < end and text[start] in " -—_*#,、":
        start += 1
    while end > start and text[end - 1] in " -—_*#,、(":
        end -= 1
    return source.report.quote(start, end) if end - start > 1 else None


def _name_in_text(source: Source) -> Quote | None:
    """The meeting's name inside the first sentences, or in a link to its recording."""
    content = source.content()
    for block in content[:3]:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            continue
        for start, end in list(sentences(source.text, block.start, block.end))[:2]:
            for match in _named_meeting().finditer(source.text, start, end):
                name = _without_lead(source, *match.span("name"))
                if name and len(name.text) > 3:
                    return name
    if content and content[0].kind is BlockKind.PARAGRAPH:
        if told := _AFTER_DATE.search(source.text, content[0].start, content[0].end):
            return source.quote(*told.span("name"))
    recording = _RECORDING.search(source.text)
    return source.report.quote(*recording.span(1)) if recording else None


def _without_lead(source: Source, start: int, end: int) -> Quote:
    """A name without the date and dateline before it, and without 某单位召开了."""
    if lead := _LEAD.match(source.text, start, end):
        start = lead.end()
    if convened := _CONVENED.search(source.text[start:end]):
        start += convened.end()
    return source.quote(start, end)
