"""Reads the organisations of an article: names, their longest forms, and the words that stand for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from analytics.extract.who.forms import Form, core, longest
from analytics.extract.who.lexicon import Lexicon
from analytics.extract.who.listed import alias
from analytics.extract.who.memory import Memory
from analytics.extract.who.mentions import OrgMention
from analytics.extract.who.names import Found, NameFinder, own_start
from analytics.rules.book import RuleBook
from analytics.text.scan import LiteralScan
from analytics.text.sentences import lines

CORE_RULE = "org.short.company"
_NEAR = 150  # distinct forms on either side that a name may join with; articles have fewer


class OrgReader:
    """Reads organisations by the rules of one book; ``lexicon`` serves ``roles`` and ``pairings``."""

    def __init__(self, book: RuleBook) -> None:
        self.lexicon = Lexicon(book)
        self._finder = NameFinder(self.lexicon)

    def read(self, text: str, title: str) -> tuple[OrgMention, ...]:
        """Mentions in order, never overlapping. ``title`` gives no name: what stands there alone is not in the text."""
        found = self._finder.find(text)
        forms = _forms(text, found)
        short = _short_forms(text, found, forms, self.lexicon)
        found = _with_cores(text, found, short)
        memory = Memory(text, forms, [s.start for s in lines(text)])
        unique = sorted({(x.name, x.kind, x.part): x for x in reversed(forms)}.values(), key=lambda x: x.start)
        cache: dict[tuple[str, str], Form] = {}
        for f in found:
            if f.anaphor:
                memory.resolve(f, f.anaphor)
                continue
            own = Form(text[f.start : f.end], f.start, f.end, f.kind, False)
            full = cache.get((own.name, own.kind))
            if full is None:
                full = cache[own.name, own.kind] = short.get(own.name) or self._full(own, unique)
            if full.name == own.name:
                full = own
            memory.add(
                OrgMention(
                    f.start, f.end, own.name, full.name, full.start, full.end, f.kind, f.rule, False, f.titled, f.nested
                )
            )
        return tuple(memory.mentions)

    def _full(self, own: Form, forms: Sequence[Form]) -> Form:
        if own.kind == "village":
            return next((x for x in forms if x.kind == "village" and x.name == own.name + "村"), own)
        at = bisect_left(forms, own.start, key=lambda x: x.start)
        return longest(own, forms[max(0, at - _NEAR) : at + _NEAR], self.lexicon)


def _forms(text: str, found: Sequence[Found]) -> list[Form]:
    """Every form of a name in the text, those inside longer names included."""
    out: list[Form] = []
    for f in found:
        if f.anaphor:
            continue
        inner = [(own_start(text, f.start, end, kind), end, kind) for end, kind in f.nested]
        out += [Form(text[start:end], start, end, kind, True, f.start) for start, end, kind in inner]
        out.append(Form(text[f.start : f.end], f.start, f.end, f.kind, False))
    return out


def _short_forms(text: str, found: Sequence[Found], forms: Sequence[Form], lexicon: Lexicon) -> dict[str, Form]:
    """What stands for a name without being its end: 宏图纺织, “小石榴”, and what brackets behind a name say."""
    short = {core(f, lexicon): f for f in reversed(forms)}
    for f in reversed(found):
        if not f.anaphor and (name := alias(text, f.end, lexicon)):
            short[name] = Form(text[f.start : f.end], f.start, f.end, f.kind, False)
    short.pop("", None)
    return short


def _with_cores(text: str, found: list[Found], short: dict[str, Form]) -> list[Found]:
    """Adds the short forms where they stand alone."""
    if not short:
        return found
    taken = bytearray(len(text) + 1)
    for f in found:
        taken[f.start : f.end] = b"\1" * (f.end - f.start)
    hits = [h for h in LiteralScan(short).find(text) if not any(taken[max(0, h.start - 1) : h.end])]
    return sorted([*found, *(Found(h.start, h.end, h.value.kind, CORE_RULE) for h in hits)], key=lambda f: f.start)
