"""Which long form a short form of a name stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.extract.who.lexicon import Lexicon
from analytics.rules.who import OrgKind

_LEVELS = frozenset("省市县区州盟旗镇乡")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a name and where it was read; ``part``: it stands inside a longer name, which begins at ``owner``."""

    name: str
    start: int
    end: int
    kind: OrgKind
    part: bool
    owner: int = -1


def longest(form: Form, forms: Sequence[Form], lexicon: Lexicon) -> Form:
    """The longest form that ``form`` joins with: it ends with it (县一中 in 某县一中), or ``form`` abbreviates it."""
    if form.kind == "village" or len(form.name) < 2:
        return form
    tails = [f for f in forms if len(f.name) > len(form.name) and f.name.endswith(form.name) and f.kind == form.kind]
    found = tails or [
        f for f in forms if not f.part and f.kind == form.kind and abbreviates(form.name, f.name, lexicon)
    ]
    if not found:
        return form
    one = _nearest(form, found)
    chain = [f for f in found if f.name.endswith(one.name)]
    best = max(chain, key=lambda f: (len(f.name), not f.part, -f.start))
    return longest(best, forms, lexicon) if tails else best


def _nearest(form: Form, found: Iterable[Form]) -> Form:
    """The last one before ``form``, else the first one after it."""
    return min(found, key=lambda f: (f.start > form.start, abs(form.start - f.start)))


def abbreviates(short: str, full: str, lexicon: Lexicon) -> bool:
    """Whether leaving pieces out of ``full`` gives ``short`` (市一院 of 南平市第一人民医院)."""
    if not 3 <= len(short) < len(full) or not set(short) <= set(full):
        return False
    return any(_fits(short, full[i:], lexicon) for i in _fronts(full, lexicon))


def _fronts(full: str, lexicon: Lexicon) -> list[int]:
    """Where a short form of ``full`` may begin: at the start, behind a known front, at or behind a division or 第."""
    starts = [0]
    starts += [len(w) for w in lexicon.short["front"] if full.startswith(w)]
    for i, c in enumerate(full[:-2]):
        if c in _LEVELS:
            starts += [i, i + 1]
        elif c == "第":
            starts.append(i + 1)
    return starts


def _fits(short: str, full: str, lexicon: Lexicon) -> bool:
    if not short:
        return not full or full in lexicon.short["tail"]
    if not full:
        return False
    if short[0] == full[0] and _fits(short[1:], full[1:], lexicon):
        return True
    return any(full.startswith(w) and _fits(short, full[len(w) :], lexicon) for w in lexicon.short["inner"])


def core(form: Form, lexicon: Lexicon) -> str:
    """What stands for the name in short without being its end: 宏图纺织, “小石榴”; empty for none."""
    if form.kind == "team" and "”" in form.name and not form.part:
        return form.name[form.name.find("“") : form.name.find("”") + 1] if "“" in form.name else ""
    return _company_core(form.name, lexicon) if form.kind == "company" else ""


def _company_core(name: str, lexicon: Lexicon) -> str:
    """What stands for a company in short (宏图纺织 of 江苏宏图纺织有限公司); empty when too short."""
    tail = max((w for w in lexicon.short["company"] if name.endswith(w)), key=len, default="")
    rest = name[: len(name) - len(tail)] if tail else ""
    cut = max((i + 1 for i, c in enumerate(rest) if c in _LEVELS and i >= 2), default=2)
    return rest[cut:] if len(rest) - cut >= 4 else ""
