"""Marked-up text (HTML, SVG, WordprocessingML) out of plain values: whatever is not a ``Markup`` is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

_UNSAID = {code: "\ufffd" for code in (*range(0x20), 0x7F, *range(0x80, 0xA0), 0xFFFE, 0xFFFF) if code not in (9, 10)}
_TURNED = dict.fromkeys((*range(8234, 8239), *range(8294, 8298)), "")
"""Marks that turn the direction of what follows: a name must not turn the text behind it."""


class Markup(str):
    """Text that is marked up already."""

    __slots__ = ()


def escaped(text: object) -> Markup:
    """Any text as the content or a value of markup; signs that XML has no place for become U+FFFD."""
    if isinstance(text, Markup):
        return text
    return Markup(escape(clean(str(text)), quote=True))


def clean(text: str) -> str:
    """A text that every format can hold: no control signs, no lone surrogates, nothing that turns directions."""
    return text.encode("utf-8", "replace").decode("utf-8").translate(_UNSAID | _TURNED)


def tag(name: str, /, *children: str | int | None, **values: str | int | float | bool | None) -> Markup:
    """An element. A trailing ``_`` of a value's name is dropped, other ``_`` become "-" (``__``: ":"); None and False
    are left out, True stands without a value; a child None is nothing."""
    written = "".join(_value(key, value) for key, value in values.items() if value is not None and value is not False)
    inner = "".join(escaped(child) for child in children if child is not None)
    return Markup(f"<{name}{written}>{inner}</{name}>")


def empty(name: str, /, **values: str | int | float | bool | None) -> Markup:
    """An element that holds nothing, closed at once."""
    written = "".join(_value(key, value) for key, value in values.items() if value is not None and value is not False)
    return Markup(f"<{name}{written}/>")


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Several pieces one after the other."""
    return Markup(escaped(between).join(escaped(part) for part in parts))


def _value(key: str, value: str | int | float | bool) -> str:
    name = key.rstrip("_").replace("__", ":").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(value)}"'
