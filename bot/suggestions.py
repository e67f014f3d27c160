"""Questions to ask next, made of what a report states. Only those are offered that the base answers with that fact."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import islice
from weakref import WeakKeyDictionary

from bot.settings import REPLIES
from bot.texts import say
from knowledge import Answer, Facts, KnowledgeBase
from knowledge.language import Language, speaking
from knowledge.normalize import fold

_SUGGESTIONS = ("suggestion.host", "suggestion.when", "suggestion.where")
_Tried = dict[tuple[str, Hashable], dict[str, bool]]

_tried: WeakKeyDictionary[KnowledgeBase, _Tried] = WeakKeyDictionary()
"""For each base and edition of a report: which questions it answers, so that each is tried once."""


def suggested(answer: Answer, base: KnowledgeBase) -> tuple[str, ...]:
    """Questions about the report of an answer (or nearest to a silence) that the answer does not already settle."""
    report_id = answer.report or (answer.evidence[0].report if answer.evidence else "")
    if not report_id:
        return ()
    asked = (answer.query.asked, answer.query.text)
    fresh = (
        question
        for question, stated in questions(base.facts(report_id))
        if question not in asked
        and not (answer.found and _agrees(answer.text, stated))
        and _answerable(base, report_id, question, stated)
    )
    return tuple(islice(fresh, REPLIES.suggestions))


def questions(facts: Facts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Questions with the words of the report that answer them, of what the report states."""
    meeting = facts.meeting
    if meeting.host:
        yield _asked("suggestion.host"), tuple(h.text for h in meeting.host)
    if meeting.when:
        yield _asked("suggestion.when"), (meeting.when.text,)
    if meeting.place:
        yield _asked("suggestion.where"), (meeting.place.text,)


def label(question: str) -> str:
    """What a button that asks a question says: a suggestion in the language spoken, another question as it is.

    >>> label("谁主持会议？"), label("王小明是谁？")
    ('谁主持会议？', '王小明是谁？')
    """
    return next((say(key) for key in _SUGGESTIONS if _asked(key) == question), question)


def _asked(key: str) -> str:
    """A suggestion in the language of the reports."""
    with speaking(Language.SIMPLIFIED):
        return say(key)


def _answerable(base: KnowledgeBase, report_id: str, question: str, stated: tuple[str, ...]) -> bool:
    """Whether the base gives this very fact, asked of the report alone."""
    of_base = _tried.setdefault(base, {})
    key = (report_id, base.shelf.edition(report_id))
    if key not in of_base:
        while len(of_base) >= REPLIES.suggestion_reports:
            of_base.pop(next(iter(of_base)), None)
        of_base[key] = {}
    tried = of_base.get(key, {})
    if question not in tried:
        given = base.ask(question, (), report_id)
        tried[question] = given.found and _agrees(given.text, stated)
    return tried[question]


def _agrees(text: str, stated: tuple[str, ...]) -> bool:
    """Whether an answer gives one of the facts, in more or in fewer words."""
    said = fold(text)
    return any(fold(words) in said or (len(said) > 1 and said in fold(words)) for words in stated)
