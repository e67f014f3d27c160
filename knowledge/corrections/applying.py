"""Facts with corrections made: what a user says in place of what was read, and what the report says itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.corrections.fitting import fitted
from knowledge.corrections.model import OF_MEETING, OF_PERSON, OF_TASK, SEPARATOR, Correction, Field
from knowledge.dates import find_dates
from knowledge.model import Facts, Meeting, PartialDate, Person, Quote, Task


@dataclass(frozen=True, slots=True)
class Corrected:
    """Facts of a report with corrections made.

    ``written`` holds what the report itself says of everything that differs, by field and subject (a person's corrected
    name, a task's heading as it stands now, ``""`` for the meeting). ``unfit`` are corrections of what the report no longer
    speaks of. A corrected quote has the user's words and the place of what it stands for (an empty one where the report
    says nothing). ``known_as`` are the words by which corrections know a task, where its heading is another one by now.
    """

    facts: Facts
    written: Mapping[tuple[Field, str], str] = field(default_factory=dict)
    unfit: tuple[Correction, ...] = ()
    known_as: Mapping[str, str] = field(default_factory=dict)

    def marked(self, what: Field, subject: str = "") -> bool:
        """Whether this was put right."""
        return (what, subject) in self.written

    def done(self, task: Task) -> bool:
        """Whether a task is done."""
        return self.marked(Field.DONE, task.heading)

    def as_written(self, name: str) -> str:
        """A person's name as the report writes it."""
        return self.written.get((Field.NAME, name), name)

    def original(self, what: Field, subject: str) -> str:
        """By which words a correction knows whom or what is shown as ``subject``."""
        if what in OF_PERSON:
            return self.as_written(subject)
        return self.known_as.get(subject, subject) if what in OF_TASK else ""


def apply(facts: Facts, corrections: Iterable[Correction]) -> Corrected:
    """Facts with corrections made; one that says what the report says anyway leaves no mark."""
    given = tuple(corrections)
    written: dict[tuple[Field, str], str] = {}
    unfit: list[Correction] = []
    facts = _people(facts, given, written, unfit)
    facts = replace(facts, meeting=_meeting(facts.meeting, given, written))
    about = fitted((c.subject for c in given if c.field in OF_TASK), facts.tasks)
    unfit += [c for c in given if c.field in OF_TASK and c.subject not in about]
    known_as = {task.heading: subject for subject, task in about.items()}
    facts = replace(facts, tasks=_tasks(facts.tasks, given, about, written))
    return Corrected(facts, written, tuple(c for c in given if c in unfit), known_as)


def partial_date(value: str) -> PartialDate | None:
    """A date from its ISO form, ``None`` from an empty one.

    >>> str(partial_date("2026-03")), partial_date("")
    ('2026-03', None)
    """
    return PartialDate(*(int(part) for part in value.split("-"))) if value else None


def read_date(text: str) -> PartialDate | None:
    """The one date that a text is, with its year; ``None`` if it is none.

    >>> [str(read_date(t)) for t in ("2026年3月5日", "2026-03", "3月5日", "随便")]
    ['2026-03-05', '2026-03', 'None', 'None']
    """
    found = list(find_dates(text.strip()))
    whole = len(found) == 1 and found[0].end - found[0].start >= len(text.strip()) - 1
    return found[0].date if whole and found[0].date.year else None


# ---------------------------------------------------------------- people


def _people(
    facts: Facts, given: Sequence[Correction], written: dict[tuple[Field, str], str], unfit: list[Correction]
) -> Facts:
    names = {c.subject: c.value for c in given if c.field is Field.NAME and c.value}
    titles = {c.subject: c.value for c in given if c.field is Field.TITLES}
    known = {p.name for p in facts.people}
    # A report that came in anew with the right name leaves nothing to put right.
    unfit += [c for c in given if c.field is Field.NAME and not {c.subject, c.value} & known]
    unfit += [c for c in given if c.field is Field.TITLES and not {c.subject, names.get(c.subject)} & known]
    renamed = {old: new for old, new in names.items() if old in known and old != new}
    people: dict[str, Person] = {}
    for person in facts.people:
        name = renamed.get(person.name, person.name)
        own = titles.get(person.name, titles.get(_old_name(names, person.name)))
        if name != person.name:
            written[Field.NAME, name] = person.name
        if own is not None and own != SEPARATOR.join(person.titles):
            written[Field.TITLES, name] = SEPARATOR.join(person.titles)
            person = replace(person, titles=tuple(t for t in own.split(SEPARATOR) if t))
        person = replace(person, name=name)
        people[name] = _merged(people[name], person) if name in people else person
    return (
        _renamed(replace(facts, people=tuple(people.values())), renamed)
        if renamed
        else replace(facts, people=tuple(people.values()))
    )


def _old_name(names: Mapping[str, str], now: str) -> str:
    return next((old for old, new in names.items() if new == now), now)


def _merged(first: Person, second: Person) -> Person:
    """Two spellings of one person, where first named."""
    return replace(
        first,
        titles=tuple(dict.fromkeys((*first.titles, *second.titles))),
        roles=tuple(dict.fromkeys((*first.roles, *second.roles))),
        organisation=first.organisation or second.organisation,
    )


def _renamed(facts: Facts, names: Mapping[str, str]) -> Facts:
    """People are called by their right names wherever the facts name them."""

    def right(text: str) -> str:
        for old, new in names.items():
            text = text.replace(old, new)
        return text

    def quotes(given: tuple[Quote, ...]) -> tuple[Quote, ...]:
        return tuple(replace(q, text=right(q.text)) for q in given)

    meeting = facts.meeting
    return replace(
        facts,
        meeting=replace(meeting, host=quotes(meeting.host), speakers=quotes(meeting.speakers)),
        tasks=tuple(replace(t, owner=right(t.owner)) if t.owner else t for t in facts.tasks),
        statements=tuple(replace(s, speaker=right(s.speaker)) for s in facts.statements),
        aligned=tuple(replace(p, subject=right(p.subject)) for p in facts.aligned),
    )


# ---------------------------------------------------------------- the meeting


def _meeting(meeting: Meeting, given: Sequence[Correction], written: dict[tuple[Field, str], str]) -> Meeting:
    for c in given:
        if c.field not in OF_MEETING or c.value == (stated := stated_of(meeting, c.field)):
            continue
        written[c.field, ""] = stated
        match c.field:
            case Field.TITLE:
                meeting = replace(meeting, title=c.value or None)
            case Field.DATE:
                meeting = replace(meeting, date=partial_date(c.value))
            case Field.PLACE:
                meeting = replace(meeting, place=_quote(c.value, meeting.place) if c.value else None)
            case Field.HOST:
                at = meeting.host[0] if meeting.host else None
                meeting = replace(meeting, host=tuple(_quote(n, at) for n in c.value.split(SEPARATOR) if n))
    return meeting


def stated_of(meeting: Meeting, what: Field) -> str:
    """A field of the meeting as a correction words it."""
    match what:
        case Field.TITLE:
            return meeting.title or ""
        case Field.DATE:
            return str(meeting.date or "")
        case Field.PLACE:
            return meeting.place.text if meeting.place else ""
        case _:
            return SEPARATOR.join(q.text for q in meeting.host)


def _quote(text: str, before: Quote | None) -> Quote:
    return replace(before, text=text) if before else Quote(0, 0, text)


# ---------------------------------------------------------------- tasks


def _tasks(
    tasks: tuple[Task, ...],
    given: Sequence[Correction],
    about: Mapping[str, Task],
    written: dict[tuple[Field, str], str],
) -> tuple[Task, ...]:
    result = {t.ordinal: t for t in tasks}
    for c in (c for c in given if c.field in OF_TASK and c.subject in about):
        task = result[about[c.subject].ordinal]
        stated = {Field.OWNER: task.owner, Field.DUE: task.due}.get(c.field) or ""
        if c.value == stated:
            continue
        written[c.field, task.heading] = stated
        if c.field is Field.OWNER:
            result[task.ordinal] = replace(task, owner=c.value or None)
        elif c.field is Field.DUE:
            result[task.ordinal] = replace(task, due=c.value or None)
    return tuple(result.values())
