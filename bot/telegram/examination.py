"""What ``huiwen doctor`` asks Telegram about the bot. It changes nothing and takes no message away from the bot."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from telegram import Bot, User, WebhookInfo
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.bot_file import open_bot_file
from bot.doctor.checks import Check, State
from bot.only_one import is_running
from bot.rights.levels import Policy
from bot.rights.members import Members
from bot.settings import DOCTOR, TelegramSettings, WebhookSettings
from bot.telegram.logs import redacted
from bot.texts import say
from knowledge import LibraryError

_TELEGRAM = "https://api.telegram.org/bot"
_ONLINE = ("clock", "webhook", "poller", "privacy", "inline")


def examined(settings: TelegramSettings | None) -> list[Check]:
    """All checks of this file; without settings (no token) none can be made."""
    if settings is None:
        return [Check("token", State.UNCHECKED, say("doctor.no_token"), say("settings.no_token")), *_unchecked()]
    return asyncio.run(_collected(settings))


def _unchecked() -> list[Check]:
    return [Check(name, State.UNCHECKED, say("doctor.unchecked")) for name in _ONLINE]


async def _collected(settings: TelegramSettings) -> list[Check]:
    return [check async for check in _examined(settings)]


async def _examined(settings: TelegramSettings) -> AsyncIterator[Check]:
    yield _allowed(settings)
    bot = Bot(settings.token, settings.base_url or _TELEGRAM)
    try:
        await bot.initialize()
        me = await bot.get_me()
    except InvalidToken:
        checks = [Check("token", State.PROBLEM, say("doctor.bad_token"), say("doctor.new_token")), *_unchecked()]
    except TelegramError as error:
        reason = redacted(str(error))
        checks = [Check("token", State.PROBLEM, say("doctor.offline", reason=reason), say("doctor.connect"))]
        checks += _unchecked()
    else:
        checks = [Check("token", State.FINE, f"@{me.username}（{me.id}）"), *_profile(me)]
        checks.append(await asyncio.to_thread(_clock, settings.base_url or _TELEGRAM))
        checks += [check async for check in _delivery(bot, settings)]
    finally:
        await bot.shutdown()
    for check in checks:
        yield check


def _allowed(settings: TelegramSettings) -> Check:
    if settings.everyone:
        return Check("allowed", State.NOTE, say("doctor.everyone"), say("doctor.close"))
    allowed = settings.allowed | ({settings.owner} if settings.owner else set()) | _let_in(settings.bot_file)
    if allowed:
        return Check("allowed", State.FINE, say("doctor.allowed", count=len(allowed)))
    return Check("allowed", State.NOTE, say("doctor.nobody_allowed"), say("doctor.allow"))


def _let_in(file: Path) -> set[int]:
    """Users and groups that were let in; none where the bot's file cannot be read, which another check tells."""
    if not file.exists():
        return set()
    try:
        database = open_bot_file(file)
    except LibraryError:
        return set()
    try:
        return {member.id for member in Members(database, Policy()).all()}
    finally:
        database.close()


def _profile(me: User) -> list[Check]:
    """What BotFather has set."""
    privacy = Check("privacy", State.FINE, say("doctor.reads_all"))
    if not me.can_read_all_group_messages:
        privacy = Check("privacy", State.NOTE, say("doctor.reads_commands"), say("doctor.privacy"))
    inline = Check("inline", State.FINE, say("doctor.inline_on"))
    if not me.supports_inline_queries:
        inline = Check("inline", State.NOTE, say("doctor.inline_off"), say("doctor.inline"))
    return [privacy, inline]


async def _delivery(bot: Bot, settings: TelegramSettings) -> AsyncIterator[Check]:
    """How updates reach the bot, and whether another program takes them."""
    try:
        hook = await bot.get_webhook_info()
        yield _webhook(hook, settings.webhook)
        if hook.url or settings.webhook:
            yield Check("poller", State.UNCHECKED, say("doctor.by_webhook"))
        elif is_running(settings.bot_file):  # polling beside it would disturb it
            yield Check("poller", State.FINE, say("doctor.runs"))
        else:
            # Waits a little: another program that polls asks again within it. Without an offset nothing is confirmed.
            await bot.get_updates(limit=1, timeout=DOCTOR.poll_seconds)
            yield Check("poller", State.FINE, say("doctor.alone"))
    except Conflict:
        yield Check("poller", State.PROBLEM, say("doctor.another"), say("doctor.stop_another"))
    except TelegramError as error:
        yield Check("poller", State.PROBLEM, say("doctor.offline", reason=redacted(str(error))), say("doctor.connect"))


def _webhook(hook: WebhookInfo, wanted: WebhookSettings | None) -> Check:
    """Whether Telegram sends updates, and to where they are wanted. A path may be a secret, so only hosts are shown."""
    waiting = hook.pending_update_count
    if not hook.url:
        text = say("doctor.webhook_later") if wanted else say("doctor.no_webhook", count=waiting)
        return Check("webhook", State.FINE, text)
    found = say("doctor.webhook", host=urlsplit(hook.url).netloc, count=waiting)
    if wanted is None:
        return Check("webhook", State.NOTE, found, say("doctor.webhook_removed"))
    if hook.url != wanted.url:
        return Check("webhook", State.NOTE, found, say("doctor.webhook_moved", host=urlsplit(wanted.url).netloc))
    if waiting and hook.last_error_message:
        found += say("doctor.webhook_error", reason=redacted(hook.last_error_message))
        return Check("webhook", State.PROBLEM, found, say("doctor.webhook_unreached"))
    return Check("webhook", State.FINE, found)


def _clock(base_url: str) -> Check:
    """This machine's clock beside the server's."""
    here = datetime.now(UTC)
    found = f"{here.astimezone():%Y-%m-%d %H:%M %Z}"
    there = _server_time(base_url)
    if there is None:
        return Check("clock", State.UNCHECKED, found)
    apart = round((here - there).total_seconds())
    if abs(apart) > DOCTOR.clock_seconds:
        return Check("clock", State.PROBLEM, say("doctor.apart", now=found, seconds=abs(apart)), say("doctor.clock"))
    return Check("clock", State.FINE, found)


def _server_time(base_url: str) -> datetime | None:
    """What the server's clock says in the head of its answer; the token is not sent."""
    place = urlsplit(base_url)
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = kind(place.netloc, timeout=DOCTOR.wait_seconds)
    try:
        connection.request("HEAD", "/")
        said = connection.getresponse().getheader("Date")
        return parsedate_to_datetime(said) if said else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
