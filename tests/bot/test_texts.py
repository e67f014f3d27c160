"""The wording file: every text is used, and every use has its text."""

from __future__ import annotations

import re

import pytest

from bot.chat_settings import DIALOGS, KEYS
from bot.commands import COMMANDS
from bot.correcting import FIELDS
from bot.doctor.checks import NAMES
from bot.rights.pairing import Paired
from bot.texts import reason, say, wording
from knowledge import lexicon
from knowledge.across import Matter
from knowledge.corrections.model import OF_TASK, Field
from knowledge.language import Language, speaking
from knowledge.model import Kind
from knowledge.store import Voted
from knowledge.texts import Texts
from tests.conftest import ROOT


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


USE = re.compile(r"""["']([a-z]+\.[a-z_-]+)["']""")


def test_texts_and_their_uses_match() -> None:
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "bot").rglob("*.py"))
    used = set(USE.findall(code)) & wording().keys()
    used |= {f"alias.{name}" for name in COMMANDS}
    used |= {f"command.{name}" for name in COMMANDS} | {f"kind.{kind}" for kind in Kind}
    used |= {f"argument.{c.argument}" for c in COMMANDS.values() if c.argument}
    used |= {f"across.{m}" for m in Matter} | {f"across.no_{m}" for m in Matter if m is not Matter.DIFFERENCE}
    used |= {f"check.{name}" for name in NAMES}
    used |= {f"vote.{v}" for v in Voted}
    used |= {f"setting.{kind}{key}" for kind in ("", "label_") for key in KEYS} | {f"setting.{k}_words" for k in KEYS}
    used |= {f"setting.ask_{key}" for key in DIALOGS.values()}
    used |= {f"setting.bad_{key}" for key in ("zone", "hour", "reminders", "digest")}
    used |= {f"correct.{field}" for field in FIELDS}
    used |= {f"field.{field}" for field in Field}
    used |= {f"task.{state}_{field}" for state in ("set", "is") for field in OF_TASK}
    used |= {f"task.{day}" for day in ("tomorrow", "friday", "next_friday", "month", "next_month")}
    used |= {f"vote.{v}" for v in Voted} | {f"paired.{p}" for p in Paired}
    used |= {"across.acted", "across.no_acted"}
    used |= {key for key in wording() if key.startswith(("reason.", "deed."))}
    assert used == wording().keys()


@pytest.mark.parametrize("package", ["knowledge", "bot", "knowledge.files"])
def test_english_has_every_text_with_the_same_placeholders(package: str) -> None:
    texts = Texts(package)
    chinese, english = texts.table(Language.SIMPLIFIED), texts.table(Language.ENGLISH)
    assert english.keys() == chinese.keys()
    assert {k: placeholders(t) for k, t in english.items()} == {k: placeholders(t) for k, t in chinese.items()}


@pytest.mark.parametrize("package", ["knowledge", "bot", "knowledge.files"])
def test_traditional_is_made_of_simplified_but_for_some_texts(package: str) -> None:
    texts = Texts(package)
    simplified, traditional = texts.table(Language.SIMPLIFIED), texts.table(Language.TRADITIONAL)
    assert traditional.keys() == simplified.keys()
    assert {k: placeholders(t) for k, t in traditional.items()} == {k: placeholders(t) for k, t in simplified.items()}


def test_texts_of_errors_are_all_used() -> None:
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "knowledge").rglob("*.py") if "files" not in p.parts)
    keys = Texts("knowledge").table(Language.SIMPLIFIED).keys()
    assert set(USE.findall(code)) & keys == keys


def test_only_what_we_say_becomes_traditional() -> None:
    with speaking(Language.TRADITIONAL):
        assert say("who.titles", titles="市委书记") == "職務：市委书记"


def test_english_counts() -> None:
    with speaking(Language.ENGLISH):
        assert say("scope.all", count=1) == "the only report"
        assert say("scope.all", count=3) == "all 3 reports"


def test_every_deed_has_its_words() -> None:
    assert {f"deed.{role}" for role in lexicon.table("across_deeds.txt")} <= wording().keys()


def test_reasons_are_told_in_chinese() -> None:
    assert reason("passage_cover_exact") == "句子里对上的词"
    assert reason("source_titles") == "答案的来源"
    assert reason("no_such_thing") == "其他"


def test_every_say_has_its_text() -> None:
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "bot").rglob("*.py"))
    assert set(re.findall(r'say\(\s*"([^"]+)"', code)) <= wording().keys()
