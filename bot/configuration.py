"""What is set by whoever runs huiwen: in the environment or in one TOML file. The environment wins.

``SETTINGS`` is the whole list: a new setting is a line there and a line in ``docs/huiwen.toml``.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from platformdirs import user_config_path, user_data_path

from bot.rights.levels import GroupKeepers
from bot.texts import say
from knowledge.errors import HuiwenError


class SettingsError(HuiwenError):
    """A setting is missing or wrong; the text names it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set.

    :param key: its name in the file, ``table.name``.
    :param variable: its name in the environment.
    :param read: makes the value of a text; raises ``ValueError`` with the part of the text that is wrong.
    :param expected: the key of the text that says what a value should be.
    :param types: what a value may be in the file.
    :param secret: never shown; a file that holds it must be readable by its owner only.
    """

    key: str
    variable: str
    read: Callable[[str], Any]
    expected: str
    types: tuple[type, ...] = (str,)
    secret: bool = False


LOG_FORMS = ("text", "json")
LOG_LEVELS = ("debug", "info", "warning", "error")

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_ID = re.compile(r"-?\d{1,20}", re.ASCII)


def _token(text: str) -> str:
    if not _TOKEN.fullmatch(text):
        raise ValueError(text)
    return text


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError(text)
    return text


def _ids(text: str) -> frozenset[int]:
    """The ids of a list separated by commas or spaces; group ids are negative."""
    entries = [entry for entry in re.split(r"[,，;；\s]+", text) if entry]
    for entry in entries:
        if not _ID.fullmatch(entry):
            raise ValueError(entry)
    return frozenset(map(int, entries))


def _switch(text: str) -> bool:
    if text.lower() not in ("on", "off", "true", "false"):
        raise ValueError(text)
    return text.lower() in ("on", "true")


def _id(text: str) -> int:
    if not _ID.fullmatch(text) or int(text) <= 0:
        raise ValueError(text)
    return int(text)


def _keepers(text: str) -> GroupKeepers:
    if text.lower() not in tuple(GroupKeepers):
        raise ValueError(text)
    return GroupKeepers(text.lower())


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65_536:
        raise ValueError(text)
    return int(text)


def _path(text: str) -> str:
    """A path as it stands in a request; whoever writes another character means another path."""
    if not re.fullmatch(r"/[\w./~-]*", text, re.ASCII):
        raise ValueError(text)
    return text


def _secret(text: str) -> str:
    """As Telegram allows it: 1 to 256 of these."""
    if not re.fullmatch(r"[\w-]{1,256}", text, re.ASCII):
        raise ValueError(text)
    return text


def _log_form(text: str) -> str:
    if text.lower() not in LOG_FORMS:
        raise ValueError(text)
    return text.lower()


def _log_level(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise ValueError(text)
    return text.lower()


SETTINGS = (
    Setting("data_folder", "HUIWEN_DATA", Path, "settings.folder"),
    Setting("telegram.token", "TELEGRAM_BOT_TOKEN", _token, "settings.token", secret=True),
    Setting("telegram.allowed_ids", "TELEGRAM_ALLOWED_IDS", _ids, "settings.ids", (list, int, str)),
    Setting("telegram.owner_id", "TELEGRAM_OWNER_ID", _id, "settings.id", (int, str)),
    Setting("telegram.everyone", "TELEGRAM_EVERYONE", _switch, "settings.switch", (bool,)),
    Setting("telegram.group_keepers", "TELEGRAM_GROUP_KEEPERS", _keepers, "settings.group_keepers"),
    Setting("telegram.chats_folder", "TELEGRAM_CHATS_FOLDER", Path, "settings.folder"),
    Setting("telegram.base_url", "TELEGRAM_BASE_URL", _url, "settings.url"),
    Setting("telegram.base_file_url", "TELEGRAM_BASE_FILE_URL", _url, "settings.url"),
    Setting("telegram.send_limits", "TELEGRAM_SEND_LIMITS", _switch, "settings.switch", (bool,)),
    Setting("webhook.url", "TELEGRAM_WEBHOOK_URL", _url, "settings.url"),
    Setting("webhook.listen", "TELEGRAM_WEBHOOK_LISTEN", str, "settings.host"),
    Setting("webhook.port", "TELEGRAM_WEBHOOK_PORT", _port, "settings.port", (int, str)),
    Setting("webhook.path", "TELEGRAM_WEBHOOK_PATH", _path, "settings.path"),
    Setting("webhook.secret", "TELEGRAM_WEBHOOK_SECRET", _secret, "settings.secret", secret=True),
    Setting("log.format", "HUIWEN_LOG_FORMAT", _log_form, "settings.log_form"),
    Setting("log.level", "HUIWEN_LOG_LEVEL", _log_level, "settings.log_level"),
)
FILE_VARIABLE = "HUIWEN_CONFIG"
"""Names the file in the environment."""

_BY_KEY = {setting.key: setting for setting in SETTINGS}
_SHOWN = 40
"""Characters of a wrong value that are shown."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The values that are set, by key, and the file they were read from (``None`` if there is none)."""

    file: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def overlaid(self, **given: Any) -> Configuration:
        """With what the command line says on top; names have ``_`` for the dot, ``None`` says nothing."""
        said = {name.replace("_", ".", 1): value for name, value in given.items() if value is not None}
        return replace(self, values=MappingProxyType({**self.values, **said}))

    @property
    def has_token(self) -> bool:
        """Whether there is what the Telegram bot cannot do without."""
        return "telegram.token" in self.values

    @property
    def data_folder(self) -> Path:
        """Where the library, the chats' libraries and the bot's own file are. There may be none yet."""
        return self.values.get("data_folder") or user_data_path("huiwen")

    @property
    def library(self) -> Path:
        """The library's file when none is named. There may be none yet."""
        return self.data_folder / "library.db"

    @property
    def chats_folder(self) -> Path:
        """Where the chats' own libraries are. There may be none yet."""
        return self.values.get("telegram.chats_folder") or self.data_folder / "chats"

    @property
    def bot_file(self) -> Path:
        """The bot's own file. There may be none yet."""
        return beside(self.chats_folder)


def beside(chats_folder: Path) -> Path:
    """The bot's own file, beside the folder of the chats. See :mod:`bot.bot_file`."""
    return chats_folder.parent / "bot.db"


def default_file() -> Path:
    """The file that is read when none is named. There may be none."""
    return user_config_path("huiwen") / "huiwen.toml"


def configuration_file(environment: Mapping[str, str], named: Path | None = None) -> Path | None:
    """The file to read: the one named, the one of ``HUIWEN_CONFIG``, the default one if there is one, or none."""
    if named is None and (text := environment.get(FILE_VARIABLE, "").strip()):
        named = Path(text).expanduser()
    if named is not None:
        return named
    return default_file() if default_file().exists() else None


def read_configuration(environment: Mapping[str, str], named: Path | None = None) -> Configuration:
    """Read what is set.

    :param named: a file to read instead of the default one.
    :raises SettingsError: the file cannot be read, names something unknown, or shows a secret; or a value is wrong.
    """
    file = configuration_file(environment, named)
    values: dict[str, Any] = {}
    if file is not None:
        values |= _of_file(file)
    values |= _of_environment(environment)
    return Configuration(file, MappingProxyType(values))


def _of_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for setting in SETTINGS:
        if text := environment.get(setting.variable, "").strip():
            yield setting.key, _value(setting, text, setting.variable, Path())


def _of_file(file: Path) -> Iterator[tuple[str, Any]]:
    written = dict(_flat(_parsed(file)))
    for key in written:
        if key not in _BY_KEY:
            raise SettingsError(_unknown(file, key))
    if any(_BY_KEY[key].secret for key in written) and _others_can_read(file):
        raise SettingsError(say("settings.readable", file=file, quoted=shlex.quote(str(file))))
    for key, value in written.items():
        setting, where = _BY_KEY[key], say("settings.in_file", file=file, name=key)
        if isinstance(value, bool) is not (bool in setting.types) or not isinstance(value, setting.types):
            raise SettingsError(_wrong(setting, where, str(value)))
        text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        if text.strip():
            yield key, _value(setting, text.strip(), where, file.parent)


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(say("settings.no_file", file=file)) from None
    except OSError as error:
        raise SettingsError(say("settings.unreadable", file=file, reason=error.strerror)) from error
    except UnicodeDecodeError:
        raise SettingsError(say("settings.encoding", file=file)) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = say("settings.line", number=line[1]) if line else say("settings.last_line")
        raise SettingsError(say("settings.not_toml", file=file, where=where)) from None  # its text may show a secret


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _others_can_read(file: Path) -> bool:
    """Whether other users can. A group may read what belongs to another user: that is how root hands out a file."""
    if os.name == "nt":
        return False
    state = file.stat()
    return bool(state.st_mode & (0o077 if state.st_uid == os.getuid() else 0o007))


def _value(setting: Setting, text: str, where: str, folder: Path) -> Any:
    """The value of a text; a relative path starts from ``folder``."""
    try:
        value = setting.read(text)
    except ValueError as error:
        raise SettingsError(_wrong(setting, where, str(error))) from None
    return folder / value.expanduser() if isinstance(value, Path) else value


def _unknown(file: Path, key: str) -> str:
    if near := difflib.get_close_matches(key, _BY_KEY, 1):
        return say("settings.unknown_near", file=file, name=key, near=near[0])
    return say("settings.unknown", file=file, name=key)


def _wrong(setting: Setting, where: str, value: str) -> str:
    expected = say(setting.expected)
    if setting.secret:
        return say("settings.wrong_secret", where=where, expected=expected)
    value = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
    return say("settings.wrong", where=where, expected=expected, value=value)
