"""What speaks for and against a clause being something to be done, as named numbers for the learned choice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge import vectors
from knowledge.facts.clauses import Clause
from knowledge.facts.deadlines import find_due
from knowledge.facts.owners import is_department
from knowledge.facts.phrasing import cue, words
from knowledge.facts.source import Field, Source
from knowledge.labels import field_kind
from knowledge.lexicon import table
from knowledge.model import Block, BlockKind
from knowledge.normalize import fold
from knowledge.segment import cut

_KINDS = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW, BlockKind.FIELD)
_FIELDS = (
    "date", "place", "host", "record", "present", "observer", "absent", "reporter",
    "owner", "due", "topic", "conclusion", "remaining", "explain", "proposer", "task", "title",
)  # fmt: skip
CUES = (
    "must", "decide", "narrative", "purpose", "past", "future", "ban", "by", "please", "charge", "thing", "state",
    "amount", "every", "asked", "view", "agenda", "ceremony", "attend", "slogan", "condition", "vote",
)  # fmt: skip
SPEECH = ("demand", "say", "report", "discuss", "rule")
_WORK = re.compile(
    r"事项|任务|内容|工作|措施|item|action|行动|待办|要求|整改|todo|task|清单|改进|决议|动作|对策|结论|处理|意见"
)
_BRACKETED = re.compile(r"[(【\[][^()]{2,24}[)】\]]\s*$")
_SIGNED = re.compile(r"(?:[-—–]{1,3}|→|@)\s?[\u3400-\u9fffa-z]{2,16}\s*$")
_HANDLE = re.compile(r"@[\w\u3400-\u9fff]")
_NUMBER = re.compile(r"\d")
_LATIN = re.compile(r"[a-z]")
_QUESTION = re.compile(r"吗|呢|是否|能否|如何|怎么|什么|\?")
_ADVERB = re.compile(
    r"(?:应|须|要|需|将|会|可|拟|也|还|并|再|就|先|都|均|则|尽快|抓紧|继续|认真|切实|进一步|务必|必须|应当|应该|不得|不要|计划|准备|负责|牵头|会同){1,3}"
)
_NUMERAL = ("一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾", "0123456789", "①②③④⑤⑥⑦⑧⑨⑩")


@dataclass(frozen=True, slots=True)
class Described:
    """The clauses of a report with what their lines and they themselves are like; ``rows`` has a row for each."""

    clauses: Sequence[Clause]
    rows: Sequence[dict[str, float]]
    grams: Sequence[frozenset[str]]
    senses: NDArray[np.float32]
    """The mean word vector of each clause, and that of its first words."""


# ---------------------------------------------------------------- the report


def _report_features(source: Source) -> dict[str, float]:
    content = source.content()
    count = Counter(b.kind for b in content)
    kinds = {f.kind for f in source.fields} | set(source.sections)
    columns = {field_kind(h) for b in content if b.kind is BlockKind.ROW for h in b.header}
    total = max(1, len(content))
    size = len(source.text)
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
        "report_traditional": float(
            sum(a != b for a, b in zip(source.text[:2000], source.report.text[:2000], strict=True))
        )
        / max(1, min(size, 2000)),
        "report_demands": 1000.0 * len(cue("demand").findall(source.text)) / max(1, size),
        "report_rulings": 1000.0 * len(cue("rule").findall(source.text)) / max(1, size),
    }


# ---------------------------------------------------------------- the line


@dataclass(slots=True)
class _Line:
    """A line with what all its clauses share."""

    features: dict[str, float]
    heading: str
    label: str
    spoken: list[tuple[int, int, str]]
    columns: tuple[str, ...]


def _line(source: Source, block: Block, people: frozenset[str], run: tuple[int, int, dict[str, float]]) -> _Line:
    section = source.section(block)
    blocks = source.report.blocks
    heading = fold(block.path[-1]) if block.path else ""
    label = fold(block.label)
    kind = field_kind(block.label) if block.label else ""
    following = blocks[block.number] if block.number < len(blocks) else None
    before = blocks[block.number - 2] if block.number > 1 else None
    columns = tuple(field_kind(h) for h in block.header)
    f: dict[str, float] = {f"kind_{k.value}": float(block.kind is k) for k in _KINDS}
    f["kind_row"] = float(block.kind is BlockKind.ROW)
    for name in _FIELDS:
        f[f"section_{name}"] = float(section == name)
        f[f"field_{name}"] = float(kind == name)
    f["section_any"] = float(bool(section))
    f["heading_depth"] = float(len(block.path))
    f["heading_demands"] = float(bool(cue("heading").search(heading)))
    f["headings_demand"] = float(any(cue("heading").search(fold(h)) for h in block.path[:-1]))
    f["heading_report"] = float(bool(cue("heading_report").search(heading)))
    f["heading_department"] = float(is_department(heading)) if heading else 0.0
    f["level"] = float(block.level)
    f["size"] = float(block.end - block.start)
    f["line"] = block.number / max(1, len(blocks))
    f["labelled"] = float(bool(label))
    f["label_size"] = float(len(label))
    f["label_person"] = float(bool(label) and label.lstrip("@") in people)
    f["label_demands"] = float(bool(label) and bool(cue("heading").search(label)))
    f["enumerated"] = float(next((n + 1 for n, s in enumerate(_NUMERAL) if any(c in s for c in block.enumerator)), 0))
    f["ordinal"] = float(block.ordinal or 0)
    lead = source.text[max(0, block.start - 8) : block.start]
    f["box_open"] = float("[ ]" in lead or source.text.startswith("[ ]", block.start))
    f["box_done"] = float("[x]" in lead or source.text.startswith("[x]", block.start) or "~~" in lead)
    f["run"], f["run_place"] = float(run[0]), float(run[1])
    f |= run[2]
    f["owner_below"] = float(
        following is not None and following.kind is BlockKind.FIELD and field_kind(following.label) == "owner"
    )
    f["field_below"] = float(following is not None and following.kind is BlockKind.FIELD)
    f["conclusion_below"] = float(
        following is not None
        and following.kind is BlockKind.FIELD
        and field_kind(following.label) in ("conclusion", "task", "explain")
    )
    f["colon_above"] = float(before is not None and fold(before.text[-1:]) == ":")
    f["heading_above"] = float(before is not None and before.kind is BlockKind.HEADING)
    f["fields_within"] = float(sum(1 for x in source.fields if x.block is block and x.kind in ("owner", "due")))
    f |= _ruling(source, block)
    f["size_value"] = float(block.end - max(block.start, block.value))
    f["vote_within"] = float(bool(cue("vote").search(source.text, block.start, block.end)))
    spoken = sorted(
        (m.start(), m.end(), key)
        for key in SPEECH
        for m in cue(key).finditer(source.text, block.start, min(block.end, block.start + 20_000))
    )
    return _Line(f, heading, label, spoken, columns)


_VOTED = re.compile(
    r"(?:[\s*,、()0-9一二三四五六七八九十票人。.:]|全体|全数|一致|无异议|表决|照案|会议|本案|原则|赞成|反对|弃权|不?同意|通过|准予备查|洽悉|鼓掌|出席)+$"
)
_TOPIC_LABELS = ("案由", "议案", "议题", "提案", "主旨")
_REACH, _READ = 14, 120


def _ruling(source: Source, block: Block) -> dict[str, float]:
    """For a topic (a heading, 案由): whether a ruling follows before the next one, how long, and whether it is more than a vote."""
    f = {
        "ruling_below": 0.0,
        "ruling_vote": 0.0,
        "ruling_size": 0.0,
        "owner_under": 0.0,
        "task_under": 0.0,
        "size_under": 0.0,
    }
    topic = (
        block.kind is BlockKind.HEADING
        or fold(block.label) in _TOPIC_LABELS
        or bool(block.enumerator)
        or block.text[:1] in "【["
    )
    if not topic:
        return f
    size = 0
    for b in source.report.blocks[block.number : block.number + _REACH]:
        if block.kind is BlockKind.HEADING and b.kind is BlockKind.HEADING and b.level <= block.level:
            break
        if b.label and fold(b.label) == fold(block.label) and block.label:
            break
        kind = field_kind(b.label) if b.label else ""
        size += b.end - b.start
        if kind == "owner":
            f["owner_under"] = 1.0
        if kind in ("conclusion", "task") and not f["ruling_below"]:
            value = source.text[b.value : b.end].strip()
            f["ruling_below"] = 1.0
            f["ruling_size"] = float(len(value))
            f["ruling_vote"] = float(bool(_VOTED.match(value)))
        if words("must").search(source.text, b.start, min(b.end, b.start + 400)):
            f["task_under"] += 1.0
    f["size_under"] = float(size)
    return f


def _columns(source: Source) -> dict[tuple[int, int], dict[str, float]]:
    """For each cell of a table: what the cells of its column are like."""
    text, found = source.text, {}
    rows: list[Block] = []
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
        for n in range(width):
            cells = [r.cells[n] for r in rows if n < len(r.cells) and r.cells[n].text]
            total = max(1, len(cells))
            kinds = [field_kind(h) for h in rows[0].header]
            owner = kinds.index("owner") if "owner" in kinds else -1
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


_NO_COLUMN = dict.fromkeys(
    ("column_verbs", "column_size", "column_dues", "column_past", "column_to_owner", "column_rows"), -1.0
)


def _runs(source: Source) -> dict[int, tuple[int, int, dict[str, float]]]:
    """For each line: how many lines of its kind and level stand together, its place among them, and what they share."""
    text, runs, blocks = source.text, {}, source.report.blocks
    alike: dict[tuple[object, ...], list[Block]] = {}
    for b in blocks:
        alike.setdefault((b.kind, b.path, b.level, fold(b.label) if b.kind is BlockKind.FIELD else ""), []).append(b)
    peers: dict[int, dict[str, float]] = {}
    for same in alike.values():
        shared = {
            "peers": float(len(same)),
            "peers_agenda": sum(bool(cue("topic").match(text, b.start, b.end)) for b in same[:60]) / len(same[:60]),
            "peers_verbs": sum(bool(words("verb").match(text, b.start, b.end)) for b in same[:60]) / len(same[:60]),
        }
        peers |= {b.number: shared for b in same}
    at = 0
    while at < len(blocks):
        stop = at + 1
        while stop < len(blocks) and blocks[stop].kind is blocks[at].kind and blocks[stop].path == blocks[at].path:
            stop += 1
        group = blocks[at:stop]
        some = group[:60]
        shared = {
            "run_verbs": sum(bool(words("verb").match(text, b.start, b.end)) for b in some) / len(some),
            "run_dues": sum(bool(find_due(text, b.start, min(b.end, b.start + 400))) for b in some) / len(some),
            "run_handles": sum(bool(_HANDLE.search(text, b.start, b.end)) for b in some) / len(some),
            "run_signed": sum(
                bool(
                    _BRACKETED.search(text, max(b.start, b.end - 40), b.end)
                    or _SIGNED.search(text, max(b.start, b.end - 40), b.end)
                )
                for b in some
            )
            / len(some),
            "run_must": sum(bool(words("must").search(text, b.start, min(b.end, b.start + 400))) for b in some)
            / len(some),
            "run_size": sum(b.end - b.start for b in some) / len(some),
        }
        for n, b in enumerate(group):
            runs[b.number] = (len(group), n, shared | peers[b.number])
        at = stop
    return runs


# ---------------------------------------------------------------- the clause


def _clause(source: Source, c: Clause, people: frozenset[str], actor: re.Pattern[str]) -> dict[str, float]:
    """What a clause says, by itself."""
    text, a, b = source.text, c.start, c.end
    piece = text[a:b]
    f = {
        f"is_{key}": float(bool(cue(key).search(piece)))
        for key in CUES
        if key not in ("must", "decide", "narrative", "purpose")
    }
    f["is_must"] = float(bool(words("must").search(text, a, b)))
    f["is_decide"] = float(bool(words("decide").search(text, a, b)))
    f["is_narrative"] = float(bool(words("narrative").search(text, a, b)))
    f["is_purpose"] = float(bool(words("purpose").match(text, a, b)))
    f["verb"] = float(bool(words("verb").match(text, a, b)))
    adverb = _ADVERB.match(piece)
    f["adverb"] = float(bool(adverb))
    f["topic"] = float(bool(cue("topic").match(piece)))
    f["verb_after"] = float(bool(adverb) and bool(words("verb").match(text, a + adverb.end(), b))) if adverb else 0.0
    found = actor.match(piece)
    f["actor"] = float(len(found.group()) if found else 0)
    rest = a + (found.end() if found else 0)
    more = _ADVERB.match(text, rest, b)
    rest = more.end() if more else rest
    f["purpose_after"] = float(rest > a and bool(words("purpose").match(text, rest, b)))
    f["rest"] = float(b - rest)
    f["actor_verb"] = float(bool(found) and bool(words("verb").match(text, a + found.end(), b))) if found else 0.0
    due = find_due(text, a, b)
    f["due"] = float(due is not None)
    f["due_first"] = float(due is not None and due[0] - a < 3)
    f["due_before"] = float(due is not None and text[due[1] - 1] in "前内")
    f["due_all"] = float(due is not None and (due[1] - due[0]) * 1.5 > b - a)
    f["person"] = float(any(p in piece for p in people if len(p) > 1))
    f["person_first"] = float(any(piece.startswith(p) for p in people if len(p) > 1))
    f["length"] = float(b - a)
    f["digits"] = len(_NUMBER.findall(piece)) / (b - a)
    f["latin"] = len(_LATIN.findall(piece)) / (b - a)
    f["question"] = float(bool(_QUESTION.search(piece)))
    f["bracketed"] = float(bool(_BRACKETED.search(piece)))
    f["signed"] = float(bool(_SIGNED.search(piece)))
    f["handle"] = float(bool(_HANDLE.search(piece)))
    f["quoted"] = float('"' in piece or "《" in piece)
    f["listing"] = float(piece.count("、"))
    return f


_BORROWED = (
    "is_must", "is_decide", "is_past", "is_purpose", "is_state", "is_view", "is_by", "is_please", "is_charge", "verb",
    "verb_after", "actor", "due", "due_all", "person", "length", "is_future",
)  # fmt: skip


def describe(source: Source, clauses: Sequence[Clause], people: frozenset[str]) -> Described:
    """All features of the clauses of a report."""
    if not clauses:
        return Described(clauses, [], [], np.zeros((0, 0), dtype=np.float32))
    text = source.text
    shared = _report_features(source)
    runs = _runs(source)
    actor = _actors(people)
    own = [_clause(source, c, people, actor) for c in clauses]
    lines: dict[int, _Line] = {}
    count_parts = Counter((c.block.number, c.cell, c.part) for c in clauses)
    last_part = {(c.block.number, c.cell): c.part_number for c in clauses}
    columns = _columns(source)
    fields: dict[int, list[Field]] = defaultdict(list)
    for x in source.fields:
        fields[x.block.number].append(x)
    shared["report_marked"] = float(sum(c.ordinal for c in clauses))
    shared["report_marked_lines"] = float(len({c.block.number for c in clauses if c.ordinal}))
    marks = Counter(c.block.number for c in clauses if c.ordinal)
    last_mark = -1
    rows, grams = [], []
    for n, c in enumerate(clauses):
        if c.ordinal:
            last_mark = n
        if c.block.number not in lines:
            lines[c.block.number] = _line(source, c.block, people, runs[c.block.number])
        line = lines[c.block.number]
        f = dict(own[n])
        same = n > 0 and clauses[n - 1].part == c.part
        after = n + 1 < len(clauses) and clauses[n + 1].part == c.part
        first = n - c.place if same and n - c.place >= 0 else n
        for name in _BORROWED:
            f[f"before_{name}"] = own[n - 1][name] if same else -1.0
            f[f"after_{name}"] = own[n + 1][name] if after else -1.0
            f[f"first_{name}"] = own[first][name] if same else -1.0
        f["musts_before"] = sum(own[k]["is_must"] for k in range(first, n))
        f["verbs_before"] = sum(own[k]["verb"] for k in range(first, n))
        f["place"] = float(c.place)
        f["places"] = float(count_parts[(c.block.number, c.cell, c.part)])
        f["part"] = float(c.part_number)
        f["parts"] = float(last_part[(c.block.number, c.cell)] + 1)
        f["marked"] = float(c.ordinal)
        f["first_marked"] = float(clauses[first].ordinal)
        ruled = last_mark >= 0 and clauses[last_mark].block is c.block
        f["line_marks"] = float(marks[c.block.number])
        f["since_mark"] = float(n - last_mark) if ruled else -1.0
        f["parts_since_mark"] = float(c.part_number - clauses[last_mark].part_number) if ruled else -1.0
        f["purpose_first"] = float(own[first]["is_purpose"] or own[first]["purpose_after"])
        f["mark_after"] = float(":,;。".find(text[c.end : c.end + 1] or "x"))
        f["mark_before"] = float(":,;。".find(text[max(0, c.part[0] - 1) : c.part[0]] or "x")) if c.place == 0 else -2.0
        f["part_topics"] = sum(own[k]["topic"] for k in range(first, min(first + int(f["places"]), len(own))))
        f["part_dues"] = sum(own[k]["due"] for k in range(first, min(first + int(f["places"]), len(own))))
        f["share"] = (c.end - c.start) / max(1, c.block.end - c.block.start)
        f["owner_next"] = float(
            any(x.block is c.block and x.kind == "owner" and 0 <= x.start - c.end < 14 for x in fields[c.block.number])
        )
        f |= columns.get((c.block.number, c.cell), _NO_COLUMN)
        f["at"] = c.start / max(1, len(text))
        f |= _speech(line, c)
        f |= _cell(source, line, c)
        f |= line.features
        f |= shared
        rows.append(f)
        grams.append(_grams(source, clauses, n, line))
    return Described(clauses, rows, grams, _senses(text, clauses))


def _senses(text: str, clauses: Sequence[Clause]) -> NDArray[np.float32]:
    """What the clauses are about, as word vectors: all words, and the first two (what is to be done, by whom)."""
    split = [[w for w in cut(text[c.start : min(c.end, c.start + _READ)]) if not w.isspace()] for c in clauses]
    place = {w: n for n, w in enumerate(dict.fromkeys(w for ws in split for w in ws))}
    matrix = vectors.load().of(list(place))
    result = np.zeros((len(clauses), 2 * matrix.shape[1]), dtype=np.float32)
    for row, ws in enumerate(split):
        if ws:
            at = [place[w] for w in ws]
            result[row] = np.concatenate([matrix[at].mean(axis=0), matrix[at[:2]].mean(axis=0)])
    return result


def _speech(line: _Line, c: Clause) -> dict[str, float]:
    """The last word of saying before a clause, in its line and in its part."""
    f = {f"said_{key}": 0.0 for key in SPEECH} | {f"saying_{key}": 0.0 for key in SPEECH}
    f["said_far"] = 9999.0
    for start, end, key in line.spoken:
        if end > c.start:
            if start < c.end:
                f[f"saying_{key}"] = 1.0
            elif start >= c.end:
                break
            continue
        f |= {f"said_{k}": 0.0 for k in SPEECH}
        f[f"said_{key}"] = 2.0 if start >= c.part[0] else 1.0
        f["said_far"] = float(c.start - end)
    return f


def _cell(source: Source, line: _Line, c: Clause) -> dict[str, float]:
    """What a row and the head of the clause's column say."""
    kind = line.columns[c.cell] if 0 <= c.cell < len(line.columns) else ""
    head = fold(c.block.header[c.cell]) if 0 <= c.cell < len(c.block.header) else ""
    cells = c.block.cells
    return {
        "column_owner": float(kind == "owner"),
        "column_due": float(kind == "due"),
        "column_task": float(kind in ("task", "conclusion", "remaining")),
        "column_topic": float(kind in ("topic", "explain")),
        "column_work": float(bool(head) and bool(_WORK.search(head))),
        "columns_work": float(any(_WORK.search(fold(h)) for h in c.block.header)),
        "columns_owner": float("owner" in line.columns),
        "columns_due": float("due" in line.columns),
        "cells": float(len(cells)),
        "cell": float(c.cell),
        "cell_longest": float(c.cell >= 0 and c.end - c.start >= max(x.end - x.start for x in cells) - 1),
        "cell_filled": sum(bool(x.text) for x in cells) / max(1, len(cells)),
    }


def _actors(people: frozenset[str]) -> re.Pattern[str]:
    """Somebody who may act, at the start of a clause: a known person, or a run that ends like a body or office."""
    organisations = table("organisations.txt")
    endings = "|".join(sorted({re.escape(e) for e in organisations["actor"]}, key=len, reverse=True))
    names = "|".join(sorted((re.escape(p) for p in people if len(p) > 1), key=len, reverse=True))
    named = f"{names}|" if names else ""
    more = rf"(?:[、和与及][^,。;:\s()]{{1,10}}?(?:{endings}))*"
    return re.compile(rf"(?:@|由|请)?(?:{named}[^,。;:\s()]{{0,12}}?(?:{endings})){more}")


def _grams(source: Source, clauses: Sequence[Clause], n: int, line: _Line) -> frozenset[str]:
    """Pieces of wording: of the clause, its beginning and end, what stands before and after, its heading and column."""
    text, c = source.text, clauses[n]
    piece = re.sub(r"[\d〇]+", "0", text[c.start : c.end][:80])
    found = {f"c{piece[i : i + 2]}" for i in range(len(piece) - 1)}
    found |= {f"^{piece[:k]}" for k in (1, 2, 3)} | {f"${piece[-k:]}" for k in (1, 2, 3)}
    if c.place and n:
        before = clauses[n - 1]
        prior = text[before.start : before.end]
        found |= {f"b{prior[:2]}", f"e{prior[-2:]}", f"e{prior[-1:]}", f"b{prior[:1]}"}
    else:
        found.add("b|")
    if n + 1 < len(clauses) and clauses[n + 1].part == c.part:
        found |= {f"n{text[clauses[n + 1].start :][:k]}" for k in (1, 2)}
    else:
        found.add("n|")
    heading = re.sub(r"[\d\s]+", "", line.heading)[:20]
    found |= {f"h{heading[i : i + 2]}" for i in range(len(heading) - 1)} or {"h|"}
    if line.label and c.start > c.block.start:
        found |= {f"l{line.label[i : i + 2]}" for i in range(len(line.label) - 1)}
    if 0 <= c.cell < len(c.block.header):
        head = fold(c.block.header[c.cell])
        found |= {f"r{head[i : i + 2]}" for i in range(len(head) - 1)}
    return frozenset(found)
