"""``/card``: the brief as a picture, in both faces."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot import card_reply
from bot.card_reply import brief_of, card
from bot.cards.brief import Field, Item
from bot.cards.coverage import Coverage
from bot.cards.fonts import Face, Fonts, shipped
from bot.conversation import Conversation, reply
from bot.conversation import Face as Where
from bot.reply import Attachment, Line, Reply, note
from bot.reports import load_base
from bot.saving import saved
from bot.telegram.photos import is_photo
from bot.texts import say
from knowledge import KnowledgeBase, read_report
from knowledge.language import Language, speaking
from knowledge.model import Quote, Task
from tests.bot.api_server import PNG, ApiServer
from tests.bot.fake_base import FakeBase
from tests.conftest import MEETINGS

TITLE = "南湖区召开河长制工作会议"


def told(given: Reply) -> list[str]:
    return [p.text for p in given.parts if isinstance(p, Line)]


def shown(text: str, argument: str = "", face: Where = Where.TELEGRAM) -> Reply:
    base = KnowledgeBase()
    base.add(read_report(text, "r"))
    return card(Conversation(face), base, argument)


def test_a_card_holds_what_the_report_states(monkeypatch: pytest.MonkeyPatch) -> None:
    base = FakeBase()
    facts = base.facts("r1")
    tasks = (
        Task(1, "清淤", "", 0, 0, "区水利局", "6月底前"),
        Task(2, "绿化", "", 0, 0, None, "年内"),
        Task(3, "巡河", "", 0, 0),
    )
    speakers = tuple(Quote(0, 1, f"人{n}") for n in range(15))
    meeting = replace(facts.meeting, place=None, speakers=speakers)
    monkeypatch.setattr(base, "facts", lambda _: replace(facts, meeting=meeting, tasks=tasks))
    brief = brief_of(base, "r1")
    assert brief.title == TITLE
    assert Field("主持", "王小明（区长）") in brief.fields
    assert Field("地点", "未写明", stated=False) in brief.fields
    assert any(f.value.endswith("人11等 15 人") for f in brief.fields)
    assert [i.detail for i in brief.items] == ["负责：区水利局　期限：6月底前", "期限：年内", ""]
    assert brief.items[0] == Item("1.", "清淤", "负责：区水利局　期限：6月底前")
    assert brief.head == "任务（3）"


def test_a_report_that_states_nothing_still_has_a_card() -> None:
    given = shown("一\n会议开了。\n二\n")
    assert given.attachment
    assert given.attachment.content.startswith(PNG)


def test_the_labels_are_in_the_language_spoken_and_the_words_in_that_of_the_report() -> None:
    with speaking(Language.ENGLISH):
        brief = brief_of(FakeBase(), "r1")
    assert brief.kind == "Meeting brief"
    assert brief.title == TITLE


def test_the_meeting_is_the_one_named_else_the_one_spoken_of_else_the_newest() -> None:
    base = load_base(sorted(MEETINGS.glob("*.txt"))[:3])
    conversation = Conversation(Where.TELEGRAM)
    newest = told(reply(conversation, base, "/card"))[0]
    named = told(reply(conversation, base, "/card 1"))
    first = next(e for e in base.shelf.entries() if e.number == 1)
    assert first.title in named[0]
    assert named[1] == say("scope.about", title=first.title)
    assert newest != named[0]
    reply(conversation, base, "/use 1")
    assert first.title in told(reply(conversation, base, "/card"))[0]
    assert told(reply(conversation, base, "/card 99")) == [say("use.no_number", wanted="99", count=3)]


def test_what_no_font_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    poor = Fonts([Face(shipped(), 0, "a", Coverage((0x20, 0x3000), (0x7E, 0x9000)))])
    monkeypatch.setattr(card_reply, "fonts", lambda _: poor)
    [_, line] = told(shown("关于黿鼍的会议\n会议开了。\n二\n"))
    assert line.startswith(say("card.missing", mark="〓", characters="黿、鼍"))


@pytest.mark.parametrize(
    ("pixels", "size", "photo"),
    [
        ((840, 2000), 100_000, True),
        ((840, 9160), 100_000, True),
        ((840, 9161), 100_000, False),
        ((100, 2001), 100_000, False),
        ((840, 2000), 10_000_001, False),
        (None, 10, False),
    ],
)
def test_what_telegram_takes_as_a_photo(pixels: tuple[int, int] | None, size: int, photo: bool) -> None:
    assert is_photo(Attachment("a.png", b"0" * size, pixels)) is photo


async def test_in_telegram_it_is_a_photo_with_its_text_below(bot: ApiServer) -> None:
    await bot.say("/card")
    assert await bot.replies(1) == [say("card.done", title=TITLE)]
    assert bot.sent[0]["content"].startswith(PNG)
    assert bot.sent[0]["result"]["photo"][0]["width"] == 840


def test_in_a_console_it_is_a_file_that_is_named_and_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = f"{TITLE}/二\n2024年3月5日上午，区长王小明主持会议。\n完。\n"
    for _ in range(2):
        given = saved(shown(text, face=Where.CONSOLE))
        assert given.attachment is None
    assert told(given)[-1] == say("card.saved", file=tmp_path / f"{TITLE} 二 2.png")
    assert saved(shown(text, "我的 图.png", Where.CONSOLE)).attachment is None
    files = sorted(p.name for p in tmp_path.glob("*.png"))
    assert files == sorted([f"{TITLE} 二 2.png", f"{TITLE} 二.png", "我的 图.png"])
    assert all(p.read_bytes().startswith(PNG) for p in tmp_path.glob("*.png"))


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    lost = str(tmp_path / "no" / "a.png")
    given = saved(Reply(note("x").parts, attachment=Attachment(lost, b"", (1, 1))))
    assert told(given)[1].startswith(f"{lost}：写不进去")
