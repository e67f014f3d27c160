"""Telegram messages made of replies: escaped, short enough, cut where it does no harm."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.reply import Line, Quoted, Reply, Tone
from bot.telegram.markup import MAX_UNITS, cuts, messages, units
from tests.bot.api_server import parse_html

ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def test_everything_is_escaped() -> None:
    [message] = messages(Reply((Line("a<b & c", Tone.ANSWER), Quoted("x > y", "《<i>》第1段"))))
    assert message.html == "<b>a&lt;b &amp; c</b>\n<i>《&lt;i&gt;》第1段</i>\n<blockquote>x &gt; y</blockquote>"
    assert message.plain == "a<b & c\n《<i>》第1段\nx > y"


def test_a_short_quote_is_open_and_a_long_one_folded() -> None:
    [message] = messages(Reply((Quoted("短", "第1段"), Quoted("长" * 300, "第2段"))))
    assert message.html.count("<blockquote>") == 1
    assert message.html.count("<blockquote expandable>") == 1


def test_marked_words_are_bold_also_across_a_cut() -> None:
    text = "一二三。" * 1500
    parts = messages(Reply((Quoted(text, "第1段", ((0, len(text)),)),)))
    assert len(parts) == 2
    assert all(p.html.count("<b>") == p.html.count("</b>") == 1 for p in parts)


def test_words_of_the_question_are_bold_and_what_answers_is_underlined_too() -> None:
    [message] = messages(Reply((Quoted("区长王小明主持会议", "第1段", ((2, 5),), ((0, 3), (5, 7))),)))
    assert message.html.endswith("<blockquote><b>区长<u>王小明</u>主持</b>会议</blockquote>")


def test_long_text_is_cut_after_a_sentence() -> None:
    text = "会议要求抓好落实。" * 1000
    parts = messages(Reply((Line(text),)))
    assert all(p.plain.endswith("。") for p in parts)
    assert "".join(p.plain for p in parts) == text


def test_a_cut_is_never_inside_a_character_outside_the_basic_plane() -> None:
    parts = messages(Reply((Line("😀" * 5000),)))
    assert "".join(p.plain for p in parts) == "😀" * 5000


def test_lines_that_fit_share_a_message() -> None:
    assert len(messages(Reply(tuple(Line(f"第{n}行") for n in range(100))))) == 1


def test_escape_sequences_and_bidi_characters_do_not_reach_a_screen() -> None:
    [message] = messages(Reply((Line("红\x1b[31m\u202e字"),)))
    assert message.plain == "红 [31m 字"


@given(ANYTHING, st.integers(4, 40))
def test_cuts_make_up_the_text_and_keep_the_limit(text: str, limit: int) -> None:
    spans = list(cuts(text, limit))
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(0 < units(text[a:b]) <= limit for a, b in spans)


@given(
    st.lists(
        st.one_of(
            st.builds(Line, st.text(max_size=50).map(lambda t: t * 100), st.sampled_from(Tone)),
            st.builds(
                Quoted,
                st.text(max_size=50).map(lambda t: t * 100),
                ANYTHING,
                st.sampled_from([(), ((0, 1),), ((3, 700), (900, 4000))]),
            ),
        ),
        max_size=5,
    )
)
def test_telegram_would_take_every_message(parts: list[Line | Quoted]) -> None:
    for message in messages(Reply(tuple(parts))):
        plain = parse_html(message.html)
        assert plain.split() == message.plain.split()
        assert len(plain.encode("utf-16-le")) // 2 <= MAX_UNITS
        assert plain.strip()
