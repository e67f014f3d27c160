"""What looks like a person's name, and where titles end, in folded text."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from knowledge import lexicon

MAX_TITLE = 8
_LONGEST_ADDRESS = 4
_LONGEST_SPELT = 7
"""Characters of a foreign name without a dot."""
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]*")
_SAID = re.compile('[说问答称讲][,:"]')
_FUNCTION = frozenset("和从来由经但能那都者次过起开支")
_NOT_LISTED = frozenset("部局处厅署股室的了们员")
_NOT_GIVEN = frozenset("部局处科委组队厅署股室的了们省市县区镇乡员团日")
_COMPANY = re.compile(
    r"(?:\b(?:ltd|inc|co|gmbh|corp|llc|pte|plc|ag|sa|limited|company|group|university|college|sig|bank|association|foundation"
    r"|institute|team|committee|council|union|labs?|logistics|systems|energy|technologies|robotics|port|city|meeting|zoom"
    r"|teams|google|hub)|&)\.?,?$|\s&\s|^(?:port|the|google|microsoft|zoom|tencent|open)\s"
)
_DRAWN_OUT = re.compile(r"(?P<name>[\u3400-\u9fff][ \u3000]{1,2}[\u3400-\u9fff])(?=[^\u3400-\u9fff\s]|\s{2}|$)")
_AT_REST = re.compile(r"[和与同][,。;、)]")
"""What joins two names does not stand before punctuation: it is part of a name there (欧阳致和)."""
_FOREIGN = re.compile(r"[\u3400-\u9fff]{1,8}(?:[·•・.][\u3400-\u9fff]{1,8})*[·•・](?P<last>[\u3400-\u9fff]{1,8})")


@cache
def _surnames(tier: str) -> frozenset[str]:
    return frozenset(lexicon.table("surnames.txt")[tier])


@cache
def _common_words() -> frozenset[str]:
    return frozenset(lexicon.words("not_names.txt"))


@cache
def _transliteration() -> frozenset[str]:
    return frozenset(lexicon.table("transliteration.txt")["spelling"])


@cache
def _followers(*keys: str) -> dict[str, tuple[str, ...]]:
    """Words that may follow a name, by their first character."""
    table = lexicon.table("name_followers.txt")
    found: dict[str, list[str]] = {}
    for key in keys:
        for word in table[key]:
            found.setdefault(word[0], []).append(word)
    return {first: tuple(words) for first, words in found.items()}


@cache
def _single(key: str) -> frozenset[str]:
    return frozenset(lexicon.table("name_followers.txt")[key])


@cache
def titles(tier: str) -> frozenset[str]:
    """Folded titles: ``office`` or ``short`` (forms of address after a name)."""
    return frozenset(lexicon.table("titles.txt")[tier])


@cache
def _offices() -> frozenset[str]:
    return titles("office") | titles("plain")


@cache
def _title_endings() -> frozenset[str]:
    return frozenset(t[-1] for t in _offices())


@lru_cache(maxsize=64)
def full_names(people: frozenset[str]) -> tuple[str, ...]:
    """The names of more than one character, longest first; one character may be anything."""
    return tuple(sorted((name for name in people if len(name) > 1), key=len, reverse=True))


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one."""
    return "㐀" <= character <= "鿿" or "\U00020000" <= character <= "\U0003ffff"


def all_han(text: str) -> bool:
    """Whether a text is nothing but Chinese characters; nothing at all is."""
    return _HAN.fullmatch(text) is not None


def is_company(text: str) -> bool:
    """Whether words in Latin letters (folded) are the name of a company or body rather than a person's.

    >>> is_company("kessler auto parts co., ltd."), is_company("anna vogel")
    (True, False)
    """
    return bool(_COMPANY.search(text))


def compact(text: str) -> str:
    """A Chinese name without the white space that draws it out (耿　越); other names as they are.

    >>> compact("耿 越"), compact("Marco Rossi")
    ('耿越', 'Marco Rossi')
    """
    return "".join(text.split()) if is_han(text[:1] or " ") and is_han(text[-1]) else text


def drawn_out(text: str, at: int) -> int:
    """Where a name of two characters ends that white space draws out to the width of three (耿　越), 0 if none begins.

    >>> drawn_out("耿 越、扈晓东", 0), drawn_out("耿 越出席", 0)
    (3, 0)
    """
    match = _DRAWN_OUT.match(text, at)
    return match.end("name") if match and surname_length(text, at, rare=True, listed=True) else 0


def surname_length(text: str, at: int, *, rare: bool, listed: bool = False) -> int:
    """Length of the surname that begins at ``at``, 0 if there is none; ``rare`` and ``listed`` admit more of them."""
    character = text[at : at + 1]
    if character in _compound_starts():
        compound = _surnames("compound")
        if text[at : at + 2] in compound or text[at : at + 3] in compound:
            return 2
    if character in _surnames("common") or (rare and character in _surnames("rare")):
        return 1
    return int(listed and character in _surnames("listed"))


@cache
def _compound_starts() -> frozenset[str]:
    return frozenset(surname[0] for surname in _surnames("compound"))


def is_word(text: str) -> bool:
    """Whether a would-be name is an ordinary word (方案)."""
    return text in _common_words()


def is_common_word(text: str) -> bool:
    """Whether a would-be name is, or begins with, an ordinary word (方案, 高度重)."""
    if text[:2] in _surnames("compound"):
        return False
    return text in _common_words() or (len(text) == 3 and text[:2] in _common_words())


def is_name(text: str, *, rare: bool = True) -> bool:
    """Whether folded ``text`` has the shape of a full name: surname and one or two characters.

    >>> is_name("张剡"), is_name("欧阳静"), is_name("扎西达娃"), is_name("会议室")
    (True, True, True, False)
    """
    if not text or not all_han(text):
        return bool(_FOREIGN.fullmatch(text))
    if len(text) <= 6 and text.startswith(_openings(text[0])):
        return True
    surname = surname_length(text, 0, rare=rare, listed=rare)
    return bool(surname) and 1 <= len(text) - surname <= 2 and text[-1] not in _NOT_LISTED


@cache
def _openings(first: str) -> tuple[str, ...]:
    return tuple(o for o in _surnames("opening") if o[0] == first)


def follows(text: str, at: int, *keys: str) -> str:
    """The word at ``at`` that may follow a name, ``""`` if there is none."""
    for word in _followers(*keys).get(text[at : at + 1], ()):
        if text.startswith(word, at):
            return word
    return ""


def boundary(text: str, at: int) -> int:
    """How well a name may end before ``at``: 0 not at all, 3 certainly."""
    if at >= len(text) or not is_han(text[at]) or follows(text, at, "speech", "act") or _SAID.match(text, at):
        return 3
    return 2 * (text[at] in _single("closing")) or int(text[at] in _single("loose"))


def name_end(text: str, at: int, *, rare: bool, titled: bool = False) -> int:
    """Where the name that begins at ``at`` ends; 0 if none begins there. ``titled``: right after a title.

    >>> [t[:name_end(t, 0, rare=False)] for t in ("张剡在讲话中指出", "吴为山表示", "柏舟提出")]
    ['张剡', '吴为山', '柏舟']
    """
    if follows(text, at, "speech"):
        return 0
    for opening in _openings(text[at : at + 1]):
        if text.startswith(opening, at) and not _FOREIGN.match(text, at, at + 24):
            ends = [at + len(opening) + n for n in (2, 1, 0, 3)]
            return next((e for e in ends if e <= len(text) and all_han(text[at:e]) and boundary(text, e) > 1), 0)
    if match := _FOREIGN.match(text, at, at + 24):
        if addressed := foreign_end(text, at):
            return addressed
        ends = list(range(match.start("last") + 1, match.end() + 1))
        good = [e for e in ends if boundary(text, e) > 1]
        end = next((e for e in good if e - match.start("last") > 1), good[0] if good else 0)
        if end and text[end : end + 1] in ("、", ",", "。") and text[end - 1] not in _single("closing"):
            return end
        spelt = next((e for e in ends if text[e : e + 1] not in _transliteration()), match.end())
        return spelt if match.start("last") < spelt < (end or len(text)) and spelt - match.start("last") > 1 else end
    if (stop := drawn_out(text, at)) and (titled or surname_length(text, at, rare=False)):
        return stop
    surname = surname_length(text, at, rare=rare, listed=titled and text[at : at + 1] not in _FUNCTION)
    if not surname or len(follows(text, at + surname, "speech", "act")) > 1:
        return 0
    found, best = 0, 0
    doubtful = not surname_length(text, at, rare=rare)
    for given in (2,) if doubtful else (1, 2):
        end = at + surname + given
        if end > len(text) or not is_han(text[end - 1]) or text[end - 1] in _NOT_GIVEN:
            break
        if doubtful and text[end - 1] in _single("closing"):
            break
        goes_on = given > 1 and text[end - 1] in _single("closing") and not _AT_REST.match(text, end - 1)
        score = boundary(text, end) - 2 * goes_on
        if score > 0 and score >= best:
            found, best = end, score
        if follows(text, end, "speech", "act"):
            break
    return found


def transliterated_end(text: str, at: int) -> int:
    """Where a name ends that spells a foreign one (总统|贝加里), 0 if none begins at ``at``.

    >>> transliterated_end("贝加里出席会议", 0), transliterated_end("提名", 0)
    (3, 0)
    """
    end = at
    while end < len(text) and text[end] in _transliteration():
        end += 1
    ends = (e for e in range(min(end, at + _LONGEST_SPELT), at + 1, -1) if boundary(text, e) > 1)
    return next((e for e in ends if not is_word(text[at:e])), 0)


def foreign_end(text: str, at: int) -> int:
    """Where a name in parts (阿力甫·吐尔地) ends that a form of address follows, 0 if there is none."""
    match = _FOREIGN.match(text, at, at + 24)
    ends = range(match.start("last") + 2, match.end() + 1) if match else ()
    return next((e for e in ends if text[e - 1] in _transliteration() and short_title_length(text, e)), 0)


def title_length(text: str, end: int) -> int:
    """Length of the longest known title that ends before ``end``, 0 if none does.

    >>> title_length("市人大常委会主任", 8)
    2
    """
    if end < 1 or text[end - 1] not in _title_endings():
        return 0
    offices = _offices()
    for length in range(min(MAX_TITLE, end), 0, -1):
        if text[end - length : end] in offices:
            return length
    return 0


def title_ending(text: str, at: int, end: int) -> int:
    """Where the first character of ``text[at:end]`` ends that titles end with, 0 if none stands there."""
    match = _title_ending().search(text, at, end)
    return match.end() if match else 0


@cache
def _title_ending() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_title_endings()))}]")


def short_title_length(text: str, at: int) -> int:
    """Length of the form of address that begins at ``at`` (书记, 总, 老师), 0 if none does."""
    deputy = int(text[at : at + 1] == "副")
    begin = at + deputy
    if text[begin : begin + 1] not in _short_title_starts():
        return 0
    short = titles("short")
    return next((n + deputy for n in range(_LONGEST_ADDRESS, 0, -1) if text[begin : begin + n] in short), 0)


@cache
def _short_title_starts() -> frozenset[str]:
    return frozenset(title[0] for title in titles("short"))


def is_office(text: str) -> bool:
    """Whether ``text`` is a title through and through: 副大队长, 助理研究员."""
    while text and (length := title_length(text, len(text))):
        text = text[:-length]
        if text in ("", "副", "代", "总", "主", "前", "原", "常务", "助理", "执行", "名誉"):
            return True
    return False


def surname_title_given(text: str, start: int, end: int, *, bare: bool = False) -> tuple[int, int]:
    """Bounds of the title inside 沈會長暉閎, (0, 0) if the span is not written so; ``bare`` admits 活動部長欣蒓.

    >>> surname_title_given("魏财务部长秀蓉", 0, 7), surname_title_given("主委郭子仁", 0, 5)
    ((1, 5), (0, 0))
    """
    if not 4 <= end - start <= 12 or not all_han(text[start:end]) or title_length(text, end):
        return 0, 0
    for given in (2, 1):
        stop = end - given
        length = title_length(text, stop)
        if not length:
            continue
        surname = surname_length(text, start, rare=True, listed=True)
        if surname and text[start + surname] in _surnames("common") and stop - start - surname - 1 == length:
            return start + surname + 1, stop
        if surname and stop - start - surname >= length:
            return start + surname, stop
        if bare and stop - start <= 6 and not is_name(text[stop:end], rare=False):
            return start, stop
    return 0, 0
