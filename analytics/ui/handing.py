"""What Streamlit has to know of the settings before its server starts: the secrets of signing in, kept in memory only."""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from pathlib import Path

from streamlit import config, net_util
from streamlit.runtime.secrets import secrets_singleton

from analytics.access.starting import check_start
from analytics.problems import Problem
from analytics.settings import Settings, settings

OUTSIDE = "127.0.0.1"
"""What stands for the address by which the world sees this machine."""


def ready_or_exit() -> None:
    """Ends the process with a clear message while team mode lacks something, however the server was started."""
    _asks_nobody()
    try:
        check_start()
        hand_over()
    except Problem as problem:
        for language in dict.fromkeys((settings().language, "zh", "en")):
            print(problem.text(language), file=sys.stderr, flush=True)
        raise SystemExit(2) from None


def hand_over() -> None:
    """Gives Streamlit what it needs to sign people in. Raises Problem team_library."""
    found = settings()
    if not found.team:
        return
    if found.proxy_header:
        # So that a session is taken up again by nobody but the one whom the proxy named when it began.
        config.set_option("server.trustedUserHeaders", {found.proxy_header: "named_by_proxy"})
        return
    if importlib.util.find_spec("authlib") is None:
        raise Problem.of("team_library")
    with tempfile.TemporaryDirectory(prefix="jushi-") as folder:
        file = Path(folder) / "secrets.toml"
        file.touch(mode=0o600)
        file.write_text(_secrets(found), "utf-8")
        config.set_option("secrets.files", [str(file)])
        assert secrets_singleton.load_if_toml_exists(), "Streamlit reads the secrets once, the file goes again"


def _asks_nobody() -> None:
    """Streamlit asks a host of others for this machine's address when a page of another site wants a session; no option
    keeps it from that, so that it gets an answer that it takes for one it had already. Who asks is refused all the same."""
    net_util._external_ip = OUTSIDE


def _secrets(found: Settings) -> str:
    """As TOML; a string of JSON is one of TOML too."""
    values = {
        "redirect_uri": found.oidc_redirect_uri, "cookie_secret": found.cookie_secret.get_secret_value(),
        "client_id": found.oidc_client_id, "client_secret": found.oidc_client_secret.get_secret_value(),
        "server_metadata_url": found.oidc_metadata_url,
    }  # fmt: skip
    return "[auth]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
