"""People over several meetings: who is meant, which meetings they came to, in what capacity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from knowledge import lexicon
from knowledge.across.findings import Finding, Findings, evidence
from knowledge.across.meetings import FEW, speaking_of
from knowledge.across.questions import Asked, Matter
from knowledge.facts.roles import ABSENT, MISSING, SPOKEN, WORD
from knowledge.model import Evidence, Facts, Person, Report
from knowledge.normalize import fold
from knowledge.passages import passages
from knowledge.people_index import find_people
from knowledge.shelf import Entry, Shelf

AWAY = (ABSENT, MISSING)
ANY_DEED = "参加"
"""Any role but being away."""
_COVERED = {ABSENT: AWAY, WORD: SPOKEN}
"""Roles that count as what is asked: who gave a report has spoken."""


def people_meant(shelf: Shelf, entries: list[Entry], name: str) -> tuple[str, ...]:
    """The people a name may mean, as the reports write them: by the name, else a title (柏县长), a part, the sound."""
    if len(entries) > FEW and shelf.naming(name):
        return (name,)
    people = [p for e in speaking_of(shelf, entries, name) for p in shelf.facts(e.id).people]
    found = find_people(people, name) or tuple(p for p in people if _by_title(p, fold(name)))
    return tuple(dict.fromkeys(p.name for p in found))


def _by_title(person: Person, wanted: str) -> bool:
    """柏县长 for 柏映秋, 县长."""
    if len(wanted) < 3 or not person.name or fold(person.name)[0] != wanted[0]:
        return False
    return any(fold(title).endswith(wanted[1:]) for title in person.titles)


def attended(shelf: Shelf, entries: list[Entry], asked: Asked) -> Findings:
    """The meetings a person came to, or did there what is asked; of a unit, those where it is among the groups."""
    names = people_meant(shelf, entries, asked.subject)
    wanted = asked.deed or ANY_DEED
    if len(names) == 1:
        return _of_person(shelf, entries, asked, names[0], lambda p: joined_roles(p.roles, wanted))
    if names:
        return Findings(asked.matter, "", asked.subject, (), len(entries), asked.period, wanted, names)
    found = (
        tuple(_groups(shelf, speaking_of(shelf, entries, asked.subject), asked.subject)) if wanted == ANY_DEED else ()
    )
    return Findings(
        asked.matter, asked.subject, asked.subject, found, len(entries), asked.period, wanted, known=bool(found)
    )


def capacity(shelf: Shelf, entries: list[Entry], asked: Asked) -> Findings:
    """The titles and roles of a person from meeting to meeting, oldest first."""
    names = people_meant(shelf, entries, asked.subject)
    if len(names) != 1:
        known = bool(names)
        return Findings(asked.matter, "", asked.subject, (), len(entries), asked.period, "", names, known)
    return _of_person(
        shelf, entries[::-1], asked, names[0], lambda p: "　".join(filter(None, (_joined(p.titles), _joined(p.roles))))
    )


def joined_roles(roles: tuple[str, ...], wanted: str) -> str:
    """The roles if what is wanted is among them: any but being away for 参加, any kind of speaking for 发言.

    >>> joined_roles(("出席", "讲话"), "参加"), joined_roles(("请假",), "参加"), joined_roles(("未到",), "请假")
    ('出席、讲话', '', '未到')
    """
    away = bool(set(roles) & set(AWAY))
    done = bool(set(roles) & set(_COVERED.get(wanted, (wanted,))))
    return _joined(roles) if done or (wanted == ANY_DEED and not away) else ""


def _of_person(
    shelf: Shelf, entries: list[Entry], asked: Asked, name: str, telling: Callable[[Person], str]
) -> Findings:
    """Where ``telling`` has something to say of the person."""
    named = set(shelf.naming(name))
    found = []
    for entry in (e for e in entries if e.id in named):
        person = next(p for p in shelf.facts(entry.id).people if p.name == name)
        if text := telling(person):
            report = shelf.report(entry.id)
            found.append(Finding(entry, text, *_shown(report, person)))
    known = bool(named & {e.id for e in entries})
    deed = "" if asked.matter is Matter.CAPACITY else asked.deed or ANY_DEED
    return Findings(asked.matter, name, asked.subject, tuple(found), len(entries), asked.period, deed, known=known)


def _shown(report: Report, person: Person) -> tuple[Evidence | None, tuple[tuple[int, int], ...]]:
    """The sentence that tells most of the person's roles (the first of them), and where the name stands in it."""
    words = [w for role in person.roles for w in (role, *lexicon.table("roles.txt").get(role, ()))]
    # A name that was put right does not stand in the report: there it is what stands at the person's place.
    name = person.name if person.name in report.text else report.text[person.start : person.end]
    best, most = None, -1
    for passage in passages(report):
        text = report.text[passage.start : passage.end]
        if name in text:
            shown = f"{''.join(passage.block.header)}{passage.block.label}{text}"
            told = sum(role in shown for role in person.roles) * 2 + any(w in shown for w in words)
            if told > most:
                best, most = passage, told
    if best is None:
        return None, ()
    at = report.text.index(name, best.start)
    return evidence(report, best), ((at, at + len(name)),)


def _groups(shelf: Shelf, entries: Iterable[Entry], name: str) -> Iterator[Finding]:
    """Meetings among whose groups of attendees a unit is."""
    for entry in entries:
        facts: Facts = shelf.facts(entry.id)
        group = next((g for g in facts.groups if name in fold(g.text)), None)
        if group:
            report = shelf.report(entry.id)
            told = next((p for p in passages(report) if p.start <= group.start < p.end), None)
            yield Finding(entry, group.text, evidence(report, told) if told else None, ((group.start, group.end),))


def _joined(words: Iterable[str]) -> str:
    return "、".join(words)
