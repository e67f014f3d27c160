"""Where the meeting was held, as the report words it."""

from __future__ import annotations

import re

from knowledge.facts.day import dated_lines
from knowledge.facts.headline import is_letterhead, undated
from knowledge.facts.source import Source, sentences
from knowledge.model import Block, BlockKind, Quote
from knowledge.normalize import fold

_PLACE = re.compile(
    r"(?:在|于|赴|(?:来到|到|深入)(?!会|场|期|位|底))(?P<place>[^,。;:、在于!?—]{1,30}?)(?:由[^,。;]{2,20}?|(?:以|采取|采用|通过)[^,。;]{2,24}?)?"
    r"(?:隆重|胜利|顺利|成功|组织|联合|牵头|共同|正式|如期|圆满|主持|,)?"
    r"(?:召开|举行|举办|开幕|进行|开班|启动|揭牌|闭幕|落幕|落下帷幕)"
)
_ROOM = "室|厅|楼|馆|堂|中心|院"
_PLACE_AFTER_HEAD = re.compile(
    rf"(?:在|于)(?P<place>[^,。;:、在于]{{2,24}}?(?:{_ROOM}|校|市|县|镇|村|酒店|宾馆|海))(?:参加|出席|主持)"
)
_PLACE_OF_HEAD = re.compile(r"在(?P<place>(?:(?![会上中时场下])[\u3400-\u9fff]){1,6})(?:出席|主持)")
_SEATED = re.compile(r"(?:会场|会址)设在(?P<place>[^,。;:]{2,30})")
_DATE_LINE_PLACE = re.compile(
    rf"(?P<place>[^\d\s,。;:()年月日号|][^,。;:()|]{{0,30}}?(?:{_ROOM}|线上|腾讯会议|zoom))(?=[,。;()\s]|$)"
)
_GATHERED = re.compile(
    rf"(?:围坐在|齐聚在?|相聚在?|汇聚在?)(?P<place>[^,。;:]{{2,24}}?(?:{_ROOM}|屋|馆|校|站|市|县|村|酒店))(?=[,。;]|$)"
)
_FORM = re.compile(r"形式|方式|平台")
_NOT_A_PLACE = re.compile(r"[:。;]|\d$|会议|例会|纪要|纪录|记录|来源|作者|编辑|时间|日期|地点|主持|记录|[名位人]$")
_BEFORE_PLACE = re.compile(r"[\s@于在,]*")
_TO_COME = re.compile(r"将[于在]|下一?[届次]|定于")
_REGION = re.compile(r"(?:^|[,。\s日])(?P<place>[\u3400-\u9fff]{2,7}(?:市|县|区|州|省|旗|镇|乡))(?:隆重)?(?:召开|举行)")


def find_place(source: Source) -> Quote | None:
    """The place field's value, else where the first sentences say that the meeting was held."""
    fields = [f for f in source.of_kind("place") if f.end > f.start]
    for field in sorted(fields, key=lambda f: bool(_FORM.search(fold(f.label)))):
        return source.quote(field.start, field.end)
    for pattern, blocks in _place_searches(source):
        for block in blocks:
            for start, end in sentences(source.text, block.start, block.end):
                match = pattern.search(source.text, start, end)
                if (
                    match
                    and not _TO_COME.search(source.text, start, match.start())
                    and "--" not in match.group("place")
                ):
                    return source.quote(match.start("place"), match.end("place"))
    return _beside_date(source)


def _beside_date(source: Source) -> Quote | None:
    """What a line at the top gives besides the date: 2024-12-28 20:00　三楼活动室."""
    for block in dated_lines(source):
        line = Quote(block.start, block.end, block.text)
        if block.kind is BlockKind.PARAGRAPH and not is_letterhead(block.text) and (rest := undated(source, line)):
            rest = source.quote(_BEFORE_PLACE.match(source.text, rest.start).end(), rest.end)  # type: ignore[union-attr]
            if rest.start > line.start and 2 <= len(rest.text) <= 40 and not _NOT_A_PLACE.search(fold(rest.text)):
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
        (_REGION, titles),
    )
