"""The meeting's name: the headline without its date, or the name inside the first sentence of a text without one."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from knowledge import lexicon
from knowledge.dates import find_dates
from knowledge.facts.source import Source, heading_kind, sentences
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind, Quote
from knowledge.normalize import fold

_CLOCK = re.compile(
    r"\(?utc[+\-]?[\d:]*\)?\s?(?:beijing)?|gmt[+\-]?\d*|\bat\b|\d{1,2}:\d{2}(?::\d\d)?\s?(?:[ap]m)?(?:\s?[-~—至]\s?\d{1,2}:\d{2})?\s?(?:[ap]m)?"
    r"|\((?:周|星期)[一二三四五六日天]\)|(?:周|星期)[一二三四五六日天](?!\w)"
)
_CONVENED = re.compile(r"(?:组织|主持)?(?:召开|举行|举办)了?(?:(?:本年度|本次|一次)(?=.))?(?=.{4,60}$)")
_CALLED = re.compile(
    r"(?:召开|举行|举办|组织|开展|办理)了?(?:(?:本年度|本次|一次)(?=.))?\"?"
    r"(?P<name>[^,。;:!?\n]{2,46}?(?:会议|会|论坛|讲座|培训班|读书班|仪式|沙龙))\"?(?=[,。;!(]|$)"
)
_HELD_AT = re.compile(
    r"(?:^|[,\s]|\d日(?:上午|下午|晚上?)?)(?P<name>[^,。;:!?\s]{3,46}?(?:会议|会|论坛|讲座|培训班|读书班|仪式|沙龙))"
    r"(?:今日|昨日|近日|今天|昨天|\d{1,2}日(?:上午|下午|晚)?)?(?:在|于)[^,。;:!?]{1,24}(?:召开|举行|举办|开幕|闭幕)"
)
_AFTER_DATE = re.compile(r"\d日(?:上午|下午|晚上?)?,(?P<name>[^,。;]{8,50})[,。;]")
_RECORDING = re.compile(r"\[([^\[\]\n]{4,40}?(?:例会|会议))(?:回放|录像|录屏|纪要)?\]")
_LEAD = re.compile(r"[\s\S]*(?:电|讯|日上午|日下午|日晚|日|近日|日前)\s?(?:\([^()]*\)\s?)?|\([^()]*\)")
_EDGE = " -—_()#*,、【】[]\u3000\xa0"
_HEAD_LINES = 9
_LONGEST = 90
_CONVENES = re.compile(r"召开|举行|举办|开幕|闭幕|落幕|召開|舉行|舉辦|開幕|閉幕|成立|开班|启动|揭牌|签约|登场|登場")
_ORDINAL = re.compile(
    r"第[\d一二三四五六七八九十百零〇]+[次届期轮]|[一二三四五六七八九十]+届[一二三四五六七八九十]+次|\d{2,4}(?:学)?年度?|[一二三四]季度|\d+月份?"
)
_DATELINE = re.compile(
    r"日报|晚报|晨报|时报|周报|第\s?\d+\s?版|^\d+\s?版|www\.|https?:|[│|].*\d[:：]\d\d|来源|责编|责任编辑|记者"
)
_LETTERHEAD = re.compile(
    _DATELINE.pattern
    + r"|[〔\[(【]\d{4}[〕\])】].{0,8}号|第\s?\d+\s?[期号页]|总第|编号|版本|密级|签发|证券代码|供稿|原创|简报"
    r"|动态[】\]]?$|通讯员|点击|发布$|^[【\[][^】\]]{1,8}[】\]]$"
    r"|^.{0,20}(?:新闻稿|文稿|播出稿|口播稿|串联单|文字稿|统发稿|新闻通稿|新闻资料|讯息稿)(?:$|[\s(:])|^.{2,14}(?:新闻网|通讯社|电视台|广播|电台|融媒体?|融媒体中心|客户端"
    r"|公众号|官网|门户网站|政府网|频道|快讯|要闻|新闻联播)$|^(?:part|no\.?|vol\.?|nr\.?)\s?\d+|^(?:各位|大家|hi|hello|dear|all)\b.{0,12}$"
)
_NUMBER = re.compile(r"(?<=\s)\S{0,14}[〔\[(【]\d{4}[〕\])】]\s?第?\d{1,4}号\s*$")
_HEADLINE_LABEL = re.compile(r"(?:[【\[(])?(?:新闻|文章|稿件)?(?:主?标题|题目)(?:[】\])]\s?:?|:)\s*")
_CHANNEL = re.compile(r"(?:(?<=#)|#)[\w-]{2,40}:\s+")
_MEETS = re.compile(r"会(?=$|[(\d]|[在于召举圆隆胜顺开闭落])")
_LABELLED = re.compile(r"[^:,。]{1,8}:")


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
    """The meeting's name: as a field gives it, else the line at the top that names it best, else as the first sentences
    tell it. A letterhead (a paper's name, a document's number) is no name; a headline without 会议 is one at need.
    """
    named = next((f for f in source.of_kind("title") if f.end > f.start and f.block.kind is not BlockKind.ROW), None)
    if named and (
        fold(named.label).startswith("会议") or (source.report.title is None or _is_generic(source.report.title.text))
    ):
        return source.quote(named.start, named.end)
    if labelled := _labelled(source):
        return labelled
    lines = _top_lines(source)
    head = source.report.title
    bare = next((q for b in lines if head and b.start == head.start and (q := undated(source, head))), None)
    meetings = [q for b in lines if _is_named(b.text) and (q := undated(source, Quote(b.start, b.end, b.text)))]
    if meetings:
        return _best(source, meetings)
    found = None if bare and (_is_generic(bare.text) or squeezed(bare.text).endswith(":")) else bare
    found = found or _subject(source) or _told_headline(source, lines) or _name_in_text(source)
    return (
        found
        or (_first(source, lines) if lines and bare != head and not (bare and _is_generic(bare.text)) else None)
        or (head if head and not squeezed(head.text).endswith(":") else None)
    )


def _labelled(source: Source) -> Quote | None:
    """标题：… or 【标题】… among the first lines."""
    for block in source.content()[:_HEAD_LINES]:
        mark = _HEADLINE_LABEL.match(source.text, block.start, block.end)
        if mark and 4 <= block.end - mark.end() <= _LONGEST:
            return undated(source, source.quote(mark.end(), block.end))
    return None


def _subject(source: Source) -> Quote | None:
    """会议主题：… where it names the meeting."""
    fields = (
        f for f in source.of_kind("topic") if fold(f.label) in ("会议主题", "主题", "subject") and f.end - f.start <= 60
    )
    return next((source.quote(f.start, f.end) for f in fields if _ends_named(source.text[f.start : f.end])), None)


def _is_generic(title: str) -> bool:
    return squeezed(title) in _words("generic")


def squeezed(title: str) -> str:
    """A folded title without white space and marks at its ends: 会　议　纪　要 is 会议纪要."""
    return re.sub(r"\s+", "", fold(title)).strip("#*-—_【】[]")


def _top_lines(source: Source) -> list[Block]:
    """The lines above the text that can be a headline; a form may put its number or date before."""
    lines: list[Block] = []
    head = source.report.title
    for block in source.content()[:_HEAD_LINES]:
        if not any(_is_named(b.text) for b in lines) and (form := _form_line(source, block)) is not None:
            lines += form
            continue
        short = len(block.text) <= _LONGEST and not re.search(r"[。；;]", block.text)
        if head and block.start == head.start:
            lines += [block] * (not is_letterhead(block.text))
        elif (
            block.kind is BlockKind.ROW and len(block.cells) == 2 and not block.header and _CONVENES.search(block.text)
        ):
            lines.append(block)
        elif block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or (not short and len(block.text) > _LONGEST):
            break
        elif short and not (is_letterhead(block.text) or _LABELLED.match(fold(block.text)) or _is_section(block.text)):
            lines.append(block)
    return lines


def _form_line(source: Source, block: Block) -> list[Block] | None:
    """A line of a form above the headline, ``None`` for other lines; 【纪要】某会 is a headline all the same."""
    if block.kind is BlockKind.ROW:
        return [] if not block.header and len(block.cells) <= 3 and not _CONVENES.search(block.text) else None
    if block.kind is not BlockKind.FIELD:
        return None
    value = source.quote(block.value, block.end)
    short = value.end - value.start <= _LONGEST
    headline = short and field_kind(block.label) == "record" and _is_named(value.text)
    return [replace(block, kind=BlockKind.PARAGRAPH, start=value.start, text=value.text)] if headline else []


def _is_section(line: str) -> bool:
    """Whether a line heads a part of the minutes (会议议题, 与会人)."""
    return len(squeezed(line)) <= 8 and bool(heading_kind(line)) and not _is_generic(line)


def is_letterhead(line: str) -> bool:
    """Whether a line says where and when the page or the document appeared, not what it is about."""
    if len(line) > _LONGEST:
        return False
    folded = _NUMBER.sub("", fold(line))
    if folded != fold(line) and not _is_named(folded):
        return True
    bracketed = re.match(r"[【\[].{1,8}[】\]]$", folded)
    return bool(_LETTERHEAD.search(folded)) and bool(bracketed or not _is_named(line) or _DATELINE.search(folded))


def _best(source: Source, titles: list[Quote]) -> Quote:
    """The first title; below a letterhead that names only the kind of meeting (常务会议纪要) the one that says which."""
    first = titles[0]
    if _ORDINAL.search(fold(first.text)) and not _is_generic(first.text):
        return first
    rest = [t for t in titles if not _is_generic(t.text)]
    if _names_only_body(first.text) and (told := _told_name(source)):
        return told
    if _is_generic(first.text):
        return rest[0] if rest else _subject(source) or _called(source) or source.report.title or first
    above = [b.start for b in source.content()[:_HEAD_LINES] if is_letterhead(b.text)]
    below = (t for t in rest if any(first.start < at < t.start for at in above) and _ends_named(t.text))
    return next((t for t in below if _tells_more(t.text, first.text)), first)


def _names_only_body(title: str) -> bool:
    """Whether a headline says whose record it is, not of which meeting: 某某局　会议纪录."""
    head = squeezed(title)
    end = next((g for g in sorted(_words("generic"), key=len, reverse=True) if head.endswith(g)), "")
    rest = head.removesuffix(end)
    return bool(end) and rest.endswith(lexicon.table("organisations.txt")["end"]) and not rest.endswith("会")


def _told_name(source: Source) -> Quote | None:
    """The value of a field at the top that ends as meetings' names do: 案名：…审查会议."""
    fields = (b for b in source.content()[:_HEAD_LINES] if b.label and 6 <= b.end - b.value <= _LONGEST)
    return next((q for b in fields if _ends_named((q := source.quote(b.value, b.end)).text)), None)


def _tells_more(title: str, than: str) -> bool:
    """Whether a title says which meeting of a row it was, or what about, where the other only names the kind."""
    return bool(_ORDINAL.search(fold(title))) or title.startswith("关于") or len(squeezed(title)) > len(squeezed(than))


def _told_headline(source: Source, lines: list[Block]) -> Quote | None:
    """A headline that tells of the meeting without calling it one (某协会成立)."""
    return next((undated(source, Quote(b.start, b.end, b.text)) for b in lines if _CONVENES.search(b.text)), None)


def _first(source: Source, lines: list[Block]) -> Quote | None:
    return undated(source, Quote(lines[0].start, lines[0].end, lines[0].text))


def _is_named(title: str) -> bool:
    folded = squeezed(title)
    bodies = _words("body")
    if any(w in folded for w in _words("end") if w not in bodies):
        return True
    return any(not folded[: m.end()].endswith(bodies) for m in _MEETS.finditer(folded))


def _ends_named(title: str) -> bool:
    """Whether a title ends as meetings' names do, a note in brackets left out."""
    return re.sub(r"\([^()]*\)$", "", squeezed(title)).endswith(_words("end"))


def undated(source: Source, quote: Quote) -> Quote | None:
    """A headline without the date and time written at either end; ``None`` if nothing else is there."""
    text = source.text
    start, end = quote.start, quote.end
    for label in (_HEADLINE_LABEL, _CHANNEL):
        if mark := label.match(text, start, end):
            start = mark.end()
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
    while start < end and text[start] in " -—_*#,、◎★☆●■◆▲※":
        start += 1
    while end > start and text[end - 1] in " -—_*#,、(":
        end -= 1
    return source.report.quote(start, end) if end - start > 1 else None


def _name_in_text(source: Source) -> Quote | None:
    """The meeting's name inside the first sentences, or in a link to its recording."""
    if called := _called(source):
        return called
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


def _called(source: Source) -> Quote | None:
    """What the first sentences say is held: 召开一季度质量分析会, …会在三楼会议室举行."""
    paragraphs = [b for b in source.content() if b.kind is BlockKind.PARAGRAPH and "。" in b.text][:2]
    for block in paragraphs:
        for start, end in list(sentences(source.text, block.start, block.end))[:2]:
            found = [m for p in (_HELD_AT, _CALLED) for m in [p.search(source.text, start, end)] if m]
            for match in sorted(found, key=lambda m: m.start("name")):
                name = _without_lead(source, *match.span("name"))
                if (
                    len(name.text) > 3
                    and squeezed(name.text) not in _words("generic")
                    and not fold(name.text).endswith(_words("body"))
                ):
                    return name
    return None


def _without_lead(source: Source, start: int, end: int) -> Quote:
    """A name without the date and dateline before it, and without 某单位召开了."""
    if lead := _LEAD.match(source.text, start, end):
        start = lead.end()
    if convened := _CONVENED.search(source.text[start:end]):
        start += convened.end()
    return source.quote(start, end)
