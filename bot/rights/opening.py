"""What is said at the start about who may ask: what is open, and how to become the owner where there is none."""

from __future__ import annotations

from bot.rights.members import Members
from bot.rights.pairing import GOOD_FOR, Pairing
from bot.texts import say


def who_may_ask(members: Members, bot: str) -> list[str]:
    """Lines for whoever runs the bot; the owner code among them is good once, and an earlier one no more.

    :param bot: the bot's name, for the link.
    """
    lines = [say("opening.everyone")] if members.policy.everyone else []
    if code := Pairing(members).owner_code():
        if not members.policy.everyone and not members.policy.allowed and not members.all():
            lines.append(say("opening.nobody"))
        hours = int(GOOD_FOR.total_seconds() // 3600)
        lines.append(say("opening.owner", code=code, link=f"https://t.me/{bot}?start={code}", hours=hours))
    return lines
