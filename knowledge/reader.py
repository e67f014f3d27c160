"""Text to a Report: every non-empty line becomes a block that knows what it is for and where it stands.

Reports come as news prose and as minutes: Markdown or plain, with 时间/地点/主持人 lines, numbered topics, lists and
tables, Simplified or Traditional. Nothing is rewritten; marks around a line's content are only left out of its span.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from knowledge import lexicon
from knowledge.dates import published_date
from knowledge.errors import ReportError, say
from knowledge.labels import field_kind, spaced_label
from knowledge.model import Block, BlockKind, Quote, Report
from knowledge.normalize import clean, fold
from knowledge.numerals import enumerator_value

MAX_CHARACTERS = 4_000_000
"""A longer report is refused: it is a book, and reading it would take longer than anyone waits in a chat."""

MAX_FURNITURE = 160
"""A longer line is text, even where it ends with an editor's name."""

_HEADING = re.compile(r"^\s*(#{1,6})\s*(?=\S)")
_RULE = re.compile(r"^\s*(=+|-{3,})\s*$")
_BULLET = re.compile(r"^\s*(?:[-*+•·●■◆▪○➢>▶▷▸►◇◎☆★]|[✓✔])\s+|^\s*[•·●■◆▪➢▶▷▸►◇◎☆★]\s*|^\s*-{1,2}(?=[^\s\-\d])")
_ENUMERATOR = re.compile(
    r"\s*(?P<mark>"
    r"[(（]?[一二三四五六七八九十百]{1,4}[)）、.．]"
    r"|[壹貮贰貳參叁参肆伍陸陆柒捌玖拾]{1,3}[、.．]"
    r"|[(（]\d{1,3}[)）]|\d{1,3}[)）、]|\d{1,2}[.．](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s)|[①-⑳]"
    r"|第[一二三四五六七八九十\d]{1,3}[章节項项案、,，:：]"
    r"|(?:议题|議題|提案|动议|動議|议程|行动|行動|案由|事项|任务|主题)\s*[一二三四五六七八九十\d]{1,3}\s*[、.．:：]?"
    r")\s*"
)
_CHINESE_HEADING = re.compile(
    r"^[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|^[壹貮贰貳參叁参肆伍陸陆柒捌玖拾]{1,3}[、.．]"
)
_BOLD_LINE = re.compile(r"^\*\*[^*]+\*\*[:：]?$")
_EMPHASIS = "*_` \t\u3000\xa0"
_LABEL = re.compile(
    r"[*_【〖\[]{0,3}(?P<label>[^:：︰∶,，。;；!?？！|]{1,24}?|[^:：︰∶,，。;；!?？！|()（）]{1,20}[(（][^()（）:：。;；|]{1,36}[)）])[*_】〗\]]{0,3}\s*(?:[:：︰∶]|[－-]＞|(?<=[】〗]))[*_]{0,2}\s*"
)
_BOLD_LABEL = re.compile(r"([^\s*:：]{2,8})\*\*\s+(?=\S)")
_SENTENCE_END = re.compile(r"[。！？!?；;]")
_DELIMITER_ROW = re.compile(
    r"^\s*\|?\s*(?::-+:?|-+:|-{2,})\s*(\|\s*:?-+:?\s*)*\|?\s*$|^\s*[┌├└╔╠╚┏┣┗+][─━═┬┼┴╦╬╩┳╋┻┐┤┘╗╣╝┓┫┛+=\s-]{3,}$"
)
_BARS = str.maketrans("│┃║", "|||")
"""The lines of drawn tables."""

_SECTION_FIELDS = ("present", "observer", "absent", "topic", "conclusion", "remaining", "explain", "owner", "task")


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in lexicon.words("furniture.txt")))


def read_report(text: str, report_id: str = "") -> Report:
    """Read a report's text (already decoded, any newlines; offsets refer to the text with ``\\n`` newlines).

    :raises ReportError: the text is empty, or longer than :data:`MAX_CHARACTERS`.
    """
    if len(text) > MAX_CHARACTERS:
        raise ReportError(say("report.long", count=len(text), limit=MAX_CHARACTERS))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not clean(text).strip():
        raise ReportError(say("report.empty"))
    blocks = _lines(text)
    title = _title(blocks)
    if title is not None:
        blocks = [replace(b, kind=BlockKind.TITLE) if b is title else b for b in blocks]
    blocks = _with_paths(blocks)
    quote = Quote(title.start, title.end, title.text) if title else None
    return Report(report_id, text, tuple(blocks), quote, published_date(text, blocks))


def _lines(text: str) -> list[Block]:
    """The non-empty lines, each with its kind, without headings' reach."""
    blocks: list[Block] = []
    header: tuple[str, ...] = ()
    front_matter, in_table = False, False
    raw = text.split("\n")
    offset = 0
    for n, line in enumerate(raw):
        start, offset = offset, offset + len(line) + 1
        if not line.strip():
            header, in_table = (), False
            continue
        number = len(blocks) + 1
        if n == 0 and line.strip() == "---":
            front_matter = True
            blocks.append(_furniture_block(number, start, line))
            continue
        if front_matter:
            front_matter = line.strip() != "---"
            blocks.append(_front_matter(number, start, line))
            continue
        following = raw[n + 1] if n + 1 < len(raw) else ""
        if _is_row(line, in_table) and not _DELIMITER_ROW.match(line):
            block = _row(number, start, line, header)
            if not in_table:
                in_table = True
                if _DELIMITER_ROW.match(following) or _names_columns(block):
                    header = tuple(c.text for c in block.cells)
                    block = replace(block, level=1)
            blocks.append(block)
            continue
        if not _DELIMITER_ROW.match(line):
            header, in_table = (), False
        underlined = bool(_RULE.match(following)) and not _DELIMITER_ROW.match(line) and len(line.strip()) <= 60
        blocks.append(_line(number, start, line, underlined and "=" in following))
    return blocks


def _line(number: int, start: int, line: str, underlined: bool) -> Block:
    """One line that is not part of a table."""
    if len(line.strip()) <= MAX_FURNITURE and _furniture().search(fold(line.strip())):
        return _furniture_block(number, start, line)
    at, level, kind = 0, 0, BlockKind.PARAGRAPH
    if mark := _HEADING.match(line):
        at, level, kind = mark.end(), len(mark.group(1)), BlockKind.HEADING
    elif underlined:
        level, kind = 1, BlockKind.HEADING
    elif mark := _BULLET.match(line):
        at, kind = mark.end(), BlockKind.ITEM
        level = len(line) - len(line.lstrip())
    bold = bool(_BOLD_LINE.match(line[at:].strip()))
    at, end = _trim(line, at, len(line))
    enumerator, ordinal = "", None
    if mark := _ENUMERATOR.match(line, at):
        enumerator = mark.group("mark")
        ordinal = enumerator_value(enumerator)
        if kind is BlockKind.PARAGRAPH:
            kind = BlockKind.ITEM
        at, end = _trim(line, mark.end(), end) if mark.end() < end else (at, end)
    content = line[at:end]
    if bold and kind is BlockKind.PARAGRAPH or bold and enumerator and kind is not BlockKind.HEADING:
        level, kind = 7, BlockKind.HEADING
    elif kind is BlockKind.ITEM and _is_heading(line, content, enumerator):
        level, kind = (8 if enumerator[0] in "(（" else 7), BlockKind.HEADING
    label, value = _label(line, at, end)
    if label and kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING):
        known = field_kind(label)
        if known and (kind is not BlockKind.HEADING or value < end):
            kind = BlockKind.FIELD
        elif known:
            label = ""
    end = max(end, at)
    return Block(
        kind,
        number,
        start + at,
        start + end,
        line[at:end],
        level,
        (),
        enumerator,
        ordinal,
        label,
        start + value if label else 0,
    )


def _is_heading(line: str, content: str, enumerator: str) -> bool:
    """Whether an enumerated line names a section (一、会议情况) rather than being an item of text."""
    return (
        bool(
            _CHINESE_HEADING.match(line.strip(_EMPHASIS))
            or re.match(r"议题|議題|提案|动议|動議|议程|行动|行動|事项", enumerator)
        )
        and len(content) <= 36
        and not re.search(r"[。；;，,：:]", content.rstrip("：:"))
    )


def _label(line: str, at: int, end: int) -> tuple[str, int]:
    """A line's label and where its value begins (offset in the line); ``("", 0)`` without one."""
    if mark := _LABEL.match(line, at, end):
        label = mark.group("label").strip(_EMPHASIS + "【】〖〗[]@")
        if label and not re.match(r".*(https?|www\.)|.*\d$", label):
            return label, _trim(line, mark.end(), end)[0]
    if (bold := _BOLD_LABEL.match(line, at, end)) and field_kind(bold.group(1)):
        return bold.group(1), bold.end()
    if mark := spaced_label().match(fold(line[at:end])):
        return line[at : at + mark.end(mark.lastindex or 0)], at + mark.end()
    return "", 0


def _trim(line: str, start: int, end: int) -> tuple[int, int]:
    """Bounds without emphasis marks and white space at either side."""
    while start < end and line[start] in _EMPHASIS:
        start += 1
    while end > start and line[end - 1] in _EMPHASIS + "\\":
        end -= 1
    return start, end


def _is_row(line: str, in_table: bool) -> bool:
    stripped = line.strip().translate(_BARS)
    return (
        stripped.startswith("|")
        or stripped.count("|") >= 2
        or (in_table and "|" in stripped)
        or bool(re.match(r"^[^|]{1,30}\s\|\s[^|]{1,60}$", stripped))
        or stripped.count("\t") >= 2
    )


def _names_columns(block: Block) -> bool:
    """Whether the first row of a table without a delimiter row is its head (序号 | 事项 | 责任人 | 时限)."""
    heads = ["".join(fold(c.text).split()) for c in block.cells]
    known = [bool(field_kind(head)) or head in lexicon.words("column_heads.txt") for head in heads]
    return len(known) > 2 and sum(known) > 1 and all(len(c.text) <= 12 for c in block.cells)


def _row(number: int, start: int, line: str, header: tuple[str, ...]) -> Block:
    """A table row with its cells."""
    ruled = line.translate(_BARS)
    separator = "|" if "|" in ruled else "\t"
    cells, at = [], 0
    for part in ruled.split(separator):
        a, b = _trim(line, at, at + len(part))
        cells.append(Quote(start + a, start + b, line[a:b]))
        at += len(part) + 1
    if separator == "|" and not cells[0].text:
        cells = cells[1:]
    if separator == "|" and cells and not cells[-1].text and ruled.rstrip().endswith("|"):
        cells = cells[:-1]
    a, b = _trim(line, 0, len(line))
    return Block(BlockKind.ROW, number, start + a, start + b, line[a:b], cells=tuple(cells), header=header)


def _furniture_block(number: int, start: int, line: str) -> Block:
    a, b = _trim(line, 0, len(line))
    return Block(BlockKind.FURNITURE, number, start + a, start + b, line[a:b])


def _front_matter(number: int, start: int, line: str) -> Block:
    """A line of YAML front matter: its title is the report's, the rest is furniture."""
    if mark := re.match(r"^title:\s*[\"']?(.+?)[\"']?\s*$", line):
        return Block(BlockKind.TITLE, number, start + mark.start(1), start + mark.end(1), mark.group(1))
    return _furniture_block(number, start, line)


def _with_paths(blocks: list[Block]) -> list[Block]:
    """Give each block the headings above it; a field without a value (会议结论：) heads what follows it."""
    stack: list[tuple[int, str]] = []
    result = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            while stack and stack[-1][0] >= block.level:
                stack.pop()
            result.append(replace(block, path=tuple(t for _, t in stack)))
            stack.append((block.level, _heading_text(block)))
            continue
        empty_field = (
            block.kind is BlockKind.FIELD and block.value >= block.end and field_kind(block.label) in _SECTION_FIELDS
        )
        if block.kind is BlockKind.FIELD and not empty_field and stack and stack[-1][0] == 9 and not block.level:
            if field_kind(block.label) not in ("owner", "due"):
                stack.pop()
        if empty_field:
            while stack and stack[-1][0] >= 9:
                stack.pop()
        result.append(replace(block, path=tuple(t for _, t in stack)))
        if empty_field:
            stack.append((9, block.label))
    return result


def _heading_text(block: Block) -> str:
    return (
        f"{block.enumerator} {block.text}".strip()
        if block.enumerator and block.enumerator[0] not in "#"
        else block.text
    )


def _title(blocks: list[Block]) -> Block | None:
    """The line that names the report: front matter, else a headline before any text, else the first heading."""
    for block in blocks:
        if block.kind is BlockKind.TITLE:
            return block
    content = [b for b in blocks if b.kind is not BlockKind.FURNITURE]
    if not content:
        return None
    first = content[0]
    if first.kind is BlockKind.HEADING:
        return first
    plain = first.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and len(first.text) <= 90 and len(content) > 1
    return first if plain and not re.search(r"[。；;]$|[。].", first.text) else None
