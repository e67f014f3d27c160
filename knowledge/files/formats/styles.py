"""What Word's paragraph styles say that a reader sees: headings and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from .wordml import child, value

_HEADING = re.compile(r"(?:heading|标题|標題)\s*(\d)", re.IGNORECASE)
_TITLE = frozenset({"title", "标题", "標題"})
_DEEPEST = 20
"""Styles looked at along a chain of styles that build on each other, which may be a ring in a broken file."""


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: a heading's level (1: title, 2: Heading 1, …; 0: none) and its list."""

    level: int = 0
    num_id: str = ""
    num_level: int | None = None


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Styles by id, with what they take over from those they build on."""
    if root is None:
        return {}
    items = {
        next((v for k, v in e.attrib.items() if k.endswith("}styleId")), ""): e for e in root.iterchildren("{*}style")
    }
    return {name: _resolve(items, name) for name in items}


def _resolve(items: dict[str, etree._Element], name: str) -> Style:
    level, num_id, num_level = 0, "", None
    for _ in range(_DEEPEST):
        item = items.get(name)
        if item is None:
            break
        level = level or _level(item)
        own = list_of(child(item, "pPr"))
        num_id = num_id or own[0]
        num_level = own[1] if num_level is None else num_level
        name = value(child(item, "basedOn"))
    return Style(level, num_id, num_level)


def _level(item: etree._Element) -> int:
    called = value(child(item, "name")).strip().lower()
    if called in _TITLE:
        return 1
    if match := _HEADING.fullmatch(called):
        return int(match.group(1)) + 1
    return outline_level(child(item, "pPr"))


def outline_level(properties: etree._Element | None) -> int:
    """A heading's level by its outline level (2 for the outermost), 0 for text."""
    outline = value(child(properties, "outlineLvl"))
    return int(outline) + 2 if re.fullmatch(r"[0-8]", outline) else 0


def list_of(properties: etree._Element | None) -> tuple[str, int | None]:
    """The list (numId) and level that paragraph properties name; ``("", None)`` without."""
    numbers = child(properties, "numPr")
    level = value(child(numbers, "ilvl"))
    return value(child(numbers, "numId")), int(level) if re.fullmatch(r"[0-8]", level) else None
