"""What changed between two meetings as a reply."""

from __future__ import annotations

from collections.abc import Iterable

from bot.fact_replies import Parts
from bot.meeting_line import meeting_line
from bot.reply import Line, Tone, joined
from bot.texts import say
from knowledge.across import Difference
from knowledge.model import Person, Task


def difference_parts(change: Difference) -> Parts:
    """The two meetings, then what is new, kept and gone of tasks, people and terms."""
    parts: Parts = [Line(say("diff.from", meeting=meeting_line(change.before)), Tone.HEADING)]
    parts.append(Line(say("diff.to", meeting=meeting_line(change.after)), Tone.HEADING))
    parts += _section("diff.new_tasks", [_task(t) for t in change.new_tasks])
    parts += _section("diff.kept_tasks", [_kept(old, new) for old, new in change.kept_tasks])
    parts += _section("diff.gone_tasks", [_task(t) for t in change.gone_tasks])
    parts += _row("diff.new_people", map(_person, change.new_people))
    parts += _row("diff.kept_people", (_changed(old, new) for old, new in change.kept_people))
    parts += _row("diff.gone_people", (p.name for p in change.gone_people))
    parts += _row("diff.new_terms", change.new_terms)
    parts += _row("diff.kept_terms", change.kept_terms)
    parts += _row("diff.gone_terms", change.gone_terms)
    return parts if len(parts) > 2 else [*parts, Line(say("diff.nothing"), Tone.NOTE)]


def _section(key: str, lines: list[str]) -> Parts:
    if not lines:
        return []
    return [Line(say(key, count=len(lines)), Tone.HEADING), *(Line(line, Tone.DETAIL) for line in lines)]


def _row(key: str, names: Iterable[str]) -> Parts:
    names = tuple(names)
    return [Line(say(key, count=len(names), names=joined(names)))] if names else []


def _task(task: Task) -> str:
    told = joined([t for t in (task.owner, task.due) if t])
    return say("diff.task", task=task.heading, told=told) if told else task.heading


def _kept(old: Task, new: Task) -> str:
    """A task carried over, with the earlier wording, owner or deadline where it was another."""
    before = [o for o, n in ((old.heading, new.heading), (old.owner, new.owner), (old.due, new.due)) if o and o != n]
    text = _task(new)
    return say("diff.was", task=text, before=joined(before)) if before else text


def _person(person: Person) -> str:
    return say("diff.person", name=person.name, titles=joined(person.titles)) if person.titles else person.name


def _changed(old: Person, new: Person) -> str:
    """A person who came again, with the title if it is another now."""
    if not old.titles or not new.titles or set(old.titles) == set(new.titles):
        return new.name
    return say("diff.retitled", name=new.name, before=joined(old.titles), after=joined(new.titles))
