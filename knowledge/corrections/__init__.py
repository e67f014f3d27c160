"""What users put right: a layer over reports that are never changed themselves.

A correction names what it is about by the report's own words (a person's name, a task's heading), so that it finds it again
when the report comes in anew. Facts show what the user says; quotes stay what the report says.
"""

from knowledge.corrections.applying import Corrected, apply
from knowledge.corrections.base import CorrectedBase, corrected, uncorrected
from knowledge.corrections.model import Correction, Field
from knowledge.corrections.shelf import CorrectedShelf

__all__ = ["Corrected", "CorrectedBase", "CorrectedShelf", "Correction", "Field", "apply", "corrected", "uncorrected"]
