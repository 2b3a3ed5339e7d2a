"""Access links in a browser: only the script of the page can hand over what follows the #."""

from __future__ import annotations

import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from sandbox_calls import Caller

CHROMIUM = shutil.which("chromium")
SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--disable-dev-shm-usage", "--virtual-time-budget=10000", "--dump-dom"),
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium to open a page with")


def seen(url: str, profile: Path) -> str:
    """The page that a browser shows in the end."""
    command = [str(CHROMIUM), *SWITCHES, f"--user-data-dir={profile}", url]
    return unescape(subprocess.run(command, capture_output=True, text=True, check=True, timeout=90).stdout)


def test_an_access_link_opens_the_document_once(call: Caller, docx: bytes, tmp_path: Path) -> None:
    access = call.upload("word", docx, title="A contract").json
    link, id = access["documentAccessLink"], access["documentId"]
    assert "/#/document/" in link
    page = seen(link, tmp_path / "first")
    assert "<h1>A contract</h1>" in page
    assert "Hello Welt" in page
    assert "as approver" in page
    assert call.info(id, "?userId=764ea18872a34337")["hasOpenedDocument"] is True
    assert "The link is not valid" in seen(link, tmp_path / "second")
