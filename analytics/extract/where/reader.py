"""Places of an article: one scan for divisions, one for endings, and work only around what they find."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.extract.where.again import with_again
from analytics.extract.where.context import ContextReader, related
from analytics.extract.where.lists import ShortList, short_list
from analytics.extract.where.names import Around, Ending, NameReader, Reading
from analytics.extract.where.pieces import DivisionScan, Piece
from analytics.extract.where.settle import Settled, Settler
from analytics.extract.where.values import PlaceContext, PlaceMention
from analytics.extract.where.view import View
from analytics.extract.where.words import PlaceWords
from analytics.gazetteer import Division, Gazetteer
from analytics.gazetteer.division import LEVELS
from analytics.model import Place
from analytics.rules import RuleBook

GUESSED = ("place.left.edge", "place.name.unknown")
"""The weakest evidence that a name is taken on; it proves nothing about the same word elsewhere."""
TAIL = 14
"""Characters after a division in which an organisation's last word is looked for (青川县 + 供电公司)."""
LOOSE = 2.0
"""Weight of what stands before a name up to which 村 may belong to the next word (村口, 村集体)."""
GAP = 7
"""Characters that a village's name may have after a town that no register has."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the view: its parts from the widest down; ``inside`` as in PlaceMention."""

    parts: tuple[Piece, ...]
    inside: str
    village: str = ""

    @property
    def start(self) -> int:
        """Where the widest part begins."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where the narrowest part ends."""
        return self.parts[-1].end


class PlaceReader:
    """Reads places by the rules of one book and the names of one gazetteer. Building one takes about half a second."""

    def __init__(self, book: RuleBook, gazetteer: Gazetteer) -> None:
        self._words = PlaceWords.of(book)
        self._scan = DivisionScan(gazetteer, self._words)
        self._names = NameReader(self._words, gazetteer)
        self._settler = Settler(gazetteer)
        self._context = ContextReader(self._words, self._scan, gazetteer)

    def context(self, text: str, title: str, source: str | None) -> PlaceContext:
        """Which county the article is about, as far as it says so."""
        return self._context.read(text, title, source)

    def read(self, text: str, context: PlaceContext) -> tuple[PlaceMention, ...]:
        """Every place of the text, in order, none overlapping, each with its chain as far as it is certain."""
        view, divisions = self._scan.look(text)
        first = self._pass(view, divisions, context, frozenset())
        # A name that is clear in one sentence helps to read it in another.
        names = frozenset(f.parts[-1].name for f in first if f.parts[-1].reasons not in ((), GUESSED))
        found = self._pass(view, divisions, context, names) if names else first
        return with_again(text, view, self._mentions(text, view, found, context), self._words)

    def _pass(self, view: View, divisions: list[Piece], context: PlaceContext, article: frozenset[str]) -> list[Found]:
        around = Around(view, _scope(context), self._chains(divisions, context), article=article)
        hits = self._words.endings(view.plain)
        found: list[Found] = []
        for i, hit in enumerate(hits):
            if hit.end in around.chains:
                continue  # 萍乡, 景德镇
            ending = Ending(hit.start, hit.end, hit.value)
            if hit.value.level == "village" and (listed := short_list(view, hit, ending, self._words)):
                found += self._items(listed, hit.term, around)
                continue
            reading = self._names.read(ending, around)
            if reading and self._fitting(reading, ending, around, hits[i + 1].start if i + 1 < len(hits) else None):
                found.append(self._take(reading, ending, around))
        found += self._divisions(divisions, found, context)
        return _outermost(found)

    def _fitting(self, reading: Reading, ending: Ending, around: Around, following: int | None) -> bool:
        """Whether what stands behind allows the name; a town that no register has needs a village behind it."""
        strong = reading.left == "place.left.chain" or reading.known in ("place.name.county", "place.name.article")
        plain = around.view.plain
        if ending.suffix.level == "village":
            after = self._words.kind_after(plain, ending.end)
            clear = reading.known == "place.name.country" and self._words.weights[reading.left] > LOOSE
            if strong or after is None or after[0] != "word" or ending.suffix.suffix != "村":
                return True
            # 石桥村民 are the people of 石桥 or just villagers, 石桥村镇银行 is a bank; 石桥村集体 leaves less doubt.
            return clear and plain[ending.end] not in "民镇"
        gap = following - ending.end if following and around.view.run_end(ending.end, GAP + 1) > following else 0
        if strong or gap == 1:
            return strong  # 雪乡里社区 is one name as a rule, not a town and a village of one character
        return gap > 1 or (reading.known == "place.name.country" and reading.left != "place.left.word")

    def _take(self, reading: Reading, ending: Ending, around: Around) -> Found:
        plain = around.view.plain
        name = plain[reading.start : ending.start] + ending.suffix.suffix
        piece = Piece(reading.start, ending.end, ending.suffix.level, (), True, name, (reading.left, reading.known))
        above = around.chains.get(reading.start, [])
        within = above[-1].fits if above else around.scope
        piece = replace(piece, fits=self._settler.fits(_register_name(piece, ending), piece.level, within))
        parts = [*above, piece]
        around.taken = ending.end
        inside = ""
        if piece.level == "town":
            around.chains[ending.end] = parts
        else:
            after = self._words.kind_after(plain, ending.end)
            inside = after[0] if after and after[0] != "word" else ""
            if ending.suffix.suffix.endswith("委员会") or ending.suffix.suffix == "居委会":
                inside = inside or "organisation"
            around.items |= {ending.end + len(j) for j in self._words.joins if plain.startswith(j, ending.end)}
        return Found(tuple(parts), inside, name if piece.level == "village" else "")

    def _items(self, listed: ShortList, suffix: str, around: Around) -> list[Found]:
        out = []
        for ending in listed.items:
            reading = self._names.read(ending, around)
            known = reading and (reading.left == "place.left.chain" or reading.known != "place.name.unknown")
            if reading and (known or listed.sure):
                found = self._take(reading, ending, around)
                out.append(replace(found, village=around.view.plain[reading.start : ending.end] + suffix))
            around.items |= {ending.end + 1}
        return out

    def _divisions(self, divisions: list[Piece], found: list[Found], context: PlaceContext) -> list[Found]:
        """Chains of divisions that are no part of a village's or town's name."""
        chains = self._chains(divisions, context)
        inner = {chain[-2].end for chain in chains.values() if len(chain) > 1}
        taken = {i for f in found for i in range(f.start, f.end)}
        alone = (chain for end, chain in sorted(chains.items()) if end not in inner)
        free = (chain for chain in alone if not {chain[0].start, chain[-1].start} & taken)
        return [Found(tuple(chain), "") for chain in free]

    def _chains(self, divisions: list[Piece], context: PlaceContext) -> dict[int, list[Piece]]:
        """The chain of names that ends at each position: 山东, 潍坊, 青州市."""
        chains: dict[int, list[Piece]] = {}
        for piece in divisions:
            above = chains.get(piece.start, [])
            if above and related(above[-1], piece):
                chains[piece.end] = [*above, piece]
            elif self._clear(piece, context):
                chains[piece.end] = [piece]
        return chains

    def _clear(self, piece: Piece, context: PlaceContext) -> bool:
        """Whether a name says a division by itself: in full, a province or city, or the county that it is all about."""
        if self._scan.everyday(piece):
            return False
        return piece.full or piece.level != "county" or any(d in piece.fits for d in _home(context))

    def _mentions(self, text: str, view: View, found: list[Found], context: PlaceContext) -> tuple[PlaceMention, ...]:
        named = (p for f in found for p in f.parts if p.level == "town" and len(p.fits) == 1)
        towns = tuple({p.fits[0].code: p.fits[0] for p in named}.values())
        settled: dict[tuple[str, ...], Settled] = {}

        def settle(parts: tuple[Piece, ...]) -> Settled:
            names = tuple(p.name for p in parts)
            if names not in settled:
                settled[names] = self._settler.settle(parts, context, towns)
            return settled[names]

        known: dict[str, Settled] = {}
        for f in sorted((f for f in found if f.village), key=lambda f: -len(f.parts)):
            known.setdefault(f.village, settle(f.parts))
        written = {f.village for f in found if f.parts[-1].end - f.parts[-1].start == len(f.village)}
        out: list[PlaceMention] = []
        upper: tuple[Piece, ...] = ()
        for f in found:
            parts = (*upper, *f.parts) if len(f.parts) == 1 and _listed(f) else f.parts
            where = known[f.village] if f.village and len(parts) == 1 else settle(parts)
            out.append(self._mention(text, view, f, where, f.village in written))
            # The next item of a list lies in the same county, not always in the same town.
            upper = tuple(p for p in parts if p.level in LEVELS[:3]) if f.village else ()
        return tuple(out)

    def _mention(self, text: str, view: View, f: Found, where: Settled, written: bool) -> PlaceMention:
        last, start, end = f.parts[-1], view.at(f.start), view.until(f.end)
        inside = f.inside or ("" if f.village else self._tail(view, f.end))
        own = text[view.at(last.start) : end]
        village = own + f.village[last.end - last.start :] if f.village else ""
        short = own if village and not written else ""
        rule, *reasons = last.reasons or ("place.division.full" if last.full else "place.division.short",)
        place = Place(text[start:end], last.level, where.division, where.code, start, end)
        return PlaceMention(
            place, bool(f.village), where.candidates, inside, rule, village, (*reasons, where.rule), short
        )

    def _tail(self, view: View, start: int) -> str:
        """What a longer name that goes on behind a division is: 青川县 in 青川县供电公司."""
        run = view.plain[start : view.run_end(start, TAIL)]
        for i in range(len(run)):
            if self._words.cues.get(run[i]) == "hard" and start + i in view.bounds:
                run = run[:i]
                break
        if not (tails := self._words.tails.find(run)):
            return ""
        return "school" if self._words.after.get(tails[-1].term) == "school" else "organisation"


def _scope(context: PlaceContext) -> tuple[Division, ...]:
    """The divisions whose registers count as the article's own; a whole province is too wide for that."""
    if context.county:
        return (context.county,)
    city = context.area if context.area and context.area.level == "city" else None
    return context.candidates or ((city,) if city else ())


def _outermost(found: list[Found]) -> list[Found]:
    """In order, without the towns and divisions that a longer place begins with."""
    kept: list[Found] = []
    for f in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or f.end > kept[-1].end:
            kept.append(f)
    return kept


def _home(context: PlaceContext) -> tuple[Division, ...]:
    return (*((context.county,) if context.county else ()), *context.candidates)


def _register_name(piece: Piece, ending: Ending) -> str:
    spoken = ending.suffix.spoken
    return piece.name.removesuffix(ending.suffix.suffix) + spoken if spoken else piece.name


def _listed(f: Found) -> bool:
    return "place.left.list" in f.parts[-1].reasons
