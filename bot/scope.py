"""The meetings a conversation asks, and the line that says so under a reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.memory import Conversation, only_report
from bot.reply import Line, Reply, Tone, clip
from bot.settings import REPLIES
from bot.texts import say
from knowledge import KnowledgeBase
from knowledge.across import Narrowed, newest_first
from knowledge.shelf import EVERYTHING, Entry, Scope


def settle(conversation: Conversation, base: KnowledgeBase) -> None:
    """Let go of a report that was forgotten while the conversation went on: the scope, and the answers it gave."""
    if conversation.chosen and not _kept(base, conversation.chosen):
        conversation.scope = EVERYTHING
    reports = {
        r for t in conversation.turns.values() for r in (t.answer.report, *(e.report for e in t.answer.evidence))
    }
    if not all(_kept(base, r) for r in reports if r):
        conversation.forget()


def _kept(base: KnowledgeBase, report_id: str) -> bool:
    try:
        base.shelf.edition(report_id)
    except KeyError:
        return False
    return True


def meetings(conversation: Conversation, base: KnowledgeBase) -> list[Entry]:
    """The meetings in a conversation's scope, the newest first."""
    return newest_first(base.shelf.entries(conversation.scope))


def concerned(conversation: Conversation, base: KnowledgeBase, limit: int) -> tuple[str, ...]:
    """The reports a command is about, ``limit`` at most: the one in scope, else the last answer's, else all in scope."""
    current = conversation.chosen or (conversation.last.report if conversation.last else "")
    if current:
        return (current,)
    return tuple(islice((e.id for e in base.shelf.entries(conversation.scope)), limit))


def scoped(conversation: Conversation, base: KnowledgeBase, reply: Reply, reports: Sequence[str] = ()) -> Reply:
    """The reply with a line that says which meetings were asked; a base of one report needs none.

    :param reports: the report the reply is about, where it is only one, though more are in scope.
    """
    if len(base) < 2:
        return reply
    if len(reports) == 1 and not only_report(conversation.scope):
        return _with(reply, say("scope.about", title=_title(base, reports[0])))
    return _with(reply, say("scope.line", scope=scope_words(base, conversation.scope)))


def narrowed(base: KnowledgeBase, reply: Reply, asked: Narrowed) -> Reply:
    """The reply with a line that says to which meetings the question itself was narrowed."""
    assert asked.period is not None
    only = only_report(asked.scope)
    if only:
        return _with(reply, say("scope.narrowed_to", words=asked.period.words, title=_title(base, only)))
    return _with(reply, say("scope.narrowed", words=asked.period.words, count=asked.count))


def scope_words(base: KnowledgeBase, scope: Scope) -> str:
    """A scope in words."""
    if only := only_report(scope):
        return say("scope.one", title=_title(base, only))
    if scope.dated:
        count = sum(1 for _ in base.shelf.entries(scope))
        return say(
            "scope.dated", since=scope.since or say("scope.open"), until=scope.until or say("scope.open"), count=count
        )
    if scope.reports is not None:
        return say("scope.some", count=len(scope.reports))
    return say("scope.all", count=len(base))


def _title(base: KnowledgeBase, report_id: str) -> str:
    return clip(base.shelf.entry(report_id).title, REPLIES.meeting_characters)


def _with(reply: Reply, text: str) -> Reply:
    return replace(reply, parts=(*reply.parts, Line(text, Tone.NOTE)))
