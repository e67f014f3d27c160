"""Office packages (zip): their parts, read with bounds."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from .blocks import CannotParseError, Trouble

MAX_UNPACKED = 50_000_000
"""Bytes all parts may have together, as declared and as read."""
MAX_RATIO = 200
"""Bytes a byte of a part may unpack to."""
MAX_ENTRIES = 2000
_SMALL = 1_000_000
"""Parts up to this many bytes may be packed as tightly as they like."""


class Package:
    """The parts of a zip file by name."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise CannotParseError(Trouble.BROKEN) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED:
            raise CannotParseError(Trouble.BOMB)
        if any(e.file_size > max(_SMALL, MAX_RATIO * e.compress_size) for e in entries):
            raise CannotParseError(Trouble.BOMB)
        if any(e.flag_bits & 1 for e in entries):
            raise CannotParseError(Trouble.ENCRYPTED)
        self.names = {e.filename for e in entries}
        self._left = MAX_UNPACKED

    def read(self, name: str) -> bytes:
        """A part's bytes, counted while they are read: what a zip declares is no proof."""
        try:
            with self._zip.open(name) as part:
                data = part.read(self._left + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise CannotParseError(Trouble.BROKEN) from error
        self._left -= len(data)
        if self._left < 0:
            raise CannotParseError(Trouble.BOMB)
        return data

    def xml(self, name: str) -> etree._Element:
        """A part's root element; a document type is refused, for no office program writes one."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise CannotParseError(Trouble.BROKEN) from error
        if root is None or root.getroottree().docinfo.doctype:
            raise CannotParseError(Trouble.BROKEN)
        return root
