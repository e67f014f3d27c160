"""Settings: frozen, read once at the start, and passed in. See :mod:`bot.configuration` for how users set them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.configuration import Configuration, SettingsError, beside
from bot.rights.levels import GroupKeepers, Policy
from bot.texts import say


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
    unanswered: int = 20
    """Questions without an answer listed together."""
    judged_characters: int = 200
    """Of an answer, kept with a vote on it."""
    reasons: int = 6
    title_characters: int = 20
    brief_tasks: int = 3
    statements: int = 3
    statement_characters: int = 120
    meeting_characters: int = 40
    """Of a meeting's title, where the line is about the meeting."""
    page_cost: int = 1200
    """Of a page: characters, those of a quote as far as they show at once, and 20 for each line."""
    meetings: int = 20
    """Meetings on a page of the list."""
    findings: int = 10
    """Meetings or tasks shown of an answer over several meetings."""
    card_names: int = 12
    """Speakers named on a card."""
    attendance_meetings: int = 12
    attendance_people: int = 40
    table_meetings: int = 200
    """Meetings read for a table or for the list of terms."""
    export_characters: int = 12_000
    """A longer export is no chat message any more."""
    timeline_meetings: int = 60
    events: int = 60
    terms: int = 40
    line_buttons: int = 40
    """Tasks that get a button under a list."""
    own_tasks: int = 20
    """Tasks shown of what is ours."""
    owners: int = 8
    """Names offered as a task's owner."""
    owner_characters: int = 16
    """A longer name of a group is a description."""
    people_offered: int = 12
    """People offered where one of them is to be put right."""
    title_value_characters: int = 120
    """Of what a user puts right, a meeting's title being the longest."""
    value_characters: int = 60
    """Of what a user puts in a report's place."""
    changes: int = 20
    """Changes shown of a history."""


REPLIES = ReplySettings()


@dataclass(frozen=True, slots=True)
class UploadSettings:
    """What is taken for a report, and how it is shown."""

    file_bytes: int = 20_000_000
    """Telegram hands out no larger file to bots."""
    text_characters: int = 800
    """A private text of at least as many is taken for a report, not for a question."""
    forwarded_characters: int = 150
    cut_characters: int = 3800
    """A text of at least as many may have been cut by Telegram (at 4096) and go on in the next message."""
    cut_texts: int = 100
    """Chats whose cut texts are remembered."""
    id_characters: int = 60
    people: int = 6
    tasks: int = 3


UPLOADS = UploadSettings()


@dataclass(frozen=True, slots=True)
class DoctorSettings:
    """What ``huiwen doctor`` finds too little, too old or too far apart."""

    python: tuple[int, int] = (3, 11)
    free_bytes: int = 300_000_000
    """On the disk of the data folder."""
    clock_seconds: int = 60
    """Between this machine's clock and the server's."""
    wait_seconds: float = 10.0
    """For an answer of the server's."""
    poll_seconds: int = 3
    """How long it polls to see whether another program does so too."""


DOCTOR = DoctorSettings()


def default_chats_folder() -> Path:
    """Where the chats' libraries are when no other folder is named. There may be none yet."""
    return Configuration().chats_folder


@dataclass(frozen=True, slots=True)
class LogSettings:
    """How the bot logs."""

    form: str = "text"
    """``text`` or ``json``."""
    level: str = "info"
    """The least important level that is logged."""


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """How Telegram reaches the bot, where it is not asked for updates but sends them."""

    url: str
    """Where Telegram sends them to: a proxy that speaks TLS and hands them on."""
    listen: str = "127.0.0.1"
    port: int = 8080
    path: str = "/"
    secret: str = field(default="", repr=False)
    """What Telegram says to show that it is Telegram; empty: a new one at each start."""
    body_bytes: int = 1_000_000
    """No update is larger."""
    connections: int = 100
    """At once; Telegram opens 40 at most."""
    seconds: float = 60.0
    """For one request, waiting for it included."""
    check_seconds: float = 60.0
    """Between two looks at whether Telegram still sends them here."""

    @classmethod
    def of(cls, configuration: Configuration) -> WebhookSettings | None:
        """Those of a configuration, ``None`` without an address: then Telegram is asked for updates."""
        values = configuration.values
        if "webhook.url" not in values:
            return None
        url = values["webhook.url"]
        given = {
            name: values[f"webhook.{name}"] for name in ("listen", "port", "secret") if f"webhook.{name}" in values
        }
        return cls(url, path=values.get("webhook.path") or urlsplit(url).path or "/", **given)


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """What the Telegram bot needs. The token is never shown."""

    token: str = field(repr=False)
    base_url: str | None = None
    base_file_url: str | None = None
    allowed: frozenset[int] = frozenset()
    """Numbers of users and groups that may ask."""
    chats: Path = field(default_factory=default_chats_folder)
    """The folder of the chats' own libraries."""
    logs: LogSettings = LogSettings()
    send_limits: bool = True
    """Whether to keep Telegram's limits on sending; without, only what it says after they were passed is done."""
    webhook: WebhookSettings | None = None
    """``None``: polling."""
    owner: int | None = None
    """The owner's number."""
    everyone: bool = False
    """Whether all may ask, everywhere."""
    group_keepers: GroupKeepers = GroupKeepers.ADMINISTRATORS

    @property
    def policy(self) -> Policy:
        """Who may do what."""
        return Policy(self.owner, self.allowed, self.everyone, self.group_keepers)

    @property
    def bot_file(self) -> Path:
        """The bot's own file. There may be none yet."""
        return beside(self.chats)

    @classmethod
    def of(cls, configuration: Configuration) -> TelegramSettings:
        """Those of a configuration.

        :raises SettingsError: there is no token.
        """
        values = configuration.values
        if not configuration.has_token:
            raise SettingsError(say("settings.no_token"))
        return cls(
            values["telegram.token"],
            values.get("telegram.base_url"),
            values.get("telegram.base_file_url"),
            values.get("telegram.allowed_ids", frozenset()),
            configuration.chats_folder,
            LogSettings(values.get("log.format", LogSettings().form), values.get("log.level", LogSettings().level)),
            values.get("telegram.send_limits", True),
            WebhookSettings.of(configuration),
            values.get("telegram.owner_id"),
            values.get("telegram.everyone", False),
            values.get("telegram.group_keepers", GroupKeepers.ADMINISTRATORS),
        )
