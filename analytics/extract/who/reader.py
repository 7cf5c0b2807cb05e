"""Reads the organisations of an article: names, their longest forms, and the words that stand for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from analytics.extract.who.forms import Form, company_core, longest
from analytics.extract.who.lexicon import Lexicon
from analytics.extract.who.mentions import OrgMention
from analytics.extract.who.names import Found, NameFinder
from analytics.rules.book import RuleBook
from analytics.rules.who import OrgAnaphor
from analytics.text.sentences import sentences

_OPENERS = frozenset("，,。；;：:！!？?\n“‘（( 　▲●■◆")
_OTHER_SIDE = ("与", "和", "同", "向", "给", "为", "对")  # what follows is not the subject of the sentence
_BEFORE_BARE = ("为", "向", "给", "与", "由", "到", "来到", "和", "时", "日", "月", "天", "年", "后", "前", "将", "请", "请到", "还", "是", "在", "了", "以来")


class OrgReader:
    """Reads organisations by the rules of one book; ``lexicon`` serves ``roles`` and ``pairings``."""

    def __init__(self, book: RuleBook) -> None:
        self.lexicon = Lexicon(book)
        self._finder = NameFinder(self.lexicon)

    def read(self, text: str, title: str) -> tuple[OrgMention, ...]:
        """Mentions in order, never overlapping. ``title`` gives no name: what stands there alone was not read from the text."""
        found = self._finder.find(text)
        forms = _forms(text, found)
        found = _with_cores(text, found, forms, self.lexicon)
        memory = _Memory(text, forms, [s.start for s in sentences(text)])
        cache: dict[tuple[str, str], Form] = {}
        for f in found:
            if f.anaphor:
                memory.resolve(f, f.anaphor)
                continue
            own = Form(text[f.start : f.end], f.start, f.end, f.kind, False)
            if own.kind == "company" and f.rule == CORE_RULE:
                full = next(x for x in forms if company_core(x.name, self.lexicon) == own.name)
            elif (own.name, own.kind) in cache:
                full = cache[own.name, own.kind]
            else:
                full = cache[own.name, own.kind] = longest(own, forms, self.lexicon)
            if full.name == own.name:
                full = own
            memory.add(OrgMention(f.start, f.end, own.name, full.name, full.start, full.end, f.kind, f.rule, False, f.titled, f.nested))
        return tuple(memory.mentions)


CORE_RULE = "org.short.company"


def _forms(text: str, found: Sequence[Found]) -> list[Form]:
    """Every form of a name in the text, those inside longer names included."""
    out: list[Form] = []
    for f in found:
        if f.anaphor:
            continue
        out += [Form(text[f.start : end], f.start, end, kind, True) for end, kind in f.nested]
        out.append(Form(text[f.start : f.end], f.start, f.end, f.kind, False))
    return out


def _with_cores(text: str, found: list[Found], forms: Sequence[Form], lexicon: Lexicon) -> list[Found]:
    """Adds companies that are named by their own name alone (恒澜家居) after they stood in full somewhere."""
    taken = [(f.start, f.end) for f in found]
    extra: list[Found] = []
    for core in sorted({company_core(f.name, lexicon) for f in forms if f.kind == "company"} - {""}):
        at = text.find(core)
        while at >= 0:
            end = at + len(core)
            if all(e <= at or s >= end for s, e in taken):
                extra.append(Found(at, end, "company", CORE_RULE))
                taken.append((at, end))
            at = text.find(core, end)
    return sorted([*found, *extra], key=lambda f: f.start) if extra else found


@dataclass
class _Memory:
    """What has been read so far, and what 该局 or 双方 may point at."""

    text: str
    forms: list[Form]
    starts: list[int]
    mentions: list[OrgMention] = field(default_factory=list)
    groups: dict[int, tuple[OrgMention, ...]] = field(default_factory=dict)

    def add(self, mention: OrgMention) -> None:
        self.mentions.append(mention)

    def sentence(self, at: int) -> int:
        return bisect_right(self.starts, at)

    def resolve(self, found: Found, anaphor: OrgAnaphor) -> None:
        """Adds the mention that the word stands for, if the article says which."""
        if anaphor.bare and not self._stands_alone(found):
            return
        if anaphor.count > 1:
            sides = self._sides(found, anaphor)
            if len(sides) == anaphor.count:
                also = tuple(self._as(found, _form(s)) for s in sides[1:])
                self.add(replace(self._as(found, _form(sides[0])), also=also))
        elif one := self._one(found, anaphor):
            self.add(self._as(found, one))

    def _as(self, found: Found, form: Form) -> OrgMention:
        name = self.text[found.start : found.end]
        return OrgMention(found.start, found.end, name, form.name, form.start, form.end, form.kind, found.rule, True, found.titled)

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
        first: Form | None = None
        other = self.text[max(0, found.start - 1) : found.start] in _OTHER_SIDE
        for mention in reversed(self.mentions):
            if other and self._leads(mention) and self.sentence(mention.start) == self.sentence(found.start):
                continue
            for form in self._readings(mention):
                fits = (not heads or form.name.endswith(heads)) and (not anaphor.kinds or form.kind in anaphor.kinds)
                if not fits or form.name == word:
                    continue
                if self._leads(mention):
                    return form
                first = first or form
        return first

    def _village(self, found: Found, heads: tuple[str, ...]) -> Form | None:
        """The last village of the paragraph, else the one that was named most before."""
        read = [f for m in self.mentions for f in self._readings(m) if f.kind == "village" and f.name.endswith(heads)]
        paragraph = self.text.rfind("\n", 0, found.start)
        near = [f for m in self.mentions if m.start > paragraph for f in self._readings(m) if f in read]
        if near or not read:
            return near[-1] if near else None
        return max(reversed(read), key=lambda f: sum(f.name == other.name for other in read))

    def _readings(self, mention: OrgMention) -> list[Form]:
        """The full form, then the organisations within it from the longest down."""
        inner = [f for f in self.forms if f.part and f.start == mention.full_start and f.end < mention.full_end]
        return [_form(mention), *reversed(inner)]

    def _leads(self, mention: OrgMention) -> bool:
        """Whether the mention is the first one of its sentence, 该局 and the like counted."""
        here = self.sentence(mention.start)
        return not any(self.sentence(m.start) == here and m.start < mention.start for m in self.mentions)

    def _sides(self, found: Found, anaphor: OrgAnaphor) -> tuple[OrgMention, ...]:
        """The sides that 双方 and 三方 stand for: those of the last sentence that names as many, or as before."""
        here, last = self.sentence(found.start), self.groups.get(anaphor.count)
        since = last[0].start if last else -1
        for number in range(here, 0, -1):
            named = self._named(number, found.start, anaphor, villages=last is None)
            if len(named) >= anaphor.count and named[0].start > since:
                self.groups[anaphor.count] = named[: anaphor.count]
                return self.groups[anaphor.count]
        if last and (not anaphor.kinds or all(m.kind in anaphor.kinds for m in last)):
            return last
        return self._recent(found.start, anaphor)

    def _named(self, sentence: int, before: int, anaphor: OrgAnaphor, *, villages: bool) -> tuple[OrgMention, ...]:
        """The distinct organisations of one sentence; villages only where these are too few."""
        run = [m for m in self.mentions if self.sentence(m.start) == sentence and m.start < before and not m.titled and not m.also]
        return _enough([m for m in run if not anaphor.kinds or m.kind in anaphor.kinds], anaphor.count, villages=villages)

    def _recent(self, before: int, anaphor: OrgAnaphor) -> tuple[OrgMention, ...]:
        run = [m for m in self.mentions if m.start < before and not m.also and (not anaphor.kinds or m.kind in anaphor.kinds)]
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
