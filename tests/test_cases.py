"""Golden conversations: text files that anyone can extend, see cases/README.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.conversation import Conversation, reply
from bot.reply import Line, Reply
from bot.reports import load_base
from tests.conftest import MEETINGS, PRACTICE, ROOT

CASES = ROOT / "tests" / "cases"
SEED = ROOT / "seeds" / "seed.txt"


@dataclass
class Exchange:
    """What is typed, what must be in the reply, and what must not."""

    line: int
    typed: str
    expected: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)


@dataclass
class Case:
    """One conversation about some reports."""

    name: str
    reports: list[str] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)


def read_cases(path: Path) -> list[Case]:
    """The conversations of a file. :raises AssertionError: a line fits nowhere; names it."""
    cases: list[Case] = []
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line, place = raw.strip(), f"{path.name}:{number}"
        if line.startswith("## "):
            cases.append(Case(f"{path.stem}: {line[3:]}"))
        elif not line or not cases:
            continue
        elif line.startswith("report:"):
            cases[-1].reports += line.removeprefix("report:").split()
        elif line.startswith("> "):
            cases[-1].exchanges.append(Exchange(number, line[2:]))
        else:
            assert cases[-1].exchanges, f"{place}: expected text before the first question"
            last = cases[-1].exchanges[-1]
            (last.unexpected if line.startswith("! ") else last.expected).append(line.removeprefix("! "))
    return cases


def shown(given: Reply) -> str:
    return "\n".join(p.text if isinstance(p, Line) else f"{p.text} {p.place}" for p in given.parts)


def report_file(name: str) -> Path:
    if name == "seed":
        return SEED
    folder = PRACTICE if (PRACTICE / f"{name}.txt").is_file() else MEETINGS
    return folder / f"{name}.txt"


FILES = sorted(p for p in CASES.glob("*.md") if p.name != "README.md")
ALL = [case for path in FILES for case in read_cases(path)]


def test_cases_are_found_and_each_expects_something() -> None:
    assert len(ALL) >= 3
    for case in ALL:
        assert case.reports, case.name
        assert all(e.expected or e.unexpected for e in case.exchanges), case.name


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.name)
def test_conversation(case: Case) -> None:
    base = load_base([report_file(name) for name in case.reports])
    conversation = Conversation()
    for exchange in case.exchanges:
        text = shown(reply(conversation, base, exchange.typed))
        for expected in exchange.expected:
            assert expected in text, f"line {exchange.line}, {exchange.typed}: no {expected!r} in\n{text}"
        for unexpected in exchange.unexpected:
            assert unexpected not in text, f"line {exchange.line}, {exchange.typed}: {unexpected!r} in\n{text}"
