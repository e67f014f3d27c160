"""Web pages saved as one file (MHTML, RFC 2557): the first HTML part is the page."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from .blocks import CannotParseError, Parsed, Trouble
from .webpage import parse as parse_page


def parse(data: bytes) -> Parsed:
    """Read a saved page. :raises CannotParseError: there is no page in it."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            return parse_page(_text(part).encode("utf-8", "replace"))
    raise CannotParseError(Trouble.BROKEN)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise CannotParseError(Trouble.BROKEN)
    charset = part.get_content_charset("utf-8")
    try:
        return payload.decode(charset, "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")
