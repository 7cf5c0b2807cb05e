"""The whole site, once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Server
from deploy.site import NGINX, Site


@pytest.fixture(scope="module")
def site(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if NGINX is None:
        pytest.skip("no nginx on this machine: sh scripts/need_programs.sh installs it or says how")
    folder: Path = tmp_path_factory.mktemp("site")
    found = Site(folder, postgresql.fresh(empty=True))
    yield found
    found.stop()
