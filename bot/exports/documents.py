"""Everything, as JSON and as Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from bot.exports.kept import Kept
from bot.reply import joined
from bot.texts import say
from knowledge.facts import as_json as facts_as_json


def as_json(meetings: Iterable[Kept]) -> Iterator[str]:
    """One JSON array, a meeting a line, each with its text and facts."""
    opening = "[\n"
    for kept in meetings:
        entry = kept.entry
        row = {"id": entry.id, "number": entry.number, "title": entry.title, "date": kept.stated_date or None}
        yield opening + json.dumps({**row, **facts_as_json(kept.facts), "text": kept.text}, ensure_ascii=False)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def as_markdown(meetings: Iterable[Kept]) -> Iterator[str]:
    """A document with a section for each meeting: what it was, who came, what is to be done, the report."""
    between = ""
    for kept in meetings:
        yield between + "\n".join(_section(kept)) + "\n"
        between = "\n"


def _section(kept: Kept) -> Iterator[str]:
    meeting = kept.facts.meeting
    yield f"# {_plain(kept.entry.title)}"
    yield ""
    fields = (
        ("brief.date", kept.stated_date),
        ("brief.place", meeting.place.text if meeting.place else ""),
        ("brief.host", joined([q.text for q in meeting.host])),
        ("brief.speakers", joined([q.text for q in meeting.speakers])),
    )
    for key, value in fields:
        if value:
            yield f"- {say('brief.field', label=say(key), value=_plain(value))}"
    yield from _people(kept)
    yield from _tasks(kept)
    if not kept.text:
        return
    yield from ("", f"## {say('export.report')}", "")
    yield from (f"> {line}" if line else ">" for line in kept.text.strip().split("\n"))


def _people(kept: Kept) -> Iterator[str]:
    people = kept.facts.people
    if people:
        yield from ("", f"## {say('attendees.people', count=len(people))}", "")
    for person in people:
        about = "；".join(filter(None, (joined(person.titles), joined(person.roles))))
        yield "- " + _plain(f"{person.name}（{about}）" if about else person.name)
    if kept.facts.groups:
        yield from ("", f"## {say('attendees.groups', count=len(kept.facts.groups))}", "")
        yield from (f"- {_plain(group.text)}" for group in kept.facts.groups)


def _tasks(kept: Kept) -> Iterator[str]:
    tasks = kept.facts.tasks
    if tasks:
        yield from ("", f"## {say('tasks.all', count=len(tasks))}", "")
    for task in tasks:
        heading = _plain(task.heading)
        yield f"{task.ordinal}. {say('tasks.done', heading=heading) if task.heading in kept.done else heading}"
        if task.owner or task.due:
            unstated = say("tasks.unstated")
            yield "   " + _plain(say("tasks.detail", owner=task.owner or unstated, due=task.due or unstated))


def _plain(text: str) -> str:
    """``text`` on one line that Markdown shows as it is.

    >>> _plain("*重点* <b>\\n任务_1")
    '\\\\*重点\\\\* \\\\<b> 任务\\\\_1'
    """
    return re.sub(r"([\\`*_\[\]<#|])", r"\\\1", " ".join(text.split()))
