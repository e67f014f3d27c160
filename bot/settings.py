"""Settings: frozen, read once at the start, and passed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.texts import say
from knowledge import HuiwenError


class SettingsError(HuiwenError):
    """A setting is missing or wrong; the text names it."""


@dataclass(frozen=True, slots=True)
class ReplySettings:
    """How replies are made."""

    caution_below: float = 0.5
    """An answer of less confidence (0 to 1) is shown with a line of caution."""
    nearest: int = 3
    """Passages offered with a silence."""
    nearest_characters: int = 90
    question_characters: int = 60
    """Of a question as understood, where it is repeated."""
    quotes: int = 3
    """Passages quoted for an answer made of several pieces."""
    follow_ups: int = 2
    """People of an answer to ask about next."""
    suggestions: int = 2
    """Questions offered under an answer."""
    suggestion_reports: int = 1000
    """Reports of which it is remembered what they answer."""
    reasons: int = 6
    title_characters: int = 20
    brief_tasks: int = 3
    statements: int = 3
    statement_characters: int = 120
    meeting_characters: int = 40
    """Of a meeting's title, where the line is about the meeting."""
    meetings: int = 20
    """Meetings on a page of the list."""
    findings: int = 10
    """Meetings or tasks shown of an answer over several meetings."""
    attendance_meetings: int = 12
    attendance_people: int = 40
    table_meetings: int = 200
    """Meetings read for a table or for the list of terms."""
    export_characters: int = 12_000
    """A longer export is no chat message any more."""
    timeline_meetings: int = 60
    events: int = 60
    terms: int = 40


REPLIES = ReplySettings()

_TOKEN = re.compile(r"\d+:[\w-]+")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """What the Telegram bot needs. The token is never shown."""

    token: str = field(repr=False)
    base_url: str | None = None
    base_file_url: str | None = None
    allowed: frozenset[int] = frozenset()
    """Ids of users or chats that may ask; empty: everyone."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> TelegramSettings:
        """Read ``TELEGRAM_BOT_TOKEN``, ``TELEGRAM_BASE_URL``, ``TELEGRAM_BASE_FILE_URL`` and ``TELEGRAM_ALLOWED_IDS``.

        :raises SettingsError: the token is missing, or a value is not what it should be.
        """
        token = environment.get("TELEGRAM_BOT_TOKEN", "").strip()
        if not token:
            raise SettingsError(say("settings.no_token"))
        if not _TOKEN.fullmatch(token):
            raise SettingsError(say("settings.bad_token"))
        return cls(
            token,
            _url(environment, "TELEGRAM_BASE_URL"),
            _url(environment, "TELEGRAM_BASE_FILE_URL"),
            _ids(environment.get("TELEGRAM_ALLOWED_IDS", "")),
        )


def _url(environment: Mapping[str, str], name: str) -> str | None:
    value = environment.get(name, "").strip()
    if value and not value.startswith(("http://", "https://")):
        raise SettingsError(say("settings.bad_url", name=name))
    return value or None


def _ids(value: str) -> frozenset[int]:
    """The ids of a list separated by commas or spaces; group ids are negative."""
    ids = re.split(r"[,，;；\s]+", value.strip())
    for entry in ids:
        if entry and not re.fullmatch(r"-?\d{1,20}", entry, re.ASCII):
            raise SettingsError(say("settings.bad_ids", value=entry))
    return frozenset(int(entry) for entry in ids if entry)
