"""Replies made of a report's facts: attendees, tasks, the brief, one person."""

from __future__ import annotations

from collections.abc import Iterable

from bot.reply import Line, Part, Quoted, Tone, clip, joined, title_of
from bot.settings import REPLIES
from bot.texts import say
from knowledge import Facts, KnowledgeBase
from knowledge.corrections import Corrected, Field, corrected
from knowledge.model import Pair, Person, Statement, Task
from knowledge.people_index import find_people

Parts = list[Part]


def titled(base: KnowledgeBase, report_id: str, parts: Parts) -> Parts:
    """The parts under the report's title where there are several reports."""
    if len(base) < 2 or not parts:
        return parts
    return [Line(clip(title_of(base, report_id), REPLIES.title_characters), Tone.HEADING), *parts]


def attendees(made: Corrected) -> Parts:
    """People with titles and roles in the order of the report, then groups; empty if the report names none."""
    facts = made.facts
    present = [p for p in facts.people if p.roles]
    mentioned = [p for p in facts.people if not p.roles]
    sections = (
        ("attendees.people", [_person_line(made, p) for p in present]),
        ("attendees.groups", [g.text for g in facts.groups]),
        ("attendees.mentioned", [_person_line(made, p) for p in mentioned]),
    )
    parts: Parts = []
    for key, lines in sections:
        if lines:
            parts.append(Line(say(key, count=len(lines)), Tone.HEADING))
            parts += [Line(line) for line in lines]
    return parts


def _person_line(made: Corrected, person: Person) -> str:
    name, titles = _named(made, person), _titles(made, person)
    return "　".join(f for f in (name, titles, joined(person.roles)) if f)


def _named(made: Corrected, person: Person) -> str:
    return mark(person.name, right=made.marked(Field.NAME, person.name))


def _titles(made: Corrected, person: Person) -> str:
    return mark(joined(person.titles), right=made.marked(Field.TITLES, person.name))


def mark(text: str, *, right: bool) -> str:
    """``text``, marked if a user has put it right."""
    return say("change.marked", text=text or say("tasks.unstated")) if right else text


def tasks(made: Corrected, name: str = "") -> Parts:
    """All tasks, or those whose owner or text names a person or unit; empty if there are none."""
    chosen = made.facts.tasks if not name else tasks_of(made, name)
    if not chosen:
        return []
    heading = say("tasks.of", name=name, count=len(chosen)) if name else say("tasks.all", count=len(chosen))
    parts: Parts = [Line(heading, Tone.HEADING)]
    for task in chosen:
        parts += task_lines(made, task)
    return parts


def tasks_of(made: Corrected, name: str) -> tuple[Task, ...]:
    """Those of a name as typed, else of the people it may mean; a task's words have names as the report writes them."""
    facts = made.facts
    for names in ((name,), tuple(p.name for p in find_people(facts.people, name))):
        meant = {n for known in names for n in (known, made.as_written(known))}
        named = tuple(t for t in facts.tasks if any(n in f"{t.owner} {t.text} {t.heading}" for n in meant))
        if named:
            return named
    return ()


def task_lines(made: Corrected, task: Task) -> Parts:
    """A task: its number and words, whose it is and when it is due, with what a user has set marked."""
    unstated = say("tasks.unstated")
    heading = say("tasks.heading", ordinal=task.ordinal, heading=task.heading)
    owner = mark(task.owner or unstated, right=made.marked(Field.OWNER, task.heading))
    due = mark(task.due or unstated, right=made.marked(Field.DUE, task.heading))
    return [
        Line(say("tasks.done", heading=heading) if made.done(task) else heading),
        Line(say("tasks.detail", owner=owner, due=due), Tone.DETAIL),
    ]


def brief(base: KnowledgeBase, report_id: str) -> Parts:
    """The meeting on one screen, in the report's own words."""
    made = corrected(base, report_id)
    facts = made.facts
    unstated = say("brief.unstated")
    fields = brief_fields(made)
    parts: Parts = [Line(_right(made, Field.TITLE, title_of(base, report_id)), Tone.HEADING)]
    parts += [Line(say("brief.field", label=say(label), value=value or unstated)) for label, value in fields.items()]
    if facts.tasks:
        parts.append(Line(say("brief.tasks", count=len(facts.tasks)), Tone.HEADING))
        for task in facts.tasks[: REPLIES.brief_tasks]:
            parts.append(task_lines(made, task)[0])
        if (more := len(facts.tasks) - REPLIES.brief_tasks) > 0:
            parts.append(Line(say("brief.more_tasks", count=more), Tone.NOTE))
    return parts


def brief_fields(made: Corrected) -> dict[str, str]:
    """What is known of the meeting itself, by the text that is its label; ``""`` what is not stated."""
    meeting = made.facts.meeting
    return {
        "brief.date": _date(made),
        "brief.place": _right(made, Field.PLACE, meeting.place.text if meeting.place else ""),
        "brief.host": _right(made, Field.HOST, joined([_person(made, h.text) for h in meeting.host])),
        "brief.speakers": joined([_person(made, s.text) for s in meeting.speakers]),
        "brief.people": _headcount(made.facts),
    }


def _date(made: Corrected) -> str:
    """The date, and the report's words for it."""
    meeting = made.facts.meeting
    date = str(meeting.date) if meeting.date else ""
    words = meeting.when.text if meeting.when else ""
    if made.marked(Field.DATE):
        return say("change.date", date=date or say("brief.unstated"), written=words or say("brief.unstated"))
    return f"{date}（{words}）" if date and words and words != date else date or words


def _right(made: Corrected, field: Field, text: str) -> str:
    return mark(text, right=made.marked(field))


def _person(made: Corrected, name: str) -> str:
    """A person named, marked if the name was put right (unless the whole field was)."""
    return mark(name, right=made.marked(Field.NAME, name) and not made.marked(Field.HOST))


def _headcount(facts: Facts) -> str:
    people = sum(1 for p in facts.people if p.roles)
    if facts.groups:
        return say("brief.count_groups", people=people, groups=len(facts.groups))
    return say("brief.count", people=people) if people else ""


def who(base: KnowledgeBase, report_id: str, name: str) -> Parts:
    """A person's titles, roles and words, or what an organisation took up; empty if the report knows neither."""
    made = corrected(base, report_id)
    found = find_people(made.facts.people, name) or _once_named(made, name)
    if len(found) > 1:
        return [Line(say("who.several", count=len(found)), Tone.NOTE), *(Line(_person_line(made, p)) for p in found)]
    if found:
        return [*_taken_for(name, found[0]), *_card(base, report_id, made, found[0])]
    return _pairs(made.facts.aligned, name)


def _once_named(made: Corrected, name: str) -> tuple[Person, ...]:
    """People whom the report itself calls so."""
    return tuple(p for p in made.facts.people if made.as_written(p.name) == name.strip())


def _taken_for(name: str, person: Person) -> Parts:
    if person.name in name or name in person.name:
        return []
    return [Line(say("answer.taken_for", used=name, name=person.name), Tone.NOTE)]


def _card(base: KnowledgeBase, report_id: str, made: Corrected, person: Person) -> Parts:
    rows = (
        ("who.titles", {"titles": _titles(made, person)}),
        ("who.roles", {"roles": joined(person.roles)}),
        ("who.organisation", {"organisation": person.organisation}),
    )
    parts: Parts = [Line(_named(made, person), Tone.ANSWER)]
    if made.marked(Field.NAME, person.name):
        parts.append(Line(say("change.written", written=made.as_written(person.name)), Tone.NOTE))
    parts += [Line(say(key, **values)) for key, values in rows if all(values.values())]
    said = [s for s in made.facts.statements if s.speaker == person.name]
    parts += _words(base, report_id, said)
    return (
        parts
        if len(parts) > 1 + made.marked(Field.NAME, person.name)
        else [*parts, Line(say("who.nothing_more"), Tone.NOTE)]
    )


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
