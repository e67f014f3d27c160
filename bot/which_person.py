"""Asking back whom a name means that is nobody's, but equally near to several people of the report."""

from __future__ import annotations

from bot.memory import Turn
from bot.reply import Button, Line, Reply, Tone, joined
from bot.texts import say
from knowledge import Answer, KnowledgeBase
from knowledge.normalize import fold
from knowledge.people_index import find_people


def doubtful(answer: Answer, base: KnowledgeBase) -> tuple[str, tuple[str, ...]] | None:
    """The spelling used and the people it may as well mean; ``None`` if every name is clear."""
    report_id = answer.report or (answer.evidence[0].report if answer.evidence else "")
    if not report_id:
        return None
    for used, _ in answer.query.taken_for:
        people = find_people(base.facts(report_id).people, used)
        if len(people) > 1:
            return used, tuple(p.name for p in people)
    return None


def questions(answer: Answer, used: str, people: tuple[str, ...]) -> tuple[str, ...]:
    """The question asked, with each person in place of the spelling used."""
    asked = answer.query.asked
    typed = asked if used in asked else fold(asked)
    return tuple(typed.replace(used, name) for name in people)


def which_reply(turn: Turn, used: str, people: tuple[str, ...]) -> Reply:
    """Which of them is meant; a button for each asks the question again."""
    buttons = tuple(Button(name, f"f:{turn.number}:{n}") for n, name in enumerate(people))
    return Reply((Line(say("across.several", used=used, names=joined(people)), Tone.ANSWER),), buttons)
