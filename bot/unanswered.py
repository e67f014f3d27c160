"""``/unanswered``: for whoever keeps the reports, what could not be answered; and feedback as files."""

from __future__ import annotations

from datetime import datetime

from bot.fact_replies import Parts
from bot.feedback import kept
from bot.memory import Choice, Conversation, Face
from bot.offers import offered
from bot.reply import Line, Reply, Tone, clip, note, printable
from bot.settings import REPLIES
from bot.texts import say, words
from knowledge import KnowledgeBase
from knowledge.store import Feedback, Library, Unanswered


def unanswered(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """What could not be answered, what was asked last first; or forget it all."""
    if argument.lower() in words("unanswered.clear_words"):
        return _cleared(conversation, base)
    feedback = kept(conversation, base)
    questions = feedback.unanswered() if feedback else []
    parts: Parts = [Line(say("unanswered.head", count=len(questions)), Tone.HEADING)] if questions else []
    parts += [Line(unanswered_line(q)) for q in questions[: REPLIES.unanswered]]
    if not questions:
        parts.append(Line(say("unanswered.none"), Tone.NOTE))
    if (more := len(questions) - REPLIES.unanswered) > 0:
        parts.append(Line(say("unanswered.more", count=more), Tone.NOTE))
    parts += _votes(feedback) if feedback else []
    reply = Reply(tuple(parts))
    if not questions:
        return reply
    if conversation.face is Face.CONSOLE:
        return Reply((*parts, Line(say("unanswered.how_to_clear"), Tone.NOTE)))
    return offered(conversation, reply, (Choice(say("unanswered.clear"), _cleared),))


def unanswered_line(row: Unanswered) -> str:
    """A question on one line: the day it was asked last, itself, and how often if more than once."""
    day = datetime.fromisoformat(row.asked).astimezone().date().isoformat()
    question = clip(row.question, REPLIES.question_characters)
    if row.times == 1:
        return say("unanswered.once", day=day, question=question)
    return say("unanswered.often", day=day, question=question, times=row.times)


def _votes(feedback: Feedback) -> Parts:
    votes = feedback.votes()
    good = sum(v.good for v in votes)
    return [Line(say("unanswered.votes", good=good, bad=len(votes) - good), Tone.NOTE)] if votes else []


def _cleared(conversation: Conversation, base: KnowledgeBase, _: str = "") -> Reply:
    feedback = kept(conversation, base)
    return note(say("unanswered.cleared", count=feedback.clear_unanswered() if feedback else 0))


def show(library: Library, *, as_json: bool) -> int:
    """Write what a library could not answer to stdout: lines, or one JSON array. Returns how many questions there are."""
    feedback = Feedback(library.database)
    questions = feedback.unanswered()
    if as_json:
        from bot.exports import FEEDBACK_FORMS

        print("".join(FEEDBACK_FORMS["json"]("unanswered", feedback)), end="")
        return len(questions)
    for row in questions:
        print(printable(unanswered_line(row)))
    return len(questions)
