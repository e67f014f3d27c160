"""Buttons of tasks. Their data names the task by its meeting's number and its words, so that they work after a restart."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from bot.reply import Button
from bot.tasks.reference import Meant, all_of
from bot.texts import say
from knowledge import KnowledgeBase

CARD, DONE, REOPEN, OWNER, DUE, HISTORY = "cdnouh"
PATTERN = re.compile(r"k:(?P<action>[cdnouh]):(?P<number>\d{1,9}):(?P<key>[0-9a-f]{8})", re.ASCII)


def pick_buttons(tasks: Iterable[Meant], *, several: bool) -> tuple[Button, ...]:
    """A short button for each task, which shows what can be done with it; ``several``: tasks of several meetings."""
    return tuple(Button(_label(m, several=several), _data(CARD, m)) for m in tasks)


def card_buttons(meant: Meant) -> tuple[Button, ...]:
    """What can be done with a task."""
    done = meant.made.done(meant.task)
    actions = ((REOPEN, "task.reopen") if done else (DONE, "task.done"), (OWNER, "task.owner"), (DUE, "task.due"))
    return tuple(Button(say(label), _data(action, meant)) for action, label in (*actions, (HISTORY, "task.history")))


def pressed_task(base: KnowledgeBase, number: int, key: str) -> Meant | None:
    """The task of a button, ``None`` if it is not there any more."""
    report = next((e.id for e in base.shelf.entries() if e.number == number), "")
    return next((m for m in all_of(base, (report,) if report else ()) if _key(m) == key), None)


def _label(meant: Meant, *, several: bool) -> str:
    mark = say("task.mark") if meant.made.done(meant.task) else ""
    return mark + (meant.reference if several else str(meant.task.ordinal))


def _data(action: str, meant: Meant) -> str:
    return f"k:{action}:{meant.number}:{_key(meant)}"


def _key(meant: Meant) -> str:
    return hashlib.sha256(f"{meant.report}\0{meant.task.heading}".encode("utf-8", "replace")).hexdigest()[:8]
