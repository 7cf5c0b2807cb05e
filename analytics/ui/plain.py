"""Source text for places where Streamlit reads Markdown: headings, captions, labels of buttons."""

from __future__ import annotations

import string

from analytics.share.citing import is_web

__all__ = ["is_web", "plain"]

_ESCAPED = str.maketrans({c: f"\\{c}" for c in string.punctuation})
_JOINER = "\u2060"
# Some signs are replaced after the escapes are gone (icons and emoji by name, arrows, dashes, bare addresses): an
# invisible word joiner keeps them apart.
_APART = tuple((run, _JOINER.join(run)) for run in ("->", "<-", "--", "http:", "https:", "www.", "@"))


def plain(text: str) -> str:
    """``text`` as Markdown that shows exactly these characters, on one line."""
    line = " ".join(text.split())
    for run, apart in _APART:
        line = line.replace(run, apart if len(run) > 1 else f"{run}{_JOINER}")
    return line.replace(":", f":{_JOINER}").translate(_ESCAPED)
