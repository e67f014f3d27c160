"""A question over several meetings to what they say; and an ordinary question to the meetings it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.across import overview, people, tasks, topics
from knowledge.across.findings import Findings
from knowledge.across.meetings import narrowed, newest_date, within
from knowledge.across.periods import Period, names_period
from knowledge.across.questions import Asked, Matter, is_pronoun, meant_period, understand
from knowledge.model import PartialDate
from knowledge.normalize import fold
from knowledge.question import continues
from knowledge.shelf import EVERYTHING, Entry, Scope, Shelf

_ANSWERS: dict[Matter, Callable[[Shelf, list[Entry], Asked], Findings]] = {
    Matter.ATTENDED: people.attended,
    Matter.CAPACITY: people.capacity,
    Matter.LAST: topics.mentions,
    Matter.FIRST: topics.mentions,
    Matter.MENTIONS: topics.mentions,
    Matter.TASKS: tasks.tasks_of,
    Matter.DIFFERENCE: overview.meetings,
    **overview.OVERVIEWS,
}
_ALSO_OF_ONE = (Matter.COUNT, Matter.LIST, Matter.ATTENDED)
"""Asked of meetings that a stretch of time names, these are answered even where it leaves a single one."""


def ask_across(shelf: Shelf, question: str, scope: Scope = EVERYTHING, focus: str = "") -> Findings | None:
    """What the meetings of a scope say to a question that is about several; ``None`` if the question is not.

    With fewer than two meetings in scope no question is: what one report says is asked of that report.

    :param focus: the person whom 他 means.
    """
    if _single(shelf, scope):
        return None
    asked = understand(question, _counted_from(shelf, (question,)))
    if asked and is_pronoun(asked.subject):
        asked = replace(asked, subject=focus) if focus else None
    if asked is None:
        return None
    entries = within(shelf, scope, asked.period)
    if asked.named and len(entries) < 2 and asked.matter not in _ALSO_OF_ONE:
        return None
    if asked.matter is Matter.DIFFERENCE and len(entries) != 2:
        return None
    return _ANSWERS[asked.matter](shelf, entries, asked)


def _single(shelf: Shelf, scope: Scope) -> bool:
    return len(shelf) < 2 or (scope.reports is not None and len(scope.reports) < 2)


def _counted_from(shelf: Shelf, questions: Sequence[str]) -> PartialDate | None:
    """The date of the newest meeting, looked up only where a question names a stretch of time."""
    return newest_date(shelf) if any(names_period(fold(q)) for q in questions) else None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A question to ask of the meetings it means: without the words that tell which, and those meetings.

    ``period`` is ``None`` where the question leaves that open; ``count`` is how many meetings are meant.
    """

    question: str
    history: tuple[str, ...]
    scope: Scope
    period: Period | None = None
    count: int = 0


def narrow(shelf: Shelf, question: str, history: Sequence[str] = (), scope: Scope = EVERYTHING) -> Narrowed:
    """The meetings that an ordinary question means (2023年8月的会谁主持), counted from the newest meeting.

    A question that leans on the one before (他是什么职务) means the same meetings.
    """
    if _single(shelf, scope):
        return Narrowed(question, tuple(history), scope)
    newest = _counted_from(shelf, (question, *history))
    period = meant_period(question, newest)
    for earlier in reversed(history):
        if period is None and continues(fold(question)):
            period = meant_period(earlier, newest)
        if period or not continues(fold(earlier)):
            break
    if period is None:
        return Narrowed(question, tuple(history), scope)
    entries = within(shelf, scope, period)
    meant = Scope(frozenset(e.id for e in entries)) if period.latest or len(entries) == 1 else narrowed(scope, period)
    said = tuple(_without_period(q, meant_period(q, newest)) for q in (*history, question))
    return Narrowed(said[-1], said[:-1], meant, period, len(entries))


def _without_period(question: str, period: Period | None) -> str:
    return question[: period.start] + question[period.end :] if period else question
