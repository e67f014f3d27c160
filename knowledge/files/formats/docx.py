"""Word documents (docx): paragraphs, lists with their numbers, and tables, in the order of the body.

Read from the XML itself, since what matters here (numbers of lists, content controls, tracked changes, text boxes) is
what the usual library leaves out. Format: ECMA-376, part 1, WordprocessingML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from .blocks import Block, CannotParseError, Paragraph, Parsed, Part, Table, Trouble, tidy
from .numbering import Numbering, read_numbering
from .package import Package
from .styles import Style, list_of, outline_level, read_styles
from .wordml import child, is_on, name_of, value

_MAIN = "officeDocument"
_GONE = frozenset({"del", "moveFrom"})
_WRAPPERS = frozenset(
    {"ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DRAWINGS = frozenset({"drawing", "pict", "object"})


def parse(data: bytes) -> Parsed:
    """Read a document. :raises CannotParseError: it is broken, encrypted, or unpacks to too much."""
    package = Package(data)
    main = _main_part(package)
    folder = main.rpartition("/")[0]
    body = child(package.xml(main), "body")
    if body is None:
        raise CannotParseError(Trouble.BROKEN)
    reader = _Reader(
        read_styles(_optional(package, f"{folder}/styles.xml")),
        read_numbering(_optional(package, f"{folder}/numbering.xml")),
    )
    blocks = list(reader.blocks(body))
    blocks += reader.footnotes(_optional(package, f"{folder}/footnotes.xml"))
    came_in, left_out = reader.came_in, reader.left_out
    came_in[Part.PARAGRAPHS] = sum(isinstance(b, Paragraph) for b in blocks)
    left_out[Part.RUNNING] = len(set(_running(package, folder)))
    left_out[Part.COMMENTS] = _count(_optional(package, f"{folder}/comments.xml"), "comment")
    return Parsed(tuple(blocks), +came_in, +left_out)


def _main_part(package: Package) -> str:
    """The part that holds the text; its name is told by the package's relations, usually word/document.xml."""
    for relation in package.xml("_rels/.rels") if "_rels/.rels" in package.names else ():
        if str(relation.get("Type", "")).endswith(f"/{_MAIN}"):
            return str(relation.get("Target", "")).lstrip("/")
    if "word/document.xml" in package.names:
        return "word/document.xml"
    raise CannotParseError(Trouble.BROKEN)


def _optional(package: Package, name: str) -> etree._Element | None:
    return package.xml(name) if name in package.names else None


def _running(package: Package, folder: str) -> Iterator[str]:
    """The lines of page headers and footers."""
    for name in sorted(package.names):
        if name.startswith((f"{folder}/header", f"{folder}/footer")) and name.endswith(".xml"):
            for paragraph in package.xml(name).iter("{*}p"):
                if text := "".join(t.text or "" for t in paragraph.iter("{*}t")).strip():
                    yield text


def _count(root: etree._Element | None, name: str) -> int:
    return 0 if root is None else sum(1 for _ in root.iterchildren(f"{{*}}{name}"))


class _Reader:
    """Walks a body, counting lists and what is left out."""

    def __init__(self, styles: dict[str, Style], numbering: Numbering) -> None:
        self.styles, self.numbering = styles, numbering
        self.came_in: Counter[Part] = Counter()
        self.left_out: Counter[Part] = Counter()
        self._boxes: list[etree._Element] = []
        """Text boxes met in the paragraph being read; they are read after it."""

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The blocks under an element, in order."""
        for item in parent:
            name = name_of(item)
            if name == "p":
                yield from self._paragraph(item)
            elif name == "tbl":
                yield from self._table(item)
            elif name in _WRAPPERS:
                yield from self.blocks(item)

    def footnotes(self, root: etree._Element | None) -> Iterator[Block]:
        """Footnotes, after the text."""
        notes = [] if root is None else list(root.iterchildren("{*}footnote"))
        for note in notes:
            if any(k.endswith("}type") for k in note.attrib):  # the line above the notes
                continue
            lines = [b for b in self.blocks(note) if isinstance(b, Paragraph) and b.text]
            if lines:
                self.came_in[Part.FOOTNOTES] += 1
                yield Paragraph(" ".join(b.text for b in lines), mark=f"注{self.came_in[Part.FOOTNOTES]}")

    def _paragraph(self, item: etree._Element) -> Iterator[Block]:
        """A paragraph, in one block for each of its lines, then the text boxes it holds."""
        properties = child(item, "pPr")
        style = self.styles.get(value(child(properties, "pStyle")), Style())
        boxes, self._boxes = self._boxes, []
        text = "".join(self._texts(item))
        mine, self._boxes = self._boxes, boxes
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if lines:
            mark, depth = self._mark(properties, style)
            level = outline_level(properties) or style.level
            yield Paragraph(lines[0], level, mark, depth)
            yield from (Paragraph(line) for line in lines[1:])
        for box in mine:
            yield from self.blocks(box)

    def _mark(self, properties: etree._Element | None, style: Style) -> tuple[str, int]:
        """The paragraph's list number, and how deep it stands."""
        num_id, level = list_of(properties)
        if num_id == "0" or not (num_id or style.num_id):
            return "", 0
        depth = level if level is not None else style.num_level or 0
        return self.numbering.mark(num_id or style.num_id, depth), depth

    def _texts(self, parent: etree._Element) -> Iterator[str]:
        """The pieces of text under a paragraph, as shown."""
        for item in parent:
            name = name_of(item)
            if name == "r":
                yield from self._run(item)
            elif name in _GONE:
                self.left_out[Part.DELETED] += 1
            elif name in _WRAPPERS:
                yield from self._texts(item)
            elif name in ("oMath", "oMathPara"):
                yield "".join(t.text or "" for t in item.iter("{*}t"))

    def _run(self, run: etree._Element) -> Iterator[str]:
        if is_on(child(child(run, "rPr"), "vanish")):
            self.left_out[Part.HIDDEN] += any(True for _ in run.iterchildren("{*}t"))
            return
        for item in run:
            name = name_of(item)
            if name == "t":
                yield item.text or ""
            elif name in _SIGNS and value_of_type(item) not in ("page", "column"):
                yield _SIGNS[name]
            elif name in _DRAWINGS:
                self._drawing(item)
            elif name == "AlternateContent":  # the same drawing twice: for new programs, and for old ones
                for drawing in child(item, "Choice") if child(item, "Choice") is not None else ():  # type: ignore[union-attr]
                    self._drawing(drawing)

    def _drawing(self, item: etree._Element) -> None:
        boxes = [box for box in item.iter("{*}txbxContent") if not _inside(box, item, "Fallback")]
        self._boxes += boxes
        self.left_out[Part.PICTURES] += sum(name_of(e) in ("blip", "imagedata", "chart") for e in item.iter())

    def _table(self, item: etree._Element) -> Iterator[Block]:
        rows: list[list[str]] = []
        header = False
        for tr in _rows(item):
            header = header or (not rows and is_on(child(child(tr, "trPr"), "tblHeader")))
            rows.append(self._row(tr, rows[-1] if rows else []))
        if cells := tidy(rows):
            self.came_in[Part.TABLES] += 1
            yield Table(cells, header)

    def _row(self, tr: etree._Element, above: list[str]) -> list[str]:
        """A row's cells; one that goes on from the row above repeats it."""
        cells = [""] * _int(value(child(child(tr, "trPr"), "gridBefore")), 0)
        for tc in _cells(tr):
            properties = child(tc, "tcPr")
            merge = child(properties, "vMerge")
            text = "\n".join(self._cell_lines(tc))
            if merge is not None and value(merge) != "restart" and len(cells) < len(above):
                text = above[len(cells)]
            cells += [text, *[""] * (_int(value(child(properties, "gridSpan")), 1) - 1)]
        return cells

    def _cell_lines(self, tc: etree._Element) -> Iterator[str]:
        for block in self.blocks(tc):
            if isinstance(block, Paragraph):
                yield f"{block.mark}{' ' if block.mark[-1:].isascii() and block.mark else ''}{block.text}"
            else:
                yield from ("　".join(c for c in row if c).replace("\n", " ") for row in block.rows)


def value_of_type(item: etree._Element) -> str:
    """The ``type`` attribute of a break."""
    return next((v for k, v in item.attrib.items() if k.endswith("}type")), "")


def _inside(item: etree._Element, top: etree._Element, name: str) -> bool:
    """Whether an element stands in one of this name below ``top``."""
    for above in item.iterancestors():
        if above is top:
            return False
        if name_of(above) == name:
            return True
    return False


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for item in table:
        if name_of(item) == "tr":
            yield item
        elif name_of(item) in _WRAPPERS:
            yield from _rows(item)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for item in row:
        if name_of(item) == "tc":
            yield item
        elif name_of(item) in _WRAPPERS:
            yield from _cells(item)


def _int(text: str, otherwise: int) -> int:
    """A count in a table's grid; what is no sensible number counts as ``otherwise``."""
    return min(int(text), 63) if text.isascii() and text.isdigit() else otherwise
