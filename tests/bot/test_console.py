"""The console as transcripts: what is typed and what is shown."""

from __future__ import annotations

import errno
import os
import select
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from rich.console import Console

from bot import console, terminal
from bot.commands import available
from bot.completion import ChatCompleter, names
from bot.conversation import Conversation, reply
from bot.memory import Face
from bot.reply import Line, Quoted, Reply, Tone
from bot.rooms import Room
from bot.texts import say
from tests.bot.fake_base import FakeBase
from tests.conftest import ROOT


def transcript(capsys: pytest.CaptureFixture[str], base: FakeBase, *lines: str) -> str:
    console.converse(Room(None, base), iter(lines), spaced=True)
    return capsys.readouterr().out


def test_a_conversation_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    base = FakeBase({"谁主持会议": "王小明"})
    assert transcript(capsys, base, "谁主持会议\n", "\n", "/new\n") == (
        "王小明\n"
        "│ 2024年3月5日上午，南湖区召开河长制工作会议，区长【王小明】主持会议，副区长李红出席会议并讲话。　第2段\n"
        "\n"
        "好，重新开始。\n"
    )


def test_quit_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert transcript(capsys, FakeBase(), "/quit", "谁主持会议") == say("quit.bye") + "\n"


def test_markup_and_escape_sequences_in_a_report_are_shown_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.show(Reply((Line("[red]红[/red] :smile: \x1b[2J", Tone.ANSWER), Quoted("[b]\x07", "第1段"))))
    assert capsys.readouterr().out == "[red]红[/red] :smile:  [2J\n│ [b] 　第1段\n"


def on_terminal(**options: object) -> Console:
    return Console(force_terminal=True, width=40, highlight=False, markup=False, emoji=False, **options)  # type: ignore[arg-type]


def shown(on: Console, given: Reply) -> str:
    with on.capture() as captured:
        terminal.show(given, on)
    return captured.get()


def test_on_a_terminal_marks_are_styled_and_long_quotes_wrap_behind_the_bar() -> None:
    given = Reply((Quoted("会议要求抓好落实" * 10, "第3段", ((0, 4),)),))
    lines = shown(on_terminal(_environ={"TERM": "xterm-256color"}), given).splitlines()
    assert len(lines) > 3
    assert all("│" in line for line in lines)
    assert "\x1b[1;4m会议要求\x1b[0m" in lines[0]
    assert "【" not in "".join(lines)


def test_no_color_takes_colours_away() -> None:
    given = Reply((Line("答案", Tone.ANSWER), Line("小心", Tone.CAUTION)))
    assert "\x1b[1;32m" in shown(on_terminal(_environ={"TERM": "xterm-256color"}), given)
    without = shown(on_terminal(_environ={"TERM": "xterm-256color", "NO_COLOR": "1"}), given)
    assert "32m" not in without
    assert "33m" not in without


def test_a_dumb_terminal_gets_brackets_instead_of_styles() -> None:
    given = Reply((Quoted("区长王小明", "第2段", ((2, 5),)),))
    assert shown(on_terminal(_environ={"TERM": "dumb"}), given) == "│ 区长【王小明】　第2段\n"


def completions(text: str) -> list[str]:
    completer = ChatCompleter(available(Face.CONSOLE), ["王小明", "王大力", "区水利局"])
    return [c.text for c in completer.get_completions(Document(text), CompleteEvent())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/w", ["/who", "/why"]),
        ("/Q", ["/quit"]),
        ("/start", []),
        ("/who 王", ["王小明", "王大力"]),
        ("请问王小", ["王小明"]),
        ("区水利", ["区水利局"]),
        ("王小明", []),
        ("", []),
    ],
)
def test_commands_and_names_are_completed(text: str, expected: list[str]) -> None:
    assert completions(text) == expected


def test_names_come_from_the_facts() -> None:
    base = FakeBase()
    people = [p.name for p in base.facts("r1").people]
    assert [n for n in names(base) if n in people] == people


def test_the_history_file_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    console.history().append_string("谁主持会议")
    [file] = [p for p in tmp_path.rglob("history") if p.is_file()]
    assert "谁主持会议" in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_place_for_history_the_console_still_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    monkeypatch.setenv("HOME", str(blocked))
    console.history().append_string("谁主持会议")


def test_an_interrupted_answer_ends_only_that_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = FakeBase({"谁主持会议": "王小明"})
    ask = base.ask

    def interrupted(question: str, *rest: object) -> object:
        if question == "慢":
            raise KeyboardInterrupt
        return ask(question, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(base, "ask", interrupted)
    assert "王小明" in transcript(capsys, base, "慢", "谁主持会议")


def test_questions_and_answers_are_the_same_in_both_faces() -> None:
    base = FakeBase({"谁主持会议": "王小明"})
    texts = ("谁主持会议", "谁迟到了", "/attendees", "/tasks", "/brief", "/who 王小明", "/source 2", "/why", "/new")
    one, other = Conversation(Face.CONSOLE), Conversation(Face.TELEGRAM)
    assert [reply(one, base, t) for t in texts] == [reply(other, base, t) for t in texts]


# ---------------------------------------------------------------- at a real terminal


class Screen:
    """The program at a pseudo-terminal; collects what it writes."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.text, self.seen = "", 0

    def type(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def wait_for(self, expected: str, within: float = 60.0) -> None:
        """Read until something is on the screen, after what was waited for before."""
        end = time.monotonic() + within
        while (found := self.text.find(expected, self.seen)) < 0:
            assert time.monotonic() < end, f"{expected!r} not on screen: {self.text[self.seen :]!r}"
            self.text += self.read()
        self.seen = found + len(expected)

    def read(self) -> str:
        ready, _, _ = select.select([self.fd], [], [], 1.0)
        try:
            data = os.read(self.fd, 65536) if ready else b""
        except OSError as error:
            if error.errno != errno.EIO:  # the program has ended
                raise
            return ""
        if b"\x1b[6n" in data:  # asked where the cursor is
            os.write(self.fd, b"\x1b[1;1R")
        return data.decode("utf-8", "replace")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[tuple[Screen, subprocess.Popen[bytes]]]:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "NO_COLOR": "1", "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "bot"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as program:
        os.close(theirs)
        try:
            yield Screen(ours), program
        finally:
            os.close(ours)
            program.kill()


def test_at_a_terminal_ctrl_c_clears_and_ctrl_d_leaves(screen: tuple[Screen, subprocess.Popen[bytes]]) -> None:
    on, program = screen
    on.wait_for("问>")
    on.type("写了一半")
    on.wait_for("写了一半")
    on.type("\x03")
    on.wait_for("问>")
    on.type("/brief\r")
    on.wait_for("攀枝花市召开市委统战工作会议")
    on.wait_for("问>")
    on.type("\x04")
    assert program.wait(60) == 0
    assert "Traceback" not in on.text
