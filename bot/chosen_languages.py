"""The languages that users chose, kept in the bot's own file: whoever chose one is spoken to in it in every chat."""

from __future__ import annotations

from knowledge.language import Language
from knowledge.store import Database


class ChosenLanguages:
    """Languages by the number of the user who chose them."""

    def __init__(self, file: Database | None = None) -> None:
        """Read what is kept; without a file, nothing is kept after the process."""
        self._file = file
        self._chosen: dict[int, Language] = {}
        if file is not None:
            with file.reading() as connection:
                rows = connection.execute("SELECT user, language FROM languages").fetchall()
            self._chosen = {user: Language(tag) for user, tag in rows}

    def of(self, user: int | None) -> Language | None:
        """The language a user chose, ``None`` if none was."""
        return None if user is None else self._chosen.get(user)

    def choose(self, user: int, language: Language | None) -> None:
        """Keep a user's choice; ``None`` takes it back.

        :raises LibraryError: it cannot be written.
        """
        if self._file is not None:
            with self._file.writing() as connection:
                connection.execute("DELETE FROM languages WHERE user = ?", (user,))
                if language is not None:
                    connection.execute("INSERT INTO languages VALUES (?, ?)", (user, language))
        if language is None:
            self._chosen.pop(user, None)
        else:
            self._chosen[user] = language
