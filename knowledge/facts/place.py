"""Where the meeting was held, as the report words it."""

from __future__ import annotations

import re

from knowledge.facts.day import dated_lines
from knowledge.facts.source import Source, sentences
from knowledge.model import Block, BlockKind, Quote

_PLACE = re.compile(
    r"(?:在|于|赴)(?P<place>[^,。;:、在于!?—]{1,24}?)(?:隆重|胜利|顺利|成功|组织|联合|正式|如期|主持|,)?"
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
_TO_COME = re.compile(r"将[于在]|下一?[届次]|定于")
_REGION = re.compile(r"(?:^|[,。\s日])(?P<place>[\u3400-\u9fff]{2,7}(?:市|县|区|州|省|旗|镇|乡))(?:隆重)?(?:召开|举行)")


def find_place(source: Source) -> Quote | None:
    """The place field's value, else where the first sentences say that the meeting was held."""
    for field in source.of_kind("place"):
        if field.end > field.start:
            return source.quote(field.start, field.end)
    for pattern, blocks in _place_searches(source):
        for block in blocks:
            for start, end in sentences(source.text, block.start, block.end):
                match = pattern.search(source.text, start, end)
                if match and not _TO_COME.search(source.text, start, match.start()):
                    return source.quote(match.start("place"), match.end("place"))
    return None


def _place_searches(source: Source) -> tuple[tuple[re.Pattern[str], list[Block]], ...]:
    body = [b for b in source.content() if b.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)][:3]
    titles = [b for b in source.content() if b.kind in (BlockKind.TITLE, BlockKind.HEADING)][:1]
    return (
        (_PLACE, body),
        (_PLACE, titles),
        (_PLACE_AFTER_HEAD, body),
        (_SEATED, body),
        (_PLACE_OF_HEAD, body),
        (_DATE_LINE_PLACE, dated_lines(source)),
        (_REGION, body),
        (_REGION, titles),
    )
