"""What a library holds, written to a file or to stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.exports import FEEDBACK_FORMS, FORMATS, kept
from bot.rooms import Room
from bot.texts import say
from knowledge import KnowledgeBase, LibraryError, Scope
from knowledge.shelf import EVERYTHING
from knowledge.store import Feedback, Library

STDOUT = "-"


def exported(library: Library, kind: str, report_ids: Sequence[str] = ()) -> Iterator[str]:
    """A library's meetings, or these of them, as put right, in one of :data:`bot.exports.FORMATS`."""
    scope = Scope(frozenset(report_ids)) if report_ids else EVERYTHING
    base = Room(library.path, KnowledgeBase()).base
    meetings = (kept(base, e, library.text(e.id)) for e in base.shelf.entries(scope))
    return FORMATS[kind](meetings)


def exported_feedback(library: Library, kind: str, file: str) -> Iterator[str]:
    """A library's unanswered questions or votes: JSON for a file of that name, else CSV."""
    form = "json" if file.lower().endswith(".json") else "csv"
    return FEEDBACK_FORMS[form](kind, Feedback(library.database))


def write(pieces: Iterable[str], file: str) -> None:
    """Write text to a new file that only its owner can read, or to stdout (``-``). A file is whole or not there.

    :raises LibraryError: the file exists, or it cannot be written.
    """
    if file == STDOUT:
        for piece in pieces:
            sys.stdout.buffer.write(_bytes(piece))
        sys.stdout.buffer.flush()
        return
    path = Path(file)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            try:
                out.writelines(map(_bytes, pieces))
            except BaseException:
                path.unlink()
                raise
    except FileExistsError:
        raise LibraryError(say("export.exists", file=path)) from None
    except OSError as error:
        raise LibraryError(say("export.unwritable", file=path, reason=error.strerror)) from error


def _bytes(piece: str) -> bytes:
    return piece.encode("utf-8", "replace")
