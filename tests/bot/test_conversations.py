"""Golden conversations over real HTTP: text files that anyone can extend, see conversations/README.md."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.reports import load_base
from tests.bot.api_server import BOT, ApiServer
from tests.bot.conftest import serving
from tests.conftest import MEETINGS, ROOT

FOLDER = Path(__file__).parent / "conversations"
GROUP = -5
WITHIN = 20.0
"""Seconds that a reply may take before it is said to be missing."""
DEEDS = ("> ", ">> ", "send: ", "press: ", "added")
NOTHING, FILE = "(nothing)", "(file) "


@dataclass
class Step:
    """What a user does, and what is expected in return."""

    place: str
    deed: str
    expected: list[str] = field(default_factory=list)


@dataclass
class Story:
    """One conversation."""

    name: str
    reports: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def read_stories(path: Path) -> list[Story]:
    """The conversations of a file. :raises AssertionError: a line fits nowhere; names it."""
    stories: list[Story] = []
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line, place = raw.strip(), f"{path.name}:{number}"
        if line.startswith("## "):
            stories.append(Story(f"{path.stem}: {line[3:]}"))
        elif not line or line.startswith("#") or not stories:
            continue
        elif line.startswith("ask: "):
            stories[-1].reports += line.removeprefix("ask: ").split()
        elif line.startswith(DEEDS):
            stories[-1].steps.append(Step(place, line))
        else:
            assert stories[-1].steps, f"{place}: expected text before anything was done"
            stories[-1].steps[-1].expected.append(line)
    return stories


STORIES = [story for path in sorted(FOLDER.glob("*.txt")) for story in read_stories(path)]


def report_file(name: str) -> Path:
    return FOLDER / "files" / name if (FOLDER / "files" / name).is_file() else MEETINGS / name


async def do(server: ApiServer, deed: str) -> None:
    """Carry out what a user does."""
    kind, _, rest = deed.partition(" ")
    if kind == ">":
        await server.say(rest)
    elif kind == ">>":
        await server.say(rest, chat=GROUP)
    elif kind == "send:":
        await server.send_file(report_file(rest).read_bytes(), rest)
    elif kind == "press:":
        await server.press(rest)
    else:
        await server.update(my_chat_member=joined())


def joined() -> dict[str, Any]:
    def member(status: str) -> dict[str, Any]:
        return {"user": BOT, "status": status}

    chat = {"id": GROUP, "type": "supergroup", "title": "群"}
    user = {"id": 7, "is_bot": False, "first_name": "用户"}
    return {"chat": chat, "from": user, "date": 1_700_000_000, "old_chat_member": member("left"),
            "new_chat_member": member("member")}  # fmt: skip


def name_of(message: dict[str, Any]) -> str:
    """The name of the file a message brought, ``""`` if none."""
    sent = message.get("document") or message.get("photo")
    return getattr(sent, "filename", "") or ""


def problems(step: Step, sent: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the replies to a step so far."""
    text = "\n".join(m["plain"] for m in sent)
    files = " ".join(map(name_of, sent))
    wrong = []
    for line in step.expected:
        if line == NOTHING:
            right = not sent
        elif line.startswith(FILE):
            right = line.removeprefix(FILE) in files
        elif line.startswith("! "):
            right = line[2:] not in text
        elif line.startswith("~ "):
            right = bool(re.search(line[2:], text))
        else:
            right = line in text
        if not right:
            wrong.append(line)
    return wrong


async def held(server: ApiServer, step: Step) -> None:
    """Do one step and wait for what is expected. :raises AssertionError: it did not come; shows what did."""
    before = len(server.sent)
    await do(server, step.deed)
    if NOTHING in step.expected:
        await server.settled()
    else:
        with contextlib.suppress(TimeoutError):  # told below
            await server.until(lambda: len(server.sent) > before and not problems(step, server.sent[before:]), WITHIN)
    came = server.sent[before:]
    wrong = problems(step, came)
    shown = "\n".join(f"  | {line}" for m in came for line in (m["plain"] + name_of(m)).splitlines()) or "  | (nothing)"
    assert not wrong, (
        f"{step.place}: {step.deed}\nnot as expected:\n" + "\n".join(f"  - {w}" for w in wrong) + f"\ncame:\n{shown}"
    )


def test_conversations_are_found_and_each_step_expects_something() -> None:
    assert len(STORIES) >= 5
    assert all(story.steps for story in STORIES)
    assert not [s.place for story in STORIES for s in story.steps if not s.expected]


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.name)
async def test_conversation(server: ApiServer, story: Story) -> None:
    base = load_base([report_file(name) for name in story.reports] or [ROOT / "seeds" / "seed.txt"])
    async with serving(server, base):
        for step in story.steps:
            await held(server, step)


async def test_what_is_not_as_expected_is_shown(server: ApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bot.test_conversations.WITHIN", 1.0)
    async with serving(server, load_base([ROOT / "seeds" / "seed.txt"])):
        with pytest.raises(AssertionError) as told:
            await held(server, Step("x.txt:3", "> /taks", ["没有 /taks", "再见"]))
    assert "x.txt:3: > /taks" in str(told.value)
    assert "  - 再见" in str(told.value)
    assert "  - 没有" not in str(told.value)
    assert "  | 没有 /taks 这个命令" in str(told.value)
