"""What axe-core finds on a page of headless Chromium."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
NEEDS_AXE = pytest.mark.skipif(not AXE.exists(), reason="`make review-assets` fetches axe-core")


_RUN = """const [left, done] = arguments;
const rules = Object.fromEntries(left.map(rule => [rule, {enabled: false}]));
axe.run(document, {resultTypes: ['violations'], rules}).then(result => done(result.violations))"""


def serious(driver: Any, but: Sequence[str] = ()) -> list[tuple[str, list[str]]]:
    """The violations that axe-core calls serious or critical, with their places, but for those of some rules."""
    driver.execute_script(AXE.read_text("utf-8"))
    driver.set_script_timeout(60)
    found = driver.execute_async_script(_RUN, list(but))
    return [
        (one["id"], [str(node["target"]) for node in one["nodes"]][:5])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
