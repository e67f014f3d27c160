"""PDF files with text: characters with their places, put back into lines, tables and paragraphs.

PDFium gives each character with its box; everything else is told from geometry, since PDF files from office programs
and browsers rarely say what is a paragraph. Steps: glyphs and ruled lines of each page (here), tables from ruled lines
(``pdf_tables``), lines of text (``pdf_lines``), page headers and footers away (``running``), lines joined to paragraphs
(``paragraphs``).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from ctypes import c_double, c_float
from itertools import pairwise, takewhile
from math import hypot, pi
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as c

from .blocks import MAX_CHARACTERS, Block, CannotParseError, Paragraph, Parsed, Part, Trouble
from .paragraphs import paragraphs
from .pdf_lines import Glyph, Row, rows_of
from .pdf_tables import Rule, grids
from .running import without_running

MAX_PAGES = 1000
"""A file of more pages is refused."""
_SLANT = 0.05
"""Radians from which a character is written at an angle."""
_TINY = 1.5
"""Points; smaller letters no one prints, so the file says nothing of their size."""
_THIN = 3.0
"""Points a ruled line is at most thick."""
_LENGTH = 6.0
"""Points a ruled line is at least long."""
_MAX_RULES = 20_000
"""Ruled lines of a page looked at; drawings have more, tables do not."""
_UNMAPPED = 0.3
"""Share of characters without a meaning from which a file counts as unreadable."""
_MAX_MENUS = 300
"""Characters before a printed web page's headline that may be menus."""
_PICTURE = 20.0
"""Points a picture is at least wide and high; smaller ones are dots and marks."""


def parse(data: bytes) -> Parsed:
    """Read a file. :raises CannotParseError: it is broken, encrypted, without text, or too long."""
    document = _open(data)
    if len(document) > MAX_PAGES:
        raise CannotParseError(Trouble.PAGES)
    browser = _by_browser(document)
    left_out: Counter[Part] = Counter()
    pages: list[list[Row]] = []
    sizes: list[tuple[float, float]] = []
    characters = 0
    for number in range(len(document)):
        rows, size = _page(document, number, browser, left_out)
        characters += sum(len(row.text) for row in rows)
        if characters > MAX_CHARACTERS:
            raise CannotParseError(Trouble.LONG)
        pages.append(rows)
        sizes.append(size)
    if not characters:
        raise CannotParseError(Trouble.SCAN if left_out[Part.PICTURES] else Trouble.EMPTY)
    if left_out[Part.UNREADABLE] > _UNMAPPED * characters:
        raise CannotParseError(Trouble.UNREADABLE)
    left_out[Part.BLANK_PAGES] = sum(not rows for rows in pages)
    kept, left_out[Part.RUNNING] = without_running(pages, [height for _, height in sizes])
    blocks = tuple(paragraphs(kept, median(width for width, _ in sizes)))
    if browser:
        blocks, left_out[Part.NAVIGATION] = _from_headline(blocks)
    return Parsed(blocks, _came_in(blocks, len(document)), +left_out)


def _came_in(blocks: tuple[Block, ...], pages: int) -> Counter[Part]:
    texts = sum(isinstance(b, Paragraph) for b in blocks)
    return +Counter({Part.PAGES: pages, Part.PARAGRAPHS: texts, Part.TABLES: len(blocks) - texts})


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
        raise CannotParseError(Trouble.ENCRYPTED if encrypted else Trouble.BROKEN) from error
    if not pages:
        raise CannotParseError(Trouble.BROKEN)
    return document


def _by_browser(document: pdfium.PdfDocument) -> bool:
    """Whether a browser of Chromium's family printed the file: it writes no spaces, and prints menus too."""
    said = document.get_metadata_dict(skip_empty=True)
    return "Skia/PDF" in said.get("Producer", "") and "Google Docs" not in said.get("Producer", "")


def _from_headline(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], int]:
    """A printed web page from its headline on, and how many short lines before it (menus) were left out."""
    menus = list(takewhile(lambda b: isinstance(b, Paragraph) and b.level != 1, blocks))
    headed = len(menus) < len(blocks) and isinstance(blocks[len(menus)], Paragraph)
    if not headed or sum(len(b.text) for b in menus if isinstance(b, Paragraph)) > _MAX_MENUS:
        return blocks, 0
    return blocks[len(menus) :], len(menus)


def _page(
    document: pdfium.PdfDocument, number: int, browser: bool, left_out: Counter[Part]
) -> tuple[list[Row], tuple[float, float]]:
    """A page's rows, and its width and height in points; what cannot be read of it is counted."""
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise CannotParseError(Trouble.BROKEN) from error
    glyphs = list(_glyphs(text.raw, left_out))
    rules = _rules(page, left_out)
    size = float(page.get_width()), float(page.get_height())
    text.close()
    page.close()
    return rows_of(glyphs, grids(rules), by_gaps=browser), size


def _glyphs(text: c.FPDF_TEXTPAGE, left_out: Counter[Part]) -> Iterator[Glyph]:
    """The characters of a page in the order of the file."""
    box = c.FS_RECTF()
    x, y = c_double(), c_double()
    high = 0
    for i in range(c.FPDFText_CountChars(text)):
        code = c.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the first plane
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        if c.FPDFText_IsGenerated(text, i) == 1 or code in (0x0A, 0x0D, 0x02, 0xFFFE, 0xAD):
            continue
        angle = c.FPDFText_GetCharAngle(text, i) % (2 * pi)
        if _SLANT < angle < 2 * pi - _SLANT:
            left_out[Part.SLANTED] += 1
            continue
        if not code or c.FPDFText_HasUnicodeMapError(text, i) == 1 or unicodedata.category(chr(code)) in ("Co", "Cs"):
            left_out[Part.UNREADABLE] += 1
            code = 0xFFFD
        c.FPDFText_GetLooseCharBox(text, i, box)
        c.FPDFText_GetCharOrigin(text, i, x, y)
        size = _size(text, i, box)
        right = box.right
        if unicodedata.east_asian_width(chr(code)) in "WF":  # some fonts give the ink of these instead of their place
            right = max(right, x.value + size)
        yield Glyph(chr(code), box.left, right, x.value, y.value, size)


def _size(text: c.FPDF_TEXTPAGE, i: int, box: c.FS_RECTF) -> float:
    """The size of a character's letters as printed, in points."""
    matrix = c.FS_MATRIX()
    c.FPDFText_GetMatrix(text, i, matrix)
    size = float(c.FPDFText_GetFontSize(text, i)) * hypot(matrix.b, matrix.d)
    return size if size > _TINY else float(abs(box.top - box.bottom))


def _rules(page: pdfium.PdfPage, left_out: Counter[Part]) -> list[Rule]:
    """The straight upright and level lines drawn on a page; pictures are counted."""
    rules: list[Rule] = []
    for item in page.get_objects(filter=(c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE), max_depth=4):
        left, bottom, right, top = _bounds(item.raw)
        if item.type == c.FPDF_PAGEOBJ_IMAGE:
            left_out[Part.PICTURES] += right - left >= _PICTURE and top - bottom >= _PICTURE
        elif len(rules) < _MAX_RULES:
            rules += _edges(item.raw, left, bottom, right, top)
    return rules


def _bounds(item: c.FPDF_PAGEOBJECT) -> tuple[float, float, float, float]:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    c.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _edges(item: c.FPDF_PAGEOBJECT, left: float, bottom: float, right: float, top: float) -> Iterator[Rule]:
    """The ruled lines of a drawn path: the path itself where it is thin, else its level and upright strokes."""
    if top - bottom <= _THIN and right - left >= _LENGTH:
        yield Rule(True, (top + bottom) / 2, left, right)
        return
    if right - left <= _THIN and top - bottom >= _LENGTH:
        yield Rule(False, (left + right) / 2, bottom, top)
        return
    matrix = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(item, matrix)
    x, y = c_float(), c_float()
    strokes: list[list[tuple[float, float]]] = []
    for i in range(min(c.FPDFPath_CountSegments(item), _MAX_RULES)):
        segment = c.FPDFPath_GetPathSegment(item, i)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_MOVETO or not strokes:
            strokes.append([])
        strokes[-1].append(point)
        if c.FPDFPathSegment_GetClose(segment):
            strokes[-1].append(strokes[-1][0])
    for points in strokes:
        yield from _straight(points)


def _straight(points: list[tuple[float, float]]) -> Iterator[Rule]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if max(ys) - min(ys) <= _THIN and max(xs) - min(xs) >= _LENGTH:
        yield Rule(True, (max(ys) + min(ys)) / 2, min(xs), max(xs))
    elif max(xs) - min(xs) <= _THIN and max(ys) - min(ys) >= _LENGTH:
        yield Rule(False, (max(xs) + min(xs)) / 2, min(ys), max(ys))
    else:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(y0 - y1) < 0.5 and abs(x0 - x1) >= _LENGTH:
                yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
            elif abs(x0 - x1) < 0.5 and abs(y0 - y1) >= _LENGTH:
                yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
