"""Who acted before: the organisation that a clause without an organiser goes on with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from analytics.extract.who.lexicon import Lexicon
from analytics.extract.who.mentions import OrgMention
from analytics.extract.who.roles import COUNTS, parts
from analytics.text.sentences import Sentence, lines
from analytics.text.words import tagged

_OFTEN = 2  # sentences in which an organisation acts that the article is about
_OPENING = 12  # characters that tell whether a sentence opens with a place of its own


def subject_before(text: str, position: int, mentions: Sequence[OrgMention], lexicon: Lexicon) -> OrgMention | None:
    """The organisation last in subject position before ``position``: in its paragraph, else before it where the article
    is about few organisations or the paragraph goes on with the same occasion. None for a scene of its own (在某地,…).
    """
    words = lexicon
    told_by = [s for s in lines(text) if s.start <= position]
    if not told_by or _own_place(text, told_by[-1].start, mentions) or _own_place(text, position, mentions):
        return None
    here = told_by[-1].paragraph
    actors = list(_actors(text, tuple(mentions), words))[: len(told_by) - 1]
    actors.append(_actor(text, told_by[-1], position, mentions, words))
    told = [(s, a) for s, a in zip(told_by, actors, strict=True) if a]
    if not told:
        return None
    if told[-1][0].paragraph == here:
        return told[-1][1]
    opening = next(s for s in told_by if s.paragraph == here)
    if _goes_on(text, opening, words):
        return told[-1][1]
    roots = Counter(_root(a) for _, a in told)
    main, times = roots.most_common(1)[0]
    if len(roots) == 1 or (times >= _OFTEN and 2 * times >= len(told)):
        return next(a for _, a in reversed(told) if _root(a) == main)
    return None


def _goes_on(text: str, opening: Sentence, words: Lexicon) -> bool:
    """Whether a paragraph opens with 活动中 or, behind a time, with 九名队员 and the like."""
    head = text[opening.start : opening.end]
    first, _, rest = head.partition("，")
    return head.startswith(words.continuing) or (
        len(first) <= _OPENING and rest.lstrip(COUNTS).startswith(words.continuing)
    )


@lru_cache(maxsize=8)
def _actors(text: str, mentions: tuple[OrgMention, ...], words: Lexicon) -> tuple[OrgMention | None, ...]:
    """Who acts in each sentence of the text; asked again for every activity of one article."""
    return tuple(_actor(text, line, line.end, mentions, words) for line in lines(text))


def _actor(text: str, line: Sentence, before: int, mentions: Sequence[OrgMention], words: Lexicon) -> OrgMention | None:
    """The first organisation that acts in the sentence, as far as it stands before ``before``."""
    found = list(parts(text, line.start, min(line.end, before), mentions, words))
    for weak in (False, True):
        for part in found:
            if part.role == "organiser" and part.weak == weak and part.members[0].kind != "village":
                return part.members[0]
    return None


def _root(mention: OrgMention) -> str:
    """The outermost organisation of a name: the factory of its branches."""
    if mention.nested and mention.full == mention.name and mention.nested[0][0] + 1 < mention.end:  # no 五中 of 五中学
        return mention.full[: mention.nested[0][0] - mention.start]
    return mention.full


def _own_place(text: str, at: int, mentions: Sequence[OrgMention]) -> bool:
    """Whether a clause opens with a place: (在)浙江杭州,… and 江苏泰州100多名志愿者 are scenes of their own."""
    run = text[at : at + _OPENING]
    start = at + run.startswith("在")
    if any(m.start <= start < m.end for m in mentions if m.kind != "village"):
        return False
    opening = tagged(text[start : at + _OPENING].split("，")[0])
    if not run.startswith("在"):
        opening = opening[:1]
    return any(tag == "ns" or word == "新区" for word, tag in opening)
