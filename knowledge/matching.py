"""Where, and how well, the words of a question stand in a report: verbatim, as a synonym, as a homophone, by meaning.

Every way of matching ends in the same value, a :class:`Match` with a strength between 0 and 1, so that scoring never
asks how a word was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from rapidfuzz.distance import Levenshtein

from knowledge import lexicon, vectors
from knowledge.normalize import fold
from knowledge.pinyin import sounds_like, syllables
from knowledge.segment import words

EXACT, PARTIAL, SYNONYM, SOUND, MEANING = range(5)
CHANNELS = ("exact", "partial", "synonym", "sound", "meaning")
_SYNONYM_STRENGTH, _SOUND_STRENGTH, _PARTIAL_STRENGTH, _ABBREVIATION_STRENGTH = 0.8, 0.75, 0.6, 0.8
_MEANING_FROM = 0.7
"""Cosine from which two words count as near in meaning; below, neighbours are mere company."""
_MAX_MEANING = 6


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a question with its weight (how much it says, 0 to 1)."""

    text: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """Term number ``term`` stands at ``start`` to ``end`` of the text, by one of the channels, with a strength."""

    term: int
    start: int
    end: int
    strength: float
    channel: int


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(lexicon.words("stop_words.txt"))


@lru_cache(maxsize=1)
def _weak_words() -> frozenset[str]:
    return frozenset(lexicon.words("weak_words.txt"))


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, tuple[int, ...]]:
    """Folded word → numbers of the groups it stands in."""
    index: dict[str, list[int]] = {}
    for number, group in enumerate(_groups()):
        for word in group:
            index.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in index.items()}


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(dict.fromkeys(map(fold, group))) for name in lexicon.synonym_files() for group in lexicon.groups(name)
    )


def warm_up() -> None:
    """Load the lexicon and the vectors."""
    _synonyms()
    vectors.load()


def is_stop(word: str) -> bool:
    """Whether a folded word says nothing about the topic."""
    return word in _stop_words()


def is_weak(word: str) -> bool:
    """Whether every meeting report uses a folded word."""
    return word in _weak_words()


def weight(word: str) -> float:
    """How much a word says: its background idf, damped for words that every meeting report is full of."""
    return vectors.load().idf(word) * (0.35 if word in _weak_words() else 1.0)


def terms(text: str) -> list[Term]:
    """The words of a question that say something, with their weights; a phrase of the lexicon counts as one word.

    >>> [t.text for t in terms("谁来主持这次会议？")]
    ['主持', '会议']
    """
    parts = words(text, guess=False)
    starts, ends = {at for _, at in parts}, {at + len(w) for w, at in parts}
    joined = [(a, b) for a, b in phrases(fold(text)) if b - a > 2 and a in starts and b in ends and _whole(parts, a, b)]
    found = []
    for word, at in parts:
        if any(a <= at < b for a, b in joined) or is_stop(word):
            continue
        found.append(Term(word, at, at + len(word), weight(word)))
    for a, b in joined:
        inner = [weight(w) for w, at in parts if a <= at < b and not is_stop(w)]
        whole = fold(text)[a:b]
        if not is_stop(whole):
            found.append(Term(whole, a, b, max([*inner, 0.45])))
    return sorted(found, key=lambda t: t.start)


def _whole(parts: Sequence[tuple[str, int]], start: int, end: int) -> bool:
    """Whether a phrase says more than one word of it does (出不来, but not 这次会议)."""
    inner = [w for w, at in parts if start <= at < end and not is_stop(w)]
    return len(inner) != 1 or len(inner[0]) < 2


def whole_names(question_terms: Sequence[Term], question: str, people: Iterable[str]) -> list[Term]:
    """Terms with each person's name as one word, whatever the segmenter made of it."""
    kept = list(question_terms)
    for name in map(fold, people):
        at = question.find(name)
        while at >= 0:
            end = at + len(name)
            kept = [t for t in kept if t.end <= at or t.start >= end]
            kept.append(Term(name, at, end, 1.0))
            at = question.find(name, end)
    return sorted(kept, key=lambda t: t.start)


def synonyms(word: str) -> list[str]:
    """Other ways of saying a folded word or phrase."""
    groups = _groups()
    found = [other for number in _synonyms().get(word, ()) for other in groups[number] if other != word]
    return list(dict.fromkeys(found))


def phrases(question: str, *, nested: bool = False) -> list[tuple[int, int]]:
    """Bounds of the lexicon's words and phrases inside a folded question, longest first; ``nested`` takes those inside others too."""
    index = _synonyms()
    found: list[tuple[int, int]] = []
    for length in range(min(10, len(question)), 0, -1):
        for at in range(len(question) - length + 1):
            if question[at : at + length] in index and (
                nested or not any(a <= at and at + length <= b for a, b in found)
            ):
                found.append((at, at + length))
    return found


class Text:
    """A folded text prepared for matching: its vocabulary, with vectors.

    ``start`` is the offset of the text in its report; matches are given in the report's offsets.
    """

    def __init__(self, text: str, start: int = 0) -> None:
        self.folded = fold(text)
        self.start = start
        positions: dict[str, list[int]] = {}
        for word, at in words(self.folded):
            positions.setdefault(word, []).append(at)
        self.positions = positions
        self.vocabulary = [w for w in positions if not is_stop(w)]
        self._matrix: np.ndarray | None = None

    @property
    def matrix(self) -> np.ndarray:
        """Vectors of the vocabulary, words × components."""
        if self._matrix is None:
            self._matrix = vectors.load().of(self.vocabulary)
        return self._matrix

    @cached_property
    def edges(self) -> tuple[frozenset[int], frozenset[int]]:
        """Where its words begin, and where they end."""
        spans = [(at, at + len(word)) for word, places in self.positions.items() for at in places]
        return frozenset(a for a, _ in spans), frozenset(b for _, b in spans)

    def find(self, surface: str) -> list[int]:
        """All offsets of a surface in the folded text. Latin and digits only as whole runs."""
        result, at = [], self.folded.find(surface)
        whole = surface[0].isascii() and surface[0].isalnum()
        while at >= 0:
            end = at + len(surface)
            cut = whole and (
                (at > 0 and self.folded[at - 1].isascii() and self.folded[at - 1].isalnum())
                or (end < len(self.folded) and self.folded[end].isascii() and self.folded[end].isalnum())
            )
            if not cut:
                result.append(at)
            at = self.folded.find(surface, at + 1)
        return result


def match(question: str, question_terms: Sequence[Term], text: Text) -> list[Match]:
    """Every place of ``text`` that one of the question's terms meets.

    :param question: the folded question the terms' offsets refer to.
    """
    result: list[Match] = []
    found: set[int] = set()
    for n, term in enumerate(question_terms):
        places = text.find(term.text)
        if len(term.text) == 1 and len(places) > 0:
            places = [p for p in places if p in text.positions.get(term.text, ())] or places[:0]
        result += _at(n, places, len(term.text), 1.0, EXACT, text)
        if places:
            found.add(n)
    result += _by_synonym(question, question_terms, text)
    missing = [n for n in range(len(question_terms)) if n not in found]
    for n in missing:
        result += _by_part(n, question_terms[n], text)
        result += _by_abbreviation(n, question_terms[n], text)
        result += _by_sound(n, question_terms[n], text)
    result += _by_meaning(list(range(len(question_terms))), question_terms, text)
    return result


def _at(term: int, places: Iterable[int], length: int, strength: float, channel: int, text: Text) -> list[Match]:
    return [Match(term, text.start + p, text.start + p + length, strength, channel) for p in places]


def _by_synonym(question: str, question_terms: Sequence[Term], text: Text) -> list[Match]:
    """A phrase of the question stands for its terms: what it covers of a term is what the synonym is worth to it."""
    result = []
    for start, end in phrases(question, nested=True):
        for other in synonyms(question[start:end]):
            places = text.find(other)
            if len(other) == 1:
                places = [p for p in places if p in text.positions.get(other, ())]
            if not places:
                continue
            for n, term in enumerate(question_terms):
                shared = min(end, term.end) - max(start, term.start)
                if shared > 0:
                    strength = _SYNONYM_STRENGTH * shared / (term.end - term.start)
                    result += _at(n, places, len(other), strength, SYNONYM, text)
    return result


def _by_part(n: int, term: Term, text: Text) -> list[Match]:
    """Pieces of a longer word (安全生产 by 生产), worth their share of it."""
    result: list[Match] = []
    size = len(term.text)
    if size < 3 or term.text.isascii():
        return result
    for length in range(size - 1, 1, -1):
        for at in range(size - length + 1):
            places = text.find(term.text[at : at + length])
            result += _at(n, places, length, _PARTIAL_STRENGTH * length / size + 0.1, PARTIAL, text)
        if result:
            break
    return result


def _by_abbreviation(n: int, term: Term, text: Text) -> list[Match]:
    """The full name a term is short for (财委会: 财政委员会): its characters in order, each the edge of a word."""
    word = term.text
    if not 3 <= len(word) <= 4 or not all("\u3400" <= c <= "\u9fff" for c in word):
        return []
    result: list[Match] = []
    starts, ends = text.edges
    for found in re.finditer("[\u3400-\u9fff]{0,3}?".join(map(re.escape, word)), text.folded):
        at, places = found.start(), []
        for character in word:
            at = text.folded.index(character, at)
            places.append(at)
            at += 1
        if len(found.group()) > len(word) and all(p in starts or p + 1 in ends for p in places) and places[0] in starts:
            result += _at(n, [found.start()], len(found.group()), _ABBREVIATION_STRENGTH, PARTIAL, text)
    return result


def _by_sound(n: int, term: Term, text: Text) -> list[Match]:
    """Words of the text that sound like the term or are spelled almost like it (Latin)."""
    result: list[Match] = []
    word = term.text
    if word.isascii():
        for other, places in text.positions.items():
            if other.isascii():
                if (
                    len(word) >= 4
                    and len(other) >= 4
                    and Levenshtein.distance(word, other, score_cutoff=2) <= 1 + (len(word) > 7)
                ):
                    result += _at(n, places, len(other), _SOUND_STRENGTH, SOUND, text)
            elif len(word) >= 3 and syllables(other) == word:
                result += _at(n, places, len(other), _SOUND_STRENGTH, SOUND, text)
        return result
    if len(word) < 2:
        return result
    for other, places in text.positions.items():
        if len(other) == len(word) and other != word and sounds_like(word, other):
            result += _at(n, places, len(other), _SOUND_STRENGTH, SOUND, text)
    return result


def _by_meaning(numbers: list[int], question_terms: Sequence[Term], text: Text) -> list[Match]:
    if not numbers or not text.vocabulary:
        return []
    near = vectors.load().of([question_terms[n].text for n in numbers]) @ text.matrix.T
    result: list[Match] = []
    for row, n in enumerate(numbers):
        best = [int(w) for w in np.argsort(-near[row])[:_MAX_MEANING] if near[row, w] >= _MEANING_FROM]
        for w in best:
            word = text.vocabulary[w]
            if word != question_terms[n].text:
                result += _at(n, text.positions[word], len(word), 0.75 * float(near[row, w]), MEANING, text)
    return result
