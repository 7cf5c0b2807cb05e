"""Who acted before: the organisation that a clause without an organiser goes on with."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.extract.who.lexicon import Lexicon, default_lexicon
from analytics.extract.who.mentions import OrgMention
from analytics.extract.who.roles import parts
from analytics.text.sentences import Sentence, sentences
from analytics.text.words import tagged

_FEW = 3  # organisations that act in an article "about" one of them (its branch, its union, itself)
_OPENING = 12  # characters that tell whether a sentence opens with a place of its own


def subject_before(
    text: str, position: int, mentions: Sequence[OrgMention], lexicon: Lexicon | None = None
) -> OrgMention | None:
    """The organisation last in subject position before ``position``: in its paragraph, else before it where the article
    is about few organisations or the paragraph goes on with the same occasion. None for a scene of its own (在某地,…).
    """
    words = lexicon or default_lexicon()
    lines = [s for s in sentences(text) if s.start <= position]
    if not lines or _own_place(text, lines[-1]):
        return None
    here = lines[-1].paragraph
    actors = [(s, a) for s in lines if (a := _actor(text, s, position, mentions, words))]
    if not actors:
        return None
    if actors[-1][0].paragraph == here:
        return actors[-1][1]
    opening = next(s for s in lines if s.paragraph == here)
    few = len({_root(a) for _, a in actors}) <= _FEW
    return actors[-1][1] if few or text.startswith(words.continuing, opening.start) else None


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
    return mention.full[: mention.nested[0][0] - mention.start] if mention.nested and mention.full == mention.name else mention.full


def _own_place(text: str, line: Sentence) -> bool:
    """Whether the sentence opens with a place: (在)浙江杭州,… and 江苏泰州100多名志愿者 are scenes of their own."""
    run = text[line.start : min(line.end, line.start + _OPENING)].removeprefix("在")
    opening = tagged(run)
    return bool(opening) and opening[0][1] == "ns"
