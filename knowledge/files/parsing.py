"""Documents are parsed in a child process: what hangs, swells or crashes there is one sentence here.

The child (``formats/child.py``) knows the formats and nothing else of the package, so it starts in a fraction of a
second; it gets the bytes on stdin, no secret of the environment, and a limit to time and memory.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from knowledge.errors import ReportError
from knowledge.files.formats.blocks import MAX_CHARACTERS, Parsed, Trouble, from_json
from knowledge.files.kinds import FileKind
from knowledge.files.texts import kind_name, say

SECONDS = 30
"""Seconds a document may take."""

_START = "import sys; sys.path.insert(0, sys.argv[1]); from formats.child import main; main(sys.argv[2])"
_KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Variables of the environment the child gets."""


def parse(kind: FileKind, data: bytes, name: str) -> Parsed:
    """The blocks of a document.

    :param name: what errors call the file.
    :raises ReportError: it is broken, encrypted, without text, or takes more than it may.
    """
    command = [sys.executable, "-P", "-X", "utf8", "-c", _START, str(Path(__file__).parent), kind.value]
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own code, and no shell
            command, input=data, capture_output=True, timeout=SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refusal(Trouble.TIME, kind, name) from None
    if done.returncode:
        raise _refusal(_ended_by(done.returncode), kind, name)
    said = done.stdout.decode("utf-8")
    if '"trouble"' in said[:20]:
        raise _refusal(Trouble(json.loads(said)["trouble"]), kind, name)
    return from_json(said)


def _refusal(trouble: Trouble, kind: FileKind, name: str) -> ReportError:
    sentence = say(f"trouble.{trouble}", kind=kind_name(kind), limit=f"{MAX_CHARACTERS:,}")
    return ReportError(say("list.named", name=name, text=sentence))


def _ended_by(code: int) -> Trouble:
    """What an exit code other than 0 means; negative ones are signals."""
    if code in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)):
        return Trouble.TIME
    return Trouble.BROKEN if code > 0 else Trouble.CRASH
