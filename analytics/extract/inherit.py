"""The date of an occasion: its own, inherited from the passage, or the day of publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from analytics.extract.facts import Readings
from analytics.extract.occasions import Occasion
from analytics.model import UNKNOWN_DATE, DateFrom, EdtfDate, Span, TimeExpression
from analytics.text.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, where it was read, and how it was come by."""

    date: EdtfDate
    source: DateFrom | None
    span: Span | None
    rules: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether it names days."""
        return self.date.precision in ("day", "range")


UNDATED = Dated(UNKNOWN_DATE, None, None, ("date.none.unknown",))


def lead_time(r: Readings, parts: list[Sentence], occasions: Sequence[Occasion]) -> TimeExpression | None:
    """A time that the first two paragraphs that tell anything name before any event, which then holds for the passage."""
    first_event = min((o.lead.unit.start for o in occasions if o.kind == "event"), default=None)
    if first_event is None or not parts:
        return None
    opening = [
        t
        for t in r.times
        if t.span.end <= first_event and t.date.edtf and t.date.precision in ("day", "approx", "range")
    ]
    starts = [*(t.span.start for t in r.times), *(m.start for m in r.mentions), *(p.place.start for p in r.places)]
    begun = min(starts, default=0)
    first = next(s.paragraph for s in reversed(parts) if s.start <= begun)
    third = next((s.start for s in parts if s.paragraph >= first + 2), len(r.text))
    return next((t for t in opening if t.span.start < third), None)


def date_of(
    o: Occasion, told: Sequence[Occasion], governing: TimeExpression | None, r: Readings, *, alone: bool
) -> Dated:
    """The date of one occasion. ``told``: the events before it; ``alone``: it is the article's only event."""
    own = o.time
    if own is not None and (own.date.edtf or o.kind != "event" or own.date.precision == "unknown"):
        if own.date.edtf:
            return _lasting(own, o, r) or Dated(own.date, "text", own.span, (own.rule,))
        return Dated(UNKNOWN_DATE, None, own.span, (own.rule,))
    if o.kind != "event":
        return UNDATED
    before = told[-1] if told else None
    if before is not None and before.time is not None and before.time.date.edtf and _near(o, before):
        return Dated(before.time.date, "inherited", before.time.span, ("date.inherited.passage", before.time.rule))
    if governing is not None:
        return Dated(governing.date, "inherited", governing.span, ("date.inherited.lead", governing.rule))
    if (sole := _sole(told)) and not any(f.standing.repeated for f in o.units):
        return Dated(sole.date, "inherited", sole.span, ("date.inherited.sole", sole.rule))
    if alone and r.published is not None and not any(f.standing.repeated for f in o.units):
        day = r.published
        return Dated(EdtfDate(f"{day.isoformat()}~", day, day, "approx"), "published", None, ("date.published.only",))
    return UNDATED


def _lasting(own: TimeExpression, o: Occasion, r: Readings) -> Dated | None:
    """The first day and how many days it lasted, where the paragraph tells both and no last day: 8月1日……为期三天."""
    first = own.date.start
    named = [t for f in o.units for t in f.times if t.date.precision in ("day", "range")]
    if own.date.precision != "day" or first is None or len(named) > 1:
        return None
    stretch = next((f.unit.paragraph for f in o.units if own in f.times), None)
    told = (f.unit for f in o.units if f.unit.paragraph == stretch)
    length = next((one for u in told for one in r.lengths(u.start, u.end) if one.start >= own.span.end), None)
    if length is None:
        return None
    last = first + timedelta(days=length.days - 1)
    days = EdtfDate(f"{first.isoformat()}/{last.isoformat()}", first, last, "range")
    return Dated(days, "text", own.span, ("date.lasting", own.rule))


def _sole(told: Sequence[Occasion]) -> TimeExpression | None:
    """The one day, or few days, that all events so far name."""
    times = [o.time for o in told if o.time is not None and o.time.date.edtf]
    if len({t.date.edtf for t in times}) == 1 and times[0].date.precision in ("day", "range", "approx"):
        return times[0]
    return None


def _near(o: Occasion, before: Occasion) -> bool:
    """The same paragraph, and nothing that says it happened at other times."""
    return o.lead.unit.paragraph == before.units[-1].unit.paragraph and not o.lead.standing.repeated and not o.lead.also
