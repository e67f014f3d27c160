"""Terms that reports set off (“四个到位”, 《…方案》) and short forms, and where they are spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge import lexicon
from knowledge.across.findings import sentence_at
from knowledge.model import Evidence, Report
from knowledge.normalize import fold
from knowledge.shelf import Entry, Shelf

_LONGEST = 120
"""Characters of an explanation."""
_STOP = re.compile(r"[。！？；;!?\n]")
_FULL_NAMES = (re.compile(r"《[^《》]{2,80}》$"), re.compile(r"[^\s,，。；;:：、！？\"“”]{2,40}$"))
_CLOSING = '")》」』'
_SIGNS = re.compile(r"[\"《》「」『』“”\s]")


@dataclass(frozen=True, slots=True)
class Term:
    """A term as one meeting uses it first; ``meaning`` is how the report spells it out, ``""`` if it does not."""

    text: str
    entry: Entry
    meaning: str
    evidence: Evidence | None


def terms(shelf: Shelf, entries: Sequence[Entry], wanted: str = "") -> list[Term]:
    """The terms of some meetings, those that hold ``wanted`` if given, one for each meeting that has it.

    Terms that a report spells out come before their mere use, newest meeting first within each.
    """
    key = _SIGNS.sub("", fold(wanted))
    found = []
    for entry in entries:
        report = shelf.report(entry.id)
        for quote in shelf.facts(entry.id).terms:
            if key in _SIGNS.sub("", fold(quote.text)):
                found.append(_term(report, entry, quote.text, quote.start))
    return sorted(found, key=lambda t: not t.meaning)


def _term(report: Report, entry: Entry, text: str, start: int) -> Term:
    """The term where the report spells it out, else where it is first used."""
    for at in _uses(report.text, text):
        if meaning := explained(report.text, at, at + len(text)):
            return Term(text, entry, meaning, sentence_at(report, at))
    return Term(text, entry, "", sentence_at(report, start))


def _uses(text: str, term: str) -> Iterator[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + 1)


@cache
def _openings() -> dict[str, re.Pattern[str]]:
    rows = [entry.split("\t", 1) for _, entry in lexicon.lines("term_definitions.txt")]
    return {kind: re.compile("|".join(p for k, p in rows if k == kind)) for kind in {k for k, _ in rows}}


def explained(text: str, start: int, end: int) -> str:
    """How a text spells out the term at ``start`` to ``end``, ``""`` if it does not.

    >>> report = "要落实“两个一刻”，即放学前一刻、放假前一刻必讲安全。成立河湖管护平台（简称“河管通”）。"
    >>> explained(report, 4, 8), explained(report, 39, 42)
    ('放学前一刻、放假前一刻必讲安全', '成立河湖管护平台')
    """
    folded = fold(text)
    opening = start - 1 if folded[start - 1 : start] in ('"', "《", "「", "『") and start else start
    before = folded[max(0, opening - 12) : opening]
    for match in _openings()["short"].finditer(before):
        if match.end() == len(before):
            return _full_name(text[: opening - len(before) + match.start()])
    after = end + (folded[end : end + 1] in _CLOSING and end < len(text))
    for kind in ("long", "after"):
        if opened := _openings()[kind].match(folded, after):
            return _explanation(text, opened.end(), bracketed="(" in opened.group())
    return ""


def _full_name(before: str) -> str:
    near = before[-100:].rstrip("，, ")
    return next((match.group() for pattern in _FULL_NAMES if (match := pattern.search(near))), "")


def _explanation(text: str, start: int, *, bracketed: bool) -> str:
    """From ``start`` to the end of the sentence or, within brackets, to the closing one."""
    stop = _STOP.search(text, start)
    end = stop.start() if stop else len(text)
    if bracketed:
        close = re.compile("[)）]").search(text, start, end)
        end = close.start() if close else end
    return text[start : min(end, start + _LONGEST)].strip(' “”"')
