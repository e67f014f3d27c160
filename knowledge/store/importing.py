"""Reports into a library: facts are read out in worker processes, one process writes, and a crash leaves whole reports.

Each transaction holds the reports of one batch. An import that was cut off is resumed by the same command: what is
already there is recognised by its text and costs next to nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice

from knowledge.errors import LibraryError, ReportError, say
from knowledge.language import Language, speak, spoken
from knowledge.reader import read_report
from knowledge.store.items import Item, Remark
from knowledge.store.library import Library
from knowledge.store.record import Record, fingerprint, make_record
from knowledge.store.sources import Sources

JOBS = 2
"""Worker processes."""
BATCH_CHARACTERS, BATCH_REPORTS = 8_000, 50
"""Characters and reports of a batch, after which it is closed."""
_WAITING = 3
"""Batches under way for each worker: enough that none waits, few enough that memory stays small."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some reports to be read; ``position`` is how many bytes of the sources had been read with them."""

    items: tuple[Item, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a batch."""

    records: tuple[Record, ...]
    remarks: tuple[Remark, ...]
    position: int


@dataclass(slots=True)
class Outcome:
    """What an import has done so far.

    ``known`` are pairs of source and the id the same text has already; ``position`` the bytes of the sources done with.
    """

    position: int = 0
    reports: int = 0
    passages: int = 0
    replaced: list[str] = field(default_factory=list)
    known: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many sources (or lines) did not come in."""
        return sum(r.left_out for r in self.remarks)


def import_reports(
    library: Library,
    sources: Sources,
    outcome: Outcome,
    told: Callable[[Outcome], None] = lambda _: None,
    jobs: int = JOBS,
) -> None:
    """Import all reports of the sources.

    :param outcome: is kept up to date, so that it holds even when the import is interrupted.
    :param told: called with it after each batch.
    :raises LibraryError: the library cannot be written, or a worker process was ended from outside.
    """
    batches = _batches(library, sources, outcome)
    for read in _read(batches, jobs):
        written = library.write(read.records, skip_known=True)
        outcome.position = read.position
        outcome.remarks += read.remarks
        outcome.reports += len(written.records)
        outcome.passages += sum(len(r.paragraphs) for r in written.records)
        outcome.replaced += written.replaced
        outcome.known += [(record.source, report_id) for record, report_id in written.known]
        told(outcome)


def _batches(library: Library, sources: Sources, outcome: Outcome) -> Iterator[Batch]:
    """The reports that are not known yet, some at a time."""
    batch: dict[bytes, Item] = {}
    size = 0
    for item in sources:
        if isinstance(item, Remark):
            outcome.remarks.append(item)
            continue
        mark = fingerprint(item.text)
        if mark in batch:
            outcome.known.append((item.source, batch[mark].id))
            continue
        batch[mark], size = item, size + len(item.text)
        if size >= BATCH_CHARACTERS or len(batch) >= BATCH_REPORTS:
            yield Batch(_unknown(library, batch, outcome), sources.position)
            batch, size = {}, 0
    yield Batch(_unknown(library, batch, outcome), sources.position)


def _unknown(library: Library, batch: dict[bytes, Item], outcome: Outcome) -> tuple[Item, ...]:
    known = library.known(list(batch))
    outcome.known += [(batch[mark].source, known[mark]) for mark in batch if mark in known]
    return tuple(item for mark, item in batch.items() if mark not in known)


def _read(batches: Iterable[Batch], jobs: int) -> Iterator[Read]:
    """The batches' records, in order. Few reports are read right here: starting processes would take longer."""
    rest = (batch for batch in batches if batch.items)
    first = list(islice(rest, jobs))
    if len(first) < jobs:
        yield from map(read_batch, first)
        return
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _start_worker, (spoken(),))
    under_way: deque[Future[Read]] = deque()
    try:
        for batch in chain(first, rest):
            under_way.append(pool.submit(read_batch, batch))
            if len(under_way) >= _WAITING * jobs:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool as error:
        raise LibraryError(say("import.ended")) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def read_batch(batch: Batch) -> Read:
    """Read the facts out of some reports; what cannot be read becomes a remark."""
    records: list[Record] = []
    remarks: list[Remark] = []
    for item in batch.items:
        try:
            records.append(make_record(read_report(item.text, item.id), item.source))
        except ReportError as error:
            remarks.append(Remark(item.source, str(error)))
        except Exception as error:  # one odd text must not end an import of thousands
            remarks.append(Remark(item.source, say("report.broken", error=f"{type(error).__name__}: {error}")))
    return Read(tuple(records), tuple(remarks), batch.position)


def _start_worker(language: Language) -> None:
    """In a worker: leave Ctrl-C to the writer, and end when that is gone, however it went."""
    speak(language)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        with suppress(OSError):
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
