"""Weights of words, learned from labelled sentences: what each word says for the kinds and types of its sentence."""

from __future__ import annotations

import csv
import json
from collections import Counter
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
from analytics.text.sentences import sentences as sentences_of

LEAST = 2
"""A word must stand in so many sentences."""
SMALL = 4
"""Hundredths of log-odds below which a word says nothing."""
KIND_STRENGTH, TYPE_STRENGTH = 0.3, 0.5
"""Inverse strength of the regularisation."""


class Sentence(NamedTuple):
    """A labelled sentence."""

    text: str
    kind: str
    types: frozenset[str]


def sentences(folder: Path) -> list[Sentence]:
    """Every labelled sentence under the folder; those of general news tell nothing."""
    found = []
    for line in (folder / "general.jsonl").read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        found += [Sentence(text[s.start : s.end], "none", frozenset()) for s in sentences_of(text)]
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as f:
            found += [
                Sentence(r["text"], r["kind"], frozenset(filter(None, r["types"].split("|"))))
                for r in csv.DictReader(f)
            ]
    return found


def word_weights(found: Sequence[Sentence]) -> list[WordWeight]:
    """A row for every word that says something, and the base."""
    words = _words(s.text for s in found)
    matrix = _matrix([s.text for s in found], words)
    weights = np.zeros((len(words) + 1, len(LABELS)))
    model = LogisticRegression(C=KIND_STRENGTH, max_iter=5000).fit(matrix, [s.kind for s in found])
    for row, kind in enumerate(model.classes_):
        weights[:-1, LABELS.index(kind)], weights[-1, LABELS.index(kind)] = model.coef_[row], model.intercept_[row]
    told = [i for i, s in enumerate(found) if s.types]
    for type_ in TYPES:
        column = LABELS.index(type_)
        weights[:-1, column], weights[-1, column] = _type_weights(
            matrix[told], np.array([type_ in found[i].types for i in told])
        )
    hundredths = np.rint(weights * 100).astype(int)
    hundredths[:-1][np.abs(hundredths[:-1]) < SMALL] = 0
    named = zip([*words, BASE], hundredths.tolist(), strict=True)
    return [WordWeight(word=w, **dict(zip(LABELS, row, strict=True))) for w, row in named if any(row)]


def _type_weights(matrix: csr_matrix, holds: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and base of a type: logistic regression over words scaled by their log-count ratio (Wang and Manning 2012)."""
    with_type, without = (np.asarray(matrix[rows].sum(axis=0)).ravel() + 1 for rows in (holds, ~holds))
    ratio = np.log((with_type / with_type.sum()) / (without / without.sum()))
    model = LogisticRegression(C=TYPE_STRENGTH, max_iter=5000).fit(matrix.multiply(ratio).tocsr(), holds)
    return model.coef_[0] * ratio, float(model.intercept_[0])


def _words(texts: Iterable[str]) -> list[str]:
    """Dictionary words, and pairs of adjoining characters, that stand in enough sentences."""
    count: Counter[str] = Counter()
    for text in texts:
        pairs = {a + b for a, b in pairwise(text) if _chinese(a) and _chinese(b)}
        count.update({w for w in jieba.cut(text, HMM=False) if all(map(_chinese, w))} | pairs)
    return sorted(word for word, n in count.items() if n >= LEAST)


def _chinese(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff"


def _matrix(texts: Sequence[str], words: Sequence[str]) -> csr_matrix:
    """Sentence by word, 1 where the word stands in the sentence."""
    scan = LiteralScan({word: i for i, word in enumerate(words)}, overlap=True)
    cells = [(row, column) for row, text in enumerate(texts) for column in sorted({h.value for h in scan.find(text)})]
    rows, columns = zip(*cells, strict=True)
    return csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(texts), len(words)))
