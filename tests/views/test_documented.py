"""The keys of a link that the guide names are those that there are."""

from __future__ import annotations

import re
from pathlib import Path

from analytics.ui.state import EXTRA
from analytics.views import KEYS

GUIDE = Path(__file__).parents[2] / "docs" / "explore.md"


def test_every_key_of_a_link_stands_in_the_guide() -> None:
    told = set(re.findall(r"`([a-z_]+)`", GUIDE.read_text("utf-8")))
    curating = {"page", "tab", "than", "up", "job"}
    assert set(KEYS.values()) | (set(EXTRA) - curating) <= told
