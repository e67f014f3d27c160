"""Errors a user may read.

HuiwenError            anything below; its text is one clear sentence in the user's language
├── ReportError        a report that cannot be used (missing, empty, binary, too large)
├── LibraryError       a library file that cannot be opened, read or written
└── DataError          a data file of the package that cannot be read, with file and line
"""

from __future__ import annotations

from knowledge.texts import Texts

say = Texts("knowledge").say
"""The texts of errors, in the language spoken."""


class HuiwenError(Exception):
    """Base of the errors whose text may be shown to the user as it is."""


class ReportError(HuiwenError):
    """A report that cannot be read or used."""


class DataError(HuiwenError):
    """A broken entry in one of the package's data files."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(say("data.entry", file=file, line=line, problem=problem))


class LibraryError(HuiwenError):
    """A library file that cannot be used."""


class EmptyScopeError(HuiwenError):
    """There is no report in the library, or none in the scope of a question."""
