"""What users put right: a layer over reports that are never changed themselves.

A correction names what it is about by the report's own words (a person's name, a task's heading), so that it finds it again
when the report comes in anew. Facts show what the user says; quotes stay what the report says.
"""

from knowledge.corrections.applying import Corrected, apply, read_date, stated_of
from knowledge.corrections.base import CorrectedBase, corrected, uncorrected
from knowledge.corrections.model import OF_MEETING, OF_PERSON, OF_TASK, SEPARATOR, Correction, Field
from knowledge.corrections.shelf import CorrectedShelf

__all__ = [
    "OF_MEETING",
    "OF_PERSON",
    "OF_TASK",
    "SEPARATOR",
    "Corrected",
    "CorrectedBase",
    "CorrectedShelf",
    "Correction",
    "Field",
    "apply",
    "corrected",
    "read_date",
    "stated_of",
    "uncorrected",
]
