"""What conversations remember comes back."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from knowledge import Scope
from knowledge.store import Chats, ChatState, Library
from knowledge.store.chats import _decoded, _encoded

scopes = st.builds(
    Scope, st.none() | st.frozensets(st.text(max_size=4), max_size=3), st.sampled_from(["", "2023-01-01"]), st.text()
)


@given(st.builds(ChatState, scopes, st.lists(st.text(max_size=9), max_size=4).map(tuple), st.integers(0)))
def test_any_state_comes_back_equal(state: ChatState) -> None:
    assert _decoded(_encoded(state)) == state


def test_states_are_kept_apart_and_outlive_the_process(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.db")
    chats = Chats(library.database)
    chats.save("telegram:1", ChatState(Scope(frozenset({"a"})), ("谁？",)))
    chats.save("telegram:1", ChatState(Scope(frozenset({"b"})), ("谁？", "何时？")))
    chats.save("telegram:2", ChatState())
    library.close()
    again = Chats(Library(tmp_path / "library.db").database)
    assert again.load("telegram:1") == ChatState(Scope(frozenset({"b"})), ("谁？", "何时？"))
    assert again.load("telegram:2") == ChatState()
    assert again.load("telegram:3") is None
    again.delete("telegram:1")
    again.delete("telegram:1")
    assert again.load("telegram:1") is None
