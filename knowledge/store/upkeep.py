"""Looking after a library: checking it, backing it up and restoring it, and forgetting a report down to its last byte."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.errors import LibraryError, say
from knowledge.store.changes import Changes
from knowledge.store.chats import Chats
from knowledge.store.database import Database, told
from knowledge.store.facts_codec import decode, unpack
from knowledge.store.feedback import Feedback
from knowledge.store.library import Library
from knowledge.store.record import fingerprint

_COUNTED = ("reports", "paragraphs", "people", "tasks", "chats")
_PAGES = 4096
"""Pages copied at a time, between which others may write."""


def counts(library: Library) -> dict[str, int]:
    """How many rows each table of the library has."""
    with library.database.reading() as connection:
        return {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in _COUNTED}  # noqa: S608


def problems(library: Library) -> Iterator[str]:
    """What is wrong with a library, one sentence each; nothing if all is well."""
    try:
        with library.database.reading() as connection:
            found = list(_file_problems(connection))
            yield from found
            if found:
                return
            yield from _content_problems(library, connection)
    except LibraryError as error:
        yield str(error)


def erase(library: Library, report_ids: list[str], *, chats: bool = False) -> bool:
    """Forget reports so that no byte of the file holds anything of them; false while another program still reads it.

    Deleted rows are overwritten, the file is written anew, the log is emptied. Conversations, unanswered questions and
    votes about them are forgotten too.

    :param chats: forget all of these: questions may name what the reports said.
    :raises KeyError: there is no report of one of these ids; then none is forgotten.
    """
    kept, changes, feedback = Chats(library.database), Changes(library.database), Feedback(library.database)
    for report_id in report_ids:
        library.entry(report_id)
    for report_id in report_ids:
        library.remove(report_id)
        kept.forget_report(report_id)
        changes.forget_report(report_id)
        feedback.forget_report(report_id)
    if chats:
        kept.clear()
        feedback.clear()
    with library.database.reading() as connection:
        connection.execute("VACUUM")
    return library.database.truncate_log()


def back_up(library: Library, file: Path) -> None:
    """Copy a library to another file, see :func:`copy_to`."""
    copy_to(library.database, file)


def copy_to(database: Database, file: Path) -> None:
    """Copy a database to another file, as it is at this moment, while others may be using it.

    :raises LibraryError: the file exists, or it cannot be written.
    """
    if file.exists():
        raise LibraryError(say("backup.exists", file=file))
    copy = Database(file, kind=database.kind)
    try:
        with told(file):
            database.connect().backup(copy.connect(), pages=_PAGES)
            copy.connect().execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    except BaseException:
        file.unlink()
        raise
    finally:
        copy.close()


def restore(path: Path, backup: Path) -> Path | None:
    """Put a backup in a library's place; returns where what was there is kept (``None`` if there was nothing).

    The backup is checked first. Programs that have the library open see the restored one from then on.

    :raises LibraryError: the backup is no whole library, or the library cannot be written.
    """
    aside = path.with_name(f"{path.stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}{path.suffix}")
    with _copied(backup, path.parent) as copy, closing(Library(copy, create=False)) as source:
        if found := next(problems(source), None):
            raise LibraryError(say("backup.unsound", file=backup, problem=found))
        kept = _put_aside(path, aside)
        with closing(Library(path)) as target, told(path):
            source.database.connect().backup(target.database.connect())
    return aside if kept else None


@contextmanager
def _copied(backup: Path, folder: Path) -> Iterator[Path]:
    """A copy to look into: opening a library may bring it up to date, and a backup is not to be changed."""
    if not backup.is_file():
        raise LibraryError(say("backup.missing", file=backup))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".restore-") as temporary:
            copy = Path(temporary) / "copy.db"
            for suffix in ("", "-wal"):
                part = backup.with_name(backup.name + suffix)
                if part.exists():
                    shutil.copyfile(part, copy.with_name(copy.name + suffix))
            with _named(backup, copy):
                yield copy
    except OSError as error:
        raise LibraryError(say("backup.unrestored", file=backup, reason=error.strerror)) from error


@contextmanager
def _named(backup: Path, copy: Path) -> Iterator[None]:
    """Errors about the copy name the backup."""
    try:
        yield
    except LibraryError as error:
        raise LibraryError(str(error).replace(str(copy), str(backup))) from error


def _put_aside(path: Path, aside: Path) -> bool:
    """Copy what a library holds; if it is no whole library any more, move its files. False if there is nothing."""
    if not path.exists() or not path.stat().st_size:
        return False
    if _is_whole(path):
        with closing(Library(path, create=False)) as library:
            back_up(library, aside)
        return True
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return True


def _is_whole(path: Path) -> bool:
    try:
        with closing(Library(path, create=False)) as library:
            return next(problems(library), None) is None
    except LibraryError:
        return False


def _file_problems(connection: sqlite3.Connection) -> Iterator[str]:
    for (text,) in connection.execute("PRAGMA integrity_check(10)"):
        if text != "ok":
            yield say("problem.file", text=text)
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(10):
        yield say("problem.row", table=table, row=row, parent=parent)


def _content_problems(library: Library, connection: sqlite3.Connection) -> Iterator[str]:
    query = (
        'SELECT number, id, fingerprint, text, facts, (SELECT max("end") FROM paragraphs WHERE report = reports.number)'
        " FROM reports LEFT JOIN contents ON report = number ORDER BY number"
    )
    for number, report_id, mark, packed, facts, end in connection.execute(query):
        if packed is None:
            yield say("problem.no_text", number=number, id=report_id)
            continue
        try:
            text = unpack(packed)
            decode(facts, text)
        except (zlib.error, ValueError, TypeError):
            yield say("problem.unreadable", number=number, id=report_id)
            continue
        if fingerprint(text) != mark or (end or 0) > len(text):
            yield say("problem.different", number=number, id=report_id)
    (paragraphs,) = connection.execute("SELECT count(*) FROM paragraphs").fetchone()
    if (indexed := library.index.count()) != paragraphs:
        yield say("problem.index", indexed=indexed, count=paragraphs)
