"""Names of organisations: a suffix word, and its left boundary among the words before it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from analytics.extract.who.chunk import BREAKS, Chunk, Word
from analytics.extract.who.lexicon import Lexicon, Mark
from analytics.extract.who.listed import villages
from analytics.rules.who import OrgAnaphor, OrgKind, OrgSuffix
from analytics.text.scan import Hit

LONGEST = 40  # characters of a name; the longest seen in the dev articles has 26
_SHUT = {"”": "“", "）": "（", ")": "(", "」": "「", "’": "‘"}
_HOME = "之家"  # two words for the dictionary
_SLOGAN = 5  # characters from which on a village in quotation marks is a slogan
_QUOTED = 12  # characters that quotation marks or brackets inside a name may hold
_NAMED = 9  # characters of a department and a person's name between an organisation and a title
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_NUMERALS = frozenset("一二三四五六七八九十百零〇")
_LEVELS = frozenset("省市县区州盟旗镇乡縣區鎮鄉")
_TIME_ENDS = frozenset("节日月年天午晚晨夜期前后时")
_WEAK = frozenset("所办处站委社队")  # one-character suffixes that are mostly something else
_MEASURES = frozenset("个名位家场次批户条份人支组所种项间座处堂节笔杯只台张套片")
_PLACE_FRONT = frozenset("前后上下")  # 后洼村
_PLACE_INNER = frozenset("地家点")  # 七里地村
_COUNTERS = frozenset("个各些支")
_GENERIC_CHAINS = ("社区", "小区", "县城", "城区")
_CHAINS = ("街道", "办事处", "社区", "小区", "县城", "城区")  # what a village may stand in, beside the levels
_UNITS = ("分公司", "党校", "集团", "筹", "公司", "部", "中心", "办")  # units that brackets may add to a name
_HEADS = frozenset(("", "，", "。", "、", "\n", "●", "：", "；", "】"))
_ROADS = frozenset("路街巷桥门里新东西南北中小园苑镇乡庄屯寨")
_BEFORE_VILLAGE = frozenset("驻镇乡县")
_TITLING = frozenset(("branch", "union"))  # kinds whose officers are named by them, not by their organisation
_COMMITTEES = ("党工委", "党委", "党组")
_OFFICES = ("委员", "书记", "副书记", "成员", "常委", "班子")
_DEMONSTRATIVES = frozenset(("该", "本", "我", "此", "这", "贵"))


@dataclass(frozen=True, slots=True)
class Found:
    """A name (``anaphor`` None) or a word that stands for one, before both are joined over the article."""

    start: int
    end: int
    kind: OrgKind
    rule: str
    nested: tuple[tuple[int, OrgKind], ...] = ()
    titled: bool = False
    anaphor: OrgAnaphor | None = None


class NameFinder:
    """Finds names and words that stand for names in one text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str) -> list[Found]:
        """Names and anaphora in order, never overlapping."""
        hits = self._lexicon.marks.find(text)
        titles = sorted(h.start for h in hits if h.value.title)
        closed = {h.end for h in hits if h.value.title or (h.value.anaphor and not h.value.anaphor.bare)}
        out: list[Found] = []
        chunk: Chunk | None = None
        for read in hits:
            hit = self._officer(text, self._body_of_title(read))
            if not (hit.value.suffix or hit.value.fixed or hit.value.anaphor):
                continue
            if chunk is None or hit.start >= chunk.end:
                chunk = Chunk.around(text, hit.start)
            for start, end in self._listed(text, hit):
                _add(text, out, Found(start, end, "village", hit.value.anaphor.id if hit.value.anaphor else ""))
            if found := self._read(text, chunk, hit, closed, out[-1] if out else None):
                if hit.value.suffix and hit.value.suffix.joint:
                    found = _with_list(text, out, found)
                _add(text, out, replace(found, titled=hit is not read or self._titled(text, chunk, found.end, titles)))
        return out

    def _body_of_title(self, hit: Hit[Mark]) -> Hit[Mark]:
        """党支部 of 党支部书记, 工会 of 工会主席: whose title it is can be told only by the branch or the union."""
        if hit.value.suffix or not (hit.value.title or hit.value.blocked):
            return hit
        for i in range(len(hit.term) - 2, 1, -1):
            body = self._lexicon.suffixes.get(hit.term[:i])
            if body and body.kind in _TITLING and hit.term[i:] in self._lexicon.titles:
                return Hit(hit.start, hit.start + i, hit.term[:i], Mark(suffix=body, within=True))
        return hit

    def _officer(self, text: str, hit: Hit[Mark]) -> Hit[Mark]:
        """学院 of 学院党委 before 委员 or 书记: a Party committee in a title stands for the organisation."""
        own = next((w for w in _COMMITTEES if hit.term.endswith(w)), hit.term)
        owner = self._lexicon.suffixes.get(hit.term.removesuffix(own))
        if owner and text.startswith(_OFFICES, hit.end):
            return Hit(hit.start, hit.end - len(own), hit.term.removesuffix(own), Mark(suffix=owner, within=True))
        return hit

    def _listed(self, text: str, hit: Hit[Mark]) -> list[tuple[int, int]]:
        """The villages of a list whose end the hit says: 上坪、下坪两个村."""
        anaphor = hit.value.anaphor
        if anaphor is None or anaphor.count < 2 or anaphor.kinds != ("village",):
            return []
        return villages(text, hit.start, anaphor.count, self._lexicon)

    def _titled(self, text: str, chunk: Chunk, end: int, titles: list[int]) -> bool:
        """Whether a title follows, at once or after a department and a name (某局保险科王某科长)."""
        i = bisect_left(titles, end)
        at = titles[i] if i < len(titles) else chunk.end + 1
        if at == end + 1 or at > min(end + _NAMED, chunk.end):  # 某校领导 are the school's people
            return False
        between = chunk.between(end, at)
        return not any(w in self._lexicon.stops or w.startswith(("“", "（")) for w in between)

    def _read(self, text: str, chunk: Chunk, hit: Hit[Mark], closed: set[int], before: Found | None) -> Found | None:
        mark = hit.value
        if mark.fixed:
            return Found(hit.start, hit.end, mark.fixed.kind, mark.fixed.id)
        if mark.suffix and self._ends_name(text, chunk, hit, mark.suffix):
            owned = before is not None and before.end == hit.start and _owns(before, mark.suffix)
            start = before.start if before and owned else self._left(text, chunk, hit, closed)
            if start < hit.start:
                if _counted(chunk, start, mark.suffix) or not _followed(text, start, hit, mark.suffix):
                    return None
                if self._generic_run(chunk, start, hit.start, mark.suffix) and not self._opens(text, start, hit):
                    return None
                start = self._own_start(text, start, hit, mark.suffix)
                if start == hit.end:
                    return None
                nested = self._within(text, hit)
                return Found(start, _right(text, hit.end), mark.suffix.kind, mark.suffix.id, nested)
            if mark.suffix.needs == "nothing" and not (mark.anaphor and "village" in mark.anaphor.kinds):
                return Found(start, hit.end, mark.suffix.kind, mark.suffix.id)
        if mark.anaphor and (chunk.ends(hit) or not mark.anaphor.bare):
            kind = mark.suffix.kind if mark.suffix else "other"
            return Found(hit.start, hit.end, kind, mark.anaphor.id, anaphor=mark.anaphor)
        return None

    def _opens(self, text: str, start: int, hit: Hit[Mark]) -> bool:
        """Whether 内分泌科, 安监处 head a clause in which they do something; not 各科."""
        suffix = hit.value.suffix
        if suffix is None or not suffix.opens or not text.startswith(suffix.opens, hit.end):
            return False
        return text[start - 1 : start] in _HEADS and not self._lexicon.general(text[start : hit.start])

    def _ends_name(self, text: str, chunk: Chunk, hit: Hit[Mark], suffix: OrgSuffix) -> bool:
        """Whether the hit is the end of a word that can end a name (局, no 局面; 司法所, no 所)."""
        if suffix.followers and not text.startswith(suffix.followers + suffix.opens, hit.end):
            return False
        if suffix.followers and chunk.opening(hit.start) in tuple("在到于赴往至沿是"):
            return False
        if len(hit.term) > 1:
            return chunk.ends(hit) or hit.value.within or chunk.rest(hit) in self._lexicon.people
        word = chunk.word_ending(hit.end)
        if word is None or (len(word.text) > 1 and word.tag in ("v", "d", "r", "c", "p")):
            return word is None and chunk.splits(hit.end)
        if word.text in _WEAK and (left := chunk.before(hit.start)):
            noun = left.tag[0] in "nj" and word.text not in "所办"
            return noun or left.text[-1] in _LEVELS or left.text in self._lexicon.inside
        return True

    def _within(self, text: str, hit: Hit[Mark]) -> tuple[tuple[int, OrgKind], ...]:
        """某村 within 某村党支部 and 某学院 within 某学院党委, whose suffix words are 村党支部 and 学院党委."""
        for i in range(len(hit.term) - 1, 0, -1):
            if inner := self._lexicon.suffixes.get(hit.term[:i]):
                doubled = text.startswith(hit.term[:i], hit.start - i)  # 某村村委会
                return ((hit.start + (0 if doubled else i), inner.kind),)
        return ()

    def _own_start(self, text: str, start: int, hit: Hit[Mark], suffix: OrgSuffix) -> int:
        """A village is named without its chain of divisions, an organisation with it."""
        if suffix.kind != "village":
            return start
        if text[start - 1 : start] == "“" and text[hit.end : hit.end + 1] == "”" and hit.end - start >= _SLOGAN:
            return hit.end  # “万企兴万村”
        for i in range(hit.start - 1, start + 1, -1):
            chained = text[i - 1] in _LEVELS or text[i - 1] in "村)）" or text.endswith(_CHAINS, start, i)
            generic = text.endswith(_GENERIC_CHAINS, start, i) and hit.start - i >= 2  # 社区某某村
            if generic or (chained and i - start >= 3 and not (text[i - 1] == "村" and hit.start - i < 2)):
                return i
        return start

    def _left(self, text: str, chunk: Chunk, hit: Hit[Mark], closed: set[int]) -> int:
        """The start of the name that ends with this hit; ``hit.start`` when nothing belongs to it."""
        at, low = hit.start, max(chunk.start, hit.end - LONGEST)
        if len(hit.term) == 1 and text.startswith(hit.term, hit.start - 1):
            return at  # 村村通, 行行出状元
        while at > low and at not in closed:
            if text[at - 1] in _SHUT:
                opened = text.rfind(_SHUT[text[at - 1]], max(low, at - _QUOTED), at)
                if opened < 0 or any(c in BREAKS for c in text[opened:at]):
                    break
                at = opened
                continue
            word = chunk.before(at)
            if word is not None and self._run_together(text, word):
                at -= 1
                break
            if word is None or self._stops(text, chunk, word, hit):
                if word and word.text in _DEMONSTRATIVES:
                    at = self._past_demonstrated(text, at, hit)
                break
            apposed = at < hit.start and text.endswith(self._lexicon.appositions, low, at)
            if apposed and not self._all_generic(chunk, at, hit.start, hit):
                break
            at = word.start
        return at

    def _run_together(self, text: str, word: Word) -> bool:
        """会同县 + 教育局, 联合国 + 网某公司: the dictionary joins a verb with the first character of the name."""
        if word.text == "联合国":
            return text.startswith("网", word.end)
        return len(word.text) == 3 and word.text[-1] in _LEVELS and word.text[:-1] in self._lexicon.stops

    def _past_demonstrated(self, text: str, at: int, hit: Hit[Mark]) -> int:
        """该矿机电队 is 该矿 and 机电队: what the demonstrative points at is no part of the name."""
        inner = self._lexicon.marks.find(text[at : hit.end])
        first = next((h for h in inner if h.value.suffix and h.start == 0), None)
        return at + first.end if first and at + first.end < hit.end else at

    def _stops(self, text: str, chunk: Chunk, word: Word, hit: Hit[Mark]) -> bool:
        w, tag = word.text, word.tag
        village = hit.term[0] in "村社" and hit.term.startswith(("村", "社区"))
        if village and tag == "v" and w in self._lexicon.inside and not _road(text, word, hit):
            return True
        if w in self._lexicon.inside or _HOME in (text[word.start : word.end + 1], text[word.start - 1 : word.end]):
            return False
        if village and len(w) == 2 and w[0] in _LEVELS and w[1] in _PLACE_FRONT and hit.start - word.end == 1:
            return False  # 某镇上坪村, where 镇上 is a word
        if len(w) == 1 and len(hit.term) == 1 and not village and _one_word(chunk, word, hit):
            return False  # the 内 of 内科
        if w in self._lexicon.stops:
            return not (len(w) == 1 and self._in_name(text, chunk, word, village))
        if w[0] in _DIGITS:
            before, after = text[word.start - 1 : word.start], text[word.end : word.end + 1]
            return not (before == "第" or after in ("届", "级", "号", "班", "局"))
        if all(c in _NUMERALS for c in w) or w.startswith("第"):
            return False
        if tag == "x":
            return not w[0].isalpha()
        if len(w) == 1:
            if village and w in "上下" and (left := chunk.before(word.start)):
                return left.tag == "v" and len(left.text) == 1 and left.text not in self._lexicon.stops  # 爬上某村
            return tag[0] in "pcyu" or (w in "上中里内" and not village and not _after_place(chunk, word))
        if tag[0] in "mq":
            return w[-1] in _MEASURES
        if tag == "t":
            return w[-1] in _TIME_ENDS
        if w[-1] in "和与" or (len(w) > 2 and (w[-2:] in self._lexicon.stops or w[:2] in self._lexicon.stops)):
            return True  # 检查和, 全面推行: two words that the dictionary joins
        if w[-1] in "在到进往向":
            return tag[0] == "v" or w[:-1] in self._lexicon.stops  # 摆在, 送到
        if tag == "v" and (text[word.end] in _LEVELS or (word.end == hit.start and hit.term[0] == "村")):
            return False  # 下关镇, 下营村: what stands right before 镇 or 村 is its name, whatever else it means
        return tag[0] in "vdrpcuyei" and tag not in ("vn", "vg")

    def _in_name(self, text: str, chunk: Chunk, word: Word, village: bool) -> bool:
        """Function words that belong to a name: 材料科学与工程学院, 平阳市众和公司, 某镇后洼村, 七里地村."""
        left = chunk.before(word.start)
        if left is None:
            return village and word.text in _PLACE_FRONT
        if word.text in "和与":
            right = chunk.after(word.end)
            if right is not None and self._field(left.text[-2:]) and self._field(right.text[:2]):
                return True
        if word.text in "日月年号点" and left.text[-1] not in _NUMERALS | _DIGITS:
            return True
        if village and word.text in _PLACE_FRONT:
            return left.text[-1] in _LEVELS or left.text in self._lexicon.stops
        if (village or (word.text == "家" and len(left.text) == 1)) and word.text in _PLACE_INNER:  # 马家沟小学
            return left.text not in self._lexicon.stops and left.text[-1] not in _DIGITS | _NUMERALS
        if len(left.text) != 1 or not left.text.isalpha() or left.text in self._lexicon.stops or left.text in _LEVELS:
            return False
        division = chunk.before(left.start)
        return (
            division is not None and len(division.text) > 1 and (division.text[-1] in _LEVELS or division.tag == "ns")
        )

    def _field(self, word: str) -> bool:
        """Whether a word is, or begins or ends, a field of study or work."""
        return word in self._lexicon.joined

    def _all_generic(self, chunk: Chunk, start: int, end: int, hit: Hit[Mark]) -> bool:
        return hit.value.suffix is None or self._generic_run(chunk, start, end, hit.value.suffix)

    def _generic_run(self, chunk: Chunk, start: int, end: int, suffix: OrgSuffix) -> bool:
        run = chunk.text[start - chunk.start : end - chunk.start]
        words = chunk.between(start, end)
        return self._lexicon.generic(run, suffix) or all(
            self._lexicon.generic(w, suffix) for w in words if w not in "（）()"
        )


def own_start(text: str, start: int, end: int, kind: OrgKind) -> int:
    """Where a name that ends at ``end`` within a longer one begins: a village without its divisions (某局驻某村工作队)."""
    if kind != "village":
        return start
    return next((i for i in range(end - 2, start, -1) if text[i - 1] in _BEFORE_VILLAGE), start)


def _one_word(chunk: Chunk, word: Word, hit: Hit[Mark]) -> bool:
    """Whether the dictionary has the character before the suffix and the suffix as one noun."""
    whole = chunk.word_ending(hit.end)
    return whole is not None and whole.start == word.start and whole.tag[0] == "n"


def _after_place(chunk: Chunk, word: Word) -> bool:
    """云台中健医院, 中粤建筑公司, 十五中团委: 中 in front, behind a place or a number belongs to the name."""
    left = chunk.before(word.start)
    return left is None or left.tag in ("ns", "nr") or left.text[-1] in _LEVELS | _NUMERALS


def _road(text: str, word: Word, hit: Hit[Mark]) -> bool:
    """建设村, 建设路社区: the word is the name or a road's, and no verb as in 采购某某村."""
    return word.end >= hit.start or text[word.end] in _ROADS


def _owns(owner: Found, suffix: OrgSuffix) -> bool:
    """司法所 + 党支部: a unit right behind a name that was read belongs to it."""
    return suffix.needs == "modifier" and owner.anaphor is None and owner.kind != "village"


def _followed(text: str, start: int, hit: Hit[Mark], suffix: OrgSuffix) -> bool:
    """A town does something where its people follow, or where it heads the clause: 某镇在文化站举办."""
    return not suffix.followers or text.startswith(suffix.followers, hit.end) or text[start - 1 : start] in _HEADS


def _counted(chunk: Chunk, start: int, suffix: OrgSuffix) -> bool:
    """87个机关党支部: what is counted is a kind of unit, no unit."""
    before = chunk.before(start)
    return suffix.needs == "modifier" and before is not None and before.text[-1] in _COUNTERS


def _right(text: str, end: int) -> int:
    """清河县局（分公司）, 组织部（党校）: a unit in brackets right behind belongs to the name."""
    for left, right in (("（", "）"), ("(", ")")):
        if text.startswith(left, end):
            shut = text.find(right, end, end + 8)
            if shut > 0 and text.endswith(_UNITS, end, shut):
                return shut + 1
    return end


def _with_list(text: str, out: list[Found], found: Found) -> Found:
    """外国语学院、体育学院分党校: a shared unit takes up the list of its owners."""
    owners = [f for f in out if f.end <= found.start]
    first = next((f for f in out if f.start == found.start), None)
    kind = first.kind if first else "school"
    start = found.start
    while owners and owners[-1].kind == kind and text[owners[-1].end : start] in ("、", "和", "与"):
        start = owners.pop().start
    return replace(found, start=start)


def _premises(village: Found, longer: Found) -> bool:
    """某镇某村 + 活动中心: the village is read without its town, what stands in it with it."""
    return village.kind == "village" and longer.kind != "village" and longer.start < village.start


def _add(text: str, out: list[Found], found: Found) -> None:
    """Put a name behind the others: a longer name takes up those that it begins with or covers."""
    nested: list[tuple[int, OrgKind]] = list(found.nested)
    while out and out[-1].start >= found.start:
        last = out.pop()
        nested = (
            [*last.nested, (last.end, last.kind), *nested]
            if last.start == found.start or _premises(last, found)
            else nested
        )
    if found.kind == "village" and out and out[-1].kind != "village":
        last = out[-1]
        chain = last.end == found.start and text.endswith(_CHAINS, last.start, last.end)  # 某某办事处 + 某某社区
        if chain or last.start < found.start < last.end < found.end:
            out.pop()
    if out and out[-1].end > found.start:
        last = out[-1]
        if last.end >= found.end:
            return
        if last.anaphor or found.anaphor:
            found = replace(found, start=last.end)
        else:
            out.pop()
            nested = [*last.nested, (last.end, last.kind), *nested]
            found = replace(found, start=last.start)
    out.append(replace(found, nested=tuple(nested)))
