"""A page of text lines to an article: title, dateline, body, and everything else with the rule that cut it.

Nothing inside the body goes but whole lines of known shapes; the head and the foot go as blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from analytics.intake.dateline import Dateline, DatelineBook
from analytics.intake.lines import LineBook, is_paragraph
from analytics.intake.reading import Cut
from analytics.problems import Problem
from analytics.rules import RuleBook
from analytics.rules.intake_rows import LineRule

_YEAR = re.compile(r"(?:19|20)\d{2}")
_MONTH_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_TITLE_MARKS = ("。", "，", "；", "：", ",", ";", "、")
_SUBTITLE_MARKS = ("—", "－－", "--")
_SHORTEST_TITLE = 2
_LONGEST_TITLE = 80
_LONGEST_BYLINE = 50
_USUAL_TITLE = 7
_BEHIND = 4
_HEAD_BLOCKS = ("head", "line", "heading", "footer", "end")


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart; ``text`` is the body, its paragraphs separated by ``\\n``."""

    title: str
    published: date | None
    source: str | None
    author: str | None
    text: str
    cuts: tuple[Cut, ...]
    warnings: tuple[Problem, ...]


@dataclass
class _Work:
    """The lines of one page while they are judged: ``why`` is the rule that cut a line, ``""`` while it stays."""

    lines: list[str]
    rules: list[tuple[LineRule, ...]]
    dates: list[Dateline | None]
    why: list[str] = field(default_factory=list)

    def has(self, i: int, *places: str) -> str:
        """The id of the first rule of these places that knows line ``i``, in the order of the places; else ``""``."""
        return next((r.id for place in places for r in self.rules[i] if r.place == place), "")

    def junk(self, i: int) -> bool:
        return bool(self.has(i, *_HEAD_BLOCKS))

    def paragraph(self, i: int) -> bool:
        line = self.lines[i]
        return not self.has(i, "notice", "line") and (is_paragraph(line) or bool(self.has(i, "body")))

    def cut(self, start: int, stop: int, rule: str) -> None:
        for i in range(start, stop):
            self.why[i] = self.why[i] or rule


def text_lines(text: str) -> list[str]:
    """The lines of a text that hold more than white space, stripped."""
    return [line for raw in text.splitlines() if (line := raw.strip()) and line.strip("\u200b\ufeff")]


class PageReader:
    """Takes pages apart by the rules of one book."""

    def __init__(self, book: RuleBook) -> None:
        self._lines, self._labels = LineBook.of(book), DatelineBook.of(book)

    def read(self, lines: Sequence[str], titles: Sequence[str] = (), inside: Sequence[bool] = ()) -> Page:
        """The article of a page's lines.

        ``titles``: what the page itself gives as its title, the best first. ``inside``: for each line whether it lies
        within the body by the page's structure; empty when nothing is known.
        """
        rules = [self._lines.known(line) for line in lines]
        dates = [self._labels.read(line) for line in _whole_dates(lines)]
        work = _Work(list(lines), rules, dates, [""] * len(lines))
        head = _Head.find(work, titles, inside)
        if head.body == len(lines):
            head = _Head("", None, (), head.said, 0)
        head.cut(work)
        if inside:
            _cut_outside(work, head.body, inside)
        warnings = _cut_body(work, head.body)
        tail = _tail_dateline(work, head.body)
        said = head.said
        for byline in (d for d, why in zip(dates, work.why, strict=True) if d and why == "intake.page.byline"):
            said = said.or_else(byline)
        said = said.or_else(tail)
        if not head.title:
            warnings.append(Problem.of("read_no_title"))
        if not said.published:
            warnings.append(
                Problem.of("read_bad_date", value=said.unread) if said.unread else Problem.of("read_no_date")
            )
        text = "\n".join(line for line, why in zip(work.lines, work.why, strict=True) if not why)
        return Page(head.title, said.published, said.source, said.author, text, _cuts(work), tuple(warnings))


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the head ends: title line (None when it stands in no line), dateline lines, first line of the body."""

    title: str
    at: int | None
    says: tuple[int, ...]
    said: Dateline
    body: int

    @staticmethod
    def find(work: _Work, titles: Sequence[str], inside: Sequence[bool]) -> _Head:
        count = len(work.lines)
        first = next(
            (i for i in range(count) if work.paragraph(i) and work.dates[i] is None and (not inside or inside[i])),
            count,
        )
        given = _given_title(work, titles, first)
        says = _dateline_lines(work, first, given)
        at = given if given is not None else _title_line(work, first, says)
        title = work.lines[at] if at is not None else (titles[0] if titles else "")
        said = Dateline()
        for i in says:
            said = said.or_else(work.dates[i] or said)
        body = max([i for i in (*says, at) if i is not None], default=-1) + 1
        if at is None and not says and not titles:
            body = _first_kept(work, first)
        return _Head(title, at, says, said, body)

    def cut(self, work: _Work) -> None:
        """Cut the head, line by line with its reason."""
        for i in self.says:
            work.why[i] = "intake.page.dateline"
        top = min([i for i in (*self.says, self.at) if i is not None], default=self.body)
        for i in range(self.body):
            line = work.lines[i]
            below = self.at is not None and self.at < i
            if i != self.at and not work.why[i] and not (below and work.paragraph(i)):
                again = line == self.title
                position = (
                    "title_again"
                    if again
                    else "subtitle"
                    if below and line.startswith(_SUBTITLE_MARKS)
                    else ("before_title" if i < top or not below else "between")
                )
                work.why[i] = work.has(i, *_HEAD_BLOCKS, "notice") or f"intake.page.{position}"
        if self.at is not None:
            work.why[self.at] = "title"


def _whole_dates(lines: Sequence[str]) -> list[str]:
    """The lines; year, month with day and clock time that stand on lines of their own are taken together on each."""
    out = list(lines)
    for i in range(len(lines) - 1):
        if _YEAR.fullmatch(lines[i]) and _MONTH_DAY.fullmatch(lines[i + 1]):
            clock = i + 2 < len(lines) and _CLOCK.fullmatch(lines[i + 2])
            out[i : i + 2 + bool(clock)] = [f"{lines[i]}/{lines[i + 1]}"] * (2 + bool(clock))
    return out


def _given_title(work: _Work, titles: Sequence[str], first: int) -> int | None:
    """The line nearest above the body that a title given by the page begins with."""
    for title in titles:
        for i in range(min(first, len(work.lines) - 1), -1, -1):
            line = work.lines[i]
            if title.startswith(line) and (line == title or len(line) >= _USUAL_TITLE) and not work.has(i, "head"):
                return i
    return None


def _dateline_lines(work: _Work, first: int, title: int | None) -> tuple[int, ...]:
    """The lines of the dateline: the best line above the body and those around it that say more."""
    above = _lines_above(work, first)
    told = [
        i
        for i in above
        if (d := work.dates[i]) and (d.published or d.source or d.unread) and (i < first or d.published)
    ]
    if not told:
        return ()
    best = max(told, key=lambda i: (_worth(work.dates[i]), title is None or i > title, i))
    group = [best]
    for step in (-1, 1):
        i = best + step
        while 0 <= i < len(work.lines) and i != title and (work.dates[i] or work.has(i, "line", "head")):
            if work.dates[i]:
                group.append(i)
            i += step
    return tuple(sorted(group))


def _lines_above(work: _Work, first: int) -> range:
    """The lines that can be the head: above the first paragraph, and on while little stands before, much behind."""
    sizes = [len(line) if work.paragraph(i) else 0 for i, line in enumerate(work.lines)]
    stop, before, total = first, 0, sum(sizes)
    for i, size in enumerate(sizes):
        if before * _BEHIND > total - before:
            break
        before, stop = before + size, max(stop, i)
    return range(min(stop, len(work.lines)))


def _worth(line: Dateline | None) -> int:
    return 0 if line is None else 2 * bool(line.labelled) + bool(line.published)


def _titleish(work: _Work, i: int) -> bool:
    line = work.lines[i]
    return (
        _SHORTEST_TITLE <= len(line) <= _LONGEST_TITLE
        and not work.junk(i)
        and work.dates[i] is None
        and not line.endswith(_TITLE_MARKS)
        and "。" not in line
        and any(map(str.isalpha, line))
    )


def _title_line(work: _Work, first: int, says: tuple[int, ...]) -> int | None:
    """The title: the nearest likely line above the dateline, else the longest above the body, else none."""
    if says:
        above = [i for i in range(says[0] - 1, -1, -1) if _titleish(work, i)]
        below = next((i for i in range(says[-1] + 1, first) if _titleish(work, i)), None)
        if above:
            main = [i for i in above if not work.lines[i].startswith(_SUBTITLE_MARKS)] or above
            usual = next((i for i in main if len(work.lines[i]) >= _USUAL_TITLE), None)
            short_name = main[0] < says[0] - 1 and below is not None and len(work.lines[below]) >= _USUAL_TITLE
            return usual if usual is not None else below if short_name else main[0]
        return below
    likely = [i for i in range(first) if _titleish(work, i)]
    if not likely:
        return None
    plain = not any(work.rules[i] for i in range(first))
    return likely[0] if plain else max(likely, key=lambda i: (len(work.lines[i]), -i))


def _first_kept(work: _Work, first: int) -> int:
    """Without title and dateline the body begins after the lines at the top that a rule knows."""
    i = 0
    while i < first and work.junk(i):
        i += 1
    return i


def _cut_outside(work: _Work, start: int, inside: Sequence[bool]) -> None:
    for i in range(start, len(work.lines)):
        if not inside[i] and not work.why[i]:
            work.why[i] = work.has(i, "end", "heading", "footer", "notice", "line", "head") or "intake.html.outside"


def _cut_body(work: _Work, start: int) -> list[Problem]:
    """Cut known lines from the body and the foot as a block; a warning when the block holds paragraphs."""
    title = next((line for line, why in zip(work.lines, work.why, strict=True) if why == "title"), None)
    behind, ends = _behind(work)
    told = 0
    for i in range(start, len(work.lines)):
        if work.why[i]:
            continue
        if not told and (work.lines[i] == title or _byline(work, i)):
            work.why[i] = "intake.page.title_again" if work.lines[i] == title else "intake.page.byline"
            continue
        if told and (rule := _closes(work, i, told, behind[i], ends[i])):
            work.why[i] = rule
            work.cut(i + 1, len(work.lines), "intake.page.after_end")
            prose = [k for k in range(i + 1, len(work.lines)) if work.paragraph(k) and not work.has(k, "body")]
            return [Problem.of("read_tail_cut", count=len(prose), first=work.lines[prose[0]][:20])] if prose else []
        places = ("line", "end", "heading") if told else ("head", "line", "heading", "end")
        if rule := work.has(i, *places):
            work.why[i] = rule
        elif work.paragraph(i):
            told += len(work.lines[i])
    return []


def _byline(work: _Work, i: int) -> bool:
    said = work.dates[i]
    return said is not None and said.labelled and len(work.lines[i]) <= _LONGEST_BYLINE and not said.published


def _closes(work: _Work, i: int, told: int, behind: int, ends: bool) -> str:
    """The rule by which line ``i`` closes the article, or ``""``.

    ``told`` and ``behind``: code points of paragraphs before and behind it; ``ends``: whether an *end* line follows.
    """
    if rule := work.has(i, "end"):
        return rule if behind <= told else ""
    if behind:
        return ""
    return work.has(i, "heading", "notice") or (work.has(i, "footer") if ends else "")


def _behind(work: _Work) -> tuple[list[int], list[bool]]:
    """For every line: the code points of paragraphs behind it that still stand, and whether an *end* line follows."""
    size, ends = [0], [False]
    for i in range(len(work.lines) - 1, 0, -1):
        stands = not work.why[i] and work.paragraph(i)
        size.append(size[-1] + (len(work.lines[i]) if stands else 0))
        ends.append(ends[-1] or bool(work.has(i, "end")))
    return size[::-1], ends[::-1]


def _tail_dateline(work: _Work, start: int) -> Dateline:
    """What labelled lines below the last paragraph say (来源：…); they are cut."""
    last = max(
        (i for i in range(start, len(work.lines)) if not work.why[i] and work.paragraph(i)), default=len(work.lines)
    )
    said = Dateline()
    for i in range(last + 1, len(work.lines)):
        found = work.dates[i]
        if found is None or not found.labelled:
            if work.why[i] and not work.has(i, "end", "line"):
                break  # a list of other articles, whose dates and sources are not this one's
            continue
        said = said.or_else(found)
        work.why[i] = work.why[i] or "intake.page.dateline"
    return said


def _cuts(work: _Work) -> tuple[Cut, ...]:
    """The lines cut, in order; neighbours with one reason make one run."""
    body = next((i for i, why in enumerate(work.why) if not why), len(work.why))
    reasons = enumerate(zip(work.why, work.lines, strict=True))
    runs = groupby(reasons, key=lambda line: (line[1][0], line[0] < body))
    found, at = [], 0
    for (why, before), run in runs:
        lines = [line for _, (_, line) in run]
        if not why:
            at += sum(len(line) + 1 for line in lines)
        elif why != "title":
            found.append(Cut("\n".join(lines), why, before, at))
    return tuple(found)
