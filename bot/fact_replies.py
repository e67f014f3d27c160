"""Replies made of a report's facts: attendees, tasks, the brief, one person."""

from __future__ import annotations

from collections.abc import Iterable

from bot.reply import Line, Quoted, Tone, clip, joined, title_of
from bot.settings import REPLIES
from bot.texts import say
from knowledge import Facts, KnowledgeBase
from knowledge.model import Meeting, Pair, Person, Statement, Task
from knowledge.people_index import find_people

Parts = list[Line | Quoted]


def titled(base: KnowledgeBase, report_id: str, parts: Parts) -> Parts:
    """The parts under the report's title where there are several reports."""
    if len(base) < 2 or not parts:
        return parts
    return [Line(clip(title_of(base, report_id), REPLIES.title_characters), Tone.HEADING), *parts]


def attendees(facts: Facts) -> Parts:
    """People with titles and roles in the order of the report, then groups; empty if the report names none."""
    present = [p for p in facts.people if p.roles]
    mentioned = [p for p in facts.people if not p.roles]
    sections = (
        ("attendees.people", [_person_line(p) for p in present]),
        ("attendees.groups", [g.text for g in facts.groups]),
        ("attendees.mentioned", [_person_line(p) for p in mentioned]),
    )
    parts: Parts = []
    for key, lines in sections:
        if lines:
            parts.append(Line(say(key, count=len(lines)), Tone.HEADING))
            parts += [Line(line) for line in lines]
    return parts


def _person_line(person: Person) -> str:
    fields = (person.name, joined(person.titles), joined(person.roles))
    return "　".join(f for f in fields if f)


def tasks(facts: Facts, name: str = "") -> Parts:
    """All tasks, or those whose owner or text names a person or unit; empty if there are none."""
    chosen = facts.tasks if not name else _tasks_of(facts, name)
    if not chosen:
        return []
    heading = say("tasks.of", name=name, count=len(chosen)) if name else say("tasks.all", count=len(chosen))
    parts: Parts = [Line(heading, Tone.HEADING)]
    for task in chosen:
        parts += _task_lines(task)
    return parts


def _tasks_of(facts: Facts, name: str) -> tuple[Task, ...]:
    """By the name as typed, else by the people it may mean."""
    for names in ((name,), tuple(p.name for p in find_people(facts.people, name))):
        named = tuple(t for t in facts.tasks if any(n in f"{t.owner} {t.text} {t.heading}" for n in names))
        if named:
            return named
    return ()


def _task_lines(task: Task) -> Parts:
    unstated = say("tasks.unstated")
    return [
        Line(say("tasks.heading", ordinal=task.ordinal, heading=task.heading)),
        Line(say("tasks.detail", owner=task.owner or unstated, due=task.due or unstated), Tone.DETAIL),
    ]


def brief(base: KnowledgeBase, report_id: str) -> Parts:
    """The meeting on one screen, in the report's own words."""
    facts = base.facts(report_id)
    meeting = facts.meeting
    unstated = say("brief.unstated")
    fields = (
        ("brief.date", _date(meeting)),
        ("brief.place", meeting.place.text if meeting.place else ""),
        ("brief.host", joined([h.text for h in meeting.host])),
        ("brief.speakers", joined([s.text for s in meeting.speakers])),
        ("brief.people", _headcount(facts)),
    )
    parts: Parts = [Line(title_of(base, report_id), Tone.HEADING)]
    parts += [Line(say("brief.field", label=say(label), value=value or unstated)) for label, value in fields]
    if facts.tasks:
        parts.append(Line(say("brief.tasks", count=len(facts.tasks)), Tone.HEADING))
        for task in facts.tasks[: REPLIES.brief_tasks]:
            parts.append(Line(say("tasks.heading", ordinal=task.ordinal, heading=task.heading)))
        if (more := len(facts.tasks) - REPLIES.brief_tasks) > 0:
            parts.append(Line(say("brief.more_tasks", count=more), Tone.NOTE))
    return parts


def _date(meeting: Meeting) -> str:
    """The date, and the report's words for it."""
    date = str(meeting.date) if meeting.date else ""
    words = meeting.when.text if meeting.when else ""
    return f"{date}（{words}）" if date and words and words != date else date or words


def _headcount(facts: Facts) -> str:
    people = sum(1 for p in facts.people if p.roles)
    if facts.groups:
        return say("brief.count_groups", people=people, groups=len(facts.groups))
    return say("brief.count", people=people) if people else ""


def who(base: KnowledgeBase, report_id: str, name: str) -> Parts:
    """A person's titles, roles and words, or what an organisation took up; empty if the report knows neither."""
    facts = base.facts(report_id)
    found = find_people(facts.people, name)
    if len(found) > 1:
        return [Line(say("who.several", count=len(found)), Tone.NOTE), *(Line(_person_line(p)) for p in found)]
    if found:
        return [*_taken_for(name, found[0]), *_card(base, report_id, found[0])]
    return _pairs(facts.aligned, name)


def _taken_for(name: str, person: Person) -> Parts:
    if person.name in name or name in person.name:
        return []
    return [Line(say("answer.taken_for", used=name, name=person.name), Tone.NOTE)]


def _card(base: KnowledgeBase, report_id: str, person: Person) -> Parts:
    rows = (
        ("who.titles", {"titles": joined(person.titles)}),
        ("who.roles", {"roles": joined(person.roles)}),
        ("who.organisation", {"organisation": person.organisation}),
    )
    parts: Parts = [Line(person.name, Tone.ANSWER)]
    parts += [Line(say(key, **values)) for key, values in rows if all(values.values())]
    said = [s for s in base.facts(report_id).statements if s.speaker == person.name]
    parts += _words(base, report_id, said)
    return parts if len(parts) > 1 else [*parts, Line(say("who.nothing_more"), Tone.NOTE)]


def _words(base: KnowledgeBase, report_id: str, said: list[Statement]) -> Parts:
    """The first things somebody said, and how many more there are."""
    if not said:
        return []
    report = base.report(report_id)
    parts: Parts = [Line(say("who.said"), Tone.NOTE)]
    for statement in said[: REPLIES.statements]:
        number = report.block_at(statement.start).number
        text = clip(report.text[statement.start : statement.end], REPLIES.statement_characters)
        parts.append(Quoted(f"{statement.verb}：{text}", say("place.paragraph", number=number)))
    if (more := len(said) - REPLIES.statements) > 0:
        parts.append(Line(say("who.more_said", count=more), Tone.NOTE))
    return parts


def _pairs(pairs: Iterable[Pair], name: str) -> Parts:
    name = name.strip()
    return [
        Line(say("who.aligned", subject=p.subject, object=p.object))
        for p in pairs
        if len(name) > 1 and (name in p.subject or p.subject in name)
    ]
