"""Learns the tables of weights from annotated articles and labelled sentences (extra ``train``: scikit-learn).

    python scripts/train [GOLD_FOLDER …] [--folds N] [--seed N]

Gold folders hold one annotated article a file; by default ``tests/gold`` and, where it is, ``../shared/gold/dev``. The
sentences are ``data/training/*.csv`` (text, kind, types; all invented), and ``general.jsonl`` beside them holds
general news in which nothing is to be found. Written are ``word_weights.csv``,
``article_weights.csv``, ``occasion_weights.csv``, ``type_weights.csv`` and ``confidence.csv`` under ``data/rules`` (the
same input gives the same tables), and ``data/training/figures.json``: what weights learned from the other folds reach on
each article.
With ``--folds`` nothing is written: the figures of a cross-validation over articles are printed.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from confidence import calibration, confidence_weights, samples  # noqa: E402
from figures import held_out_figures  # noqa: E402
from folds import Crossed, as_shipped, cross_validate  # noqa: E402
from gold import annotated, golds, nothing_told, of_one_sentence  # noqa: E402
from tables import write_table  # noqa: E402
from words import sentences  # noqa: E402

from analytics.extract.pipeline import Extractor  # noqa: E402
from analytics.gazetteer import load_gazetteer  # noqa: E402
from analytics.rules import load_rules  # noqa: E402
from analytics.rules.cue_rows import Weight  # noqa: E402

FOLDS = 6
GENERAL = 0.6
"""How much an article of general news counts beside one of reports."""
RULES = ROOT / "data" / "rules"
TRAINING = ROOT / "data" / "training"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    folders = args.folders or [
        f for f in (ROOT / "tests" / "gold", ROOT.parent / "shared" / "gold" / "dev") if f.is_dir()
    ]
    gazetteer = load_gazetteer(ROOT / "data" / "gazetteer", [ROOT / "data" / "demo" / "places.csv"])
    book = load_rules(RULES)
    told = sentences(TRAINING)
    gazetteer = load_gazetteer(ROOT / "data" / "gazetteer", [ROOT / "data" / "demo" / "places.csv"])
    extractor = Extractor(book, gazetteer)
    general = [annotated(g, extractor, GENERAL) for g in nothing_told(TRAINING / "general.jsonl")]
    articles = [*(annotated(g, extractor) for g in golds(folders)), *general]
    crossed = Crossed(articles, of_one_sentence(told, extractor), told, book, gazetteer, args.folds or FOLDS, args.seed)
    folds = crossed.held_out()
    unseen = list(as_shipped(folds, gazetteer))
    if args.folds:
        cross_validate(unseen)
        return
    found = samples([pair for _, pairs in folds for pair in pairs])
    write_table(RULES / "confidence.csv", confidence_weights(found, book.rows("confidence.csv", Weight)))
    for name, rows in crossed.tables().items():
        write_table(RULES / name, rows)
    measured = {
        "measured": date.today().isoformat(),
        "rules": load_rules(RULES).version,
        "sets": held_out_figures(unseen),
        "calibration": calibration(unseen),
    }
    (TRAINING / "figures.json").write_bytes(orjson.dumps(measured, option=orjson.OPT_INDENT_2) + b"\n")


if __name__ == "__main__":
    main()
