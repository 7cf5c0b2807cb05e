"""Who does it, with whom, for whom: the organisations of one activity."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from analytics.extract.who.lexicon import Lexicon
from analytics.extract.who.mentions import OrgMention
from analytics.extract.who.names import own_start
from analytics.model import Organisation, Role, Span
from analytics.rules.who import RoleCue
from analytics.text.scan import Hit
from analytics.text.words import boundaries, tagged

_FAR = 200
"""Code points beyond which no clause is believed to go on."""
_KEPT = 256
"""Groups of names of which is kept what their clause makes of them: asked by unit, by activity and for who acted before."""
_CLAUSE = frozenset("，,。；;：:！!？?\n…—▲●■")
_AND = frozenset(("、", "和", "及", "以及", "，和", "暨"))
_WITH = ("与", "同", "跟", "和")
_GAP = 10  # characters that may stand between a cue and the name it governs
_LEAD = 14  # characters of time and place that may stand before a subject in its clause
COUNTS = "0123456789一二三四五六七八九十百余多名位人个的等数几（）()"  # 22名
_HOSTED = ("主办、", "承办、", "指导、")  # 甲主办、乙承办、丙协办
_INVITE = ("邀请", "特邀", "请来", "邀")
_NUMBERS = "0123456789一二三四五六七八九十百两几余多"
_HEADS = ("名", "位")  # 的18名协管员
_STRETCH = ("段", "境内", "方向")
_FIELDS = frozenset("田地路河沟林山")
_SENT = 4  # characters that may stand between a name and its people (招募的)
_LEVELS = ("镇", "乡", "县", "区", "市", "街道", "办事处", "省", "州", "社区", "小区")
_GUESTS = ("出席", "应邀", "应邀出席", "应邀参加", "被授予", "被评为")
_RANK: dict[Role, int] = {"organiser": 0, "partner": 1, "beneficiary": 2}


@dataclass(frozen=True, slots=True)
class Part:
    """A group of coordinated names and what its clause makes of it; ``role`` None: no party of the activity.

    ``weak``: counts only where nobody else did it. ``place``: said with 在, it may be no more than where it was.
    ``served``: may be whom it was done for where nothing else says so.
    """

    members: tuple[OrgMention, ...]
    role: Role | None
    weak: bool = False
    place: bool = False
    served: bool = True


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
    if not any(role == "organiser" for role, _ in chosen.values()):  # 在某校,师生…: those at home did it
        _choose(chosen, "organiser", [m for p in found if p.place for m in p.members if m.kind != "village"])
    if not any(role == "organiser" for role, _ in chosen.values()):  # nobody came: the village is only where it was
        chosen = {name: c for name, c in chosen.items() if name not in _only_places(found)}
    _choose_scene(text, chosen, found)
    ranked = sorted(chosen.values(), key=lambda c: _RANK[c[0]])
    return tuple(Organisation(m.full, role, m.full_start, m.full_end) for role, m in ranked)


def _drop_parents(chosen: dict[str, tuple[Role, OrgMention]]) -> None:
    """Of an organisation and its own branch the branch did it, and where it did is no one served."""
    doers = [name for name, (role, _) in chosen.items() if role != "beneficiary"]
    for name in [n for n, (role, m) in chosen.items() if role != "partner" and m.kind != "village"]:
        if any(other != name and other.startswith(name) for other in doers):
            del chosen[name]


def _choose_scene(text: str, chosen: dict[str, tuple[Role, OrgMention]], found: Sequence[Part]) -> None:
    """The village where an organisation from elsewhere did it is whom it was done for, also where it only says where."""
    if not chosen or any(m.kind == "village" or role == "beneficiary" for role, m in chosen.values()):
        return
    if any("村" in name or "社区" in name for name in chosen):
        return
    named = (p.members for p in found if p.served and all(m.kind == "village" and not m.titled for m in p.members))
    _choose(chosen, "beneficiary", next((g for g in named if not _outdoors(text, g[-1])), ()))


def _outdoors(text: str, village: OrgMention) -> bool:
    """Whether the village only says where a field, a road or a river is: 某村段, 某村的连片烟田."""
    after = text[village.end : _clause_end(text, village.end)][:_GAP]
    return after.startswith(_STRETCH) or (after.startswith("的") and any(c in _FIELDS for c in after))


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
        if before and _belongs(text, before.members[-1], group[0], link):
            continue
        if before and _next_village(before.members[-1], group[0], link):
            before = Part(group, before.role, before.weak, before.place, before.served)
        elif before and (link in _WITH or _peopled(link, lexicon)):
            role: Role | None = "partner" if before.role == "organiser" else before.role
            before = Part(group, role, before.weak and group[0].kind == "village")
        else:
            before = _part(text, group, lexicon)
        yield before


def _belongs(text: str, owner: OrgMention, own: OrgMention, link: str) -> bool:
    """Whether the second is only a team or a branch of the first: 某馆：“夕阳红”艺术团, 某大队的“骑警小分队”."""
    if own.kind not in ("team", "branch") or owner.kind in ("village", "team", "branch") or own.anaphor:
        return False
    return link in ("：", ":", "的“") or (link == "的" and text[own.start] == "“")


def _next_village(one: OrgMention, other: OrgMention, link: str) -> bool:
    """甲社区27号院、乙社区7号院: villages in a list, each with a place in it."""
    both = one.kind == other.kind == "village"
    return both and 1 < len(link) <= _GAP and link[-1] in "、和及" and not any(c in _CLAUSE for c in link)


def _peopled(link: str, lexicon: Lexicon) -> bool:
    """Whether only the people of the first name stand between it and 和: 某馆5名党员和某校, 某队的消防员和某会."""
    if len(link) < 2 or link[-1] not in "和与及、":
        return False
    people = link[:-1].lstrip(COUNTS)
    return any(h.value.role == "doer" and h.start == 0 and h.end == len(people) for h in lexicon.told_after(people))


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
        elif out and _linked(text, out[-1][-1], mention) and out[-1][-1].titled == mention.titled:
            out[-1].append(mention)
        else:
            out.append([mention])
    return [tuple(g) for g in out]


def _linked(text: str, one: OrgMention, other: OrgMention) -> bool:
    gap = text[one.end : other.start]
    return gap in _AND or (other.kind == "village" and 2 < len(gap) <= _LEAD and undivided(gap) in _AND)


@lru_cache(maxsize=_KEPT)
def _part(text: str, group: tuple[OrgMention, ...], lexicon: Lexicon) -> Part:
    first, last = group[0], group[-1]
    left = undivided(text[_clause_start(text, first.start) : first.start])
    right = text[last.end : _clause_end(text, last.end)]
    cue = _cue(left, lexicon)
    brought = cue is not None and cue.role == "partner" and left.endswith(cue.words)
    if brought:
        return Part(group, "partner")
    if left.endswith(_WITH) or any(left[-_GAP:].rfind(w) >= 0 and _apposed(left, w) for w in ("与", "同")):
        return Part(group, "partner" if _joint(right, lexicon) else None)
    if cue is not None:
        return _governed(group, cue, left, right, lexicon)
    return _subject(text, group, left, right, lexicon)


def undivided(left: str) -> str:
    """What stands before a village without the divisions that it lies in: 与白石镇 before 石桥村 is 与."""
    while left.endswith(_LEVELS):
        words = tagged(left[-8:])
        word, tag = words[-1]
        word = words[-2][0] + word if len(word) == 1 and len(words) > 1 else word
        if tag == "v" or left == word:
            break
        left = left[: -len(word)]
    return left


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


def _governed(group: tuple[OrgMention, ...], cue: RoleCue, left: str, right: str, lexicon: Lexicon) -> Part:
    if cue.role == "organiser":
        return Part(group, "organiser")
    told = {h.value.role for h in lexicon.told_after(right) if _bears(h, group[-1])}
    if cue.role == "from":  # the subject: 来自某校的8名师生给…, some of the people there: …来自某校
        strong = left in cue.words or not right.startswith("的")
        return Part(group, "organiser" if _sends(right, lexicon) else None, weak=not strong)
    if cue.id in ("role.before.in", "role.before.none") and told & {"helped", "leads"}:
        return Part(group, "partner" if "helped" in told else "organiser")
    if left.endswith(_INVITE) and right.startswith(lexicon.coming) and not group[-1].titled:
        return Part(group, "partner")
    if cue.role not in ("partner", "beneficiary"):
        return Part(group, None)
    if "merely" in told:
        return Part(group, None, served=False)
    inside = cue.id == "role.before.in"
    if (
        inside
        and (group[0].kind == "military" or "活动" in right)
        and not group[0].titled
        and group[0].kind not in cue.kinds
    ):
        return Part(group, "organiser", weak=True)
    if cue.role == "beneficiary":
        group = tuple(_host(m, lexicon) for m in group)
    kept = tuple(m for m in group if not m.titled and (not cue.kinds or m.kind in cue.kinds or "cared" in told))
    if not kept or (_mere_place(group[-1], right) and cue.kinds):
        return Part(group, None)
    return Part(kept, "partner" if cue.role == "partner" else "beneficiary", place=inside)


def _bears(hit: Hit[RoleCue], name: OrgMention) -> bool:
    """Whether a cue behind a name is said of it: at once, or past its people (某校老师的陪同下)."""
    if hit.value.kinds and name.kind not in hit.value.kinds:
        return False
    return hit.start == 0 or hit.value.role == "cared" or (hit.value.role == "helped" and hit.start <= _SENT)


def _host(mention: OrgMention, lexicon: Lexicon) -> OrgMention:
    """在某村村委会, 来到某社区活动中心: the village, for its premises are only where it was."""
    if mention.anaphor or not mention.nested or not mention.name.endswith(tuple(lexicon.short["premises"])):
        return mention
    end, kind = mention.nested[-1]
    if kind != "village":
        return mention
    start = own_start(mention.name, 0, end - mention.start, kind)
    own, start = mention.name[start : end - mention.start], mention.start + start
    return replace(
        mention, start=start, end=end, name=own, full=own, full_start=start, full_end=end, kind=kind, nested=()
    )


def _sends(right: str, lexicon: Lexicon) -> bool:
    """某单位的8名师生, 某单位招募的志愿者: people follow whose unit it is."""
    at = right.find("的", 0, _SENT)
    people = right[at + 1 :].lstrip(COUNTS) if at >= 0 else ""
    return any(h.value.role == "doer" and h.start <= _SENT for h in lexicon.told_after(people))


def _mere_place(last: OrgMention, right: str) -> bool:
    """在某村的烟田里, 某村段: the village only says where."""
    bare = last.rule == "org.anaphor.village_bare"
    return last.kind == "village" and not bare and right.startswith(("的", *_STRETCH))


def _subject(text: str, group: tuple[OrgMention, ...], left: str, right: str, lexicon: Lexicon) -> Part:
    """A group that nothing governs: who does it, if what follows is not a prize, a guest list or a mere place."""
    if any(h.value.role == "helped" and h.start == 0 for h in lexicon.told_after(right)):
        return Part(group, "partner")
    if len(left) > _LEAD and not left.endswith(_HOSTED):
        return Part(group, None)
    if left and tagged(left[-4:])[-1][1] == "v":
        return Part(group, None)
    rest = right.lstrip(COUNTS)
    if not rest and right:
        return Part(group, None)
    if any(h.value.role == "none" and (h.start == 0 or h.term in _GUESTS) for h in lexicon.told_after(rest)):
        return Part(group, None)
    people = next((h.start for h in lexicon.told_after(right) if h.value.role == "doer"), _GAP)
    if right.startswith("的") and people >= _GAP and not right[1:].lstrip(_NUMBERS).startswith(_HEADS):
        return Part(group, None)
    if group[0].rule in ("org.anaphor.village", "org.anaphor.village_bare"):
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
    hits = lexicon.told_after(right)
    return right.startswith(_WITH) or any(h.value.role == "joint" and len(h.term) > 1 and h.start <= 1 for h in hits)


def _joint(right: str, lexicon: Lexicon) -> bool:
    return any(h.value.role == "joint" for h in lexicon.told_after(right))


def _clause_start(text: str, at: int) -> int:
    far = max(0, at - _FAR)
    while at > far and text[at - 1] not in _CLAUSE:
        at -= 1
    return at


def _clause_end(text: str, at: int) -> int:
    far = min(len(text), at + _FAR)
    while at < far and text[at] not in _CLAUSE:
        at += 1
    return at
