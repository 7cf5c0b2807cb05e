"""What has been read so far in an article, and which of it 该局, 学校 or 双方 stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from analytics.extract.who.forms import Form
from analytics.extract.who.mentions import OrgMention
from analytics.extract.who.names import Found
from analytics.rules.who import OrgAnaphor

_BACK = 200  # mentions that a word may point back over
_SENTENCES = 40  # sentences that 双方 may point back over
_OPENERS = frozenset("，,。；;：:！!？?\n“‘（( 　▲●■◆")
_VILLAGES = ("村", "社区")
_OTHER_SIDE = ("与", "和", "同", "向", "给", "为", "对")  # what follows is not the subject of the sentence
_BEFORE_BARE = tuple(
    "为向给与同跟由到和时日月天年后前将请还是在了来"
)  # what a bare noun may follow and still point back


@dataclass
class Memory:
    """The mentions so far; sentences are numbered by their starts."""

    text: str
    forms: list[Form]
    starts: list[int]
    mentions: list[OrgMention] = field(default_factory=list)
    groups: dict[int, tuple[OrgMention, ...]] = field(default_factory=dict)
    parts: dict[int, list[Form]] = field(default_factory=dict)
    firsts: dict[int, int] = field(default_factory=dict)
    lines: dict[int, list[OrgMention]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for form in self.forms:
            if form.part:
                self.parts.setdefault(form.owner, []).append(form)

    def add(self, mention: OrgMention) -> None:
        """Remembers one more mention; they come in order."""
        self.mentions.append(mention)
        here = self.sentence(mention.start)
        self.firsts.setdefault(here, mention.start)
        self.lines.setdefault(here, []).append(mention)

    def sentence(self, at: int) -> int:
        """The number of the sentence around a position."""
        return bisect_right(self.starts, at)

    def resolve(self, found: Found, anaphor: OrgAnaphor) -> None:
        """Adds the mention that the word stands for, if the article says which."""
        if anaphor.bare and not self._stands_alone(found):
            return
        if anaphor.count > 1 and self.mentions and self.text[self.mentions[-1].end : found.start] in ("", "等"):
            return  # 甲村、乙村两个村: in apposition to the names right before
        if anaphor.count > 1:
            sides = self._sides(found, anaphor)
            if len(sides) == anaphor.count:
                also = tuple(self._as(found, _form(s)) for s in sides[1:])
                self.add(replace(self._as(found, _form(sides[0])), also=also))
        elif one := self._one(found, anaphor):
            self.add(self._as(found, one))

    def _as(self, found: Found, form: Form) -> OrgMention:
        name = self.text[found.start : found.end]
        return OrgMention(
            found.start, found.end, name, form.name, form.start, form.end, form.kind, found.rule, True, found.titled
        )

    def _stands_alone(self, found: Found) -> bool:
        """Bare nouns point back only as a subject or a receiver, and never in a list of kinds (学校、企业)."""
        if found.rule == "org.anaphor.village_bare":
            return True
        before = self.text[max(0, found.start - 2) : found.start]
        if self.text[found.end : found.end + 1] in ("、", "”", "里"):
            return False
        return not before or before[-1] in _OPENERS or before.endswith(_BEFORE_BARE)

    def _one(self, found: Found, anaphor: OrgAnaphor) -> Form | None:
        word = self.text[found.start : found.end]
        heads = anaphor.heads or (() if anaphor.kinds else (word,))
        if anaphor.kinds == ("village",):
            return self._village(found, heads)
        if "village" in anaphor.kinds:
            return self._body(found, anaphor)
        first: Form | None = None
        other = self.text[max(0, found.start - 1) : found.start] in _OTHER_SIDE
        for mention in self.mentions[: -_BACK - 1 : -1]:
            if other and self._leads(mention) and self.sentence(mention.start) == self.sentence(found.start):
                continue
            for form in self._readings(mention):
                fits = (not heads or form.name.endswith(heads)) and (not anaphor.kinds or form.kind in anaphor.kinds)
                if not fits or form.name == word:
                    continue
                if self._leads(mention):
                    return form
                first = first or form
        return None if anaphor.leads else first

    def _body(self, found: Found, anaphor: OrgAnaphor) -> Form | None:
        """该村党支部, 村委会: the body of the village if it is named anywhere, else one named before, else the village."""
        word = self.text[found.start : found.end].removeprefix("该")
        village = self._village(found, _VILLAGES)
        if village is not None:
            whole = village.name + word.removeprefix("村").removeprefix("社区")
            whole_too = village.name + word
            bodies = [f for f in self.forms if f.name.endswith((whole, whole_too))]
            return max(bodies, key=lambda f: (len(f.name), -f.start), default=village)
        named = (f for m in reversed(self.mentions[-_BACK:]) for f in self._readings(m))
        return next((f for f in named if f.name.endswith(word) and f.name != word), None)

    def _village(self, found: Found, heads: tuple[str, ...]) -> Form | None:
        """The last village of the paragraph, else the one that was named most before."""
        paragraph = self.text.rfind("\n", 0, found.start)
        read = [(m.start, f) for m in self.mentions[-_BACK:] for f in self._readings(m)]
        read = [(at, f) for at, f in read if f.kind == "village" and f.name.endswith(heads)]
        if not read or read[-1][0] > paragraph:
            return read[-1][1] if read else None
        times = Counter(f.name for _, f in read)
        return max(reversed([f for _, f in read]), key=lambda f: times[f.name])

    def _readings(self, mention: OrgMention) -> list[Form]:
        """The full form, then the organisations within it from the longest down."""
        inner = [f for f in self.parts.get(mention.full_start, ()) if f.end < mention.full_end]
        return [_form(mention), *reversed(inner)]

    def _leads(self, mention: OrgMention) -> bool:
        """Whether the mention is the first one of its sentence, 该局 and the like counted."""
        return self.firsts[self.sentence(mention.start)] == mention.start

    def _sides(self, found: Found, anaphor: OrgAnaphor) -> tuple[OrgMention, ...]:
        """The sides that 双方 and 三方 stand for: those of the last sentence that names as many, or as before."""
        here, last = self.sentence(found.start), self.groups.get(anaphor.count)
        since, second = last[0].start if last else -1, tuple[OrgMention, ...]()
        for number in range(here, max(0, here - _SENTENCES), -1):
            named = self._named(number, found.start, anaphor, villages=last is None)
            if anaphor.count > 2 and last is None and sum(m.kind in ("branch", "party") for m in named) < 2:
                second = second or (named if len(named) >= anaphor.count else ())
                continue  # three sides: where branches are named so, they are meant
            if len(named) >= anaphor.count and named[0].start > since:
                self.groups[anaphor.count] = named[: anaphor.count]
                return self.groups[anaphor.count]
        if second:
            self.groups[anaphor.count] = second[: anaphor.count]
            return self.groups[anaphor.count]
        if last and (not anaphor.kinds or all(m.kind in anaphor.kinds for m in last)):
            return last
        return self._recent(found.start, anaphor)

    def _named(self, sentence: int, before: int, anaphor: OrgAnaphor, *, villages: bool) -> tuple[OrgMention, ...]:
        """The distinct organisations of one sentence; villages only where these are too few."""
        run = [m for m in self.lines.get(sentence, ()) if m.start < before]
        run = [m for m in run if not m.also and (not anaphor.kinds or m.kind in anaphor.kinds)]
        named = _enough([m for m in run if not m.titled], anaphor.count, villages=villages)
        return named or (_enough(run, anaphor.count, villages=False) if anaphor.kinds and anaphor.count > 2 else ())

    def _recent(self, before: int, anaphor: OrgAnaphor) -> tuple[OrgMention, ...]:
        run = [m for m in self.mentions[-_BACK:] if m.start < before and not m.also]
        run = [m for m in run if not anaphor.kinds or m.kind in anaphor.kinds]
        named = _enough(run, anaphor.count, villages=True)
        return named if len(named) == anaphor.count else ()


def _form(mention: OrgMention) -> Form:
    return Form(mention.full, mention.full_start, mention.full_end, mention.kind, False)


def _enough(run: Sequence[OrgMention], count: int, *, villages: bool) -> tuple[OrgMention, ...]:
    """Distinct organisations, with villages when there are fewer than ``count`` without; empty when still too few."""
    for kinds_too in (False, True)[: 1 + villages]:
        seen: dict[str, OrgMention] = {}
        for m in run:
            if kinds_too or m.kind != "village":
                seen.setdefault(m.full, m)
        if len(seen) >= count:
            return tuple(seen.values())
    return ()
