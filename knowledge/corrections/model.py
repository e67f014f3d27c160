"""What one correction says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What can be put right."""

    TITLE = "title"
    DATE = "date"
    PLACE = "place"
    HOST = "host"
    NAME = "name"
    TITLES = "titles"
    OWNER = "owner"
    DUE = "due"
    DONE = "done"


OF_MEETING = (Field.TITLE, Field.DATE, Field.PLACE, Field.HOST)
OF_PERSON = (Field.NAME, Field.TITLES)
OF_TASK = (Field.OWNER, Field.DUE, Field.DONE)

SEPARATOR = "、"
"""Between several titles or hosts in one value."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A field of a report and what it should say; ``""`` says that nothing is stated.

    ``subject`` is whom or what it is about in the report's own words: a person's name, a task's heading, ``""`` for the
    meeting. Dates are ISO, as precise as they are known; a task is done if the value is not empty.
    """

    field: Field
    subject: str
    value: str


Corrections = Mapping[str, tuple[Correction, ...]]
"""The corrections in force by the report's id, at most one for each field and subject."""
