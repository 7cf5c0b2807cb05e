"""Weights of words, learned from labelled sentences and from the units of annotated articles: what each word says for the
kinds and types of its sentence."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import jieba
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from analytics.extract.leaning import BASE, LABELS
from analytics.model import TYPES
from analytics.rules.weight_rows import WordWeight
from analytics.text.scan import LiteralScan

LEAST = 3
"""A word must stand in so many labelled sentences and articles: no word of one article alone is learned."""
SMALL = 4
"""Hundredths of log-odds below which a word says nothing."""
KIND_STRENGTH, TYPE_STRENGTH = 0.3, 0.5
"""Inverse strength of the regularisation."""
TOLD = 2.0
"""How much a unit of an annotated article counts beside a labelled sentence."""


class Sentence(NamedTuple):
    """A labelled sentence, how much it counts, and the article that it is from."""

    text: str
    kind: str
    types: frozenset[str]
    weight: float = 1.0
    article: str = ""


def sentences(folder: Path) -> list[Sentence]:
    """Every labelled sentence under the folder."""
    found = []
    for path in sorted(folder.glob("s*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as f:
            found += [
                Sentence(r["text"], r["kind"], frozenset(filter(None, r["types"].split("|"))))
                for r in csv.DictReader(f)
            ]
    return found


class Bag:
    """Sentence by word, counted once: weights can be learned from any part of the sentences."""

    def __init__(self, found: Sequence[Sentence]) -> None:
        self._found = found
        self._words = _words(found)
        self._matrix = _matrix([s.text for s in found], self._words)

    def weights(self, rows: Sequence[int]) -> list[WordWeight]:
        """A row for every word that says something, learned from these sentences, and the base."""
        told = [self._found[i] for i in rows]
        matrix, counts = self._matrix[list(rows)], np.array([s.weight for s in told])
        learned = np.zeros((matrix.shape[1] + 1, len(LABELS)))
        model = LogisticRegression(C=KIND_STRENGTH, max_iter=5000).fit(
            matrix, [s.kind for s in told], sample_weight=counts
        )
        for row, kind in enumerate(model.classes_):
            column = LABELS.index(kind)
            learned[:-1, column], learned[-1, column] = model.coef_[row], model.intercept_[row]
        typed = [i for i, s in enumerate(told) if s.types]
        for type_ in TYPES:
            holds = np.array([type_ in told[i].types for i in typed])
            column = LABELS.index(type_)
            learned[:-1, column], learned[-1, column] = _type_weights(matrix[typed], holds, counts[typed])
        hundredths = np.rint(learned * 100).astype(int)
        hundredths[:-1][np.abs(hundredths[:-1]) < SMALL] = 0
        named = zip([*self._words, BASE], hundredths.tolist(), strict=True)
        return [WordWeight(word=w, **dict(zip(LABELS, row, strict=True))) for w, row in named if any(row)]


def _type_weights(matrix: csr_matrix, holds: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and base of a type: logistic regression over words scaled by their log-count ratio (Wang and Manning 2012)."""
    with_type, without = (np.asarray(matrix[rows].sum(axis=0)).ravel() + 1 for rows in (holds, ~holds))
    ratio = np.log((with_type / with_type.sum()) / (without / without.sum()))
    model = LogisticRegression(C=TYPE_STRENGTH, max_iter=5000).fit(
        matrix.multiply(ratio).tocsr(), holds, sample_weight=counts
    )
    return model.coef_[0] * ratio, float(model.intercept_[0])


def _words(found: Iterable[Sentence]) -> list[str]:
    """Dictionary words, and pairs of adjoining characters, that stand in enough sentences and articles."""
    count: Counter[str] = Counter()
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for s in found:
        pairs = {a + b for a, b in pairwise(s.text) if _chinese(a) and _chinese(b)}
        told = {w for w in jieba.cut(s.text, HMM=False) if all(map(_chinese, w))} | pairs
        count.update(told - articles[s.article])
        if s.article:
            articles[s.article] |= told
    return sorted(word for word, n in count.items() if n >= LEAST)


def _chinese(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff"


def _matrix(texts: Sequence[str], words: Sequence[str]) -> csr_matrix:
    """Sentence by word, 1 where the word stands in the sentence."""
    scan = LiteralScan({word: i for i, word in enumerate(words)}, overlap=True)
    cells = [(row, column) for row, text in enumerate(texts) for column in sorted({h.value for h in scan.find(text)})]
    rows, columns = zip(*cells, strict=True)
    return csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(texts), len(words)))
