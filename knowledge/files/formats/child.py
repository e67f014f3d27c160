"""The child process that parses one document: bytes on stdin, a JSON object on stdout, then the end.

It limits itself before it reads: memory, processor time, no files written, no core dumped. What goes over a limit ends
here and not in the program that asked.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

from .blocks import MAX_CHARACTERS, CannotParseError, Paragraph, Parsed, Trouble, to_json

MEMORY = 512 * 2**20
"""Bytes of address space."""
CPU_SECONDS = 20

PARSERS = {"docx": "docx", "pdf": "pdf", "html": "webpage", "mhtml": "webarchive"}
"""Kind of file → the module here whose ``parse`` reads it."""


def main(kind: str) -> None:
    """Parse stdin as ``kind`` and write ``{"blocks": …}`` or ``{"trouble": …}`` to stdout."""
    parser = import_module(f".{PARSERS[kind]}", __package__)
    _limit()
    try:
        parsed: Parsed = parser.parse(sys.stdin.buffer.read())
        _check(parsed)
        said = to_json(parsed)
    except CannotParseError as error:
        said = json.dumps({"trouble": error.trouble})
    except MemoryError:
        said = json.dumps({"trouble": Trouble.MEMORY})
    sys.stdout.write(said)
    sys.stdout.flush()


def _check(parsed: Parsed) -> None:
    """:raises CannotParseError: there is no text, or too much of it."""
    length = sum(
        len(b.text) if isinstance(b, Paragraph) else sum(len(c) for row in b.rows for c in row) for b in parsed.blocks
    )
    if not length:
        raise CannotParseError(Trouble.EMPTY)
    if length > MAX_CHARACTERS:
        raise CannotParseError(Trouble.LONG)


def _limit() -> None:
    if sys.platform == "win32":  # no such limits there; the parent's time limit holds all the same
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (limit, limit))
        except (OSError, ValueError):  # a system that has the limit by name only
            continue
