"""Numbers by which signs hold and events are kept (``sign_limits.csv``); the table says what each stands for."""

from __future__ import annotations

from dataclasses import dataclass, fields

from analytics.rules import RuleBook
from analytics.rules.weight_rows import SignLimit


@dataclass(frozen=True, slots=True)
class Limits:
    """One field a row of the table, by its name."""

    least: float
    lean: float
    round: int
    short: int
    long: int
    head: int
    place_head: int
    opening: int
    also_head: int
    general: int
    early: int
    brief: int
    lengthy: int
    hidden: float
    mostly_hidden: float
    titled: int
    title_like: int
    many: int

    @staticmethod
    def of(book: RuleBook) -> Limits:
        """The limits of a rule book. Raises KeyError where one is missing."""
        values: dict[str, float] = {row.name: row.value for row in book.rows("sign_limits.csv", SignLimit)}
        return Limits(**{f.name: (int if f.type == "int" else float)(values[f.name]) for f in fields(Limits)})  # type: ignore[arg-type]
