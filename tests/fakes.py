"""An invented extractor and reader for tests of what comes after extraction: quick, seeded, with every awkward date."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

from analytics.contract import article_from, article_to, dumps
from analytics.importing import Progress, silent
from analytics.intake.reading import Cut, Reading, Refusal
from analytics.model import (
    KINDS,
    TYPES,
    UNKNOWN_DATE,
    Activity,
    Article,
    EdtfDate,
    Extraction,
    Organisation,
    Pairing,
    Place,
    Span,
    Village,
)
from analytics.problems import Problem

ORGANISATIONS = ("南桥供电所", "云岭中学", "青禾合作社", "安和社区卫生服务中心", "白塔支部", "石门,联合社")
PLACES = (
    Place("澄江县白塔镇", "town", ("东省", "澄市", "澄江县", "白塔镇"), "990101101000", 0, 1),
    Place("白塔镇", "town", ("东省", "澄市", "澄江县", "白塔镇"), None, 0, 1),
    Place("白塔镇", "town", ("西省", "安市", "安江县", "白塔镇"), "980101101000", 0, 1),
    Place("白塔镇", "town", (), None, 0, 1),
    Place("柳林村", "village", ("东省", "澄市", "澄江县", "白塔镇", "柳林村"), "990101101201", 0, 1),
    Place("江州区", "county", ("直市", "江州区"), "970101000000", 0, 1),
)
VILLAGES = (
    Village("柳林村", "990101101201", PLACES[4].division, (), ()),
    Village("柳林村", None, ("西省", "安市", "安江县", "柳林村"), (), ()),
    Village("柳林村", None, ("柳林村",), (), ()),
    Village("松山村", None, (), (), ()),
)

CONFIDENCES = (0.45, 0.5, 0.8, 0.8, 0.97, 1.0)


def article(number: int, rng: random.Random) -> Article:
    published = date(2023, 1, 1) + timedelta(days=rng.randrange(1000)) if rng.random() < 0.9 else None
    words = "".join(rng.choice("志愿服务走访慰问结对共建村民党员,。") for _ in range(30))
    text = f"{words}{number}𠮷"
    return Article(f"a{number}", f"第{number}篇", published, rng.choice(("云报", None)), None, None, text)


def a_date(rng: random.Random) -> EdtfDate:
    start = date(2022, 11, 1) + timedelta(days=rng.randrange(1100))
    chosen = rng.randrange(7)
    if chosen == 0:
        return UNKNOWN_DATE
    if chosen == 1:
        end = start + timedelta(days=rng.randrange(1, 500))
        return EdtfDate(f"{start}/{end}", start, end, "range")
    if chosen == 2:
        return EdtfDate(f"{start}~", start, start, "approx")
    if chosen == 3:
        return EdtfDate(f"{start.year}", date(start.year, 1, 1), date(start.year, 12, 31), "year")
    if chosen == 4:
        return EdtfDate(f"{start}/..", start, None, "open")
    if chosen == 5 and rng.random() < 0.5:
        return EdtfDate(f"../{start}", None, start, "open")
    return EdtfDate(str(start), start, start, "day")


def extract(given: Article) -> Extraction:
    """Invents an extraction that depends on the article's id and text alone."""
    rng = random.Random(f"{given.id}{given.text}")
    acts = tuple(_activity(given, n, rng) for n in range(rng.randrange(4)))
    ids = [a.id for a in acts]
    pairs = tuple(_pairing(given, ids, rng) for _ in range(rng.randrange(2)))
    served = tuple(_village(v, ids, rng) for v in rng.sample(VILLAGES, rng.randrange(3)) if ids)
    return Extraction(given, acts, pairs, served)


def _activity(given: Article, number: int, rng: random.Random) -> Activity:
    names = rng.sample(ORGANISATIONS, rng.randrange(3))
    return Activity(
        id=f"{given.id}.{number}", kind=rng.choice((*KINDS, "event", "event")),
        types=tuple(rng.sample(TYPES, rng.randrange(4))), repeated=rng.random() < 0.1, date=a_date(rng),
        date_from="text", date_evidence=None, evidence=(Span.of(given.text, 0, 5),),
        organisations=tuple(Organisation(n, rng.choice(("organiser", "partner")), 0, 1) for n in names),
        places=tuple(rng.sample(PLACES, rng.randrange(3))), people=rng.choice((None, None, 5, 30)),
        people_evidence=None, claims=(), rules=("what.type.volunteer",),
        confidence=CONFIDENCES[crc32(f"{given.id}.{number}".encode()) % len(CONFIDENCES)],
    )  # fmt: skip


def _pairing(given: Article, ids: list[str], rng: random.Random) -> Pairing:
    a, b = rng.sample(ORGANISATIONS, 2)
    chosen = tuple(rng.sample(ids, rng.randrange(len(ids) + 1)))
    return Pairing(a, b, "other", chosen, (Span.of(given.text, 0, 3),))


def _village(village: Village, ids: list[str], rng: random.Random) -> Village:
    chosen = tuple(rng.sample(ids, rng.randrange(1, len(ids) + 1)))
    return Village(village.name, village.code, village.division, chosen, ())


@dataclass(frozen=True)
class FakeMaker:
    """A maker of ``extract``: ``slow`` seconds an article; titles 坏 raise, titles 亡 end the process."""

    slow: float = 0.0
    rules_version: str = "rules-1"
    gazetteer_version: str = "places-1"

    def __call__(self) -> Callable[[Article], Extraction]:
        return _Awkward(self.slow)


@dataclass(frozen=True)
class _Awkward:
    slow: float

    def __call__(self, given: Article) -> Extraction:
        if given.title == "坏":
            raise ValueError("broken")
        if given.title == "亡":
            os._exit(9)
        if self.slow:
            time.sleep(self.slow)
        return extract(given)


def read(paths: Sequence[Path], progress: Progress = silent) -> Iterator[Reading | Refusal]:
    """Reads article lines; a line that is none is refused."""
    for path in paths:
        for row, line in enumerate(path.read_bytes().splitlines(), 1):
            try:
                yield Reading(article_from(line), path.name, row, "utf-8", (Cut("责任编辑", "line.editor", False),))
            except Problem as problem:
                yield Refusal(path.name, row, problem)


def write(path: Path, articles: Sequence[Article]) -> Path:
    path.write_bytes(b"".join(dumps(article_to(a)) + b"\n" for a in articles))
    return path


def many(count: int, seed: int = 1) -> list[Article]:
    rng = random.Random(seed)
    return [article(n, rng) for n in range(count)]
