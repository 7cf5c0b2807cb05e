"""Who does it, with whom, for whom: the organisations of one activity."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.extract.who.lexicon import Lexicon
from analytics.extract.who.mentions import OrgMention
from analytics.model import Organisation, Role, Span
from analytics.rules.who import RoleCue
from analytics.text.words import boundaries, tagged

_CLAUSE = frozenset("，,。；;：:！!？?\n…—▲●■")
_AND = frozenset(("、", "和", "及", "以及", "，和", "暨"))
_WITH = ("与", "同", "跟", "和")
_GAP = 10  # characters that may stand between a cue and the name it governs
_LEAD = 14  # characters of time and place that may stand before a subject in its clause
COUNTS = "0123456789一二三四五六七八九十百余多名位人个的等数几（）()"  # 22名
_GUESTS = ("出席", "应邀", "应邀出席", "应邀参加")
_RANK: dict[Role, int] = {"organiser": 0, "partner": 1, "beneficiary": 2}


@dataclass(frozen=True, slots=True)
class Part:
    """A group of coordinated names and what its clause makes of it; ``role`` None: no party of the activity.

    COUNTS = "0123456789一二三四五六七八九十百余多名位人个的等数几（）()"
        said with 在 and may be no more than where it was.
    """

    members: tuple[OrgMention, ...]
    role: Role | None
    weak: bool = False
    place: bool = False


def roles(
    text: str,
    spans: Sequence[Span],
    mentions: Sequence[OrgMention],
    subject: OrgMention | None,
    lexicon: Lexicon,
) -> tuple[Organisation, ...]:
    """The organisations of the activity that ``spans`` tell of, organisers first.

    ``subject`` is who acted before the spans: the organiser when the spans name none. ``lexicon`` is the reader's own
    (``OrgReader.lexicon``).
    """
    words = lexicon
    found = [p for s in spans for p in parts(text, s.start, s.end, mentions, words)]
    chosen: dict[str, tuple[Role, OrgMention]] = {}
    for part in found:
        if part.role and not part.weak:
            _choose(chosen, part.role, part.members)
    _drop_parents(chosen)
    if not any(role == "organiser" for role, _ in chosen.values()):
        titled = next((p.members[:1] for p in found if p.weak and p.members[0].kind != "village"), ())
        village = next((p.members[:1] for p in found if p.weak and p.members[0].kind == "village"), ())
        _choose(chosen, "organiser", titled or (subject.sides if subject else ()) or village, keep=bool(titled))
    if not any(role == "organiser" for role, _ in chosen.values()):  # nobody came: the village is only where it was
        chosen = {name: c for name, c in chosen.items() if name not in _only_places(found)}
    ranked = sorted(chosen.values(), key=lambda c: _RANK[c[0]])
    return tuple(Organisation(m.full, role, m.full_start, m.full_end) for role, m in ranked)


def _drop_parents(chosen: dict[str, tuple[Role, OrgMention]]) -> None:
    """Of an organisation and its own branch the branch did it, and where it did is no one served."""
    doers = [name for name, (role, _) in chosen.items() if role == "organiser"]
    for name in [n for n, (role, m) in chosen.items() if role != "partner" and m.kind != "village"]:
        if any(other != name and other.startswith(name) for other in doers):
            del chosen[name]


def _only_places(found: Sequence[Part]) -> set[str]:
    served = {m.full for p in found if p.role and not p.place for m in p.members}
    return {m.full for p in found if p.place for m in p.members} - served


def _choose(
    chosen: dict[str, tuple[Role, OrgMention]], role: Role, members: Sequence[OrgMention], *, keep: bool = True
) -> None:
    """Neighbouring names joined by 、 or 和; 该矿 before 机电队 only says whose it is."""
    for side in (s for m in members for s in m.sides):
        own: Role = "partner" if role == "organiser" and side.kind == "village" and len(chosen) > 0 else role
        held = chosen.get(side.full)
        if held is None or (keep and _RANK[own] < _RANK[held[0]]):
            chosen[side.full] = (own, side)


def parts(text: str, start: int, end: int, mentions: Sequence[OrgMention], lexicon: Lexicon) -> Iterator[Part]:
    """The groups of names in ``text[start:end]`` in order, with their roles."""
    before: Part | None = None
    for group in groups(text, within(mentions, start, end)):
        link = text[before.members[-1].end : group[0].start] if before else ""
        if before and link in _WITH:
            role: Role | None = "partner" if before.role == "organiser" else before.role
            before = Part(group, role, before.weak and group[0].kind == "village")
        else:
            before = _part(text, group, lexicon)
        yield before


def within(mentions: Sequence[OrgMention], start: int, end: int) -> list[OrgMention]:
    """The mentions that lie in ``[start, end)``; ``mentions`` are in order."""
    out = []
    for i in range(bisect_left(mentions, start, key=lambda m: m.start), len(mentions)):
        if mentions[i].start >= end:
            break
        if mentions[i].end <= end:
            out.append(mentions[i])
    return out


def groups(text: str, mentions: Sequence[OrgMention]) -> list[tuple[OrgMention, ...]]:
    """Neighbouring names that 、 or 和 joins; 该矿 before 机电队 only says whose it is."""
    out: list[list[OrgMention]] = []
    for mention in mentions:
        if out and out[-1][-1].end == mention.start and out[-1][-1].anaphor and not mention.anaphor:
            out[-1][-1] = mention
        elif out and text[out[-1][-1].end : mention.start] in _AND and out[-1][-1].titled == mention.titled:
            out[-1].append(mention)
        else:
            out.append([mention])
    return [tuple(g) for g in out]


def _part(text: str, group: tuple[OrgMention, ...], lexicon: Lexicon) -> Part:
    first, last = group[0], group[-1]
    left = text[_clause_start(text, first.start) : first.start]
    right = text[last.end : _clause_end(text, last.end)]
    if left.endswith(_WITH) or any(left[-_GAP:].rfind(w) >= 0 and _apposed(left, w) for w in ("与", "同")):
        return Part(group, "partner" if _joint(right, lexicon) else None)
    cue = _cue(left, lexicon)
    if cue is not None:
        return _governed(group, cue, right)
    return _subject(text, group, left, right, lexicon)


def _apposed(left: str, word: str) -> bool:
    """与共建单位某某: the name follows in apposition."""
    return left[left.rfind(word) + 1 :].endswith(("单位", "企业", "的", "伙伴", "近邻"))


def _cue(left: str, lexicon: Lexicon) -> RoleCue | None:
    """The last cue of the clause before the name, where it stands near enough to govern it."""
    hits = lexicon.before.find(left)
    if any(len(h.term) == 1 for h in hits):  # 对 in 结对 is no preposition
        edges = boundaries(left)
        hits = [h for h in hits if len(h.term) > 1 or (h.start in edges and h.end in edges)]
    if not hits or len(left) - hits[-1].end > _GAP:
        return None
    return hits[-1].value


def _governed(group: tuple[OrgMention, ...], cue: RoleCue, right: str) -> Part:
    if cue.role == "organiser":
        return Part(group, "organiser")
    if cue.role not in ("partner", "beneficiary"):
        return Part(group, None)
    inside = cue.id == "role.before.in"
    if (
        inside
        and (group[0].kind == "military" or "活动" in right)
        and not group[0].titled
        and group[0].kind not in cue.kinds
    ):
        return Part(group, "organiser", weak=True)
    kept = tuple(m for m in group if not m.titled and (not cue.kinds or m.kind in cue.kinds))
    if not kept or (_mere_place(group[-1], right) and cue.kinds):
        return Part(group, None)
    return Part(kept, "partner" if cue.role == "partner" else "beneficiary", place=inside)


def _mere_place(last: OrgMention, right: str) -> bool:
    """在某村的烟田里, 某村段: the village only says where."""
    bare = last.rule == "org.anaphor.village_bare"
    return last.kind == "village" and not bare and right.startswith(("的", "段", "境内", "方向"))


def _subject(text: str, group: tuple[OrgMention, ...], left: str, right: str, lexicon: Lexicon) -> Part:
    """A group that nothing governs: who does it, if what follows is not a prize, a guest list or a mere place."""
    if len(left) > _LEAD:
        return Part(group, None)
    if left and tagged(left[-4:])[-1][1] == "v":
        return Part(group, None)
    rest = right.lstrip(COUNTS)
    if not rest and right:
        return Part(group, None)
    if any(h.value.role == "none" and (h.start == 0 or h.term in _GUESTS) for h in lexicon.after.find(rest)):
        return Part(group, None)
    people = next((h.start for h in lexicon.after.find(right) if h.value.role == "doer"), _GAP)
    if right.startswith("的") and people >= _GAP:
        return Part(group, None)
    if group[0].rule.startswith("org.anaphor.village"):
        return Part(group, None)
    if not right and (
        left or text[group[-1].end : group[-1].end + 1] not in ("：", ":")
    ):  # 某某法院:把法庭搬进… heads a section
        return Part(group, None)
    if group[0].titled or (group[0].kind == "village" and not _acts(right, lexicon)):
        return Part(group, "organiser", weak=True)
    return Part(tuple(m for m in group if not m.titled), "organiser")


def _acts(right: str, lexicon: Lexicon) -> bool:
    """Whether a village does something itself: 某社区举办, 某社区与某医院联合."""
    hits = lexicon.after.find(right)
    return right.startswith(_WITH) or any(h.value.role == "joint" and len(h.term) > 1 and h.start <= 1 for h in hits)


def _joint(right: str, lexicon: Lexicon) -> bool:
    return any(h.value.role == "joint" for h in lexicon.after.find(right))


def _clause_start(text: str, at: int) -> int:
    while at > 0 and text[at - 1] not in _CLAUSE:
        at -= 1
    return at


def _clause_end(text: str, at: int) -> int:
    while at < len(text) and text[at] not in _CLAUSE:
        at += 1
    return at
