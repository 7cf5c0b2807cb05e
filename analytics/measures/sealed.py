"""What is kept and shared between sessions: nobody can write to its arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

Given = ParamSpec("Given")
Made = TypeVar("Made")


def sealed(made: Made) -> Made:
    """The same value; numpy arrays in it (itself, of a tuple, of the fields of a dataclass) become read-only."""
    for part in _parts(made):
        if isinstance(part, np.ndarray):
            part.setflags(write=False)
        elif isinstance(part, tuple):
            sealed(part)
    return made


def sealing(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """For functions whose results are cached: what they give is sealed."""

    @wraps(make)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        return sealed(make(*args, **kwargs))

    return made


def _parts(made: Any) -> tuple[Any, ...]:
    if isinstance(made, tuple):
        return made
    if is_dataclass(made):
        return tuple(getattr(made, field.name) for field in fields(made))
    return (made,)
