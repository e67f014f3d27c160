"""Codes that let somebody in, and who is what, without Telegram: time is told by the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.bot_file import open_bot_file
from bot.rights.caller import NotAllowedError, acting, may, require
from bot.rights.levels import Level, Need, Policy
from bot.rights.members import Members
from bot.rights.pairing import GOOD_FOR, MOST_WRONG, WITHIN, Paired, Pairing
from knowledge.store import Database

OWNER, ADMIN, USER, GROUP = 1, 2, 7, -5


class Clock:
    """Tells the time it was set to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    database = open_bot_file(tmp_path / "bot.db")
    yield database
    database.close()


@pytest.fixture
def members(file: Database) -> Members:
    return Members(file, Policy(owner=OWNER))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pairing(members: Members, clock: Clock) -> Pairing:
    return Pairing(members, clock)


def test_a_code_lets_one_in_and_no_second(pairing: Pairing, members: Members) -> None:
    code = pairing.invitation(OWNER)
    assert pairing.pair(code, USER, USER) is Paired.USER
    assert members.level(USER) is Level.MEMBER
    assert pairing.pair(code, 8, 8) is Paired.WRONG
    assert pairing.pair(code, USER, USER) is Paired.ALREADY


def test_a_code_sent_in_a_group_lets_the_group_in_and_not_its_sender(pairing: Pairing, members: Members) -> None:
    assert pairing.pair(pairing.invitation(OWNER), USER, GROUP) is Paired.GROUP
    assert members.level(GROUP) is Level.MEMBER
    assert members.level(USER) is Level.STRANGER
    assert members.level_in(USER, GROUP) is Level.MEMBER
    assert members.level_in(USER, USER) is Level.STRANGER


@pytest.mark.parametrize("written", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_a_code_may_be_written_carelessly(pairing: Pairing, written: Callable[[str], str]) -> None:
    assert pairing.pair(written(pairing.invitation(OWNER)), USER, USER) is Paired.USER


def test_a_code_runs_out_after_a_day(pairing: Pairing, clock: Clock) -> None:
    early, late = pairing.invitation(OWNER), pairing.invitation(OWNER)
    clock.time += GOOD_FOR - timedelta(seconds=1)
    assert pairing.pair(early, USER, USER) is Paired.USER
    clock.time += timedelta(seconds=1)
    assert pairing.pair(late, 8, 8) is Paired.WRONG


def test_codes_are_kept_nowhere_in_clear(pairing: Pairing, file: Database) -> None:
    code = pairing.invitation(OWNER)
    file.truncate_log()
    assert code.encode() not in file.path.read_bytes()
    assert code.replace("-", "").encode() not in file.path.read_bytes()


def test_after_some_wrong_codes_the_right_one_does_not_help_for_an_hour(
    pairing: Pairing, members: Members, clock: Clock
) -> None:
    code = pairing.invitation(OWNER)
    tried = [pairing.pair(f"AAAAA-AAAA{n}", USER, USER) for n in range(2, 9)]
    assert tried == [Paired.WRONG] * MOST_WRONG + [Paired.TOO_MANY] * (7 - MOST_WRONG)
    assert pairing.pair(code, USER, USER) is Paired.TOO_MANY
    assert pairing.pair(code, USER, GROUP) is Paired.TOO_MANY
    assert Pairing(members, clock).pair(code, USER, USER) is Paired.TOO_MANY  # nor does a restart
    clock.time += WITHIN
    assert pairing.pair(code, USER, USER) is Paired.USER


def test_guesses_of_one_do_not_lock_out_another(pairing: Pairing) -> None:
    for n in range(9):
        pairing.pair(f"guess{n}", 66, 66)
    assert pairing.pair(pairing.invitation(OWNER), USER, USER) is Paired.USER


def test_the_owner_code_makes_one_owner(file: Database, clock: Clock) -> None:
    members = Members(file, Policy())
    pairing = Pairing(members, clock)
    first, second = pairing.owner_code(), pairing.owner_code()
    assert first is not None
    assert second is not None
    assert pairing.pair(first, USER, USER) is Paired.WRONG  # a newer one was given
    assert pairing.pair(second, USER, USER) is Paired.OWNER
    assert members.owner() == USER
    assert pairing.owner_code() is None


def test_a_member_cannot_guess_the_owner_code_either(file: Database, clock: Clock) -> None:
    pairing = Pairing(Members(file, Policy(allowed=frozenset({USER}))), clock)
    code = pairing.owner_code()
    assert code is not None
    for n in range(MOST_WRONG):
        assert pairing.pair(f"guess{n}", USER, USER) is Paired.ALREADY
    assert pairing.pair(code, USER, USER) is Paired.TOO_MANY


def test_an_owner_code_that_a_group_has_seen_from_nobody_is_void(file: Database, clock: Clock) -> None:
    pairing = Pairing(Members(file, Policy()), clock)
    code = pairing.owner_code()
    assert code is not None
    assert pairing.pair(code, GROUP, GROUP) is Paired.WRONG
    assert pairing.pair(code, USER, USER) is Paired.WRONG


def test_an_owner_in_the_settings_takes_the_place_of_the_one_paired(file: Database) -> None:
    Members(file, Policy()).let_in(USER, Level.OWNER)
    members = Members(file, Policy(owner=OWNER))
    assert members.owner() == OWNER
    assert members.level(USER) is Level.MEMBER


def test_who_is_put_out_is_nobody_and_so_are_their_invitations(pairing: Pairing, members: Members) -> None:
    members.let_in(ADMIN, Level.ADMIN)
    code = pairing.invitation(ADMIN)
    assert members.put_out(ADMIN)
    assert members.level(ADMIN) is Level.STRANGER
    assert pairing.pair(code, USER, USER) is Paired.WRONG
    assert not members.put_out(ADMIN)


def test_an_admin_has_no_say_in_a_group_that_was_not_let_in(members: Members) -> None:
    members.let_in(ADMIN, Level.ADMIN)
    assert members.level_in(ADMIN, GROUP) is Level.STRANGER
    members.let_in(GROUP, Level.MEMBER)
    assert members.level_in(ADMIN, GROUP) is Level.ADMIN


def test_the_settings_may_know_a_group_by_an_earlier_number(file: Database) -> None:
    members = Members(file, Policy(allowed=frozenset({GROUP})))
    assert members.level_in(USER, -100500) is Level.STRANGER
    assert members.level_in(USER, -100500, {GROUP}) is Level.MEMBER


def test_where_nobody_is_announced_all_may_be_done_but_what_is_telegrams() -> None:
    require(Need.KEEP)
    assert not may(Need.MANAGE)
    with pytest.raises(NotAllowedError):
        acting()
