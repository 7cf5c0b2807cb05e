"""What was read: a name of an organisation with the longest form that it joins with."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.rules.who import OrgKind


@dataclass(frozen=True, slots=True)
class OrgMention:
    """``text[start:end] == name``; ``text[full_start:full_end] == full``, the longest form found in the article.

    ``anaphor``: a word such as 该局 or 双方; ``also`` holds the other sides that 双方 or 三方 stands for.
    ``titled``: the name is part of a person's title (县税务局 in 县税务局党委书记). ``nested`` are the ends of the
    organisations within the name (某厂 within 某厂第一党支部).
    """

    start: int
    end: int
    name: str
    full: str
    full_start: int
    full_end: int
    kind: OrgKind
    rule: str
    anaphor: bool = False
    titled: bool = False
    nested: tuple[tuple[int, OrgKind], ...] = ()
    also: tuple[OrgMention, ...] = ()

    def __hash__(self) -> int:
        """By its run: an article names nothing twice at one place."""
        return hash((self.start, self.end))

    @property
    def sides(self) -> tuple[OrgMention, ...]:
        """The organisations that the mention stands for: itself, and for 双方 all of them."""
        return (self, *self.also)
