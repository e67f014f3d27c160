"""A file that came in: its text, and what its sender should know about it."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.errors import ReportError
from knowledge.files.formats.blocks import Part
from knowledge.files.kinds import FileKind
from knowledge.files.texts import kind_name, say, wording
from knowledge.model import Report
from knowledge.reader import read_report

Counts = tuple[tuple[Part, int], ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """A file's text with ``\\n`` newlines, and how it was read.

    ``name`` is what messages call the file, ``encoding`` is empty where the format settles it, ``came_in`` and
    ``left_out`` count its parts, ``suffix`` is the name's where it promises another kind than the file is.
    """

    text: str
    kind: FileKind
    name: str
    encoding: str = ""
    came_in: Counts = ()
    left_out: Counts = ()
    suffix: str = ""

    @property
    def replaced(self) -> int:
        """Characters that could not be read."""
        return dict(self.left_out).get(Part.UNREADABLE, 0)

    @property
    def summary(self) -> str:
        """What came in and what was left out, in one line or a few: ``Word 文档：12 段，2 张表格。``"""
        return "\n".join((self._came_in(), *self.notes))

    @property
    def notes(self) -> tuple[str, ...]:
        """What its sender would miss otherwise: another kind than its name says, parts left out."""
        notes = [say("note.other_kind", suffix=self.suffix, kind=kind_name(self.kind))] if self.suffix else []
        parts = [say(f"left_out.{p}", count=n) for p, n in self.left_out if n and f"left_out.{p}" in wording()]
        if parts:
            notes.append(say("left_out.line", parts=say("list.between").join(parts)))
        if self.replaced:
            key = "note.replaced_from" if self.encoding else "note.replaced"
            notes.append(say(key, count=self.replaced, encoding=self.encoding))
        return tuple(notes)

    def _came_in(self) -> str:
        kind = say(f"kind.{self.kind}")
        if self.encoding:
            kind = say("came_in.encoded", kind=kind, encoding=self.encoding.upper())
        parts = [say(f"came_in.{part}", count=count) for part, count in self.came_in if count]
        return say("came_in.line", kind=kind, parts=say("list.between").join(parts))

    def report(self, report_id: str) -> Report:
        """The report that the text is.

        :raises ReportError: the text cannot be used as one; the message names the file.
        """
        try:
            return read_report(self.text, report_id)
        except ReportError as error:
            raise ReportError(say("list.named", name=self.name, text=error)) from error
