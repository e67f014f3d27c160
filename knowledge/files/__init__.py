"""Reports from files: the edge of the package. Nothing in the core imports this."""

from knowledge.files.decoding import Decoded, decode
from knowledge.files.loading import MAX_BYTES, load_report, read_text

__all__ = ["MAX_BYTES", "Decoded", "decode", "load_report", "read_text"]
