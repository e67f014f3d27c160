"""Saved web pages: the text of the page, without the menus, footers and buttons around it.

The page is laid out as lines first (``weblines``); which of them are the report is decided here. The report is the
deepest element that holds most of what reads like text: punctuation outside of links counts most. Its headline and the
line of its date may stand before it and are fetched from there; a headline that only the page's head has is put first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from .blocks import Block, CannotParseError, Paragraph, Parsed, Part, Trouble
from .weblines import Line, is_layout, lines_of

_SHARE = 0.75
"""Share of a page's text the element that holds the report must have."""
_MARKS = re.compile(r"[，。；：、！？,;]")
_MARK_WEIGHT, _CHARACTER_WEIGHT = 10.0, 0.2
_TOO_SMALL = frozenset(
    {"p", "span", "font", "b", "strong", "em", "i", "u", "li", "h1", "h2", "h3", "h4", "a", "blockquote"}
)
"""Elements that hold one paragraph; the report is what is around them."""
_DATELINE = re.compile(r"(19|20)\d\d\s*[-/年.]\s*\d{1,2}|来源|來源|发布|發布|作者|记者|記者|日期|时间|時間")
_MAX_DATELINE = 120
_SITE = re.compile(r"\s*[-_|–—·>»]+\s*[^-_|–—·>»]*$")
_TITLE_METAS = ("ArticleTitle", "og:title", "twitter:title", "title")
_LINKED = 0.8
"""Share of linked characters from which a line is a link."""
_BUTTON = 6
"""Characters up to which a link alone on its line is something to press."""
_OPENING = 6
"""Lines around the start of the report in which a headline is looked for."""
_MENU = 3
"""Lines of links one after another that make a menu."""


def parse(data: bytes) -> Parsed:
    """Read a page (UTF-8 bytes). :raises CannotParseError: there is nothing in it, or too much."""
    root = _root(data)
    if root is None:
        raise CannotParseError(Trouble.EMPTY)
    main = _main(root)
    lines = list(lines_of(root, main))
    start = next((i for i, line in enumerate(lines) if line.main), 0)
    chosen = _without_menus([line for line in lines if line.main and not line.furniture])
    title = _title(root, lines, start)
    head = _head(lines[:start], title) if not _holds(chosen, title) else []
    blocks = _blocks([*head, *chosen], title)
    came_in = Counter({Part.PARAGRAPHS: sum(isinstance(b, Paragraph) for b in blocks)})
    came_in[Part.TABLES] = len(blocks) - came_in[Part.PARAGRAPHS]
    left_out = Counter({Part.NAVIGATION: max(0, _said(lines) - _said(head) - _said(chosen))})
    left_out[Part.PICTURES] = sum(line.pictures for line in lines if line.main and not line.furniture)
    return Parsed(tuple(blocks), +came_in, +left_out)


def _said(lines: list[Line]) -> int:
    return sum(bool(line.text) for line in lines)


def _root(data: bytes) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    for entry in parser.error_log:  # where the parser gave up, the rest of the page is lost
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            raise CannotParseError(Trouble.BROKEN if "depth" in entry.message else Trouble.LONG)
    return root


def _main(root: etree._Element) -> etree._Element:
    """The element that holds the report."""
    body = next(root.iter("body"), root)
    weight: dict[etree._Element, float] = {}
    for line in lines_of(root, body):
        if line.furniture or line.home is None:
            continue
        outside = max(0, len(line.text) - line.linked)
        marks = len(_MARKS.findall(line.text)) * outside / max(len(line.text), 1)
        weight[line.home] = weight.get(line.home, 0.0) + marks * _MARK_WEIGHT + outside * _CHARACTER_WEIGHT
    for element in reversed(list(body.iter("*"))):
        above = element.getparent()
        if element in weight and above is not None and element is not body:
            weight[above] = weight.get(above, 0.0) + weight[element]
    main = body
    while inside := [e for e in main if weight.get(e, 0.0) >= _SHARE * weight.get(body, 0.0) > 0]:
        main = inside[0]
    return _around(main, body)


def _around(main: etree._Element, body: etree._Element) -> etree._Element:
    """Up from single paragraphs and from parts of a table of data."""
    table = next((t for t in main.iterancestors("table") if not is_layout(t)), None)
    if main.tag == "table" and not is_layout(main):
        table = main
    if table is not None:
        main = table
    while main is not body and (main.tag in _TOO_SMALL or main is table):
        above = main.getparent()
        if above is None:
            break
        main = above
    return main


def _title(root: etree._Element, lines: list[Line], start: int) -> str:
    """The page's headline: the line that the page's head names, else a heading, else what the head says.

    Headings count from inside the report's first lines outwards, since the highest one may be the site's name.
    """
    named = [_squeezed(text) for text in _head_titles(root)]
    shown = [line for line in lines[: start + _OPENING] if line.text and not line.furniture and not line.table]
    for wanted in named:
        matching = [n for line in shown if len(n := _squeezed(line.text)) >= 4 and _names(wanted, n)]
        if matching:
            return max(matching, key=len)
    inside = [line.text for line in lines[start : start + _OPENING] if line.level and not line.furniture]
    before = [line.text for line in lines[:start] if 0 < line.level < 3 and not line.furniture]
    if inside or before:
        return _squeezed(inside[0] if inside else before[-1])
    return (_SITE.sub("", named[0]) or named[0]) if named else ""


def _names(wanted: str, text: str) -> bool:
    """Whether a page's title is this line, perhaps with the site's name, or a shorter form of it."""
    return text in wanted or (len(wanted) >= 6 and wanted in text and len(text) <= 2 * len(wanted))


def _head_titles(root: etree._Element) -> Iterator[str]:
    metas = {m.get("name") or m.get("property") or "": m.get("content") or "" for m in root.iter("meta")}
    yield from (metas[name].strip() for name in _TITLE_METAS if metas.get(name, "").strip())
    yield from ("".join(t.itertext()).strip() for t in root.iter("title") if "".join(t.itertext()).strip())


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _holds(lines: Iterable[Line], title: str) -> bool:
    return bool(title) and any(_squeezed(line.text) == title for line in lines)


def _head(lines: list[Line], title: str) -> list[Line]:
    """What stands before the report and belongs to it: the headline, and the date and source below it."""
    at = max((i for i, line in enumerate(lines) if title and _squeezed(line.text) == title), default=None)
    if at is not None:
        return [lines[at], *(line for line in lines[at + 1 :] if _is_head(line) and _DATELINE.search(line.text))]
    near: list[Line] = []
    for line in reversed(lines[-_OPENING:]):
        if not _is_head(line):
            break
        near.insert(0, line)
    return [Line(title, level=1), *near] if title else near


def _is_head(line: Line) -> bool:
    return 0 < len(line.text) <= _MAX_DATELINE and not line.furniture and not _is_link(line)


def _is_link(line: Line) -> bool:
    return line.linked > 0 and line.linked >= _LINKED * len(line.text)


def _without_menus(lines: list[Line]) -> list[Line]:
    """The lines without runs of links, and without single short ones."""
    linked = [_is_link(line) for line in lines]
    kept, i = [], 0
    while i < len(lines):
        if not linked[i]:
            kept.append(lines[i])
            i += 1
            continue
        end = next((j for j in range(i, len(lines)) if not linked[j]), len(lines))
        if end - i < _MENU:
            kept += [line for line in lines[i:end] if line.links < 2 and len(line.text) > _BUTTON]
        i = end
    return kept


def _blocks(lines: list[Line], title: str) -> list[Block]:
    """Lines as blocks; the headline is a heading of the first level, other headings stand below it."""
    made: list[Block] = []
    titled = False
    for line in lines:
        if line.table is not None:
            made.append(line.table)
        elif line.text:
            is_title = not titled and bool(title) and _squeezed(line.text) == title
            titled = titled or is_title
            level = 1 if is_title else max(2, line.level) if line.level else 0
            made.append(Paragraph(line.text, level, line.mark, line.depth))
    return made
