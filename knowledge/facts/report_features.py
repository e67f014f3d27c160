"""What a report is like as a whole, and its lines and columns among their like, as named numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from knowledge.facts.deadlines import find_due
from knowledge.facts.phrasing import cue, words
from knowledge.facts.source import Source
from knowledge.labels import field_kind
from knowledge.model import Block, BlockKind
from knowledge.normalize import fold

BRACKETED = re.compile(r"[(【\[][^()]{2,24}[)】\]]\s*$")
SIGNED = re.compile(r"(?:[-—–]{1,3}|→|@)\s?[\u3400-\u9fffa-z]{2,16}\s*$")
HANDLE = re.compile(r"@[\w\u3400-\u9fff]")
_SOME, _FAR = 60, 400
"""How many lines of a kind, and how many characters of one, are looked at."""


def describe_report(source: Source) -> dict[str, float]:
    """What a report is like as a whole."""
    content = source.content()
    count = Counter(b.kind for b in content)
    kinds = {f.kind for f in source.fields} | set(source.sections)
    columns = {field_kind(h) for b in content if b.kind is BlockKind.ROW for h in b.header}
    total = max(1, len(content))
    size = len(source.text)
    folded = sum(a != b for a, b in zip(source.text[:2000], source.report.text[:2000], strict=True))
    return {
        "report_size": float(size),
        "report_lines": float(total),
        "report_items": count[BlockKind.ITEM] / total,
        "report_rows": count[BlockKind.ROW] / total,
        "report_headings": count[BlockKind.HEADING] / total,
        "report_fields": count[BlockKind.FIELD] / total,
        "report_line_size": size / total,
        "report_has_task": float("task" in kinds or "remaining" in kinds),
        "report_has_conclusion": float("conclusion" in kinds),
        "report_has_present": float("present" in kinds),
        "report_has_host": float("host" in kinds),
        "report_owner_column": float("owner" in columns),
        "report_due_column": float("due" in columns),
        "report_owner_fields": float(sum(f.kind == "owner" for f in source.fields)),
        "report_boxes": float(source.text.count("[ ]") + source.text.count("[x]")),
        "report_handles": float(source.text.count("@")),
        "report_traditional": float(folded) / max(1, min(size, 2000)),
        "report_demands": 1000.0 * len(cue("demand").findall(source.text)) / max(1, size),
        "report_rulings": 1000.0 * len(cue("rule").findall(source.text)) / max(1, size),
    }


NO_COLUMN: Mapping[str, float] = dict.fromkeys(
    ("column_verbs", "column_size", "column_dues", "column_past", "column_to_owner", "column_rows"), -1.0
)


def describe_columns(source: Source) -> dict[tuple[int, int], Mapping[str, float]]:
    """For each cell of a table (number of line and of cell): what the cells of its column are like."""
    text, rows = source.text, list[Block]()
    found: dict[tuple[int, int], Mapping[str, float]] = {}
    for block in [*source.report.blocks, None]:
        if (
            block is not None
            and block.kind is BlockKind.ROW
            and block.level != 1
            and (not rows or rows[-1].header == block.header)
        ):
            rows.append(block)
            continue
        width = max((len(r.cells) for r in rows), default=0)
        kinds = [field_kind(h) for h in rows[0].header] if rows else []
        owner = kinds.index("owner") if "owner" in kinds else -1
        for n in range(width):
            cells = [r.cells[n] for r in rows if n < len(r.cells) and r.cells[n].text]
            total = max(1, len(cells))
            shared = {
                "column_verbs": sum(bool(words("verb").match(text, c.start, c.end)) for c in cells) / total,
                "column_size": sum(c.end - c.start for c in cells) / total,
                "column_dues": sum(bool(find_due(text, c.start, min(c.end, c.start + 60))) for c in cells) / total,
                "column_past": sum(bool(cue("past").search(text, c.start, c.end)) for c in cells) / total,
                "column_to_owner": float(owner - n) if owner >= 0 else 99.0,
                "column_rows": float(len(rows)),
            }
            for r in rows:
                found[r.number, n] = shared
        rows = [block] if block is not None and block.kind is BlockKind.ROW and block.level != 1 else []
    return found


def describe_runs(source: Source) -> dict[int, dict[str, float]]:
    """For each line: how many lines of its kind and level stand together, its place among them, and what they share."""
    text, runs, blocks = source.text, {}, source.report.blocks
    verbs = {b.number: bool(words("verb").match(text, b.start, b.end)) for b in blocks}
    peers = _peers(source, verbs)
    at = 0
    while at < len(blocks):
        stop = at + 1
        while stop < len(blocks) and blocks[stop].kind is blocks[at].kind and blocks[stop].path == blocks[at].path:
            stop += 1
        group = blocks[at:stop]
        some = group[:_SOME]
        count = {
            "run_verbs": sum(verbs[b.number] for b in some),
            "run_dues": sum(bool(find_due(text, b.start, min(b.end, b.start + _FAR))) for b in some),
            "run_handles": sum(bool(HANDLE.search(text, b.start, b.end)) for b in some),
            "run_signed": sum(_signed(text, b) for b in some),
            "run_must": sum(bool(words("must").search(text, b.start, min(b.end, b.start + _FAR))) for b in some),
            "run_size": sum(b.end - b.start for b in some),
        }
        shared = {"run": float(len(group))} | {name: total / len(some) for name, total in count.items()}
        for n, b in enumerate(group):
            runs[b.number] = {"run_place": float(n)} | shared | peers[b.number]
        at = stop
    return runs


def _peers(source: Source, verbs: Mapping[int, bool]) -> dict[int, dict[str, float]]:
    """For each line: how many of the report are of its kind, and how those begin."""
    alike: dict[tuple[object, ...], list[Block]] = defaultdict(list)
    for b in source.report.blocks:
        alike[b.kind, b.path, b.level, fold(b.label) if b.kind is BlockKind.FIELD else ""].append(b)
    peers: dict[int, dict[str, float]] = {}
    for same in alike.values():
        some = same[:_SOME]
        topics = sum(bool(cue("topic").match(source.text, b.start, b.end)) for b in some)
        shared = {
            "peers": float(len(same)),
            "peers_agenda": topics / len(some),
            "peers_verbs": sum(verbs[b.number] for b in some) / len(some),
        }
        peers |= {b.number: shared for b in same}
    return peers


def _signed(text: str, block: Block) -> bool:
    """Whether a line ends with somebody in brackets or behind a dash."""
    end = max(block.start, block.end - 40)
    return bool(BRACKETED.search(text, end, block.end) or SIGNED.search(text, end, block.end))
