"""Settings from the environment."""

from __future__ import annotations

import pytest

from bot.settings import SettingsError, TelegramSettings

TOKEN = {"TELEGRAM_BOT_TOKEN": "123456:AAtest_token"}


def test_addresses_and_ids_are_read() -> None:
    settings = TelegramSettings.from_environment(
        TOKEN
        | {
            "TELEGRAM_BASE_URL": "http://127.0.0.1:8081/bot",
            "TELEGRAM_BASE_FILE_URL": "http://127.0.0.1:8081/file/bot",
            "TELEGRAM_ALLOWED_IDS": "7, 8，-1001234 ",
        }
    )
    assert settings.base_url == "http://127.0.0.1:8081/bot"
    assert settings.base_file_url == "http://127.0.0.1:8081/file/bot"
    assert settings.allowed == {7, 8, -1001234}


def test_by_default_it_is_telegram_and_everyone() -> None:
    settings = TelegramSettings.from_environment(TOKEN)
    assert (settings.base_url, settings.base_file_url, settings.allowed) == (None, None, frozenset())


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "TELEGRAM_BOT_TOKEN"),
        ({"TELEGRAM_BOT_TOKEN": "  "}, "TELEGRAM_BOT_TOKEN"),
        ({"TELEGRAM_BOT_TOKEN": "not a token"}, "TELEGRAM_BOT_TOKEN"),
        (TOKEN | {"TELEGRAM_ALLOWED_IDS": "7,@name"}, "TELEGRAM_ALLOWED_IDS"),
        (TOKEN | {"TELEGRAM_BASE_URL": "localhost:8081"}, "TELEGRAM_BASE_URL"),
        (TOKEN | {"TELEGRAM_BASE_FILE_URL": "/files"}, "TELEGRAM_BASE_FILE_URL"),
    ],
)
def test_what_is_wrong_is_named_and_the_token_is_not_shown(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as raised:
        TelegramSettings.from_environment(environment)
    assert named in str(raised.value)
    assert "not a token" not in str(raised.value)


def test_the_token_is_not_in_the_repr() -> None:
    assert "AAtest" not in repr(TelegramSettings.from_environment(TOKEN))
