"""How passage search and whole answers do in libraries of ten thousand to a million passages, with peers in the same run.

    python -m benchmarks.scale --news NEWS.jsonl.xz --reading FOLDER [--sizes N...] [--engines NAME...] [--questions N]
                               [--answers N] [--keep FOLDER] [--record]

The library (:mod:`benchmarks.scale_corpus`) holds news sentences put together anew, and the reading sets' paragraphs, which
the questions ask for. Each engine is built and asked in processes of their own. Times are CPU time (user and system, all
threads). Peers are optional: ``pip install .[scale]``. A table goes to stderr, the record as JSON to stdout; --record keeps
it in results/scale.json, where columns that this run did not measure stay.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import records, scale_corpus
from benchmarks.engines import ENGINES, Engine, batches
from benchmarks.records import Figures
from benchmarks.scale_corpus import Source
from knowledge.shelf import Shelf

BATCH = 100
"""Reports of one transaction."""
LIMIT = 12
"""Passages asked for."""
NOISE = 0.2
SLOW = {"FTS5, all words": 30, "FTS5, rare characters and pairs": 60}
"""Engines that get fewer questions at a million passages."""
TOO_LARGE = {"bm25s, words": 2_000_000}
"""Engines that are not built beyond so many passages: they would take more than 10 GB of memory."""
WHOLE = ("whole answers", "huiwen import")
"""Columns that are not about an engine alone."""
ROWS = (
    "passages", "build_us_per_passage", "build_peak_memory_mb", "disk_mb", "open_ms", "query_ms_p50", "query_ms_p99",
    "ask_peak_memory_mb", "r1", "r4", "mrr", "noisy_r1", "noisy_r4", "noisy_mrr", "crashes", "crash_opens",
    "crash_finds_first_batch",
)  # fmt: skip


def library(args: argparse.Namespace, size: int) -> Iterator[Source]:
    """The reports of a library of this size."""
    paragraphs = scale_corpus.paragraphs(args.reading)
    yield from paragraphs
    mass = size - sum(len(p.lines) for p in paragraphs)
    yield from scale_corpus.news_reports(scale_corpus.sentences(args.news), mass)


def build(name: str, folder: Path, args: argparse.Namespace, size: int) -> Figures:
    """Build an engine and say what it took."""
    engine: Engine = ENGINES[name](folder)
    spent, passages = 0.0, 0
    for batch in batches(library(args, size), BATCH):
        began = time.process_time()
        engine.add(batch)
        spent += time.process_time() - began
        passages += sum(len(r.lines) for r in batch)
    began = time.process_time()
    engine.finish()
    spent += time.process_time() - began
    disk = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    return {
        "passages": passages, "build_us_per_passage": round(spent / passages * 1e6, 1),
        "build_peak_memory_mb": memory(), "disk_mb": round(disk / 1e6, 1),
    }  # fmt: skip


def ask(name: str, folder: Path, args: argparse.Namespace, size: int) -> Figures:
    """Open an engine again and ask it."""
    limit = SLOW.get(name, args.questions) if size >= 1_000_000 else args.questions
    began = time.process_time()
    engine: Engine = ENGINES[name](folder)
    engine.search("谁主持会议", LIMIT)
    figures: Figures = {"open_ms": round((time.process_time() - began) * 1000, 1)}
    for prefix, noise in (("", 0.0), ("noisy_", NOISE)):
        questions = scale_corpus.questions(args.reading, limit, noise)
        times, places = [], []
        for question in questions:
            began = time.process_time()
            found = list(dict.fromkeys(engine.search(question.text, LIMIT)))
            times.append((time.process_time() - began) * 1000)
            places.append(found.index(question.report) + 1 if question.report in found else 0)
        if not noise:
            figures |= {"query_ms_p50": quantile(times, 50), "query_ms_p99": quantile(times, 99)}
        figures |= {f"{prefix}{key}": value for key, value in recall(places).items()}
    return figures | {"ask_peak_memory_mb": memory(), "questions": len(questions)}


def recall(places: Sequence[int]) -> Figures:
    """Measures of where the right report stood among those found (from 1; 0: nowhere)."""
    return {
        "r1": round(statistics.fmean(p == 1 for p in places), 4),
        "r4": round(statistics.fmean(0 < p <= 4 for p in places), 4),
        "mrr": round(statistics.fmean(1 / p if p else 0.0 for p in places), 4),
    }


def answers(folder: Path, args: argparse.Namespace, size: int) -> Figures:
    """Whole answers over a library whose passages are in huiwen's engine; without the facts, which an import reads out."""
    from benchmarks.scale_shelf import ScaleShelf

    shelf = ScaleShelf(folder, library(args, size))
    return asked(shelf, args, lambda: shelf.reading_out) | {"questions": args.answers, "peak_memory_mb": memory()}


def asked(shelf: Shelf, args: argparse.Namespace, left_out: Callable[[], float] = lambda: 0.0) -> Figures:
    """Whole answers over a shelf: CPU time, and how often the right report comes first.

    :param left_out: CPU seconds spent so far on what does not count.
    """
    from knowledge import KnowledgeBase
    from knowledge.base import warm_up

    warm_up()
    figures: Figures = {}
    for prefix, noise in (("", 0.0), ("noisy_", NOISE)):
        base = KnowledgeBase(shelf)
        times, right = [], []
        for question in scale_corpus.questions(args.reading, args.answers, noise):
            began = time.process_time() - left_out()
            answer = base.ask(question.text)
            times.append((time.process_time() - left_out() - began) * 1000)
            right.append(bool(answer.evidence) and answer.evidence[0].report == question.report)
        figures |= {
            f"{prefix}answer_ms_p50": quantile(times, 50), f"{prefix}answer_ms_p99": quantile(times, 99),
            f"{prefix}paragraph_r1": round(statistics.fmean(right), 4),
        }  # fmt: skip
    return figures


def crashed(name: str, args: argparse.Namespace) -> Figures:
    """Kill an engine while it is built, open it again and ask for what its first batch held."""
    context = multiprocessing.get_context("spawn")
    rng = random.Random(scale_corpus.SEED)
    opened = found = 0
    for _ in range(args.crashes):
        with tempfile.TemporaryDirectory() as place:
            process = context.Process(target=_build_on, args=(name, Path(place), args))
            process.start()
            time.sleep(rng.uniform(4.0, 8.0))
            process.kill()
            process.join()
            try:
                works, right = apart(_reopened, name, Path(place), args)["opened_found"]
            except Exception:  # whatever an engine raises on what a crash left
                works, right = False, False
            opened, found = opened + works, found + right
    return {"crashes": args.crashes, "crash_opens": opened, "crash_finds_first_batch": found}


def _build_on(name: str, folder: Path, args: argparse.Namespace) -> None:
    engine: Engine = ENGINES[name](folder)
    for batch in batches(library(args, 1_000_000), BATCH):
        engine.add(batch)


def _reopened(name: str, folder: Path, args: argparse.Namespace) -> Figures:
    engine: Engine = ENGINES[name](folder)
    first = next(library(args, 100_000))
    return {"opened_found": (True, first.id in engine.search(first.lines[0][:60], LIMIT))}


def imported(folder: Path, args: argparse.Namespace, size: int) -> Figures:
    """The same reports through ``huiwen import``, with everything that is kept, and whole answers over that library."""
    from knowledge.store import Library

    lines, kept = folder / "reports.jsonl", folder / "library.db"
    with lines.open("w", encoding="utf-8") as file:
        for report in library(args, size):
            row = {"id": report.id, "date": report.date, "text": report.text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "import", str(lines), "--library", str(kept)]
    subprocess.run(command, check=True, capture_output=True)
    wall, children = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    figures: Figures = {
        "passages": size, "import_seconds": round(wall, 1), "import_passages_per_second": round(size / wall),
        "import_cpu_ms_per_passage": round((children.ru_utime + children.ru_stime) / size * 1000, 3),
        "import_peak_memory_mb": round(children.ru_maxrss / 1024, 1), "disk_mb": round(kept.stat().st_size / 1e6, 1),
    }  # fmt: skip
    return figures | asked(Library(kept), args) | {"ask_peak_memory_mb": memory()}


def quantile(times: Sequence[float], percent: int) -> float:
    """A quantile of some times."""
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 2)


def memory() -> float:
    """Peak memory of this process in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def apart(function: Callable[..., Figures], *arguments: Any) -> Figures:
    """Run a function in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


@contextmanager
def built(name: str, args: argparse.Namespace, size: int) -> Iterator[tuple[Path, Figures]]:
    """The folder an engine is built in, and what that took; a folder that is kept is built once."""
    if args.keep is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder), apart(build, name, Path(folder), args, size)
        return
    place = args.keep / f"{size} {name}"
    record = place / "build.json"
    if not record.exists():
        (place / "index").mkdir(parents=True)
        records.write(record, apart(build, name, place / "index", args, size))
    yield place / "index", records.read(record) or {}


def measure(args: argparse.Namespace) -> dict[str, dict[str, Figures]]:
    """Figures of each engine at each size, and of whole answers."""
    result: dict[str, dict[str, Figures]] = {}
    for size in args.sizes:
        columns = result.setdefault(str(size), {})
        for name in args.engines:
            if size > TOO_LARGE.get(name, size):
                continue
            records.show(f"{size} passages, {name} …")
            if args.crashes:
                continue
            with built(name, args, size) as (folder, figures):
                columns[name] = figures | apart(ask, name, folder, args, size)
                if name == "huiwen" and args.answers:
                    records.show(f"{size} passages, whole answers …")
                    columns["whole answers"] = apart(answers, folder, args, size)
        for name in args.engines if args.crashes else ():
            records.show(f"{name}, killed while it is built …")
            columns[name] = columns.get(name, {}) | crashed(name, args)
        if args.imports:
            records.show(f"{size} passages, huiwen import …")
            with tempfile.TemporaryDirectory() as place:
                columns["huiwen import"] = apart(imported, Path(place), args, size)
    return result


def show(record: Figures) -> None:
    """The tables of a record."""
    for size, columns in record["sizes"].items():
        engines = {name: figures for name, figures in columns.items() if name not in WHOLE}
        if engines:
            records.show(records.table(f"{size} passages", engines, ROWS) + "\n")
        for name in (n for n in WHOLE if n in columns):
            records.show(f"{name}: {columns[name]}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, show and keep."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--news", type=Path, required=True, help="JSON lines with a text each, compressed by xz")
    parser.add_argument("--reading", type=Path, required=True, metavar="FOLDER", help="the reading sets, *.json")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], metavar="N")
    parser.add_argument("--engines", nargs="*", default=list(ENGINES), choices=list(ENGINES), metavar="NAME")
    parser.add_argument("--questions", type=int, default=300, metavar="N", help="for each engine (default: 300)")
    parser.add_argument("--answers", type=int, default=150, metavar="N", help="answered in full (default: 150)")
    parser.add_argument("--imports", action="store_true", help="also through huiwen import, with all that is kept")
    parser.add_argument("--crashes", type=int, default=0, metavar="N", help="kill each engine's building so often")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where indexes are built and, if there, taken from")
    parser.add_argument("--record", action="store_true", help="keep the record in results/scale.json")
    parser.add_argument("--results", type=Path, default=records.RESULTS, metavar="FOLDER")
    given = list(sys.argv[1:] if arguments is None else arguments)
    args = parser.parse_args(given)
    path = args.results / "scale.json"
    head = records.header("benchmarks.scale", given)
    record: Figures = {**head, "sizes": measure(args)}
    show(record)
    print(json.dumps(record, ensure_ascii=False, indent=1))
    if args.record:
        records.write(path, _kept(records.read(path), record))
    return 0


def _kept(old: Figures | None, new: Figures) -> Figures:
    """A record with what an older one measured and this one did not."""
    sizes = dict((old or {}).get("sizes", {}))
    for size, columns in new["sizes"].items():
        before = sizes.get(size, {})
        sizes[size] = before | {name: before.get(name, {}) | figures for name, figures in columns.items()}
    return {**(old or {}), **new, "sizes": dict(sorted(sizes.items(), key=lambda item: int(item[0])))}


if __name__ == "__main__":
    sys.exit(main())
