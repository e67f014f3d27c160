"""Settings from the environment and from a file."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.configuration import SETTINGS, SettingsError, default_file, read_configuration
from bot.library_place import default_place
from bot.settings import TelegramSettings
from tests.conftest import ROOT

TOKEN = {"TELEGRAM_BOT_TOKEN": "123456:AAtest_token"}


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "huiwen.toml"
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return file


def telegram(environment: dict[str, str], file: Path | None = None) -> TelegramSettings:
    return TelegramSettings.of(read_configuration(environment, file))


def problem(environment: dict[str, str], file: Path | None = None) -> str:
    with pytest.raises(SettingsError) as raised:
        telegram(environment, file)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_addresses_and_ids_are_read_from_the_environment() -> None:
    settings = telegram(
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
    settings = telegram(TOKEN)
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
        (TOKEN | {"HUIWEN_CONFIG": "/no/such/file.toml"}, "/no/such/file.toml"),
    ],
)
def test_what_is_wrong_is_named_and_the_token_is_not_shown(environment: dict[str, str], named: str) -> None:
    assert named in problem(environment)
    assert "not a token" not in problem(environment)


def test_the_token_is_not_in_the_repr() -> None:
    assert "AAtest" not in repr(telegram(TOKEN))
    assert "AAtest" not in repr(read_configuration(TOKEN))


# ---------------------------------------------------------------- the file


FILE = """
data_folder = "data"
[telegram]
token = "123456:AAtest_token"
allowed_ids = [7, -1001234]
base_url = "http://127.0.0.1:8081/bot"
"""


def test_every_value_may_be_in_the_file(tmp_path: Path) -> None:
    settings = telegram({}, written(tmp_path, FILE))
    assert settings.token == "123456:AAtest_token"
    assert settings.allowed == {7, -1001234}
    assert settings.base_url == "http://127.0.0.1:8081/bot"
    assert settings.chats == tmp_path / "data" / "chats"  # a relative path starts from the file's folder


def test_the_environment_wins(tmp_path: Path) -> None:
    environment = {"TELEGRAM_ALLOWED_IDS": "9", "HUIWEN_DATA": "/somewhere"}
    settings = telegram(environment, written(tmp_path, FILE))
    assert settings.allowed == {9}
    assert settings.chats == Path("/somewhere/chats")
    assert settings.base_url == "http://127.0.0.1:8081/bot"


def test_a_named_file_is_read_instead_of_the_one_in_the_configuration_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    default_file().parent.mkdir(parents=True)
    default_file().write_text('data_folder = "/default"', "utf-8")
    named = written(tmp_path, 'data_folder = "/named"')
    given = tmp_path / "given.toml"
    given.write_text('data_folder = "/given"', "utf-8")
    in_environment = {"HUIWEN_CONFIG": str(named)}
    assert read_configuration({}).data_folder == Path("/default")
    assert read_configuration(in_environment).data_folder == Path("/named")
    assert read_configuration(in_environment, given).data_folder == Path("/given")


def test_the_library_is_in_the_data_folder_that_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIWEN_DATA", str(tmp_path / "elsewhere"))
    assert default_place() == tmp_path / "elsewhere" / "library.db"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[telegram]\ntokn = 1", "没有 telegram.tokn 这一项设置，是想写 telegram.token 吗？"),
        ("colour = 1", "没有 colour 这一项设置。"),
        ("[telegram]\nallowed_ids = [7, '@name']", "telegram.allowed_ids 应是逗号分隔的数字编号，“@name”不是。"),
        ("[telegram]\nallowed_ids = true", "telegram.allowed_ids 应是逗号分隔的数字编号"),
        ("[telegram]\nbase_url = 8081", "telegram.base_url 应是 http:// 或 https:// 开头的地址，“8081”不是。"),
        ("data_folder = 5", "data_folder 应是文件夹的路径"),
        ("[telegram]\ntoken = 'not a token'", "telegram.token 不对：应是 BotFather 给的令牌（数字:字母）。"),
        ("[telegram]\ntoken = 123456:AAtest_token", "第 2 行不合 TOML 的写法。"),
        ("[telegram", "不合 TOML 的写法。"),
        ("data_folder = '" + "x" * 200 + "'\n[telegram]\nbase_url = '" + "y" * 200 + "'", "y" * 40 + "…”不是。"),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence_that_names_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    shown = problem({}, written(tmp_path, text))
    assert said in shown
    assert "huiwen.toml" in shown
    assert "AAtest" not in shown
    assert "not a token" not in shown


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "huiwen.toml"
    file.write_bytes("# 设置".encode("gb18030"))
    assert "UTF-8" in problem({}, file)


@pytest.mark.skipif(os.name == "nt", reason="no file modes")
@pytest.mark.parametrize(("mode", "fine"), [(0o600, True), (0o400, True), (0o640, False), (0o604, False)])
def test_a_token_in_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int, fine: bool) -> None:
    file = written(tmp_path, FILE, mode)
    if fine:
        assert telegram({}, file).token
    else:
        assert f"chmod 600 {file}" in problem({}, file)


@pytest.mark.skipif(os.name == "nt", reason="no file modes")
def test_without_a_token_the_file_may_be_read_by_all(tmp_path: Path) -> None:
    assert read_configuration({}, written(tmp_path, "[telegram]\nallowed_ids = 7", 0o644)).values


# ---------------------------------------------------------------- the example


def test_the_example_names_every_setting_and_its_variable(tmp_path: Path) -> None:
    example = (ROOT / "docs" / "huiwen.toml").read_text("utf-8")
    assert all(setting.variable in example for setting in SETTINGS)
    assert read_configuration({}, written(tmp_path, example)).values == {}
    uncommented = re.sub(r"^# (\w+ = )", r"\1", example, flags=re.MULTILINE).replace("AA...", "AAexample")
    values = read_configuration({}, written(tmp_path, uncommented)).values
    assert set(values) == {setting.key for setting in SETTINGS}
