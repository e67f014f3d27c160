"""The wording file: every text is used, and every use has its text."""

from __future__ import annotations

import re

from bot.commands import COMMANDS
from bot.doctor.checks import NAMES
from bot.texts import reason, wording
from knowledge.across import Matter
from knowledge.model import Kind
from tests.conftest import ROOT

USE = re.compile(r"""["']([a-z]+\.[a-z_-]+)["']""")


def test_texts_and_their_uses_match() -> None:
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "bot").rglob("*.py"))
    used = set(USE.findall(code)) & wording().keys()
    used |= {f"alias.{name}" for name in COMMANDS}
    used |= {f"command.{name}" for name in COMMANDS} | {f"kind.{kind}" for kind in Kind}
    used |= {f"argument.{c.argument}" for c in COMMANDS.values() if c.argument}
    used |= {f"across.{m}" for m in Matter} | {f"across.no_{m}" for m in Matter if m is not Matter.DIFFERENCE}
    used |= {f"check.{name}" for name in NAMES}
    used |= {"across.acted", "across.no_acted"}
    used |= {key for key in wording() if key.startswith("reason.")}
    assert used == wording().keys()


def test_reasons_are_told_in_chinese() -> None:
    assert reason("passage_cover_exact") == "句子里对上的词"
    assert reason("source_titles") == "答案的来源"
    assert reason("no_such_thing") == "其他"


def test_every_say_has_its_text() -> None:
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "bot").rglob("*.py"))
    assert set(re.findall(r'say\(\s*"([^"]+)"', code)) <= wording().keys()
