"""A question to a reply: over several meetings at once, or of the one report that tells."""

from __future__ import annotations

from dataclasses import replace

from bot import across_replies, which_person
from bot.feedback import keep_unanswered
from bot.memory import Conversation, Face, Turn
from bot.replies import answer_reply, follow_ups
from bot.reply import Reply, note
from bot.scope import narrowed, scoped
from bot.suggestions import suggested
from bot.tasks.ours import own_tasks
from bot.votes import thumbs
from bot.which_person import doubtful
from knowledge import Answer, KnowledgeBase, Query
from knowledge.across import Narrowed, ask_across, asks_own_tasks, narrow
from knowledge.model import Kind


def answered(conversation: Conversation, base: KnowledgeBase, question: str) -> Reply:
    """Answer a question in the light of the earlier ones, and remember both; one for one's own tasks lists them."""
    if whose := asks_own_tasks(question):
        return own_tasks(conversation, base, whose)
    earlier = conversation.earlier()
    conversation.questions.append(question)
    if findings := ask_across(base.shelf, question, conversation.scope, _person_before(conversation, base)):
        text = across_replies.short(findings)
        turn = conversation.remember(findings.as_answer(question, text))
        shown = _judgeable(conversation, base, turn, across_replies.findings_reply(findings, turn, base))
        return scoped(conversation, base, shown)
    asked = narrow(base.shelf, question, earlier, conversation.scope)
    if asked.period and not asked.count:
        keep_unanswered(conversation, base, question, None)
        return note(across_replies.no_meeting(base, asked.period))
    given = _answer(conversation, base, asked)
    if doubt := doubtful(given, base):
        turn = conversation.remember(given, which_person.questions(given, *doubt))
        return scoped(conversation, base, which_person.which_reply(turn, *doubt))
    turn = conversation.remember(given, _offered(conversation, given, base))
    reply = _judgeable(conversation, base, turn, answer_reply(turn, base))
    return narrowed(base, reply, asked) if asked.period else scoped(conversation, base, reply)


def _judgeable(conversation: Conversation, base: KnowledgeBase, turn: Turn, reply: Reply) -> Reply:
    """The reply with thumbs under it; a silence is kept for the keeper."""
    if not turn.answer.found:
        keep_unanswered(conversation, base, turn.answer.query.asked, turn.answer)
    return replace(reply, last_row=thumbs(turn))


def _offered(conversation: Conversation, given: Answer, base: KnowledgeBase) -> tuple[str, ...]:
    """What buttons may ask next. A console shows none, so nothing is tried for it."""
    if conversation.face is Face.CONSOLE:
        return follow_ups(given, base)
    return (*follow_ups(given, base), *suggested(given, base))


def _person_before(conversation: Conversation, base: KnowledgeBase) -> str:
    """Whom 他 means: the person the last question or its answer named, ``""`` if none did."""
    last = conversation.last
    if last is None:
        return ""
    people = base.facts(last.report).people if last.report else ()
    named = next((p.name for p in people if last.found and p.name in last.text), "")
    return named or next(iter(last.query.people), "")


def answer(base: KnowledgeBase, question: str) -> Answer:
    """The answer to a question by itself, for scripts; not found where no meeting is of the time it names."""
    if findings := ask_across(base.shelf, question):
        return findings.as_answer(question, across_replies.short(findings))
    asked = narrow(base.shelf, question)
    if asked.period and not asked.count:
        return Answer(Query(question, question, (Kind.WHAT,)), False, "", 0.0, ())
    return base.ask(asked.question, scope=asked.scope)


def _answer(conversation: Conversation, base: KnowledgeBase, asked: Narrowed) -> Answer:
    """One chosen report is asked by its id; of several the one is found that tells."""
    if conversation.chosen:
        return base.ask(asked.question, asked.history, conversation.chosen)
    return base.ask(asked.question, asked.history, None, asked.scope)
