"""Reports from files: the edge of the package. Nothing in the core imports this."""

from knowledge.files.decoding import Decoded, decode
from knowledge.files.formats.blocks import Part
from knowledge.files.imported import Imported
from knowledge.files.kinds import REPORT_SUFFIXES, FileKind
from knowledge.files.loading import MAX_BYTES, from_bytes, load, load_report, read_text

__all__ = [
    "MAX_BYTES",
    "REPORT_SUFFIXES",
    "Decoded",
    "FileKind",
    "Imported",
    "Part",
    "decode",
    "from_bytes",
    "load",
    "load_report",
    "read_text",
]
