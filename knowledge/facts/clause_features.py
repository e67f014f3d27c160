"""What a clause says, and what it says of itself by its place in its line, as named numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from knowledge.facts.clauses import Clause
from knowledge.facts.deadlines import find_due
from knowledge.facts.line_features import SPEECH, Line, is_work
from knowledge.facts.names import full_names
from knowledge.facts.phrasing import cue, words
from knowledge.facts.report_features import BRACKETED, HANDLE, SIGNED
from knowledge.lexicon import alternation, table

_CUES = (
    "past", "future", "ban", "by", "please", "charge", "thing", "state", "amount", "every", "asked", "view", "agenda",
    "ceremony", "attend", "slogan", "condition", "vote",
)  # fmt: skip
_NUMBER = re.compile(r"\d")
_NUMBERS = re.compile(r"[\d〇]+")
_LATIN = re.compile(r"[a-z]")
_QUESTION = re.compile(r"吗|呢|是否|能否|如何|怎么|什么|\?")
_ADVERB = re.compile(
    r"(?:应|须|要|需|将|会|可|拟|也|还|并|再|就|先|都|均|则|尽快|抓紧|继续|认真|切实|进一步|务必|必须|应当|应该|不得|不要|计划|准备|负责|牵头|会同){1,3}"
)
_SHAPES = (
    ("question", _QUESTION.search),
    ("bracketed", BRACKETED.search),
    ("signed", SIGNED.search),
    ("handle", HANDLE.search),
)
_HEADING_NOISE = re.compile(r"[\d\s]+")


def describe_clause(text: str, c: Clause, people: frozenset[str]) -> dict[str, float]:
    """What a clause says, by itself; ``people`` are folded names."""
    a, b = c.start, c.end
    piece = text[a:b]
    must, verb, purpose = words("must"), words("verb"), words("purpose")
    f = {name: float(search(piece) is not None) for name, search in _cue_searches()}
    f["is_must"] = float(must.search(text, a, b) is not None)
    f["is_decide"] = float(words("decide").search(text, a, b) is not None)
    f["is_narrative"] = float(words("narrative").search(text, a, b) is not None)
    f["is_purpose"] = float(purpose.match(text, a, b) is not None)
    f["verb"] = float(verb.match(text, a, b) is not None)
    adverb = _ADVERB.match(piece)
    f["adverb"] = float(adverb is not None)
    f["topic"] = float(cue("topic").match(piece) is not None)
    f["verb_after"] = float(adverb is not None and verb.match(text, a + adverb.end(), b) is not None)
    named = actor_length(piece, people)
    f["actor"] = float(named)
    more = _ADVERB.match(text, a + named, b)
    rest = more.end() if more else a + named
    f["purpose_after"] = float(rest > a and purpose.match(text, rest, b) is not None)
    f["rest"] = float(b - rest)
    f["actor_verb"] = float(named > 0 and verb.match(text, a + named, b) is not None)
    due = find_due(text, a, b)
    f["due"] = float(due is not None)
    f["due_first"] = float(due is not None and due[0] - a < 3)
    f["due_before"] = float(due is not None and text[due[1] - 1] in "前内")
    f["due_all"] = float(due is not None and (due[1] - due[0]) * 1.5 > b - a)
    full = full_names(people)
    f["person"] = float(any(name in piece for name in full))
    f["person_first"] = float(piece.startswith(full))
    f["length"] = float(b - a)
    f["digits"] = len(_NUMBER.findall(piece)) / (b - a)
    f["latin"] = len(_LATIN.findall(piece)) / (b - a)
    f |= {name: float(search(piece) is not None) for name, search in _SHAPES}
    f["quoted"] = float('"' in piece or "《" in piece)
    f["listing"] = float(piece.count("、"))
    return f


@cache
def _cue_searches() -> tuple[tuple[str, Callable[[str], re.Match[str] | None]], ...]:
    return tuple((f"is_{key}", cue(key).search) for key in _CUES)


def actor_length(piece: str, people: frozenset[str]) -> int:
    """Length of somebody who may act at the start of a clause (a known person, a run that ends like a body or office), or 0.

    >>> actor_length("由水利局、住建局负责", frozenset()), actor_length("林晓岚负责", frozenset({"林晓岚"}))
    (8, 3)
    """
    body, more = _bodies()
    for start in (1, 0) if piece.startswith(("@", "由", "请")) else (0,):
        name = next((n for n in full_names(people) if piece.startswith(n, start)), "")
        found = None if name else body.match(piece, start)
        if name or found:
            return more.match(piece, found.end() if found else start + len(name)).end()  # type: ignore[union-attr]
    return 0


@cache
def _bodies() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A body or office, and any number of them after the first."""
    endings = alternation(table("organisations.txt")["actor"])
    return (
        re.compile(rf"[^,。;:\s()]{{0,12}}?(?:{endings})"),
        re.compile(rf"(?:[、和与及][^,。;:\s()]{{1,10}}?(?:{endings}))*"),
    )


# ---------------------------------------------------------------- in its line


def describe_speech(line: Line, c: Clause) -> dict[str, float]:
    """The last word of saying before a clause, in its line and in its part."""
    f = dict(_UNSAID)
    last: tuple[int, int, str] | None = None
    for start, end, key in line.spoken:
        if end <= c.start:
            last = start, end, key
        elif start < c.end:
            f[f"saying_{key}"] = 1.0
        else:
            break
    if last:
        start, end, key = last
        f[f"said_{key}"] = 2.0 if start >= c.part[0] else 1.0
        f["said_far"] = float(c.start - end)
    return f


_UNSAID = {f"{verb}_{key}": 0.0 for verb in ("said", "saying") for key in SPEECH} | {"said_far": 9999.0}


def describe_cell(line: Line, c: Clause) -> dict[str, float]:
    """What the head of the clause's column says."""
    within = 0 <= c.cell < len(line.columns)
    kind = line.columns[c.cell] if within else ""
    return {
        "column_owner": float(kind == "owner"),
        "column_due": float(kind == "due"),
        "column_task": float(kind in ("task", "conclusion", "remaining")),
        "column_topic": float(kind in ("topic", "explain")),
        "column_work": float(within and is_work(line.heads[c.cell])),
        "cell": float(c.cell),
        "cell_longest": float(c.cell >= 0 and c.end - c.start >= max(x.end - x.start for x in c.block.cells) - 1),
    }


# ---------------------------------------------------------------- wording


def grams(text: str, clauses: Sequence[Clause], n: int, line: Line) -> frozenset[str]:
    """Pieces of wording: of the clause, its beginning and end, what stands before and after, its heading and column."""
    c = clauses[n]
    piece = _NUMBERS.sub("0", text[c.start : c.end][:80])
    found = {f"c{a}{b}" for a, b in zip(piece, piece[1:], strict=False)}
    found |= {f"^{piece[:1]}", f"^{piece[:2]}", f"^{piece[:3]}", f"${piece[-1:]}", f"${piece[-2:]}", f"${piece[-3:]}"}
    if c.place and n:
        before = clauses[n - 1]
        prior = text[before.start : before.end]
        found |= {f"b{prior[:2]}", f"e{prior[-2:]}", f"e{prior[-1:]}", f"b{prior[:1]}"}
    else:
        found.add("b|")
    if n + 1 < len(clauses) and clauses[n + 1].part == c.part:
        after = text[clauses[n + 1].start :][:2]
        found |= {f"n{after[:1]}", f"n{after}"}
    else:
        found.add("n|")
    found |= _pairs("h", _HEADING_NOISE.sub("", line.heading)[:20]) or {"h|"}
    if line.label and c.start > c.block.start:
        found |= _pairs("l", line.label)
    if 0 <= c.cell < len(line.heads):
        found |= _pairs("r", line.heads[c.cell])
    return frozenset(found)


@lru_cache(maxsize=1024)
def _pairs(kind: str, text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, marked with where they stand."""
    return frozenset(f"{kind}{a}{b}" for a, b in zip(text, text[1:], strict=False))
