"""Files that a reply brings, in the console: written where the user is, never over another."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import count
from pathlib import Path

from bot.reply import Attachment, Line, Reply, Tone
from bot.texts import say


def saved(reply: Reply) -> Reply:
    """The reply with its file written, and a line that says where, or why not."""
    if reply.attachment is None:
        return reply
    try:
        line = Line(say("card.saved", file=_write(reply.attachment)), Tone.ANSWER)
    except OSError as error:
        text = say("export.unwritable", file=reply.attachment.name, reason=error.strerror or error)
        line = Line(text, Tone.CAUTION)
    return replace(reply, parts=(*reply.parts, line), attachment=None)


def _write(attachment: Attachment) -> Path:
    """Where the file is now: under its name, or with a number if there is one already."""
    wanted = Path(attachment.name).expanduser()
    for number in count(1):
        path = wanted if number == 1 else wanted.with_stem(f"{wanted.stem} {number}")
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(attachment.content)
        except FileExistsError:
            continue
        return path.absolute()
    raise AssertionError("numbers do not end")
