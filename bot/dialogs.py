"""Something the bot asks and waits for: a few buttons to choose from, or a line to type. It outlives a restart."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from bot.memory import Conversation, Face
from bot.reply import Button, Line, Reply, Tone, joined
from bot.rooms import NothingKeptError
from bot.texts import say
from knowledge.store import Dialogs

LEAVE = "x"
"""What the button says that leaves a dialog, instead of an option's number."""
_LABEL = 20
"""Characters of a choice that its button shows."""


@dataclass(frozen=True, slots=True)
class Dialog:
    """What is asked: ``kind`` says who takes the answer, the rest what about.

    ``token`` tells its buttons from those of other dialogs; ``options`` are what they choose.
    """

    kind: str
    report: str = ""
    subject: str = ""
    options: tuple[str, ...] = ()
    token: str = ""


def begin(conversation: Conversation, dialog: Dialog, question: str, labels: Sequence[str] = ()) -> Reply:
    """Ask, with a button for each option and one to leave; what was asked before is not waited for any more.

    :param labels: what the buttons say, the options themselves without.
    :raises LibraryError: it cannot be kept.
    """
    dialog = replace(dialog, token=secrets.token_hex(4))
    _kept(conversation).save(conversation.name, json.dumps(asdict(dialog), ensure_ascii=False))
    buttons = [
        Button(label[:_LABEL], f"d:{dialog.token}:{index}") for index, label in enumerate(labels or dialog.options)
    ]
    buttons.append(Button(say("dialog.leave"), f"d:{dialog.token}:{LEAVE}"))
    if conversation.face is Face.TELEGRAM:
        return Reply((Line(question), Line(say("dialog.how"), Tone.NOTE)), tuple(buttons))
    lines = (
        [Line(say("dialog.options", options=joined(labels or dialog.options)), Tone.DETAIL)] if dialog.options else []
    )
    return Reply((Line(question), *lines, Line(say("dialog.typed"), Tone.NOTE)))


def current(conversation: Conversation) -> Dialog | None:
    """The dialog under way, ``None`` if there is none."""
    library = conversation.room.library if conversation.room else None
    state = Dialogs(library.database).load(conversation.name) if library is not None else ""
    if not state:
        return None
    fields = json.loads(state)
    return Dialog(**{**fields, "options": tuple(fields["options"])})


def end(conversation: Conversation) -> None:
    """Wait no longer."""
    if current(conversation):
        _kept(conversation).save(conversation.name, "")


def _kept(conversation: Conversation) -> Dialogs:
    if conversation.room is None:
        raise NothingKeptError
    return Dialogs(conversation.room.made_library().database)
