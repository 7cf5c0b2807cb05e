"""One base error: each says what is wrong, where, and what to do next, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.messages import Language, say


@dataclass
class Problem(Exception):
    """Something a user can act on.

    ``code`` names two messages, ``problem.<code>`` (what is wrong) and ``problem.<code>.do`` (what to do);
    ``where`` is a file, row, column or command as the user knows it; ``values`` fill the messages.
    """

    code: str
    where: str = ""
    values: tuple[tuple[str, object], ...] = ()

    @staticmethod
    def of(code: str, where: str = "", **values: object) -> Problem:
        """A problem with its values by name."""
        return Problem(code, where, tuple(sorted(values.items())))

    def what(self, language: Language = "zh") -> str:
        """What is wrong."""
        return say(f"problem.{self.code}", language, **dict(self.values))

    def advice(self, language: Language = "zh") -> str:
        """What to do next."""
        return say(f"problem.{self.code}.do", language, **dict(self.values))

    def text(self, language: Language = "zh") -> str:
        """Where, what and what to do in one line."""
        where = f"{self.where}: " if self.where else ""
        return f"{where}{self.what(language)} {self.advice(language)}"

    def __str__(self) -> str:
        return self.text("zh")
