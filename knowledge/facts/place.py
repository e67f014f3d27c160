"""Where the meeting was held, as the report words it."""

from __future__ import annotations

import re

from knowledge.facts.day import dated_lines
from knowledge.facts.headline import is_letterhead, undated
from knowledge.facts.source import Field, Source, sentences
from knowledge.model import Block, BlockKind, Quote
from knowledge.normalize import fold

_PLACE = re.compile(
    r"(?:在|于|赴|(?:来到|到|深入)(?!会|场|期|位|底))(?P<place>[^,。;:、在于!?—]{1,30}?)(?:由[^,。;]{2,20}?|(?:以|采取|采用|通过)[^,。;]{2,24}?)?"
    r"(?:隆重|胜利|顺利|成功|组织|联合|牵头|共同|正式|如期|圆满|主持|,)?"
    r"(?:召开|举行|举办|开幕|进行|开班|启动|揭牌|闭幕|落幕|落下帷幕|办理|召集|登场|开讲|开会|碰头|会面|会晤|开议|揭幕)"
)
_ROOM = "室|厅|楼|馆|堂|中心|院"
_ONLINE = (
    "(?:腾讯|视频|网络|电话|线上|飞书|钉钉|企业微信|小鱼易连|瞩目)会议(?:室)?"
    "|zoom|teams|webex|(?:google )?meet|jitsi|discord|big ?blue ?button"
)
_PINNED = re.compile(r"(?:📍|🏢|🏠|📌|🏫|🏛️?)\s*(?:地点:?\s*)?(?P<place>[^,。;|\n]{2,40})")
_SAID_WITH_TIME = re.compile(r"\W{0,4}.{0,4}(?:时间|日期).{0,2}(?:地点|会址|场地|地址)\W{0,4}:\W{0,4}")
_PLACE_AFTER_HEAD = re.compile(
    rf"(?:在|于)(?P<place>[^,。;:、在于]{{2,24}}?(?:{_ROOM}|校|市|县|镇|村|酒店|宾馆|海))(?:参加|出席|主持)"
)
_PLACE_OF_HEAD = re.compile(r"在(?P<place>(?:(?![会上中时场下])[\u3400-\u9fff]){1,6})(?:出席|主持)")
_SEATED = re.compile(r"(?:(?<!分)会场|会址)(?:设(?:立)?[在于]?|安排在|为|:|在)(?P<place>(?!分)[^,。;:()]{2,30})")
_DATE_LINE_PLACE = re.compile(
    rf"(?:^|(?<=[\s,;()|@·日午上晚]))(?P<place>(?:(?![年月日号])[a-z\u3400-\u9fff])[^,。;:()|@]{{0,30}}?(?:(?<!办公)(?:{_ROOM})|线上|{_ONLINE}))"
    r"(?=[,。;()\s]|$)"
)
_GATHERED = re.compile(
    rf"(?:围坐在|齐聚在?|相聚在?|汇聚在?)(?P<place>[^,。;:]{{2,24}}?(?:{_ROOM}|屋|馆|校|站|市|县|村|酒店))(?=[,。;]|$)"
)
_HEAD_LINES = 9
_NEXT_LINES = 3
_FORM = re.compile(r"形式|方式|平台")
_NOT_A_PLACE = re.compile(
    rf"[:。;]|\d$|(?!{_ONLINE})(?:(?<!腾讯)(?<!视频)(?<!网络)(?<!电话)会议(?!室|厅|中心)"
    r"|例会|纪要|纪录|记录|来源|作者|编辑|时间|日期|地点|主持|记录|[名位人]$)"
)
_BEFORE_PLACE = re.compile(
    r"[\s@于在,|/·]*(?:(?:上午|下午|晚上?|中午|早上|傍晚)?\s?\d{1,2}(?:[点时]半?|:\d\d)(?:\d{1,2}分)?(?:[-~至到]+\d{1,2}(?:[点时]半?|:\d\d)(?:\d{1,2}分)?)?)?[\s@于在,|/·]*"
)
_POINTING = re.compile(
    r".*(?:征程|形势|背景|时期|时代|大局|时刻|过程|基础|情况|条件|环境|领导|指导|推动|支持)[上中下里]?$"
    r"|.*(?:出席|参加|主持|访问|会见|落实|推进)|(?:这里|那里|此|本市|本地|其|会上|当地时间)|.*(?:并|调研|考察|督查)$"
)
_TO_COME = re.compile(r"将[于在]|下一?[届次]|定于")
_VISITED = re.compile(
    r"(?:到|赴|深入|来到|走进|前往|莅临)(?P<place>[^,。;、:]{2,20}?),?(?:现场|实地|开展|进行|专题|一线)?(?:督查|督导|调研|检查|指导|视察|考察|走访|慰问|访问)"
)
_REGION = re.compile(r"(?:^|[,。\s日])(?P<place>[\u3400-\u9fff]{2,7}(?:市|县|区|州|省|旗|镇|乡))(?:隆重)?(?:召开|举行)")


def find_place(source: Source) -> Quote | None:
    """The place field's value, else where the first sentences say that the meeting was held."""
    if told := _with_time(source):
        return told
    fields = [f for f in source.of_kind("place") if f.end > f.start]
    for field in sorted(fields, key=lambda f: bool(_FORM.search(fold(f.label)))):
        return _of_form(source, field) if _FORM.search(fold(field.label)) else source.quote(field.start, field.end)
    if told := _pinned(source):
        return told
    for pattern, blocks in _place_searches(source):
        for block in blocks:
            for start, end in sentences(source.text, block.start, block.end):
                match = pattern.search(source.text, start, end)
                if (
                    match
                    and not _TO_COME.search(source.text, start, match.start())
                    and "--" not in match.group("place")
                    and not _POINTING.match(match.group("place"))
                ):
                    return source.quote(match.start("place"), match.end("place"))
    return _beside_date(source)


def _of_form(source: Source, field: Field) -> Quote:
    """会议形式：现场+视频(主会场设在…): the room, if the value names one."""
    seated = _SEATED.search(source.text, field.start, field.end)
    return source.quote(*seated.span("place")) if seated else source.quote(field.start, field.end)


def _with_time(source: Source) -> Quote | None:
    """时间、地点：11月3日下午2点，三楼会议室."""
    for block in source.content()[:_HEAD_LINES]:
        if said := _SAID_WITH_TIME.match(source.text, source.text.rfind("\n", 0, block.start) + 1, block.end):
            return _rest(source, source.quote(said.end(), block.end), sure=True)
    return None


def _rest(source: Source, line: Quote, *, sure: bool = False) -> Quote | None:
    """What a line gives behind its date and time."""
    rest = undated(source, line)
    if rest is None:
        return None
    rest = source.quote(_BEFORE_PLACE.match(source.text, rest.start, rest.end).end(), rest.end)  # type: ignore[union-attr]
    cut = re.compile(r"\s?[|(]").search(source.text, rest.start + 1, rest.end)
    rest = source.quote(rest.start, cut.start()) if cut else rest
    known = rest.start > line.start and 2 <= len(rest.text) <= 40 and (sure or not _NOT_A_PLACE.search(fold(rest.text)))
    return rest if known else None


def _pinned(source: Source) -> Quote | None:
    """📍三楼会议室."""
    found = (_PINNED.match(source.text, b.start, b.end) for b in source.content()[:_HEAD_LINES])
    return next((source.quote(*m.span("place")) for m in found if m), None)


def _beside_date(source: Source) -> Quote | None:
    """What a line at the top gives besides the date: 2024-12-28 20:00　三楼活动室."""
    for block in dated_lines(source):
        line = Quote(block.start, block.end, block.text)
        own = block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.ITEM and block.number <= _NEXT_LINES)
        if own and not is_letterhead(block.text) and (rest := _rest(source, line)):
            return rest
    return None


def _place_searches(source: Source) -> tuple[tuple[re.Pattern[str], list[Block]], ...]:
    lines = [b for b in source.content() if b.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)]
    body = [b for b in lines if "。" in b.text][:3] or lines[:3]
    titles = [b for b in source.content() if b.kind in (BlockKind.TITLE, BlockKind.HEADING)][:1]
    return (
        (_PLACE, body),
        (_PLACE, titles),
        (_PLACE_AFTER_HEAD, body),
        (_SEATED, body),
        (_PLACE_OF_HEAD, body),
        (_DATE_LINE_PLACE, dated_lines(source)),
        (_GATHERED, body),
        (_REGION, body),
        (_VISITED, body[:1]),
        (_REGION, titles),
    )
