"""Train the word vectors of the package and store them small.

    python -m training.vectors CORPUS.jsonl.xz [--out knowledge/data/vectors.npz] [--keep MODEL]

CORPUS holds JSON lines with a "text" (and perhaps a "title"). Skip-gram with negative sampling (Mikolov et al. 2013) on
segmented, folded text; then the vectors are fitted to the package's synonym lists (retrofitting, Faruqui et al. 2015), so
that words of one concept lie together, words the corpus lacks among them. Each vector is scaled to unit length and stored
in 8 bits a component beside the word's document frequency, which serves as the background of all term weights.
"""

from __future__ import annotations

import argparse
import collections
import json
import lzma
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec

from knowledge import lexicon
from knowledge.normalize import fold
from knowledge.segment import words

SIZE, WINDOW, EPOCHS, MIN_COUNT = 96, 6, 8, 6
ROUNDS, PULL = 8, 1.0
"""Retrofitting: rounds, and how much all of a word's synonyms together weigh against its own vector."""
MAX_GROUP_PHRASE = 6
"""Longest phrase of the lexicon (characters) that gets a vector of its own."""


def documents(path: Path) -> Iterator[list[str]]:
    """Words of each document of the corpus."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield [w for w, _ in words(f"{row.get('title', '')}\n{row.get('text', '')}")]


def train(path: Path) -> tuple[list[str], np.ndarray, np.ndarray, int]:
    """Vocabulary, unit vectors (words × components), document frequencies, number of documents."""
    corpus = list(documents(path))
    frequency = collections.Counter(w for d in corpus for w in set(d))
    model = Word2Vec(
        corpus,
        vector_size=SIZE,
        window=WINDOW,
        min_count=MIN_COUNT,
        sg=1,
        negative=10,
        epochs=EPOCHS,
        sample=1e-4,
        workers=2,
        seed=11,
    )
    vocabulary = list(model.wv.index_to_key)
    vectors = model.wv.vectors - model.wv.vectors.mean(axis=0)
    return vocabulary, unit(vectors), np.array([frequency[w] for w in vocabulary], dtype=np.int32), len(corpus)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1."""
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def retrofit(vocabulary: list[str], vectors: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Pull synonyms together; phrases of the lexicon that have no vector yet start from their characters' mean."""
    groups = [tuple(dict.fromkeys(map(fold, g))) for name in lexicon.synonym_files() for g in lexicon.groups(name)]
    index = {w: i for i, w in enumerate(vocabulary)}
    added = [
        w for w in dict.fromkeys(x for g in groups for x in g) if w not in index and 2 <= len(w) <= MAX_GROUP_PHRASE
    ]
    start = np.zeros((len(added), vectors.shape[1]), dtype=np.float32)
    own = np.zeros(len(vocabulary) + len(added))
    own[: len(vocabulary)] = 1.0
    for row, word in enumerate(added):
        parts = [index[p] for p, _ in words(word, guess=False) if p in index] or [index[c] for c in word if c in index]
        if parts:
            start[row] = vectors[parts].mean(axis=0)
            own[len(vocabulary) + row] = 0.5
    vocabulary = vocabulary + added
    index = {w: i for i, w in enumerate(vocabulary)}
    base = unit(np.vstack([vectors, start]))
    links = [
        (index[a], index[b], 1.0 / (len(g) - 1))
        for g in groups
        for a in g
        for b in g
        if a != b and a in index and b in index
    ]
    rows, others, weights = (np.array(x) for x in zip(*links, strict=True))
    total = np.bincount(rows, weights, len(vocabulary))
    current = base.copy()
    for _ in range(ROUNDS):
        pulled = np.zeros_like(current)
        np.add.at(pulled, rows, current[others] * weights[:, None])
        linked = total > 0
        pulled[linked] /= total[linked, None]
        share = np.where(linked, PULL / (PULL + own), 0.0)[:, None]
        current = unit(base * (1 - share) + pulled * share)
    return vocabulary, current


def store(path: Path, vocabulary: list[str], vectors: np.ndarray, frequency: np.ndarray, count: int) -> None:
    """Write the package's data file."""
    scale = np.abs(vectors).max(axis=1, keepdims=True) + 1e-9
    padded = np.zeros(len(vocabulary), dtype=np.int32)
    padded[: len(frequency)] = frequency
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8),
        vectors=np.round(vectors / scale * 127).astype(np.int8),
        documents=np.array([count], dtype=np.int32),
        known=np.array([len(frequency)], dtype=np.int32),
        frequency=padded,
    )


def main() -> None:
    """Train, retrofit, store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=Path("knowledge/data/vectors.npz"))
    parser.add_argument(
        "--keep", type=Path, help="keep (or reuse) the trained vectors before retrofitting in this .npz file"
    )
    args = parser.parse_args()
    began = time.perf_counter()
    if args.keep and args.keep.exists():
        kept = np.load(args.keep)
        vocabulary, vectors = kept["words"].tobytes().decode().split("\n"), kept["vectors"]
        frequency, count = kept["frequency"], int(kept["count"])
    else:
        vocabulary, vectors, frequency, count = train(args.corpus)
        if args.keep:
            np.savez(
                args.keep,
                words=np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8),
                vectors=vectors,
                frequency=frequency,
                count=count,
            )
    trained = len(vocabulary)
    vocabulary, vectors = retrofit(vocabulary, vectors)
    store(args.out, vocabulary, vectors, frequency, count)
    print(
        f"{count} documents, {trained} words trained, {len(vocabulary) - trained} added, "
        f"{args.out.stat().st_size / 1e6:.1f} MB, {time.perf_counter() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
