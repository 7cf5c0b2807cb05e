from __future__ import annotations

import pytest

from analytics.ui.rows import date_text
from analytics.ui.state import State
from analytics.views import View


@pytest.mark.parametrize(
    ("edtf", "zh", "en"),
    [
        (None, "日期不详", "date unknown"), ("2026-03-05", "2026-03-05", "2026-03-05"), ("2026-21", "2026年春", "spring 2026"),
        ("2025-24", "2025年冬", "winter 2025"), ("2026-04-20~", "约 2026-04-20", "about 2026-04-20"),
        ("2026-21~", "约 2026年春", "about spring 2026"), ("2024/..", "2024 起", "since 2024"),
        ("../2024-06", "到 2024-06 为止", "until 2024-06"),
        ("2026-01-02/2026-01-05", "2026-01-02 – 2026-01-05", "2026-01-02 – 2026-01-05"),
    ],
)  # fmt: skip
def test_a_date_is_told_as_a_reader_reads_it(edtf: str | None, zh: str, en: str) -> None:
    assert [date_text(State(View(), language), edtf) for language in ("zh", "en")] == [zh, en]
