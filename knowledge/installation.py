"""Whether an installation is whole: its data files can be read, its segmenter works."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np

from knowledge import segment

_SAMPLE = "参加会议的有各县区负责人"


def segmenter() -> str:
    """The name of the segmenter in use.

    :raises ImportError: there is none.

    >>> segmenter() in ("rjieba", "jieba")
    True
    """
    return segment.library()


def segments() -> bool:
    """Whether the segmenter and its dictionary cut a sentence into words."""
    words = segment.cut(_SAMPLE)
    return "".join(words) == _SAMPLE and {"参加", "会议", "负责人"} <= set(words)


def data_files() -> Iterator[tuple[str, Traversable]]:
    """The package's word lists and models, each with its path below ``data/``."""
    yield from _below(files("knowledge") / "data", "")


def unreadable_data() -> Iterator[str]:
    """Names of the data files that are empty or damaged.

    >>> list(unreadable_data())
    []
    """
    return (name for name, file in data_files() if not _readable(name, file))


def _below(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for item in sorted(folder.iterdir(), key=lambda i: i.name):
        if item.is_dir():
            yield from _below(item, f"{above}{item.name}/")
        elif item.name.endswith((".txt", ".npz")):
            yield f"{above}{item.name}", item


def _readable(name: str, file: Traversable) -> bool:
    try:
        if name.endswith(".txt"):
            return bool(file.read_text("utf-8").strip())
        with file.open("rb") as opened, np.load(opened) as arrays:
            return all(arrays[key] is not None for key in arrays.files) and bool(arrays.files)
    except (OSError, ValueError, zipfile.BadZipFile, EOFError):
        return False
