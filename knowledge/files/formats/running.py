"""Page headers, page footers and page numbers: lines at the edges of pages that are not the text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

from .pdf_lines import Row

_EDGE = 0.13
"""Share of a page's height, above and below, where its header and footer stand."""
_OUTERMOST = 0.05
"""Share of a page's height where browsers print."""
_SAME_PLACE = 6.0
"""Points a running line may move from page to page."""
_REPEATED = 0.4
"""Share of the pages a running line stands on at least, and on two."""


@cache
def _patterns(outermost: bool) -> re.Pattern[str]:
    lines = (Path(__file__).parent / "running.txt").read_text("utf-8").splitlines()
    meant = [line.lstrip("!") for line in lines if line[:1] not in ("", "#") and (outermost or line[0] != "!")]
    return re.compile("|".join(f"(?:{line})" for line in meant))


def without_running(pages: list[list[Row]], heights: list[float]) -> tuple[list[list[Row]], int]:
    """The rows that are text, each with the number of its page (from 1), and how many were left out."""
    repeated = _repeated(pages, heights)
    kept, left_out = [], 0
    for number, (rows, height) in enumerate(zip(pages, heights, strict=True), 1):
        text = []
        for row in rows:
            if row.table is None and _at_edge(row, height):
                patterns = _patterns(_at_edge(row, height, _OUTERMOST))
                if _key(row) in repeated or patterns.fullmatch(row.text.strip()):
                    left_out += 1
                    continue
            text.append(replace(row, page=number))
        kept.append(text)
    return kept, left_out


def _at_edge(row: Row, height: float, edge: float = _EDGE) -> bool:
    return row.y > height * (1 - edge) or row.y < height * edge


def _key(row: Row) -> tuple[str, int]:
    """A line without its numbers, and where it stands: what is the same from page to page."""
    return re.sub(r"\d+", "#", "".join(row.text.split())), round(row.y / _SAME_PLACE)


def _repeated(pages: list[list[Row]], heights: list[float]) -> set[tuple[str, int]]:
    """Lines at the edges that stand on many pages in the same place."""
    where: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, (rows, height) in enumerate(zip(pages, heights, strict=True)):
        for row in rows:
            if row.table is None and _at_edge(row, height):
                text, place = _key(row)
                for near in (place - 1, place, place + 1):
                    where[text, near].add(number)
    least = max(2, _REPEATED * len(pages))
    return {key for key, numbers in where.items() if len(numbers) >= least}
