"""What is to be imported: files, folders, JSON lines or the standard input, one report after the other."""

from __future__ import annotations

import io
import lzma
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from knowledge.errors import ReportError
from knowledge.files import MAX_BYTES, Imported, from_bytes, load
from knowledge.store.items import Item, Remark
from knowledge.store.json_lines import is_row, read_rows
from knowledge.store.record import fingerprint

STANDARD_INPUT = "-"
_LINES = (".jsonl", ".jsonl.xz")
_READERS, _AHEAD = 2, 4
"""Files read at once, and how many are read before they are needed."""


Text = Future[tuple[str, list[Remark]]]
"""A file's text that is being read, with what there is to remark on it."""


class Sources:
    """The reports of some files, folders and JSON lines, in a fixed order.

    ``position`` and ``size`` are bytes, read and in all (``None`` if that cannot be told).
    """

    def __init__(self, places: Iterable[str], stdin: BinaryIO | None = None) -> None:
        """``places`` are paths, or ``-`` for ``stdin``."""
        self._places = list(dict.fromkeys(places))
        self._stdin = stdin or io.BytesIO()
        self._files = [(path, name) for place in self._places for path, name in _files(place)]
        self._taken: set[str] = set()
        self.position = 0
        self.size = None if STANDARD_INPUT in self._places else sum(_size(path) for path, _ in self._files)

    def __iter__(self) -> Iterator[Item | Remark]:
        for (path, name), text in self._ahead():
            before = self.position
            if str(path) == STANDARD_INPUT:
                yield from self._standard_input()
            elif text is None:
                yield from self._json_lines(path)
            else:
                found, remarks = text.result()
                yield from remarks
                if found:
                    yield Item(self._free(name), found, path.name)
            self.position = before + _size(path)

    def _ahead(self) -> Iterator[tuple[tuple[Path, str], Text | None]]:
        """The files, those that hold one report being read some files ahead: a PDF takes its time in another process."""
        with ThreadPoolExecutor(_READERS) as pool:
            waiting: deque[tuple[tuple[Path, str], Text | None]] = deque()
            try:
                for path, name in self._files:
                    alone = str(path) != STANDARD_INPUT and not path.name.lower().endswith(_LINES)
                    waiting.append(
                        ((path, name), pool.submit(_text, partial(load, path), str(path)) if alone else None)
                    )
                    if len(waiting) > _AHEAD:
                        yield waiting.popleft()
                while waiting:
                    yield waiting.popleft()
            finally:
                pool.shutdown(cancel_futures=True)

    def _json_lines(self, path: Path) -> Iterator[Item | Remark]:
        """The reports of a file of JSON lines, packed with xz or not."""
        before = self.position
        try:
            with path.open("rb") as raw, _unpacked(raw, path) as lines:
                for found in read_rows(lines, path.name):
                    self.position = before + raw.tell()
                    yield found
        except (OSError, EOFError, lzma.LZMAError) as error:
            yield Remark(str(path), f"没有读完（{error}）。")

    def _standard_input(self) -> Iterator[Item | Remark]:
        """JSON lines if the first line is such an object, else one report of any kind."""
        name = "标准输入"
        first = self._stdin.readline(MAX_BYTES + 1)
        if is_row(first):
            yield from read_rows(self._stdin, name, first)
            return
        data = first + self._stdin.read(MAX_BYTES + 1)  # one byte more than is taken, so that it is told
        text, remarks = _text(lambda: from_bytes(data, name), name)
        yield from remarks
        if text:  # its id tells it from what comes that way another time
            yield Item(f"{name}-{fingerprint(text).hex()[:8]}", text, name)

    def _free(self, name: str) -> str:
        """An id no other file of these has: 甲/纪要.txt and 乙/纪要.txt are two reports."""
        taken, n = name, 1
        while taken in self._taken:
            n += 1
            taken = f"{name}-{n}"
        self._taken.add(taken)
        return taken


def _text(read: Callable[[], Imported], name: str) -> tuple[str, list[Remark]]:
    """A file's text, ``""`` if it cannot be read, with what there is to remark on it."""
    try:
        imported = read()
    except ReportError as error:
        return "", [Remark(name, str(error).removeprefix(f"{name}："))]
    return imported.text, [Remark(name, note, left_out=False) for note in imported.notes]


def _files(place: str) -> Iterator[tuple[Path, str]]:
    """The files of a place with the ids their reports get; of a folder all in it that are not hidden, at any depth."""
    path = Path(place)
    if place == STANDARD_INPUT or not path.is_dir():
        yield path, path.stem
        return
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if file.is_file() and not any(part.startswith(".") for part in inside.parts):
            yield file, inside.with_suffix("").as_posix()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@contextmanager
def _unpacked(raw: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    if path.suffix.lower() == ".xz":
        with lzma.open(raw) as lines:
            yield lines  # type: ignore[misc]
    else:
        yield raw
