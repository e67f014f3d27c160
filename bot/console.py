"""The conversation in a terminal; questions from a pipe are answered one line each."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot import saving, terminal
from bot.commands import available
from bot.conversation import Conversation, Face, reply
from bot.reply import note
from bot.texts import say
from knowledge import HuiwenError, KnowledgeBase
from knowledge.language import speaking, spoken

if TYPE_CHECKING:
    from prompt_toolkit.history import History

    from bot.reply import Reply
    from bot.rooms import Room


def show(reply: Reply) -> None:
    """Write a reply, and the file it brings."""
    terminal.show(saving.saved(reply))


def run(room: Room) -> None:
    """Converse until the user leaves or the input ends."""
    interactive = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if interactive:
        show(note(say("console.welcome")))
    converse(room, _prompted(room.base) if interactive else _lines(), spaced=not interactive)


def converse(room: Room, lines: Iterator[str], *, spaced: bool = False) -> None:
    """Reply to each line until one of them ends the conversation; ``spaced`` puts an empty line between replies."""
    conversation, between = Conversation(Face.CONSOLE, usual=spoken(), room=room), False
    for line in lines:
        if not line.strip():
            continue
        if spaced and between:
            print()
        with speaking(conversation.speaks):
            answer = _guarded(lambda text: reply(conversation, room.base, text), line)
        show(answer)
        sys.stdout.flush()
        between = True
        if answer.ends:
            break


def _guarded(answer: Callable[[str], Reply], line: str) -> Reply:
    """A reply, or the text of an error a user may read."""
    try:
        return answer(line)
    except HuiwenError as error:
        return note(str(error))
    except KeyboardInterrupt:
        return note("")


def _lines() -> Iterator[str]:
    """Questions from a pipe or a dumb terminal, which gets a prompt on stderr."""
    asks = sys.stdin.isatty()
    while True:
        if asks:
            print(f"{say('console.prompt')}> ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            return
        yield line


def _prompted(base: KnowledgeBase) -> Iterator[str]:
    """Lines typed at a prompt: Ctrl-C clears the line, Ctrl-D leaves."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition

    from bot.completion import ChatCompleter, names

    at_command = Condition(lambda: get_app().current_buffer.text.startswith("/"))
    session: PromptSession[str] = PromptSession(
        f"{say('console.prompt')}> ",
        history=history(),
        completer=ChatCompleter(available(Face.CONSOLE), names(base)),
        complete_while_typing=at_command,
    )
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def history() -> History:
    """Earlier questions from a file only its owner can read; kept in memory where it cannot be written."""
    from platformdirs import user_state_path
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    file = user_state_path("huiwen") / "history"
    try:
        _make_private(file)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(file))


def _make_private(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
    file.chmod(0o600)
