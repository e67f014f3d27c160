"""``/pair``, ``/invite``, ``/members``, ``/admins``: who may use the bot, settled in Telegram itself."""

from __future__ import annotations

import re

from bot.memory import Conversation
from bot.reply import Line, Reply, Tone, note
from bot.rights.caller import Caller, acting
from bot.rights.levels import Level
from bot.rights.members import Member
from bot.rights.pairing import GOOD_FOR, MOST_WRONG, Paired, Pairing
from bot.texts import say, words
from knowledge import KnowledgeBase

_NUMBER = re.compile(r"-?\d{1,15}", re.ASCII)
MAX_MEMBERS = 50
"""Members listed together."""


def pair(_: Conversation, __: KnowledgeBase, code: str) -> Reply:
    """Let in whoever sends a good code. An admin needs none to let a group in."""
    caller = acting()
    if not code and caller.members.level(caller.sender) >= Level.ADMIN and not caller.private:
        caller.members.let_in(caller.chat, Level.MEMBER)
        return note(say("paired.group"))
    if not code:
        return note(say("pair.how"))
    done = Pairing(caller.members).pair(code, caller.sender, caller.chat)
    if done is Paired.TOO_MANY and not caller.private:
        return Reply(())
    return note(say(f"paired.{done}", most=MOST_WRONG))


def invite(_: Conversation, __: KnowledgeBase, ___: str) -> Reply:
    """A code for a user or a group, shown to nobody but the admin who asks for it."""
    caller = acting()
    if not caller.private:
        return note(say("invite.in_private"))
    code = Pairing(caller.members).invitation(caller.sender)
    hours = int(GOOD_FOR.total_seconds() // 3600)
    return Reply((
        Line(code, Tone.ANSWER),
        Line(say("invite.how", code=code, hours=hours)),
        Line(say("invite.link", link=f"https://t.me/{caller.bot}?start={code}"), Tone.DETAIL),
        Line(say("invite.group_link", link=f"https://t.me/{caller.bot}?startgroup={code}"), Tone.DETAIL),
    ))  # fmt: skip


def members(_: Conversation, __: KnowledgeBase, argument: str) -> Reply:
    """Who was let in; ``remove`` with a number takes it back."""
    caller = acting()
    if not argument:
        return _listed(caller, caller.members.all(), say("members.none"))
    verb, _sep, rest = argument.partition(" ")
    if verb.lower() not in words("members.remove_words"):
        return note(say("members.how"))
    number = _meant(caller, rest)
    if number is None:
        return note(say("members.how"))
    if caller.members.level(number) >= Level.ADMIN:
        return note(say("members.is_admin", id=number))
    return _put_out(caller, number)


def admins(_: Conversation, __: KnowledgeBase, argument: str) -> Reply:
    """Who the admins are; ``add`` and ``remove`` with a number, or in reply to somebody."""
    caller = acting()
    verb, _sep, rest = argument.partition(" ")
    if not argument or verb.lower() in words("admins.list_words"):
        return _listed(caller, [m for m in caller.members.all() if m.level >= Level.ADMIN], say("admins.none"))
    number = _meant(caller, rest)
    adds, removes = verb.lower() in words("admins.add_words"), verb.lower() in words("members.remove_words")
    if number is None or number < 0 or not (adds or removes):
        return note(say("admins.how"))
    if number == caller.members.owner():
        return note(say("admins.is_owner"))
    if removes:
        return _put_out(caller, number)
    caller.members.let_in(number, Level.ADMIN)
    return note(say("admins.added", id=number))


def _put_out(caller: Caller, number: int) -> Reply:
    if not caller.members.put_out(number):
        return note(say("members.unknown", id=number))
    key = "members.still_allowed" if caller.members.level(number) >= Level.MEMBER else "members.removed"
    return note(say(key, id=number))


def _meant(caller: Caller, written: str) -> int | None:
    """The number written, else the user whose message is replied to."""
    if written.strip():
        return int(written) if _NUMBER.fullmatch(written.strip()) else None
    return caller.replied_to


def _listed(caller: Caller, found: list[Member], otherwise: str) -> Reply:
    owner = caller.members.policy.owner
    lines = [Line(say("members.owner_set", id=owner))] if owner is not None else []
    lines += [Line(_line(m)) for m in found[:MAX_MEMBERS] if m.id != owner]
    if (more := len(found) - MAX_MEMBERS) > 0:
        lines.append(Line(say("members.more", count=more), Tone.NOTE))
    return Reply(tuple(lines)) if lines else note(otherwise)


def _line(member: Member) -> str:
    kind = say("members.group" if member.id < 0 else _KINDS[member.level])
    return say("members.line", kind=kind, id=member.id, day=member.since[:10])


_KINDS = {Level.MEMBER: "members.user", Level.ADMIN: "members.admin", Level.OWNER: "members.owner"}
