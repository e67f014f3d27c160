"""The passage index of the store finds what the index in memory finds, in whatever state its segments are."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index import ParagraphIndex, keys
from knowledge.shelf import Scope
from knowledge.store import bm25, passages
from knowledge.store.key_numbers import number, numbered
from knowledge.store.passages import SqlitePassageIndex
from tests.conftest import ROOT

SCHEMA = (ROOT / "knowledge" / "store" / "migrations" / "0002_passages.sql").read_text("utf-8")
TOPICS = (
    "供水管网改造", "食堂饭菜价格", "河道清淤", "老旧小区电梯", "校车路线", "图书馆开放时间", "夜间公交A12路", "菜市场搬迁",
    "消防演练", "幼儿园招生", "垃圾分类", "社区医院预约",
)  # fmt: skip


def report(n: int) -> list[tuple[int, int, str]]:
    """Passages of an invented report, no two reports the same."""
    lines = [f"会议研究了{TOPICS[(n + i) % len(TOPICS)]}问题，要求{n * 7 + i}日前办结。" for i in range(3)]
    starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(3)]
    return [(start, start + len(line), line) for start, line in zip(starts, lines, strict=True)]


def connected(path: Path | str = ":memory:") -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        connection.executescript(SCHEMA)
    return connection


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of a few passages, three of which are merged."""
    monkeypatch.setattr(passages, "MOST_WAITING", 7)
    monkeypatch.setattr(passages, "MOST_ALIKE", 3)
    monkeypatch.setattr(passages, "TIERS", ((0, 10), (10, 30)))


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = connected()
    yield opened
    opened.close()


@pytest.fixture
def index(connection: sqlite3.Connection) -> SqlitePassageIndex:
    return SqlitePassageIndex(lambda: connection)


QUESTIONS = [f"{topic}什么时候办结？" for topic in TOPICS] + ["食唐饭菜", "a12路", "149日", "会议"]


def assert_alike(index: SqlitePassageIndex, memory: ParagraphIndex) -> None:
    for question in QUESTIONS:
        found, wanted = index.search(question, 8), memory.search(question, 8)
        assert [round(score, 3) for _, score in found] == [round(score, 3) for _, score in wanted], question
        places = {place for place, _ in memory.search(question, 100)}
        assert all(place in places for place, _ in found)


@given(st.lists(st.text(alphabet="会议室ab1２臺_。 \n𠮷é", max_size=12), min_size=1, max_size=4))
def test_keys_are_numbered_as_the_index_in_memory_finds_them(texts: list[str]) -> None:
    found, owners = numbered(texts)
    for n, text in enumerate(texts):
        assert Counter(found[owners == n].tolist()) == Counter(number(key) for key in keys(text))


def test_a_waiting_report_is_found_as_in_memory(index: SqlitePassageIndex) -> None:
    memory = ParagraphIndex()
    for n in range(2):
        index.upsert(str(n), "", report(n))
        memory.add(str(n), report(n))
    assert_alike(index, memory)


@pytest.mark.usefixtures("small_segments")
def test_segments_are_searched_and_merged_without_a_difference(
    index: SqlitePassageIndex, connection: sqlite3.Connection
) -> None:
    memory = ParagraphIndex()
    for n in range(40):
        index.upsert(str(n), "", report(n))
        memory.add(str(n), report(n))
        if n % 7 == 0:
            assert_alike(index, memory)
    assert index.count() == len(memory)
    assert 2 < connection.execute("SELECT count(*) FROM passage_segments").fetchone()[0] < 8


@pytest.mark.usefixtures("small_segments")
def test_a_report_taken_in_again_is_there_once(index: SqlitePassageIndex) -> None:
    for n in range(10):
        index.upsert(str(n), "", report(n))
    index.upsert("3", "", [(0, 9, "会议讨论了停车位收费")])
    assert index.count() == 28
    assert {place.report for place, _ in index.search("停车位收费", 1)} == {"3"}
    assert "3" not in {place.report for place, _ in index.search("供水管网改造21日22日23日", 30)} - {"3"}
    assert sum(place.report == "3" for place, _ in index.search("会议", 100)) == 1


@pytest.mark.usefixtures("small_segments")
def test_a_deleted_report_leaves_no_key_behind(index: SqlitePassageIndex, connection: sqlite3.Connection) -> None:
    index.upsert("机密", "", [(0, 8, "讨论了鹦鹉螺计划")])
    for n in range(10):
        index.upsert(str(n), "", report(n))
    assert index.search("鹦鹉螺计划", 1)
    index.delete("机密")
    assert not index.search("鹦鹉螺", 1)
    data = b"".join(row[0] for row in connection.execute("SELECT data FROM passage_postings"))
    assert number("鹦鹉").to_bytes(8, "little")[:4] not in data
    assert index.count() == 30
    index.delete("没有")


@pytest.mark.usefixtures("small_segments")
def test_scope_keeps_to_reports_and_dates(index: SqlitePassageIndex) -> None:
    for n in range(12):
        index.upsert(str(n), f"2023-08-{n + 1:02d}" if n else "", report(n))

    def found(scope: Scope) -> set[str]:
        return {place.report for place, _ in index.search("会议研究问题", 100, scope)}

    assert found(Scope(frozenset({"2", "11", "没有"}))) == {"2", "11"}
    assert found(Scope(since="2023-08-11")) == {"10", "11"}
    assert found(Scope(until="2023-08-03")) == {"1", "2"}
    assert found(Scope(frozenset({"0", "5", "6"}), "2023-08-01", "2023-08-06")) == {"5"}
    assert found(Scope(frozenset())) == set()


@pytest.mark.usefixtures("small_segments")
def test_a_scope_that_holds_no_rare_word_of_the_question_is_searched_by_the_others(
    index: SqlitePassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bm25, "BUDGET", 10)
    for n in range(20):
        index.upsert(str(n), "", report(n))
    index.upsert("稀", "", [(0, 8, "讨论了鹦鹉螺计划")])
    assert [p.report for p, _ in index.search("会议讨论鹦鹉螺问题", 1)] == ["稀"]
    assert [p.report for p, _ in index.search("会议讨论鹦鹉螺问题", 1, Scope(frozenset({"7"})))] == ["7"]


def test_a_rolled_back_report_is_not_found(index: SqlitePassageIndex, connection: sqlite3.Connection) -> None:
    index.upsert("1", "", report(1))
    connection.execute("BEGIN")
    index.upsert("2", "", [(0, 8, "讨论了鹦鹉螺计划")])
    assert index.search("鹦鹉螺", 1)
    connection.rollback()
    assert not index.search("鹦鹉螺", 1)
    connection.execute("BEGIN")
    index.upsert("3", "", [(0, 8, "讨论了独角兽计划")])
    connection.commit()
    assert [place.report for place, _ in index.search("独角兽", 1)] == ["3"]


def test_what_another_connection_writes_is_found(tmp_path: Path) -> None:
    one, two = connected(tmp_path / "x.db"), connected(tmp_path / "x.db")
    reader, writer = SqlitePassageIndex(lambda: one), SqlitePassageIndex(lambda: two)
    assert reader.search("食堂", 1) == []
    writer.upsert("1", "", report(1))
    assert reader.search("食堂", 1)
    one.close()
    two.close()


@pytest.mark.usefixtures("small_segments")
def test_a_report_longer_than_a_part_is_found_to_its_end(
    index: SqlitePassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passages, "PART", 4)
    lines = [(n * 10, n * 10 + 8, f"第{n}号提案关于{TOPICS[n % 12]}") for n in range(30)]
    index.upsert("长", "", lines)
    assert index.count() == 30
    assert index.search("29号提案", 1)[0][0].start == 290


@pytest.mark.usefixtures("small_segments")
def test_versions_that_were_replaced_do_not_pile_up(index: SqlitePassageIndex, connection: sqlite3.Connection) -> None:
    for version in range(30):
        for n in range(4):
            index.upsert(str(n), "", report(n + version))
    held = sum(len(row[0]) // 2 for row in connection.execute("SELECT lengths FROM passage_segments"))
    assert index.count() == 12
    assert held < 40


def test_an_import_that_is_killed_leaves_whole_reports(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    connected(path).close()
    importer = get_context("spawn").Process(target=_import_for_ever, args=(path,))
    importer.start()
    reader = connected(path)
    while not reader.execute("SELECT 1 FROM passage_segments").fetchone():
        importer.join(0.01)
    importer.kill()
    importer.join()
    assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    counts = reader.execute("SELECT length(places) / 8 FROM passage_parts").fetchall()
    assert set(counts) == {(3,)}
    index = SqlitePassageIndex(lambda: reader)
    assert {place.report for place, _ in index.search("供水管网改造要求0日前办结", 1)} == {"0"}
    index.upsert("新", "", [(0, 9, "会议讨论了停车位收费")])
    assert [place.report for place, _ in index.search("停车位收费", 1)] == ["新"]
    assert index.count() == 3 * len(counts) + 1
    reader.close()


def _import_for_ever(path: Path) -> None:
    passages.MOST_WAITING = 50
    opened = connected(path)
    opened.execute("PRAGMA journal_mode = WAL")
    index = SqlitePassageIndex(lambda: opened)
    for n in count():
        index.upsert(str(n), "", report(n))


def test_a_passage_of_several_lines_is_one(index: SqlitePassageIndex) -> None:
    index.upsert("1", "", [(0, 9, "供水管网\n改造"), (10, 14, "食堂饭菜")])
    assert [(p.start, p.end) for p, _ in index.search("食堂饭菜", 1)] == [(10, 14)]


def test_an_empty_index_and_an_empty_question_find_nothing(index: SqlitePassageIndex) -> None:
    assert index.search("会议", 3) == []
    index.upsert("空", "", [])
    index.upsert("1", "", report(1))
    assert index.search("", 3) == []
    assert index.search("？！", 3) == []
