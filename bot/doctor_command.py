"""``huiwen doctor``: what works, what does not, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.library_commands import library_option
from bot.usage import ChineseCommand, config_option

if TYPE_CHECKING:
    from bot.configuration import Configuration
    from bot.doctor.checks import Check

FINE, PROBLEM = 0, 1


@click.command(cls=ChineseCommand, help="检查程序、资料库、设置和 Telegram：哪些正常，哪些不对，该怎么办。")
@library_option
@config_option
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
def doctor(library: Path | None, config: Path | None, as_json: bool) -> int:
    """Look at everything; exit with 1 if something is wrong."""
    from bot.doctor import checks
    from bot.rows import to_line

    found = checks.in_order(_examined(library, config))
    result = checks.as_json(found)
    if as_json:
        print(to_line(result))
    else:
        print("\n".join(checks.lines(found)))
    return FINE if result["ok"] else PROBLEM


def _examined(library: Path | None, config: Path | None) -> Iterator[Check]:
    from bot.doctor import machine, storage
    from bot.settings import TelegramSettings
    from bot.telegram import examination

    configuration, check = _configuration(config)
    settings = TelegramSettings.of(configuration) if configuration.has_token else None
    yield check
    yield from machine.examined(configuration.data_folder)
    yield from storage.examined(configuration, library or configuration.library)
    yield from examination.examined(settings)


def _configuration(config: Path | None) -> tuple[Configuration, Check]:
    """What is set; nothing if it cannot be read."""
    from bot.configuration import Configuration, SettingsError, read_configuration
    from bot.doctor.checks import Check, State
    from bot.texts import say

    try:
        configuration = read_configuration(os.environ, config)
    except SettingsError as error:
        return Configuration(), Check("config", State.PROBLEM, str(error), say("doctor.config"))
    return configuration, Check("config", State.FINE, str(configuration.file or say("doctor.no_config")))
