"""Tables of attendees: which column holds the names, what the others say of the people in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge import lexicon
from knowledge.facts import names, roles
from knowledge.facts.source import Source
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind
from knowledge.normalize import fold

Span = tuple[int, int]

_NOTE = re.compile(r"\([^()]*\)|[\s*_]")
_SPLIT = re.compile(r"[、,;/]")
_ABSENT = re.compile(r"请假|缺席|未到|未出席|未参会|公假|病假|事假|产假|出差|^(?:[×✗✘✕x]|否|无|缺|假)(?!\w)")
_OBSERVED = re.compile(r"列席|旁听")
_SAID = (
    (re.compile(r"^(?:会议)?主持(?:人|者)?$|^主席$|^host$|^chair$"), roles.HOST),
    (re.compile(r"致辞|致词|讲话"), roles.SPEECH),
    (re.compile(r"汇报|报告|述职|通报"), roles.REPORT),
    (re.compile(r"发言|分享|交流|点评|授课"), roles.WORD),
    (re.compile(r"^(?:会议)?[记纪]录(?:人|员|者)?$|^书记$|^scribe$"), roles.RECORD),
)
_NOT_PRESENT = re.compile(
    r"选举|当选|任命|任免|聘任|名单如下|分工|授权任职|组成|候选|获奖|表彰|获评|入选|录取|考核|值班|联系方式"
)
_MAX_TITLE = 24


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of an attendance table, by number."""

    names: tuple[int, ...]
    titles: tuple[int, ...] = ()
    offices: tuple[int, ...] = ()
    """Columns whose words are a title only where they end like one (备注, 身份)."""
    status: tuple[int, ...] = ()
    certain: bool = False
    """Whether the heads alone say that the table is about people."""


@cache
def _heads(key: str) -> tuple[str, ...]:
    return lexicon.table("attendance_columns.txt")[key]


def head_of(cell: str) -> str:
    """A column's head, folded, without white space and notes."""
    return _NOTE.sub("", fold(cell))


def columns(header: Sequence[str]) -> Columns | None:
    """What the columns of a table are, ``None`` if none holds names.

    >>> columns(("单 位", "姓 名", "职 务")).names, columns(("序号", "事项", "责任人"))
    ((1,), None)
    """
    heads = [head_of(cell) for cell in header]
    certain = [n for n, h in enumerate(heads) if h.startswith(_heads("name")) and not _is_unit(h)]
    members = [n for n, h in enumerate(heads) if h.startswith(_heads("member")) and not _is_unit(h)]
    titles = tuple(n for n, h in enumerate(heads) if h.startswith(_heads("title")))
    offices = tuple(n for n, h in enumerate(heads) if h.startswith(_heads("office")))
    status = tuple(n for n, h in enumerate(heads) if h.startswith(_heads("status")) and n not in certain)
    found = certain or members
    if not found:
        return None
    about = titles or any(_is_unit(h) for h in heads) or any(heads[n] != "备注" for n in status)
    else_where = any(field_kind(h) in ("owner", "due", "task", "topic", "reporter") for h in heads) or any(
        h.startswith(_heads("other")) for h in heads
    )
    return Columns(
        tuple(found),
        tuple(n for n in titles if n not in found),
        tuple(n for n in offices if n not in found),
        tuple(n for n in status if n not in found),
        bool(about) and not else_where,
    )


def _is_unit(head: str) -> bool:
    return head.startswith(_heads("unit")) or head.endswith(("单位", "部门", "人数", "机构"))


def of_name(known: Columns, name: int, among: Sequence[int]) -> tuple[int, ...]:
    """Those of some columns that belong to a column of names where a table has several side by side."""
    if len(known.names) == 1:
        return tuple(among)
    later = [n for n in known.names if n > name]
    behind = tuple(n for n in among if n > name and (not later or n < later[0]))
    earlier = [n for n in known.names if n < name]
    return behind or tuple(n for n in among if n < name and (not earlier or n > earlier[-1]))


def titles_in(text: str, start: int, end: int, *, whatever: bool) -> Iterator[Span]:
    """The titles of a cell; ``whatever``: the words need not be known as one."""
    at = start
    for part in [*_SPLIT.finditer(text, start, end), None]:
        stop = part.start() if part else end
        a, b = at, stop
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        word = text[a:b]
        fits = names.title_length(text, b) if not whatever else re.search(r"\w", word) and not word.isdigit()
        if 1 < b - a <= _MAX_TITLE and fits and not _ABSENT.search(word):
            yield a, b
        at = part.end() if part else end


def came(cells: Sequence[str], default: str) -> list[str]:
    """The roles that the cells of a row give, with ``default`` where they do not say that somebody stayed away.

    >>> came(("请假",), "出席"), came(("致辞",), "出席")
    (['请假'], ['出席', '讲话'])
    """
    folded = [_NOTE.sub("", fold(c)) if not fold(c).startswith("(") else fold(c) for c in cells]
    if any(_ABSENT.search(c) for c in folded):
        return [roles.ABSENT]
    given = [roles.OBSERVE] if any(_OBSERVED.search(c) for c in folded) else [default] if default else []
    for cell in folded:
        given += [role for pattern, role in _SAID if pattern.search(cell) and role not in given]
    return given


def default_role(source: Source, first: Block, known: Columns, listed: str) -> str | None:
    """The role that rows of a table give: its section's, 出席 where its heads tell; ``None``: not about people."""
    if listed:
        return listed
    if not known.certain or source.section(first) in ("task", "remaining", "owner"):
        return None
    above = source.report.blocks[first.number - 2] if first.number > 1 else None
    context = fold(" ".join([*first.path[-1:], above.text[-60:] if above else ""]))
    return "" if _NOT_PRESENT.search(context) else roles.PRESENT


def office_columns(header: Sequence[str]) -> tuple[int, ...]:
    """Columns headed by an office (组长, 副组长), where all but the first are or none but them hold names."""
    heads = [head_of(cell) for cell in header]
    plain = names.titles("plain")
    return tuple(
        n for n, h in enumerate(heads) if len(h) > 1 and h not in plain and names.is_office(h) and not field_kind(h)
    )


def tables(source: Source) -> Iterator[tuple[Block | None, list[Block]]]:
    """The tables of a report: the row of heads, if any, and the rows below."""
    head: Block | None = None
    rows: list[Block] = []
    for block in source.report.blocks:
        if block.kind is not BlockKind.ROW:
            if block.kind is not BlockKind.FURNITURE:
                if rows:
                    yield head, rows
                head, rows = None, []
            continue
        if block.level == 1 or (rows and block.header != rows[0].header):
            if rows:
                yield head, rows
            head, rows = (block if block.level == 1 else None), []
        if block.level != 1:
            rows.append(block)
    if rows:
        yield head, rows
