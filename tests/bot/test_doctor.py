"""``huiwen doctor``: what it finds, what it advises, and what it keeps to itself."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from bot import cli
from bot.cards.font_check import FontCheck
from bot.configuration import Configuration
from bot.doctor import checks, machine
from bot.doctor.checks import NAMES, Check, State
from bot.library_place import open_library
from bot.only_one import only_one
from bot.settings import DOCTOR, TelegramSettings, WebhookSettings
from bot.telegram import examination
from bot.texts import say
from knowledge import installation, read_report
from tests.bot.api_server import TOKEN, ApiError, ApiServer
from tests.bot.fake_base import TEXT

ONLINE = {"clock", "webhook", "poller", "privacy", "inline"}


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    code = cli.main(["doctor", *args])
    shown = capsys.readouterr()
    assert shown.err == ""
    assert TOKEN.split(":")[1] not in shown.out
    return code, shown.out


def found(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, dict[str, str]]:
    code, out = run(capsys, "--json", *args)
    result = json.loads(out)
    assert result["ok"] is (code == 0)
    return {check["name"]: check for check in result["checks"]}


def test_without_a_token_all_else_is_checked_and_it_says_what_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys)
    assert code == 0
    assert out.startswith("✓ Python")
    assert "– 令牌　没有令牌\n  → 没有设置令牌" in out
    result = found(capsys)
    assert {name for name, check in result.items() if check["state"] == "unchecked"} == ONLINE | {"token"}
    assert {check["state"] for check in result.values()} == {"fine", "note", "unchecked"}


def test_it_speaks_english_and_finds_the_same(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    code, out = run(capsys)
    assert code == 0
    assert "✗" not in out
    assert "Answers" in out


def test_the_library_is_counted_and_a_damaged_one_is_a_problem(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place = tmp_path / "其他.db"
    library = open_library(place, create=True)
    library.add(read_report(TEXT, "r1"))
    library.close()
    assert "1 份报告" in found(capsys, "--library", str(place))["library"]["found"]
    place.write_bytes(b"no library at all")
    code, out = run(capsys, "--library", str(place))
    assert code == 1
    assert "✗ 资料库" in out
    assert f"--library {place}" in out


def test_the_chats_libraries_and_the_bots_own_file_are_looked_into(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIWEN_DATA", str(tmp_path))
    library = open_library(tmp_path / "chats" / "7.db", create=True)
    library.add(read_report(TEXT, "r1"))
    library.close()
    result = found(capsys)
    assert result["chats"]["found"] == say("doctor.chats", count=1, reports=1)
    assert str(tmp_path) in result["folders"]["found"]
    (tmp_path / "chats" / "8.db").write_bytes(b"no library at all")
    (tmp_path / "bot.db").write_bytes(b"no library at all")
    result = found(capsys)
    assert result["chats"]["state"] == result["bot_file"]["state"] == "problem"
    assert "8.db" in result["chats"]["found"]


def test_a_folder_that_cannot_be_one_is_a_problem(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("HUIWEN_DATA", str(tmp_path / "file" / "below"))
    assert found(capsys)["folders"]["state"] == "problem"


def test_a_mistake_in_the_settings_is_told_and_the_rest_is_still_checked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN.replace(":", " "))
    code, out = run(capsys)
    assert code == 1
    assert "✗ 设置　TELEGRAM_BOT_TOKEN 不对" in out
    assert "✓ 问答" in out


def test_a_full_disk_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", ("total", "used", "free"))(10**9, 10**9, 10**6)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert machine.disk(tmp_path / "not" / "there").state is State.PROBLEM


def test_broken_data_and_missing_packages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.txt").write_bytes("会议".encode("gb18030"))
    (tmp_path / "model.npz").write_bytes(b"PK no archive")
    (tmp_path / "good.txt").write_text("会议", "utf-8")
    monkeypatch.setattr(installation, "data_files", lambda: ((p.name, p) for p in sorted(tmp_path.iterdir())))
    assert list(installation.unreadable_data()) == ["model.npz", "words.txt"]
    monkeypatch.setattr(machine, "_required", lambda: iter(["click>=999.1", "no-such-package", "rich", "click>=1"]))
    packages = next(c for c in machine.examined(tmp_path) if c.name == "packages")
    assert packages.state is State.PROBLEM
    assert "click" in packages.found
    assert "999.1" in packages.found
    assert "没有 no-such-package" in packages.found
    assert "rich" not in packages.found


@pytest.mark.parametrize(
    ("found", "state", "shown"),
    [
        (FontCheck("Noto Sans", Path("/fonts/noto.otf"), 9000, ()), State.FINE, "/fonts/noto.otf"),
        (FontCheck("Plain", Path("/fonts/plain.ttf"), 90, ("会", "●")), State.PROBLEM, "会●"),
        (FontCheck("", None, 0, ("会",)), State.PROBLEM, say("doctor.nothing")),
    ],
)
def test_a_font_that_lacks_characters_is_a_problem(found: FontCheck, state: State, shown: str) -> None:
    check = machine.font(found)
    assert check.state is state
    assert shown in check.found


# ---------------------------------------------------------------- what Telegram says


async def asked(server: ApiServer, **changes: object) -> dict[str, Check]:
    settings = replace(TelegramSettings(TOKEN, server.base_url), **changes)  # type: ignore[arg-type]
    return {c.name: c for c in await asyncio.to_thread(examination.examined, settings)}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "DOCTOR", replace(DOCTOR, poll_seconds=0))


async def test_telegram_is_asked_about_the_bot(server: ApiServer) -> None:
    result = await asked(server)
    assert set(result) == ONLINE | {"token", "allowed"}
    assert "@huiwen_test_bot" in result["token"].found
    assert {result[n].state for n in ("token", "clock", "webhook", "poller")} == {State.FINE}
    assert {result[n].state for n in ("privacy", "inline", "allowed")} == {State.NOTE}
    assert "/setprivacy" in result["privacy"].advice
    assert "/setinline" in result["inline"].advice


async def test_what_is_set_at_botfather_is_seen(server: ApiServer) -> None:
    server.me |= {"can_read_all_group_messages": True, "supports_inline_queries": True}
    result = await asked(server, allowed=frozenset({7}))
    assert {result[n].state for n in ("privacy", "inline", "allowed")} == {State.FINE}


async def test_no_message_is_taken_from_the_bot(server: ApiServer) -> None:
    await server.say("谁主持会议")
    await asked(server)
    assert "offset" not in server.calls["getUpdates"][0]
    assert "allowed_updates" not in server.calls["getUpdates"][0]


async def test_another_program_that_takes_the_messages_is_a_problem(server: ApiServer) -> None:
    server.faults["getUpdates"].append(ApiError(409, "Conflict: terminated by other getUpdates request"))
    assert (await asked(server))["poller"].state is State.PROBLEM


def telegram_sends(server: ApiServer, url: str = "https://bot.example/secret-path") -> None:
    server.webhook |= {
        "url": url,
        "pending_update_count": 3,
        "last_error_date": 1_700_000_000,
        "last_error_message": "Connection refused",
    }


async def test_a_webhook_is_shown_by_its_host_only(server: ApiServer) -> None:
    telegram_sends(server)
    result = await asked(server)
    assert result["webhook"].state is State.NOTE
    assert "bot.example" in result["webhook"].found
    assert "secret-path" not in result["webhook"].found
    assert not server.calls["getUpdates"]


@pytest.mark.parametrize(
    ("there", "state"),
    [
        ("", State.FINE),
        ("https://bot.example/secret-path", State.PROBLEM),
        ("https://other.example/x", State.NOTE),
    ],
)
async def test_a_webhook_that_is_wanted_is_compared(server: ApiServer, there: str, state: State) -> None:
    telegram_sends(server, there)
    result = await asked(server, webhook=WebhookSettings("https://bot.example/secret-path"))
    assert result["webhook"].state is state
    assert ("Connection refused" in result["webhook"].found) is (state is State.PROBLEM)
    assert "secret-path" not in repr(result)
    assert not server.calls["getUpdates"]


async def test_the_bot_that_runs_here_is_not_disturbed(server: ApiServer, tmp_path: Path) -> None:
    chats = tmp_path / "data" / "chats"
    chats.mkdir(parents=True)
    with only_one(tmp_path / "data" / "bot.db"):
        result = await asked(server, chats=chats)
    assert result["poller"].found == say("doctor.runs")
    assert not server.calls["getUpdates"]
    assert (await asked(server, chats=chats))["poller"].found == say("doctor.alone")


async def test_a_clock_that_is_off_is_a_problem(server: ApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "DOCTOR", replace(DOCTOR, poll_seconds=0, clock_seconds=-1))
    assert "timedatectl" in (await asked(server))["clock"].advice


async def test_a_token_that_telegram_does_not_know_is_a_problem_and_not_shown(server: ApiServer) -> None:
    result = await asked(server, token="99999:wrong_token")
    assert result["token"].state is State.PROBLEM
    assert {result[n].state for n in ONLINE} == {State.UNCHECKED}
    assert "wrong_token" not in repr(result)


async def test_a_server_that_cannot_be_reached_is_a_problem() -> None:
    result = {
        c.name: c
        for c in await asyncio.to_thread(examination.examined, TelegramSettings(TOKEN, "http://127.0.0.1:9/bot"))
    }
    assert result["token"].state is State.PROBLEM
    assert TOKEN.split(":")[1] not in repr(result)


def test_every_check_has_its_place_and_its_label() -> None:
    shown = list(checks.lines(Check(name, State.PROBLEM, "x", "y") for name in NAMES))
    assert len(shown) == 2 * len(NAMES)
    assert Configuration().has_token is False
