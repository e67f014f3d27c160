"""Answers that are not one piece of one passage: whole lists, the n-th point, counts, people by role, titles, owners.

They compete with the pieces of passages in one ranking; ``source`` says how each came about, ``fit`` how well its own
key (a role, a name, the words of a task) meets the question, 0 to 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge import agents, item_runs, lexicon, sayings, twofold
from knowledge.asking import Asking, Floats
from knowledge.entities import Entity, Type
from knowledge.facts.source import heading_kind
from knowledge.matching import is_weak
from knowledge.model import BlockKind, Kind, Pair, Person
from knowledge.normalize import fold
from knowledge.numerals import number
from knowledge.passages import Passage, segments
from knowledge.reading import Series
from knowledge.slots import explained, slots

SOURCES = (
    "span",
    "points",
    "heads",
    "point",
    "count",
    "people",
    "people_count",
    "titles",
    "holder",
    "slot",
    "owner",
    "due",
    "pair",
    "sides",
    "groups",
    "column",
    "together",
    "agent",
    "run",
    "both",
    "said",
)
"""How a candidate came about, in the order of the ranking's columns."""

DIRECT = ("titles", "slot", "sides", "pair", "point", "people", "said")
"""Sources that answer by themselves where their key is what the question asks for."""
DIRECT_FIT, DIRECT_BONUS = 0.7, 8.0
"""From which fit they do, and the log-odds they gain."""
DIRECT_CONFIDENCE = 0.6
"""Least confidence in a direct answer; in cross-validation 43 of 50 were right."""

_ROLE_ONLY, _DOUBTFUL = 0.95, 0.69
"""From which fit everybody with a role is the answer (in 60 of 64 questions of annotated reports), and what others fit at most."""
_BESIDE_CORE = 0.6
"""What a point's other wordings fit where its core phrase is known."""

Piece = tuple[int, int]
_MAX_PIECES = 24
_TRAIL = re.compile(r"\s*(?:[(（][^()（）]{0,40}[)）]|[-－—–]{1,3}\s*[^\s]{2,12}|\s(?:责任人|截止|负责人).*)\s*$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer: pieces of the report, or (``text``) something counted from them."""

    passage: int
    pieces: tuple[Piece, ...]
    source: str
    fit: float = 0.0
    text: str = ""
    support: int = -1
    """The passage that speaks for the candidate where it is not the one that holds it (a list's introduction)."""


def candidates(asking: Asking, scores: Floats, top: Sequence[int]) -> list[Candidate]:
    """All structured candidates of a report for a question.

    :param scores: how likely each passage holds the answer; :param top: the best passages, best first.
    """
    kinds = asking.query.kinds
    found: list[Candidate] = []
    if asking.query.ordinal is not None:
        found += _points(asking, scores)
    if any(
        k in kinds for k in (Kind.WHICH_LIST, Kind.WHAT, Kind.TOPIC, Kind.HOW, Kind.HOW_MANY, Kind.WHY, Kind.ALIGNED)
    ):
        found += _series(asking, scores, top)
    if any(k in kinds for k in (Kind.WHO, Kind.WHICH_LIST, Kind.HOW_MANY, Kind.YES_NO, Kind.WHAT)):
        found += _people(asking)
        found += _groups(asking)
    if asking.query.people:
        found += _titles(asking)
    if any(k in kinds for k in (Kind.WHO, Kind.WHICH_LIST)):
        found += _holders(asking)
    found += [
        Candidate(at, pieces, "slot", fit) for pieces, fit in slots(asking) if (at := _place(asking, pieces[0][0])) >= 0
    ]
    if set(kinds) & {Kind.TOPIC, Kind.WHAT, Kind.WHICH_LIST, Kind.HOW, Kind.YES_NO}:
        said = ((_place(asking, pieces[0][0]), pieces, fit) for pieces, fit in sayings.said(asking))
        found += [Candidate(at, pieces, "said", fit) for at, pieces, fit in said if at >= 0]
    found += _tasks(asking)
    found += _pairs(asking)
    if any(k in kinds for k in (Kind.WHICH_LIST, Kind.ALIGNED, Kind.WHO, Kind.HOW_MANY, Kind.WHEN, Kind.WHERE)):
        found += _together(asking, top)
        found += _columns(asking, top)
    found += _phrases(asking, top)
    return list(dict.fromkeys(c for c in found if c.pieces))


_NEAR = 4
"""Passages whose agents, lists and parts are looked at."""


def _phrases(asking: Asking, top: Sequence[int]) -> Iterator[Candidate]:
    """Who acts, whole lists, and answers in two parts, in the best passages."""
    kinds = set(asking.query.kinds)
    for place in top[:_NEAR]:
        passage = asking.reading.passages[place]
        if kinds & {Kind.WHO, Kind.WHICH_LIST} and _asks_bodies(asking):
            for piece, share in agents.acting(asking, passage):
                yield Candidate(place, (piece,), "agent", min(1.0, share))
        if kinds & {Kind.WHICH_LIST, Kind.WHAT, Kind.WHO, Kind.TOPIC}:
            for piece, even in item_runs.runs(asking.reading.text.folded, passage.start, passage.end):
                yield Candidate(place, (piece,), "run", even)
        for pieces, fit in twofold.answers(asking, passage):
            yield Candidate(place, pieces, "both", fit)


# ---------------------------------------------------------------- series


def _place(asking: Asking, start: int) -> int:
    p = asking.reading.passage_at(start)
    return p.sentence if p else -1


def _heads(asking: Asking, series: Series) -> list[Piece]:
    """The first clause of each point, without a bracket or owner at its end."""
    text = asking.reading.report.text
    result = []
    for _, start, end in series.points:
        parts = segments(text, start, end)
        stop = parts[0][1] if parts else end
        result.append((start, max(stop, start + 1)))
    return result


def _cores(asking: Asking, series: Series) -> list[Piece]:
    text = asking.reading.report.text
    result = []
    for _, start, end in series.points:
        tail = _TRAIL.search(text, start, end)
        stop = tail.start() if tail and tail.start() > start + 1 else end
        while stop > start + 1 and text[stop - 1] in " ，,、；;。：:":
            stop -= 1
        result.append((start, stop))
    return result


def _support(asking: Asking, scores: Floats, series: Series) -> int:
    """The passage that says best what a series is about: its introduction or one of its first points."""
    rows = [series.intro] if series.intro >= 0 else []
    rows += [at for _, start, _ in series.points[:3] if (at := _place(asking, start)) >= 0]
    return max(rows, key=lambda r: float(scores[r]), default=-1)


def _introduced(asking: Asking, series: Series) -> float:
    """Share of the question that stands where a series is introduced: its opening passage and the headings above it."""
    reading = asking.reading
    first = reading.passage_at(series.points[0][1])
    numbers = {b.number for b in reading.ancestors.get(first.block.number, ())} if first else set()
    places = {i for n in numbers for i in reading.passages_of.get(n, ())}
    if series.intro >= 0:
        places.add(series.intro)
        places.update(
            i
            for b in reading.ancestors.get(reading.passages[series.intro].block.number, ())
            for i in reading.passages_of.get(b.number, ())
        )
    return asking.cover([(reading.passages[i].start, reading.passages[i].end) for i in places])


def _series(asking: Asking, scores: Floats, top: Sequence[int]) -> Iterator[Candidate]:
    chosen = set(top)
    for series in asking.reading.series:
        places = [_place(asking, start) for _, start, _ in series.points]
        if not (chosen & set(places) or series.intro in chosen) or len(series.points) > _MAX_PIECES:
            continue
        at, support = places[0], _support(asking, scores, series)
        if at < 0:
            continue
        fit = _introduced(asking, series)
        if len(series.points) > 1:
            cores, heads = _cores(asking, series), _heads(asking, series)
            yield Candidate(at, tuple(cores), "points", fit, support=support)
            if heads != cores:
                yield Candidate(at, tuple(heads), "heads", fit, support=support)
        if _asks_number(asking) and len(series.points) > 1:
            fit = max(fit, _named_by(asking, series), 0.8 * _counts_tasks(asking, series))
            last = series.points[-1]
            place = _place(asking, last[1])
            if place >= 0:
                yield Candidate(
                    place,
                    ((last[1], min(last[2], last[1] + 60)),),
                    "count",
                    fit,
                    f"{len(series.points)}{asking.unit[:1] or '个'}",
                    support,
                )


def _asks_number(asking: Asking) -> bool:
    """Whether a number is wanted, rather than who or which they are (哪几位)."""
    return Kind.HOW_MANY in asking.query.kinds and not {Kind.WHICH_LIST, Kind.WHO} & set(asking.query.kinds)


def _named_by(asking: Asking, series: Series) -> float:
    """Share of a series' lines that carry the noun asked for in their marks or words (几个议题: 议题1：…, 议题2：…)."""
    noun = asking.noun[:2]
    if len(noun) < 2:
        return 0.0
    folded = asking.reading.text.folded
    lines = [asking.reading.report.block_at(start) for _, start, _ in series.points]
    return sum(noun in fold(b.enumerator) or noun in folded[b.start : b.end] for b in lines) / len(lines)


def _task_point(asking: Asking, series: Series) -> float:
    """1 where a question names nothing but an ordinal and a task (那第五项呢) and the series is the one of the tasks."""
    nouns = lexicon.words("task_nouns.txt")
    rest = [
        t for t, w in zip(asking.terms, asking.weights, strict=True) if w > 0.12 and t.start <= len(asking.query.text)
    ]
    named = all(
        is_weak(t.text) or number(t.text.strip("第项条点个")) is not None or any(n in t.text for n in nouns)
        for t in rest
    )
    return _holds_most_tasks(asking, series) if named else 0.0


def _counts_tasks(asking: Asking, series: Series) -> float:
    """1 where a question for the number of tasks meets the longest series that the tasks are points of."""
    asked = any(w in asking.noun for w in lexicon.words("task_nouns.txt"))
    return _holds_most_tasks(asking, series) if asked else 0.0


def _holds_most_tasks(asking: Asking, series: Series) -> float:
    text = asking.reading.report.text
    tasks = [max(t.start, text.find(t.heading, t.start, t.end)) for t in asking.reading.facts.tasks]

    def held(points: Series) -> int:
        return sum(any(a <= t < b for _, a, b in points.points) for t in tasks)

    most = max((held(s) for s in asking.reading.series if s.numbered), default=0)
    return float(most > 1 and series.numbered and held(series) == most == len(series.points))


def _points(asking: Asking, scores: Floats) -> Iterator[Candidate]:
    """The point that a question names by its number: the task's core phrase where it is a task, and its words."""
    text = asking.reading.report.text
    for series in asking.reading.series:
        if not series.numbered and _in_one_line(asking, series):
            continue  # clauses that begin alike are a list, but nobody counts them
        for n, (ordinal, start, end) in enumerate(series.points):
            at = _place(asking, start)
            if ordinal != asking.query.ordinal or at < 0:
                continue
            support = _support(asking, scores, series)
            fit = max(_introduced(asking, series), _task_point(asking, series))
            cores = [(t.heading, a) for t in asking.reading.facts.tasks if (a := text.find(t.heading, start, end)) >= 0]
            for heading, a in cores:
                yield Candidate(_place(asking, a), ((a, a + len(heading)),), "point", fit, support=support)
            if cores:
                fit *= _BESIDE_CORE
            yield Candidate(at, (_heads(asking, series)[n],), "point", fit, support=support)
            yield Candidate(at, ((start, min(end, asking.reading.passages[at].end)),), "point", fit, support=support)


def _in_one_line(asking: Asking, series: Series) -> bool:
    report = asking.reading.report
    return report.block_at(series.points[0][1]).number == report.block_at(series.points[-1][1]).number


# ---------------------------------------------------------------- people and groups

_ROLES_OF = {
    "host": ("主持",),
    "record": ("记录",),
    "present": ("出席",),
    "observer": ("列席",),
    "absent": ("请假", "未到"),
    "reporter": ("汇报",),
    "speaker": ("讲话", "发言"),
}


def _people(asking: Asking) -> Iterator[Candidate]:
    if not _asks_bodies(asking):
        return
    people = asking.reading.facts.people
    for section in sorted(asking.sections & set(_ROLES_OF)):
        members = [p for p in people if set(_ROLES_OF[section]) & set(p.roles)]
        if members:
            yield from _persons(asking, members, _sure_of_role(asking, explained(asking, section)))
        for group, key in _groups_of_people(asking, people if section == "present" else members):
            yield from _persons(asking, group, key)
    if not asking.sections & set(_ROLES_OF):
        for group, key in _groups_of_people(asking, people):
            yield from _persons(asking, group, key)


def _sure_of_role(asking: Asking, fit: float) -> float:
    """The fit of everybody with a role: direct only where names are asked for, and nothing but the role with them."""
    names_asked = asking.query.kinds[0] in (Kind.WHO, Kind.WHICH_LIST, Kind.ORDINAL)
    return fit if names_asked and fit >= _ROLE_ONLY else min(fit, _DOUBTFUL)


def _asks_bodies(asking: Asking) -> bool:
    """Whether people or bodies are asked for (谁, 哪些单位, 几个人), not what they did or said."""
    asked = asking.noun or asking.unit
    listed = not asked and {Kind.WHICH_LIST, Kind.HOW_MANY} & set(asking.query.kinds)
    return Kind.WHO in asking.query.kinds or bool(listed) or any(w in asked for w in lexicon.words("body_nouns.txt"))


def _groups_of_people(asking: Asking, people: Iterable[Person]) -> Iterator[tuple[list[Person], float]]:
    """People who share a title or organisation that the question names."""
    groups: dict[str, list[Person]] = {}
    for person in people:
        for key in (*person.titles, person.organisation):
            if key:
                groups.setdefault(key, []).append(person)
        bracket = asking.reading.report.text[person.end : person.end + 14]
        if m := re.match(r"\s?[(（\-–]\s?([^()（）\-\n]{2,10})", bracket):
            groups.setdefault(m.group(1).strip(" )）]"), []).append(person)
    for key, members in groups.items():
        folded = fold(key)
        hit = max((len(t.text) / len(folded) for t in asking.terms if t.text in folded), default=0.0)
        if folded in asking.query.text:
            hit = 1.0
        if hit >= 0.4:
            yield members, min(_DOUBTFUL, hit)


def _persons(asking: Asking, members: Sequence[Person], fit: float) -> Iterator[Candidate]:
    pieces = tuple((p.start, p.end) for p in members[:40])
    at = _place(asking, pieces[0][0])
    if at < 0:
        return
    if len(pieces) <= _MAX_PIECES:
        yield Candidate(at, pieces, "people", fit)
    if _asks_number(asking) and len(members) > 1:
        yield Candidate(at, (pieces[0],), "people_count", fit, f"{len(members)}{asking.unit[:1] or '人'}")


def _groups(asking: Asking) -> Iterator[Candidate]:
    groups = asking.reading.facts.groups
    if groups and (asking.sections & {"present", "observer"}):
        at = _place(asking, groups[0].start)
        if at >= 0:
            yield Candidate(
                at, tuple((g.start, g.end) for g in groups[:_MAX_PIECES]), "groups", explained(asking, "present")
            )


def _titles(asking: Asking) -> Iterator[Candidate]:
    text = asking.reading.report.text
    for person in asking.reading.facts.people:
        if person.name not in asking.query.people or not person.titles:
            continue
        pieces = []
        for title in person.titles:
            near = text.rfind(title, max(0, person.start - 80), person.start + len(person.name) + 20)
            at = near if near >= 0 else text.find(title)
            if at >= 0:
                pieces.append((at, at + len(title)))
        if pieces:
            place = _place(asking, pieces[0][0])
            if place >= 0:
                yield Candidate(
                    place, tuple(sorted(set(pieces))), "titles", 1.0 if Kind.TITLE_OF in asking.query.kinds else 0.3
                )


def _holders(asking: Asking) -> Iterator[Candidate]:
    """People whose title the question names (谁是市政协主席)."""
    for person in asking.reading.facts.people:
        best = 0.0
        for title in person.titles:
            folded = fold(title)
            if folded in asking.query.text:
                best = max(best, 1.0)
            elif len(folded) > 2 and folded[-3:] in asking.query.text:
                best = max(best, 0.5)
        if best:
            at = _place(asking, person.start)
            if at >= 0:
                yield Candidate(at, ((person.start, person.end),), "holder", best)


# ---------------------------------------------------------------- slots, tasks, pairs


def _tasks(asking: Asking) -> Iterator[Candidate]:
    """Owner and due date of the tasks whose words meet the question's."""
    kinds = asking.query.kinds
    want_owner = Kind.WHO in kinds or "owner" in asking.sections or Kind.WHICH_LIST in kinds
    want_due = Kind.WHEN in kinds or "due" in asking.sections
    if not (want_owner or want_due):
        return
    text = asking.reading.report.text
    for task in asking.reading.facts.tasks:
        fit = asking.cover([(task.start, task.end)])
        if fit < 0.25:
            continue
        for wanted, value, source in ((want_owner, task.owner, "owner"), (want_due, task.due, "due")):
            if wanted and value:
                at = text.find(value, task.start, task.end + 80)
                at = at if at >= 0 else text.rfind(value, max(0, task.start - 80), task.end)
                if at >= 0 and (place := _place(asking, at)) >= 0:
                    yield Candidate(place, ((at, at + len(value)),), source, fit)


def _pairs(asking: Asking) -> Iterator[Candidate]:
    text = asking.reading.report.text
    yield from _sides(asking)
    for pair in asking.reading.facts.aligned:
        subject, other = fold(pair.subject), fold(pair.object)
        for key, value in ((subject, pair.object), (other, pair.subject)):
            shared = key in asking.query.text or (
                len(key) > 3
                and any(t.text in key and t.weight > 0.5 and len(t.text) * 2 >= len(key) for t in asking.terms)
            )
            at = text.find(value, pair.start, pair.end)
            if shared and at >= 0 and (place := _place(asking, at)) >= 0:
                yield Candidate(place, ((at, at + len(value)),), "pair", 1.0 if key in asking.query.text else 0.6)


def _sides(asking: Asking) -> Iterator[Candidate]:
    """All subjects, and all objects, of the pairs of one sentence."""
    if Kind.WHICH_LIST not in asking.query.kinds and Kind.WHO not in asking.query.kinds:
        return
    sentences: dict[tuple[int, int], list[Pair]] = {}
    for pair in asking.reading.facts.aligned:
        sentences.setdefault((pair.start, pair.end), []).append(pair)
    text = asking.reading.report.text
    for (start, end), pairs in sentences.items():
        fit = asking.cover([(start, end)])
        bodies = _asks_bodies(asking)
        for words, share in (([p.subject for p in pairs], bodies), ([p.object for p in pairs], not bodies)):
            places = [text.find(w, start, end) for w in words]
            if len(words) > 1 and min(places) >= 0 and (at := _place(asking, places[0])) >= 0:
                yield Candidate(
                    at, tuple((a, a + len(w)) for a, w in zip(places, words, strict=True)), "sides", fit * share
                )


# ---------------------------------------------------------------- several pieces of one passage, and of one column


def _together(asking: Asking, top: Sequence[int]) -> Iterator[Candidate]:
    """All entities of the wanted types in a passage (谁提案、谁附议), and an owner with its due date."""
    wanted = asking.wanted - {Type.ORGANISATION} if Type.PERSON in asking.wanted else asking.wanted
    for place in top[:3]:
        p = asking.reading.passages[place]
        inside = _outermost(
            [e for e in asking.reading.entities if p.start <= e.start and e.end <= p.end and e.type in wanted]
        )
        if 2 <= len(inside) <= 6:
            yield Candidate(place, tuple((e.start, e.end) for e in inside), "together", len(inside) / 6)
        values = [f for f in asking.reading.fields if f.kind in ("owner", "due") and p.start <= f.start < p.end]
        if len(values) == 2 and {"owner", "due"} <= asking.sections:
            yield Candidate(place, tuple((f.start, min(f.end, p.end)) for f in values), "together", 1.0)


def _outermost(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for e in sorted(entities, key=lambda e: (e.start, -e.end)):
        if not kept or e.start >= kept[-1].end:
            kept.append(e)
    return kept


def _columns(asking: Asking, top: Sequence[int]) -> Iterator[Candidate]:
    """A table's column whose head the question asks for."""
    seen: set[tuple[str, ...]] = set()
    for place in top:
        block = asking.reading.passages[place].block
        if block.kind is not BlockKind.ROW or not block.header or block.header in seen:
            continue
        seen.add(block.header)
        rows = [b for b in asking.reading.report.blocks if b.header == block.header]
        for n, head in enumerate(block.header):
            fit = sum(t.weight for t in asking.terms if t.text in fold(head)) + (heading_kind(head) in asking.sections)
            cells = [b.cells[n] for b in rows if n < len(b.cells) and b.cells[n]]
            if cells and 1 < len(cells) <= _MAX_PIECES and fit > 0:
                at = _place(asking, cells[0].start)
                if at >= 0:
                    yield Candidate(at, tuple((q.start, q.end) for q in cells), "column", min(1.0, fit))


def bonus(candidates: Sequence[Candidate]) -> Floats:
    """Log-odds that candidates gain for answering directly."""
    return np.array([DIRECT_BONUS if is_direct(c) else 0.0 for c in candidates])


def is_direct(candidate: Candidate) -> bool:
    """Whether a candidate answers by its key."""
    return candidate.source in DIRECT and candidate.fit >= DIRECT_FIT


def assurance(candidate: Candidate) -> float:
    """Confidence that a candidate brings with it, 0 for all but direct ones."""
    return DIRECT_CONFIDENCE if is_direct(candidate) else 0.0


def clip(passage: Passage, piece: Piece) -> Piece:
    """A piece cut to its passage."""
    return max(piece[0], passage.start), min(piece[1], passage.end)
