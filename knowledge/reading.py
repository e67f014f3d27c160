"""A report made ready to be asked: its passages, entities, series of numbered points, and who speaks where.

Everything here depends on the report alone and is worked out once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.entities import Entity, find
from knowledge.facts.source import Field, heading_kind, read_source
from knowledge.index import ParagraphIndex
from knowledge.matching import Text, weight
from knowledge.model import Block, BlockKind, Facts, Report
from knowledge.normalize import fold
from knowledge.numerals import enumerator_value
from knowledge.passages import Passage, passages

_POINT = re.compile(
    r"(?:^|(?<=[，,、；;：:。！!\s”\"]))(?:(?P<a>[一二三四五六七八九十]{1,2})(?:是|要|、(?!$))|第(?P<b>[一二三四五六七八九十]{1,2})[，,、是]|[(（](?P<c>\d{1,2}|[一二三四五六七八九十]{1,2})[)）]|(?P<d>\d{1,2})[、)）.．](?!\d)|(?P<e>[①-⑳])|(?P<f>[a-hA-H])[.、．](?!\w*\.))"
)


_PLAIN = (BlockKind.PARAGRAPH, BlockKind.FIELD)
_CLAUSE = re.compile(r"[^，,；;。：:！？\n]{4,80}")
_LEAD, _PARALLEL, _APART, _SHORTEST_RUN = 2, 3, 3, 24
"""Characters that parallel clauses share, how many there must be, how far apart at most, and how long the line at least."""
_MOST_LINES, _LONG_LINE = 12, 80
"""How many lines an opening line may announce, and how long each may be."""


@dataclass(frozen=True, slots=True)
class Series:
    """Points that count up (一是…二是…, numbered items, bullets under one heading).

    ``intro`` is the passage (its number) that opens the series, -1 if none; ``points`` are ordinal, start and end.
    """

    intro: int
    points: tuple[tuple[int, int, int], ...]
    numbered: bool


_K1, _B = 1.2, 0.75
"""BM25 of passages: what the models that weigh it were fitted with."""


class Reading:
    """What asking needs to know of one report."""

    def __init__(self, report: Report, facts: Facts) -> None:
        self.report = report
        self.facts = facts
        self.text = Text(report.text)
        self.passages = passages(report)
        names = tuple(dict.fromkeys(p.name for p in facts.people))
        self.entities: list[Entity] = find(report.text, 0, names)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Labelled values of the minutes (主持人：…, 责任人：…), in order."""
        return read_source(self.report).fields

    @cached_property
    def section_kinds(self) -> list[frozenset[str]]:
        """For each passage what its line and the headings above it introduce (host, present, conclusion, …)."""
        of_block: dict[int, set[str]] = {}
        for field in self.fields:
            if field.kind:
                of_block.setdefault(field.block.number, set()).add(field.kind)
        result = []
        for p in self.passages:
            kinds = set(of_block.get(p.block.number, ()))
            kinds.update(k for heading in p.block.path if (k := heading_kind(heading)))
            result.append(frozenset(kinds))
        return result

    @cached_property
    def names(self) -> tuple[str, ...]:
        """People the report names."""
        return tuple(dict.fromkeys(p.name for p in self.facts.people))

    @cached_property
    def called(self) -> dict[str, list[tuple[int, int]]]:
        """Folded name → where the text calls that person by surname and title (于书记)."""
        result: dict[str, list[tuple[int, int]]] = {}
        for person in self.facts.people:
            if not person.titles or len(person.name) > 4:
                continue
            name = fold(person.name)
            for title in {t[-n:] for t in map(fold, person.titles) for n in (2, 3) if len(t) >= n}:
                alias = name[0] + title
                if alias not in name:
                    result.setdefault(name, []).extend((at, at + len(alias)) for at in self.text.find(alias))
        return result

    @cached_property
    def ancestors(self) -> dict[int, tuple[Block, ...]]:
        """Block number → the headings (and empty fields) above it, outermost first; a row's head row counts as one."""
        result: dict[int, tuple[Block, ...]] = {}
        seen: dict[str, Block] = {}
        header: Block | None = None
        for block in self.report.blocks:
            above = [seen[t] for t in block.path if t in seen]
            if block.kind is BlockKind.ROW and block.header:
                if header is not None:
                    above.append(header)
            elif block.kind is BlockKind.ROW:
                header = block
            result[block.number] = tuple(above)
            seen[block.text] = block
            if block.enumerator:
                seen[f"{block.enumerator} {block.text}"] = block
            if block.label:
                seen[block.label] = block
        return result

    @cached_property
    def passages_of(self) -> dict[int, list[int]]:
        """Block number → numbers of its passages."""
        result: dict[int, list[int]] = {}
        for p in self.passages:
            result.setdefault(p.block.number, []).append(p.sentence)
        return result

    @cached_property
    def _words(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Offsets and vocabulary numbers of all words that say something, in order."""
        places = sorted((at, n) for n, w in enumerate(self.text.vocabulary) for at in self.text.positions[w])
        return np.array([at for at, _ in places], dtype=np.int64), np.array([n for _, n in places], dtype=np.int64)

    def words_between(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Words of a stretch of the report: number in the vocabulary, start, end."""
        offsets, numbers = self._words
        first, last = np.searchsorted(offsets, (start, end))
        return [
            (int(n), int(at), int(at) + len(self.text.vocabulary[n]))
            for at, n in zip(offsets[first:last], numbers[first:last], strict=True)
        ]

    @cached_property
    def passage_index(self) -> ParagraphIndex:
        """The passages, by their numbers, to be searched by what they share with a question."""
        index = ParagraphIndex(_K1, _B)
        index.add("", ((p.start, p.end, self.text.folded[p.start : p.end]) for p in self.passages))
        return index

    @cached_property
    def passage_words(self) -> list[NDArray[np.int64]]:
        """For each passage the numbers of its words in the report's vocabulary."""
        offsets, numbers = self._words
        bounds = [np.searchsorted(offsets, (p.start, p.end)) for p in self.passages]
        return [np.unique(numbers[a:b]) for a, b in bounds]

    @cached_property
    def passage_vectors(self) -> NDArray[np.float32]:
        """Unit vectors of the passages: their words' vectors weighted by how much each word says."""
        weights = np.array([weight(w) for w in self.text.vocabulary], dtype=np.float32)
        result = np.zeros((len(self.passages), self.text.matrix.shape[1]), dtype=np.float32)
        for i, inside in enumerate(self.passage_words):
            if len(inside):
                total = weights[inside] @ self.text.matrix[inside]
                result[i] = total / (float(np.linalg.norm(total)) + 1e-9)
        return result

    @cached_property
    def segments_of(self) -> list[tuple[int, int]]:
        """For each passage the rows of its segments in :attr:`segment_vectors`."""
        result, at = [], 0
        for p in self.passages:
            result.append((at, at + len(p.segments)))
            at += len(p.segments)
        return result

    @cached_property
    def segment_vectors(self) -> NDArray[np.float32]:
        """Unit vectors of all passages' segments, made like :attr:`passage_vectors`."""
        weights = np.array([weight(w) for w in self.text.vocabulary], dtype=np.float32)
        offsets, numbers = self._words
        bounds = [b for p in self.passages for b in p.segments]
        result = np.zeros((len(bounds), self.text.matrix.shape[1]), dtype=np.float32)
        for i, (a, b) in enumerate(bounds):
            inside = numbers[int(np.searchsorted(offsets, a)) : int(np.searchsorted(offsets, b))]
            if len(inside):
                total = weights[inside] @ self.text.matrix[inside]
                result[i] = total / (float(np.linalg.norm(total)) + 1e-9)
        return result

    @cached_property
    def speakers(self) -> list[str]:
        """For each passage who is speaking: of the statement that covers it, else the last one in its line."""
        result = [""] * len(self.passages)
        statements = sorted(self.facts.statements, key=lambda s: s.start)
        for p in self.passages:
            for s in statements:
                if s.start < p.end and p.start < s.end:
                    result[p.sentence] = s.speaker
        return result

    def passage_at(self, offset: int) -> Passage | None:
        """The passage that holds an offset."""
        low, high = 0, len(self.passages) - 1
        while low <= high:
            middle = (low + high) // 2
            p = self.passages[middle]
            if offset < p.start:
                high = middle - 1
            elif offset >= p.end:
                low = middle + 1
            else:
                return p
        return None

    @cached_property
    def series(self) -> list[Series]:
        """All series of the report, those within a line and those of lines."""
        return self._inline_series() + self._line_series() + self._announced_series() + self._parallel_series()

    def opens(self, place: int) -> bool:
        """Whether a passage ends with a colon, and so announces what comes next."""
        if place < 0:
            return False
        p = self.passages[place]
        return self.text.folded[p.start : p.end].rstrip(" *_").endswith(":")

    def _inline_series(self) -> list[Series]:
        found: list[Series] = []
        for block in self.report.blocks:
            if block.kind is BlockKind.FURNITURE:
                continue
            run: list[tuple[int, int]] = []
            marks = []
            for m in _POINT.finditer(self.report.text, block.start, block.end):
                value = (
                    enumerator_value(next(g for g in m.groups() if g))
                    if not m.group("f")
                    else ord(m.group("f").lower()) - 96
                )
                if value is not None:
                    marks.append((value, m.start(), m.end()))
            for value, start, end in [*marks, (1, block.end, block.end)]:
                if value == 1:
                    if len(run) > 1:
                        found.append(self._close(run, start))
                    run = [(start, end)]
                elif value == len(run) + 1 and run:
                    run.append((start, end))
        return found

    def _close(self, run: list[tuple[int, int]], limit: int) -> Series:
        text = self.report.text
        points: list[tuple[int, int, int, int]] = []
        for n, (_, at) in enumerate(run):
            end = run[n + 1][0] if n + 1 < len(run) else limit
            if n + 1 == len(run):
                stop = re.search(r"[。！]", text[at:end])
                # the last point ends with its sentence where the others are no longer than a sentence
                if stop and all("。" not in text[p[2] : p[3]] for p in points):
                    end = at + stop.start()
            points.append((n + 1, run[n][0], at, end))
        intro = self.passage_at(max(run[0][0] - 1, 0))
        return Series(
            intro.sentence if intro else -1, tuple((o, at, _rstrip(text, at, end)) for o, _, at, end in points), True
        )

    def _line_series(self) -> list[Series]:
        """Consecutive items (or sub-headings) of the same shape under the same headings."""
        found: list[Series] = []
        groups: dict[tuple[tuple[str, ...], str], list[Block]] = {}
        for block in self.report.blocks:
            block = self._opened_by_point(block)
            if block.kind in (BlockKind.ITEM, BlockKind.HEADING, BlockKind.FIELD) and (
                block.enumerator or block.kind is BlockKind.ITEM
            ):
                shape = re.sub(r"[\d一二三四五六七八九十壹貳貮參肆伍陸柒捌玖拾]+", "#", block.enumerator) or "•"
                group = groups.setdefault((block.path, shape), [])
                restart = group and block.enumerator and (block.ordinal or 0) <= (group[-1].ordinal or 0)
                gap = group and not block.enumerator and block.number != group[-1].number + 1
                if restart or gap:
                    found.append(self._lines(group))
                    group.clear()
                group.append(block)
        found += [self._lines(g) for g in groups.values() if g]
        return [s for s in found if s.points]

    def _announced_series(self) -> list[Series]:
        """Unnumbered lines after one that ends with a colon."""
        found: list[Series] = []
        blocks = self.report.blocks
        for opening, first in zip(blocks, blocks[1:], strict=False):
            places = self.passages_of.get(opening.number, ())
            if not places or not self.opens(places[-1]) or first.enumerator or first.kind not in _PLAIN:
                continue
            lines = [first]
            for block in blocks[first.number : first.number + _MOST_LINES]:
                own = self.passages_of.get(block.number, ())
                if block.kind not in _PLAIN or block.enumerator or block.path != first.path or not own:
                    break
                if self.opens(own[-1]) or len(block.text) > _LONG_LINE:
                    break
                if self._apart(lines[-1], block) and not self._apart(opening, first):
                    break
                lines.append(block)
            if len(lines) > 1 and len(first.text) <= _LONG_LINE:
                points = tuple((n, b.start, b.end) for n, b in enumerate(lines, 1))
                found.append(Series(places[-1], points, False))
        return found

    def _apart(self, upper: Block, lower: Block) -> bool:
        """Whether an empty line stands between two lines."""
        return self.report.text.count("\n", upper.end, lower.start) > 1

    def _parallel_series(self) -> list[Series]:
        """Clauses that begin with the same word, with few others between them (坚持…，坚持…，坚持…; 要…，…，要…)."""
        found: list[Series] = []
        text = self.report.text
        for block in self.report.blocks:
            if block.kind in (BlockKind.FURNITURE, BlockKind.ROW) or len(block.text) < _SHORTEST_RUN:
                continue
            runs: dict[str, list[tuple[int, int, int]]] = {}
            for n, m in enumerate(_CLAUSE.finditer(text, block.start, block.end)):
                lead = text[m.start() : m.start() + (1 if m.group().startswith("要") else _LEAD)]
                run = runs.setdefault(lead, [])
                if run and n - run[-1][0] > _APART:
                    found += self._parallel(run)
                    run.clear()
                run.append((n, *m.span()))
            for run in runs.values():
                found += self._parallel(run)
        return found

    def _parallel(self, run: list[tuple[int, int, int]]) -> list[Series]:
        """The series of clauses that begin alike, each with what follows it up to the next; none if they are few."""
        if len(run) < _PARALLEL:
            return []
        text = self.report.text
        ends = [_rstrip(text, a, b) for (_, a, _), (_, b, _) in zip(run, run[1:], strict=False)] + [run[-1][2]]
        place = self.passage_at(run[0][1])
        points = tuple((n, start, end) for n, ((_, start, _), end) in enumerate(zip(run, ends, strict=True), 1))
        return [Series(place.sentence if place else -1, points, False)]

    def _opened_by_point(self, block: Block) -> Block:
        """A paragraph that starts with 一是 counts as an item of that number."""
        if (
            block.kind is BlockKind.PARAGRAPH
            and (mark := _POINT.match(self.report.text, block.start, block.end))
            and mark.group("a")
        ):
            return replace(
                block,
                kind=BlockKind.ITEM,
                enumerator=mark.group(),
                ordinal=enumerator_value(mark.group("a")),
                start=mark.end(),
                text=self.report.text[mark.end() : block.end],
            )
        return block

    def _lines(self, blocks: list[Block]) -> Series:
        first = blocks[0]
        before = self.passages_of.get(first.number, [-1])[0] - 1
        intro = before
        above = self.ancestors.get(first.number, ())
        if not self.opens(before) and above and self.passages_of.get(above[-1].number):
            intro = self.passages_of[above[-1].number][-1]
        numbered = bool(first.enumerator)
        return Series(
            intro,
            tuple((b.ordinal if numbered and b.ordinal else n, b.start, b.end) for n, b in enumerate(blocks, 1)),
            numbered,
        )


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " ，,、；;。：:\n":
        end -= 1
    return end
