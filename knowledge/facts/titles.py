"""Where the titles before a name begin: 市委副书记、代市长杨自力 has two, 县发展和改革局局长缑立新 one."""

from __future__ import annotations

from functools import cache

from knowledge import lexicon
from knowledge.facts import names

_MAX_LENGTH = 36
_CLOSING = {")": "(", '"': '"'}


@cache
def _stops(key: str) -> dict[str, tuple[str, ...]]:
    """Words before which a title cannot reach, by their last character."""
    found: dict[str, list[str]] = {}
    for word in lexicon.table("title_stops.txt")[key]:
        found.setdefault(word[-1], []).append(word)
    return {last: tuple(words) for last, words in found.items()}


def title_spans(text: str, floor: int, end: int) -> tuple[tuple[int, int], ...]:
    """Bounds of the titles that end at ``end`` (right before a name), first one first.

    >>> t = "会议由市委副书记、代市长"
    >>> [t[a:b] for a, b in title_spans(t, 0, len(t))]
    ['市委副书记', '代市长']
    """
    spans: list[tuple[int, int]] = []
    stop = end
    while True:
        start = _title_start(text, floor, stop)
        if start >= stop or not names.title_length(text, stop):
            break
        spans.insert(0, (start, stop))
        if start <= floor or text[start - 1] != "、":
            break
        stop = start - 1
    return tuple(spans)


def _title_start(text: str, floor: int, end: int) -> int:
    """Leftmost place to which one title reaches."""
    at = end - names.title_length(text, end)
    while at > floor and end - at < _MAX_LENGTH:
        character = text[at - 1]
        if character in _CLOSING:
            opening = text.rfind(_CLOSING[character], max(floor, at - 24), at - 1)
            if opening < 0 or text[at - 2] in "摄图":
                break
            at = opening
            continue
        if not (names.is_han(character) or character.isalnum() or character in "-"):
            break
        if _stopped(text, floor, at):
            break
        at -= 1
    return at


def _stopped(text: str, floor: int, at: int) -> bool:
    """Whether a word that ends at ``at`` cannot be part of a title."""
    for word in _stops("always").get(text[at - 1], ()):
        if at - len(word) >= floor and text.startswith(word, at - len(word)) and not _inside(text, at - len(word), at):
            return True
    for word in _stops("joining").get(text[at - 1], ()):
        begin = at - len(word)
        if begin >= floor and text.startswith(word, begin):
            return (
                bool(names.title_length(text, begin))
                or _ends_in_name(text, floor, begin)
                or text[begin - 1 : begin] in "等,。 "
            )
    return False


def _inside(text: str, start: int, end: int) -> bool:
    """Whether the characters from ``start`` to ``end`` are part of a longer word (有关, 后勤)."""
    around = text[max(0, start - 2) : end + 2]
    return any(
        word in around and _covers(text, word, start, end) for word in lexicon.table("title_stops.txt")["inside"]
    )


def _covers(text: str, word: str, start: int, end: int) -> bool:
    return any(text.startswith(word, at) for at in range(max(0, end - len(word)), start + 1))


def _ends_in_name(text: str, floor: int, end: int) -> bool:
    return any(
        end - size >= floor
        and names.is_name(text[end - size : end], rare=False)
        and names.title_length(text, end - size)
        for size in (2, 3)
    )
