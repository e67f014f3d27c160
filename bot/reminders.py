"""What a chat is to be reminded of at a time: tasks due tomorrow and today, and once a week what is due and overdue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.changing import DEFAULT_ZONE, ZONE
from bot.chat_settings import DEFAULT_HOUR, DIGEST, HOUR, LANGUAGE, REMINDERS
from bot.fact_replies import Parts, task_lines
from bot.reply import Line, Reply, Tone, clip
from bot.rooms import Room
from bot.settings import REPLIES
from bot.tasks.buttons import pick_buttons
from bot.tasks.reference import Meant, all_of
from bot.texts import say
from knowledge.across import newest_first
from knowledge.due_dates import due_date
from knowledge.language import Language
from knowledge.store import Reminded, Reminder

BEFORE, DAY, WEEK = "before", "day", "week"
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a chat wants to hear of what, and in which language."""

    reminders: bool
    digest: bool
    zone: ZoneInfo
    hour: int
    language: Language

    @classmethod
    def of(cls, wishes: Mapping[str, str]) -> Schedule | None:
        """That of a chat's settings, ``None`` if it wants to hear nothing."""
        if not (wishes.get(REMINDERS) or wishes.get(DIGEST)):
            return None
        return cls(
            bool(wishes.get(REMINDERS)),
            bool(wishes.get(DIGEST)),
            ZoneInfo(wishes.get(ZONE, DEFAULT_ZONE)),
            int(wishes.get(HOUR, DEFAULT_HOUR)),
            Language(wishes.get(LANGUAGE, Language.SIMPLIFIED)),
        )

    def day(self, now: datetime) -> date | None:
        """The chat's day, once its hour has come; ``None`` before."""
        local = now.astimezone(self.zone)
        return local.date() if local.hour >= self.hour else None


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to be said now; ``claimed`` was not said before, and is not said again unless it is released."""

    reply: Reply
    claimed: tuple[Reminder, ...]


def claim(room: Room, schedule: Schedule, today: date) -> Iterator[Saying]:
    """What is to be said on a day and was not yet, claimed by whoever goes on to say it."""
    library = room.library
    if library is None:
        return
    reminded = Reminded(library.database)
    found = list(_open_tasks(room))
    if schedule.reminders and (saying := _reminder(reminded, found, today)):
        yield saying
    if schedule.digest and today.weekday() == _MONDAY and (week := _digest(reminded, found, today)):
        yield week


def release(room: Room, saying: Saying) -> None:
    """It was not said after all."""
    if room.library is not None:
        Reminded(room.library.database).release(saying.claimed)


def _open_tasks(room: Room) -> Iterator[tuple[Meant, date]]:
    """Tasks that are not done, with the day they are due, of the newest meetings."""
    shelf = room.base.shelf
    entries = {e.id: e for e in newest_first(shelf.entries())[: REPLIES.table_meetings]}
    for meant in all_of(room.base, tuple(entries)):
        due = due_date(meant.task.due, entries[meant.report].date) if meant.task.due else None
        if due and not meant.made.done(meant.task):
            yield meant, due


def _reminder(reminded: Reminded, found: Iterable[tuple[Meant, date]], today: date) -> Saying | None:
    days = {today: DAY, today + timedelta(1): BEFORE}
    wanted = {
        Reminder(days[due], m.report, m.made.known_as.get(m.task.heading, m.task.heading), due.isoformat()): m
        for m, due in found
        if due in days
    }
    claimed = reminded.claim(wanted, today) if wanted else ()
    if not claimed:
        return None
    of_today = [wanted[r] for r in claimed if r.kind == DAY]
    of_tomorrow = [wanted[r] for r in claimed if r.kind == BEFORE]
    return Saying(_told((("remind.today", of_today), ("remind.tomorrow", of_tomorrow))), claimed)


def _digest(reminded: Reminded, found: list[tuple[Meant, date]], today: date) -> Saying | None:
    claimed = reminded.claim((Reminder(WEEK, "", "", today.isoformat()),), today)
    this_week = _sorted(found, lambda due: today <= due < today + timedelta(7))
    overdue = _sorted(found, lambda due: due < today)
    if not claimed or not (this_week or overdue):
        return None
    return Saying(_told((("remind.week", this_week), ("remind.overdue", overdue))), claimed)


def _sorted(found: Iterable[tuple[Meant, date]], meant: Callable[[date], bool]) -> list[Meant]:
    return [m for m, _ in sorted(((m, d) for m, d in found if meant(d)), key=lambda pair: pair[1])]


def _told(sections: Iterable[tuple[str, list[Meant]]]) -> Reply:
    parts: Parts = []
    shown: list[Meant] = []
    for key, tasks in sections:
        if not tasks:
            continue
        parts.append(Line(say(key, count=len(tasks)), Tone.HEADING))
        for meant in tasks[: REPLIES.own_tasks]:
            heading = say(
                "remind.task", reference=meant.reference, heading=clip(meant.task.heading, REPLIES.statement_characters)
            )
            parts += [Line(heading), *task_lines(meant.made, meant.task)[1:]]
        if (more := len(tasks) - REPLIES.own_tasks) > 0:
            parts.append(Line(say("remind.more", count=more), Tone.NOTE))
        shown += tasks[: REPLIES.own_tasks]
    return Reply((*parts, Line(say("remind.off"), Tone.NOTE)), pick_buttons(shown, several=True))
