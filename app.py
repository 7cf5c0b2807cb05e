"""The front door: language and navigation; nothing else."""

from __future__ import annotations

from analytics.ui.frame import navigation

navigation().run()
