"""What an import would bring, before anything is stored: files, columns, the first articles, a trial of the extraction.

Nothing here writes. The budget over many files is in the settings (``preview_…``): what is beyond it is listed as
``later`` and read when it is imported.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from analytics.batch import Extract, Failure, run
from analytics.importing.reading import shown
from analytics.intake import Cut, Looked, LookedTable, Reading, look, walk
from analytics.intake.columns import Choices
from analytics.model import Article, Extraction
from analytics.problems import Problem
from analytics.rules import RuleBook
from analytics.settings import settings
from analytics.store.tally import Told

TOLD_BY_TABLE = "read_columns_guessed"
"""A remark of intake on how a table was understood by its headings: ``PreviewFile.table`` says it better."""


@dataclass(frozen=True, slots=True)
class CutRun:
    """A run of ``Whole.text`` that is cut, and the id of the rule."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A page as it was given, but for its title: the body with what is cut in its place. Offsets are code points.

    ``runs``: for each run of the body its start and end in the body, and its start here.
    """

    text: str
    cuts: tuple[CutRun, ...]
    runs: tuple[tuple[int, int, int], ...]

    def places(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where a span of the body stands here; in several runs when something cut stands within it."""
        for first, last, at in self.runs:
            begin, stop = max(start, first), min(end, last)
            if begin < stop:
                yield begin - first + at, stop - first + at


@dataclass(frozen=True, slots=True)
class PreviewArticle:
    """An article as it will be read. ``extraction`` is the trial, or ``untried`` says why there is none."""

    file: str
    row: int | None
    article: Article
    whole: Whole
    warnings: tuple[Problem, ...]
    extraction: Extraction | None = None
    untried: Problem | None = None


@dataclass(frozen=True, slots=True)
class PreviewFile:
    """A file, sheet or member. ``path``: the file that it is of. ``size`` in bytes, 0 when it is not known.

    ``refused`` counts among what was looked at; ``more``: there is more than that. ``later``: it was not opened.
    """

    name: str
    path: Path
    kind: str
    encoding: str | None
    size: int
    articles: tuple[PreviewArticle, ...]
    refused: int
    more: bool
    table: LookedTable | None
    problems: tuple[Told, ...]
    later: bool = False

    @property
    def activities(self) -> int:
        """Activities, practices, plans and totals of the articles that were tried."""
        return sum(len(a.extraction.activities) for a in self.articles if a.extraction)


@dataclass(frozen=True, slots=True)
class Preview:
    """What was understood, file by file in the order of the import."""

    files: tuple[PreviewFile, ...]

    @property
    def articles(self) -> tuple[PreviewArticle, ...]:
        """The articles of all files."""
        return tuple(a for f in self.files for a in f.articles)

    @property
    def problems(self) -> tuple[Told, ...]:
        """What is wrong or worth a look, file by file."""
        return tuple(p for f in self.files for p in f.problems)


def preview(
    paths: Sequence[Path], book: RuleBook, chosen: Choices | None = None, extract: Extract | None = None,
    most: int | None = None,
) -> Preview:  # fmt: skip
    """What the files would give. ``most``: articles and refusals of each that are shown (default: the settings).

    ``chosen``: columns by the signature of a table. ``extract``: for the trial; without it there is none.
    """
    files = _looked_at(paths, book, chosen, settings().preview_articles if most is None else most)
    return Preview(_tried(files, extract) if extract else files)


def corrected(
    found: PreviewArticle, title: str, published: date | None, source: str | None, author: str | None, extract: Extract
) -> PreviewArticle:
    """The article with what its reader knows better, tried again; its warnings about date and title go with it."""
    article = replace(found.article, title=title, published=published, source=source, author=author)
    settled = {"read_no_title": title, "read_no_date": published, "read_bad_date": published}
    warnings = tuple(w for w in found.warnings if not settled.get(w.code))
    return _try(replace(found, article=article, warnings=warnings), extract)


def whole(text: str, cuts: Sequence[Cut]) -> Whole:
    """The body ``text`` with its cuts put back in their places, each on lines of its own."""
    placed = sorted(((_at(cut, len(text)), cut) for cut in cuts), key=lambda pair: pair[0])
    out: list[str] = []
    marks: list[CutRun] = []
    runs: list[tuple[int, int, int]] = []
    length = done = 0

    def add(piece: str) -> None:
        nonlocal length
        out.append(piece)
        length += len(piece)

    for at, cut in placed:
        if done < at:
            runs.append((done, at, length))
            add(text[done:at])
            done = at
        behind = at == len(text)
        add("\n" if behind else "")
        marks.append(CutRun(length, length + len(cut.text), cut.rule))
        add(cut.text if behind else f"{cut.text}\n")
    if done < len(text):
        runs.append((done, len(text), length))
        add(text[done:])
    return Whole("".join(out), tuple(marks), tuple(runs))


def _at(cut: Cut, length: int) -> int:
    if cut.at is None:
        return 0 if cut.before else length
    return min(cut.at, length)


class _Paths:
    """Gives paths one by one while the budget lasts; knows the one that is open and those that are left."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.left = deque(walk(paths))
        self.open: Path | None = None
        self._pieces, self._chars = settings().preview_files, settings().preview_chars
        self._until = time.monotonic() + settings().preview_seconds

    def __iter__(self) -> Iterator[Path]:
        while self.left and not self.spent:
            self.open = self.left.popleft()
            yield self.open

    def take(self, looked: Looked) -> None:
        self._pieces -= 1
        self._chars -= sum(len(f.article.text) for f in looked.found if isinstance(f, Reading))

    @property
    def spent(self) -> bool:
        return self._pieces <= 0 or self._chars <= 0 or time.monotonic() >= self._until


def _looked_at(
    paths: Sequence[Path], book: RuleBook, chosen: Choices | None, most: int
) -> tuple[PreviewFile, ...]:  # fmt: skip
    wanted, files = _Paths(paths), list[PreviewFile]()
    for looked in look(wanted, book, chosen, most):
        assert wanted.open is not None
        files.append(_file(looked, wanted.open, paths))
        wanted.take(looked)
        if wanted.spent and looked.file != str(wanted.open):
            files.append(_later(wanted.open, paths, "preview_rest"))
            break
    files += (_later(path, paths, "preview_later") for path in wanted.left)
    return tuple(files)


def _file(looked: Looked, path: Path, paths: Sequence[Path]) -> PreviewFile:
    long, short = str(path), shown(str(path), paths)
    name = looked.file.replace(long, short, 1)

    def near(problem: Problem) -> Problem:
        return replace(problem, where=problem.where.replace(long, short))

    articles: list[PreviewArticle] = []
    problems: list[Told] = []
    refused = 0
    for found in looked.found:
        if isinstance(found, Reading):
            warnings = tuple(near(w) for w in found.warnings if w.code != TOLD_BY_TABLE)
            articles.append(
                PreviewArticle(name, found.row, found.article, whole(found.article.text, found.cuts), warnings)
            )
            problems += (Told(name, found.row, w) for w in warnings)
        else:
            refused += 1
            problems.append(Told(name, found.row, near(found.problem)))
    return PreviewFile(
        name, path, looked.kind, looked.encoding, looked.size, tuple(articles), refused, looked.more, looked.table,
        tuple(problems),
    )  # fmt: skip


def _later(path: Path, paths: Sequence[Path], code: str) -> PreviewFile:
    name = shown(str(path), paths)
    size = path.stat().st_size if path.is_file() else 0
    problem = Told(name, None, Problem.of(code, name))
    return PreviewFile(name, path, "", None, size, (), 0, True, None, (problem,), True)


def _tried(files: tuple[PreviewFile, ...], extract: Extract) -> tuple[PreviewFile, ...]:
    """The files with a trial of their articles: the first of each file, then the second of each, while it may go on."""
    limits = settings()
    until, left = time.monotonic() + limits.preview_seconds, limits.preview_tried
    order = sorted((rank, at) for at, file in enumerate(files) for rank in range(len(file.articles)))
    done: dict[tuple[int, int], PreviewArticle] = {}
    for rank, at in order:
        found = files[at].articles[rank]
        if left <= 0 or time.monotonic() >= until:
            done[at, rank] = replace(found, untried=Problem.of("preview_untried", found.file))
            continue
        done[at, rank] = _try(found, extract)
        left -= 1
    return tuple(
        replace(file, articles=tuple(done[at, rank] for rank in range(len(file.articles))))
        for at, file in enumerate(files)
    )


def _try(found: PreviewArticle, extract: Extract) -> PreviewArticle:
    most = settings().preview_article_chars
    if len(found.article.text) > most:
        return replace(found, extraction=None, untried=Problem.of("preview_long", found.file, limit=most))
    answer = next(run((found.article,), lambda: extract))
    if isinstance(answer, Failure):
        return replace(found, extraction=None, untried=answer.problem)
    return replace(found, extraction=answer, untried=None)
