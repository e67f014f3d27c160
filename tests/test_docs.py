"""What the documents name is there: files, commands, settings, what the log says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import huiwen
from bot.configuration import SETTINGS
from bot.texts import say
from knowledge.language import Language, speaking
from tests.conftest import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md"))]
LOGGED = ("telegram.conflict", "telegram.invalid_token")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_to_files_that_are_there(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8"))
    assert links
    assert not [link for link in links if not (document.parent / link).exists()]


@pytest.mark.parametrize("file", [*DOCUMENTS, *sorted((ROOT / "docs" / "systemd").iterdir())], ids=name)
def test_commands_are_there_with_their_options(file: Path) -> None:
    for command, rest in re.findall(r"\bhuiwen ([a-z]+)((?: --?[a-z-]+(?: \d+)?)*)", file.read_text("utf-8")):
        if command not in huiwen.commands:
            continue  # prose
        known = {option for p in huiwen.commands[command].params for option in p.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known | {"--help"}, command


def test_the_units_start_commands() -> None:
    units = "\n".join(p.read_text("utf-8") for p in (ROOT / "docs" / "systemd").iterdir())
    started = re.findall(r"^ExecStart=\S+/huiwen (\w+)", units, re.MULTILINE)
    assert sorted(started) == ["backup", "telegram"]
    assert set(started) <= huiwen.commands.keys()


def test_the_units_set_what_is_a_setting() -> None:
    known = {setting.variable for setting in SETTINGS} | {"HUIWEN_CONFIG"}
    units = "\n".join(p.read_text("utf-8") for p in (ROOT / "docs" / "systemd").iterdir())
    assert set(re.findall(r"^Environment=(\w+)=", units, re.MULTILINE)) <= known


@pytest.mark.parametrize(("document", "language"), [("running.zh.md", "zh-Hans"), ("running.md", "en")])
def test_what_the_log_says_is_quoted_as_it_is(document: str, language: str) -> None:
    text = (ROOT / "docs" / document).read_text("utf-8").lower()
    with speaking(Language(language)):
        for key in LOGGED:
            assert re.split(r"[，；,;]", say(key))[0].strip().lower() in text
