"""The reasons of a link as sentences for a reader."""

from __future__ import annotations

from analytics.messages import Language, say


def explain(reason: str, language: Language = "zh") -> str:
    """A reason (``code`` or ``code:value``) in words. KeyError when the messages lack ``name.CODE``."""
    code, _, value = reason.partition(":")
    return say(f"name.{code}", language, value=value)
