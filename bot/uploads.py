"""Reports sent to the bot: what was understood of one is shown, and it is kept only when its sender says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath

from bot.changing import unfit_lines
from bot.fact_replies import Parts
from bot.memory import Choice, Conversation
from bot.offers import offered
from bot.reply import Line, Reply, Tone, clip, joined, note, printable
from bot.settings import UPLOADS
from bot.texts import say
from knowledge import Entry, Facts, KnowledgeBase, Report, read_report
from knowledge.corrections import corrected
from knowledge.facts import extract
from knowledge.files import from_bytes
from knowledge.shelf import EVERYTHING
from knowledge.store import Library, Record, make_record


@dataclass(frozen=True, slots=True)
class Understood:
    """A report as it came in, ready to be kept; ``notes`` say what was left out of the file."""

    record: Record
    facts: Facts
    notes: tuple[str, ...] = ()


def from_file(data: bytes, name: str) -> Understood:
    """The report in a file's bytes; its id is the file's stem. Takes as long as the file does.

    :raises ReportError: it cannot be used; the text says why, and what to do.
    """
    imported = from_bytes(data, name)
    return _understood(imported.report(_as_id(PurePath(name).stem)), name, imported.notes)


def from_text(text: str) -> Understood:
    """The report in a pasted or forwarded text; its id is its first line.

    :raises ReportError: it cannot be used.
    """
    first = text.strip().partition("\n")[0]
    return _understood(read_report(text, _as_id(first)), say("upload.pasted"), ())


def offer(conversation: Conversation, understood: Understood) -> Reply:
    """What was understood, and the question whether to keep it; a report that is there already is named instead."""
    record = understood.record
    library = conversation.room.library if conversation.room else None
    if library and (known := _same_text(library, record)):
        return note(say("upload.known", number=known.number, title=known.title))
    parts = _shown(understood)
    choices = [Choice(say("upload.keep"), lambda c, _: _keep(c, replace(record, id=_free_id(c, record.id))))]
    if library and (before := _entry(library, record.id)):
        parts.append(Line(say("upload.changed", number=before.number, title=before.title), Tone.NOTE))
        choices = [
            Choice(say("upload.replace", number=before.number), lambda c, _: _keep(c, record)),
            Choice(say("upload.keep_too"), choices[0].run),
        ]
    else:
        parts.append(Line(say("upload.ask"), Tone.NOTE))
    choices.append(Choice(say("upload.drop"), lambda _, __: note(say("upload.dropped"))))
    return offered(conversation, Reply(tuple(parts)), choices)


def too_large(name: str) -> str:
    """What is said of a file that Telegram does not hand out."""
    return say("upload.large", name=clip(name, UPLOADS.id_characters), limit=UPLOADS.file_bytes // 1_000_000)


def how_to(_: Conversation, __: KnowledgeBase, ___: str) -> Reply:
    """How reports are brought: ``/upload``."""
    return Reply((Line(say("upload.how")), Line(say("upload.where"), Tone.DETAIL)))


def _understood(report: Report, source: str, notes: tuple[str, ...]) -> Understood:
    facts = extract(report)
    return Understood(make_record(report, source, facts), facts, notes)


def _as_id(name: str) -> str:
    return " ".join(printable(name).split())[: UPLOADS.id_characters] or say("upload.untitled")


def _shown(understood: Understood) -> Parts:
    record, facts = understood.record, understood.facts
    present = [p.name for p in facts.people if p.roles]
    names = joined(present[: UPLOADS.people]) + (say("upload.and_more") if len(present) > UPLOADS.people else "")
    rows = (
        say("upload.date", date=record.date or say("across.undated")),
        say("upload.host", names=joined(record.host, say("brief.unstated"))),
        say("upload.people", count=len(present), names=names) if present else say("upload.no_people"),
        say("upload.groups", count=len(facts.groups)) if facts.groups else "",
        say("upload.tasks", count=len(facts.tasks)) if facts.tasks else say("upload.no_tasks"),
    )
    parts: Parts = [Line(record.title, Tone.HEADING), *(Line(row) for row in rows if row)]
    for task in facts.tasks[: UPLOADS.tasks]:
        parts.append(Line(say("tasks.heading", ordinal=task.ordinal, heading=task.heading), Tone.DETAIL))
    parts += [Line(line, Tone.NOTE) for line in understood.notes]
    return parts


def _keep(conversation: Conversation, record: Record) -> Reply:
    assert conversation.room is not None
    library = conversation.room.made_library()
    written = library.write([record], skip_known=True)
    if written.known:
        known = library.entry(written.known[0][1])
        return note(say("upload.known", number=known.number, title=known.title))
    conversation.forget()  # what was asked before was asked of other reports
    conversation.scope = EVERYTHING
    entry = library.entry(record.id)
    kept = note(say("upload.kept", number=entry.number, title=entry.title, count=len(library)))
    unfit = corrected(conversation.room.base, record.id).unfit
    return replace(kept, parts=(*kept.parts, *unfit_lines(unfit)))


def _same_text(library: Library, record: Record) -> Entry | None:
    found = library.known([record.fingerprint])
    return library.entry(found[record.fingerprint]) if found else None


def _free_id(conversation: Conversation, wanted: str) -> str:
    """An id that no report of the chat has: 纪要, 纪要 2, 纪要 3."""
    assert conversation.room is not None
    library = conversation.room.made_library()
    free, number = wanted, 1
    while _entry(library, free):
        number += 1
        free = f"{wanted} {number}"
    return free


def _entry(library: Library, report_id: str) -> Entry | None:
    try:
        return library.entry(report_id)
    except KeyError:
        return None
