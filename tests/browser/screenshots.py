"""Takes the picture of the documentation from a fresh server over the demonstration: ``python tests/browser/screenshots.py``."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser.conftest import CHROMIUM, QUIET, wait_for  # noqa: E402

from analytics.importing import load_demo  # noqa: E402
from analytics.store.workspace import open_workspace  # noqa: E402

PICTURES = {"overview.png": "/?by=quarter"}
SIZE = {"width": 1400, "height": 1000}


def main() -> None:
    """Writes every picture into ``docs/images``."""
    folder = ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, socket.socket() as s:
        load_demo(open_workspace(Path(home)))
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
        s.close()
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"JUSHI_HOME": home})
        try:
            wait_for(f"http://127.0.0.1:{port}")
            take(f"http://127.0.0.1:{port}", folder)
        finally:
            server.terminate()
            server.wait(timeout=10)


def take(address: str, folder: Path) -> None:
    """One picture per link."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page(viewport=SIZE, color_scheme="light", locale="zh-CN")
        for name, link in PICTURES.items():
            page.goto(address + link)
            page.locator("g.points path").first.wait_for(state="attached")
            page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
            page.wait_for_timeout(1500)
            page.screenshot(path=folder / name)
        browser.close()


if __name__ == "__main__":
    main()
