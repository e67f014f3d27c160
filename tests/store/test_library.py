"""The library is a shelf like the one in memory, kept in a file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from knowledge import KnowledgeBase, LibraryError, MemoryShelf, Scope, read_report
from knowledge.shelf import EVERYTHING, Shelf
from knowledge.store import Library
from knowledge.store.record import make_record
from tests.store.reports import CLINIC, RIVER, TEXTS, report

SCOPES = (
    EVERYTHING,
    Scope(frozenset({"river", "clinic"})),
    Scope(frozenset()),
    Scope(since="2023-11-01"),
    Scope(until="2023-11-02"),
    Scope(since="2023-09-01", until="2024-02-29"),
    Scope(since="2024-03-20"),  # 春耕动员会 was on a day of March 2024 that its report does not say
    Scope(frozenset({"river"}), since="2024-01-01"),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    kept = Library(tmp_path / "library.db")
    yield kept
    kept.close()


S = TypeVar("S", bound=Shelf)


def filled(shelf: S) -> S:
    for name in TEXTS:
        shelf.add(report(name))
    return shelf


def test_it_answers_as_the_shelf_in_memory_does(library: Library) -> None:
    memory, kept = KnowledgeBase(filled(MemoryShelf())), KnowledgeBase(filled(library))
    for question in ("河道治理会议由谁主持？", "校车路线什么时候公布？", "拨付了多少资金？", "卫生院新楼何时封顶？"):
        expected = memory.ask(question)
        assert expected.found
        assert kept.ask(question) == expected


def test_reports_facts_and_entries_are_those_of_memory(library: Library) -> None:
    memory = filled(MemoryShelf())
    filled(library)
    assert len(library) == len(memory) == 4
    assert list(library.ids()) == list(memory.ids())
    for name in TEXTS:
        assert library.report(name) == memory.report(name)
        assert library.facts(name) == memory.facts(name)
        assert library.entry(name) == memory.entry(name)
    assert library.naming("柯玉兰") == memory.naming("柯玉兰") == ["river", "clinic"]
    assert library.naming("无此人") == []


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_means_the_same_reports(library: Library, scope: Scope) -> None:
    memory = filled(MemoryShelf())
    filled(library)
    assert list(library.entries(scope)) == list(memory.entries(scope))
    found = {place.report for place, _ in library.search("柳湾镇召开会议", 50, scope)}
    assert found == {place.report for place, _ in memory.search("柳湾镇召开会议", 50, scope)}


def test_what_was_added_is_there_after_opening_again(library: Library) -> None:
    filled(library).close()
    again = Library(library.path, create=False)
    assert list(again.ids()) == list(TEXTS)
    assert KnowledgeBase(again).ask("河道治理会议由谁主持？").text == "苏景明"
    again.close()


def test_replacing_keeps_the_number_and_nothing_of_the_old_text(library: Library) -> None:
    base = KnowledgeBase(filled(library))
    number = library.entry("river").number
    assert base.ask("河道治理会议由谁主持？").text == "苏景明"
    other = Library(library.path)  # as another process does, while this base has the report ready
    other.add(read_report(RIVER.replace("苏景明", "严启航"), "river"))
    other.close()
    assert library.entry("river").number == number
    assert library.naming("苏景明") == ["school", "spring"]
    assert base.ask("河道治理会议由谁主持？").text == "严启航"


def test_a_removed_report_is_not_found_and_its_number_not_given_again(library: Library) -> None:
    filled(library).remove("spring")
    for ask in (library.report, library.facts, library.entry, library.text, library.edition, library.remove):
        with pytest.raises(KeyError):
            ask("spring")
    assert all(place.report != "spring" for place, _ in library.search("春耕动员会 种子调运", 50))
    library.add(report("spring"))
    assert library.entry("spring").number == 5


def test_texts_that_are_known_are_left_out_when_asked_to(library: Library) -> None:
    filled(library)
    same = make_record(read_report(CLINIC.replace("\n", "\r\n"), "copy"))
    new = make_record(read_report(CLINIC.replace("柯玉兰", "严启航"), "new"))
    written = library.write([same, new, new], skip_known=True)
    assert [r.id for r in written.records] == ["new"]
    assert [(r.id, known) for r, known in written.known] == [("copy", "clinic"), ("new", "new")]
    assert library.known([same.fingerprint]) == {same.fingerprint: "clinic"}


def test_one_id_twice_in_a_batch_keeps_the_later_text(library: Library) -> None:
    records = [make_record(read_report(CLINIC.replace("柯玉兰", name), "clinic")) for name in ("严启航", "邹丽萍")]
    written = library.write(records)
    assert written.replaced == ("clinic",)
    assert library.entry("clinic").host == ("邹丽萍",)


def test_a_batch_that_fails_leaves_nothing(library: Library) -> None:
    good, bad = make_record(report("river")), make_record(report("school"))
    object.__setattr__(bad, "title", None)
    with pytest.raises(LibraryError):
        library.write([good, bad])
    assert len(library) == 0
    assert library.index.count() == 0


@pytest.mark.parametrize(
    ("meant", "expected"), [("2", "school"), ("clinic", "clinic"), ("卫生院", "clinic"), (" 校车安全 ", "school")]
)
def test_a_report_is_meant_by_number_id_or_part_of_its_title(library: Library, meant: str, expected: str) -> None:
    assert filled(library).find(meant).id == expected


@pytest.mark.parametrize(
    ("meant", "told"), [("柳湾镇", "不止一份"), ("9", "没有"), ("", "没有"), ("9" * 40, "没有"), ("100%", "没有")]
)
def test_what_means_no_report_or_several_is_told(library: Library, meant: str, told: str) -> None:
    with pytest.raises(LibraryError, match=told):
        filled(library).find(meant)


def test_tasks_and_meetings_can_be_looked_up_by_sql(library: Library) -> None:
    filled(library)
    connection = library.database.connect()
    query = "SELECT id, due_day FROM tasks JOIN reports ON reports.number = report WHERE due_day BETWEEN ? AND ?"
    assert ("river", "2023-09-20") in connection.execute(query, ("2023-09-01", "2023-09-30")).fetchall()
    days = "SELECT id FROM reports WHERE first_day >= '2024-01-01' ORDER BY number"
    assert [i for (i,) in connection.execute(days)] == ["clinic", "spring"]


def test_threads_ask_while_another_adds(library: Library) -> None:
    base, wrong = KnowledgeBase(filled(library)), []

    def ask() -> None:
        for _ in range(5):
            answer = base.ask("河道治理会议由谁主持？", report="river")
            if answer.text != "苏景明":
                wrong.append(answer)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(5):
        library.add(read_report(f"第{n}次例会\n会议由邹丽萍主持。", f"r{n}"))
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(library) == 9


def test_an_odd_text_is_kept_as_it_is(library: Library) -> None:
    odd = "会议\x00由王\u202e明主持。\n第二行\u2028还有😀"
    library.add(read_report(odd, "odd"))
    assert library.text("odd") == odd
    assert library.report("odd") == read_report(odd, "odd")
