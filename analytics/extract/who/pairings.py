"""Which organisations and villages the article says are partners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from analytics.extract.who.lexicon import Lexicon
from analytics.extract.who.mentions import OrgMention
from analytics.extract.who.roles import groups, undivided, within
from analytics.extract.who.subject import subject_before
from analytics.model import PairingKind, Span
from analytics.rules.who import PairingCue
from analytics.text.scan import Hit
from analytics.text.sentences import Sentence

_WITH = ("与", "和", "同", "跟", "联合", "携手", "会同", "协同", "联手", "牵手")
_TO = ("到", "来到", "走进", "深入", "赴", "前往", "为", "向", "给")
_PARTNERS = ("单位", "学校", "企业", "村", "社区", "小区", "支部", "伙伴", "医院")  # 共建单位某某, 结对学校某某
_HOLDS = ("开展", "举行", "举办", "进行", "签订", "签署", "参加")
_HERE = ("在", "于")
_PLACES = ("在", "于", "来到", "走进", "到", "赴", "前往", "深入")
_PARTY_ENDS = ("支部", "总支", "党委")  # 该村党支部, which stands for the village where no branch is named
_COUNTERS = ("个", "各", "一批", "所有")
_SENTENCE = 3000  # characters; what is longer is a table or no text at all
_CUT = 2  # characters of a division's name that may stay before its last word
_WORD = 12  # characters between 与 and the partner that it brings (与共建单位某某)

Group = tuple[OrgMention, ...]
Tie = Hit[PairingCue]


@dataclass(frozen=True, slots=True)
class PairFound:
    """An unordered pair of partners with the sentences that say so; ``rule`` is the first that did."""

    a: str
    b: str
    kind: PairingKind
    spans: tuple[Span, ...]
    rule: str


def pairings(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[OrgMention],
    villages: Sequence[tuple[int, int, str]],
    lexicon: Lexicon,
) -> tuple[PairFound, ...]:
    """The pairs of the article in order of reading. ``villages`` are (start, end, name) as read elsewhere."""
    words = lexicon
    if not words.ties.numbered(text):
        return ()
    known = _with_villages(mentions, villages)
    found: dict[frozenset[str], PairFound] = {}
    for line in (s for s in sentences if s.end - s.start <= _SENTENCE):
        ties = words.ties.find(text[line.start : line.end])
        first = next((t.start for t in ties if not t.value.none), None)
        if first is None or any(t.value.planned and t.start < first for t in ties):
            continue
        ties = [Hit(t.start + line.start, t.end + line.start, t.term, t.value) for t in ties if not t.value.none]
        for a, b, rule in _pairs(text, line, ties, known, words):
            if a.anaphor and b.anaphor and found and not _told(found, a, b):
                continue  # 双方 after a pair was told: that pair is meant
            _note(found, a, b, rule, Span.of(text, line.start, line.end))
    return tuple(found.values())


def _with_villages(mentions: Sequence[OrgMention], villages: Sequence[tuple[int, int, str]]) -> list[OrgMention]:
    extra = [
        OrgMention(s, e, name, name, s, e, "village", "org.suffix.village")
        for s, e, name in villages
        if all(m.end <= s or m.start >= e for m in mentions)
    ]
    return sorted([*mentions, *extra], key=lambda m: m.start)


def _told(found: dict[frozenset[str], PairFound], a: OrgMention, b: OrgMention) -> bool:
    return any(a.full in pair or b.full in pair for pair in found)


def _note(found: dict[frozenset[str], PairFound], a: OrgMention, b: OrgMention, rule: str, span: Span) -> None:
    key = frozenset((a.full, b.full))
    if len(key) < 2 or a.full.startswith(b.full) or b.full.startswith(a.full):
        return
    held = found.get(key)
    if held is None:
        found[key] = PairFound(a.full, b.full, _kind(a, b), (span,), rule)
    elif span not in held.spans:
        found[key] = PairFound(held.a, held.b, held.kind, (*held.spans, span), held.rule)


def _kind(a: OrgMention, b: OrgMention) -> PairingKind:
    if not any(_party(m) for m in (a, b)):
        return "other"
    if any(m.kind == "village" or "村" in m.full or "社区" in m.full for m in (a, b)):
        return "branch_village"
    if all(_party(m) for m in (a, b)):
        return "branch_branch"
    return "branch_company" if any(m.kind == "company" for m in (a, b)) else "other"


def _party(mention: OrgMention) -> bool:
    return mention.kind in ("branch", "party") or (mention.anaphor and mention.name.endswith(_PARTY_ENDS))


def _pairs(
    text: str, line: Sentence, ties: Sequence[Tie], mentions: Sequence[OrgMention], words: Lexicon
) -> Iterator[tuple[OrgMention, OrgMention, str]]:
    inside = [m for m in within(mentions, line.start, line.end) if not m.titled]
    strong = [t for t in ties if not t.value.party and not t.value.parties]
    count = max((t.value.parties for t in ties), default=0)
    runs = groups(text, inside)
    sides = _distinct(inside)
    if strong and count and len(sides) == count:  # 三方签订共建协议
        yield from _all(sides, strong[0].value.id)
        return
    for mention in (m for m in inside if m.also):
        telling = ties if all(_party(s) for s in mention.sides) else strong
        near = [t for t in telling if not t.value.parties and abs(t.start - mention.end) <= 2 * _WORD]
        if near:
            yield from _all(mention.sides, near[0].value.id)
    for i, run in enumerate(runs):
        if any(m.also for m in run):
            continue
        yield from _brought(text, line, runs, i, ties, mentions, words)
        yield from _listed(text, line, runs, i, ties)


def _brought(
    text: str,
    line: Sentence,
    runs: Sequence[Group],
    i: int,
    ties: Sequence[Tie],
    mentions: Sequence[OrgMention],
    words: Lexicon,
) -> Iterator[tuple[OrgMention, OrgMention, str]]:
    """A与B结对, A到B开展结对活动, A对口支援的B: the partner that a word brings in, and the subject before it."""
    run = runs[i]
    joined, went = _led_by(text, line, runs, i, _WITH), _led_by(text, line, runs, i, _TO)
    before = _acting(text, line, runs, i)
    until = _until(text, line, runs, i)
    strong = [t for t in ties if not t.value.party and not t.value.parties]
    here = [t for t in strong if run[-1].end <= t.start < until and _same_clause(text, run[-1].end, t.start)]
    named = [t for t in strong if before and before[-1].end <= t.start and t.end <= run[0].start]
    possessed = [t for t in named if text[t.end : run[0].start] in ("的", *_PARTNERS) or t.end == run[0].start]
    if went and not joined:  # to go there is a tie only where the same clause says so
        here = [t for t in here if _does_there(text[run[-1].end : t.start])]
    tie = next(iter([*possessed, *here] if joined or went else possessed), None)
    if tie is not None:
        if not before and any(c in text[line.start : run[0].start] for c in _COUNTERS):
            return  # 87个党支部与…: what is counted is nobody by name
        subject = before or _subject(text, line, runs, i, mentions, words)
        yield from _cross(text, subject, run, tie)
        if len(run) > 1 and all(m.kind == "branch" and not m.also for m in (*subject, *run)):
            yield from _all(run, tie.value.id)  # A与B、C签约: branches that sign together
    elif joined and before and _same_clause(text, before[-1].end, run[0].start):
        party = [t for t in ties if t.value.party and before[-1].end <= t.start < until]
        if party and all(_party(m) for m in (*before, *run)):
            yield from _cross(text, before, run, party[0])


def _acting(text: str, line: Sentence, runs: Sequence[Group], i: int) -> Group:
    """The names before, past villages that only say where: A会同B来到某村,与该村结对; those joined count together."""
    at = i - 1
    while at > 0 and all(m.kind == "village" for m in runs[at]) and _led_by(text, line, runs, at, _PLACES):
        at -= 1
    if at > 0 and _led_by(text, line, runs, at, _WITH) and _same_clause(text, runs[at - 1][-1].end, runs[at][0].start):
        return (*runs[at - 1], *runs[at]) if at < i - 1 else runs[at]
    if at == 0 and i and all(m.kind == "village" for m in runs[0]) and _led_by(text, line, runs, 0, _PLACES):
        return ()  # 转赴某村,与该村党支部: nobody is named before but the place
    return runs[at] if at >= 0 else ()


def _does_there(between: str) -> bool:
    """到某校结对, 到某校,开展结对: the tie is said of going there, at once or in a clause that opens with its verb."""
    first, comma, rest = between.replace(",", "，").partition("，")
    return not comma or (not first and "，" not in rest and rest.startswith(_HOLDS))


def _until(text: str, line: Sentence, runs: Sequence[Group], i: int) -> int:
    """Where what is said of a run ends: at the next run, past those that only say where."""
    for after in range(i + 1, len(runs)):
        within_village = all(m.rule == "org.anaphor.village_bare" for m in runs[after])
        if not within_village and not _led_by(text, line, runs, after, _HERE):
            return runs[after][0].start
    return line.end


def _led_by(text: str, line: Sentence, runs: Sequence[Group], i: int, cues: tuple[str, ...]) -> bool:
    start = max(runs[i - 1][-1].end if i else line.start, runs[i][0].start - _WORD)
    left = text[start : runs[i][0].start]
    for mark in "，,；;。：、":
        left = left.rsplit(mark, 1)[-1]
    bare = undivided(left)
    at = max((bare.rfind(c) + len(c) for c in cues if c in bare), default=-1)
    rest = bare[at:] if at >= 0 else ""
    cut = len(bare) < len(left) and len(rest) <= _CUT  # the 界 of 转赴界集镇某村
    return at >= 0 and (not rest or cut or bare.endswith(("的", *_PARTNERS)))


def _same_clause(text: str, start: int, end: int) -> bool:
    return not any(c in "。；;！？!?\n" for c in text[start:end])


def _subject(
    text: str, line: Sentence, runs: Sequence[Group], i: int, mentions: Sequence[OrgMention], words: Lexicon
) -> Group:
    """自与某社区结对以来,学校…: the subject comes after, or stood in a sentence before."""
    after = runs[i + 1] if i + 1 < len(runs) and text[runs[i + 1][0].start - 1] in "，," else ()
    if after:
        return after
    titled = next((m for m in within(mentions, line.start, runs[i][0].start) if m.titled), None)
    earlier = titled or subject_before(text, line.start, mentions, words)
    return (earlier,) if earlier else ()


def _cross(
    text: str, left: Sequence[OrgMention], right: Sequence[OrgMention], tie: Tie
) -> Iterator[tuple[OrgMention, OrgMention, str]]:
    a, b = _distinct(left), _distinct(right)
    between = text[left[-1].end : right[0].start] if left and left[-1].end < right[0].start else ""
    if "分别" in between and len(a) == len(b) > 1:
        yield from ((x, y, tie.value.id) for x, y in zip(a, b, strict=True))
    else:
        yield from ((x, y, tie.value.id) for x, y in product(a, b))


def _listed(
    text: str, line: Sentence, runs: Sequence[Group], i: int, ties: Sequence[Tie]
) -> Iterator[tuple[OrgMention, OrgMention, str]]:
    """A、B联合开展 and A和B结对: the partners stand in one list."""
    run = runs[i]
    until = _until(text, line, runs, i)
    tie = next((t for t in ties if run[-1].end <= t.start < until and _same_clause(text, run[-1].end, t.start)), None)
    named = _distinct(run)
    if tie is None or tie.value.parties or len(named) < 2 or (i and _led_by(text, line, runs, i, _WITH)):
        return
    if i + 1 < len(runs) and _led_by(text, line, runs, i + 1, _WITH):
        return  # A、B与C: the tie is with C
    near = not any(c in "，," for c in text[run[-1].end : tie.start])
    if near and (all(_party(m) for m in named) or (not tie.value.party and len(named) == 2)):
        yield from _all(named, tie.value.id)


def _all(sides: Sequence[OrgMention], rule: str) -> Iterator[tuple[OrgMention, OrgMention, str]]:
    yield from ((a, b, rule) for a, b in combinations(_distinct(sides), 2))


def _distinct(run: Sequence[OrgMention]) -> list[OrgMention]:
    seen: dict[str, OrgMention] = {}
    for side in (s for m in run for s in m.sides):
        seen.setdefault(side.full, side)
    return list(seen.values())
