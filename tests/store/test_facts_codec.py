"""Facts come back from the library equal to what they were, whatever they are."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Facts, read_report
from knowledge.facts import extract
from knowledge.model import Count, Meeting, Pair, PartialDate, Person, Quote, Statement, Task
from knowledge.store.facts_codec import decode, encode

TEXT = "2024年3月5日，会议由王小明主持，李红作了发言。"
words = st.text(max_size=12)
offsets = st.integers(0, len(TEXT) + 3)
numbers = st.none() | st.integers(0, 9999)
quotes = st.one_of(
    st.builds(lambda a, b: Quote(a, b, TEXT[a:b]), offsets, offsets),  # as the model promises
    st.builds(Quote, offsets, offsets, words),
)
dates = st.builds(PartialDate, numbers, numbers, numbers)
several = st.lists(words, max_size=3).map(tuple)


T = TypeVar("T")


def many(values: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(values, max_size=3).map(tuple)


facts = st.builds(
    Facts,
    st.builds(
        Meeting,
        st.none() | words,
        st.none() | dates,
        st.none() | quotes,
        many(quotes),
        many(quotes),
        st.none() | quotes,
    ),
    many(st.builds(Person, words, offsets, offsets, several, several, words)),
    many(quotes),
    many(st.builds(Task, numbers.filter(bool), words, words, offsets, offsets, st.none() | words, st.none() | words)),
    many(st.builds(Pair, words, words, offsets, offsets)),
    many(st.builds(Statement, words, words, offsets, offsets)),
    many(quotes),
    many(
        st.builds(
            Count, words, st.none() | st.floats(allow_nan=False, allow_infinity=False), words, words, offsets, offsets
        )
    ),
)


@given(facts)
def test_any_facts_come_back_equal(given_facts: Facts) -> None:
    assert decode(encode(given_facts, TEXT), TEXT) == given_facts


def test_the_facts_of_reports_come_back_equal(practice: list[Path]) -> None:
    for path in practice[::12]:
        report = read_report(path.read_text("utf-8"), path.stem)
        read = extract(report)
        assert decode(encode(read, report.text), report.text) == read


def test_words_that_stand_in_the_text_are_not_written_again() -> None:
    person = Person("王小明", 13, 16)
    assert TEXT[13:16] == person.name
    apart = Person("王小民", 13, 16)
    assert len(encode(Facts(people=(person,)), TEXT)) < len(encode(Facts(people=(apart,)), TEXT))


def test_damaged_bytes_are_an_error() -> None:
    with pytest.raises(Exception, match="incomplete"):
        decode(encode(Facts(), TEXT)[:-4], TEXT)
