"""A web page laid out as lines, as a browser without styles would show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

from .blocks import Table, tidy
from .numbering import chinese, letters, roman

_INVISIBLE = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "applet", "canvas", "audio",
    "video", "map", "head", "select", "option", "textarea", "button", "input", "datalist", "dialog",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "toolbar"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_BREAK = re.compile(
    r"(?<=[⺀-鿿！-･。，、；：])[ \t\r]*\n\s*(?=[⺀-鿿！-･])|(?<=[⺀-鿿！-･])[ \t\r]*\n\s*(?=[。，、；：！？）])"
)
"""A line end of the file between Chinese characters, which shows as nothing."""
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MOST = 0.4
"""Share of a page's characters up to which an element may be taken for a menu or a footer."""
_ORDERED = {"a": lambda n: letters(n).lower(), "A": letters, "i": lambda n: roman(n).lower(), "I": roman}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a table. ``linked`` counts the characters in its ``links``, ``home`` is the element around it."""

    text: str
    level: int = 0
    mark: str = ""
    depth: int = 0
    linked: int = 0
    links: int = 0
    pictures: int = 0
    main: bool = False
    furniture: bool = False
    home: etree._Element | None = field(default=None, repr=False)
    table: Table | None = None


@cache
def _furniture_names() -> frozenset[str]:
    lines = (Path(__file__).parent / "page_parts.txt").read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


def lines_of(root: etree._Element, main: etree._Element) -> Iterator[Line]:
    """The lines of a page in order; those inside ``main`` and those of menus and the like are marked so."""
    return _Layout(main).lines(root)


class _Layout:
    """Walks a page without recursion (pages nest deeper than Python's stack) and gathers text until a line ends."""

    def __init__(self, main: etree._Element) -> None:
        self._main = main
        self._text: list[str] = []
        self._linked = self._links = self._pictures = 0
        self._level, self._mark = 0, ""
        self._lists: list[int | None] = []
        self._types: list[str] = []
        self._inside = {"main": 0, "a": 0, "pre": 0}
        self._home: etree._Element | None = None
        self._furniture: etree._Element | None = None
        self._most = 0.0

    def lines(self, root: etree._Element) -> Iterator[Line]:
        """The lines of a page, or of an element of it."""
        body = next(root.iter("body"), root)
        self._most = _MOST * _length(body)
        walker = etree.iterwalk(body, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if _invisible(element):
                    walker.skip_subtree()
                    continue
                yield from self._open(element)
                if element.tag == "table" and not is_layout(element):
                    yield self._table(element)
                    walker.skip_subtree()
                    continue
                self._add(element.text, element)
            else:
                if not _invisible(element):
                    yield from self._close(element)
                if element is not body:
                    self._add(element.tail, element.getparent())
        yield from self._flush()

    def _open(self, element: etree._Element) -> Iterator[Line]:
        tag = element.tag
        if tag not in _INLINE:
            yield from self._flush()
        if element is self._main:
            self._inside["main"] += 1
        if self._furniture is None and is_furniture(element) and _length(element) <= self._most:
            self._furniture = element
        if tag in self._inside:
            self._inside[tag] += 1
        if tag in ("ul", "ol"):
            self._lists.append(_start(element) if tag == "ol" else None)
            self._types.append(element.get("type") or "")
        elif tag == "li":
            self._mark = self._item_mark(element)
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._level = int(tag[1])
        elif tag == "img":
            self._pictures += 1
        elif tag == "a":
            self._links += 1

    def _close(self, element: etree._Element) -> Iterator[Line]:
        tag = element.tag
        if tag not in _INLINE:
            yield from self._flush()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._types.pop()
        elif tag == "li":
            self._mark = ""
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._level = 0
        if tag in self._inside:
            self._inside[tag] -= 1
        if element is self._main:
            self._inside["main"] -= 1
        if element is self._furniture:
            self._furniture = None

    def _item_mark(self, element: etree._Element) -> str:
        """The number or bullet before a list's item."""
        if not self._lists or self._lists[-1] is None:
            return "-"
        number = _number(element.get("value"), self._lists[-1])
        self._lists[-1] = number + 1
        above = element.getparent()
        style = "" if above is None else above.get("style") or ""
        if "cjk-ideographic" in style or "simp-chinese" in style or "trad-chinese" in style:
            return f"{chinese(number)}、"
        return f"{_ORDERED.get(self._types[-1], str)(number)}."

    def _add(self, text: str | None, home: etree._Element | None) -> None:
        if not text:
            return
        if self._home is None and text.strip():
            self._home = home
        self._text.append(text)
        if self._inside["a"]:
            self._linked += len("".join(text.split()))

    def _flush(self) -> Iterator[Line]:
        """The line gathered so far (several where the page keeps line ends)."""
        if self._text or self._pictures:
            raw = "".join(self._text)
            for text in raw.split("\n") if self._inside["pre"] else [shown_text(raw)]:
                if text.strip():
                    yield self._line(text.strip(), self._mark)
                    self._mark, self._pictures = "", 0
            if self._pictures:
                yield self._line("", "")
        self._text, self._linked, self._links, self._pictures, self._home = [], 0, 0, 0, None

    def _line(self, text: str, mark: str = "", table: Table | None = None) -> Line:
        return Line(
            text, self._level, mark, max(0, len(self._lists) - 1), self._linked, self._links, self._pictures,
            self._inside["main"] > 0, self._furniture is not None, self._home, table,
        )  # fmt: skip

    def _table(self, element: etree._Element) -> Line:
        table = read_table(element)
        self._linked = sum(len("".join("".join(a.itertext()).split())) for a in element.iter("a"))
        self._pictures = sum(1 for _ in element.iter("img"))
        self._home = element
        line = self._line("　".join(c for row in table.rows for c in row), table=table)
        self._linked, self._pictures, self._home = 0, 0, None
        return line


def shown_text(raw: str) -> str:
    """Text as shown: white space is one space, or nothing where the file breaks a line of Chinese.

    >>> shown_text("会议\\n  要求，\\n各单位 3 月\\n底前完成。 ")
    '会议要求，各单位 3 月底前完成。'
    """
    return _SPACE.sub(" ", _BREAK.sub("", raw)).strip()


def is_layout(table: etree._Element) -> bool:
    """Whether a table only places parts of the page: it holds another table or a headline, or has one column."""
    parts = table.iterdescendants("table", "h1", "article")
    if table.get("role") in ("presentation", "none") or next(parts, None) is not None:
        return True
    return all(len(list(row.iterchildren("td", "th"))) < 2 for row in table.iter("tr"))


def read_table(table: etree._Element) -> Table:
    """A table's cells; one over several rows is repeated in each."""
    rows: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}
    heads: list[bool] = []
    for tr in table.iter("tr"):
        row: list[str] = []
        cells = list(tr.iterchildren("td", "th"))
        for cell in cells:
            _hang(row, hanging)
            text = _cell_text(cell)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if down > 1:
                hanging[len(row)] = (down - 1, text)
            row += [text, *[""] * (across - 1)]
        _hang(row, hanging)
        if row:
            rows.append(row)
            heads.append(bool(cells) and all(cell.tag == "th" for cell in cells))
    return Table(tidy(rows), bool(heads) and heads[0] and not all(heads))


def _hang(row: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Put the cells in that hang down from rows above."""
    while len(row) in hanging:
        at = len(row)
        left, text = hanging.pop(at)
        row.append(text)
        if left > 1:
            hanging[at] = (left - 1, text)


def _cell_text(cell: etree._Element) -> str:
    if not len(cell):
        return shown_text(cell.text or "")
    return "\n".join(f"{line.mark}{' ' if line.mark else ''}{line.text}" for line in _Layout(cell).lines(cell))


def _length(element: etree._Element) -> int:
    return sum(map(len, element.itertext()))


def _span(cell: etree._Element, name: str) -> int:
    return max(1, min(_number(cell.get(name), 1), 100))


def _number(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _start(element: etree._Element) -> int:
    return _number(element.get("start"), 1)


def _invisible(element: etree._Element) -> bool:
    """Whether a browser would not show it, or it is something to fill in."""
    if not isinstance(element.tag, str) or element.tag in _INVISIBLE:
        return True
    if not element.attrib:
        return False
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def is_furniture(element: etree._Element) -> bool:
    """Whether an element by its name, role or class is a part around the text, and holds no headline."""
    if element.tag in ("body", "html", "main", "article"):
        return False
    named = element.tag in ("nav", "footer", "aside", "header") or element.get("role") in _ROLES
    if not named and element.attrib and (element.tag == "span" or element.tag not in _INLINE):
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        named = bool({w.lower() for w in _TOKEN.findall(words)} & _furniture_names())
    headlines = ("article", "h1", "h2") if element.tag == "header" else ("article", "h1")
    return named and next(element.iter(*headlines), None) is None
