"""Bytes to text: which encoding a file is in, and whether it is text at all.

In this order: a byte order mark; UTF-8 without an error; UTF-16 if there are NUL bytes and it is readable so; then
whichever of UTF-8, GB18030 and Big5 gives the most common characters (Big5 bytes decode as GB18030 without error, so
errors alone do not tell). A byte that fits nowhere becomes U+FFFD and is counted.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.errors import ReportError
from knowledge.files.texts import kind_name, say
from knowledge.normalize import fold

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins like UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs", "ascii": "utf-8"}
_PAGE_HEAD = 4096
"""Bytes of a page in which it declares its encoding (browsers look at 1024)."""
_GUESSES = ("utf-8", "gb18030", "big5hkscs")
_SAMPLE = 200_000
"""Bytes looked at when guessing."""
_READABLE = 0.8
"""Share of readable characters from which bytes with NULs are taken for UTF-16."""
_MAX_CONTROL = 0.02
"""A text with a larger share of control characters is no text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with ``\\n`` newlines, the encoding it was in, and how many bytes could not be read."""

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes, name: str) -> Decoded:
    """Bytes as text.

    :param name: what errors call the file.
    :raises ReportError: it is not text (an office document, a picture, an archive, ...).
    """
    encoding, data = _encoding(data, name)
    decoded = _decoded(data, encoding)
    if _control_share(decoded.text[:_SAMPLE]) > _MAX_CONTROL:
        raise _not_text(name)
    return decoded


def decode_page(data: bytes, name: str) -> Decoded:
    """A web page's bytes as text: by its byte order mark, as UTF-8, as it declares, or by what reads best.

    A page that is UTF-8 without an error is that, whatever it declares; and where what it declares leaves more bytes
    unread than the bytes themselves suggest, they win.

    :raises ReportError: it is not text.
    """
    guessed = decode(data, name)
    declared = _declared(data[:_PAGE_HEAD])
    if not declared or data.startswith(tuple(mark for mark, _ in _MARKS)) or 0 in data or _is_utf8(data):
        return guessed
    said = _decoded(data, declared)
    return said if said.replaced <= guessed.replaced else guessed


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        text, replaced = data.decode(encoding), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        replaced = text.count("\ufffd")
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), encoding, replaced)


def _declared(head: bytes) -> str:
    """The encoding a page declares, ``""`` if none that Python knows; GB2312 and GBK are part of GB18030."""
    match = _CHARSET.search(head)
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name if match else ""
    except LookupError:
        return ""
    if not name or not codecs.lookup(name)._is_text_encoding:
        return ""
    return _WIDER.get(name, name)


def _not_text(name: str) -> ReportError:
    kind, advice = kind_name("binary"), say("advice.binary")
    return ReportError(say("list.named", name=name, text=say("refused.kind", kind=kind, advice=advice)))


def _encoding(data: bytes, name: str) -> tuple[str, bytes]:
    """The encoding, and the bytes without their byte order mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    if 0 in data:
        if encoding := _utf16_by_nul(data):
            return encoding, data
        raise _not_text(name)
    if _is_utf8(data):
        return "utf-8", data
    sample = data[:_SAMPLE]
    return max(_GUESSES, key=lambda guess: _common_share(sample.decode(guess, errors="replace"))), data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf16_by_nul(data: bytes) -> str:
    """UTF-16 without a mark, by what its NUL bytes make readable (they are halves of ASCII characters, and of 一).

    ``""`` if neither byte order makes a readable text.
    """
    sample = data[: _SAMPLE // 2 * 2]
    shares = {order: _readable_share(sample.decode(order, errors="replace")) for order in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda order: shares[order])
    return best if shares[best] >= _READABLE else ""


def _readable_share(text: str) -> float:
    """Share (0 to 1) of characters that are common Chinese or printable ASCII."""
    return sum(_is_common(c) or " " <= c < "\x7f" or c in "\t\n\r\ufeff" for c in text) / max(len(text), 1)


def _common_share(text: str) -> float:
    """Share (0 to 1) of common Chinese characters and punctuation among those beyond ASCII."""
    beyond = [c for c in text if c > "\x7f"]
    return sum(map(_is_common, beyond)) / len(beyond) if beyond else 0.0


@lru_cache(maxsize=8192)
def _is_common(character: str) -> bool:
    """Whether a character, Simplified or Traditional, is in the first level of GB 2312 or Chinese punctuation."""
    try:
        code = fold(character).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (0xB0 <= code[0] <= 0xD7 or code[0] in (0xA1, 0xA3))


def _control_share(text: str) -> float:
    return sum(c < " " and c not in "\t\n\r\f" for c in text) / max(len(text), 1)
